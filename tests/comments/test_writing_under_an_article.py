"""Posting, replying, changing, deleting: what a reader meets on the pages."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments import posting, switch
from comments.models import Comment, Edit, Mode, Sanction, Scope
from tests.builders import a_comment, an_article

THOUGHT = "A long and careful thought."


@pytest.fixture
def strict(reader):
    """A browser in which the reader is signed in, and CSRF is checked as on the real site."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    return client


def field(page, name):
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    return found[1] if found else ""


def typed_in(page):
    """What stands in the form's text area."""
    return re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.S)[1]


def form_of(page, text=THOUGHT):
    return {
        "csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken"),
        "token": field(page, "token"),
        "text": text,
    }


def address(article):
    return f"/conversation/{article.pk}/"


def close(mode=Mode.CLOSED, **scope):
    return switch.suspend(Scope(**scope), mode=mode, cause="abuse", reason="A flood of spam.")


def test_a_reader_posts_and_lands_on_the_comment(strict, reader, article):
    page = strict.get(article.path)
    answer = strict.post(address(article), form_of(page))
    comment = Comment.objects.get()
    assert (comment.author, comment.text) == (reader, THOUGHT)
    assert answer.status_code == 303
    assert answer["Location"] == f"{article.path}?comment={comment.pk}#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in strict.get(answer["Location"]).text


def test_a_form_sent_twice_makes_one_comment_and_both_answers_lead_to_it(strict, article):
    form = form_of(strict.get(article.path))
    first, second = strict.post(address(article), form), strict.post(address(article), form)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_who_goes_back_and_writes_something_else_in_the_form_writes_a_second_comment(
    strict, article
):
    form = form_of(strict.get(article.path))
    strict.post(address(article), form)
    strict.post(address(article), form | {"text": "And another thing."})
    assert Comment.objects.count() == 2


def test_a_retry_after_the_comment_was_changed_makes_no_double(strict, article):
    form = form_of(strict.get(article.path))
    strict.post(address(article), form)
    comment = Comment.objects.get()
    change = f"/comments/{comment.pk}/text/"
    strict.post(change, form_of(strict.get(change), "A shorter thought."))
    strict.post(address(article), form)
    assert Comment.objects.get().text == "A shorter thought."


def test_a_reply_stands_under_what_it_answers(strict, article):
    parent = a_comment(article=article)
    there = f"/comments/{parent.pk}/reply/"
    page = strict.get(there)
    assert "I crossed it this morning." in page.text
    strict.post(there, form_of(page))
    assert Comment.objects.get(text=THOUGHT).parent == parent


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Please write something first."),
        (" \r\n ", "Please write something first."),
        ("x" * 5001, "Your comment has 5,001 characters; there is room for 5,000."),
        ("\u200b\xad\u3164\u2800", "Please write something first."),
        (">", "Please write something first."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_wrong_with_a_text_stands_beside_the_form_and_the_text_in_it(
    strict, article, text, complaint, signed_in
):
    client = strict if signed_in else Client()
    answer = client.post(address(article), form_of(client.get(article.path), text))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert unescape(typed_in(answer)) == text
    assert not Comment.objects.exists()


def test_a_comment_loses_its_control_characters_and_nothing_else(strict, article):
    text = "nul\x00 bell\x07 next\x85 tab\t end\r\nשלום\u200f 👩\u200d🚀"
    answer = strict.post(address(article), form_of(strict.get(article.path), text))
    assert answer.status_code == 303
    assert Comment.objects.get().text == "nul bell next tab\t end\nשלום\u200f 👩\u200d🚀"


def test_five_thousand_characters_fit_however_their_lines_end(strict, article):
    text = "ab\r\n" * 1666 + "ab"
    answer = strict.post(address(article), form_of(strict.get(article.path), text))
    assert answer.status_code == 303


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_that_was_open_when_the_switch_was_thrown_keeps_its_text(
    strict, article, mode, signed_in
):
    client = strict if signed_in else Client()
    form = form_of(client.get(article.path))
    close(mode)
    answer = client.post(address(article), form)
    assert answer.status_code == 409
    assert "commenting-notice" in answer.text
    assert typed_in(answer) == THOUGHT
    assert not Comment.objects.exists()


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HIDDEN])
def test_in_closed_and_hidden_nobody_posts_replies_or_changes(strict, reader, article, mode):
    own = a_comment(article=article, author=reader)
    form = form_of(strict.get(article.path))
    close(mode)
    for there in (address(article), f"/comments/{own.pk}/reply/", f"/comments/{own.pk}/text/"):
        answer = strict.post(there, form)
        assert answer.status_code == 409
        assert THOUGHT in answer.text
    assert list(Comment.objects.values_list("text", flat=True)) == [own.text]


def test_a_banned_reader_reads_why_and_until_when_instead_of_a_form(strict, reader, article):
    own = a_comment(article=article, author=reader)
    form = form_of(strict.get(article.path))
    Sanction.objects.create(
        person=reader,
        reason="Insults, three times.",
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=7),
    )
    page = strict.get(article.path)
    assert "Insults, three times." in page.text
    assert "<textarea" not in page.text
    for there in (address(article), f"/comments/{own.pk}/reply/", f"/comments/{own.pk}/text/"):
        answer = strict.post(there, form)
        assert answer.status_code == 403
        assert THOUGHT in answer.text
    assert Comment.objects.count() == 1


def test_under_premoderation_the_author_sees_the_comment_marked_and_others_do_not(
    strict, article, client
):
    close(Mode.PREMODERATED)
    answer = strict.post(address(article), form_of(strict.get(article.path)), follow=True)
    assert THOUGHT in answer.text
    assert "Waiting for a moderator. Only you see it until then." in answer.text
    assert THOUGHT not in client.get(article.path).text


def test_a_form_without_a_valid_token_of_ours_posts_nothing_and_keeps_the_text(strict, article):
    form = form_of(strict.get(article.path)) | {"csrfmiddlewaretoken": "x" * 64}
    answer = strict.post(address(article), form)
    assert answer.status_code == 403
    assert THOUGHT in answer.text
    assert not Comment.objects.exists()


def test_a_form_opened_as_a_stranger_and_sent_signed_in_comes_back_to_be_confirmed(
    strict, client, article
):
    answer = strict.post(address(article), form_of(client.get(article.path)))
    page = strict.get(answer["Location"])
    assert typed_in(page) == THOUGHT
    assert not Comment.objects.exists()
    strict.post(address(article), form_of(page))
    assert Comment.objects.get().text == THOUGHT
    assert THOUGHT not in typed_in(strict.get(article.path))


def test_a_reply_to_what_was_removed_meanwhile_can_be_posted_as_a_comment(strict, article):
    parent = a_comment(article=article)
    there = f"/comments/{parent.pk}/reply/"
    form = form_of(strict.get(there))
    Comment.objects.filter(pk=parent.pk).update(status=Comment.Status.SPAM)
    answer = strict.post(there, form)
    assert answer.status_code == 409
    assert "The comment you answer is no longer there." in answer.text
    assert typed_in(answer) == THOUGHT
    assert f'action="{address(article)}"' in answer.text


def test_an_article_withdrawn_meanwhile_gives_the_text_back(strict, article):
    form = form_of(strict.get(article.path))
    article.state = "draft"
    article.save(update_fields=["state"])
    answer = strict.post(address(article), form)
    assert answer.status_code == 410
    assert typed_in(answer) == THOUGHT
    assert strict.get(address(article)).status_code == 404


def test_an_article_that_is_not_out_yet_takes_no_comments(strict):
    coming = an_article(published_at=timezone.now() + timedelta(days=1))
    assert strict.get(address(coming)).status_code == 404


# Changing and deleting


def test_a_fresh_comment_can_be_changed_and_what_it_said_is_kept(strict, reader, article):
    own = a_comment(article=article, author=reader)
    there = f"/comments/{own.pk}/text/"
    page = strict.get(there)
    assert typed_in(page) == own.text
    strict.post(there, form_of(page, "I crossed it *yesterday*."))
    changed = Comment.objects.get()
    assert changed.html == "<p>I crossed it <em>yesterday</em>.</p>"
    assert changed.edited_at is not None
    assert Edit.objects.get().text_before == own.text


def test_an_old_comment_can_no_longer_be_changed(strict, reader, article):
    own = a_comment(article=article, author=reader, at=timezone.now() - timedelta(minutes=16))
    there = f"/comments/{own.pk}/text/"
    form = form_of(strict.get(article.path))
    assert "can no longer be changed" in strict.get(there).text
    answer = strict.post(there, form)
    assert answer.status_code == 409
    assert THOUGHT in answer.text


def test_nobody_changes_or_deletes_what_is_another_s(strict, second_reader, article):
    other = a_comment(article=article, author=second_reader)
    form = form_of(strict.get(article.path))
    for noun in ("text", "deletion"):
        assert strict.post(f"/comments/{other.pk}/{noun}/", form).status_code == 404
    assert Comment.objects.get().text == other.text


def test_who_was_signed_out_while_changing_a_comment_gets_the_text_back(strict, reader, article):
    own = a_comment(article=article, author=reader)
    there = f"/comments/{own.pk}/text/"
    form = form_of(strict.get(there))
    del strict.cookies["sessionid"]
    answer = strict.post(there, form)
    assert answer.status_code == 403
    assert typed_in(answer) == THOUGHT


@pytest.mark.parametrize("mode", Mode)
def test_an_author_deletes_what_is_his_own_in_any_mode(strict, reader, article, mode):
    own = a_comment(article=article, author=reader)
    if mode != Mode.OPEN:
        close(mode)
    there = f"/comments/{own.pk}/deletion/"
    answer = strict.post(there, form_of(strict.get(there)), follow=True)
    assert "Your comment has been deleted." in answer.text
    assert Comment.objects.get().status == Comment.Status.DELETED
    assert strict.get(there).status_code == 410


# Addresses


def test_the_permalink_leads_to_the_page_on_which_the_comment_stands(client, article):
    comment = a_comment(article=article)
    answer = client.get(comment.get_absolute_url())
    assert answer["Location"] == f"{article.path}?comment={comment.pk}#comment-{comment.pk}"


@pytest.mark.parametrize(
    ("status", "code"), [("deleted", 410), ("spam", 410), ("rejected", 410), ("held", 404)]
)
def test_the_permalink_of_what_is_not_shown_says_so_and_tells_nothing(
    client, article, status, code
):
    comment = a_comment(article=article, text="A secret.", status=status)
    answer = client.get(comment.get_absolute_url())
    assert answer.status_code == code
    assert "A secret." not in answer.text


@pytest.mark.parametrize("number", [10**6, 2**63, 10**30])
@pytest.mark.parametrize("noun", ["", "replies/", "reply/", "report/", "text/", "deletion/"])
def test_a_comment_that_never_was_is_not_found(strict, number, noun):
    assert strict.get(f"/comments/{number}/{noun}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?comment=x", "?comment=9999", f"?comment={2**70}", "?from=rubbish", "?from=a.1.2&order=up"],
)
def test_a_query_that_is_not_ours_shows_the_thread_from_its_beginning(client, article, query):
    comment = a_comment(article=article)
    assert f'id="comment-{comment.pk}"' in client.get(article.path + query).text


def test_where_the_conversation_is_hidden_the_notice_alone_is_shown(client, article, reader):
    comment = a_comment(article=article, text="A word.")
    close(Mode.HIDDEN)
    client.force_login(reader)
    page = client.get(article.path)
    assert "A word." not in page.text
    assert "commenting-notice" in page.text
    assert client.get(f"/comments/{comment.pk}/replies/")["Location"].endswith("#comments")
    for noun in ("reply", "report"):
        assert "A word." not in client.get(f"/comments/{comment.pk}/{noun}/").text


def test_a_token_that_is_none_of_ours_does_not_stand_in_the_way(strict, article):
    form = form_of(strict.get(article.path)) | {"token": "nonsense"}
    assert strict.post(address(article), form).status_code == 303
    form["token"] = str(uuid.uuid4())
    assert strict.post(address(article), form).status_code == 303


def test_a_text_refused_a_moment_before_commenting_opens_again_says_why(
    strict, article, monkeypatch
):
    form = form_of(strict.get(article.path))
    suspension = switch.suspend(Scope(), mode=Mode.CLOSED, cause="abuse", reason="A flood.")
    submit = posting.submit

    def opened_again(submission):
        outcome = submit(submission)
        switch.lift(suspension)
        return outcome

    monkeypatch.setattr(posting, "submit", opened_again)
    page = strict.post(f"/conversation/{article.pk}/", form)
    assert page.status_code == 409
    assert "commenting-notice" in page.text
    assert THOUGHT in page.text
