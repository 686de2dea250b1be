"""The list of comments: what narrows it, and pages that cost the same among ten or ten million."""

from __future__ import annotations

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from articles.models import Article, Section
from comments.models import Report

# Nobody pages further: whoever looks for an older comment narrows the list.
MOST = 5_000

Choices = list[tuple[str, str]]


class NewestPaginator(Paginator):
    """Pages of the newest few thousand rows. Counting stops there too: a count of all of them
    reads all of them."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return rows.order_by()[:MOST].count()


class SectionFilter(admin.SimpleListFilter):
    title = "section"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [(str(pk), name) for pk, name in Section.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return _chosen(self.value(), queryset, "thread__article__section")


class ArticleFilter(admin.SimpleListFilter):
    """Shown where an article was chosen, by its name in the list."""

    title = "article"
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        if self.value() is None:
            return []
        chosen = _chosen(self.value(), Article.objects.all(), "pk")
        return [(str(self.value()), chosen.values_list("headline", flat=True).first() or "None")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return _chosen(self.value(), queryset, "thread__article")


class ReportedFilter(admin.SimpleListFilter):
    title = "reports"
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [("yes", "Reported by readers")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(Exists(Report.objects.filter(comment=OuterRef("pk"))))


def _chosen(value: str | None, rows: QuerySet, field: str) -> QuerySet:
    """An address that somebody has meddled with chooses nothing, and breaks nothing."""
    if value is None:
        return rows
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else -1
    return rows.filter(**{field: number})
