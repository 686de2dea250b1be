"""The domains that are blocked with the removal of an account, and what undoing that does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comments.models import AccountRemoval, BlockedDomain, Domain, LogEntry, Rulebook
from comments.screening.addresses import registered
from comments.screening.gathering import own_hosts
from comments.screening.linked_sites import is_shared_host

Change = BlockedDomain.Change

# A comment that links to a blocked domain is refused: its writer reads why and keeps the text, and
# no moderator has to look at it.
BLOCKED_AS = Domain.Act.REFUSE
BLOCKED: dict[str, Any] = {"act": BLOCKED_AS.value, "is_on": True, "ends_at": None}


@dataclass
class ListChange:
    """An entry of the list that was added or changed, with the values of its fields before and
    after, as the log has them."""

    domain: Domain
    action: str
    changes: dict[str, list[Any]]

    def write_to_log(self, by: Any, at: datetime) -> None:
        details = {"name": self.domain.name, "changes": self.changes}
        about = f"domain {self.domain.pk}"
        LogEntry.objects.write(self.action, by=by, at=at, about=about, details=details)


def is_blocked(entry: Domain) -> bool:
    """Whether comments that link to this domain are refused, with no end to it."""
    return _values(entry) == BLOCKED


def is_allowed(entry: Domain, at: datetime) -> bool:
    """Whether the newsroom has said that links to this domain are welcome."""
    is_over = entry.ends_at is not None and entry.ends_at <= at
    return entry.is_on and entry.act == Domain.Act.ALLOW and not is_over


def may_be_blocked(name: str) -> bool:
    """Not the paper's own hosts, nor a host on which unrelated people publish."""
    is_ours = name in {name for host in own_hosts() for name in (host, registered(host))}
    return not (is_ours or is_shared_host(name))


def block(
    names: Collection[str], removal: AccountRemoval, *, by: Any, at: datetime
) -> list[ListChange]:
    """Block these domains and note with the removal what was changed for it. Those that may not be
    blocked are left out. Expects the transaction of the removal, and that the log is written
    after; the caller writes the changes that are returned to it."""
    wanted = sorted({name for name in names if may_be_blocked(name)})
    locked = Domain.objects.select_for_update().filter(name__in=wanted).order_by("pk")
    listed = {entry.name: entry for entry in locked}
    made: list[ListChange] = []
    for name in wanted:
        entry = listed.get(name)
        if entry is None:
            entry, change = _added(name, by)
            made.append(change)
            _note(removal, entry, Change.ADDED)
        elif is_blocked(entry):
            _note(removal, entry, Change.NONE)
        elif not is_allowed(entry, at):
            before = {key: _as_json(value) for key, value in _values(entry).items()}
            made.append(_changed(entry, BLOCKED))
            _note(removal, entry, Change.CHANGED, before)
    if made:
        Rulebook.objects.turn()
    return made


def unblock(removal: AccountRemoval) -> tuple[list[ListChange], list[Domain]]:
    """Take back what `block` changed: an entry that it added is switched off, one that it changed
    is as it was before. An entry stays blocked if another removal wants that too, which then
    answers for it, or if somebody has changed it since. Returns the changes, for the log, and the
    domains that stay. Expects the transaction of the undo."""
    noted = list(removal.domains.exclude(change=Change.NONE).order_by("domain"))
    pks = [each.domain_id for each in noted]
    entries = Domain.objects.select_for_update().filter(pk__in=pks).order_by("pk").in_bulk()
    made: list[ListChange] = []
    kept: list[Domain] = []
    for each in noted:
        entry = entries[each.domain_id]
        if _hand_over(each) or not is_blocked(entry):
            kept.append(entry)
        elif each.change == Change.ADDED:
            made.append(_changed(entry, {"is_on": False}))
        else:
            made.append(_changed(entry, each.before))
    if made:
        Rulebook.objects.turn()
    return made, kept


def _hand_over(noted: BlockedDomain) -> bool:
    """Whether another removal that nobody has undone wants the domain blocked; it then has what
    must be known to take that back."""
    others = BlockedDomain.objects.filter(domain=noted.domain_id, removal__undone_at__isnull=True)
    other = others.exclude(pk=noted.pk).order_by("pk").first()
    if other is None:
        return False
    if other.change == Change.NONE:
        other.change, other.before = noted.change, noted.before
        other.save(update_fields=["change", "before"])
    return True


def _note(
    removal: AccountRemoval, entry: Domain, change: str, before: dict[str, Any] | None = None
) -> None:
    BlockedDomain.objects.create(removal=removal, domain=entry, change=change, before=before or {})


def _added(name: str, by: Any) -> tuple[Domain, ListChange]:
    values = {**BLOCKED, "note": _("Blocked when a spammer was removed.")}
    entry = Domain.objects.create(name=name, made_by=by, **values)
    told = {key: [None, value] for key, value in {"name": name, **values}.items() if value}
    return entry, ListChange(entry, "add", told)


def _changed(entry: Domain, values: dict[str, Any]) -> ListChange:
    before = _values(entry)
    for name, value in values.items():
        field: Any = Domain._meta.get_field(name)
        setattr(entry, name, field.to_python(value))
    entry.save(update_fields=list(values))
    after = _values(entry)
    changes = {name: [before[name], after[name]] for name in BLOCKED if before[name] != after[name]}
    return ListChange(entry, "change", changes)


def _values(entry: Domain) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in BLOCKED}


def _as_json(value: Any) -> Any:
    """With all of its microseconds, which Django's encoder would leave out."""
    return value.isoformat() if isinstance(value, datetime) else value
