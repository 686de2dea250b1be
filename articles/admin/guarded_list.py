"""Lists of the admin that are edited in place: nobody overwrites a colleague in them either."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db import router, transaction
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.admin.edit_conflicts import OPENED, Snapshot
from articles.admin.field_values import (
    comparable_stored,
    comparable_typed,
    fingerprint,
    readable,
)


class CheckedRows(BaseModelFormSet):
    """The rows of a list, each of its fields compared with what it was when the list was shown."""

    @property
    def opened_with(self) -> str:
        rows = {
            str(form.instance.pk): {
                name: fingerprint(comparable_stored(form, name)) for name in form.fields
            }
            for form in self.initial_forms
        }
        return Snapshot({}, rows, timezone.now()).sign()

    def clean(self) -> None:
        super().clean()
        opened = Snapshot.read(self.data.get(OPENED, ""))
        if opened is None:
            return
        for form in self.initial_forms:
            known = opened.rows.get(str(form.instance.pk), {})
            for name in set(form.fields) & set(known):
                stored = comparable_stored(form, name)
                if fingerprint(stored) != known[name] and comparable_typed(form, name) != stored:
                    value = readable(form, name, form[name].initial)
                    form.add_error(name, _CHANGED % {"value": value})


class GuardedList(admin.ModelAdmin):
    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=CheckedRows, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST" or "_save" not in request.POST:
            return super().changelist_view(request, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            sent = request.POST.items()
            keys = (str(value) for name, value in sent if re.fullmatch(r"form-\d+-id", name))
            rows = self.model._base_manager.filter(pk__in=[key for key in keys if key.isdecimal()])
            list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
            return super().changelist_view(request, extra_context)


_CHANGED = gettext_lazy(
    "Nothing was saved: meanwhile somebody else made this “%(value)s”. "
    "Enter what should stand, and save again."
)
