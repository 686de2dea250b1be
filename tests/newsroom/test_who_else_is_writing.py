"""An editor at an article's form sees who else has it open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Presence
from newsroom.management.commands import work
from tests.builders import a_person, an_article
from tests.sent_forms import form_with

pytestmark = pytest.mark.usefixtures("open_admin")


@pytest.fixture
def colleague(db):
    return a_person(name="Colin League", group="Editors")


@pytest.fixture
def draft(db):
    return an_article(headline="The old bridge reopens", state=Article.State.DRAFT)


def opened(person, article):
    client = Client()
    client.force_login(person)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    return client, page


def beat(client, article, window, **more):
    address = reverse("admin:articles_article_presence", args=[article.pk])
    return client.post(address, {"window": window, **more})


def window_of(page):
    return form_with(page, "window").data["window"]


def test_who_opens_an_article_is_told_who_has_it_open_already(editor, colleague, draft):
    assert "open elsewhere" not in opened(editor, draft)[1].content.decode()
    shown = opened(colleague, draft)[1].content.decode()
    assert "Edith Quill, since" in shown
    assert "Colin League, since" not in shown


def test_ones_own_other_window_is_named_so(editor, draft):
    opened(editor, draft)
    assert "You, in another window, since" in opened(editor, draft)[1].content.decode()


def test_who_came_first_learns_of_the_other_by_the_heartbeat(editor, colleague, draft):
    client, page = opened(editor, draft)
    opened(colleague, draft)
    answer = beat(client, draft, window_of(page)).content.decode()
    assert "Colin League, since" in answer
    assert "Edith Quill" not in answer


def test_a_window_that_was_closed_is_not_shown(editor, colleague, draft):
    client, page = opened(editor, draft)
    assert beat(client, draft, window_of(page), leaving="1").status_code == 204
    assert "open elsewhere" not in opened(colleague, draft)[1].content.decode()


def test_a_form_that_was_saved_is_not_shown(editor, colleague, draft):
    client, page = opened(editor, draft)
    client.post(page.request["PATH_INFO"], form_with(page, "headline").data)
    assert "open elsewhere" not in opened(colleague, draft)[1].content.decode()


def test_a_window_that_says_nothing_for_a_quarter_of_an_hour_counts_as_closed(
    editor, colleague, draft
):
    opened(editor, draft)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert "open elsewhere" not in opened(colleague, draft)[1].content.decode()


def test_the_worker_forgets_closed_windows_and_keeps_open_ones(editor, colleague, draft):
    opened(editor, draft)
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    opened(colleague, draft)
    work._forget()
    assert [each.person for each in Presence.objects.all()] == [colleague]


def test_who_may_not_change_the_article_is_neither_told_nor_noted(
    editor, colleague, moderator, reader, draft
):
    opened(editor, draft)
    published = an_article()
    opened(editor, published)
    page = opened(colleague, published)[1]
    assert page.status_code == 200
    assert "Edith Quill" not in page.content.decode()
    clients = {}
    for person in (colleague, moderator, reader):
        clients[person] = Client()
        clients[person].force_login(person)
    assert beat(clients[colleague], published, "w").status_code == 403
    assert beat(clients[moderator], draft, "w").status_code == 403
    assert beat(clients[reader], draft, "w").status_code != 200
    assert {each.person for each in Presence.objects.all()} == {editor}


def test_a_heartbeat_is_never_a_link(editor, draft):
    client, _ = opened(editor, draft)
    address = reverse("admin:articles_article_presence", args=[draft.pk])
    assert client.get(address).status_code == 405
