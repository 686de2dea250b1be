"""`paper.env` in DATA_DIR: what `open_paper` has written of this installation for the settings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

NAME = "paper.env"


def real_environment(data_dir: Path, names: Iterable[str]) -> dict[str, str]:
    """Those of these variables that are set otherwise than by the file."""
    path = data_dir / NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {
        name: os.environ[name]
        for name in names
        if os.environ.get(name) and f"{name}={os.environ[name]}" not in lines
    }


def write_paper_env(data_dir: Path, values: Mapping[str, str]) -> Path:
    """Set these variables in the file, and leave its other lines as they are. Whole or not at
    all: it is written under another name first. Raises OSError."""
    path = data_dir / NAME
    data_dir.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    set_anew = re.compile(rf"\s*(export\s+)?({'|'.join(map(re.escape, values))})\s*=")
    lines = [line for line in before if not set_anew.match(line)]
    lines += [f"{name}={value}" for name, value in values.items()]
    fresh = path.with_name(f"{NAME}.new")
    fresh.unlink(missing_ok=True)
    # Somebody may add a password to it later.
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(path)
    return path
