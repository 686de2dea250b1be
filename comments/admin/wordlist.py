"""The list of words: kept row by row, brought in and taken out as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from comments.admin import wordlist_import
from comments.admin.listed import ListedAdmin
from comments.models import LogEntry, Word
from comments.screening import wordlist_csv
from comments.screening.listed_words import complaint_about
from comments.screening.words_rehearsal import rehearse_words
from newsroom.foundation.form_fields import CleanTextField

# The page that shows what a list would do sends it again as a field, which may have 2.5 megabytes.
MOST_BYTES = 2_000_000
EXAMPLES_SHOWN = 50


class WordForm(forms.ModelForm):
    class Meta:
        # A pattern may look for what nobody sees; whether anything can be found is said below.
        field_classes = {"text": forms.CharField}

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        text, kind = fields.get("text", ""), fields.get("kind", "")
        if text and kind:
            complaint = complaint_about(kind, text, whole=fields.get("whole_words", True))
            if complaint:
                self.add_error("text", complaint)
            elif self._is_listed(kind, text):
                self.add_error("text", "It is on the list already.")
        return fields

    def _is_listed(self, kind: str, text: str) -> bool:
        others = Word.objects.exclude(pk=self.instance.pk).filter(kind=kind)
        if kind == Word.Kind.PATTERN:
            return others.filter(text=text).exists()
        return others.filter(text__iexact=text).exists()


class ListForm(forms.Form):
    """A list as a file, or typed in."""

    file = forms.FileField(
        required=False,
        help_text="A table (CSV) with the columns text, kind, act, whole, note, is_on, ends_at, of "
        "which only the first is needed; or a plain text with one entry on each line.",
    )
    entries = CleanTextField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 60}),
        label="Or type it here",
    )

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if upload := fields.get("file"):
            if upload.size > MOST_BYTES:
                raise ValidationError("A list has at most 2 megabytes.")
            try:
                fields["entries"] = wordlist_csv.decoded(upload.read())
            except wordlist_csv.UnreadableError as complaint:
                raise ValidationError(str(complaint)) from None
        if not fields.get("entries", "").strip() and not self.errors:
            raise ValidationError("Choose a file, or type at least one word.")
        return fields


class WordAdmin(ListedAdmin):
    form = WordForm
    fields = ["text", "kind", "act", "whole_words", "note", "is_on", "ends_at"]
    list_display = ["text", "kind", "act", "whole_words", "is_on", "ends_at", "note", "made_by"]
    list_filter = [
        "act",
        "kind",
        "is_on",
        "whole_words",
        ("ends_at", admin.EmptyFieldListFilter),
        "made_at",
    ]
    search_fields = ["text", "note"]
    change_list_template = "admin/comments/word/change_list.html"

    # As a file

    def get_urls(self) -> list[Any]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("file/", page(self.file), name="comments_word_file"),
            path("import/", page(self.bring_in), name="comments_word_import"),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest) -> HttpResponse:
        """What the list shows, narrowed as it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words: QuerySet = self.get_changelist_instance(request).queryset
        names = {"text": "text", "kind": "kind", **wordlist_import.FIELDS}
        rows = [
            {column: getattr(word, name) for column, name in names.items()}
            for word in words.iterator(chunk_size=2_000)
        ]
        table = wordlist_csv.written(rows)
        told = {"number": len(rows), "narrowed to": request.META.get("QUERY_STRING", "")[:500]}
        with transaction.atomic():
            LogEntry.objects.write(
                "export", by=request.user, at=timezone.now(), about="words", details=told
            )
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        answer = HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="words.csv"'
        return answer

    def bring_in(self, request: HttpRequest) -> HttpResponse:
        """Shown first, with what it would have done to the latest comments, then done: the second
        page carries the list along."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None, label_suffix="")
        shown: dict[str, Any] = {}
        if form.is_valid():
            entries = form.cleaned_data["entries"]
            reading = wordlist_csv.read(entries)
            planned = wordlist_import.plan(reading.rows)
            if "apply" in request.POST and planned:
                wordlist_import.carry_out(planned, by=request.user)
                self._tell(request, planned)
                return HttpResponseRedirect(reverse("admin:comments_word_changelist"))
            shown = {"reading": reading, "planned": planned, "entries": entries}
            if planned.to_try and request.user.has_perm("comments.moderate_comment"):
                shown["rehearsal"] = rehearse_words(planned.to_try)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import words",
            "opts": self.opts,
            "form": form,
            "most_shown": EXAMPLES_SHOWN,
            "shown_slice": f":{EXAMPLES_SHOWN}",
            **shown,
        }
        return TemplateResponse(request, "admin/comments/word/import.html", context)

    def _tell(self, request: HttpRequest, planned: wordlist_import.Plan) -> None:
        said = f"{len(planned.new):,} added, {len(planned.changed):,} changed."
        self.message_user(request, said, messages.SUCCESS)
