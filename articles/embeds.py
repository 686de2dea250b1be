"""What another site shows, as a body holds it: a link in a frame, `<figure class="embed">`."""

from __future__ import annotations

from typing import Any

CLASS = "embed"


def allow(config: Any, shared: dict[str, Any]) -> None:
    """Let the frame of an embed through. For DJANGO_PROSE_EDITOR_EXTENSIONS."""
    shared["tags"].add("figure")
    shared["attributes"].setdefault("figure", set()).add("class")
