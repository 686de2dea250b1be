"""Two editors who save one article at the very same moment: on real connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from articles.models import Article, Byline, Section
from tests.builders import a_demo_paper, a_person, a_section, an_article, an_author
from tests.sent_forms import form_with

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 6


@pytest.fixture
def two_clients():
    a_demo_paper()
    clients = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    for client in clients:
        client.force_login(a_person(is_staff=True, is_superuser=True))
    return clients


def saved_at_once(clients, address, field, *typed):
    """Each sends its form at the same moment; the statuses of the answers."""
    forms = [form_with(client.get(address), field) for client in clients]
    start = threading.Barrier(len(clients))

    def save(client, form, values):
        start.wait()
        try:
            return client.post(address, form.typed(**values)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as people:
        sent = [people.submit(save, *each) for each in zip(clients, forms, typed, strict=True)]
        return [each.result(timeout=60) for each in sent]


def test_exactly_one_of_two_saves_wins(two_clients):
    for number in range(ROUNDS):
        article = an_article()
        address = reverse("admin:articles_article_change", args=[article.pk])
        typed = [{"headline": f"One {number}"}, {"headline": f"Other {number}"}]
        statuses = saved_at_once(two_clients, address, "headline", *typed)
        assert sorted(statuses) == [200, 302]
        article = Article.objects.get(pk=article.pk)
        assert article.headline == typed[statuses.index(302)]["headline"]
        assert article.version == 2


def test_of_two_who_add_a_byline_one_is_asked(two_clients):
    names = [an_author().pk, an_author().pk]
    for _ in range(ROUNDS):
        article = an_article()
        address = reverse("admin:articles_article_change", args=[article.pk])
        typed = [
            {"bylines-TOTAL_FORMS": 1, "bylines-0-author": name, "bylines-0-position": 1}
            for name in names
        ]
        assert sorted(saved_at_once(two_clients, address, "headline", *typed)) == [200, 302]
        assert Byline.objects.filter(article=article).count() == 1


def test_of_two_who_edit_a_list_one_is_asked(two_clients):
    a_section()
    address = reverse("admin:articles_section_changelist")
    for number in range(1, ROUNDS):
        typed = [{"form-0-position": value, "_save": "1"} for value in (number, number + 100)]
        statuses = saved_at_once(two_clients, address, "form-0-position", *typed)
        assert sorted(statuses) == [200, 302]
        assert Section.objects.get().position == typed[statuses.index(302)]["form-0-position"]


def test_of_two_who_set_a_check_for_the_first_time_one_is_asked(two_clients):
    address = reverse("admin:comments_limit_change", args=["newcomer"])
    name = next(
        name
        for name in form_with(two_clients[0].get(address), "opened_with").texts
        if name != "opened_with"
    )
    typed = [{name: "3"}, {name: "4"}]
    assert sorted(saved_at_once(two_clients, address, name, *typed)) == [200, 302]
