"""A search in the admin that finds a word however it is written, in the newest rows; among older
ones the database looks alone."""

from __future__ import annotations

from functools import cache

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from comments import text_search


class FoldedSearch(admin.ModelAdmin):
    """Before another ModelAdmin: finds also what is written otherwise in its `search_fields`."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = text_search.folded_words(_words(search_term))
        if not words:
            return found, may_repeat
        fields = [str(name).lstrip("^=@") for name in self.search_fields]
        folded = text_search.containing(queryset.order_by("-pk"), fields, words)
        pks = found.order_by().values("pk")
        return queryset.filter(Q(pk__in=pks) | Q(pk__in=folded)), False


@cache
def with_folded_search(model_admin: type[admin.ModelAdmin]) -> type[admin.ModelAdmin]:
    """The same, finding more; itself if it has no search, or one of its own."""
    own = model_admin.get_search_results is not admin.ModelAdmin.get_search_results
    if own or not model_admin.search_fields:
        return model_admin
    return type(model_admin.__name__, (FoldedSearch, model_admin), {})


def _words(search_term: str) -> list[str]:
    """As Django takes them: a phrase in quotes is one."""
    words = []
    for bit in smart_split(search_term.replace("\x00", "")):
        if bit.startswith(('"', "'")) and bit[0] == bit[-1]:
            bit = unescape_string_literal(bit)
        words.append(bit)
    return words
