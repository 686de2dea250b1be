"""Whatever is changed in the admin, a stranger sees it on the very next page, in any process."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from articles.models import Article, Placement, WebLink
from comments.models import ClosingAge, CommentingHours
from newsroom.models import Masthead, User
from tests.builders import a_comment, a_picture, a_section, a_topic, an_article, an_author

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_admin")]

# Of each thing in the admin: what is changed in its form, and what of it a stranger then reads. Of
# what has nothing for strangers to read it is said why.
SHOWN = {
    "article": ({"headline": "Ferries sail again"}, "Ferries sail again"),
    "placement": ({"slot": "lead"}, 'card card-lead"(?:(?!</article>).)*/placed/'),
    "image": ({"alt": "A bridge in fog"}, "A bridge in fog"),
    "author": ({"name": "Wanda Renamed"}, "Wanda Renamed"),
    "section": ({"name": "Town"}, "Town"),
    "topic": ({"name": "Crossings"}, "Crossings"),
    "weblink": ({"title": "A bridge elsewhere"}, "A bridge elsewhere"),
    "commentinghours": ({"is_active": "on"}, "commenting-notice"),
    "closingage": ({"days": "0"}, "commenting-notice"),
    "user": ({"display_name": "Rita Renamed"}, "Rita Renamed"),
    "masthead": ({"name": "The Evening Courier"}, "The Evening Courier"),
}
NOT_SHOWN = {
    "redirect": "leads on; no page shows it",
    "removedpicture": "made by removing a picture; nobody changes it",
    "comment": "decided on by actions: see the test of what people do",
    "report": "read only",
    "suspension": "read only: the switchboard makes them",
    "sanction": "is told to its receiver",
    "thread": "its slow mode is told to who writes too fast",
    "group": "says what staff may do",
    **dict.fromkeys(
        ["limit", "word", "domain", "network", "maildomain", "houserule", "ladderstep"],
        "told to screening and to moderators",
    ),
    "alertchannel": "tells moderators",
}


def name_of(model: Any) -> str:
    return model._meta.model_name


def test_every_thing_in_the_admin_has_its_row() -> None:
    assert {name_of(model) for model in admin.site._registry} == {*SHOWN, *NOT_SHOWN}


@pytest.fixture
def paper(reader: User) -> dict[str, Any]:
    """One of each, and all of it on the article's page or on the front page."""

    author, topic = an_author(name="Wanda", slug="wanda"), a_topic()
    picture = a_picture(alt="A bridge", width=400, height=300)
    file = Path(settings.MEDIA_ROOT) / picture.picture.name
    file.parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGB", (400, 300)).save(file)
    story = an_article(
        headline="Ferries stop", slug="ferries", authors=(author,), topics=(topic,),
        lead_image=picture,
    )  # fmt: skip
    placed = an_article(headline="Placed", slug="placed", section=a_section(name="Sport"))
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Placement.objects.create(article=story, slot="lead", starts_at=an_hour_ago)
    hours = CommentingHours.objects.create(scope="article", article=story, is_active=False)
    a_comment(article=story, author=reader)
    return {
        "article": story,
        "image": picture,
        "author": author,
        "section": story.section,
        "topic": topic,
        "weblink": WebLink.objects.create(title="Elsewhere", url="https://a.example", source="A"),
        "placement": Placement.objects.create(article=placed, slot="second"),
        "commentinghours": hours,
        "closingage": ClosingAge.objects.create(days=None),
        "user": reader,
        "masthead": Masthead.objects.get(),
    }


@pytest.mark.parametrize("name", SHOWN)
def test_a_stranger_sees_it_on_the_next_page(
    client: Client, elsewhere: Client, administrator: User, paper: dict, sent: Any, name: str
) -> None:
    changed, reads = SHOWN[name]
    path = "/" if name == "placement" else paper["article"].path
    assert not re.search(reads, elsewhere.get(path).text, re.S)
    assert not re.search(reads, elsewhere.get(path).text, re.S)
    client.force_login(administrator)
    thing = paper[name]
    address = reverse(f"admin:{thing._meta.app_label}_{name}_change", args=[thing.pk])
    sent(client, address, f"{name}_form", **changed)
    page = elsewhere.get(path if name != "article" else Article.objects.get(pk=thing.pk).path)
    assert re.search(reads, page.text, re.S)


@pytest.mark.parametrize("name", ["placement", "weblink", "commentinghours", "closingage"])
def test_what_is_deleted_is_gone_from_the_next_page(
    client: Client, elsewhere: Client, administrator: User, paper: dict, name: str
) -> None:
    thing = paper[name]
    if name == "closingage":
        type(thing).objects.update(days=0)
    if name == "placement":
        type(thing).objects.filter(pk=thing.pk).update(slot="lead")
    if name == "commentinghours":
        type(thing).objects.update(is_active=True)
    path = "/" if name == "placement" else paper["article"].path
    before = elsewhere.get(path)
    client.force_login(administrator)
    address = reverse(f"admin:{thing._meta.app_label}_{name}_delete", args=[thing.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    after = elsewhere.get(path)
    assert after["ETag"] != before["ETag"]


def test_a_new_story_is_on_the_front_page_at_once_and_gone_when_it_is_taken_back(
    client: Client, elsewhere: Client, editor: User, paper: dict, sent: Any
) -> None:
    elsewhere.get("/")
    client.force_login(editor)
    story = an_article(headline="Trams return", state=Article.State.DRAFT)
    address = reverse("admin:articles_article_change", args=[story.pk])
    assert "Trams return" not in elsewhere.get("/").text
    sent(client, address, "article_form", _publish="1")
    assert "Trams return" in elsewhere.get("/").text
    sent(client, address, "article_form", _take_back="1")
    assert "Trams return" not in elsewhere.get("/").text
    assert elsewhere.get(story.path or "/gone/").status_code == 404


def test_a_scheduled_story_appears_when_its_time_has_come(
    elsewhere: Client, paper: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + timedelta(seconds=40)
    an_article(headline="Trams return", published_at=soon)
    assert "Trams return" not in elsewhere.get("/").text
    later = soon + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr("time.time", later.timestamp)
    assert "Trams return" in elsewhere.get("/").text
