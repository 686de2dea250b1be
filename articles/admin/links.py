"""Links in forms of the admin to rows of another kind: shown to people who may follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.db.models import Field, ForeignKey
from django.http import HttpRequest


class NumberAndName(ForeignKeyRawIdWidget):
    """The number and the name of the row, without the links to its list and to its own page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"related_url": None, "link_url": ""}


class LinksForWhoMayFollow(admin.options.BaseModelAdmin):
    """Django links a read-only foreign key, and one in `raw_id_fields`, whether or not the person
    may see the row behind it. Here it is a name where they may not."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields: list[Any] = list(super().get_fields(request, obj))
        read_only = self._read_only(request, obj)
        shown = [
            self.unlinked(request, [each])[0] if each in read_only else each for each in fields
        ]
        return list(dict.fromkeys(shown))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = super().get_readonly_fields(request, obj)
        texts = filter(callable, self.unlinked(request, self._read_only(request, obj)))
        return list(dict.fromkeys([*fields, *texts]))

    def _read_only(self, request: HttpRequest, obj: Any) -> list[Any]:
        if obj and not self.has_change_permission(request, obj):
            return [each.name for each in self.model._meta.fields]
        return list(super().get_readonly_fields(request, obj))

    def unlinked(self, request: HttpRequest, fields: Iterable[Any]) -> list[Any]:
        """The same fields, but as plain text those that lead to what this person may not see."""
        foreign = {
            field.name
            for field in self.model._meta.fields
            if field.is_relation and not self._may_follow(request, field)
        }
        model: Any = self.model
        return [_as_text(model, each) if each in foreign else each for each in fields]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.raw_id_fields and not self._may_follow(request, db_field):
            kwargs["widget"] = NumberAndName(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may_follow(self, request: HttpRequest, field: Field) -> bool:
        there: Any = field.related_model
        if not self.admin_site.is_registered(there):
            return True  # Django shows no link
        return self.admin_site.get_model_admin(there).has_view_or_change_permission(request)


@cache
def _as_text(model: Any, name: str) -> Callable[[Any], str]:
    """One function for each field: the admin compares those of the form with the read-only ones."""

    @admin.display(description=model._meta.get_field(name).verbose_name)
    def text(obj: Any) -> str:
        there = getattr(obj, name)
        return "–" if there is None else str(there)

    return text
