"""The race on SQLite, in processes of its own: `python -m tests.races.on_sqlite FILE` prints what
came of it. The file is a fresh database; nothing else may use it."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from typing import Any

import django

POSTERS, FLIPS = 4, 50


def main(path: str) -> None:
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    django.setup()
    # What follows needs the settings.
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.builders import at_ease  # noqa: PLC0415
    from tests.races import crowd  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    at_ease()
    articles, readers = crowd.a_paper()
    connection.close()

    processes = multiprocessing.get_context("fork")
    turn, over, ledgers = processes.Semaphore(0), processes.Event(), processes.Queue()

    def poster(reader: int) -> None:
        ledgers.put(crowd.post(reader, articles, over.is_set, turn))

    crew: list[Any] = [
        processes.Process(target=poster, args=[reader], daemon=True) for reader in readers[:POSTERS]
    ]
    for each in crew:
        each.start()
    try:
        figures = crowd.throw(FLIPS, articles, POSTERS, turn)
    finally:
        over.set()
    told = [ledgers.get(timeout=crowd.PATIENCE_SECONDS) for _ in crew]
    for each in crew:
        each.join()
    json.dump(crowd.settle(figures, told).asdict(), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
