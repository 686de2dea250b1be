from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comments.screening import Screened, pipeline, rehearsal, rulebook


class Command(BaseCommand):
    help = (
        "Screen texts by the rules in force. Each line of FILE is JSON with a text, and optionally "
        "a language and a standing (newcomer, regular, trusted); it is printed with the verdict "
        "and the findings added. Nothing is changed, and nobody outside is asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON Lines; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        with _opened(options["file"]) as lines:
            rules = rulebook.compiled(timezone.now())
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    told = screened(line, rules)
                except ValueError as complaint:
                    wrong += 1
                    self.stderr.write(f"line {number}: {complaint}")
                else:
                    self.stdout.write(json.dumps(told, ensure_ascii=False))
        if wrong:
            raise CommandError(f"{wrong} line{'s' * (wrong != 1)} could not be read: see above.")


def screened(line: bytes, rules: pipeline.Rules) -> dict[str, Any]:
    """The line with its verdict and findings. Raises ValueError for what is no submission."""
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("not JSON") from None
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        raise ValueError('no "text"')
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half a character") from None
    standing, language = told.get("standing", "regular"), told.get("language", "en")
    if not isinstance(standing, str) or standing not in rehearsal.STANDINGS:
        raise ValueError(f'"standing" is one of {", ".join(rehearsal.STANDINGS)}')
    if not isinstance(language, str):
        raise ValueError('"language" is a code, as in "en"')
    submission = rehearsal.submission(
        told["text"], standing=rehearsal.STANDINGS[standing], language=language
    )
    found = pipeline.screen(submission, rules, without=pipeline.ASKS_OUTSIDE)
    return told | {"verdict": found.verdict.value, "findings": findings(found)}


def findings(found: Screened) -> list[dict[str, Any]]:
    return [
        {
            "check": each.check,
            "evidence": each.evidence,
            "weight": each.weight,
            "leads_to": each.leads_to.value,
            "span": list(each.span) if each.span else None,
        }
        for each in found.findings
    ]


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        lines = open(name, "rb")  # noqa: SIM115 - closed below
    except OSError as failure:
        raise CommandError(f"{name} cannot be read: {failure.strerror}.") from failure
    with lines:
        yield lines
