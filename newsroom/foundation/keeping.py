"""What a view says of a page that may be kept whole and shown to every stranger: what it shows,
and until when that stays true by the clock. Who keeps pages asks `of`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

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


View = TypeVar("View")


@dataclass(frozen=True)
class Reads:
    """What a page reads of the query of its address; whatever else stands there changes nothing."""

    names: frozenset[str]
    moved_to: Callable[[str], str] | None = None
    """Where an address of this page leads that was something else's once, by its whole path with
    the query: such as /?p=12, from before the paper was brought here."""


def reads(*names: str, moved_to: Callable[[str], str] | None = None) -> Callable[[View], View]:
    """Decorate a view, or a class of views, with what its page reads. Of one that does not say it,
    pages are kept without a query alone."""

    def said(view: View) -> View:
        view.reads = Reads(frozenset(names), moved_to)  # type: ignore[attr-defined]
        return view

    return said


def reads_of(view: Any) -> Reads | None:
    found: Reads | None = getattr(view, "reads", None)
    return found


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
