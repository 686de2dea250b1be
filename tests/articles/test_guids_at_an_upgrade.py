"""Stories from before there were guids: nobody is given them again."""

from importlib import import_module
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import edition
from articles.models import Article
from tests.builders import an_article

pytestmark = pytest.mark.django_db
MIGRATION = import_module("articles.migrations.0007_give_every_story_its_guid")


@pytest.fixture
def stories(settings):
    settings.SITE_URL = "https://paper.example"
    made = [an_article(slug="brücke"), an_article(), an_article(state="draft", published_at=None)]
    Article.objects.update(guid=None)
    edition.bump()
    return made


def upgrade():
    MIGRATION.give_guids(apps, SimpleNamespace(connection=connection))
    edition.bump()


def guids():
    answer = Client().get(reverse("feed"))
    return [each.text for each in ET.fromstring(answer.content).iter("guid")]


def test_what_was_in_a_feed_keeps_its_address_as_its_guid(stories):
    upgrade()
    assert guids() == [f"https://paper.example{each.path}" for each in stories[1::-1]]


def test_that_guid_stays_when_the_slug_is_corrected_later(stories):
    upgrade()
    before = guids()
    stories[0].slug = "bruecke"
    stories[0].save(update_fields=["slug"])
    edition.bump()
    assert guids() == before


def test_every_story_gets_one_of_its_own_also_on_ones_own_machine(stories, settings):
    settings.SITE_URL = "http://localhost:8000"
    upgrade()
    kept = list(Article.objects.values_list("guid", flat=True))
    assert None not in kept
    assert len(set(kept)) == 3


def test_an_upgrade_that_was_interrupted_goes_on(stories, monkeypatch):
    monkeypatch.setattr(MIGRATION, "BATCH", 1)
    Article.objects.filter(pk=stories[0].pk).update(guid="kept")
    upgrade()
    assert Article.objects.get(pk=stories[0].pk).guid == "kept"
    assert not Article.objects.filter(guid=None).exists()


def test_a_story_without_a_guid_has_a_lasting_one_in_the_feed(stories):
    before = guids()
    assert len(set(before)) == 2
    stories[0].slug = "bruecke"
    stories[0].save(update_fields=["slug"])
    edition.bump()
    assert guids() == before
