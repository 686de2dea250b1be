"""Forms of the admin in which nobody overwrites what somebody else has saved meanwhile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles.admin.edit_conflicts import OPENED, THEIRS, Snapshot, Submission, take_snapshot
from articles.admin.field_values import stored_value
from articles.admin.guarded_list import GuardedList
from articles.admin.row_conflicts import compare_rows, rewrite_rows

MAX_SAVES_SHOWN = 5


class CheckedForm:
    """Mixed into the form of each request: finds what was stored meanwhile, and lets a choice for
    the stored value stand in the place of what was typed."""

    submission: Submission

    @cached_property
    def changed_data(self) -> list[str]:
        """Browsers send the ends of lines as CR LF: that alone is no change, and the record must
        not say so."""
        found: list[str] = super().changed_data  # type: ignore[misc]
        form: Any = self
        return [name for name in found if not _is_same_text(form[name])]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        form: Any = self
        if not self.submission.is_checked or form.instance._state.adding:
            return
        self.submission.compare_fields(form)
        for name, difference in self.submission.differences.items():
            if difference.choice == THEIRS and name in form.fields:
                form._errors.pop(name, None)
                form.cleaned_data[name] = stored_value(form, name)

    def is_valid(self) -> bool:
        if self.submission.is_given_back:
            return False
        return super().is_valid() and not self.submission.unresolved  # type: ignore[misc]


class GuardedAdmin(GuardedList):
    """The row of a form is locked while it is saved, compared with the state in which the form was
    opened, and not written where somebody else changed the same field: the form comes back with
    both values and a choice (templates/admin/_conflicts.html)."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        if request.method == "POST":
            self.lock_row(request, object_id)
        return super().get_object(request, object_id, from_field)

    def lock_row(self, request: HttpRequest, object_id: str) -> None:
        """Expects a transaction. The lock lets others refer to the row, as a new comment does."""
        try:
            pk = self.opts.pk.to_python(object_id)
        except ValidationError:
            return
        _lock(self.model._base_manager.filter(pk=pk))
        for inline in self.get_inline_instances(request):
            if inline.has_change_permission(request):
                key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                _lock(inline.model._base_manager.filter(**{key.name: pk}))

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What was typed in a form that could not be taken is shown in it again, and not saved:
        `request.given_back` has it (newsroom/typed/giving_back.py)."""
        typed = getattr(request, "given_back", None)
        if typed is None or request.method != "GET":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.FILES  # noqa: B018 - reading files for the first time would empty POST again
        request.method, request.POST = "POST", typed
        request.is_given_back = True  # type: ignore[attr-defined]
        self.message_user(request, request.given_back_notice, messages.WARNING)  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        finally:
            request.method = "GET"

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Where a form was sent, what was typed in it is given back by the page that says so."""
        if request.method == "POST":
            raise Http404(f"No {opts.verbose_name} has the number {object_id}.")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        return self.checked(super().get_form(request, obj, change=change, **kwargs), request, obj)

    def checked(
        self, form: type[forms.ModelForm], request: HttpRequest, obj: Any
    ) -> type[forms.ModelForm]:
        """For an admin that makes its form by other means than Django's."""
        submission = _submission(request, obj)
        metaclass: Any = type(form)
        checked: type[forms.ModelForm] = metaclass(
            form.__name__, (CheckedForm, form), {"submission": submission}
        )
        return checked

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if request.method != "POST" or not change:
            return formsets, inlines
        submission, stored, to_save = _submission(request, obj), [], []
        for sent, inline in zip(formsets, inlines, strict=True):
            if inline.has_change_permission(request, obj):
                rows = inline.get_queryset(request)
                stored.append(type(sent)(instance=obj, prefix=sent.prefix, queryset=rows))
                to_save.append(_with_choices(submission, sent, stored[-1], request.FILES))
            else:
                to_save.append(sent)
        request.formsets_as_sent = formsets  # type: ignore[attr-defined]
        request.formsets_as_stored = stored  # type: ignore[attr-defined]
        return to_save, inlines

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> Any:
        """Shown again is what was sent, also where a choice would have changed it."""
        formsets = getattr(request, "formsets_as_sent", formsets)
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if change and obj is not None and self.has_change_permission(request, obj):
            context |= self._state_of_form(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _state_of_form(
        self, request: HttpRequest, context: dict[str, Any], obj: Any
    ) -> dict[str, Any]:
        """The hidden fields of the form, which stay those of its first opening until it is saved,
        and what is in conflict."""
        submission = _submission(request, obj)
        stored = getattr(request, "formsets_as_stored", None)
        if stored is None:
            inlines = context["inline_admin_formsets"]
            stored = [each.formset for each in inlines if each.has_change_permission]
        snapshot = take_snapshot(context["adminform"].form, stored)
        differences = list(submission.differences.values())
        saves = self.saves_since(obj, submission.opened) if differences else []
        return {
            "opened_with": submission.opened_signed or snapshot.sign(),
            "seen_meanwhile": snapshot.sign() if differences else "",
            "version": submission.version or _version(obj),
            "conflicts": differences,
            "saves": [(each, each.user_id == request.user.pk) for each in saves],
        }

    def saves_since(self, obj: models.Model, opened: Snapshot | None) -> list[LogEntry]:
        """Who saved the row in the admin, the latest first."""
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk)
        ).select_related("user")
        if opened is None:
            return list(entries.order_by("-action_time")[:1])
        since = entries.filter(action_time__gt=opened.taken_at)
        return list(since.order_by("-action_time")[:MAX_SAVES_SHOWN])

    # Deleting

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What somebody changed after the question was shown is looked at first."""
        with transaction.atomic(using=router.db_for_write(self.model)):
            obj = self.get_object(request, unquote(object_id))
            context: dict[str, Any] = {}
            if obj is not None and self.has_delete_permission(request, obj):
                snapshot = self.snapshot_of(request, obj)
                opened = Snapshot.read(request.POST.get(OPENED, ""))
                if opened and not opened.has_same_values(snapshot):
                    self.message_user(request, self._not_deleted(obj, opened), messages.ERROR)
                    return HttpResponseRedirect(request.get_full_path())
                context = {"opened_with": snapshot.sign(), "saves": self.saves_since(obj, None)}
            return super().delete_view(request, object_id, context | (extra_context or {}))

    def snapshot_of(self, request: HttpRequest, obj: Any) -> Snapshot:
        form = self.get_form(request, obj, change=True)(instance=obj)
        stored = [
            formset(instance=obj, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, obj)
            if inline.has_change_permission(request, obj)
        ]
        return take_snapshot(form, stored)

    def _not_deleted(self, obj: models.Model, opened: Snapshot) -> str:
        for entry in self.saves_since(obj, opened):
            return _(
                "Not deleted: %(person)s changed it while this question was open. "
                "Look at it first, then decide again."
            ) % {"person": entry.user}
        return _(
            "Not deleted: it was changed while this question was open. "
            "Look at it first, then decide again."
        )


def _submission(request: HttpRequest, obj: Any) -> Submission:
    """One for a request and row: the form and its inline rows are compared by the same."""
    is_given_back = getattr(request, "is_given_back", False)
    if request.method != "POST" or obj is None:
        return Submission(is_given_back=is_given_back)
    submissions = request.__dict__.setdefault("submissions", {})
    if obj.pk not in submissions:
        submissions[obj.pk] = Submission.read(request.POST, _version(obj))
        submissions[obj.pk].is_given_back = is_given_back
    found: Submission = submissions[obj.pk]
    return found


def _is_same_text(field: forms.BoundField) -> bool:
    values = (field.initial, field.data)
    if not all(isinstance(each, str) for each in values):
        return False
    stored, sent = (each.replace("\r\n", "\n") for each in values)
    return bool(stored == sent)


def _version(obj: Any) -> int | None:
    return getattr(obj, "version", None)


def _lock(rows: models.QuerySet) -> None:
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _with_choices(submission: Submission, sent: Any, stored: Any, files: Any) -> Any:
    """The formset to save: as it was sent, or with the choices carried out."""
    differences = compare_rows(submission, sent, stored) if submission.is_checked else []
    _align(sent)
    if not differences or not all(each.choice for each in differences):
        return sent
    data = rewrite_rows(sent.data, sent.prefix, differences)
    return type(sent)(
        data, files, instance=sent.instance, prefix=sent.prefix, queryset=stored.queryset
    )


def _align(formset: Any) -> None:
    """Let each row be shown that was sent, although somebody else added or removed others: Django
    pairs the rows of a formset with those of its queryset by their order."""
    for form in formset.initial_forms:
        if form.instance.pk is None:
            form.errors.pop(form._meta.model._meta.pk.name, None)
    formset._queryset = [
        form.instance if form.instance.pk else None for form in formset.initial_forms
    ]
