"""The notes to authors that moderators choose rather than type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from comments.models import CannedNote, HouseRule
from newsroom.foundation.visible_text import what_is_written

NOTE_MAX_CHARACTERS = 500


@dataclass(frozen=True)
class RuleNotes:
    house_rule: HouseRule
    notes: list[CannedNote]


def canned_notes(language: str) -> list[RuleNotes]:
    """The notes of each house rule in use, in this language; of a rule without any in it, those in
    the paper's language. One query."""
    by_rule: dict[HouseRule, dict[str, list[CannedNote]]] = defaultdict(lambda: defaultdict(list))
    for note in CannedNote.objects.in_use():
        by_rule[note.house_rule][note.language].append(note)
    wanted = _preferred(language)
    offered = [
        RuleNotes(rule, next((notes[each] for each in wanted if each in notes), []))
        for rule, notes in by_rule.items()
    ]
    return [each for each in offered if each.notes]


def note_from(sent: Mapping[str, str]) -> str:
    """The note to the author that a form has sent: what was typed as `reason`, or else the text
    of the `canned_note` that was chosen. Empty for none."""
    typed = sent.get("reason", "")[:NOTE_MAX_CHARACTERS]
    chosen = sent.get("canned_note", "")
    if what_is_written(typed) or not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        return typed
    note = CannedNote.objects.in_use().filter(pk=int(chosen)).first()
    return note.text if note else typed


def _preferred(language: str) -> list[str]:
    """Language codes from the nearest on: that of the comment, the language it is a variety of,
    then the paper's."""
    codes = [language.lower(), settings.LANGUAGE_CODE.lower()]
    return [each for code in codes for each in (code, code.partition("-")[0]) if each]
