"""What two people changed of one row at the same time, found field by field.

A form carries a signed fingerprint of every value that it was opened with. When it comes back,
three values of each field are known: with what it was opened, what is stored now, and what was
typed. A field is in conflict where somebody else changed it and the typed value differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django import forms
from django.core import signing
from django.forms.models import BaseModelFormSet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin.field_values import (
    comparable_stored,
    comparable_typed,
    fingerprint,
    readable,
    stored_value,
)
from articles.admin.word_marks import mark_differences

OPENED, SEEN, VERSION, CHOICE = "opened_with", "seen_meanwhile", "version", "choice-"
THEIRS, MINE = "theirs", "mine"
SALT = "articles.admin.edit_conflicts"

Change = Literal["changed", "added", "removed"]


@dataclass(frozen=True)
class Snapshot:
    """The fingerprints of a row's fields, and of the rows that its form shows inline."""

    fields: dict[str, str]
    rows: dict[str, dict[str, str]]
    taken_at: datetime

    def sign(self) -> str:
        values = {"fields": self.fields, "rows": self.rows, "at": self.taken_at.isoformat()}
        return signing.dumps(values, salt=SALT, compress=True)

    @classmethod
    def read(cls, signed: str) -> Snapshot | None:
        try:
            values = signing.loads(signed, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(values["fields"], values["rows"], datetime.fromisoformat(values["at"]))

    def has_same_values(self, other: Snapshot) -> bool:
        return (self.fields, self.rows) == (other.fields, other.rows)


def take_snapshot(form: forms.ModelForm, formsets: Iterable[BaseModelFormSet]) -> Snapshot:
    """Expects formsets that are not bound: they show what is stored."""
    return Snapshot(
        {name: fingerprint(comparable_stored(form, name)) for name in form.fields},
        {
            str(each.prefix): {
                str(row.instance.pk): fingerprint(row_value(row, stored=True))
                for row in each.initial_forms
            }
            for each in formsets
        },
        timezone.now(),
    )


def row_value(form: forms.BaseForm, *, stored: bool) -> str:
    """The shown fields of an inline row as one comparable text."""
    read = comparable_stored if stored else comparable_typed
    return json.dumps({name: read(form, name) for name in _row_fields(form)})


def describe_row(form: forms.BaseForm, *, stored: bool) -> str:
    lines = []
    for name in _row_fields(form):
        value = _stored(form, name) if stored else _typed(form, name)
        if text := readable(form, name, value):
            lines.append(f"{form.fields[name].label or name}: {text}")
    return "\n".join(lines)


def _row_fields(form: forms.BaseForm) -> list[str]:
    key = form._meta.model._meta.pk.name  # type: ignore[attr-defined]
    hidden = {key, "DELETE"}
    kinds = forms.models.InlineForeignKeyField
    return [
        name
        for name, each in form.fields.items()
        if name not in hidden and not isinstance(each, kinds)
    ]


def _stored(form: forms.BaseForm, name: str) -> Any:
    return stored_value(form, name)


def _typed(form: forms.BaseForm, name: str) -> Any:
    cleaned = getattr(form, "cleaned_data", {})
    return cleaned[name] if name in cleaned else form[name].data


@dataclass(frozen=True)
class Difference:
    """A field, or a row shown inline, in which the stored and the typed value stand apart."""

    name: str
    label: str
    theirs: SafeString
    mine: SafeString
    change: Change
    is_mine_changed: bool | None
    """Whether the person at this form changed it too; None where that is not known."""
    choice: str
    """THEIRS or MINE; empty while nobody has chosen."""

    @property
    def choice_name(self) -> str:
        return f"{CHOICE}{self.name}"

    @property
    def choices(self) -> list[tuple[str, str, SafeString]]:
        match self.change:
            case "added":
                labels = _("Keep it"), _("Leave it out")
            case "removed":
                labels = _("Leave it out"), _("Put it back")
            case _:
                labels = _("Keep what is saved"), _("Use mine")
        return [(THEIRS, labels[0], self.theirs), (MINE, labels[1], self.mine)]


@dataclass
class Submission:
    """What a form that was sent says about the state in which it was opened."""

    is_checked: bool = False
    """False for a new row, and for what was not sent from a form of the admin."""
    is_given_back: bool = False
    """True where the form only shows again what was typed before: it is never saved."""
    opened: Snapshot | None = None
    """None where it cannot be read: every difference then counts as a conflict."""
    opened_signed: str = ""
    version: str = ""
    """The version of the article that the form was opened with, as it was sent."""
    seen: Snapshot | None = None
    """What was stored when the choices were offered."""
    choices: Mapping[str, str] = field(default_factory=dict)
    differences: dict[str, Difference] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, str], version: int | None) -> Submission:
        """Where a form carries no fingerprints, its version alone says whether it is current."""
        signed, sent_version = data.get(OPENED, ""), data.get(VERSION, "")
        is_outdated = version is not None and sent_version not in ("", str(version))
        return cls(
            is_checked=bool(signed) or is_outdated,
            opened=Snapshot.read(signed),
            opened_signed=signed,
            version=sent_version,
            seen=Snapshot.read(data.get(SEEN, "")),
            choices={
                name.removeprefix(CHOICE): value
                for name, value in data.items()
                if name.startswith(CHOICE) and value in (THEIRS, MINE)
            },
        )

    @property
    def unresolved(self) -> list[Difference]:
        return [each for each in self.differences.values() if not each.choice]

    def choice(self, name: str, stored: str | None, seen: str | None) -> str:
        """The choice holds for what its maker saw: a third save in between asks again."""
        return self.choices.get(name, "") if self.seen and stored == seen else ""

    def compare_fields(self, form: forms.ModelForm) -> None:
        """Expects the form's fields cleaned and its instance as it is stored."""
        for name in form.fields:
            stored, typed = comparable_stored(form, name), comparable_typed(form, name)
            now = fingerprint(stored)
            opened = self.opened.fields.get(name) if self.opened else None
            if now == opened or typed == stored:
                continue
            seen = self.seen.fields.get(name) if self.seen else None
            theirs, mine = _marked(
                readable(form, name, _stored(form, name)),
                readable(form, name, _typed(form, name)),
                stored,
                typed,
            )
            self.differences[name] = Difference(
                name=name,
                label=str(form[name].label),
                theirs=theirs,
                mine=mine,
                change="changed",
                is_mine_changed=None if opened is None else fingerprint(typed) != opened,
                choice=self.choice(name, now, seen),
            )


def _marked(theirs: str, mine: str, stored: str, typed: str) -> tuple[SafeString, SafeString]:
    """Where only the markup differs, the markup is shown."""
    return mark_differences(*((theirs, mine) if theirs != mine else (stored, typed)))
