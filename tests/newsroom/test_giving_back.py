"""To whom what was typed is given back, and to whom not."""

import re
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments.models import HouseRule
from newsroom.models import DemoPaper
from newsroom.typed import Typed
from tests.builders import a_person, a_topic, an_article, an_author
from tests.newsroom.test_what_was_typed import lacking_in_form, links, way_back
from tests.sent_forms import form_with, forms_of

WORDS = '<p>It opened on <strong>Monday</strong> & said "so".</p>\r\n<p>Ünterwegs.</p>'


@pytest.fixture
def draft(open_admin):
    return an_article(headline="The old bridge reopens", state=Article.State.DRAFT)


def address_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def signed_in(person, **how):
    client = Client(**how)
    client.force_login(person)
    return client


def signed_out_with(person, address, **typed):
    """The answer to a form whose session ended before it was sent, and the client."""
    client = signed_in(person)
    form = form_with(client.get(address), "headline")
    Session.objects.all().delete()
    return client, client.post(address, form.typed(**typed))


def test_a_form_with_prose_rows_and_choices_comes_back_whole_and_nothing_is_saved(editor, draft):
    author, topic = an_author(name="Jane Doe"), a_topic(name="Bridges")
    client, answer = signed_out_with(
        editor,
        address_of(draft),
        body=WORDS,
        topics=[topic.pk],
        language="pt",
        published_at_0="2030-01-02",
        published_at_1="03:04:05",
        _publish="1",
        **{
            "bylines-TOTAL_FORMS": 2,
            "bylines-1-author": author.pk,
            "bylines-1-position": 7,
            "bylines-0-position": "",
        },
    )
    assert answer.status_code == 403
    client.force_login(editor)
    page = client.get(way_back(answer))
    assert "Not saved yet: look it over and save." in page.content.decode()
    assert "data-unsaved" in page.content.decode(), "the browser takes it for saved"
    data = form_with(page, "headline").data
    assert data["body"].replace("\r\n", "\n") == WORDS.replace("\r\n", "\n")
    assert (data["topics"], data["language"]) == (str(topic.pk), "pt")
    assert (data["published_at_0"], data["published_at_1"]) == ("2030-01-02", "03:04:05")
    assert (data["bylines-1-author"], data["bylines-1-position"]) == (str(author.pk), "7")
    article = Article.objects.get()
    assert (article.state, article.language, article.bylines.count()) == ("draft", "en", 0)
    saved = client.post(address_of(draft), data | {"bylines-0-id": ""})
    assert saved.status_code == 302
    assert Article.objects.get().bylines.count() == 1


def test_an_editor_who_signed_out_and_in_in_another_tab_gets_the_article_back(editor, draft):
    editor.set_password("correct horse battery")
    editor.save()
    client = signed_in(editor, enforce_csrf_checks=True)
    form = form_with(client.get(address_of(draft)), "headline")
    client.logout()
    door = reverse("account_login")
    credentials = {"login": editor.email, "password": "correct horse battery"}
    client.post(door, form_with(client.get(door), "login").typed(**credentials))
    answer = client.post(address_of(draft), form.typed(headline="Only here", body=WORDS))
    assert answer.status_code == 403
    assert "Only here" in answer.content.decode()
    back = form_with(answer, "give_back")
    page = client.post(back.action, back.data)
    again = form_with(page, "headline")
    assert again.data["headline"] == "Only here"
    assert Article.objects.get().headline == "The old bridge reopens"
    assert client.post(address_of(draft), again.data).status_code == 302
    assert Article.objects.get().headline == "Only here"


def test_through_the_real_way_in_with_a_second_factor(editor, draft):
    DemoPaper.objects.all().delete()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(editor, secret)
    editor.set_password("correct horse battery")
    editor.save()
    client, answer = signed_out_with(editor, address_of(draft), headline="Only here")
    where = next(link for link in links(answer) if "give_back" in link)
    credentials = {"login": editor.email, "password": "correct horse battery"}
    asked = client.post(where, credentials, follow=True)
    counter = next(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counter))
    page = client.post(asked.request["PATH_INFO"], {"code": code}, follow=True)
    assert form_with(page, "headline").data["headline"] == "Only here"


def test_what_the_other_saved_meanwhile_is_still_asked_about(editor, administrator, draft):
    client, answer = signed_out_with(editor, address_of(draft), headline="Only here")
    Article.objects.filter(pk=draft.pk).update(headline="Changed meanwhile")
    client.force_login(editor)
    page = client.get(way_back(answer))
    form = form_with(page, "headline")
    assert form.data["headline"] == "Only here"
    client.post(address_of(draft), form.data)
    assert Article.objects.get().headline == "Changed meanwhile"


def test_who_signs_in_with_another_account_does_not_get_it(editor, administrator, draft):
    client, answer = signed_out_with(editor, address_of(draft), headline="Only for Edith")
    back = way_back(answer)
    client.force_login(administrator)
    page = client.get(back)
    assert "Only for Edith" not in page.content.decode()
    client.force_login(editor)  # and it is forgotten by then
    assert "Only for Edith" not in client.get(back).content.decode()


def test_a_form_filled_in_under_another_account_is_not_shown_to_this_one(
    editor, administrator, draft
):
    form = form_with(signed_in(editor).get(address_of(draft)), "headline")
    other = signed_in(administrator, enforce_csrf_checks=True)
    page = other.post(address_of(draft), form.typed(headline="Only for Edith"))
    assert page.status_code == 403
    assert "Only for Edith" not in page.content.decode()
    assert "another account" in page.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/trap"},
    ],
)
def test_what_came_from_elsewhere_is_not_offered_for_sending(editor, draft, headers):
    client = signed_in(editor, enforce_csrf_checks=True)
    form = form_with(client.get(address_of(draft)), "headline")
    sent = form.typed(headline="A trap", csrfmiddlewaretoken="x" * 64)
    page = client.post(address_of(draft), sent, headers=headers)
    assert page.status_code == 403
    assert not any("give_back" in dict(form.fields) for form in forms_of(page))
    forged = sent | {"give_back": "1"}
    assert "A trap" not in str(forms_of(client.post(address_of(draft), forged, headers=headers)))


def test_without_a_form_of_ours_nothing_is_written_down_for_a_stranger(client, draft):
    for origin in ("", "forged", "WyJhIiwgIi8iXQ:1abcde:forged"):
        page = client.post(address_of(draft), {"headline": "x" * 1000, "form_origin": origin})
        assert page.status_code == 403
        assert "x" * 1000 in page.content.decode()
    assert not Session.objects.exists()


def test_only_a_few_forms_are_kept_for_each_browser(editor, draft):
    client = signed_in(editor)
    form = form_with(client.get(address_of(draft)), "headline")
    Session.objects.all().delete()
    for number in range(6):
        client.post(address_of(draft), form.typed(headline=f"Number {number}"))
    kept = client.session["typed"].values()
    assert [dict(each["fields"])["headline"] for each in kept] == [
        ["Number 3"], ["Number 4"], ["Number 5"],
    ]  # fmt: skip


def test_a_form_that_was_saved_after_all_is_kept_no_longer(editor, draft):
    client, answer = signed_out_with(editor, address_of(draft), headline="Only here")
    client.force_login(editor)
    back = way_back(answer)
    page = client.get(back)
    assert client.post(back, form_with(page, "headline").data).status_code == 302
    assert Article.objects.get().headline == "Only here"
    assert not client.session["typed"]


def test_staff_whose_second_factor_is_missing_get_it_back(editor, draft):
    client = signed_in(editor)
    form = form_with(client.get(address_of(draft)), "headline")
    DemoPaper.objects.all().delete()
    answer = client.post(address_of(draft), form.typed(headline="Only here"))
    assert answer.status_code == 403
    assert "Only here" in answer.content.decode()
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    back = next(link for link in links(answer) if "give_back" in link)
    assert form_with(client.get(back), "headline").data["headline"] == "Only here"


def test_who_may_not_change_it_any_more_can_copy_what_was_typed(draft):
    writer = a_person(group="Editors")
    client = signed_in(writer)
    form = form_with(client.get(address_of(draft)), "headline")
    Article.objects.filter(pk=draft.pk).update(state="published", published_at="2020-01-01T00:00Z")
    page = client.post(address_of(draft), form.typed(headline="Only here"))
    assert page.status_code == 403
    assert "Only here" in page.content.decode()


def test_what_was_typed_for_a_row_that_is_gone_can_be_copied(editor, draft):
    client = signed_in(editor)
    form = form_with(client.get(address_of(draft)), "headline")
    draft.delete()
    page = client.post(address_of(draft), form.typed(headline="Only here"), follow=True)
    assert page.status_code == 404
    assert "Only here" in page.content.decode()


@pytest.mark.parametrize(
    "sent_by",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/form/"},
    ],
)
def test_words_that_another_site_sends_are_shown_on_no_page(editor, sent_by):
    strict = Client(enforce_csrf_checks=True)
    for client, path, status in (
        (signed_in(editor), "/nowhere/", 404),
        (Client(), "/nowhere/", 404),
        (strict, reverse("account_login"), 403),
    ):
        page = client.post(path, {"text": "Call this number now"}, headers=sent_by)
        assert page.status_code == status
        assert "Call this number now" not in page.text


@pytest.mark.parametrize("sent_by", [{}, {"Sec-Fetch-Site": "same-origin"}])
@pytest.mark.django_db
def test_words_typed_on_this_site_are_shown_where_the_page_is_gone(client, sent_by):
    page = client.post("/nowhere/", {"text": "Only here"}, headers=sent_by)
    assert page.status_code == 404
    assert "Only here" in page.text


@pytest.mark.parametrize(
    "limit", [{"DATA_UPLOAD_MAX_NUMBER_FIELDS": 5}, {"DATA_UPLOAD_MAX_MEMORY_SIZE": 500}]
)
def test_a_form_that_is_too_large_can_be_copied(editor, draft, settings, limit):
    client = signed_in(editor)
    form = form_with(client.get(address_of(draft)), "headline")
    for name, value in limit.items():
        setattr(settings, name, value)
    page = client.post(
        address_of(draft),
        urlencode(form.typed(headline="Only here"), doseq=True),
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 400
    assert "Only here" in page.content.decode()


@pytest.mark.parametrize(
    "path",
    ["//evil.example/form/", "/%5Cevil.example/", "/%09/evil.example/", "/%5C/evil.example/"],
)
def test_the_way_back_stays_on_this_site(editor, draft, path):
    page = signed_in(editor).post(path, {"text": "Only here"})

    assert "Only here" in page.text
    assert not [link for link in links(page) if re.match(r"/[\s/\\]", link)]


def test_passwords_codes_and_keys_never_come_back(administrator, open_admin):
    client = signed_in(administrator, enforce_csrf_checks=True)
    for address, name in (
        (reverse("account_change_password"), "password1"),
        (reverse("admin:comments_limit_change", args=["akismet"]), "key"),
    ):
        form = forms_of(client.get(address))[0]
        sent = form.typed(**{name: "open-sesame", "csrfmiddlewaretoken": "x" * 64})
        page = client.post(address, sent)
        assert page.status_code == 403
        assert "open-sesame" not in page.content.decode()


def test_a_house_rule_comes_back_too(administrator, open_admin):
    address = reverse("admin:comments_houserule_change", args=[HouseRule.objects.first().pk])
    client = signed_in(administrator)
    form = form_with(client.get(address), "statement")
    Session.objects.all().delete()
    answer = client.post(address, form.typed(statement="Your words were <unkind>."))
    client.force_login(administrator)
    page = client.get(way_back(answer))
    assert form_with(page, "statement").data["statement"] == "Your words were <unkind>."


def test_a_stranger_gets_no_origin_and_no_cookie(client, article):
    page = client.get(article.path)
    assert "form_origin" not in page.content.decode()
    assert not page.cookies


def test_a_comment_sent_again_after_an_outage_is_posted_once(reader, article):
    """The form that comes back carries the token of the first, which may have arrived."""
    client = signed_in(reader)
    address = reverse("write", args=[article.pk])
    form = form_with(client.get(address), "token")
    Session.objects.all().delete()
    sent = form.typed(text="I crossed it.")
    client.force_login(reader)
    page = client.post(address, sent | {"give_back": "1"})
    assert form_with(page, "token").data["token"] == form.data["token"]
    assert lacking_in_form(page, {"text": "I crossed it."}) == []


def test_the_mark_of_the_account_is_nothing_that_was_typed():
    """The composer carries it: a page without its form, as while the database is away, hides it."""
    typed = Typed(
        "/conversation/1/", [("draft_account", ["ac799bde"]), ("text", ["Hi"])], False, None
    )
    assert typed.shown == [("Text", "Hi")]
