"""What we write to readers when they cannot write as they are used to.

A letter is plain text in the small Markdown of comments. It says what has been done, why, what
becomes of what was written, and that the end is not known yet where it is not; where it is known,
the page says it beneath the letter, from the state of the switch and not from the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone

from articles.models import Article
from comments import markup
from comments.models import ClosingAge, CommentingHours, Mode, Scope, Suspension
from comments.notices import words

if TYPE_CHECKING:
    from comments.switch import Commenting


Cause = Suspension.Cause


@dataclass(frozen=True)
class Letter:
    """A title and a text, to be changed by a person before it is sent."""

    title: str
    body: str


@dataclass(frozen=True)
class Notice:
    """What the reader is told in place of the form, or of the whole conversation."""

    title: str
    body_html: str
    until: datetime | None
    until_words: str
    is_brief: bool
    """A line above the form rather than a letter in its place."""


def of(commenting: Commenting, article: Article) -> Notice | None:
    """What a reader of the article is told about commenting; nothing where it is open."""
    if commenting.rule is None:
        return None
    text = _letter_of(commenting)
    return Notice(
        text.title,
        _rendered(text.body),
        until=commenting.reopens_at,
        until_words=_until_words(commenting.mode, commenting.reopens_at, commenting.at),
        is_brief=commenting.premoderated,
    )


def of_suspension(suspension: Suspension, at: datetime) -> Notice:
    """The notice of one suspension alone, as its readers saw it at that moment."""
    text = _letter_of_suspension(suspension)
    mode, end = Mode(suspension.mode), suspension.ends_at
    return Notice(
        text.title,
        _rendered(text.body),
        until=end,
        until_words=_until_words(mode, end, at),
        is_brief=mode == Mode.PREMODERATED,
    )


def letter(scope: Scope, *, mode: str, cause: str, ends_at: datetime | None = None) -> Letter:
    """The default letter for a suspension; whoever throws the switch may write another."""
    where = words.Where.of(scope)
    if cause == Cause.IMPORT and mode == Mode.CLOSED:
        said = (words.WHY[Cause.IMPORT], words.STAYS_AFTER_IMPORT, words.THANKS[Cause.IMPORT])
        return Letter(str(words.CLOSED_BY_IMPORT), " ".join(map(str, said)))
    if mode == Mode.PREMODERATED:
        line = f"{words.WHY_READ_FIRST[Cause(cause)]} {where.read_first}"
        end = "" if ends_at else f" {words.END_OF_READING_UNKNOWN}"
        return Letter(where.title_read_first, f"{line} {words.AFTER_READING}{end}")
    why, thanks = str(words.WHY[Cause(cause)]), str(words.THANKS[Cause(cause)])
    why = why.format(where=where.inside)
    what = where.hidden if mode == Mode.HIDDEN else where.closed
    kept = where.put_away if mode == Mode.HIDDEN else where.stays
    paragraphs = ["Dear reader,", why, f"{what} {kept}"]
    paragraphs.append(thanks if ends_at else f"{words.END_UNKNOWN} {thanks}")
    title = where.title_hidden if mode == Mode.HIDDEN else where.title_closed
    return Letter(title, "\n\n".join(paragraphs))


def in_words(moment: datetime, at: datetime | None = None) -> str:
    """A time to come as a newspaper says it, in the paper's zone: the day of the week alone while
    that is enough, the year only when it is another one."""
    zone = timezone.get_default_timezone()
    local = moment.astimezone(zone)
    day = "l, j F Y"
    if at is not None:
        ahead = local.date() - at.astimezone(zone).date()
        if timedelta(0) <= ahead < timedelta(days=6):
            day = "l"
        elif local.year == at.astimezone(zone).year:
            day = "l, j F"
    clock = "0:00" if (local.hour, local.minute) == (0, 0) else dateformat.format(local, "P")
    return f"{dateformat.format(local, day)} at {clock}"


@lru_cache(maxsize=256)
def _rendered(body: str) -> str:
    return markup.render(body)


def _letter_of(commenting: Commenting) -> Letter:
    rule = commenting.rule
    if isinstance(rule, Suspension):
        return _letter_of_suspension(rule)
    if isinstance(rule, CommentingHours):
        return _letter_about_hours(rule, is_ever_open=commenting.reopens_at is not None)
    assert isinstance(rule, ClosingAge)
    return _letter_about_age(rule)


def _letter_of_suspension(suspension: Suspension) -> Letter:
    default = letter(
        suspension.reach,
        mode=suspension.mode,
        cause=suspension.cause,
        ends_at=suspension.ends_at,
    )
    return Letter(suspension.notice_title or default.title, suspension.notice_body or default.body)


def _until_words(mode: Mode, reopens_at: datetime | None, at: datetime | None) -> str:
    if reopens_at is None:
        return ""
    moment = in_words(reopens_at, at).removesuffix(".")
    if mode == Mode.PREMODERATED:
        return f"Until {moment}."
    return f"Commenting opens again on {moment}."


def _letter_about_hours(hours: CommentingHours, *, is_ever_open: bool) -> Letter:
    where = words.Where.of(hours.reach)
    if hours.mode == Mode.PREMODERATED:
        return Letter(
            where.title_read_first, f"At this hour {where.read_first} {words.AFTER_READING}"
        )
    if not is_ever_open:
        return Letter("There is no commenting here", f"{where.never_open} {where.stays}")
    return Letter(
        "Commenting is closed at this hour",
        f"{where.at_hours} Outside them nobody would be here to look after what is written. "
        f"{where.stays}",
    )


def _letter_about_age(age: ClosingAge) -> Letter:
    days = "one day" if age.days == 1 else f"{age.days} days"
    if age.days == 0:
        return Letter("There is no commenting here", words.Where.of(Scope()).stays)
    whose = f"in {age.section} " if age.section else ""
    return Letter(
        "This conversation has come to its end",
        f"Conversations {whose}stay open for {days} after publication. "
        "What has been written here stays and can be read. Thank you to all who took part.",
    )
