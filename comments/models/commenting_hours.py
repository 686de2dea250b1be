from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from comments.models.scope import Mode, Scoped, ScopedQuerySet

# Two weeks and some: the week of a clock change may lack the one gap of a timetable.
LOOKS_AHEAD_DAYS = 16


class CommentingHoursQuerySet(ScopedQuerySet):
    def in_use(self) -> Self:
        return self.filter(is_active=True)

    def of_the_site(self) -> Self:
        return self.in_use().filter(scope=Scoped.Kind.SITE)


class CommentingHours(Scoped):
    """A weekly timetable of a scope, in the paper's time zone, outside which its mode is closed
    or premoderated. One without opening times is never open."""

    MODES = [(mode.value, mode.label) for mode in (Mode.CLOSED, Mode.PREMODERATED)]

    mode = models.CharField(
        "outside these hours", max_length=12, choices=MODES, default=Mode.CLOSED
    )
    is_active = models.BooleanField("in use", default=True)

    objects: ClassVar[CommentingHoursQuerySet] = CommentingHoursQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Scoped.Meta):
        verbose_name = "commenting hours"
        verbose_name_plural = "commenting hours"

    def __str__(self) -> str:
        return f"Commenting hours of {self.reach}"

    def in_force(self, at: datetime) -> bool:
        return not any(begin <= at < end for begin, end in self._open_periods(at, days=1))

    def turns(self, after: datetime) -> datetime | None:
        """The next moment at which this begins or ceases to hold, if there is one."""
        if self.in_force(after):
            begins = (begin for begin, _ in self._open_periods(after, days=LOOKS_AHEAD_DAYS))
            return next((begin for begin in begins if begin > after), None)
        end = after
        for begin, until in self._open_periods(after, days=LOOKS_AHEAD_DAYS):
            if begin > end:
                break
            end = max(end, until)
        return end if end < after + timedelta(days=LOOKS_AHEAD_DAYS - 1) else None

    def _open_periods(self, around: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Open periods by their beginning, from those of the day before `around` on: one that
        runs over midnight may still last."""
        today = timezone.localdate(around, timezone.get_default_timezone())
        opening_times = list(self.opening_times.all())
        for day in (today + timedelta(days=n) for n in range(-1, days)):
            periods = (each.on(day) for each in opening_times if each.weekday == day.weekday())
            yield from sorted(period for period in periods if period[0] < period[1])


class OpeningTime(models.Model):
    """A period of the week in which commenting is open; it may run over midnight."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    hours = models.ForeignKey(
        CommentingHours, on_delete=models.CASCADE, related_name="opening_times"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField(
        help_text="Not later than the opening: on the day after. Both 00:00: the whole day."
    )

    class Meta:
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} to {self.closes:%H:%M}"

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end on that day, as instants."""
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return _instant(day, self.opens), _instant(last, self.closes)


def _instant(day: date, clock: time) -> datetime:
    """When the paper's clocks first show that time or a later one: a time that they skip in
    spring is the moment of the skip, of one that they repeat in autumn it is the first."""
    zone = timezone.get_default_timezone()
    wall = datetime.combine(day, clock, zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    before, after = wall.replace(fold=1).astimezone(UTC), instant
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall.replace(tzinfo=None):
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
