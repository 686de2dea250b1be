"""The site as it is served: two processes of the server, the worker beside them, Varnish and nginx
in front, and one PostgreSQL with one Redis behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from articles.models import Article
from newsroom.foundation import edge as edges
from newsroom.management.commands.serve import Command
from newsroom.models import User
from tests.builders import an_article
from tests.deploy.machines import (
    answers,
    free_port,
    nginx,
    running,
    until,
    varnish,
    what_is_missing,
)

PYTHON = Path(sys.executable)


@dataclass
class Site:
    ports: list[int]
    varnish: int
    secure: int
    plain: int
    environment: Mapping[str, str]
    servers: ExitStack = field(default_factory=ExitStack)
    worker: ExitStack = field(default_factory=ExitStack)

    @property
    def edge(self) -> edges.Edge:
        (there,) = edges.configured()
        return there

    def start(self) -> None:
        for port in self.ports:
            command = [PYTHON.with_name("granian"), *options(port)]
            self.servers.enter_context(
                running(command, lambda port=port: answers(port), env=self.environment)
            )
        until(lambda: answers(self.varnish), "Varnish finds that they are well")

    def stop(self) -> None:
        self.servers.close()

    def start_worker(self) -> None:
        command = [PYTHON, "manage.py", "work"]
        self.worker.enter_context(running(command, lambda: True, env=self.environment))

    def stop_worker(self) -> None:
        self.worker.close()

    def is_told(self) -> bool:
        return not edges.waiting(self.edge).exists()


def options(port: int) -> list[str]:
    """As `serve` runs it."""
    return Command()._server_options("127.0.0.1", str(port))


def database_url() -> str:
    """Of the database of the tests, which is the site's for as long as it stands."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{server}/{connection.settings_dict['NAME']}"


def require(*programs: str) -> None:
    """Skip what needs these programs where one is missing, or a module of Varnish. The machine that
    decides what lands has all of them."""
    if missing := what_is_missing(*programs):
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"needs {', '.join(missing)}")


@pytest.fixture(scope="session")
def real_varnish() -> None:
    require("varnishd")


@pytest.fixture(scope="session")
def site(
    made_by_migrations: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    if connection.vendor != "postgresql" or not settings.CACHES["default"]["LOCATION"]:
        pytest.skip("needs PostgreSQL and Redis: DATABASE_URL, CACHE_URL")
    require("varnishd", "nginx", "openssl")
    directory = tmp_path_factory.mktemp("site")
    ports = [free_port(), free_port()]
    with django_db_blocker.unblock(), ExitStack() as machines:
        edge = machines.enter_context(varnish(directory / "varnish", ports))
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url(),
            "CACHE_URL": settings.CACHES["default"]["LOCATION"],
            "DATA_DIR": str(directory / "data"),
            "EDGE_URLS": f"varnish://127.0.0.1:{edge}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "SITE_URL": "https://localhost",
            "PYTHONWARNINGS": "default",
        }
        collect = [PYTHON, "manage.py", "collectstatic", "-v0"]
        subprocess.run(collect, env=environment, check=True)
        Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
        secure, plain = machines.enter_context(
            nginx(directory / "nginx", edge, ports[0], directory / "data")
        )
        there = Site(ports, edge, secure, plain, environment)
        machines.callback(there.stop)
        there.start()
        machines.callback(there.stop_worker)
        there.start_worker()
        yield there


@pytest.fixture
def paper(site: Site, transactional_db: None, settings: Any) -> Iterator[Site]:
    """The site, for one test: the database is emptied afterwards, the servers stay."""
    settings.EDGES = site.environment["EDGE_URLS"].split(",")
    yield site
    until(site.is_told, "the edge is told")


@pytest.fixture
def story(paper: Site) -> Article:
    """Published, and nothing left to tell of it."""
    article = an_article()
    until(paper.is_told, "the purge is acknowledged")
    return article


def session_of(person: User) -> str:
    """As a cookie."""
    browser = Client()
    browser.force_login(person)
    return f"sessionid={browser.cookies['sessionid'].value}"
