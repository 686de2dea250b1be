"""The same for rows shown inline: found, and carried out by rewriting what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.forms import ModelForm
from django.forms.models import BaseModelFormSet
from django.http import QueryDict

from articles.admin.edit_conflicts import (
    MINE,
    THEIRS,
    Change,
    Difference,
    Submission,
    describe_row,
    row_value,
)
from articles.admin.field_values import fingerprint
from articles.admin.word_marks import mark_differences


def compare_rows(
    submission: Submission, sent: BaseModelFormSet, stored: BaseModelFormSet
) -> list[Difference]:
    """Return the rows in conflict, also added to the submission. `sent` is bound, `stored` not."""
    prefix = str(sent.prefix)
    typed_rows = {pk: form for form in sent.initial_forms if (pk := _sent_key(form))}
    stored_rows = {str(form.instance.pk): form for form in stored.initial_forms}
    opened = submission.opened.rows.get(prefix, {}) if submission.opened else None
    seen = submission.seen.rows.get(prefix, {}) if submission.seen else {}
    found = []
    for pk in {**stored_rows, **typed_rows}:
        typed, kept = typed_rows.get(pk), stored_rows.get(pk)
        if typed:
            typed.errors  # noqa: B018 - cleans the row, so that its values can be compared
        now = fingerprint(row_value(kept, stored=True)) if kept else None
        if opened is not None and now == opened.get(pk):
            continue
        change = _change(sent, typed, kept)
        if change is None:
            continue
        name = f"{prefix}-{pk}"
        theirs, mine = mark_differences(
            describe_row(kept, stored=True) if kept else "",
            describe_row(typed, stored=False) if typed and not _is_deleted(sent, typed) else "",
        )
        form = typed or kept
        assert form is not None
        found.append(
            Difference(
                name=name,
                label=str(form._meta.model._meta.verbose_name).capitalize(),
                theirs=theirs,
                mine=mine,
                change=change,
                is_mine_changed=_is_changed(sent, typed, opened, pk),
                choice=submission.choice(name, now, seen.get(pk)),
            )
        )
    submission.differences |= {each.name: each for each in found}
    return found


def _sent_key(form: ModelForm) -> str:
    return str(form[form._meta.model._meta.pk.name].data or "")


def _is_deleted(formset: BaseModelFormSet, form: ModelForm) -> bool:
    return bool(formset.can_delete and form["DELETE"].data)


def _change(
    sent: BaseModelFormSet, typed: ModelForm | None, kept: ModelForm | None
) -> Change | None:
    """What somebody else did to the row; None where both sides agree on it."""
    if kept is None:
        assert typed is not None
        return None if _is_deleted(sent, typed) else "removed"
    if typed is None:
        return "added" if sent.can_delete else None
    if _is_deleted(sent, typed):
        return "changed"
    is_same = row_value(kept, stored=True) == row_value(typed, stored=False)
    return None if is_same else "changed"


def _is_changed(
    sent: BaseModelFormSet, typed: ModelForm | None, opened: dict[str, str] | None, pk: str
) -> bool | None:
    if opened is None:
        return None
    if typed is None:
        return False
    changed = fingerprint(row_value(typed, stored=False)) != opened.get(pk)
    return changed or _is_deleted(sent, typed)


def rewrite_rows(data: QueryDict, prefix: str, differences: list[Difference]) -> QueryDict:
    """Return the data with the choices carried out: a row kept as stored is not sent, a row put
    back is sent as new, a row left out is sent with its deletion."""
    choices = {each.name.removeprefix(f"{prefix}-"): each for each in differences}
    existing, new = [], []
    for row in _rows(data, prefix):
        pk = (row.get("id") or [""])[0]
        difference = choices.pop(pk, None)
        if not pk:
            new.append(row)
        elif difference is None or (difference.change == "changed" and difference.choice == MINE):
            existing.append(row)
        elif difference.choice == MINE:
            new.append({**row, "id": [""]})
    for pk, difference in choices.items():
        if difference.change == "added" and difference.choice == MINE:
            existing.append({"id": [pk], "DELETE": ["on"]})
        assert difference.choice in (THEIRS, MINE)
    rewritten = data.copy()
    for key in [key for key in data if re.match(rf"{re.escape(prefix)}-\d+-", key)]:
        del rewritten[key]
    for number, row in enumerate([*existing, *new]):
        for name, values in row.items():
            rewritten.setlist(f"{prefix}-{number}-{name}", values)
    rewritten[f"{prefix}-TOTAL_FORMS"] = str(len(existing) + len(new))
    rewritten[f"{prefix}-INITIAL_FORMS"] = str(len(existing))
    return rewritten


def _rows(data: QueryDict, prefix: str) -> Iterator[dict[str, list[str]]]:
    """The rows that were sent, in their order: values by the name of the field."""
    rows: dict[int, dict[str, list[Any]]] = {}
    for key, values in data.lists():
        if match := re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(.+)", key):
            rows.setdefault(int(match[1]), {})[match[2]] = values
    return (rows[number] for number in sorted(rows))
