from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from newsroom.demo import load, sign_in
from newsroom.edges import telling
from newsroom.foundation.site_url import host_of, is_loopback_name
from newsroom.management.commands import work
from newsroom.models import DemoPaper, Masthead
from newsroom.setup.migrating import migrate


class Command(BaseCommand):
    help = (
        "Bring the database and the static files up to date, load the demo paper into an empty "
        "database, and serve the site. HOST, PORT and WORKERS come from the environment."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        if not port.isdigit():
            raise CommandError(f"PORT is {port!r}: name a number, as in PORT=8000.")
        try:
            telling.checked()
        except ImproperlyConfigured as complaint:
            raise CommandError(str(complaint)) from None
        migrate(self.stdout.write)
        self._collect_static()
        self._load_demo()
        self._announce(port)
        connection.close()
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        # What was put off is done beside the server, which takes over this process.
        work.start_beside(os.getpid())
        # Each thread would have a heap of its own otherwise, and what one has freed no other gets.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        granian = str(Path(sys.executable).with_name("granian"))
        os.execv(granian, [granian, *self._server_options(host, port)])  # noqa: S606

    def _collect_static(self) -> None:
        """Collect, hash and compress the static files if any has changed since the last time."""
        mark = Path(settings.STATIC_ROOT) / ".collected-from"
        state = _state_of_static_files()
        if mark.exists() and mark.read_text(encoding="ascii") == state:
            return
        self.stdout.write("Collecting the static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(state, encoding="ascii")

    def _load_demo(self) -> None:
        """Into an empty database, once: where the demo was removed it does not come back."""
        if not load.is_empty():
            return
        if DemoPaper.objects.exists():
            self.stdout.write(
                "No paper is open in this database: open yours with `manage.py open_paper`, or the "
                "demo paper again with `manage.py demo`."
            )
            return
        self.stdout.write(
            "This database is empty: loading the demo paper, which takes about a minute …"
        )
        load.open_paper(timezone.now())

    def _announce(self, port: str) -> None:
        here = f"http://localhost:{port}"
        self.stdout.write(f"\n{Masthead.current().name} is at {here}/")
        if not is_loopback_name(host_of(settings.SITE_URL)):
            self.stdout.write(f"Readers find it at {settings.SITE_URL}/")
        if demo := DemoPaper.current():
            self.stdout.write("")
            for line in sign_in.lines(demo, at_terminal=self.stdout.isatty()):
                self.stdout.write(line)
        self.stdout.write(f"\nStaff work at {here}/admin/\n\n")
        self.stdout.flush()

    def _server_options(self, host: str, port: str) -> list[str]:
        workers = os.environ.get("WORKERS") or str(min(4, os.cpu_count() or 1))
        return [
            *("--interface", "wsgi", "--host", host, "--port", port, "--workers", workers),
            *("--blocking-threads", "4", "--log-level", "warning", "--respawn-failed-workers"),
            "newsroom.wsgi:application",
        ]


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
