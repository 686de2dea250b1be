"""What the undo of an account's removal brings back besides the comments that it decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comments.models import AccountRemoval, Case, Decision, Domain, LogEntry, Report, Sanction
from comments.moderation import domain_blocks, sanctions
from comments.moderation.domain_blocks import ListChange
from comments.moderation.turning import batches


@dataclass
class Undone:
    removal: AccountRemoval
    lifted: list[Sanction]
    cases: list[int]
    """Those that were opened again, of comments that the removal found removed already."""
    changes: list[ListChange]
    kept_domains: list[Domain]
    """Those that stay blocked, since somebody else wants them to be."""

    def write_to_log(self, comment_ids: list[int], *, by: Any, at: datetime) -> None:
        """Expects the transaction of the undo, as its last step."""
        for sanction in self.lifted:
            sanctions.write_to_log("sanction lifted", sanction, by=by, at=at)
        for change in self.changes:
            change.write_to_log(by, at)
        details = {
            "comments": comment_ids,
            "cases": len(self.cases),
            "still blocked": [entry.name for entry in self.kept_domains],
        }
        about = f"account {self.removal.person_id}"
        LogEntry.objects.write("account removal undone", by=by, at=at, about=about, details=details)


def comments_of(removal: AccountRemoval) -> set[int]:
    """The comments, by primary key, that had been removed before and whose cases were closed."""
    return {
        comment
        for batch in batches(removal.closed.get("cases", []))
        for comment in Case.objects.filter(pk__in=batch).values_list("comment_id", flat=True)
    }


def undo(removal: AccountRemoval, *, by: Any, at: datetime) -> Undone | None:
    """Lift the bans of this removal, let its further cases and reports wait again, and unblock its
    domains unless somebody else wants them blocked. None if it was undone already. Expects the
    transaction of the undo, in which the comments are locked, and that the log is written after."""
    standing = AccountRemoval.objects.not_undone().select_for_update(of=("self",))
    if not standing.filter(pk=removal.pk).first():
        return None
    removal.undone_at, removal.undone_by = at, by
    removal.save(update_fields=["undone_at", "undone_by"])
    cases = _reopen(removal, at)
    accounts = list(removal.accounts.select_related("sanction"))
    sanctions.lock_people([each.person_id for each in accounts])
    in_force = Sanction.objects.not_over(at).filter(pk__in=[each.sanction_id for each in accounts])
    lifted = list(in_force)
    Sanction.objects.filter(pk__in=[each.pk for each in lifted]).update(lifted_at=at, lifted_by=by)
    changes, kept = domain_blocks.unblock(removal)
    return Undone(removal, lifted, cases, changes, kept)


def _reopen(removal: AccountRemoval, at: datetime) -> list[int]:
    """But for comments on which somebody has decided since."""
    reopened: list[int] = []
    decided: set[int] = set()
    for batch in batches(removal.closed.get("cases", [])):
        rows = Case.objects.filter(pk__in=batch)
        since = Decision.objects.standing().filter(
            comment__in=rows.values("comment"), made_at__gt=removal.made_at
        )
        decided.update(since.values_list("comment_id", flat=True))
        again = list(rows.exclude(comment__in=decided).values_list("pk", flat=True))
        Case.objects.filter(pk__in=again).reopen(at)
        reopened += again
    for batch in batches(removal.closed.get("reports", [])):
        reports = Report.objects.filter(pk__in=batch).exclude(comment__in=decided)
        reports.update(upheld=None)
    return reopened
