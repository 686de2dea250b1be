"""Pages of a list by the place where the last one ended, never by counting rows.

The cost of a page does not depend on how far back it lies, and a page does not shift when
something new arrives above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next: str = ""
    """The cursor of what follows in the list's order; empty where nothing does."""
    previous: str = ""


def page(
    rows: QuerySet[Row], *, size: int, time: str = "", descending: bool = True, cursor: str = ""
) -> Page[Row]:
    """One page of `rows`, ordered by the field `time` (if named) and the primary key. A cursor
    that is not ours, or of another list, gives the first page."""
    backwards, edge = _read(cursor, with_time=bool(time))
    down = descending != backwards
    sign = "-" if down else ""
    ordered = rows.order_by(*([f"{sign}{time}"] if time else []), f"{sign}pk")
    if edge:
        ordered = ordered.filter(_beyond(edge, time, "lt" if down else "gt"))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_next, has_previous = (bool(edge), more) if backwards else (more, bool(edge))
    return Page(
        found,
        next=_written("a", found[-1], time) if has_next else "",
        previous=_written("b", found[0], time) if has_previous else "",
    )


def starting_at(row: Model, *, time: str = "", descending: bool = True) -> str:
    """The cursor of the page whose first row is `row`."""
    moment, pk = _key(row, time)
    return _cursor("a", moment, pk + 1 if descending else pk - 1)


def _beyond(edge: tuple[datetime | None, int], time: str, than: str) -> Q:
    moment, pk = edge
    if not time:
        return Q(**{f"pk__{than}": pk})
    # The first condition follows from the second; it is what an index can begin with.
    return Q(**{f"{time}__{than}e": moment}) & (
        Q(**{f"{time}__{than}": moment}) | Q(**{f"pk__{than}": pk})
    )


def _key(row: Model, time: str) -> tuple[datetime | None, int]:
    moment: Any = getattr(row, time) if time else None
    return moment, row.pk


def _written(direction: str, row: Model, time: str) -> str:
    return _cursor(direction, *_key(row, time))


def _cursor(direction: str, moment: datetime | None, pk: int) -> str:
    microseconds = [str((moment - _EPOCH) // timedelta(microseconds=1))] if moment else []
    return ".".join([direction, *microseconds, str(pk)])


def _read(cursor: str, *, with_time: bool) -> tuple[bool, tuple[datetime | None, int] | None]:
    direction, *numbers = cursor.split(".")
    if direction not in ("a", "b") or len(numbers) != 1 + with_time:
        return False, None
    try:
        *microseconds, pk = (int(number) for number in numbers)
        moments = [_EPOCH + timedelta(microseconds=each) for each in microseconds]
    except (ValueError, OverflowError):
        return False, None
    if not 0 <= pk < 2**63:
        return False, None
    return direction == "b", (moments[0] if moments else None, pk)
