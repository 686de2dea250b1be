"""A moderator of some sections removes a spammer and sweeps: what the pages show and count."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from comments.models import Case, Comment, Sanction
from comments.moderation.account_removal import ban_and_remove
from newsroom.models import SectionLimit
from tests.builders import a_case, a_person, a_section, an_article

pytestmark = pytest.mark.usefixtures("open_admin")
NOT_YOURS = "in a section that is not yours"


@pytest.fixture
def sport_moderator(db):
    person = a_person(name="Sam Sport", group="Moderators")
    SectionLimit.objects.create(person=person, section=a_section(name="Sport"))
    return person


@pytest.fixture
def at_sport(client, sport_moderator):
    client.force_login(sport_moderator)
    return client


@pytest.fixture
def in_sport(sport_moderator):
    section = sport_moderator.section_limits.get().section
    return a_case(article=an_article(section=section), text="A goal.")


@pytest.fixture
def in_city(article, in_sport):
    """By the same author."""
    return a_case(article=article, author=in_sport.author, text="A bridge.")


def text_of(page):
    return " ".join(strip_tags(page.content.decode()).split())


def status_of(case):
    return Comment.objects.get(pk=case.comment_id).status


def test_a_spammer_is_banned_everywhere_and_removed_in_ones_own_sections(
    at_sport, in_city, in_sport
):
    url = reverse("spammer", args=[in_sport.author_id])
    page = text_of(at_sport.get(url))
    assert "1 comment will be marked as spam." in page
    assert "1 open case will be closed." in page
    assert "1 comment in a section that is not yours stays as it is" in page
    done = at_sport.post(url, {"reason": "Spam."}, follow=True)
    assert f"1 comment passed over: {NOT_YOURS}." in text_of(done)
    assert (status_of(in_city), status_of(in_sport)) == ("held", "spam")
    assert list(Case.objects.open()) == [in_city]
    assert Sanction.objects.get().person == in_sport.author


def test_a_ban_that_removes_passes_over_other_sections(sport_moderator, in_city, in_sport):
    ban = Sanction(person=in_sport.author, kind=Sanction.Kind.BAN, reason="Spam.")
    outcome = ban_and_remove(ban, by=sport_moderator, at=timezone.now())
    assert (outcome.decided, dict(outcome.passed_over)) == (1, {NOT_YOURS: 1})
    assert (status_of(in_city), status_of(in_sport)) == ("held", "rejected")


def test_a_sweep_shows_and_counts_ones_own_sections_alone(at_sport, in_city, in_sport):
    page = text_of(at_sport.get(reverse("sweeping", args=[in_sport.pk]), {"by": "author"}))
    assert "The same author (1)" in page
    assert "A goal." in page
    assert "A bridge." not in page
