"""What people change of rules and settings is written to the log, with the change itself."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.guarded import GuardedAdmin
from comments.models import LogEntry, Rulebook

# Fields, and settings within a field, whose values are nobody's business.
SECRET = re.compile(r"(^|[._ ])(key|secret|token|password)$", re.IGNORECASE)
MASK = "•••"

# What the entry itself says.
UNTOLD = {"made_at", "made_by"}


class Logged(GuardedAdmin):
    """For rows that are rules or settings. The pages of the admin open a transaction, in which the
    row, its entry and the new page of the rulebook are all written or none."""

    turns_rulebook = False
    """Whether the rows are rules of screening, which every process then reads anew."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        before = type(obj)._base_manager.select_for_update().get(pk=obj.pk) if change else None
        if not change and hasattr(obj, "made_by_id"):
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
        if changes := self._changes(before, obj):
            self.write(request, "change" if change else "add", obj, changes=changes)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        made = {
            "added": [str(each) for each in formset.new_objects],
            "changed": [str(each) for each, _ in formset.changed_objects],
            "deleted": [str(each) for each in formset.deleted_objects],
        }
        if any(made.values()):
            parts = str(formset.model._meta.verbose_name_plural)
            told = {key: rows for key, rows in made.items() if rows}
            self.write(request, "change", form.instance, **{parts: told})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        about, name, changes = self._about(obj), str(obj), self._changes(obj, None)
        super().delete_model(request, obj)
        self.write_about(request, "delete", about, name=name[:200], changes=changes)

    def write(self, request: HttpRequest, act: str, obj: Model, **details: Any) -> None:
        self.write_about(request, act, self._about(obj), name=str(obj)[:200], **details)

    def write_about(self, request: HttpRequest, act: str, about: str, **details: Any) -> None:
        """For what concerns more than one row. Expects the transaction of the act."""
        if self.turns_rulebook:
            Rulebook.objects.turn()
        LogEntry.objects.write(
            act, by=request.user, at=timezone.now(), about=about, details=details
        )

    def as_logged(self, obj: Model, name: str, value: Any) -> Any:
        """A value as the log may know it, where it stays for good. What follows the host in the
        address of a service may be its key."""
        if value and SECRET.search(name):
            return MASK
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            parts = urlsplit(value)
            return f"{parts.scheme}://{parts.hostname}/…"
        return value

    def _about(self, obj: Model) -> str:
        return f"{self.opts.verbose_name} {obj.pk}"

    def _changes(self, before: Model | None, after: Model | None) -> dict[str, list[Any]]:
        """By the name of the field what it was and what it is now, where they differ."""
        old, new = (_values(each) if each else {} for each in (before, after))
        return {
            name: [
                before and self.as_logged(before, name, old.get(name)),
                after and self.as_logged(after, name, new.get(name)),
            ]
            for name in {**old, **new}
            if old.get(name) != new.get(name)
        }


def _values(obj: Model) -> dict[str, Any]:
    """By the name of the field, without what is empty. Settings that are kept together in one
    field each count for themselves."""
    values: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if field.primary_key or field.name in UNTOLD:
            continue
        value = getattr(obj, field.name)
        if isinstance(value, dict):
            values |= {f"{field.name}.{key}": each for key, each in value.items()}
        else:
            values[field.name] = str(value) if isinstance(value, Model) else value
    return {name: value for name, value in values.items() if value not in (None, "")}
