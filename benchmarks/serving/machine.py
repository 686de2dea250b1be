"""Where it was measured, and when."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def told(database_version: str = "") -> str:
    """The machine, what runs on it, and the moment, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC",
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB",
        f"Linux {platform.release()}",
        f"Python {platform.python_version()}, Django {version('django')}, "
        f"granian {version('granian')}",
        database_version,
        _wrk(),
    ]
    return "; ".join(part for part in parts if part)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _wrk() -> str:
    """Its first line; it says how it is used, and ends with 1, when asked for its version."""
    told = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False)
    words = (told.stdout or told.stderr).split()
    return " ".join(words[:2])
