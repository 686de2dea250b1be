"""The tables that the drill prints."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from benchmarks.drill.fates import Fate, Shift
from benchmarks.drill.material import ABUSE, GOOD, SPAM
from benchmarks.drill.play import Drill

ABOUT_THE_AUTHOR = {"newcomer", "standing"}


def tell(drill: Drill, title: str) -> None:
    fates = [*drill.fates.values(), *drill.refused]
    print(f"\n== {title} ==\n")
    _seen(fates)
    _good(fates)
    _caught(fates)
    _missed(fates)
    _shift(drill.shift, drill)


def _seen(fates: list[Fate]) -> None:
    print(
        f"{'What readers could see (minutes)':<34}{'sent':>6}{'refused':>8}{'spam':>6}{'held':>6}"
        f"{'public':>7}{'seen':>6}{'median':>8}{'p95':>7}{'all':>8}{'left':>6}"
    )
    for kind in sorted({fate.draft.kind for fate in fates if fate.draft.is_bad}):
        _seen_row(kind, [fate for fate in fates if fate.draft.kind == kind])
    _seen_row("all abuse", [fate for fate in fates if fate.draft.truth == ABUSE])
    _seen_row("all of the campaign", [fate for fate in fates if fate.draft.truth == SPAM])


def _seen_row(name: str, fates: list[Fate]) -> None:
    first = Counter(fate.at_first for fate in fates)
    seen = [fate for fate in fates if fate.public.began]
    minutes = [fate.public.minutes for fate in seen]
    left = sum(fate.status == "published" for fate in fates)
    print(
        f"{name:<34}{len(fates):>6}{sum(bool(f.refused) for f in fates):>8}{first['spam']:>6}"
        f"{first['held']:>6}{first['published']:>7}{len(seen):>6}{_median(minutes):>8.1f}"
        f"{_p95(minutes):>7.1f}{sum(minutes):>8.0f}{left:>6}"
    )


def _good(fates: list[Fate]) -> None:
    print(
        f"\n{'Good comments (minutes)':<34}{'sent':>6}{'refused':>8}{'spam':>6}{'held':>6}"
        f"{'public':>7}{'lost':>6}{'median':>8}{'p95':>7}{'waiting':>8}"
    )
    good = [fate for fate in fates if fate.draft.truth == GOOD]
    for sort in ("trusted", "regular", "newcomer", "all"):
        chosen = [fate for fate in good if sort in (fate.writer.sort, "all")]
        first = Counter(fate.at_first for fate in chosen)
        waits = [fate.waiting.minutes for fate in chosen if fate.waiting.began]
        lost = sum(fate.status in ("spam", "rejected") for fate in chosen)
        print(
            f"{sort:<34}{len(chosen):>6}{sum(bool(f.refused) for f in chosen):>8}"
            f"{first['spam']:>6}{first['held']:>6}{first['published']:>7}{lost:>6}"
            f"{_median(waits):>8.1f}{_p95(waits):>7.1f}"
            f"{sum(fate.status == 'held' for fate in chosen):>8}"
        )
    refused = Counter(fate.refused for fate in good if fate.refused)
    print("refused for:", ", ".join(f"{why} {n}" for why, n in refused.most_common()) or "nothing")


def _caught(fates: list[Fate]) -> None:
    """A check may name a comment beside others; alone says how often no other did."""
    print(f"\n{'Which check named them':<34}{'abuse':>8}{'alone':>7}{'spam':>8}{'alone':>7}"
          f"{'good':>8}{'alone':>7}")  # fmt: skip
    named: Counter[tuple[str, str]] = Counter()
    alone: Counter[tuple[str, str]] = Counter()
    for fate in fates:
        if fate.refused:
            causes: tuple[str, ...] = (f"refused: {fate.refused}",)
        elif not fate.caught_by and fate.at_first == "held":
            causes = ("none: the breaker read first",)
        else:
            causes = fate.caught_by
        for cause in causes:
            named[cause, fate.draft.truth] += 1
            alone[cause, fate.draft.truth] += len(causes) == 1
    for name in sorted({name for name, _ in named}):
        row = (f"{named[name, t]:>8}{alone[name, t]:>7}" for t in (ABUSE, SPAM, GOOD))
        print(f"{name:<34}{''.join(row)}")


def _missed(fates: list[Fate]) -> None:
    print(f"\n{'What the checks had nothing on':<34}{'sent':>6}{'nothing':>8}{'only who':>9}"
          f"{'the text':>9}")  # fmt: skip
    for kind in sorted({fate.draft.kind for fate in fates if fate.draft.is_bad}):
        chosen = [fate for fate in fates if fate.draft.kind == kind and not fate.refused]
        texts = [set(fate.caught_by) - ABOUT_THE_AUTHOR for fate in chosen]
        nothing = sum(not fate.caught_by for fate in chosen)
        in_the_text = sum(map(bool, texts))
        print(
            f"{kind:<34}{len(chosen):>6}{nothing:>8}{len(chosen) - nothing - in_the_text:>9}"
            f"{in_the_text:>9}"
        )


def _shift(shift: Shift, drill: Drill) -> None:
    hours = shift.busy / timedelta(hours=1) or 1
    swept = f"{shift.swept} comments, {shift.swept_good} of them good"
    an_hour, with_sweeps = shift.decided / hours, (shift.decided + shift.swept) / hours
    print("\nTwo moderators")
    for name, number, more in (
        ("decisions one by one", shift.decided, f"{shift.wrong} of them wrong"),
        ("an hour and person", an_hour, f"{with_sweeps:.0f} with what was swept"),
        ("sweeps", shift.sweeps, swept),
        ("sanctions", shift.sanctions, ""),
        ("most cases open at once", shift.most_waiting, f"empty {_after(drill)}"),
        ("reports by readers", shift.reports, f"{shift.hidden_by_reports} comments hidden by them"),
        ("trips of the breaker", len(shift.trips), "; ".join(shift.trips)),
    ):
        print(f"  {name:<32}{number:>6.0f}   {more}".rstrip())


def _after(drill: Drill) -> str:
    if drill.shift.empty_at is None:
        return "never in the thirty minutes"
    return f"in minute {(drill.shift.empty_at - drill.begins) / timedelta(minutes=1):.1f}"


def _median(values: Iterable[float]) -> float:
    return statistics.median([*values] or [0.0])


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)] if values else 0.0
