"""A draft belongs to whoever typed it: the next person at the browser never finds it in a form."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from comments.drafts import STRANGERS_DRAFT_LIFETIME, Place, place_in
from tests.builders import a_comment, an_article

THOUGHT = "The toll was never\n\npaid <by> anybody & his brother."


def composer_text(page):
    area = re.search(r'<textarea[^>]*name="text"[^>]*>\n(.*?)</textarea>', page.text, re.S)
    return html.unescape(area[1])


def is_offered(page):
    return "Text was typed in this browser before you signed in" in page.text


def write_path(article):
    return f"/conversation/{article.pk}/"


def sign_in(client, person, next_path="/"):
    typed = {"login": person.email, "password": "correct horse", "next": next_path}
    return client.post("/accounts/login/", typed)


def let_time_pass(client, period):
    """The session's drafts as they are after this time."""
    session = client.session
    session["drafts"] = {
        name: draft | {"typed_at": draft["typed_at"] - period.total_seconds() - 1}
        for name, draft in session["drafts"].items()
    }
    session.save()


@pytest.fixture
def typed_by_a_stranger(client, article):
    client.post(write_path(article), {"text": THOUGHT})
    return client


def test_who_signs_in_from_the_page_that_keeps_the_text_has_it_in_the_form(
    typed_by_a_stranger, reader, article
):
    sign_in(typed_by_a_stranger, reader, write_path(article))
    for path in (write_path(article), article.path):
        page = typed_by_a_stranger.get(path)
        assert composer_text(page) == THOUGHT
        assert not is_offered(page)


@pytest.mark.parametrize("elsewhere", ["/", "the article", "another conversation"])
def test_who_signs_in_from_elsewhere_is_offered_the_text_and_has_an_empty_form(
    typed_by_a_stranger, reader, article, elsewhere
):
    paths = {"the article": article.path, "another conversation": write_path(an_article())}
    sign_in(typed_by_a_stranger, reader, paths.get(elsewhere, elsewhere))
    for path in (write_path(article), article.path):
        page = typed_by_a_stranger.get(path)
        assert composer_text(page) == ""
        assert is_offered(page)
        assert html.escape(THOUGHT) in page.text
    assert not is_offered(typed_by_a_stranger.get(an_article().path))


@pytest.mark.parametrize("is_reply", [False, True])
def test_the_text_that_is_offered_can_be_taken(client, reader, article, is_reply):
    path = f"/comments/{a_comment(article=article).pk}/reply/" if is_reply else write_path(article)
    client.post(path, {"text": THOUGHT})
    sign_in(client, reader)
    place = re.search(r'name="place" value="([^"]+)"', client.get(path).text)[1]
    answer = client.post("/conversation/draft/", {"place": place, "use": ""}, follow=True)
    assert answer.redirect_chain == [(path, 303)]
    assert composer_text(answer) == THOUGHT
    assert not is_offered(answer)


def test_the_text_that_is_offered_can_be_discarded(typed_by_a_stranger, reader, article):
    sign_in(typed_by_a_stranger, reader)
    place = f"{article.pk}//"
    answer = typed_by_a_stranger.post(
        "/conversation/draft/", {"place": place, "discard": ""}, follow=True
    )
    assert composer_text(answer) == ""
    assert not is_offered(answer)


def test_what_one_types_oneself_does_not_replace_the_text_that_is_offered(
    typed_by_a_stranger, reader, article
):
    sign_in(typed_by_a_stranger, reader)
    typed_by_a_stranger.post(write_path(article), {"text": "My own words."})
    page = typed_by_a_stranger.get(write_path(article))
    assert composer_text(page) == "My own words."
    assert is_offered(page)


def test_after_an_hour_a_strangers_text_is_shown_to_nobody(typed_by_a_stranger, reader, article):
    let_time_pass(typed_by_a_stranger, STRANGERS_DRAFT_LIFETIME)
    assert html.escape(THOUGHT) not in typed_by_a_stranger.get(write_path(article)).text
    sign_in(typed_by_a_stranger, reader, write_path(article))
    page = typed_by_a_stranger.get(write_path(article))
    assert composer_text(page) == ""
    assert not is_offered(page)


def test_the_text_of_an_account_stays_for_longer_than_an_hour(typed_by_a_stranger, reader, article):
    sign_in(typed_by_a_stranger, reader, write_path(article))
    let_time_pass(typed_by_a_stranger, STRANGERS_DRAFT_LIFETIME)
    assert composer_text(typed_by_a_stranger.get(article.path)) == THOUGHT


def test_a_text_goes_when_its_owner_signs_out(typed_by_a_stranger, reader, second_reader, article):
    sign_in(typed_by_a_stranger, reader, write_path(article))
    typed_by_a_stranger.post("/accounts/logout/")
    sign_in(typed_by_a_stranger, second_reader, write_path(article))
    page = typed_by_a_stranger.get(write_path(article))
    assert composer_text(page) == ""
    assert not is_offered(page)


@pytest.fixture
def session_that_ended(article, reader):
    """A browser in whose open form `reader` pressed the button after the session had ended."""
    client = Client()
    client.force_login(reader)
    page = client.get(article.path)
    account = re.search(r'name="draft_account" value="([^"]+)"', page.text)[1]
    del client.cookies["sessionid"]
    answer = client.post(
        write_path(article), {"text": THOUGHT, "draft_account": account}, follow=True
    )
    assert "You were signed out in the meantime." in answer.text
    assert html.escape("The toll was never") in answer.text
    return client


def test_who_was_signed_out_meanwhile_finds_the_text_wherever_the_sign_in_leads(
    session_that_ended, reader, article
):
    sign_in(session_that_ended, reader)
    page = session_that_ended.get(article.path)
    assert composer_text(page) == THOUGHT
    assert not is_offered(page)


@pytest.mark.parametrize("follows_the_link", [True, False])
def test_nobody_else_is_given_the_text_of_an_account_whose_session_ended(
    session_that_ended, second_reader, article, follows_the_link
):
    sign_in(session_that_ended, second_reader, write_path(article) if follows_the_link else "/")
    page = session_that_ended.get(write_path(article))
    assert composer_text(page) == ""
    assert not is_offered(page)
    assert html.escape("The toll was never") not in page.text


def test_the_name_of_an_accounts_drafts_says_nothing_of_the_account(reader, second_reader):
    assert re.fullmatch("[0-9a-f]{32}", reader.draft_key)
    assert reader.draft_key != second_reader.draft_key
    assert reader.draft_key == type(reader).objects.get(pk=reader.pk).draft_key


@pytest.mark.parametrize(
    "sent_by", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://e.example"}]
)
def test_another_site_lays_no_words_into_the_form_and_signs_nobody_out(client, article, sent_by):
    answer = client.post(write_path(article), {"text": THOUGHT}, headers=sent_by)

    assert "sessionid" not in answer.cookies
    assert THOUGHT not in html.unescape(client.get(write_path(article)).text)


def test_a_stranger_is_not_asked_to_choose(client, article):
    answer = client.post("/conversation/draft/", {"place": f"{article.pk}//", "use": ""})
    assert answer.status_code == 403
    assert "/accounts/login/" in answer.text


@pytest.mark.parametrize(
    "place", ["", "1", "x//", "1//2//3", "-1//", "1/٣/", "9" * 30 + "//", "//"]
)
def test_a_place_that_is_none_is_not_found(client, reader, place):
    client.force_login(reader)
    assert client.post("/conversation/draft/", {"place": place, "use": ""}).status_code == 404


def test_every_place_is_read_back_from_its_key():
    for place in (Place(7), Place(7, 9), Place(7, changing=4)):
        assert place_in(place.key) == place
