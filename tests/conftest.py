"""People and things."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from articles.models import Article
from newsroom.models import Masthead, User
from tests.builders import a_person, an_article


@pytest.fixture(scope="session")
def groups_of_the_staff(django_db_setup: None, django_db_blocker: Any) -> dict[str, set[str]]:
    """The groups that the migrations made, with the names of their permissions."""
    with django_db_blocker.unblock():
        return {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        }


@pytest.fixture(autouse=True)
def rows_of_the_migrations(request: pytest.FixtureRequest) -> None:
    """A test that commits is followed by a flush of all tables, which takes the rows that the
    migrations made too: they are put back before the next such test, and those come last."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or any(
        name in request.fixturenames for name in ("transactional_db", "live_server")
    )
    if not commits:
        return
    groups = request.getfixturevalue("groups_of_the_staff")
    request.getfixturevalue("transactional_db")
    Masthead.objects.get_or_create()
    for name, codenames in groups.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(codename__in=codenames))


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
