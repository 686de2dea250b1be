"""Make each breaking change in a copy of the project and run the tests that must notice it.

    python -m tests.mutations [WORDS …]

With words, only mutations whose rule contains one of them. Exits with 1 if a change goes unnoticed
or if the tests fail without any change. The working copy is not touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.mutations.breaking_changes import MUTATIONS
from tests.mutations.mutation import ROOT, Mutation

# Exit codes of pytest: all passed, some failed. All others mean that the tests could not run.
PASSED, FAILED = 0, 1
# Each copy has a database of its own only where that is a file or in memory.
AT_ONCE = 1 if os.environ.get("DATABASE_URL") else 2
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", "node_modules")


@contextmanager
def a_copy() -> Iterator[Path]:
    """The project as it stands in the working copy, beside the same shared input."""
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        copy = Path(folder) / ROOT.name
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        (copy.parent / "data").mkdir()
        shared = ROOT.parent / "shared"
        if shared.exists():
            (copy.parent / "shared").symlink_to(shared.resolve())
        yield copy


def run_tests(copy: Path, tests: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", *tests]
    environment = {**os.environ, "DATA_DIR": str(copy.parent / "data")}
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def outcome_of(mutation: Mutation) -> str:
    """An empty text if the tests noticed the change, otherwise what happened."""
    with a_copy() as copy:
        file = copy / mutation.path
        file.write_text(mutation.applied_to(file.read_text(encoding="utf-8")), encoding="utf-8")
        result = run_tests(copy, list(mutation.tests))
    if result.returncode == FAILED:
        return ""
    if result.returncode == PASSED:
        return "not noticed"
    return f"the tests could not run: {result.stdout[-500:]}{result.stderr[-500:]}"


def chosen(words: list[str]) -> list[Mutation]:
    wanted = [word.casefold() for word in words]
    return [
        each
        for each in MUTATIONS
        if not wanted or any(word in each.rule.casefold() for word in wanted)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("words", nargs="*")
    mutations = chosen(parser.parse_args().words)
    if not mutations:
        print("No mutation has these words in its rule.", file=sys.stderr)
        return 1
    started = time.monotonic()
    with a_copy() as copy:
        unchanged = run_tests(copy, sorted({test for each in mutations for test in each.tests}))
    if unchanged.returncode != PASSED:
        print(f"{unchanged.stdout[-3000:]}\nThe tests fail without any change.", file=sys.stderr)
        return 1
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(outcome_of, mutations))
    for mutation, outcome in zip(mutations, outcomes, strict=True):
        print(f"{'noticed' if not outcome else 'FAILED ':<8} {mutation.rule}")
        if outcome:
            print(f"         {mutation.path}: {outcome}")
    unnoticed = sum(map(bool, outcomes))
    print(f"{len(mutations) - unnoticed} of {len(mutations)} noticed", end=" ")
    print(f"in {time.monotonic() - started:.0f} s.")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
