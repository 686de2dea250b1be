"""Fastly: `fastly://TOKEN@SERVICE`. The token needs the scope `purge_select`."""

from __future__ import annotations

import json
from http.client import HTTPException

from newsroom.foundation import targets

API = "https://api.fastly.com"
KEYS_AT_MOST = 256
# Purges by key are counted by the hour, 100,000 of them, and each of a batch counts.
PAUSE_SECONDS = 0.5
# No page of ours is longer on its way.
AGAIN_AFTER_SECONDS = 5
TIMEOUT_SECONDS = 5


def purge(place: str, secret: str, keys: list[str]) -> None:
    """Raises OSError, HTTPException or ValueError."""
    answer = targets.post(
        f"{API}/service/{place}/purge",
        json.dumps({"surrogate_keys": keys}).encode(),
        {
            "Fastly-Key": secret,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "Newsroom",
        },
        timeout_seconds=TIMEOUT_SECONDS,
    )
    if answer.status != 200:
        raise HTTPException(f"status {answer.status}")
