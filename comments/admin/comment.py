"""Where moderators read what readers wrote, and decide on it, singly and by the hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments import reading
from comments.admin import comment_search
from comments.admin.comment_list import (
    MOST,
    ArticleFilter,
    NewestPaginator,
    ReportedFilter,
    SectionFilter,
)
from comments.admin.records import DecisionInline, EditInline, ReadOnly, ReportInline
from comments.models import Comment, Decision, HouseRule, Report
from comments.moderation import decisions
from comments.moderation.orders import Order, read_comments

Verb = Decision.Verb

# What the buttons say, in their order.
ORDERS = {
    Verb.REJECT: "Reject",
    Verb.SPAM: "Mark as spam",
    Verb.APPROVE: "Approve",
    Verb.RESTORE: "Restore",
}


def _action(verb: Decision.Verb) -> Callable:
    @admin.action(description=f"{ORDERS[verb]} selected comments", permissions=["moderate"])
    def action(desk: CommentAdmin, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        return desk.decide_on(request, verb, chosen)

    action.__name__ = verb.value
    return action


class CommentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["line", "stands", "by", "under", "reports", "created_at"]
    list_display_links = None
    list_filter = ["status", "created_at", ReportedFilter, SectionFilter, ArticleFilter]
    search_fields = ["text"]
    view_on_site = False  # its page is linked while it has one
    search_help_text = comment_search.HELP
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = NewestPaginator
    actions = [_action(verb) for verb in (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.RESTORE)]
    fields = ["said", "stands", "by", "under", "created_at", "edited_at"]
    readonly_fields = ["said", "stands", "by", "under", "created_at", "edited_at"]
    inlines = [DecisionInline, ReportInline, EditInline]

    # What is shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        reports = Report.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
        counted = Subquery(reports.annotate(number=Count("pk")).values("number"))
        return (
            super()
            .get_queryset(request)
            .select_related("author", "thread__article", "parent__author")
            .defer("thread__article__body", "parent__html")
            .annotate(report_count=Coalesce(counted, 0))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.strip().replace("\x00", "")
        if not term:
            return queryset, False
        if "@" in term and _knows_addresses(request.user):
            return comment_search.of_address(queryset, term), False
        return comment_search.found(queryset, term), False

    @admin.display(description="comment")
    def said(self, comment: Comment) -> str:
        answered = comment.parent and format_html(
            '<p class="answered">In reply to {}: “{}”</p>',
            comment.parent.author,
            _shortened(comment.parent.text, 160),
        )
        return format_html('{}<div class="said">{}</div>', answered or "", mark_safe(comment.html))

    @admin.display(description="comment")
    def line(self, comment: Comment) -> str:
        """In the list; with how the comment stood when it was shown."""
        return format_html(
            '{}<p><a href="{}">Decide, history</a>'
            '<input type="hidden" name="seen" value="{}:{}"></p>',
            self.said(comment),
            reverse("admin:comments_comment_change", args=[comment.pk]),
            comment.pk,
            comment.status,
        )

    @admin.display(description="status")
    def stands(self, comment: Comment) -> str:
        return format_html(
            '<span class="stage {}">{}</span>', comment.status, comment.get_status_display()
        )

    @admin.display(description="author")
    def by(self, comment: Comment) -> str:
        return format_html("{}", comment.author)

    @admin.display(description="under")
    def under(self, comment: Comment) -> str:
        article = comment.thread.article
        return format_html('<a href="?article={}">{}</a>', article.pk, article.headline)

    @admin.display(description="reports")
    def reports(self, comment: Comment) -> int:
        return comment.report_count  # type: ignore[attr-defined]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._with_addresses(request, self.list_display)

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[Any]:
        return self._with_addresses(request, self.fields)

    def _with_addresses(self, request: HttpRequest, columns: Iterable[Any]) -> list[Any]:
        known = _knows_addresses(request.user)
        return [_with_email if column == "by" and known else column for column in columns]

    # Deciding

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/decisions/",
                self.admin_site.admin_view(require_POST(self.decisions)),
                name="comments_comment_decisions",
            ),
            *super().get_urls(),
        ]

    def decisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A decision is made on the comment's own page."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        order = Order.read(request.POST)
        if order.verb:
            self._decide(request, order, [pk])
        elif request.POST.get("verb") == Verb.REJECT:
            return self._ask_why(request, [pk], order)
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[pk]))

    def decide_on(
        self, request: HttpRequest, verb: Decision.Verb, chosen: QuerySet
    ) -> HttpResponse | None:
        """One verb for all that were ticked. Rejecting first asks why, and keeps the selection."""
        if newest := request.POST.get("newest", ""):
            # Of "all that match", only what was there when the moderator saw how many.
            chosen = chosen.filter(pk__lte=newest) if newest.isdecimal() else chosen.none()
        pks = list(chosen.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
        if len(pks) > MOST:
            self.message_user(
                request, f"Decide on at most {MOST:,} at once: narrow the list.", messages.ERROR
            )
            return None
        order = Order.read({**request.POST.dict(), "verb": verb.value})
        if order.verb is None:
            return self._ask_why(request, pks, order)
        self._decide(request, order, pks)
        return None

    def _ask_why(self, request: HttpRequest, pks: list[int], order: Order) -> HttpResponse:
        """Which house rule they break. What was selected and typed is kept."""
        across = request.POST.get("select_across") == "1"
        context = {
            **self.admin_site.each_context(request),
            "title": "Why are these comments rejected?",
            "opts": self.opts,
            "number": len(pks),
            "selected": pks[:1] if across else pks,
            "across": across,
            "newest": pks[0] if pks else 0,
            "seen": request.POST.getlist("seen"),
            "house_rules": HouseRule.objects.in_use(),
            "note": order.note,
            "asked_again": "reason" in request.POST,
            "back": request.get_full_path()
            if "action" in request.POST
            else reverse("admin:comments_comment_change", args=pks),
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/comments/comment/reason.html", context)

    def _decide(self, request: HttpRequest, order: Order, pks: list[int]) -> None:
        assert order.verb is not None
        outcome = decisions.decide(
            order.verb,
            pks,
            by=request.user,
            at=timezone.now(),
            reason=order.note,
            house_rule=order.house_rule,
            seen=read_comments(request.POST.getlist("seen")),
        )
        if outcome.decided:
            undo = reverse("batch", args=[outcome.act])
            said = format_html(
                '{} <a href="{}">{}</a>', order.done(outcome.decided), undo, _("Undo")
            )
            self.message_user(request, said, messages.SUCCESS)
        for why, number in outcome.passed_over.items():
            words = _("%(number)s passed over: %(reason)s.") % {"number": number, "reason": why}
            self.message_user(request, words, messages.WARNING)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment: Comment = kwargs["obj"]
        allowed = self.has_moderate_permission(request)
        possible = decisions.possible(comment, request.user) if allowed else []
        context |= {
            "orders": [(verb, order) for verb, order in ORDERS.items() if verb in possible],
            "has_place": reading.has_place(comment, request.user, timezone.now()),
            "own": allowed and comment.author_id == request.user.pk,
            "may_ban": request.user.has_perm("comments.add_sanction")
            and not comment.author.is_staff,
            "house_rules": HouseRule.objects.in_use(),
        }
        return super().render_change_form(request, context, *args, **kwargs)


@admin.display(description="author")
def _with_email(comment: Comment) -> str:
    return format_html("{}<br><small>{}</small>", comment.author, comment.author.email or "")


def _knows_addresses(person: Any) -> bool:
    """Administrators see readers' addresses; a moderator needs none."""
    meta = get_user_model()._meta
    return person.has_perm(f"{meta.app_label}.{get_permission_codename('view', meta)}")


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
