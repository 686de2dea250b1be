from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from comments.models.scope import Mode, Scoped, ScopedQuerySet


class CommentingHours(Scoped):
    """A weekly timetable of a scope, in the paper's time zone, outside which its mode is closed
    or premoderated. One without opening times is never open."""

    MODES = [(mode.value, mode.label) for mode in (Mode.CLOSED, Mode.PREMODERATED)]

    mode = models.CharField(
        "outside these hours", max_length=12, choices=MODES, default=Mode.CLOSED
    )
    is_active = models.BooleanField("in use", default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Scoped.Meta):
        verbose_name = "commenting hours"
        verbose_name_plural = "commenting hours"

    def __str__(self) -> str:
        return f"Commenting hours of {self.reach}"

    def in_force(self, at: datetime) -> bool:
        return not any(begin <= at < end for begin, end in self._periods(at))

    def edges(self, after: datetime) -> Iterator[datetime]:
        for period in self._periods(after):
            yield from (edge for edge in period if edge > after)

    def _periods(self, around: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open periods from the day before `around` to a week and a day after it."""
        today = timezone.localdate(around)
        for day in (today + timedelta(days=n) for n in range(-1, 9)):
            for opening in self.opening_times.all():
                if opening.weekday == day.weekday():
                    yield opening.on(day)


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
        """Begin and end on that day, as instants. A wall time that the clocks skip in spring is
        taken as the moment of the skip's end would be; of one they repeat in autumn, the first."""
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return _instant(day, self.opens), _instant(last, self.closes)


def _instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, timezone.get_default_timezone()).astimezone(UTC)
