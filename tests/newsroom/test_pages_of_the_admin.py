"""The pages of Django's admin that the paper's own site changes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.models import CommentingHours
from tests.builders import an_author

pytestmark = pytest.mark.usefixtures("open_admin")

APPS = {
    "articles": {"The paper"},
    "comments": {"The conversation", "The rules of the conversation"},
    "newsroom": {"People", "Masthead"},
    "auth": {"People"},
}
OPEN_TO = {
    "administrator": set(APPS),
    "editor": {"articles", "newsroom"},
    "moderator": {"comments"},
    "reader": set(),
}


@pytest.mark.parametrize("role", OPEN_TO)
@pytest.mark.parametrize("label", APPS)
def test_the_page_of_an_app_shows_its_rooms_to_those_who_may_enter_them(
    client, request, role, label
):
    client.force_login(request.getfixturevalue(role))
    page = client.get(reverse("admin:app_list", args=[label]))
    if label in OPEN_TO[role]:
        assert page.status_code == 200
        rooms = {room["name"] for room in page.context["app_list"]}
        assert rooms == ({"Masthead"} if (role, label) == ("editor", "newsroom") else APPS[label])
        models = [entry["model"] for room in page.context["app_list"] for entry in room["models"]]
        assert {model._meta.app_label for model in models} == {label}
    else:
        assert page.status_code == (404 if role != "reader" else 302)


def test_the_page_of_an_app_is_called_what_the_links_to_it_say(client, administrator):
    client.force_login(administrator)
    change = client.get(reverse("admin:articles_section_add"))
    link = reverse("admin:app_list", args=["articles"])
    assert f'<a href="{link}">the paper</a>' in change.text
    page = client.get(link)
    assert "<h1>The paper</h1>" in page.text
    assert "administration" not in page.text


@pytest.fixture
def hours(article):
    return CommentingHours.objects.create(scope="article", article=article, mode="closed")


@pytest.fixture
def author(reader):
    return an_author(account=reader)


@pytest.mark.parametrize(
    ("role", "row", "name"),
    [("moderator", "hours", "The old bridge reopens"), ("editor", "author", "Rita Reader")],
)
def test_who_may_not_see_the_rows_reads_the_name_and_is_shown_no_link(
    client, request, role, row, name
):
    row = request.getfixturevalue(row)
    client.force_login(request.getfixturevalue(role))
    change = client.get(reverse(admin_page(row, "change"), args=[row.pk])).text
    assert f"<strong>{name}</strong>" in change
    for page in (change, client.get(reverse(admin_page(row, "add"))).text):
        assert "related-lookup" not in page


def test_who_may_see_the_rows_is_led_to_them(client, administrator, hours, author):
    client.force_login(administrator)
    for row, name in ((hours, "The old bridge reopens"), (author, "Rita Reader")):
        page = client.get(reverse(admin_page(row, "change"), args=[row.pk])).text
        assert "related-lookup" in page
        assert f">{name}</a></strong>" in page


def admin_page(row, page):
    return f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
