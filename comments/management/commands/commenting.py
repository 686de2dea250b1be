from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from articles.models import Section
from comments import notices, switch
from comments.models import ClosingAge, CommentingHours, Mode, Scope, Suspension
from comments.moderation import alerts, reopening
from comments.moderation.held_comments import held_only_by
from comments.switch import Commenting

SCOPE = "site (if not given), section:SLUG or article:PATH"


class Command(BaseCommand):
    help = "Say how commenting stands; suspend it, or reopen it, on the site or a part of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "suspend", "reopen"])
        parser.add_argument("--scope", default="site", help=SCOPE)
        modes = [mode for mode, _ in Suspension.MODES]
        parser.add_argument("--mode", choices=modes, default=Mode.CLOSED.value)
        parser.add_argument(
            "--cause",
            choices=[cause for cause, _ in Suspension.CAUSES],
            help="other if not given. Each cause has its own letter to the reader.",
        )
        parser.add_argument(
            "--notice",
            metavar="FILE",
            help="The letter to the reader, - for standard input; a first line that begins with # "
            "is its title. Without it, the prepared letter.",
        )
        parser.add_argument(
            "--until", metavar="ISO-TIME", help="In the paper's time zone if it names none."
        )
        parser.add_argument(
            "--reason",
            default="",
            help="For colleagues; readers do not see it. The name of a cause is that cause.",
        )
        parser.add_argument(
            "--publish-held",
            action="store_true",
            help="With reopen: publish the comments that were held only by the suspension.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scope = Scope.named(options["scope"])
        except ValueError as complaint:
            raise CommandError(str(complaint)) from None
        if options["publish_held"] and options["action"] != "reopen":
            raise CommandError("--publish-held goes with reopen.")
        if options["action"] == "suspend":
            self._suspend(scope, options)
        elif options["action"] == "reopen":
            self._reopen(scope, publish_held=options["publish_held"])
        else:
            self._status(scope, timezone.now())

    def _suspend(self, scope: Scope, options: dict[str, Any]) -> None:
        ends_at = _moment(options["until"])
        title, body = _notice(options["notice"])
        cause = options["cause"] or _cause_named(options["reason"]) or Suspension.Cause.OTHER
        letter = notices.letter(scope, mode=options["mode"], cause=cause, ends_at=ends_at)
        try:
            with switch.alone() as at:
                suspension = switch.suspend(
                    scope,
                    mode=options["mode"],
                    cause=cause,
                    reason=options["reason"].strip()
                    or "Set on the command line, without a reason.",
                    notice_title=title or letter.title,
                    notice_body=body or letter.body,
                    ends_at=ends_at,
                )
                alerts.of_switch(suspension, lifted=False, by=None, at=at)
        except ValidationError as complaint:
            raise CommandError(" ".join(complaint.messages)) from None
        self.stdout.write(f"Suspended. {_line(suspension)}")

    def _reopen(self, scope: Scope, *, publish_held: bool) -> None:
        there = Suspension.objects.in_force(timezone.now()).at_scope(scope).with_origin()
        done = [
            (suspension, reopening.reopen(suspension, publish_held=publish_held))
            for suspension in there
        ]
        if not any(each.is_new for _, each in done):
            elsewhere = "; ".join(map(str, _in_force_by_people())) or "none anywhere"
            raise CommandError(
                f"No suspension is in force for {scope} itself. In force: {elsewhere}. "
                "Name the scope of the one to lift with --scope."
            )
        for suspension, _ in done:
            self.stdout.write(f"Lifted. {_line(suspension)}")
        at = timezone.now()
        self.stdout.write(f"Now, {scope}: {_in_words(_state(scope, at))}")
        if published := sum(each.published for _, each in done):
            self.stdout.write(f"Published: {published:,} held only by what was lifted.")
        if waiting := sum(len(held_only_by(suspension, at)) for suspension, _ in done):
            self.stdout.write(f"Still held, only by what was lifted: {waiting:,}.")

    def _status(self, scope: Scope, at: datetime) -> None:
        self.stdout.write(f"{_capital(scope)}: {_in_words(_state(scope, at))}")
        if scope == Scope():
            sections = list(Section.objects.all())
            states = switch.states_of_sections(sections, at)
            for section in sections:
                self.stdout.write(f"Section {section}: {_in_words(states[section.pk])}")
        suspensions = Suspension.objects.with_origin()
        self._list("In force", suspensions.in_force(at).by_people())
        if closed := suspensions.in_force(at).by_import().count():
            self.stdout.write(f"Closed by an import: {closed:,}")
        self._list("Scheduled", suspensions.scheduled(at))
        hours = CommentingHours.objects.in_use().prefetch_related("opening_times")
        self._list("Commenting hours", hours.select_related("section", "article"))
        self._list("Closing ages", ClosingAge.objects.select_related("section"))

    def _list(self, title: str, rows: Any) -> None:
        lines = [_line(row) for row in rows]
        self.stdout.write(f"{title}: {'none' if not lines else ''}".rstrip())
        for line in lines:
            self.stdout.write(f"  {line}")


def _in_force_by_people() -> Any:
    return Suspension.objects.in_force(timezone.now()).by_people()


def _cause_named(reason: str) -> str:
    """The cause that a reason names, by its key, its label or the label's first words, in any
    case; empty if it names none."""
    wanted = reason.strip().casefold()
    for cause, label in Suspension.CAUSES:
        words = str(label).casefold()
        if wanted in (cause, words, words.partition(":")[0]):
            return cause
    return ""


def _moment(said: str | None) -> datetime | None:
    if not said:
        return None
    try:
        moment = parse_datetime(said)
        if moment is None and (day := parse_date(said)):
            moment = datetime(day.year, day.month, day.day)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--until {said!r} is no time: write it as in 2027-01-31T08:00.")
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    return moment


def _notice(name: str | None) -> tuple[str, str]:
    """Title and letter of the file; nothing for no file."""
    if not name:
        return "", ""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        what = getattr(trouble, "strerror", None) or "it is not UTF-8"
        raise CommandError(f"--notice {name}: {what}. Name a text file in UTF-8.") from None
    title, _, body = text.strip().partition("\n")
    if not title.startswith("#"):
        title, body = "", text
    if not body.strip():
        raise CommandError(f"--notice {name} holds no letter: write one, or leave the option out.")
    return title.lstrip("# ").strip(), body


def _state(scope: Scope, at: datetime) -> Commenting:
    if scope.article:
        return switch.state(scope.article, at)
    if scope.section:
        return switch.states_of_sections([scope.section], at)[scope.section.pk]
    return switch.states_of_sections([], at)[None]


def _in_words(commenting: Commenting) -> str:
    words = commenting.mode.value
    if commenting.reopens_at:
        words += f" until {_iso(commenting.reopens_at)}"
    return f"{words} ({commenting.rule})" if commenting.rule else words


def _line(rule: Suspension | CommentingHours | ClosingAge) -> str:
    if isinstance(rule, ClosingAge):
        return str(rule)
    if isinstance(rule, CommentingHours):
        times = "; ".join(map(str, rule.opening_times.all())) or "never open"
        return f"{_capital(rule.reach)}: {times}; otherwise {rule.mode}"
    return _line_of_suspension(rule)


def _line_of_suspension(suspension: Suspension) -> str:
    until = _iso(suspension.ends_at) if suspension.ends_at else "somebody reopens"
    names_its_cause = _cause_named(suspension.reason) == suspension.cause
    why = "" if names_its_cause else f": {suspension.reason.rstrip('.')}"
    return (
        f"{suspension}, {_iso(suspension.starts_at)} until {until}, {suspension.cause}{why}. "
        f"Set by {suspension.origin}."
    )


def _iso(moment: datetime) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")


def _capital(scope: Scope) -> str:
    words = str(scope)
    return words[:1].upper() + words[1:]
