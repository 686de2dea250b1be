"""Where Varnish is missing, or its modules are, the tests that need it say so and are skipped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.machines import ROOT, what_is_missing

pytestmark = pytest.mark.deploy

NEEDS_MODULES = "needs the Varnish module directors, the Varnish module std, "


@pytest.fixture
def without_modules(tmp_path: Path) -> Path:
    """A folder with a `varnishd` that is the real one, and finds no module."""
    if not (real := shutil.which("varnishd")):
        pytest.skip("needs varnishd")
    (tmp_path / "none").mkdir()
    varnishd = tmp_path / "varnishd"
    varnishd.write_text(f'#!/bin/sh\nexec {real} -p vmod_path={tmp_path}/none "$@"\n')
    varnishd.chmod(0o755)
    return tmp_path


def outcomes(first_in_path: Path, **environment: str) -> tuple[dict[str, int], str]:
    """How many tests of Varnish by itself ended how, and what was said of them."""
    path = f"{first_in_path}{os.pathsep}{os.environ['PATH']}"
    whole = {**os.environ, "PATH": path, "DATA_DIR": str(first_in_path / "data"), **environment}
    command = [sys.executable, "-m", "pytest", "-q", "tests/deploy/test_varnish_by_itself.py"]
    done = subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True, check=False)
    closing = done.stdout.strip().splitlines()[-1]
    return {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", closing)}, done.stdout


def test_without_its_modules_the_tests_of_varnish_are_skipped_and_say_why(without_modules):
    counted, said = outcomes(without_modules, CI="")
    assert not {"failed", "error", "errors"} & counted.keys()
    assert counted["skipped"] > 20
    assert NEEDS_MODULES in said


def test_where_ci_decides_they_fail(without_modules):
    counted, said = outcomes(without_modules, CI="true")
    assert "skipped" not in counted
    assert counted["errors"] > 20
    assert NEEDS_MODULES in said


def test_a_program_that_is_not_there_is_named():
    assert what_is_missing("no-such-server") == ["no-such-server"]
