"""What the site costs with ten thousand comments, and with ten million.

    python -m benchmarks.scale measure SIZE=DATABASE_URL … [--rounds 3] [--only ACT]
    python -m benchmarks.scale table
    python -m benchmarks.scale explain ACT

The databases are made by `manage.py populate`, a hundred comments to an article, SIZE being the
number of comments. `measure` asks each of them in turn and some times over, each in a process of
its own and without the page cache, so that what else the machine does meets all alike, and keeps
what it found in benchmarks/scale/results.json. `table` writes that into docs/at-scale.md. `explain`
prints the plan of every query of an act in the database that DATABASE_URL names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "PAGE_CACHE_MB": "0",
    "ALLOWED_HOSTS": "*",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(required=True, dest="command")
    measuring = commands.add_parser("measure")
    measuring.add_argument("databases", nargs="+", metavar="SIZE=DATABASE_URL")
    measuring.add_argument("--rounds", type=int, default=3)
    measuring.add_argument("--only", default="")
    commands.add_parser("table")
    for name in ("explain", "one"):
        single = commands.add_parser(name)
        single.add_argument("only", nargs="?", default="")
        single.add_argument("--plans", action="store_true")
    asked = parser.parse_args()
    if asked.command == "measure":
        measure(dict(each.split("=", 1) for each in asked.databases), asked.rounds, asked.only)
    elif asked.command == "table":
        from benchmarks.scale import table

        table.write(json.loads(RESULTS.read_text(encoding="utf-8")))
    else:
        _set_up()
        explain(asked.only) if asked.command == "explain" else one(asked.only, asked.plans)


def measure(databases: dict[str, str], rounds: int, only: str) -> None:
    kept: dict[str, Any] = {}
    if RESULTS.exists():
        kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    found: dict[str, list[Any]] = {}
    for number in range(rounds):
        for size, url in databases.items():
            print(f"round {number + 1}: {size} comments in {url}", file=sys.stderr, flush=True)
            command = [sys.executable, "-m", "benchmarks.scale", "one", only]
            command += ["--plans"] if number == rounds - 1 else []
            environment = {**os.environ, "DATABASE_URL": url}
            told = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
            result = json.loads(told)
            found.setdefault(f"{result['database']} {size}", []).append(result["costs"])
    for place, results in found.items():
        kept.setdefault(place, {})
        for costs in zip(*results, strict=True):
            best = min(costs, key=lambda cost: cost["cpu_ms"])
            kept[place][best["act"]] = {
                **costs[-1],
                "wall_ms": _middle(cost["wall_ms"] for cost in costs),
                "cpu_ms": _middle(cost["cpu_ms"] for cost in costs),
            }
    kept["made"] = made_on()
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def made_on() -> str:
    """When, and on what machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {platform.system()} "
        f"on {os.cpu_count()} cores with {memory:.0f} GB, which other programs used as well."
    )


def _middle(numbers: Any) -> float:
    ordered = sorted(numbers)
    return round(ordered[len(ordered) // 2], 2)


def one(only: str, with_plans: bool) -> None:
    from benchmarks.scale import measuring

    print(json.dumps(measuring.measure(with_plans=with_plans, only=only)))


def explain(only: str) -> None:
    from benchmarks.scale import acts, plans

    for name, act in acts.acts().items():
        if only not in name:
            continue
        print(f"# {name}")
        for plan in plans.plans_of(plans.queries_of(act)):
            print(f"\n{plan.blocks} blocks, {plan.milliseconds:.1f} ms: {plan.sql[:700]}")
            for complaint in plan.complaints:
                print(f"  !! {complaint}")
            print("  " + "\n  ".join(plan.steps))


def _set_up() -> None:
    os.environ.update(ENVIRONMENT)
    sys.path.insert(0, str(FOLDER.parent.parent))
    import django

    django.setup()


if __name__ == "__main__":
    main()
