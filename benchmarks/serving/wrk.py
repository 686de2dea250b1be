"""One run of wrk, every answer checked."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKED = Path(__file__).with_name("checked.lua")
TIMEOUT_SECONDS = 5


@dataclass(frozen=True)
class Load:
    """What one run found."""

    per_second: float
    p50_ms: float
    p99_ms: float
    wrong: int
    """Answers with another status than 200 or of another size, and requests without one."""
    example: str = ""
    """The last of the wrong ones."""
    wrk_share: float = 0.0
    """Of one processor, by wrk itself."""


def required() -> None:
    if shutil.which("wrk") is None:
        sys.exit("The benchmark drives the site with wrk: install it (Debian: apt install wrk).")


def run(
    url: str, *, connections: int, seconds: int, sizes: tuple[int, int], encoding: str = ""
) -> Load:
    """Drive one address. An answer may have from `sizes[0]` to `sizes[1]` bytes, as sent."""
    headers = ["-H", f"Accept-Encoding: {encoding}"] if encoding else []
    command = [
        *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={TIMEOUT_SECONDS}s"),
        *("-s", str(CHECKED), *headers, url, "--", *map(str, sizes)),
    ]
    before = _spent()
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + 30
    ).stdout
    return found(told, spent_seconds=_spent() - before)


def found(told: str, *, spent_seconds: float = 0.0) -> Load:
    """What wrk printed, read. Raises ValueError where it did not come to its end."""
    line = next((each for each in told.splitlines() if each.startswith("found ")), None)
    if line is None:
        raise ValueError(f"wrk printed no result: {told[-300:]!r}")
    numbers = json.loads(line.removeprefix("found "))
    seconds = numbers["microseconds"] / 1e6
    return Load(
        per_second=numbers["requests"] / seconds,
        p50_ms=numbers["p50"] / 1000,
        p99_ms=numbers["p99"] / 1000,
        wrong=numbers["wrong"] + numbers["failed"] + (numbers["requests"] == 0),
        example=numbers["example"],
        wrk_share=spent_seconds / seconds,
    )


def _spent() -> float:
    """Seconds of the processor of the children that have ended: wrk, while the servers run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
