"""What was typed in a form comes back when the form is not taken, and is again in the form after
signing in: every form that the site, the admin and the accounts show to each kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from articles.models import Article, Placement, SeeAlso, WebLink
from comments import switch
from comments.models import (
    AlertChannel,
    ClosingAge,
    CommentingHours,
    Domain,
    MailDomain,
    Network,
    Sanction,
    Scope,
    Word,
)
from tests.builders import (
    a_case,
    a_comment,
    a_person,
    a_picture,
    a_topic,
    an_article,
    an_author,
)
from tests.sent_forms import Form, forms_of

pytestmark = pytest.mark.usefixtures("open_admin")

ROLES = ["reader", "editor", "moderator", "administrator"]
STARTS = ["/", "/admin/", "/admin/desk/", "/admin/switchboard/", "/accounts/email/"]
# What anybody may send without an account.
OPEN_TO_ALL = {"legal_notice", "account_login", "account_signup", "account_reset_password"}
NOT_OPENED = {"admin:logout", "account_logout"}
# These ask for nothing but secrets, or say where a row of a list is to stand.
NO_TEXT = {"account_change_password", "account_set_password", "mfa_activate_totp"}


@pytest.fixture
def a_whole_paper(reader, editor, moderator):
    """At least one row of whatever has a form."""
    article = an_article(authors=(an_author(),), topics=(a_topic(),), lead_image=a_picture())
    draft = an_article(state=Article.State.DRAFT)
    SeeAlso.objects.create(article=article, related=draft)
    Placement.objects.create(article=article)
    WebLink.objects.create(article=article, title="Elsewhere", url="https://a.example/", source="A")
    own = a_comment(article=article, author=reader)
    a_comment(article=article, author=a_person(), parent=own)
    a_case(article=article, author=a_person())
    Word.objects.create(text="pills")
    Domain.objects.create(name="pills.example")
    MailDomain.objects.create(name="pills.example")
    Network.objects.create(network="192.0.2.0/24")
    AlertChannel.objects.create(kind="mail", target="desk@example.org")
    ClosingAge.objects.create(days=30)
    CommentingHours.objects.create(scope="site", is_active=False)
    Sanction.objects.create(
        person=a_person(),
        kind="mute",
        reason="Rule 1.",
        set_by=moderator,
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=1),
    )
    switch.suspend(Scope(article=draft), mode="closed", cause="abuse", reason="A flood.")
    return article


def links(page) -> set[str]:
    pieces = page.content.decode().split('href="')[1:]
    return {unescape(piece.split('"', 1)[0]) for piece in pieces}


def crawl(client: Client) -> Iterator[tuple[str, Form]]:
    """Every form that is posted, with the page on which it stands; one page of each kind."""
    todo, seen = list(STARTS), set()
    while todo:
        path = todo.pop(0)
        parts = urlsplit(path)
        try:
            match = resolve(parts.path)
        except Resolver404:
            continue
        kind = (match.view_name, tuple(sorted(parse_qs(parts.query)))[:1])
        if kind in seen or match.view_name in NOT_OPENED:
            continue
        seen.add(kind)
        page = client.get(path)
        if page.status_code == 302:
            todo.append(urljoin(path, page["Location"]))
        if page.status_code != 200 or not page.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms_of(page):
            yield path, form
        found = {urljoin(path, link) for link in links(page)}
        todo += sorted(link.split("#")[0] for link in found if link.startswith("/"))


def forms_to_try(client: Client) -> list[tuple[str, str, dict, dict[str, str]]]:
    """Page, address, what is sent, and the texts among it that a person typed."""
    tried = {}
    for page, form in crawl(client):
        name = resolve(urlsplit(page).path).view_name
        texts = [each for each in form.texts if not each.endswith(("password", "code", "key"))]
        texts = [each for each in texts if "__prefix__" not in each and "_FORMS" not in each]
        if not texts or name in NO_TEXT:
            continue
        address = urljoin(page, form.action or page)
        typed = {each: f"4{number}{len(tried)}17" for number, each in enumerate(texts)}
        key = (urlsplit(address).path, tuple(sorted(texts)))
        tried.setdefault(key, (page, address, form.typed(**typed), typed))
    return list(tried.values())


def lacking(page, values: dict[str, str]) -> list[str]:
    shown = page.content.decode()
    return [name for name, value in values.items() if value not in shown]


def lacking_in_form(page, values: dict[str, str]) -> list[str]:
    """The values that are in no field of a form of the page that a person could send."""
    forms = [form for form in forms_of(page) if "give_back" not in dict(form.fields)]
    sent = {value for form in forms for _, value in form.fields}
    if "typed-left" in page.content.decode():
        sent |= {value for value in values.values() if value in page.content.decode()}
    return [name for name, value in values.items() if value not in sent]


def way_back(page) -> str:
    """Where signing in leads to."""
    for link in sorted(links(page), key=lambda link: "give_back" not in link):
        parts = urlsplit(link)
        if parts.path == reverse("account_login") and "next" in parse_qs(parts.query):
            return parse_qs(parts.query)["next"][0]
    return ""


@contextmanager
def closed_database():
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture(params=ROLES)
def person(request, a_whole_paper):
    return request.getfixturevalue(request.param)


def test_the_forms_that_are_tried_are_those_that_people_type_in(
    client, administrator, reader, a_whole_paper
):
    """A crawl that finds little proves little."""
    found = {}
    for person in (administrator, reader):
        client.force_login(person)
        forms = forms_to_try(client)
        found[person] = {resolve(urlsplit(address).path).view_name for _, address, _, _ in forms}
    assert found[reader] >= {"write", "reply", "report", "legal_notice", "account_name"}
    rows = ("articles_article", "newsroom_masthead", "comments_houserule", "comments_limit")
    assert found[administrator] >= {
        *(f"admin:{row}_change" for row in rows),
        "admin:articles_article_add", "admin:articles_section_changelist", "bench", "decision",
        "admin:comments_sanction_add", "admin:comments_word_import", "sanction", "account_email",
        "suspension_preview",
    }  # fmt: skip


def test_after_the_session_has_ended(person):
    client = Client()
    client.force_login(person)
    forms = forms_to_try(client)
    lost = []
    for page, address, sent, values in forms:
        client = Client()
        client.force_login(person)
        Session.objects.all().delete()
        cache.clear()  # there are more forms than are kept of one account in an hour
        answer = client.post(address, sent, follow=True)
        if resolve(urlsplit(page).path).view_name in OPEN_TO_ALL:
            continue
        if missing := lacking(answer, values):
            lost.append((page, address, answer.status_code, "not shown", missing))
        back = way_back(answer)
        client.force_login(person)
        again = client.get(back, follow=True) if back else answer
        if not back or (missing := lacking_in_form(again, values)):
            lost.append((page, address, again.status_code, "not in the form", back, missing))
    assert not lost, "\n".join(map(str, lost))


def test_with_a_token_that_is_old(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    lost = []
    for page, address, sent, values in forms_to_try(client):
        client.get(page)
        answer = client.post(address, {**sent, "csrfmiddlewaretoken": "x" * 64}, follow=True)
        if missing := lacking(answer, values):
            lost.append((page, address, answer.status_code, "not shown", missing))
        lost += sent_back(client, page, answer, values)
    assert not lost, "\n".join(map(str, lost))


def test_while_the_database_is_away(person):
    client = Client()
    client.force_login(person)
    lost = []
    for page, address, sent, values in forms_to_try(client):
        with closed_database():
            answer = client.post(address, sent)
        if missing := lacking(answer, values):
            lost.append((page, address, answer.status_code, "not shown", missing))
        assert answer.status_code == 503
        lost += sent_back(client, page, answer, values)
    assert not lost, "\n".join(map(str, lost))


def sent_back(client: Client, page: str, answer, values: dict[str, str]) -> list:
    """What is lost on the way from the page that gives it back to the form."""
    for form in forms_of(answer):
        if "give_back" in dict(form.fields):
            again = client.post(form.action, form.data, follow=True)
            missing = lacking_in_form(again, values)
            return [(page, again.status_code, "not in the form", missing)] if missing else []
    return [(page, answer.status_code, "no way back to the form")]
