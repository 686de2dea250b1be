"""What a warned, muted, banned or premoderated author meets on the pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Sanction
from tests.builders import a_comment, a_person

THOUGHT = "A long and careful thought."


@pytest.fixture
def strict(reader):
    """A browser in which the reader is signed in, and CSRF is checked as on the real site."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    return client


def sanctioned(person, kind, **fields):
    fields = {"reason": "Threats against a reader.", "starts_at": timezone.now(), **fields}
    return Sanction.objects.create(person=person, kind=kind, **fields)


def form_of(page, start=""):
    """The fields of the first form from there on that carries a text or confirms a reading."""
    html = page.text[page.text.index(start) :] if start else page.text
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    typed = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.S)
    return dict(reversed(hidden)) | ({"text": typed[1]} if typed else {})


def there(article):
    return f"/conversation/{article.pk}/"


def post(browser, address, text=THOUGHT):
    return browser.post(address, form_of(browser.get(address)) | {"text": text})


@pytest.mark.parametrize(("kind", "until"), [("mute", True), ("ban", True), ("ban", False)])
def test_who_may_not_write_is_told_why_and_until_when(client, reader, article, kind, until):
    ends_at = timezone.now() + timedelta(days=400) if until else None
    sanctioned(reader, kind, ends_at=ends_at)
    client.force_login(reader)
    for address in (article.path, there(article)):
        page = client.get(address)
        assert "Threats against a reader." in page.text
        assert ("until <time" in page.text) == until
        assert ("for the time being" in page.text) != until
        assert "<textarea" not in page.text


def test_a_sanction_names_the_comment_it_is_about(client, reader, article):
    comment = a_comment(article=article, author=reader)
    sanctioned(reader, "ban", comment=comment)
    client.force_login(reader)
    page = client.get(there(article))
    assert f'about <a href="/comments/{comment.pk}/">a comment of yours</a>' in page.text


def test_a_ban_imposed_while_somebody_writes_takes_effect_at_once_and_keeps_the_text(
    strict, reader, article
):
    form = form_of(strict.get(there(article)))
    sanctioned(reader, "ban")
    page = strict.post(there(article), form | {"text": THOUGHT})
    assert page.status_code == 403
    assert THOUGHT in page.text
    assert "Threats against a reader." in page.text
    assert not Comment.objects.exists()


def test_who_is_premoderated_is_told_that_comments_are_read_first(client, reader, article):
    sanctioned(reader, "premoderation")
    client.force_login(reader)
    page = client.get(article.path)
    assert "A moderator reads your comments before they appear" in page.text
    assert "<textarea" in page.text


def test_nobody_else_is_told_of_a_sanction(client, reader, second_reader, article):
    sanctioned(reader, "ban")
    client.force_login(second_reader)
    assert "Threats against a reader." not in client.get(article.path).text


def test_a_warning_stands_in_the_place_of_the_form_with_the_comment_it_is_about(
    strict, reader, article
):
    comment = a_comment(article=article, author=reader, text="You are a fool.", status="rejected")
    sanctioned(reader, "warning", comment=comment)
    page = strict.get(article.path)
    assert "Please read this before you write again" in page.text
    assert "Threats against a reader." in page.text
    assert "You are a fool." in page.text
    assert "<textarea" not in page.text


def test_once_the_warning_is_read_the_form_is_back_under_the_article(strict, reader, article):
    warning = sanctioned(reader, "warning")
    form = form_of(strict.get(article.path), 'class="warning"')
    answer = strict.post(f"/warnings/{warning.pk}/reading/", form)
    assert answer["Location"] == f"{article.path}#comments"
    page = strict.get(article.path)
    assert "<textarea" in page.text
    assert "Please read this" not in page.text
    warning.refresh_from_db()
    assert warning.read_at is not None


@pytest.mark.parametrize("is_reply", [False, True])
def test_a_text_sent_before_the_warning_was_read_stands_in_the_form_after(
    strict, reader, article, is_reply
):
    parent = a_comment(article=article, text="What do you think?")
    address = f"/comments/{parent.pk}/reply/" if is_reply else there(article)
    form = form_of(strict.get(address))
    warning = sanctioned(reader, "warning")
    refused = strict.post(address, form | {"text": THOUGHT})
    assert refused.status_code == 403
    assert refused.text.count(THOUGHT) == 1
    answer = strict.post(f"/warnings/{warning.pk}/reading/", form_of(refused, 'class="warning"'))
    assert answer["Location"] == address
    page = strict.get(address)
    assert form_of(page)["text"] == THOUGHT
    assert strict.post(address, form_of(page)).status_code == 303
    comment = Comment.objects.get(author=reader)
    assert (comment.text, comment.parent) == (THOUGHT, parent if is_reply else None)


def test_a_change_sent_before_the_warning_was_read_stands_in_the_form_after(
    strict, reader, article
):
    own = a_comment(article=article, author=reader, text="Before.")
    address = f"/comments/{own.pk}/text/"
    form = form_of(strict.get(address))
    warning = sanctioned(reader, "warning")
    refused = strict.post(address, form | {"text": THOUGHT})
    answer = strict.post(f"/warnings/{warning.pk}/reading/", form_of(refused, 'class="warning"'))
    assert answer["Location"] == address
    page = strict.get(address)
    assert form_of(page)["text"] == THOUGHT
    strict.post(address, form_of(page))
    own.refresh_from_db()
    assert own.text == THOUGHT
    assert form_of(strict.get(address))["text"] == THOUGHT


def test_each_of_two_warnings_is_read(strict, reader, article):
    first = sanctioned(reader, "warning", reason="The first reason.")
    second = sanctioned(reader, "warning", reason="The second reason.")
    for warning in (second, first):
        assert "Please read this" in strict.get(article.path).text
        form = form_of(strict.get(article.path), 'class="warning"')
        strict.post(f"/warnings/{warning.pk}/reading/", form)
    assert "Please read this" not in strict.get(article.path).text


def test_nobody_reads_the_warning_of_another(client, reader, article):
    warning = sanctioned(a_person(), "warning")
    client.force_login(reader)
    address = f"/warnings/{warning.pk}/reading/"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_a_ban_cannot_be_confirmed_away(client, reader, article):
    ban = sanctioned(reader, "ban")
    client.force_login(reader)
    assert client.post(f"/warnings/{ban.pk}/reading/").status_code == 404


def test_a_warning_has_a_page_of_its_own(client, reader):
    warning = sanctioned(reader, "warning")
    client.force_login(reader)
    address = f"/warnings/{warning.pk}/reading/"
    assert "Threats against a reader." in client.get(address).text
    client.post(address)
    assert "There is nothing to read any more" in client.get(address).text


def test_who_was_signed_out_meanwhile_gets_the_text_back(client, reader):
    warning = sanctioned(reader, "warning")
    address = f"/warnings/{warning.pk}/reading/"
    page = client.post(address, {"text": THOUGHT})
    assert page.status_code == 403
    assert THOUGHT in page.text
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("field", ["article", "parent", "changing"])
@pytest.mark.parametrize("number", ["", "no number", "99999999999999999999", "4711"])
def test_a_place_that_is_none_leads_to_ones_own_comments(client, reader, field, number):
    warning = sanctioned(reader, "warning")
    client.force_login(reader)
    answer = client.post(f"/warnings/{warning.pk}/reading/", {field: number})
    assert answer["Location"] == "/comments/mine/"
