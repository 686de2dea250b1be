"""What the causes of a case are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comments.models import Report
from comments.screening.pipeline import CHECKS

BY_A_MODERATOR = "moderator"

CHECK_LABELS = {check.name: check.label for check in CHECKS}
CAUSE_LABELS = {
    **CHECK_LABELS,
    **dict(Report.Reason.choices),
    "premoderation": "Read first, by the switch",
    "legal": "Legal notice",
    BY_A_MODERATOR: _("By a moderator"),
}


def cause_label(name: str) -> str:
    return str(CAUSE_LABELS.get(name, name))
