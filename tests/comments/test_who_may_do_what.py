"""The table of docs/moderators.md, cell by cell: each is tried as its person would."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import (
    AccountRemoval,
    Assignment,
    Case,
    Comment,
    HandOver,
    LegalNotice,
    PersonNote,
    Queue,
    Report,
    Sanction,
)
from tests.builders import a_case, a_comment, a_person, a_section

PEOPLE = ("stranger", "reader", "editor", "moderator", "administrator")
TABLE = (Path(__file__).resolve().parents[2] / "docs" / "moderators.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: dict(zip(PEOPLE, cells[1:], strict=True))
    for line in TABLE.splitlines()
    if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 1 + len(PEOPLE)
    and cells[0] not in ("", "---")
}

pytestmark = pytest.mark.usefixtures("open_admin")


class Person:
    """Somebody with a browser, in a paper with a conversation under one article."""

    def __init__(self, account: Any, article: Any) -> None:
        self.account, self.article, self.client = account, article, Client()
        if account:
            self.client.force_login(account)

    def opens(self, name: str, *args: Any) -> bool:
        return self.client.get(reverse(name, args=args)).status_code == 200

    def sends(self, where: str, *args: Any, **fields: Any) -> Any:
        sent = {"csrfmiddlewaretoken": "as every form", **fields}
        return self.client.post(reverse(where, args=args), sent)

    def own(self, **fields: Any) -> Comment:
        return a_comment(article=self.article, author=self.account, **fields)

    def anothers(self, **fields: Any) -> Comment:
        return a_comment(article=self.article, **fields)


def writes(person: Person) -> str:
    before = Comment.objects.count()
    answered = person.anothers()
    person.sends("write", person.article.pk, text="A thought.", token=uuid.uuid4())
    person.sends("reply", answered.pk, text="An answer.", token=uuid.uuid4())
    person.sends("report", answered.pk, reason="attack", text="")
    return yes(Comment.objects.count() == before + 3 and Report.objects.count() == 1)


def gives_notice(person: Person) -> str:
    fields = {"name": "A. B.", "email": "a@example.org", "text": "It is.", "in_good_faith": "on"}
    person.sends("legal_notice", person.anothers().pk, **fields)
    return yes(LegalNotice.objects.exists())


def changes_own(person: Person) -> str:
    if not person.account:
        return "no"
    own = person.own(text="Before.")
    person.sends("comment_text", own.pk, text="After.")
    other = person.anothers(text="Before.")
    person.sends("comment_text", other.pk, text="After.")
    assert Comment.objects.get(pk=other.pk).text == "Before."
    return yes(Comment.objects.get(pk=own.pk).text == "After.")


def deletes_own(person: Person) -> str:
    if not person.account:
        return "no"
    own, other = person.own(), person.anothers()
    person.sends("deletion", own.pk)
    person.sends("deletion", other.pk)
    assert Comment.objects.get(pk=other.pk).status == Comment.Status.PUBLISHED
    return yes(Comment.objects.get(pk=own.pk).status == Comment.Status.DELETED)


def sees_hidden(person: Person) -> str:
    held = person.anothers(status="held")
    in_thread = person.client.get(reverse("comment", args=[held.pk])).status_code == 302
    listed = person.opens("admin:comments_comment_changelist")
    assert in_thread == listed
    return yes(in_thread)


def decides(person: Person) -> str:
    case = a_case(article=person.article)
    person.sends("decision", case.pk, verb="approve", seen="held")
    if Comment.objects.get(pk=case.comment_id).status != Comment.Status.PUBLISHED:
        return "no"
    own = a_case(article=person.article, author=person.account)
    person.sends("decision", own.pk, verb="approve", seen="held")
    is_own_too = Comment.objects.get(pk=own.comment_id).status == Comment.Status.PUBLISHED
    return "yes" if is_own_too else "not one's own"


def opens_a_case(person: Person) -> str:
    comment = person.anothers()
    person.sends("comment_case", comment.pk)
    own = person.own() if person.account else person.anothers()
    person.sends("comment_case", own.pk)
    opened = set(Case.objects.open().values_list("comment", flat=True))
    assert own.pk not in opened
    return "not one's own" if comment.pk in opened else "no"


def sweeps_and_undoes(person: Person) -> str:
    case = a_case(article=person.article)
    seen = f"{case.comment_id}:held"
    person.sends("sweeping", case.pk, comment=[seen], verb="spam")
    swept = Comment.objects.get(pk=case.comment_id).status == Comment.Status.SPAM
    person.sends("retraction")
    back = Comment.objects.get(pk=case.comment_id).status == Comment.Status.HELD
    assert back
    return yes(swept)


def works_a_shift(person: Person) -> str:
    case, colleague = a_case(article=person.article), a_person(group="Moderators")
    query = {"QUERY_STRING": "kind=held"}
    person.client.post(
        reverse("queue_draft"), {"name": "Held", "whose": "own", "position": "1"}, **query
    )
    person.sends("case_assignment", case.pk, person=colleague.pk)
    person.sends("hand_over", text="Watch the bridge.")
    [done] = {model.objects.exists() for model in (Queue, Assignment, HandOver)}
    return yes(done)


def decides_on_many(person: Person) -> str:
    cases = [a_case(article=person.article) for _ in range(2)]
    own = a_case(article=person.article, author=person.account) if person.account else None
    chosen = [*cases, *([own] if own else [])]
    person.sends("bulk", comment=[f"{case.comment_id}:held" for case in chosen], verb="spam")
    statuses = Comment.objects.filter(cases__in=cases).values_list("status", flat=True)
    if set(statuses) != {Comment.Status.SPAM}:
        return "no"
    is_own_too = own and Comment.objects.get(pk=own.comment_id).status == Comment.Status.SPAM
    return "yes" if is_own_too else "not one's own"


def sanctions(person: Person) -> str:
    fields = {"kind": "ban", "hours": "0", "reason": "Insults."}
    reader, colleague = a_person(), a_person(group="Moderators")
    person.sends("sanction", reader.pk, **fields)
    person.sends("sanction", colleague.pk, **fields)
    banned = set(Sanction.objects.values_list("person", flat=True))
    if not banned:
        return "no"
    for each in Sanction.objects.all():
        person.sends("sanction_end", each.pk)
    assert not Sanction.objects.in_force(timezone.now()).exists()
    return "yes" if colleague.pk in banned else "not staff"


def removes_a_spammer(person: Person) -> str:
    reader, colleague = a_person(), a_person(group="Moderators")
    for each in (reader, colleague):
        comment = a_comment(article=person.article, author=each)
        person.sends("spammer", each.pk, reason="Spam.")
        comment.refresh_from_db()
        assert (comment.status == Comment.Status.SPAM) == each.sanctions.exists()
    if not reader.sanctions.exists():
        return "no"
    removal = AccountRemoval.objects.get(person=reader)
    person.sends("removal_retraction", removal.pk)
    assert reader.comments.get().status == Comment.Status.PUBLISHED
    return "yes" if colleague.sanctions.exists() else "not staff"


def opens(*names: Any) -> Callable[[Person], str]:
    """All of these pages, or none."""

    def probe(person: Person) -> str:
        pages = [name if isinstance(name, tuple) else (name,) for name in names]
        opened = {person.opens(*page) for page in pages}
        assert len(opened) == 1, "one without the other"
        return yes(opened.pop())

    return probe


def sees_moderators(person: Person) -> str:
    page = person.client.get(reverse("statistics"))
    return yes(page.status_code == 200 and b"By moderator" in page.content)


def sees_a_drawer(person: Person) -> str:
    return yes(person.opens("commenter", person.anothers().author_id))


def writes_notes(person: Person) -> str:
    reader = a_person()
    person.sends("person_note", reader.pk, text="A regular.")
    if not PersonNote.objects.exists():
        return "no"
    assert (
        "A regular." in person.client.get(reverse("commenter", args=[reader.pk])).content.decode()
    )
    person.sends("person_note", person.account.pk, text="A regular.")
    return "yes" if PersonNote.objects.count() == 2 else "not on oneself"


def decides_on_names(person: Person) -> str:
    reader, colleague = a_person(), a_person(is_staff=True)
    for each in (reader, colleague):
        person.sends("name_removal", each.pk, reason="Insults.")
    assert not colleague.earlier_names.exists()
    held = reader.held_names.create(name="Prophet of Doom", chosen_at=timezone.now())
    person.sends("name_decision", held.pk, decision="approval")
    held.refresh_from_db()
    taken = reader.earlier_names.filter(ending="taken_away").exists()
    assert taken == bool(held.is_approved) == person.opens("names")
    return "not staff" if taken else "no"


def limits_to_sections(person: Person) -> str:
    colleague, sport = a_person(group="Moderators"), a_section(name="Sport")
    fields = {"display_name": str(colleague), "email": colleague.email, "is_staff": "on"}
    person.sends("admin:newsroom_user_change", colleague.pk, sections=[sport.pk], **fields)
    return yes(colleague.section_limits.exists())


def slows_down(person: Person) -> str:
    thread = person.anothers().thread
    person.sends("admin:comments_thread_change", thread.pk, slow_mode_seconds="60")
    thread.refresh_from_db()
    return yes(thread.slow_mode_seconds == 60)


def yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


PROBES: dict[str, Callable[[Person], str]] = {
    "write, answer, report": writes,
    "give a legal notice": gives_notice,
    "change one's own comment, for 15 minutes": changes_own,
    "delete one's own comment, in any mode": deletes_own,
    "see held and rejected comments of others": sees_hidden,
    "approve, reject, mark as spam, restore": decides,
    "open a case for a comment": opens_a_case,
    "decide on many comments at once": decides_on_many,
    "sweep, and undo one's last act": sweeps_and_undoes,
    "save queues, assign cases, hand over": works_a_shift,
    "see an author's drawer": sees_a_drawer,
    "read and write notes on a person": writes_notes,
    "warn, premoderate, mute, ban, and lift it": sanctions,
    "remove a spammer, and take it back": removes_a_spammer,
    "take a name away, decide on names that wait": decides_on_names,
    "suspend commenting, reopen, answer the breaker": opens("switchboard", "suspension_draft"),
    "slow a conversation down": slows_down,
    "set commenting hours and closing ages": opens(
        "admin:comments_commentinghours_add", "admin:comments_closingage_add"
    ),
    "keep the lists of words, domains, networks, mail domains": opens(
        "admin:comments_word_add",
        "admin:comments_word_import",
        "admin:comments_domain_add",
        "admin:comments_network_add",
        "admin:comments_maildomain_add",
    ),
    "set the checks, use the test bench": opens(("admin:comments_limit_change", "words"), "bench"),
    "change house rules and the ladder": opens(
        "admin:comments_houserule_add", "admin:comments_ladderstep_add"
    ),
    "say where alerts go": opens("admin:comments_alertchannel_add"),
    "read the log": opens("log"),
    "see the statistics": opens("statistics"),
    "see the statistics by moderator": sees_moderators,
    "limit moderators to sections": limits_to_sections,
    "write and publish articles": opens("admin:articles_article_add"),
}


def test_every_row_of_the_table_is_tried():
    assert list(ROWS) == list(PROBES)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", PROBES)
def test_who_may_do_what(row, person, article, reader, editor, moderator, administrator):
    people = SimpleNamespace(
        stranger=None,
        reader=reader,
        editor=editor,
        moderator=moderator,
        administrator=administrator,
    )
    assert PROBES[row](Person(getattr(people, person), article)) == ROWS[row][person]
