"""The options of the server, as the site starts it."""

from __future__ import annotations

from typing import Any

from newsroom.management.commands.serve import Command


def done(port: Any) -> list[str]:
    return Command()._server_options("127.0.0.1", str(port))
