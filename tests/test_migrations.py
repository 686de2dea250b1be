"""The way up is the way down."""

import os
import subprocess
import sys

import pytest


def manage(*arguments: str, data_dir: str) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": data_dir,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("app", ["comments", "articles"])
def test_an_apps_migrations_go_back_to_zero_and_up_again(app, tmp_path):
    manage("migrate", "-v0", data_dir=str(tmp_path))
    manage("migrate", app, "zero", "-v0", data_dir=str(tmp_path))
    manage("migrate", "-v0", data_dir=str(tmp_path))
