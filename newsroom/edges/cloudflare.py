"""Cloudflare: `cloudflare://TOKEN@ZONE`. The token needs the permission "Cache Purge" of the
zone."""

from __future__ import annotations

import json
from http.client import HTTPException

from newsroom.foundation import targets

API = "https://api.cloudflare.com/client/v4"
KEYS_AT_MOST = 100
# How many requests a second are allowed depends on the plan; a refusal is waited out.
PAUSE_SECONDS = 1.0
# No page of ours is longer on its way.
AGAIN_AFTER_SECONDS = 5
TIMEOUT_SECONDS = 5


def purge(place: str, secret: str, keys: list[str]) -> None:
    """Raises OSError, HTTPException or ValueError."""
    answer = targets.post(
        f"{API}/zones/{place}/purge_cache",
        json.dumps({"tags": keys}).encode(),
        {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "User-Agent": "Newsroom",
        },
        timeout_seconds=TIMEOUT_SECONDS,
    )
    if answer.status != 200 or json.loads(answer.body).get("success") is not True:
        raise HTTPException(f"status {answer.status}")
