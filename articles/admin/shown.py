"""What is changed in the admin and shown to readers."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles import edition
from articles.admin.guarded import GuardedAdmin


class ShownAdmin(GuardedAdmin):
    """The admin of what readers can see: whatever is saved or deleted in it, in a form or in a
    list, moves the edition within the same transaction."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        edition.bump()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        edition.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        edition.bump()
