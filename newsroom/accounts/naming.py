"""Names are given, changed, taken away and given back here and nowhere else.

Locks are taken in one order: comments with reports about the name, names (`lock_names`), the
account, the log. So two people who want one name, or an author who is entered while a reader signs
up with the same name, wait for one another: the second sees what the first has done.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import edition
from comments.models import LogEntry
from comments.moderation import name_reports, sanctions
from comments.screening.names import screen_name
from comments.screening.verdict import Screened, Verdict
from newsroom.accounts import bylines, display_names, name_letters
from newsroom.accounts.name_lock import lock_names
from newsroom.accounts.rename_rules import rename_block
from newsroom.models import EarlierName, HeldName, Masthead, User

Ending, NameState = EarlierName.Ending, User.NameState


def check_free(name: str, person: User | None = None, *, staff: bool = False) -> None:
    """Raise ValidationError if `name` is another person's to a reader's eye, or, unless it is
    for somebody of the staff, an author's or the paper's own voice."""
    if not staff and display_names.is_reserved(name, Masthead.current().name):
        raise ValidationError(
            _("This name would pass for the paper's own voice: please choose another."),
            code="reserved",
        )
    if not staff and bylines.belongs_to_another(name, person):
        raise ValidationError(
            _(
                "Somebody who writes for this newspaper has this name: please add what tells you "
                "apart, such as your town."
            ),
            code="byline",
        )
    others = User.objects.exclude(pk=person.pk) if person else User.objects.all()
    if person:  # an earlier name of one's own is free again
        others = others.exclude(imported_email__claimed_by=person)
    if others.filter(display_key=display_names.folded(name)).exists():
        raise ValidationError(
            _("Somebody already has this name, or one that looks like it: please choose another."),
            code="taken",
        )


def check_screening(name: str, at: datetime) -> Screened:
    """What screening finds in a name. Raises ValidationError, with what its bearer is told, where
    a comment with these words would be refused."""
    screened = screen_name(name, at)
    if screened.verdict == Verdict.REFUSE:
        advice = screened.advice or [_("This name is not possible here: please choose another.")]
        raise ValidationError(" ".join(advice), code="screened")
    return screened


def name_new_account(
    person: User, name: str, *, at: datetime, save: Callable[[], User], screens: bool = True
) -> User:
    """Give a new account its first name and save it with `save`. A name that screening holds waits
    for a moderator, and a neutral one stands meanwhile. Opens its own transaction. Raises
    ValidationError where the name cannot be had."""
    screened = check_screening(name, at) if screens and not person.is_staff else None
    with transaction.atomic():
        lock_names()
        check_free(name, staff=person.is_staff)
        is_held = screened is not None and screened.verdict == Verdict.HOLD
        person.display_name = neutral_name() if is_held else name
        person = save()
        if is_held and screened:
            _hold(person, name, screened, at)
    return person


def rename(person: User, name: str, *, by: User, at: datetime) -> HeldName | None:
    """Give a person another name; what it was before is kept. Of one's own wish a name that
    screening holds waits for a moderator and is returned, and the old one stands until then; an
    administrator's is not screened, waits for nothing and is logged. Opens its own transaction.
    Raises ValidationError where the name cannot be had, or not yet."""
    is_own = by.pk == person.pk
    display_names.check_form(name)
    screened = check_screening(name, at) if is_own and not person.is_staff else None
    with transaction.atomic():
        lock_names()
        row = _lock_person(person)
        if is_own and (block := rename_block(row, at)):
            raise ValidationError(block.sentence, code="not_yet")
        check_free(name, row, staff=row.is_staff)
        if screened and screened.verdict == Verdict.HOLD:
            return _hold(row, name, screened, at)
        if name != row.display_name:
            _give(row, name, ended_by=by, at=at)
            if not is_own:
                LogEntry.objects.write("name changed", by=by, at=at, about=f"account {row.pk}")
    person.display_name, person.name_state = row.display_name, row.name_state
    return None


def take_away(person: User, *, reason: str, by: User, at: datetime) -> EarlierName:
    """Put a neutral name in the place of a reader's: its bearer is told why and may choose
    another. Settles what readers have reported about it. Opens its own transaction. Raises
    ValidationError without a reason, for staff, and where a neutral name stands already."""
    if not reason.strip():
        raise ValidationError(_("Please give a reason: the reader is told."))
    with transaction.atomic():
        settled = name_reports.settle(person, by=by, at=at)
        lock_names()
        row = _lock_person(person)
        if complaint := sanctions.complaint_about(row):
            raise ValidationError(complaint)
        if row.lost_name:
            raise ValidationError(_("The name of this account has been taken away already."))
        earlier = _give(
            row, neutral_name(), ended_by=by, at=at, ending=Ending.TAKEN_AWAY, reason=reason.strip()
        )
        earlier.settled = settled
        earlier.save(update_fields=["settled"])
        name_letters.tell_taken_away(row, earlier)
        about, details = f"account {row.pk}", {"reason": earlier.reason}
        LogEntry.objects.write("name taken away", by=by, at=at, about=about, details=details)
    return earlier


def give_back(earlier: EarlierName, *, by: User, at: datetime) -> None:
    """Undo taking a name away: the name stands again, and what was reported about it waits again.
    Opens its own transaction. Raises ValidationError where its bearer has chosen another since,
    or where the name is no longer free."""
    with transaction.atomic():
        name_reports.lock(earlier.settled)
        lock_names()
        row = _lock_person(earlier.person)
        latest = EarlierName.objects.filter(person=row).taken_away().first()
        if not row.lost_name or latest != earlier:
            raise ValidationError(_("This has changed since: there is nothing to give back."))
        check_free(earlier.name, row)
        row.display_name, row.name_state = earlier.name, None
        row.save(update_fields=["display_name", "name_state"])
        earlier.undone_at, earlier.undone_by = at, by
        earlier.save(update_fields=["undone_at", "undone_by"])
        name_reports.reopen(earlier.settled)
        edition.bump()
        name_letters.tell_given_back(row)
        LogEntry.objects.write("name given back", by=by, at=at, about=f"account {row.pk}")


def decide_on_held(
    held: HeldName, *, is_approved: bool, by: User, at: datetime, reason: str = ""
) -> None:
    """Approve a name that waits, which then stands beside all comments of its bearer, or refuse
    it, for a reason that its bearer reads. Opens its own transaction. Raises ValidationError for
    a refusal without a reason, for one's own name, where a colleague was faster, and for a name
    that somebody else has taken since."""
    if not is_approved and not reason.strip():
        raise ValidationError(_("Please give a reason: the reader is told."))
    with transaction.atomic():
        lock_names()
        row = _lock_person(held.person)
        waiting = HeldName.objects.waiting().filter(pk=held.pk, person=row)
        if row.pk == by.pk:
            raise ValidationError(_("This is your own name: a colleague decides."))
        if is_approved:
            check_free(held.name, row, staff=row.is_staff)
        decision = {"is_approved": is_approved, "reason": reason.strip()}
        if not waiting.update(decided_at=at, decided_by=by, **decision):
            raise ValidationError(_("A colleague has decided on this name already."))
        if is_approved:
            _give(row, held.name, ended_by=row, at=at)
        else:
            name_letters.tell_refused(row, held.name, reason.strip())
        action = "name approved" if is_approved else "name refused"
        about, details = f"account {row.pk}", {"reason": reason.strip()}
        LogEntry.objects.write(action, by=by, at=at, about=about, details=details)


def neutral_name() -> str:
    """A free name that says nothing: Reader 4821. Expects the lock of names."""
    for attempt in count(1):
        number = secrets.randbelow(9_000 * 10 ** (attempt // 10)) + 1_000
        name = _("Reader %(number)s") % {"number": number}
        if not User.objects.filter(display_key=display_names.folded(name)).exists():
            return name
    raise AssertionError("count() never ends")


def _hold(person: User, name: str, screened: Screened, at: datetime) -> HeldName:
    findings = [each.evidence for each in screened.findings]
    return HeldName.objects.create(person=person, name=name, findings=findings, chosen_at=at)


def _give(
    row: User, name: str, *, ended_by: User, at: datetime, ending: str = Ending.CHANGED,
    reason: str = "",
) -> EarlierName:  # fmt: skip
    """Keep the old name as an earlier one and write the new. Expects the account to be locked."""
    before = EarlierName.objects.filter(person=row).values_list("used_until", flat=True).first()
    earlier = EarlierName.objects.create(
        person=row,
        name=row.display_name,
        used_from=before or row.date_joined,
        used_until=at,
        ending=ending,
        ended_by=ended_by,
        reason=reason,
    )
    row.display_name = name
    row.name_state = NameState.TAKEN_AWAY if ending == Ending.TAKEN_AWAY else None
    row.save(update_fields=["display_name", "name_state"])
    edition.bump()
    return earlier


def _lock_person(person: User) -> User:
    """The account as it is, kept from everybody else until the transaction ends."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
