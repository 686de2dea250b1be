"""What an import did, in the words of whoever ran it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newsroom.models import User

NOUNS = (
    "sections", "topics", "authors", "articles", "items", "attachments", "pictures", "readers",
    "comments", "closed threads",
)  # fmt: skip
# More names than this fill a screen without helping; --verbosity 2 names all.
NAMED = 8


@dataclass
class Summary:
    created: Counter[str] = field(default_factory=Counter)
    existing: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """How many of each noun did not come."""
    why_left_out: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How many of each kind did not come, by the headline of the article."""
    changed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """What came in another form, the same way."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """Comments by accounts of the other system that stand for nobody here, by login."""
    time_zone: str = ""
    """The other paper's, where the file says it."""
    marked: list[User] = field(default_factory=list)
    """Readers marked for the name of an author."""

    def count(self, noun: str, is_new: bool) -> None:
        (self.created if is_new else self.existing)[noun] += 1

    def leave_out(self, what: str, number: int = 1, noun: str = "", where: str = "") -> None:
        self.why_left_out[what][where] += number
        if noun:
            self.left_out[noun] += number

    def change(self, what: str, number: int = 1, where: str = "") -> None:
        self.changed[what][where] += number


def lines(summary: Summary, *, named: int = NAMED) -> Iterator[str]:
    """What is new, what was there already and what was left out, noun by noun; then why."""
    columns = {"new": summary.created, "there already": summary.existing}
    if summary.left_out:
        columns["left out"] = summary.left_out
    yield f"{'':<14}{''.join(f'{title:>16}' for title in columns)}"
    for noun in NOUNS:
        row = [each[noun] for each in columns.values()]
        if any(row):
            yield f"{noun:<14}{''.join(f'{number:>16,}' for number in row)}"
    yield from _section("Left out:", summary.why_left_out, named)
    yield from _section("In another form:", summary.changed, named)
    if summary.unmapped:
        yield "Accounts of the paper whose comments stay under the names they had; map them with"
        yield "--staff LOGIN=EMAIL:"
        for login, number in sorted(summary.unmapped.items()):
            yield f"{number:>10,}  {login}"


def _section(title: str, counts: Mapping[str, Counter[str]], named: int) -> Iterator[str]:
    if counts:
        yield title
    for what, numbers in sorted(counts.items()):
        yield f"{numbers.total():>10,}  {what}{_places(numbers, named)}"


def _places(numbers: Counter[str], named: int) -> str:
    places = [f"“{place}”" for place in numbers if place]
    if not places:
        return ""
    more = f" and {len(places) - named:,} more" if len(places) > named else ""
    return f": {', '.join(places[:named])}{more}"
