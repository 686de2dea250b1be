"""Anybody can give notice that a comment is against the law, without an account."""

import pytest
from django.core import mail

from comments import switch
from comments.models import Case, LegalNotice, Mode, Scope
from tests.builders import a_comment

NOTICE = {
    "name": "Nora Notice",
    "email": "nora@example.org",
    "text": "It names a witness under protection.",
    "in_good_faith": "on",
}


def there(comment):
    return f"/comments/{comment.pk}/legal-notice/"


@pytest.fixture
def comment(article):
    return a_comment(article=article)


def test_a_stranger_gives_notice_and_reads_that_it_has_arrived(client, comment):
    assert "I crossed it this morning." in client.get(there(comment)).text
    page = client.post(there(comment), NOTICE, follow=True)
    assert page.redirect_chain == [(f"/comments/{comment.pk}/receipt/", 302)]
    assert "We have received your notice" in page.text
    notice = LegalNotice.objects.get()
    assert (notice.comment, notice.name, notice.email, notice.text) == (
        comment, "Nora Notice", "nora@example.org", NOTICE["text"],
    )  # fmt: skip


def test_a_notice_opens_a_case(client, comment):
    client.post(there(comment), NOTICE)
    case = Case.objects.open().get()
    assert (case.comment, case.kind) == (comment, Case.Kind.LEGAL)
    assert [cause.name for cause in case.causes.all()] == ["legal"]


def test_the_way_to_it_stands_on_the_page_of_a_report(client, reader, comment):
    client.force_login(reader)
    assert f'href="{there(comment)}"' in client.get(f"/comments/{comment.pk}/report/").text


def test_who_is_signed_in_need_not_type_a_name(client, reader, comment):
    client.force_login(reader)
    page = client.get(there(comment))
    assert 'value="Rita Reader"' in page.text
    assert f'value="{reader.email}"' in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", ""), ("email", "nora"), ("text", " "), ("in_good_faith", "")],
)
def test_a_notice_that_lacks_something_comes_back_with_its_text(client, comment, field, value):
    page = client.post(there(comment), {**NOTICE, field: value})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert field == "text" or NOTICE["text"] in page.text
    assert not LegalNotice.objects.exists()


def test_the_sixth_notice_within_an_hour_comes_back_with_its_text(client, comment):
    codes = [client.post(there(comment), NOTICE).status_code for _ in range(5)]
    page = client.post(there(comment), NOTICE)
    assert (codes, page.status_code) == ([302] * 5, 429)
    assert "a little later" in page.text
    assert NOTICE["text"] in page.text
    assert LegalNotice.objects.count() == 5
    assert client.post(there(comment), NOTICE, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_one_connections_addresses_count_together(client, comment):
    for number in range(5):
        client.post(there(comment), NOTICE, REMOTE_ADDR=f"2001:db8:1:1::{number + 1}")
    answer = client.post(there(comment), NOTICE, REMOTE_ADDR="2001:db8:1:1:ffff::1")
    assert answer.status_code == 429


def test_a_program_that_fills_in_everything_is_thanked_and_passed_over(client, comment):
    page = client.post(there(comment), {**NOTICE, "trap": "https://example.org"}, follow=True)
    assert "We have received your notice" in page.text
    assert not LegalNotice.objects.exists()


@pytest.mark.parametrize(("status", "code"), [("held", 404), ("rejected", 404)])
def test_of_what_nobody_sees_no_notice_is_taken(client, article, status, code):
    comment = a_comment(article=article, status=status)
    for answer in (client.get(there(comment)), client.post(there(comment), NOTICE)):
        assert answer.status_code == code
    assert not LegalNotice.objects.exists()


def test_where_the_conversation_is_hidden_the_comment_is_no_longer_there(client, comment):
    switch.suspend(Scope(), mode=Mode.HIDDEN, cause="legal", reason="A court order.")
    assert client.post(there(comment), NOTICE).status_code == 410


def test_it_is_confirmed_by_mail_where_mail_is_sent(client, comment, settings):
    settings.SENDS_MAIL = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    page = client.post(there(comment), NOTICE, follow=True)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["nora@example.org"], "We have received your notice")
    assert NOTICE["text"] in letter.body
    assert f"/comments/{comment.pk}/" in letter.body
    assert "on its way to you by e-mail" in page.text


def test_where_no_mail_is_sent_none_is_promised(client, comment):
    page = client.post(there(comment), NOTICE, follow=True)
    assert mail.outbox == []
    assert "e-mail" not in page.text
