"""People and things."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import RequestFactory

from articles import edition
from articles.models import Article, Edition
from newsroom.models import Masthead, User
from tests.builders import a_demo_paper, a_person, an_article, at_ease

KEPT: list[Any] = [Edition]
if apps.is_installed("comments"):  # the paper's tests also run without
    from comments.models import HouseRule, LadderStep, Limit, Pulse, Rulebook
    from comments.screening import rulebook
    from newsroom import pagecache

    KEPT += [HouseRule, LadderStep, Limit, Pulse, Rulebook]


@dataclass
class MadeByMigrations:
    """The rows that the migrations made: groups with the names of their permissions, and what
    stands in a few tables."""

    permissions: dict[str, set[str]]
    rows: list[Any]
    blocker: Any
    were_flushed: bool = False

    def put_back(self) -> None:
        Masthead.objects.get_or_create()
        for name, codenames in self.permissions.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(Permission.objects.filter(codename__in=codenames))
        for row in self.rows:
            row.save(force_insert=not type(row).objects.filter(pk=row.pk).exists())
        self.were_flushed = False


@pytest.fixture(scope="session")
def made_by_migrations(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> MadeByMigrations:
    with django_db_blocker.unblock():
        made = MadeByMigrations(
            {
                group.name: set(group.permissions.values_list("codename", flat=True))
                for group in Group.objects.all()
            },
            [row for model in KEPT for row in model.objects.all()],
            django_db_blocker,
        )
    request.config.stash[MADE] = made
    return made


MADE = pytest.StashKey[MadeByMigrations]()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Where a test is not of screening, whoever writes is known and nothing is held: the checks
    are off but for what befalls an account. `screened` puts them on as they are shipped."""
    if not apps.is_installed("comments"):
        return
    with django_db_blocker.unblock():
        at_ease()


@pytest.fixture
def screened(db: None) -> None:
    Limit.objects.all().delete()
    Rulebook.objects.turn()
    rulebook.forget()


@pytest.fixture(autouse=True)
def rows_of_the_migrations(request: pytest.FixtureRequest) -> None:
    """A test that commits ends with a flush of all tables, which takes the rows that the
    migrations made too: they are put back before the next test."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if commits or marker or "db" in request.fixturenames:
        made: MadeByMigrations = request.getfixturevalue("made_by_migrations")
        made.were_flushed = commits


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of the next test: within its transaction they would not last."""
    made = item.config.stash.get(MADE, None)
    if made and made.were_flushed:
        with made.blocker.unblock():
            made.put_back()


@pytest.fixture(autouse=True)
def limits_begin_anew() -> None:
    """How often somebody tried before, and by which rules, is no matter of the next test."""
    cache.clear()
    edition.forget()
    if apps.is_installed("comments"):
        pagecache.forget()
        rulebook.forget()


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
def open_admin(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff enter the admin without a second factor, as they do in the demo paper by a browser on
    its own machine: Django's test client asks for localhost."""
    a_demo_paper()
    environment = RequestFactory._base_environ

    def at_this_machine(self: RequestFactory, **request: Any) -> dict[str, Any]:
        named = {"SERVER_NAME": "localhost", **self.defaults, **request}
        return environment(self, **named)

    monkeypatch.setattr(RequestFactory, "_base_environ", at_this_machine)
