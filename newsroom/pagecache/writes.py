"""Whether anybody has written to a SQLite database, without asking it.

In WAL mode all processes share an index of the log, and every commit changes its head: that is how
a connection that begins to read learns how far the log goes
(https://www.sqlite.org/walformat.html#the_wal_index_file_format). While those bytes are what they
were, any query has the answer it had. A query lets go of the interpreter and must have it back,
which costs the more the more readers come at once; this does neither.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
from pathlib import Path
from threading import Lock

# The two copies of the head: whoever commits writes the one and then the other.
_HEAD_BYTES = 96


class WriteAheadLog:
    """Raises sqlite3.Error or OSError where there is no such database, or none in WAL mode."""

    def __init__(self, path: Path) -> None:
        # The last connection to close takes the index away, and the next makes another: this one
        # stays open.
        self._stays = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, check_same_thread=False)
        self._stays.execute("SELECT 1 FROM sqlite_schema").fetchall()
        # So do these: a process that closes a file loses all its locks on it, SQLite's own too
        # (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        self._file = os.open(f"{path}-shm", os.O_RDONLY)
        self._index = mmap.mmap(self._file, _HEAD_BYTES, prot=mmap.PROT_READ)

    def head(self) -> bytes:
        return self._index[:_HEAD_BYTES]


# By process as well, for a forked one has none of its parent's locks.
_logs: dict[tuple[int, object], WriteAheadLog | None] = {}
_opening = Lock()


def head(database: object) -> bytes | None:
    """Other bytes after each commit, for the name of a database as the settings have it. None
    where nothing can be said, as of one in memory: then it must be asked."""
    key = os.getpid(), database
    if key not in _logs:
        with _opening:
            if key not in _logs:
                _logs[key] = _opened(Path(str(database)))
    log = _logs[key]
    return log.head() if log else None


def _opened(path: Path) -> WriteAheadLog | None:
    try:
        return WriteAheadLog(path.resolve(strict=True))
    except (OSError, sqlite3.Error):
        return None
