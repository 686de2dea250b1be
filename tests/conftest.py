"""People and things."""

import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from newsroom.models import Masthead, User
from tests.builders import a_person, an_article


@pytest.fixture
def reader(db: None) -> User:
    return a_person(name="Rita Reader")


@pytest.fixture
def second_reader(db: None) -> User:
    return a_person(name="Samuel Second")


@pytest.fixture
def editor(db: None) -> User:
    """May write and publish."""
    person = a_person(name="Edith Quill", group="Editors")
    person.groups.add(Group.objects.get(name="Publishers"))
    return person


@pytest.fixture
def moderator(db: None) -> User:
    return a_person(name="Moritz Calm", group="Moderators")


@pytest.fixture
def administrator(db: None) -> User:
    return a_person(name="Ada Keys", is_staff=True, is_superuser=True)


@pytest.fixture
def article(db: None) -> Article:
    return an_article(headline="The old bridge reopens")


@pytest.fixture
def open_admin(db: None) -> None:
    """Staff enter the admin without a second factor, as they do in the demo paper."""
    Masthead.objects.update(demo_password="open sesame")
