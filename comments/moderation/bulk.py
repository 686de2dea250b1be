"""Many open cases at once: those that match a filter, as they stood when somebody counted them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comments.models import Case
from comments.moderation.filters import Filters

# At most so many in one act. An act locks its conversations, and on SQLite every writer, until it
# is done: 1,000 rejections with their statements take about a quarter of a second of work, 10,000
# more than two.
MOST = 1_000
# Beyond this the list says "more than".
COUNTED = 10_000


@dataclass(frozen=True)
class Matching:
    """The open cases that match a filter when a moderator looks."""

    count: int
    newest_case: int
    """The case opened last by then: what opens later was not counted."""

    @property
    def is_cut(self) -> bool:
        return self.count > COUNTED

    @property
    def in_one_act(self) -> int:
        return min(self.count, MOST)


def count_matching(filters: Filters, moderator: Any) -> Matching:
    """Count the cases that match, up to one more than COUNTED."""
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Matching(filters.cases(moderator).in_order()[: COUNTED + 1].count(), newest or 0)


def select_matching(filters: Filters, newest_case: int, moderator: Any) -> dict[int, str]:
    """The comments of the most pressing cases that match, and their statuses: only cases that were
    there when they were counted, and at most MOST."""
    cases = filters.cases(moderator).filter(pk__lte=newest_case).in_order()
    return dict(cases.values_list("comment", "comment__status")[:MOST])
