"""A reader may type first: the text survives sign-in and sign-up and comes back in the form."""

import re

import pytest
from django.core import mail
from django.test import Client

from comments.drafts import DRAFTS_KEPT
from comments.models import Comment
from tests.builders import a_comment, an_article

THOUGHT = "I have <b>never</b> seen\n\n> such a bridge & such weather."


def typed_in(page):
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.S)[1]
    return area.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def address(article):
    return f"/conversation/{article.pk}/"


def token_in(page):
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def sign_in(client, reader, next_page):
    said = {"login": reader.email, "password": "correct horse", "next": next_page}
    return client.post("/accounts/login/", said)


def test_the_page_of_a_stranger_holds_nothing_personal(client, article):
    page = client.get(article.path)
    assert "csrfmiddlewaretoken" not in page.text
    assert 'name="token"' not in page.text
    assert "sessionid" not in page.cookies
    assert "csrftoken" not in page.cookies


def test_the_text_comes_back_after_signing_in_and_is_posted_once(client, reader, article):
    answer = client.post(address(article), {"text": THOUGHT}, follow=True)
    assert "Your text is kept." in answer.text
    back = sign_in(client, reader, address(article))
    page = client.get(back["Location"])
    assert typed_in(page) == THOUGHT
    for _ in range(2):
        client.post(
            address(article), {"text": THOUGHT, "token": token_in(page), "csrfmiddlewaretoken": "-"}
        )
    assert Comment.objects.get().text == THOUGHT
    assert typed_in(client.get(address(article))) == ""


def test_the_text_also_stands_in_the_form_under_the_article(client, reader, article):
    client.post(address(article), {"text": THOUGHT})
    sign_in(client, reader, address(article))
    assert typed_in(client.get(article.path)) == THOUGHT


def test_the_text_survives_signing_up(client, article):
    client.post(address(article), {"text": THOUGHT})
    said = {"email": "nia@example.org", "display_name": "Nia", "password1": "a calm clear sea 9"}
    answer = client.post("/accounts/signup/", said | {"next": address(article)})
    assert answer["Location"] == address(article)
    assert typed_in(client.get(address(article))) == THOUGHT


def test_the_text_survives_a_sign_up_that_must_confirm_its_address(client, article, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    client.post(address(article), {"text": THOUGHT})
    said = {"email": "nia@example.org", "display_name": "Nia", "password1": "a calm clear sea 9"}
    answer = client.post("/accounts/signup/", said | {"next": address(article)})
    code = re.search(r"^([A-Z0-9]+-[A-Z0-9]+)$", mail.outbox[0].body, re.M)[1]
    answer = client.post(answer["Location"], {"code": code})
    assert answer["Location"] == address(article)
    assert typed_in(client.get(address(article))) == THOUGHT


def test_a_reply_comes_back_as_a_reply(client, reader, article):
    parent = a_comment(article=article)
    there = f"/comments/{parent.pk}/reply/"
    client.post(there, {"text": THOUGHT})
    sign_in(client, reader, there)
    assert typed_in(client.get(there)) == THOUGHT
    assert typed_in(client.get(article.path)) == ""


def test_a_session_keeps_the_last_few_drafts(client, reader):
    articles = [an_article() for _ in range(DRAFTS_KEPT + 1)]
    for article in articles:
        client.post(address(article), {"text": THOUGHT})
    sign_in(client, reader, "/")
    kept = [typed_in(client.get(address(article))) for article in articles]
    assert kept == ["", *[THOUGHT] * DRAFTS_KEPT]


@pytest.mark.parametrize("signed_in_meanwhile", [True, False])
def test_who_was_signed_out_meanwhile_loses_nothing(reader, article, signed_in_meanwhile):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    page = client.get(article.path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    del client.cookies["sessionid"]
    answer = client.post(address(article), {"text": THOUGHT, "csrfmiddlewaretoken": token})
    assert answer.status_code == 303
    if signed_in_meanwhile:
        client.force_login(reader)
        assert typed_in(client.get(address(article))) == THOUGHT
