"""What a view says of a page that may be kept whole and shown to every stranger: what it shows,
and until when that stays true by the clock. Who keeps pages asks `of`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse


@dataclass(frozen=True)
class Shown:
    threads: Mapping[int, int] = field(default_factory=dict)
    """The threads of which something is shown: by the article's primary key the version, read no
    later than what is shown of them; 0 for a conversation that has not begun."""
    any_thread: bool = False
    """Whether a change in any conversation of the paper may show."""
    until: datetime | None = None
    """When it changes by the clock, beyond what the edition knows of."""


def keep(response: HttpResponse) -> None:
    """Say that a stranger's copy of this page is every stranger's."""
    response.shown = Shown()  # type: ignore[attr-defined]


def shows(
    response: HttpResponse,
    *,
    threads: Mapping[int, int] | None = None,
    any_thread: bool = False,
    until: datetime | None = None,
) -> None:
    """Say what is composed into the page, if it is one to be kept."""
    before = of(response)
    if before is None:
        return
    ends = [end for end in (before.until, until) if end is not None]
    response.shown = Shown(  # type: ignore[attr-defined]
        threads={**before.threads, **(threads or {})},
        any_thread=before.any_thread or any_thread,
        until=min(ends, default=None),
    )


def of(response: HttpResponse) -> Shown | None:
    """What the page shows; none if it is not to be kept."""
    shown: Shown | None = getattr(response, "shown", None)
    return shown
