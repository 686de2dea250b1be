"""A conversation burns: the breaker trips, readers are told, and a moderator answers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from comments import switch
from comments.models import Limit, Mode, Rulebook, Trip, Word
from comments.screening import rulebook
from tests.browser.back_office import signed_in, told
from tests.builders import a_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_admin")]


@pytest.fixture
def flood(article):
    """Twelve comments with a suspect word from six accounts, each sent through the site's form."""
    Limit.objects.filter(name="words").delete()
    Word.objects.create(text="fool", act="hold")
    Rulebook.objects.turn()
    rulebook.forget()
    people = [a_person() for _ in range(6)]
    for number in range(12):
        client = Client()
        client.force_login(people[number % 6])
        client.post(
            reverse("write", args=[article.pk]),
            {
                "text": f"You fool, number {number}, and all who follow you.",
                "token": uuid.uuid4(),
                "csrfmiddlewaretoken": "as every form",
            },
        )


def mode(article):
    return switch.state(article, timezone.now() + timedelta(seconds=1)).mode


@pytest.mark.parametrize("javascript", [True, False])
def test_a_flood_trips_the_breaker_and_a_moderator_lifts_it(
    open_page, flood, article, moderator, reader, barriers, javascript
):
    assert mode(article) == Mode.PREMODERATED
    desk = signed_in(open_page, moderator, "/admin/desk/", javascript=javascript)
    banner = desk.locator("details.breaker")
    expect(banner).to_contain_text("The breaker has tripped")
    banner.get_by_text("Answer").click()
    expect(banner.locator("p").first).to_be_visible()
    expect(banner).to_contain_text("of 10 comments in 10 minutes")
    if javascript:
        assert "\n".join(barriers(desk)) == ""

    writer = signed_in(open_page, reader, article.path, javascript=javascript)
    expect(writer.locator("#comments")).to_contain_text("read")
    writer.locator("textarea[name=text]").first.fill("A calm remark in the middle of it.")
    writer.locator("form:has(textarea[name=text]) button").first.click()
    expect(writer.locator("article", has_text="A calm remark")).to_contain_text(
        "Waiting for a moderator"
    )

    banner.get_by_role("button", name="Lift").click()
    assert "open" in " ".join(told(desk)).lower() or Trip.objects.unsettled().count() == 0
    assert mode(article) == Mode.OPEN
    expect(desk.get_by_text("The breaker has tripped")).to_have_count(0)


def test_a_moderator_closes_a_conversation_that_burns(open_page, flood, article, moderator, reader):
    desk = signed_in(open_page, moderator, "/admin/desk/")
    desk.locator("details.breaker").get_by_text("Answer").click()
    desk.get_by_role("button", name="Close").click()
    told(desk)
    assert mode(article) == Mode.CLOSED
    writer = signed_in(open_page, reader, article.path)
    assert writer.locator("textarea[name=text]").count() == 0
    expect(writer.locator("aside.commenting-notice")).to_be_visible()
