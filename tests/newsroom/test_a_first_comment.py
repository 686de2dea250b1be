"""Who writes for the first time knows what becomes of it before writing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Limit
from newsroom.demo import crowd, illustrate, load
from newsroom.models import User
from tests.builders import a_comment, a_person, a_picture

pytestmark = pytest.mark.django_db

SIGNED_IN = 7
FIRST = "A moderator reads your first comment before it appears."
FOR_STRANGERS = "The first comment of a new account is read by a moderator before it appears."


@pytest.fixture
def newcomer(reader):
    User.objects.filter(pk=reader.pk).update(date_joined=timezone.now() - timedelta(days=2))
    reader.refresh_from_db()
    return reader


def pages(client, article) -> list[str]:
    """Where one writes: under the article and on the form's own page."""
    paths = [article.get_absolute_url(), reverse("write", args=[article.pk])]
    return [client.get(path).content.decode() for path in paths]


def post(client, article, text: str) -> Comment:
    page = client.get(reverse("write", args=[article.pk]))
    form = {"text": text, "token": page.context["composer"].token, "csrfmiddlewaretoken": "x"}
    client.post(reverse("write", args=[article.pk]), form)
    return Comment.objects.latest("pk")


def set_limits(**settings) -> None:
    """As an administrator does it, in the admin's form."""
    administrator = a_person(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(administrator)
    page = reverse("admin:comments_limit_change", args=["newcomer"])
    form = {"is_on": "on", "first_comments": "1", "youngest_minutes": "10", "forgiven": "3"}
    form = {name: value for name, value in {**form, **settings}.items() if value != ""}
    assert client.post(page, form).status_code == 302


def test_the_demos_reader_has_a_past_and_the_first_comment_appears_at_once(
    screened, client, monkeypatch
):
    def rows(names):
        return {name: a_picture(name=f"pictures/{name.replace(':', '-')}.jpg") for name in names}

    monkeypatch.setattr(crowd, "SIZE", 20)
    monkeypatch.setattr(illustrate, "draw_all", rows)
    load.open_paper(timezone.now())
    reader = User.objects.get(email="reader@example.org")
    assert reader.date_joined < timezone.now() - timedelta(days=365)
    own = Comment.objects.filter(author=reader)
    assert own.published().count() >= 6
    assert Comment.objects.published().filter(parent__in=own).exclude(author=reader).exists()
    client.force_login(reader)
    mine = client.get(reverse("my_comments")).content.decode()
    assert "Why it was removed" in mine
    assert "The house rule: Personal attack." in mine

    article = Article.objects.get(slug="town-hall-clock")
    assert all("A moderator reads" not in page for page in pages(client, article))
    comment = post(client, article, "I should like to see the coins, if they are ever on show.")
    assert comment.author == reader
    assert comment.status == "published"


def test_a_new_account_is_told_before_writing(screened, client, newcomer, article):
    client.force_login(newcomer)
    assert all(FIRST in page for page in pages(client, article))
    assert post(client, article, "I crossed the bridge this morning.").status == "held"


def test_whoever_is_known_is_told_nothing(screened, client, newcomer, article):
    a_comment(article=article, author=newcomer)
    client.force_login(newcomer)
    assert all("A moderator reads" not in page for page in pages(client, article))
    assert post(client, article, "I crossed the bridge this morning.").status == "published"


def test_an_account_of_some_minutes_is_told_that_too(screened, client, reader, article):
    a_comment(article=article, author=reader, at=timezone.now() - timedelta(hours=1))
    client.force_login(reader)
    assert all("Your account is new: a moderator reads" in page for page in pages(client, article))
    assert post(client, article, "I crossed the bridge this morning.").status == "held"


def test_whose_comments_were_removed_of_late_is_told_so(screened, client, newcomer, article):
    a_comment(article=article, author=newcomer)
    for _ in range(3):
        a_comment(article=article, author=newcomer, status="rejected")
    client.force_login(newcomer)
    assert all("because several were removed of late" in page for page in pages(client, article))


def test_a_stranger_is_told_before_making_an_account(screened, client, article):
    assert all(FOR_STRANGERS in page for page in pages(client, article))


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, FOR_STRANGERS),
        ({"first_comments": "3"}, "The first 3 comments of a new account are read"),
        ({"first_comments": "0"}, ""),
        ({"is_on": ""}, ""),
    ],
)
def test_the_page_for_signing_up_says_what_becomes_of_a_first_comment(
    screened, open_admin, client, settings, shown
):
    set_limits(**settings)
    page = client.get(reverse("account_signup")).text
    assert shown in page
    assert ("of a new account" in page) is bool(shown)


def test_a_reply_says_it_too(screened, client, newcomer, article):
    comment = a_comment(article=article)
    client.force_login(newcomer)
    assert FIRST in client.get(reverse("reply", args=[comment.pk])).content.decode()


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"first_comments": "3"}, "The first 3 comments of a new account are read"),
        ({"first_comments": "0"}, ""),
        ({"is_on": ""}, ""),
    ],
)
def test_what_is_said_follows_the_settings_also_on_a_page_that_was_kept(
    screened, open_admin, client, newcomer, article, settings, shown
):
    path = article.get_absolute_url()
    assert FOR_STRANGERS in client.get(path).content.decode()
    assert FOR_STRANGERS in client.get(path).content.decode()
    set_limits(**settings)
    page = client.get(path).content.decode()
    assert FOR_STRANGERS not in page
    assert ("of a new account" in page) is bool(shown)
    assert shown in page
    client.force_login(newcomer)
    said = "A moderator reads your first 3 comments before they appear." if shown else ""
    assert said in client.get(path).content.decode()
    assert ("A moderator reads" in client.get(path).content.decode()) is bool(shown)


def test_how_many_are_left_is_counted(screened, open_admin, client, newcomer, article):
    set_limits(first_comments="3")
    a_comment(article=article, author=newcomer)
    client.force_login(newcomer)
    assert all("A moderator reads your next 2 comments" in page for page in pages(client, article))


def test_staff_are_told_nothing(screened, client, moderator, article):
    client.force_login(moderator)
    assert all("A moderator reads" not in page for page in pages(client, article))


@pytest.mark.parametrize("is_on", [True, False])
def test_the_page_of_an_article_asks_once_more_for_a_signed_in_reader_alone(
    client, newcomer, article, django_assert_num_queries, is_on
):
    """Where the check is on, for the latest comments; a stranger's page asks for nothing more."""
    if is_on:
        Limit.objects.filter(name="newcomer").delete()
    client.force_login(newcomer)
    client.get(article.get_absolute_url())
    with django_assert_num_queries(SIGNED_IN + is_on):
        client.get(article.get_absolute_url())
