"""The state of the conversation, on one page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Section
from comments import statistics
from comments.desk import charts
from comments.desk.case import CHECK_LABELS
from comments.models import Comment, Decision, HouseRule
from comments.statistics import Report

PERIODS = {
    "24h": ("24 hours", timedelta(hours=24)),
    "7d": ("7 days", timedelta(days=7)),
    "30d": ("30 days", timedelta(days=30)),
}
SERIES = [
    (Comment.Status.PUBLISHED.value, "Published"),
    (Comment.Status.HELD.value, "Held"),
    (Comment.Status.REJECTED.value, "Rejected"),
    (Comment.Status.SPAM.value, "Spam"),
    (Comment.Status.DELETED.value, "Deleted by its author"),
]
MODERATORS_SHOWN = 30


@require_safe
def page(request: HttpRequest) -> TemplateResponse:
    asked = request.GET.get("period", "")
    name = asked if asked in PERIODS else "7d"
    label, length = PERIODS[name]
    at = timezone.now()
    told = statistics.report(at - length, at)
    context: dict[str, Any] = {
        "title": "The state of the conversation",
        "periods": [(key, words) for key, (words, _) in PERIODS.items()],
        "period": name,
        "label": label,
        "written": charts.columns(_steps(told, length, at), SERIES),
        "written_total": told.of("written").total(),
        "decided_total": told.of("decided").total(),
        "median": told.delay(0.5),
        "slowest": told.delay(0.9),
        "ages": _ages(at),
        "verbs": _labelled(told, "decided", dict(Decision.Verb.choices)),
        "rules": _named(told, "rule", HouseRule),
        "sections": _named(told, "section", Section),
        "reports": _labelled(
            told, "report", {"upheld": "Upheld", "dismissed": "Not upheld", "open": "Waiting"}
        ),
        "checks": _checks(told),
        "checks_note": _(
            "The number: comments in which the check found something in this time. Decided: those "
            "on which a person has decided in this time. Overruled: those of the decided ones that "
            "a person published all the same. Undecided: those that wait on the desk now."
        ),
    }
    if request.user.is_superuser:
        context["moderators"] = _moderators(told)
    return TemplateResponse(request, "comments/desk/statistics.html", context)


def _steps(told: Report, length: timedelta, at: datetime) -> list[tuple[str, str, Any]]:
    """Every hour, or every day, also those in which nothing was written."""
    by_day = length > timedelta(days=2)
    step = timedelta(days=1) if by_day else timedelta(hours=1)
    moment = told.since.replace(hour=0) if by_day else told.since
    steps: list[tuple[str, str, Any]] = []
    while moment <= at:
        local = timezone.localtime(moment)
        label = f"{local:%a} {local.day} {local:%b}" if by_day else f"{local:%a %H}:00"
        every = 1 if length <= timedelta(days=7) and by_day else 5 if by_day else 4
        mark = (f"{local.day} {local:%b}" if by_day else f"{local:%H}") if (
            len(steps) % every == 0
        ) else ""  # fmt: skip
        steps.append((label, mark, told.by_step.get(moment, {})))
        moment += step
    return steps


def _ages(at: datetime) -> list[charts.Bar]:
    return charts.bars([(label, n, "") for label, n in statistics.open_cases_by_age(at)])


def _labelled(told: Report, subject: str, labels: dict[str, str]) -> list[charts.Bar]:
    counts = told.of(subject)
    return charts.bars([(label, counts[key], "") for key, label in labels.items() if counts[key]])


def _named(told: Report, subject: str, model: Any) -> list[charts.Bar]:
    """By what the key stands for, the most frequent first."""
    counts = told.of(subject)
    names = {str(row.pk): str(row) for row in model.objects.filter(pk__in=list(counts))}
    return charts.bars(
        [(names.get(key, "no longer there"), n, "") for key, n in counts.most_common()]
    )


def _checks(told: Report) -> list[charts.Bar]:
    """What each check pointed at, what people have decided on it, and what waits for them."""
    caught, judged, overruled = told.of("caught"), told.of("judged"), told.of("overruled")
    undecided = statistics.undecided_by_check()
    names = [name for name, _number in caught.most_common()]
    names += [name for name in CHECK_LABELS if name not in caught and judged[name]]
    return charts.bars(
        [
            (
                CHECK_LABELS.get(name, name),
                caught[name],
                _precision(judged[name], overruled[name], undecided[name]),
            )
            for name in names
        ]
    )


def _precision(decided: int, overruled: int, undecided: int) -> str:
    """What a person needs to know of a check whose findings are right or wrong."""
    waiting = _("undecided %(number)s") % {"number": f"{undecided:,}"}
    if not decided:
        return _("none decided, %(undecided)s") % {"undecided": waiting}
    return _("decided %(decided)s, overruled %(overruled)s (%(percent)s %%), %(undecided)s") % {
        "decided": f"{decided:,}",
        "overruled": f"{overruled:,}",
        "percent": overruled * 100 // decided,
        "undecided": waiting,
    }


def _moderators(told: Report) -> list[charts.Bar]:
    counts = told.of("moderator")
    names = get_user_model().objects.in_bulk([int(pk) for pk in counts])
    most = counts.most_common(MODERATORS_SHOWN)
    return charts.bars([(str(names.get(int(pk), "no longer there")), n, "") for pk, n in most])
