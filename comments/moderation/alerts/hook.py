"""A message to an incoming hook."""

from __future__ import annotations

import json
from typing import Any

from newsroom.foundation import targets

TIMEOUT_SECONDS = 5


def post(url: str, message: dict[str, Any]) -> int:
    """The status of the answer; a redirect is not followed. Raises OSError or HTTPException."""
    headers = {"Content-Type": "application/json", "User-Agent": "Newsroom alerts"}
    body = json.dumps(message).encode()
    return targets.post(url, body, headers, timeout_seconds=TIMEOUT_SECONDS).status
