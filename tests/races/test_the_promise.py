"""Once the switch is thrown, not one comment gets in, however many are posting.

Seen to fail: with the lock taken out of `switch.hold`, 147 of 515 comments slipped through.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from tests.races import crowd
from tests.races.crowd import Figures

POSTERS, FLIPS = 8, 50
# On a machine with nothing else to do it is a tenth of this.
AT_MOST_SECONDS = 150

pytestmark = pytest.mark.race


def is_kept(figures: Figures, seconds: float) -> None:
    print(f"{figures} in {seconds:.1f} s")
    assert figures.flips == FLIPS
    assert figures.slipped_through == 0
    assert (figures.missing, figures.unacknowledged, figures.doubled) == (0, 0, 0)
    assert (figures.texts_lost, figures.miscounted) == (0, 0)
    assert figures.posts > FLIPS
    assert figures.refused > FLIPS
    assert figures.turned_away < figures.posts / 10
    assert seconds < AT_MOST_SECONDS


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: DATABASE_URL")
def test_no_comment_slips_through_on_postgresql(transactional_db):
    articles, readers = crowd.a_paper()
    turn, over = threading.Semaphore(0), threading.Event()

    def poster(reader: int) -> crowd.Ledger:
        try:
            return crowd.post(reader, articles, over.is_set, turn)
        finally:
            connection.close()

    begun = time.monotonic()
    with ThreadPoolExecutor(POSTERS) as crew:
        posters = [crew.submit(poster, reader) for reader in readers[:POSTERS]]
        try:
            figures = crowd.throw(FLIPS, articles, POSTERS, turn)
        finally:
            over.set()
        ledgers = [each.result() for each in posters]
    is_kept(crowd.settle(figures, ledgers), time.monotonic() - begun)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="has been tried where SQLite is")
def test_no_comment_slips_through_on_sqlite(tmp_path: Path):
    begun = time.monotonic()
    race = subprocess.run(
        [sys.executable, "-m", "tests.races.on_sqlite", str(tmp_path / "race.sqlite3")],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=AT_MOST_SECONDS,
        check=False,
    )
    assert race.returncode == 0, race.stderr
    is_kept(Figures(**json.loads(race.stdout)), time.monotonic() - begun)
