"""Authors where paper and accounts meet: entering one shows which readers have the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

from articles.admin import taxonomy
from articles.models import Author
from newsroom.accounts import bylines
from newsroom.accounts.name_lock import lock_names
from newsroom.models import User

NAMED = 10


def tell_of_readers(request: HttpRequest, marked: Sequence[User]) -> None:
    """Say which readers have been marked, with a link for those who may see their pages."""
    if not marked:
        return
    may_see = request.user.has_perm("comments.moderate_comment")
    link = '<a href="{}">{}</a>' if may_see else "{1}"
    people = format_html_join(
        ", ", link, ((reverse("commenter", args=[each.pk]), str(each)) for each in marked[:NAMED])
    )
    sentence = ngettext(
        "%(number)s reader has this name already: {people}. The comments are marked as a reader’s, "
        "and another name must be chosen before the next one.",
        "%(number)s readers have this name already: {people}. Their comments are marked as a "
        "reader’s, and they must choose another name before the next one.",
        len(marked),
    ) % {"number": len(marked)}
    messages.warning(request, format_html(sentence, people=people))


class AuthorAdmin(taxonomy.AuthorAdmin):
    """Names are locked before the edition moves, as in every verb of names."""

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        lock_names()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or {"name", "account"} & set(form.changed_data):
            names, at = [form.instance.name], timezone.now()
            tell_of_readers(
                request, bylines.mark_readers(names, by=cast(User, request.user), at=at)
            )

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        lock_names()
        super().delete_model(request, obj)
        bylines.mark_readers([], by=cast(User, request.user), at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Author]) -> None:
        with transaction.atomic():
            lock_names()
            super().delete_queryset(request, queryset)
            bylines.mark_readers([], by=cast(User, request.user), at=timezone.now())
