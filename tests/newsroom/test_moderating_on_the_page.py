"""Moderators act where they read; readers are shown nothing of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import printing, reporting, switch
from comments.models import Case, Comment, Decision, HouseRule, LogEntry, Mode, Scope, Trip
from comments.moderation import case_opening, decisions
from newsroom import pagecache
from tests.builders import a_case, a_comment, a_person

pytestmark = pytest.mark.django_db

Verb = Decision.Verb
HELD = "Held: readers do not see it"
# What stands on a moderator's page alone.
OURS = ("moderation", "moderate", HELD, "undo", "/admin/desk/", "removed-comment")


@pytest.fixture(autouse=True)
def nothing_rendered_yet():
    printing._rendered.cache_clear()
    printing._rendered_for_moderators.cache_clear()


@pytest.fixture
def on_the_page(client, moderator, open_admin):
    client.force_login(moderator)
    return client


@pytest.fixture
def conversation(article, reader, second_reader):
    """Everything that there is to see, under one article."""
    top = a_comment(article=article, author=second_reader, text="A calm word.")
    a_case(article=article, text="Held at the top.")
    a_case(article=article, text="Held beneath it.", parent=top)
    a_comment(article=article, author=reader, status="held", text="My own that waits.")
    rejected = a_comment(article=article, text="An insult.")
    a_comment(article=article, text="An answer to it.", parent=rejected)
    rejecting = a_person(name="Paula Past", group="Moderators")
    decide(Verb.REJECT, rejected, by=rejecting, house_rule=HouseRule.objects.get(label="Hate"))
    reporting.report(top, by=reader, reason="attack", text="Rude.", at=timezone.now())
    return article


def decide(verb, *comments, by, **more):
    return decisions.decide(verb, [each.pk for each in comments], by=by, at=timezone.now(), **more)


def read(path, person=None) -> str:
    """The page, but for what is another each time."""
    browser = Client()
    if person:
        browser.force_login(person)
    pagecache.forget()
    text = browser.get(path).text
    return re.sub(r'name="(csrfmiddlewaretoken|token|form_origin)" value="[^"]*"', "", text)


def shown(page: str, text: str) -> str:
    """The comment with this text, as HTML."""
    before, _, after = page.partition(text)
    return before[before.rindex('<article class="comment') :] + text + after.split("</article>")[0]


def status(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


# What readers get


@pytest.mark.parametrize("who", ["stranger", "reader", "editor"])
@pytest.mark.parametrize("where", ["article", "replies"])
def test_the_page_of_a_reader_is_the_same_whether_a_moderator_has_read_it_or_not(
    conversation, on_the_page, reader, editor, who, where
):
    person = {"stranger": None, "reader": reader, "editor": editor}[who]
    top = Comment.objects.get(text="A calm word.")
    path = conversation.path if where == "article" else reverse("replies", args=[top.pk])
    before = read(path, person)
    assert HELD in on_the_page.get(conversation.path).text
    on_the_page.get(path)
    assert read(path, person) == before
    assert [word for word in OURS if word in before.partition('id="comments"')[2]] == []
    assert ("My own that waits." in before) == (who == "reader" and where == "article")


def test_what_is_rendered_for_a_moderator_takes_no_room_from_readers(conversation, on_the_page):
    on_the_page.get(conversation.path)
    assert printing._rendered.cache_info().currsize == 0


def test_a_moderators_page_is_stored_nowhere(conversation, on_the_page):
    top = Comment.objects.get(text="A calm word.")
    for path in (conversation.path, reverse("replies", args=[top.pk])):
        assert on_the_page.get(path)["Cache-Control"] == "private, no-store"


# Ten more than a reader's: two for permissions, two for the second factor or the demo, the held
# comments, the decisions, the reports, the cases, their causes, and the count of the open ones.
MODERATORS_PAGE = 21


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_moderators_page_costs_the_same_however_much_there_is(
    article, on_the_page, reader, number, django_assert_num_queries
):
    for _ in range(number):
        top = a_comment(article=article)
        a_case(article=article, kind="reported", text="Reported.")
        a_case(article=article, text="Held.", parent=top)
        a_case(article=article, text="Held at the top.")
        reporting.report(top, by=reader, reason="attack", text="", at=timezone.now())
    on_the_page.get(article.path)
    with django_assert_num_queries(MODERATORS_PAGE):
        on_the_page.get(article.path)


# What moderators see


def test_a_moderator_sees_held_comments_where_they_stand_and_why_they_wait(
    conversation, on_the_page
):
    page = on_the_page.get(conversation.path).text
    for text in ("Held at the top.", "Held beneath it."):
        assert HELD in shown(page, text)
        assert "<span>Words</span>" in shown(page, text)
    assert page.index("A calm word.") < page.index("Held beneath it.")
    assert page.index("Held at the top.") < page.index("A calm word.")


def test_a_moderator_sees_who_removed_a_comment_and_by_which_rule(conversation, on_the_page):
    removed = shown(on_the_page.get(conversation.path).text, "An insult.")
    assert "Rejected by Paula Past: Hate" in removed
    assert "<details" in removed


def test_a_moderator_sees_how_many_readers_have_reported_a_comment(conversation, on_the_page):
    assert "1 report" in shown(on_the_page.get(conversation.path).text, "A calm word.")


def test_the_held_comments_on_a_page_are_bounded(article, on_the_page):
    for number in range(30):
        a_case(article=article, text=f"Held number {number}.")
    page = on_the_page.get(article.path).text
    assert page.count(HELD) == 20
    assert "30 open cases here" in page
    assert f"{reverse('desk')}?kind=held&amp;article={article.pk}" in page


def test_the_address_of_a_removed_comment_leads_a_moderator_to_it(article, on_the_page, reader):
    spam = a_comment(article=article, text="Buy this.", status="spam")
    for _ in range(25):
        a_comment(article=article)
    page = on_the_page.get(spam.get_absolute_url(), follow=True).text
    assert "Taken for spam by the screening" in shown(page, "Buy this.")
    for person in (None, reader):
        assert "Buy this." not in read(f"{article.path}?comment={spam.pk}", person)
    assert Client().get(spam.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    ("number", "words"),
    [(3, "3 held comments wait here"), (25, "20 of the held comments")],
)
def test_the_head_of_the_held_comments_claims_no_more_than_is_shown(
    article, on_the_page, number, words
):
    for _ in range(number):
        a_case(article=article)
    assert words in on_the_page.get(article.path).text


def test_a_moderator_without_a_second_factor_is_only_led_to_the_desk(conversation, moderator):
    page = read(conversation.path, moderator)
    assert f'<a href="{reverse("desk")}?article={conversation.pk}">Moderate this' in page
    assert "/admin/desk/comments/" not in page
    assert "Held at the top." not in page
    assert "An insult." not in page


def test_ones_own_comment_has_no_control(article, on_the_page, moderator):
    a_case(article=article, author=moderator, text="My own, held.")
    a_comment(article=article, author=moderator, text="My own, published.")
    page = on_the_page.get(article.path).text
    for text in ("My own, held.", "My own, published."):
        assert "/admin/desk/comments/" not in shown(page, text)


# The head of the conversation


def test_the_head_leads_to_the_switch_the_slow_mode_and_the_queue(conversation, on_the_page):
    page = on_the_page.get(conversation.path).text
    thread = Comment.objects.all()[0].thread_id
    for link in (
        f"{reverse('suspension_draft')}?article={conversation.pk}",
        f"{reverse('desk')}?article={conversation.pk}",
        reverse("admin:comments_thread_change", args=[thread]),
    ):
        assert f'href="{link}"' in page
    assert "3 open cases here" in page


def test_who_may_only_moderate_is_shown_no_switch(conversation, open_admin):
    person = a_person(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    page = read(conversation.path, person)
    assert "3 open cases here" in page
    for word in ("/admin/switchboard/", "/admin/comments/thread/", "Sanction"):
        assert word not in page


@pytest.mark.parametrize("by_breaker", [True, False])
@pytest.mark.parametrize("ends", [True, False])
def test_the_head_says_what_is_in_force_and_leads_to_its_end(
    conversation, on_the_page, by_breaker, ends
):
    suspension = switch.suspend(
        Scope(article=conversation),
        mode=Mode.PREMODERATED,
        cause="abuse",
        reason="A flood.",
        ends_at=timezone.now() + timedelta(hours=1) if ends else None,
    )
    if by_breaker:
        Trip.objects.create(
            suspension=suspension, measured=9, out_of=12, window_minutes=10,
            tripped_at=timezone.now(),
        )  # fmt: skip
    page = on_the_page.get(conversation.path).text
    state = re.search(r'<p class="moderation-state">(.*?)</p>', page, re.DOTALL)[1]
    said = " ".join(re.sub(r"<[^>]*>", "", state).split())
    assert said.startswith("Premoderated, by the breaker, until" if by_breaker else "Premoderated,")
    assert ("until somebody reopens." in said) != ends
    assert reverse("lifting", args=[suspension.pk]) in state


def test_a_hidden_conversation_has_its_head(conversation, on_the_page):
    switch.suspend(Scope(), mode=Mode.HIDDEN, cause="legal", reason="A trial.")
    page = on_the_page.get(conversation.path).text
    assert "Hidden: " in page
    assert "Held at the top." not in page


# Deciding


@pytest.mark.parametrize(
    ("before", "sent", "after", "label"),
    [
        ("held", {"verb": "approve"}, "published", "Approved by Moritz Calm"),
        ("published", {"verb": "spam"}, "spam", "Marked as spam by Moritz Calm"),
        ("published", {"rule": "Hate"}, "rejected", "Rejected by Moritz Calm: Hate"),
        ("held", {"rule": "Hate"}, "rejected", "Rejected by Moritz Calm: Hate"),
        ("spam", {"verb": "restore"}, "published", "Restored by Moritz Calm"),
    ],
)
def test_a_moderator_decides_on_the_page_and_undoes_it_there(
    article, on_the_page, moderator, before, sent, after, label
):
    comment = a_comment(article=article, text="This one.", status=before)
    fields = {"seen": before, "reason": "Calmly, please.", **sent}
    if rule := fields.pop("rule", None):
        fields["house_rule"] = HouseRule.objects.get(label=rule).pk
    answer = on_the_page.post(reverse("comment_decision", args=[comment.pk]), fields)
    assert (answer.status_code, answer.url) == (302, comment.get_absolute_url())
    assert status(comment) == after
    page = on_the_page.get(answer.url, follow=True).text
    assert label in shown(page, "This one.")
    undo = re.search(r'formaction="([^"]+)" name="act" value="([^"]+)"', shown(page, "This one."))
    on_the_page.post(undo[1], {"act": undo[2]})
    assert status(comment) == before
    acts = LogEntry.objects.order_by("number").values_list("act", "by")
    assert list(acts) == [(Decision.objects.get().verb, moderator.pk), ("undo", moderator.pk)]


def test_a_rejection_on_the_page_gives_the_author_a_statement(article, on_the_page):
    comment = a_comment(article=article)
    rule = HouseRule.objects.get(label="Hate")
    sent = {"seen": "published", "house_rule": rule.pk, "reason": "Calmly, please."}
    on_the_page.post(reverse("comment_decision", args=[comment.pk]), sent)
    statement = Decision.objects.get().statement
    assert rule.statement in statement
    assert "Calmly, please." in statement


def test_a_decision_closes_the_case_and_settles_the_reports(conversation, on_the_page):
    top = Comment.objects.get(text="A calm word.")
    sent = {"seen": "published", "verb": "approve"}
    on_the_page.post(reverse("comment_decision", args=[top.pk]), sent)
    assert not Case.objects.open().filter(comment=top).exists()
    assert "1 report" not in shown(on_the_page.get(conversation.path).text, "A calm word.")


def test_an_approval_has_its_mark_for_a_quarter_of_an_hour(
    article, on_the_page, moderator, monkeypatch
):
    comment = a_case(article=article, text="This one.").comment
    decide(Verb.APPROVE, comment, by=moderator)
    assert "Approved by" in on_the_page.get(article.path).text
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Approved by" not in on_the_page.get(article.path).text


def test_nobody_decides_on_their_own_comment_there(article, on_the_page, moderator):
    own = a_case(article=article, author=moderator, text="My own.").comment
    page = on_the_page.get(reverse("comment_detail", args=[own.pk])).text
    assert "This is your own comment: a colleague decides." in page
    assert reverse("comment_decision", args=[own.pk]) not in page
    on_the_page.post(reverse("comment_decision", args=[own.pk]), {"verb": "approve"})
    on_the_page.post(reverse("comment_case", args=[own.pk]))
    assert status(own) == "held"


def test_what_a_colleague_has_decided_stands_and_the_note_is_given_back(
    article, on_the_page, administrator
):
    comment = a_comment(article=article)
    decide(Verb.SPAM, comment, by=administrator)
    rule = HouseRule.objects.get(label="Hate")
    sent = {"seen": "published", "house_rule": rule.pk, "reason": "Calmly, please."}
    answer = on_the_page.post(reverse("comment_decision", args=[comment.pk]), sent)
    assert answer.status_code == 409
    assert "meanwhile spam by somebody else" in answer.text
    assert 'value="Calmly, please."' in answer.text
    assert status(comment) == "spam"


def test_a_decision_without_a_token_of_ours_changes_nothing(article, moderator, open_admin):
    comment = a_comment(article=article)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    for name in ("comment_decision", "comment_case", "comment_retraction"):
        sent = {"verb": "spam", "seen": "published"}
        assert strict.post(reverse(name, args=[comment.pk]), sent).status_code == 403
    assert status(comment) == "published"
    assert not Case.objects.exists()


def test_staff_are_not_offered_a_sanction(article, on_the_page, editor):
    for author, is_offered in ((editor, False), (a_person(), True)):
        comment = a_comment(article=article, author=author)
        menu = on_the_page.get(
            reverse("comment_detail", args=[comment.pk]), headers={"X-Desk": "1"}
        ).text
        link = f"{reverse('commenter', args=[author.pk])}?comment={comment.pk}#sanction"
        assert (link in menu) == is_offered


def test_a_comment_under_a_story_that_is_gone_leads_back_to_the_desk(article, on_the_page):
    comment = a_comment(article=article)
    type(article).objects.filter(pk=article.pk).update(state="draft")
    answer = on_the_page.post(reverse("comment_decision", args=[comment.pk]), {"verb": "spam"})
    assert answer.url == reverse("comment_detail", args=[comment.pk])
    assert on_the_page.get(answer.url).status_code == 200


# Undoing


def test_only_ones_own_last_decision_is_undone(article, on_the_page, moderator, administrator):
    comment = a_comment(article=article)
    earlier = decide(Verb.SPAM, comment, by=moderator).act
    undo = reverse("comment_retraction", args=[comment.pk])
    decide(Verb.RESTORE, comment, by=administrator)
    theirs = decide(Verb.SPAM, comment, by=administrator).act
    for act in (theirs, earlier, "", "nonsense"):
        on_the_page.post(undo, {"act": act})
        assert status(comment) == "spam"
    assert not Decision.objects.filter(undone_at__isnull=False, made_by=administrator).exists()
    assert "Undo the decision" not in on_the_page.get(comment.get_absolute_url(), follow=True).text


def test_what_was_decided_with_others_is_not_undone_from_one_of_them(
    article, on_the_page, moderator
):
    several = [a_comment(article=article) for _ in range(3)]
    decide(Verb.SPAM, *several, by=moderator)
    page = on_the_page.get(several[0].get_absolute_url(), follow=True).text
    assert "Marked as spam by Moritz Calm" in page
    assert "Undo the decision" not in page


# Opening a case


@pytest.mark.parametrize(
    ("before", "kind"), [("published", "reported"), ("held", "held"), ("spam", "spam")]
)
def test_a_moderator_opens_a_case_for_a_comment_once(article, on_the_page, moderator, before, kind):
    comment = a_comment(article=article, status=before)
    for _ in range(2):
        answer = on_the_page.post(reverse("comment_case", args=[comment.pk]))
    case = Case.objects.get()
    assert (case.kind, answer.url) == (kind, reverse("case", args=[case.pk]))
    assert "By a moderator" in on_the_page.get(answer.url).text
    entry = LogEntry.objects.get()
    assert (entry.act, entry.about, entry.by) == ("open case", f"comment {comment.pk}", moderator)


@pytest.mark.parametrize("before", ["rejected", "deleted"])
def test_no_case_is_opened_for_what_is_gone(article, on_the_page, before):
    comment = a_comment(article=article, status=before)
    on_the_page.post(reverse("comment_case", args=[comment.pk]))
    assert not Case.objects.exists()


def test_two_who_open_a_case_have_one(article, moderator, administrator):
    comment, at = a_comment(article=article), timezone.now()
    first = case_opening.open_case(comment.pk, by=moderator, at=at)
    assert case_opening.open_case(comment.pk, by=administrator, at=at) == first
    assert LogEntry.objects.count() == 1


# The page of a comment at the desk


@pytest.mark.parametrize("before", Comment.Status.values)
def test_every_comment_has_a_page_at_the_desk(article, on_the_page, before):
    comment = a_comment(article=article, text="This one.", status=before)
    page = on_the_page.get(reverse("comment_detail", args=[comment.pk])).text
    assert "This one." in page
    assert ("Its author has deleted this comment." in page) == (before == "deleted")
    assert (reverse("comment_decision", args=[comment.pk]) in page) == (before != "deleted")


def test_a_comment_that_is_nowhere_has_none(on_the_page):
    for pk in (404, 2**70):
        assert on_the_page.get(f"/admin/desk/comments/{pk}/").status_code == 404


def test_the_script_is_answered_with_the_comment_as_it_is_now(article, on_the_page):
    comment = a_case(article=article, text="This one.").comment
    answer = on_the_page.post(
        reverse("comment_decision", args=[comment.pk]),
        {"seen": "held", "verb": "spam"},
        headers={"X-Desk": "1"},
    )
    assert "Marked as spam." in answer.text
    assert "0 open cases here" in answer.text
    assert "Marked as spam by Moritz Calm" in shown(answer.text, "This one.")
    assert answer.text.count("<article") == 1
