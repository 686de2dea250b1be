"""What people may set about the breaker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from comments.models import Limit, Mode
from comments.screening.limits import limit, settable

NAME = "breaker"


@dataclass(frozen=True)
class BreakerLimits:
    window_minutes: int = limit(10, "Minutes that are looked back on", least=1, most=120)
    thread_troubled: int = limit(
        10,
        "Troubled comments in one conversation",
        help_text="Spam, removed, held for what they say, or reported.",
        least=1,
    )
    # Where the trial of a bad night was measured, the checks and the readers noticed three of five
    # abusive comments: a good third noticed is more than half of them bad.
    thread_percent: int = limit(
        35,
        "…and their share of its comments that say something (per cent)",
        help_text="Not counted are comments that wait only for their author or for the switch.",
        least=1,
        most=100,
    )
    site_troubled: int = limit(60, "Troubled comments on the whole site", least=1)
    site_percent: int = limit(
        35, "…and their share of all comments that say something (per cent)", least=1, most=100
    )
    accounts: int = limit(
        3,
        "From at least so many accounts",
        help_text="Against one troll a sanction helps, and no single account can silence others.",
        least=1,
    )
    reports: int = limit(
        2,
        "Reports that make a comment count",
        help_text="From so many readers, so that no single one can trip the breaker.",
        least=1,
    )
    lasts_minutes: int = limit(60, "Minutes for which it holds", least=5, most=7 * 24 * 60)
    cool_off_minutes: int = limit(
        60,
        "Minutes after a lift in which it takes twice as much",
        help_text="What came before the lift counts no more.",
        least=0,
    )
    may_close: bool = limit(
        False,
        "Close instead",
        help_text="Nobody can write then; otherwise comments are read before they appear. It "
        "closes only while an alert channel would hear of it.",
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)

    @property
    def mode(self) -> Mode:
        return Mode.CLOSED if self.may_close else Mode.PREMODERATED


def current() -> BreakerLimits | None:
    """What people have set; none if they turned the breaker off."""
    row = Limit.objects.filter(pk=NAME).first()
    if row is None:
        return BreakerLimits()
    known = {each.name for each in settable(BreakerLimits)} & row.settings.keys()
    return BreakerLimits(**{name: row.settings[name] for name in known}) if row.is_on else None
