"""What the served site carries: pages, posts, memory, on each database.

    python -m benchmarks.serving [PART …] [--quick] [--on DATABASE …] [--ports 8400]

The parts are reading, writing, miss, memory and stamp; all if none is named. Each database
(SQLite, and PostgreSQL where one answers or where DATABASE_URL names one) gets a paper of its own,
and the server is started as `manage.py serve` starts it. What is found is kept in
benchmarks/serving/results.json and written into docs/performance.md; with `--quick`, a trial of a
minute or two whose figures mean little, it is only printed.

Whatever was started or made is stopped and removed at the end, also when the run is interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.serving import document, homes, machine, memory, reading, tables, writing, wrk
from benchmarks.serving.homes import Home

RESULTS = Path(__file__).with_name("results.json")
# Beyond those on which people usually have something running.
FIRST_PORT = 8400
# What is measured within one process comes first: what is written afterwards changes the pages.
ORDER = ("miss", "stamp", "reading", "writing", "memory")
STOPS = (signal.SIGINT, signal.SIGTERM)
FULL = {"rounds": 3, "seconds": 1, "posts": writing.POSTS, "traffic_seconds": 45}
QUICK = {"rounds": 1, "seconds": 1, "posts": 300, "traffic_seconds": 8}


def main() -> None:
    options = _asked()
    if "reading" in options.parts:
        wrk.required()
    for number in STOPS:
        signal.signal(number, _stop)
    size = QUICK if options.quick else FULL
    results: dict[str, Any] = {}
    if not options.quick and RESULTS.exists():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    for part in options.parts:
        results[part] = {}
    for server in homes.asked_for(options.on):
        for part, found in measured(server, options.parts, options.ports, size).items():
            results[part] |= found
    sections = tables.sections(results)
    if options.quick:
        print("\n\n".join(f"## {name}\n\n{sections[name]}" for name in ("targets", *options.parts)))
        return
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    document.rewrite(sections)
    print(sections["targets"])


def measured(server: str, parts: list[str], port: int, size: dict[str, int]) -> dict[str, Any]:
    """By part, what was found on this database, by its name."""
    with homes.home(server) as made:
        print(f"{made.name}: making a paper", file=sys.stderr, flush=True)
        home = replace(made, paper=made.do("paper"))
        return {
            part: {
                home.name: {"machine": machine.told(home.version)} | _part(part, home, port, size)
            }
            for part in sorted(parts, key=ORDER.index)
        }


def _stop(*_: Any) -> None:
    """Once is enough: what is being put away is not to be interrupted."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    sys.exit("Stopped.")


def _part(part: str, home: Home, port: int, size: dict[str, int]) -> dict[str, Any]:
    if part == "reading":
        rounds, seconds = size["rounds"], size["seconds"]
        return reading.measure(home, first_port=port, rounds=rounds, seconds=seconds)
    if part == "writing":
        return {"acts": writing.measure(home, port=port, posts=size["posts"])}
    if part == "memory":
        return memory.measure(home, port=port, seconds=size["traffic_seconds"])
    told = {name: home.paper[name] for name in ("articles", "lists")}
    return {"pages": home.do(part, told)}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serving", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(tables.PARTS))
    parser.add_argument("--quick", action="store_true", help="a trial, printed and not kept")
    parser.add_argument("--on", action="append", metavar="DATABASE", help="sqlite, or an address")
    parser.add_argument("--ports", type=int, default=FIRST_PORT, help="the first of six")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(tables.PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options.parts = options.parts or list(tables.PARTS)
    named = os.environ.get("DATABASE_URL", "")
    options.on = options.on or (["sqlite", named] if named else [])
    return options


if __name__ == "__main__":
    main()
