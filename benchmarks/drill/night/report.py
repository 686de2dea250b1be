"""The tables of the night."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby

from benchmarks.drill.fates import Fate
from benchmarks.drill.night.material import COUNTS
from benchmarks.drill.night.moderating import Served
from benchmarks.drill.night.play import Night
from comments.models import Comment, Trip

ABOUT_THE_AUTHOR = {"newcomer", "standing"}
SERVED_FIRST = 60


def report(night: Night, title: str) -> None:
    fates = [*night.fates.values(), *night.refused]
    print(f"\n== {title} ==\n")
    _abuse(night, fates)
    _good(fates)
    _breaker(night)
    _moderator(night)
    _spammers(night, fates)


def summary(night: Night) -> str:
    """One line, to compare seeds."""
    bad = [fate for fate in night.fates.values() if fate.draft.is_bad]
    good = [fate for fate in night.fates.values() if not fate.draft.is_bad]
    burning = [fate for fate in bad if fate.article == night.burning.pk]
    inputs, spammers = night.moderator.inputs, night.moderator.spammers
    return (
        f"bad stored {len(bad)} (burning article {len(burning)}), "
        f"visible before anybody acted {_visible_before(night, bad)}, "
        f"in view {sum(fate.public.minutes for fate in bad):,.0f} min; "
        f"good that waited {sum(fate.waiting.began for fate in good)} "
        f"({_median([f.waiting.minutes for f in good if f.waiting.began]):.0f} min); "
        f"she came in minute {_minute(night, night.moderator.came_at)}; "
        f"breaker: {'; '.join(_trips(night)) or 'never'}; "
        f"spammers' comments still seen {sum(_left_of_spammers(night))}; "
        f"inputs: campaign {inputs['the campaign']}, other spam {inputs['other spam']}, "
        f"clearing the article {inputs['clearing the article']}, all {sum(inputs.values())}, "
        f"a spammer {_median([float(cost.inputs) for cost in spammers]):.0f}"
    )


def _abuse(night: Night, fates: list[Fate]) -> None:
    print(
        f"{'What readers could see (minutes)':<34}{'sent':>6}{'refused':>8}{'spam':>6}{'held':>6}"
        f"{'public':>7}{'seen':>6}{'before':>7}{'median':>8}{'p95':>7}{'all':>8}{'left':>6}"
    )
    bad = [fate for fate in fates if fate.draft.is_bad]
    rows = {kind: [fate for fate in bad if fate.draft.kind == kind] for kind in COUNTS}
    rows["all"] = bad
    rows["all under the article that burns"] = [f for f in bad if f.article == night.burning.pk]
    for name, chosen in rows.items():
        if not chosen:
            continue
        first = Counter(fate.at_first for fate in chosen)
        minutes = [fate.public.minutes for fate in chosen if fate.public.began]
        left = sum(fate.status == "published" for fate in chosen)
        print(
            f"{name:<34}{len(chosen):>6}{sum(bool(f.refused) for f in chosen):>8}"
            f"{first['spam']:>6}{first['held']:>6}{first['published']:>7}{len(minutes):>6}"
            f"{_visible_before(night, chosen):>7}{_median(minutes):>8.1f}{_p95(minutes):>7.1f}"
            f"{sum(minutes):>8.0f}{left:>6}"
        )
    print("before: visible when she first acted")


def _good(fates: list[Fate]) -> None:
    good = [fate for fate in fates if not fate.draft.is_bad]
    by_cause: dict[str, list[Fate]] = {}
    for fate in good:
        if not fate.refused and fate.at_first != Comment.Status.PUBLISHED:
            by_cause.setdefault(_cause(fate), []).append(fate)
    print(
        f"\n{'Good comments (minutes)':<34}{'number':>7}{'median':>8}{'p95':>7}{'all':>8}"
        f"{'waiting':>8}{'lost':>6}"
    )
    print(f"{'sent':<34}{len(good):>7}")
    print(f"{'published at once':<34}{sum(fate.at_first == 'published' for fate in good):>7}")
    refused = Counter(fate.refused for fate in good if fate.refused)
    for why, number in refused.most_common():
        print(f"{f'refused: {why}':<34}{number:>7}")
    for cause, chosen in sorted(by_cause.items()):
        waits = [fate.waiting.minutes for fate in chosen]
        still = sum(fate.status == "held" for fate in chosen)
        lost = sum(fate.status in ("spam", "rejected") for fate in chosen)
        print(
            f"{cause:<34}{len(chosen):>7}{_median(waits):>8.1f}{_p95(waits):>7.1f}"
            f"{sum(waits):>8.0f}{still:>8}{lost:>6}"
        )


def _cause(fate: Fate) -> str:
    kind = "spam" if fate.at_first == "spam" else "held"
    if not fate.caught_by:
        return "held: premoderation by the breaker"
    names = set(fate.caught_by)
    if names <= ABOUT_THE_AUTHOR:
        return f"{kind}: its author alone"
    return f"{kind}: {', '.join(sorted(names - ABOUT_THE_AUTHOR))}"


def _breaker(night: Night) -> None:
    here = [fate for fate in night.fates.values() if fate.article == night.burning.pk]
    bad = sum(fate.draft.is_bad for fate in here)
    tripped = Trip.objects.filter(thread__article=night.burning).exists()
    print(f"\nThe article that burns: {len(here)} comments stored, {bad} of them bad; "
          f"the breaker {'tripped there' if tripped else 'never tripped there'}.")  # fmt: skip
    for line in _trips(night):
        print(f"  {line}")


def _trips(night: Night) -> list[str]:
    return [
        f"minute {_minute(night, trip.tripped_at)}: {_where(night, trip)}, "
        f"{trip.measured} of {trip.out_of}"
        for trip in Trip.objects.select_related("thread").order_by("pk")
    ]


def _where(night: Night, trip: Trip) -> str:
    if trip.thread is None:
        return "the whole site"
    burns = trip.thread.article_id == night.burning.pk
    return "the article that burns" if burns else "another article"


def _moderator(night: Night) -> None:
    desk = night.moderator
    print(f"\nThe moderator came in minute {_minute(night, desk.came_at)}; "
          f"the queue was empty in minute {_minute(night, desk.empty_at)}.")  # fmt: skip
    first = desk.served[:SERVED_FIRST]
    runs = [f"{len([*run])} {what}" for what, run in groupby(first, _in_words)]
    print(f"  the first {len(first)} cases served: {', '.join(runs)}")
    legal = next((each for each in desk.served if each.kind == "legal"), None)
    place = desk.served.index(legal) + 1 if legal else 0
    print(f"  the legal notice was case {place or 'none'}"
          + (f", served in minute {_minute(night, legal.at)}" if legal else ""))  # fmt: skip
    unseen = sum(each.visible_waiting > 0 for each in desk.served if not each.is_visible)
    print(f"  cases that nobody could see, served while one that readers saw waited: {unseen}")
    print(f"  decided: {', '.join(f'{what} {n}' for what, n in desk.decided.items())}")
    print(f"  reports {night.shift.reports}, comments hidden by them "
          f"{night.shift.hidden_by_reports}, sanctions {night.shift.sanctions}")  # fmt: skip
    inputs = ", ".join(f"{what} {number}" for what, number in desk.inputs.most_common())
    print(f"  inputs {sum(desk.inputs.values())}: {inputs}")
    costs = [cost.inputs for cost in desk.spammers]
    print(f"  spammers dealt with: {len(costs)}, inputs for each: {costs or 'none'}")


def _spammers(night: Night, fates: list[Fate]) -> None:
    """What readers still see of these accounts, and what went by mistake."""
    tonight, earlier = _left_of_spammers(night)
    print(f"  spammers' comments still seen: {tonight} of this night, {earlier} of earlier days")
    good = [fate for fate in fates if not fate.draft.is_bad]
    removed = sum(fate.status in ("spam", "rejected") for fate in good)
    print(f"  good comments removed: {removed}")


def _left_of_spammers(night: Night) -> tuple[int, int]:
    """Of this night, and of earlier days."""
    seen = Comment.objects.published().filter(author__in=night.crowd.spammers())
    tonight = seen.filter(pk__in=night.fates).count()
    return tonight, seen.count() - tonight


def _in_words(served: Served) -> str:
    seen = "visible" if served.is_visible else "unseen"
    return f"{served.kind} {seen}{' of yesterday' if served.is_backlog else ''}"


def _visible_before(night: Night, fates: list[Fate]) -> int:
    seen = [night.fates[pk] for pk in night.visible_at_first_act]
    return sum(any(fate is each for each in seen) for fate in fates)


def _minute(night: Night, at: datetime | None) -> str:
    return "never" if at is None else f"{(at - night.begins) / timedelta(minutes=1):.1f}"


def _median(values: list[float]) -> float:
    return statistics.median(values or [0.0])


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)] if values else 0.0
