"""Where an article is written, published, scheduled and taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from js_asset import Media, Script

from articles import workflow
from articles.admin.body_form import BodyForm
from articles.admin.inlines import BylineInline, PlacementInline, SeeAlsoInline, WebLinkInline
from articles.admin.presence import PresenceAdmin
from articles.admin.stage_filter import StageFilter
from articles.models import Article
from articles.workflow import Stage

PUBLISH, TAKE_BACK = "_publish", "_take_back"

PROSE = Media(css={"all": ["css/prose.css"]}, js=[Script("js/admin-prose.js", type="module")])


class ArticleForm(BodyForm):
    """The article's form; the button with which it is sent says what becomes of the article."""

    person: Any = None
    """Who writes; set by the admin."""

    def clean(self) -> dict[str, Any]:
        self.at = timezone.now()
        self.before = workflow.stage(self.instance, self.at)
        self.path_before = self.instance.path
        if {PUBLISH, TAKE_BACK} & set(self.data) and not workflow.may_publish(self.person):
            self.add_error(None, "You may write drafts. Save it, and a colleague will publish it.")
        return super().clean() or self.cleaned_data

    def _post_clean(self) -> None:
        """The state is none of the form's fields: it follows from the button."""
        if PUBLISH in self.data:
            self.instance.state = Article.State.PUBLISHED
            self.cleaned_data["published_at"] = self.cleaned_data.get("published_at") or self.at
        elif TAKE_BACK in self.data:
            workflow.take_back(self.instance)
        super()._post_clean()  # type: ignore[misc]
        if self.instance.state == Article.State.PUBLISHED and not self.errors:
            for field, complaint in workflow.complaints(
                self.instance, self.before, self.at
            ).items():
                self.add_error(field, complaint)


class ArticleAdmin(PresenceAdmin):
    form = ArticleForm
    fieldsets = [
        (None, {"fields": ["standing", "headline", "standfirst", "dateline", "body"]}),
        ("Where it belongs", {"fields": ["section", "topics", "language"]}),
        ("Picture", {"fields": ["lead_image", "picture"]}),
        ("Publication", {"fields": ["published_at", "slug", "address"]}),
    ]
    readonly_fields = ["standing", "picture", "address"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "lead_image"]
    inlines = [BylineInline, SeeAlsoInline, WebLinkInline, PlacementInline]

    list_display = ["headline", "stage", "section", "written_by", "published_at"]
    list_filter = [
        StageFilter,
        "section",
        "published_at",
        ("bylines__author", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["headline", "standfirst", "slug", "bylines__author__name"]
    search_help_text = "Headline, standfirst, address or author"
    ordering = ["-changed_at"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    # What the list and the form show

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Article]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        in_a_list = match is not None and (match.url_name or "").endswith("_changelist")
        return rows.for_cards() if in_a_list else rows  # type: ignore[attr-defined]

    @admin.display(description="status")
    def stage(self, article: Article) -> str:
        stage = workflow.stage(article, timezone.now())
        return format_html('<span class="stage {}">{}</span>', stage.name.lower(), stage.value)

    @admin.display(description="authors")
    def written_by(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description="status")
    def standing(self, article: Article) -> str:
        if article.pk is None:
            return "New: nobody sees it until it is published."
        draft = format_html('<a href="{}">Preview</a>', reverse("draft", args=[article.pk]))
        match workflow.stage(article, timezone.now()):
            case Stage.DRAFT:
                return format_html("Draft: colleagues alone see it. {}", draft)
            case Stage.SCHEDULED:
                return format_html("Scheduled: goes out on {}. {}", _clock(article), draft)
        path = article.path
        return format_html('Published on {}. <a href="{}">Read it</a>', _clock(article), path)

    @admin.display(description="preview")
    def picture(self, article: Article) -> str:
        if article.lead_image is None or not article.lead_image.picture:
            return "None chosen, or not saved yet."
        return format_html(
            '<img src="{}" alt="{}" class="thumbnail">',
            article.lead_image.picture.card320,
            article.lead_image.alt,
        )

    @admin.display(description="address")
    def address(self, article: Article) -> str:
        return article.path or "It has one from its first publication on."

    def view_on_site(self, article: Article) -> str | None:
        return article.path if article.is_public(timezone.now()) else None

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or workflow.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or workflow.may_change(request.user, obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None: deleting many articles at once is never what was meant."""
        return {}

    # How the form answers

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user  # type: ignore[attr-defined]
        if "published_at" in form.base_fields:
            form.base_fields["standfirst"].widget.attrs["rows"] = 3
            form.base_fields["published_at"].help_text = (
                "Empty: the moment at which you publish. In the future: it waits until then, and "
                "goes out by itself. In the past: it is dated so. The paper's time zone is "
                f"{timezone.get_current_timezone_name()}."
            )
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: Article | None = kwargs.get("obj")
        drafted = obj is None or obj.state == Article.State.DRAFT
        may_publish = workflow.may_publish(request.user)
        context |= {
            # The editor's import map is the one inline script that the policy lets through.
            "media": (PROSE + context["media"]).with_nonce(request.csp_nonce),  # type: ignore[attr-defined]
            "show_publish": may_publish and drafted,
            "show_take_back": may_publish and not drafted,
            "show_save_and_add_another": False,
        }
        if obj is not None and self.has_change_permission(request, obj):
            context |= self.presence_context(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if left_out := form.left_out_message():
            self.message_user(request, left_out, messages.WARNING)
        if form.path_before and form.path_before != obj.path:
            self.message_user(
                request,
                f"The address is now {obj.path}. The old one, {form.path_before}, keeps working: "
                "it leads here.",
            )

    def response_add(self, request: HttpRequest, obj: Article, *args: Any) -> HttpResponse:
        return self._told(request, obj) or super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        self.forget_window(request, obj)
        return self._told(request, obj) or super().response_change(request, obj)

    def _told(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """After publishing or taking back: what happened, on the article's own page."""
        if TAKE_BACK in request.POST:
            said = "Taken back: readers no longer find it. Its address stays its own."
        elif PUBLISH not in request.POST:
            return None
        elif article.is_public(timezone.now()):
            said = format_html('Published. <a href="{}">Read it</a>', article.path)
        else:
            said = f"Scheduled: it goes out on {_clock(article)}."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What hangs on an article is not thrown away with it: a conversation, a suspension."""
        answer = super().delete_view(request, object_id, extra_context)
        context = getattr(answer, "context_data", None)
        if not isinstance(answer, TemplateResponse) or not (context or {}).get("protected"):
            return answer
        self.message_user(
            request,
            "This article cannot be deleted: something still belongs to it, such as what readers "
            "wrote under it. Take it back instead: readers no longer find it, and nothing is lost.",
            messages.ERROR,
        )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[object_id]))


def _clock(article: Article) -> str:
    moment = timezone.localtime(article.published_at)
    return date_format(moment, "j F Y, H:i")
