"""A removed comment's author is told which rule it broke, in what words, and how to answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from comments.models import Comment, Decision, Finding, HouseRule
from comments.notices import mail as letters
from comments.notices import statements
from comments.notices.mail import send_statements
from tests.builders import a_comment, a_person

AT = timezone.now()


def rule(**fields):
    return HouseRule(
        **{
            "label": "Personal attack",
            "rule": "Argue with what somebody says.",
            "statement": "Your comment attacks a person.",
            "quotes_words": True,
            **fields,
        }
    )


def found(start=None, end=None, **fields):
    fields = {"found_at": AT, "check_name": "words", "leads_to": "hold", **fields}
    return Finding(start=start, end=end, weight=50, evidence="a suspect word", **fields)


def drawn_up(text="You  fool, you.", findings=(), house_rule=None, note="", status="held", **more):
    comment = Comment(pk=12, text=text, status=status)
    return statements.draw_up(house_rule or rule(), comment, findings, note, **more)


def test_a_statement_says_what_was_decided_which_rule_was_broken_and_how_to_answer():
    statement = drawn_up(note="We have asked you before.")
    assert "decided not to publish your comment" in statement
    assert "Your comment attacks a person." in statement
    assert "The house rule: Personal attack. Argue with what somebody says." in statement
    assert "The moderator’s words: We have asked you before." in statement
    assert "the number of your comment, 12:" in statement
    assert "out of court" in statement


def test_what_was_published_is_said_to_be_removed():
    assert "has removed your comment" in drawn_up(status="published")


def test_the_words_are_quoted_where_the_newsroom_wishes_it():
    findings = [found(5, 9), found(5, 9), found(0, 9, check_name="noise"), found()]
    assert "What was found in it: “fool”." in drawn_up(findings=findings)
    assert "fool" not in drawn_up(findings=findings, house_rule=rule(quotes_words=False))


def test_words_of_an_earlier_text_are_not_quoted():
    findings = [found(0, 3), found(5, 9, found_at=AT + timedelta(minutes=1))]
    assert "What was found in it: “fool”." in drawn_up(findings=findings)


@pytest.mark.parametrize(
    ("findings", "kind", "said"),
    [
        ([], "", "The decision was made by a person"),
        ([found()], "held", "An automatic check had noticed it. The decision was made by a person"),
        ([found(leads_to="refuse")], "held", "\n\nThe decision was made by a person"),
        ([], "reported", "Readers had reported it. The decision was made by a person"),
        ([], "legal", "Somebody had given us notice that it is against the law. The decision"),
    ],
)
def test_a_statement_says_how_the_comment_came_before_a_moderator(findings, kind, said):
    assert said in drawn_up(findings=findings, kind=kind)


def test_a_rejection_without_a_house_rule_has_the_moderators_words():
    comment = Comment(pk=12, text="A text.", status="held")
    statement = statements.draw_up(None, comment, [], "It is a double.")
    assert "The moderator’s words: It is a double." in statement
    assert "house rule" not in statement


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.text())
def test_a_statement_can_be_drawn_up_of_anything(text, start, end, note):
    statement = drawn_up(text=text, findings=[found(start, end)], note=note)
    assert statement.startswith("A moderator")
    assert statement.endswith("or to a court.")


# Its page


def rejected(comment, statement="It broke a rule.", label="Personal attack", **fields):
    return Decision.objects.create(
        comment=comment, verb="reject", reason=label, status_before="published",
        made_by=a_person(group="Moderators"), made_at=timezone.now(), statement=statement,
        house_rule=HouseRule.objects.get(label=label), **fields,
    )  # fmt: skip


def test_the_author_reads_the_statement_at_the_comments_address(client, reader, article):
    comment = a_comment(article=article, author=reader, text="You fool.", status="rejected")
    rejected(comment, "It broke a rule.\n\nYou may write again.")
    client.force_login(reader)
    page = client.get(f"/comments/{comment.pk}/")
    assert page.status_code == 410
    assert "Your comment was removed" in page.text
    assert "You fool." in page.text
    assert "<p>You may write again.</p>" in page.text


def test_nobody_else_reads_the_statement(client, second_reader, moderator, article):
    comment = a_comment(article=article, text="You fool.", status="rejected")
    rejected(comment)
    for who in (None, second_reader, moderator):
        if who:
            client.force_login(who)
        page = client.get(f"/comments/{comment.pk}/")
        assert page.status_code == 410
        assert "This comment is no longer there" in page.text
        assert "It broke a rule." not in page.text
        assert "You fool." not in page.text


def test_a_statement_that_was_taken_back_is_read_by_nobody(client, reader, article):
    comment = a_comment(article=article, author=reader, status="rejected")
    rejected(comment, "The mistaken one.", undone_at=timezone.now())
    rejected(comment, "The second one.")
    client.force_login(reader)
    page = client.get(f"/comments/{comment.pk}/")
    assert "The second one." in page.text
    assert "The mistaken one." not in page.text


def test_a_statement_is_shown_as_text(client, reader, article):
    comment = a_comment(article=article, author=reader, status="rejected")
    rejected(comment, "<script>alert(1)</script>")
    client.force_login(reader)
    assert "<script>alert" not in client.get(f"/comments/{comment.pk}/").text


# Your comments


def mine(client):
    return client.get("/comments/mine/")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", "Published"),
        ("held", "Waiting for a moderator"),
        ("rejected", "Removed by a moderator"),
        ("spam", "Not published"),
        ("deleted", "Deleted by you"),
    ],
)
def test_an_author_sees_what_became_of_each_comment(client, reader, article, status, words):
    a_comment(article=article, author=reader, text="My thought.", status=status)
    a_comment(article=article, text="The thought of another.")
    client.force_login(reader)
    page = mine(client)
    assert f'<span class="comment-mark">{words}</span>' in page.text
    assert "My thought." in page.text
    assert "The thought of another." not in page.text


def test_spam_is_not_called_so_to_who_sent_it(client, reader, article):
    comment = a_comment(article=article, author=reader, text="My offer.", status="spam")
    client.force_login(reader)
    for page in (mine(client), client.get(f"/comments/{comment.pk}/")):
        assert "My offer." in page.text
        assert "spam" not in page.text.lower()


def test_the_rule_and_the_statement_stand_beside_a_removed_comment(client, reader, article):
    rejected(a_comment(article=article, author=reader, status="rejected"))
    client.force_login(reader)
    page = mine(client)
    assert "Removed by a moderator: Personal attack" in page.text
    assert "It broke a rule." in page.text


def test_a_restored_comment_has_no_statement(client, reader, article):
    rejected(a_comment(article=article, author=reader, status="published"))
    client.force_login(reader)
    assert "It broke a rule." not in mine(client).text


def test_ones_comments_are_for_oneself(client, db):
    assert mine(client)["Location"] == "/accounts/login/?next=/comments/mine/"


@pytest.mark.parametrize("comments", [1, 3])
def test_the_page_costs_the_same_with_one_comment_and_with_three(
    client, reader, article, comments, django_assert_num_queries
):
    for _ in range(comments):
        rejected(a_comment(article=article, author=reader, status="rejected"))
    client.force_login(reader)
    mine(client)
    with django_assert_num_queries(QUERIES):
        mine(client)


# Session, person, masthead, sections; the sanctions, the comments, what was decided on them.
QUERIES = 7


def test_one_turns_the_pages_of_ones_comments(client, reader, article):
    now = timezone.now()
    for number in range(25):
        at = now - timedelta(minutes=number)
        a_comment(article=article, author=reader, text=f"Thought {number}.", at=at)
    client.force_login(reader)
    first = mine(client)
    assert "Thought 19." in first.text
    assert "Thought 20." not in first.text
    older = first.context["page"].next
    second = client.get(f"/comments/mine/?from={older}")
    assert "Thought 20." in second.text
    assert "Thought 24." in second.text
    assert "Thought 19." not in second.text


# By mail


@pytest.fixture
def sends_mail(settings):
    settings.SENDS_MAIL = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.mark.usefixtures("sends_mail")
def test_the_statement_comes_by_mail(reader, article):
    comment = a_comment(article=article, author=reader, text="You fool.", status="rejected")
    send_statements([rejected(comment)])
    (letter,) = mail.outbox
    assert letter.to == [reader.email]
    assert letter.subject == "About a comment of yours"
    assert "> You fool." in letter.body
    assert f"“{article.headline}”" in letter.body
    assert "It broke a rule." in letter.body
    assert "/comments/mine/" in letter.body


@pytest.mark.usefixtures("sends_mail")
def test_all_that_was_decided_at_once_comes_in_one_letter_to_each_author(
    reader, second_reader, article
):
    send_statements(
        rejected(a_comment(article=article, author=author, status="rejected"))
        for author in (reader, second_reader, reader)
    )
    assert [letter.to for letter in mail.outbox] == [[reader.email], [second_reader.email]]
    assert mail.outbox[0].subject == "About 2 comments of yours"
    assert mail.outbox[0].body.count("It broke a rule.") == 1


@pytest.mark.usefixtures("sends_mail")
def test_a_letter_holds_the_text_as_it_was_typed(reader, article):
    comment = a_comment(
        article=article, author=reader, text='"A" & <b>\n\n> you', status="rejected"
    )
    send_statements([rejected(comment)])
    assert '> "A" & <b> > you' in mail.outbox[0].body


@pytest.mark.usefixtures("sends_mail")
def test_no_letter_is_sent_of_what_was_taken_back_nor_without_an_address(article):
    reader = a_person()
    taken_back = rejected(a_comment(article=article, author=reader, status="published"))
    Decision.objects.filter(pk=taken_back.pk).update(undone_at=timezone.now())
    imported = a_person()
    imported.email = None
    imported.save(update_fields=["email"])
    unreached = rejected(a_comment(article=article, author=imported, status="rejected"))
    send_statements([taken_back, unreached])
    assert mail.outbox == []


def test_where_no_mail_is_sent_none_is_written(reader, article, settings):
    settings.SENDS_MAIL = False
    send_statements([rejected(a_comment(article=article, author=reader, status="rejected"))])
    assert mail.outbox == []


@pytest.mark.usefixtures("sends_mail")
def test_a_mail_server_that_is_down_is_asked_again(reader, article, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    decision = rejected(a_comment(article=article, author=reader, status="rejected"))
    letters.statements.call([decision.pk], 0)
    (later,) = DBTaskResult.objects.all()
    assert later.args_kwargs["args"] == [[decision.pk], 1]
    assert later.run_after > timezone.now()
    letters.statements.call([decision.pk], len(letters.PAUSES))
    assert DBTaskResult.objects.count() == 1
