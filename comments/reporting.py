"""What readers, and whoever sees the law broken, tell moderators about a comment. Each word of it
opens a case or joins the one that is open; enough of it takes a comment out of sight until a
person has looked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction

from comments import standing, switch
from comments.models import Case, Comment, Decision, LegalNotice, Limit, Report, Thread
from comments.notices import mail
from comments.screening.limits import limit, settable

LIMITS = "reports"
LEGAL_SEVERITY = 5
SEVERITIES = {
    Report.Reason.ILLEGAL: 5,
    Report.Reason.HATE: 4,
    Report.Reason.PRIVATE: 4,
    Report.Reason.ATTACK: 3,
    Report.Reason.SPAM: 2,
    Report.Reason.FALSE: 2,
    Report.Reason.OFF_TOPIC: 1,
    Report.Reason.NAME: 2,
}
# Nobody reports more than this by hand, and an office of lawyers has one address.
NOTICES_AN_HOUR = 5
# The weights of reports are added up no further than this: more says nothing more.
COUNTED = 200


@dataclass(frozen=True)
class ReportLimits:
    """When reports alone take a comment out of sight."""

    threshold: float = limit(
        5.0,
        "Reports that hide a comment",
        help_text="Weighed by their reporters’ records: a report counts 1, of a new account "
        "one half, of somebody who is mostly right up to 2. The comment of a trusted author, and "
        "one that a moderator has approved, stays. 0: never.",
        least=0,
    )
    new_for_days: int = limit(
        3, "Days for which an account is new", help_text="Its reports count one half.", least=0
    )


def report(comment: Comment, *, by: Any, reason: str, text: str, at: datetime) -> Report | None:
    """A reader's word that a comment breaks the rules: wherever it can be read, also where
    nobody may write; none where it cannot. Opens its own transaction."""
    with transaction.atomic():
        comment = _taken(comment)
        if not (comment.is_published and switch.state(comment.thread.article, at).readable):
            return None
        if earlier := Report.objects.of(comment, by):
            return earlier
        filed = Report.objects.file(comment, by, reason=reason, text=text, at=at)
        is_pressing = _is_pressing(comment, at)
        severity = SEVERITIES[Report.Reason(reason)] + is_pressing
        Case.objects.open_for(comment, Case.Kind.REPORTED, [reason], at=at, severity=severity)
        if is_pressing and not _stays(comment, at):
            comment.status = Comment.Status.HELD
            comment.count(-1)
            comment.save(update_fields=["status"])
            Case.objects.filter(comment=comment).follow_comments(at)
        return filed


def file_legal_notice(
    comment: Comment, *, name: str, email: str, text: str, at: datetime
) -> LegalNotice | None:
    """Anybody's notice that a comment is against the law; none where it is not to be seen any
    more. Opens its own transaction."""
    with transaction.atomic():
        comment = _taken(comment)
        if not comment.is_published:
            return None
        notice = LegalNotice.objects.create(
            comment=comment, name=name, email=email, text=text, made_at=at
        )
        Case.objects.open_for(comment, Case.Kind.LEGAL, ["legal"], at=at, severity=LEGAL_SEVERITY)
        mail.send_receipt(notice)
    return notice


def may_file(address: str) -> bool:
    """Count a legal notice from this address; false for the sixth within an hour."""
    key = f"legal-notices:{_network(address)}"
    cache.add(key, 0, timeout=int(timedelta(hours=1).total_seconds()))
    try:
        return cache.incr(key) <= NOTICES_AN_HOUR
    except ValueError:  # it ran out between the two
        return True


def weight(upheld: int, settled: int, *, is_new: bool) -> float:
    """What a report counts, from 0.2 to 2: by how many of the reporter's settled reports were
    upheld. Of somebody without a record it is 1, of a new account never more than one half."""
    share = (upheld + 1) / (settled + 2)
    earned = 0.2 + 1.6 * share if share <= 0.5 else 2 * share
    return min(earned, 0.5) if is_new else earned


def _is_pressing(comment: Comment, at: datetime) -> bool:
    """Whether the reports that nobody has settled yet pass the threshold together."""
    limits = _limits()
    if limits is None or not limits.threshold:
        return False
    waiting = Report.objects.waiting(comment).select_related("reporter")[:COUNTED]
    reporters = [each.reporter for each in waiting]
    records = Report.objects.records_of(reporters)
    new_since = at - timedelta(days=limits.new_for_days)
    heard = sum(
        weight(*records.get(each.pk, (0, 0)), is_new=each.date_joined > new_since)
        for each in reporters
    )
    return heard >= limits.threshold


def _stays(comment: Comment, at: datetime) -> bool:
    """Whether reports alone cannot take it out of sight: its author is trusted, or a person has
    looked at it before."""
    if Decision.objects.approvals_of(comment).exists():
        return True
    return standing.with_history(comment.author, at).is_trusted


def _limits() -> ReportLimits | None:
    """As people have set them; none where they are switched off."""
    row = Limit.objects.filter(pk=LIMITS).first()
    if row is None:
        return ReportLimits()
    known = {each.name for each in settable(ReportLimits)} & row.settings.keys()
    return ReportLimits(**{name: row.settings[name] for name in known}) if row.is_on else None


def _taken(comment: Comment) -> Comment:
    """The comment as it is, kept from everybody else until this transaction ends."""
    Thread.objects.hold([comment.thread_id])
    return (
        Comment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("author", "thread__article", "shown_under")
        .get(pk=comment.pk)
    )


def _network(address: str) -> str:
    """The address, or of IPv6 what one connection is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
