from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles import body
from articles.models.redirect import Redirect
from newsroom.foundation.model_fields import (
    CleanCharField,
    CleanIntroductionField,
    CleanNameField,
    CleanProseEditorField,
    CleanSlugField,
)


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self, at: datetime) -> Self:
        """What any reader may read at this moment. No job publishes: the time does."""
        return self.filter(state=Article.State.PUBLISHED, published_at__lte=at)

    def drafts(self) -> Self:
        return self.filter(state=Article.State.DRAFT)

    def scheduled(self, at: datetime) -> Self:
        return self.filter(state=Article.State.PUBLISHED, published_at__gt=at)

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def in_section(self, section: models.Model) -> Self:
        return self.filter(section=section)

    def for_headlines(self) -> Self:
        return self.defer("body").select_related("section")

    def for_cards(self) -> Self:
        """What a card in a list shows, in a number of queries that does not grow with the list."""
        return (
            self.for_headlines()
            .select_related("section", "lead_image")
            .prefetch_related("bylines__author")
        )


class LanguageField(CleanCharField):
    """A language code, by default the paper's. Migrations record the declared default, so that a
    paper in another language has no model changes to migrate."""

    def get_default(self) -> str:
        return str(settings.LANGUAGE_CODE)


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    headline = CleanNameField(max_length=300)
    slug = CleanSlugField(max_length=200, allow_unicode=True)
    standfirst = CleanIntroductionField(blank=True, help_text="The line under the headline.")
    dateline = CleanNameField(
        max_length=80, blank=True, help_text="The place that opens the text, as in LISBON."
    )
    body = CleanProseEditorField(extensions=body.EXTENSIONS, sanitize=body.sanitise, blank=True)
    section = models.ForeignKey(
        "articles.Section", on_delete=models.PROTECT, related_name="articles"
    )
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles")
    authors = models.ManyToManyField(
        "articles.Author", through="articles.Byline", related_name="articles"
    )
    lead_image = models.ForeignKey(
        "articles.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = LanguageField(max_length=20, default="en", help_text="A code such as en or pt-br.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(
        "publication time", null=True, blank=True, help_text="In the future, it waits until then."
    )
    dated = models.DateField(
        null=True,
        editable=False,
        help_text="The day in its address: that of first publication, never changed after.",
    )
    guid = CleanCharField(
        max_length=2000,
        unique=True,
        null=True,
        editable=False,
        default=uuid.uuid4,
        help_text="By which programs that read feeds know the story again. Never changed.",
    )
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(
        default=1,
        db_default=1,
        editable=False,
        help_text="Increased with every save; a form carries the one it was opened with.",
    )
    imported_from = CleanCharField(
        max_length=200, null=True, blank=True, unique=True, editable=False
    )

    tail = ""
    """Safe HTML that the building composes in at the foot of the article's card."""

    objects: ClassVar[ArticleQuerySet] = ArticleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-published_at", "-id"]
        permissions = [("publish_article", "Can publish, schedule and take back articles")]
        constraints = [
            models.UniqueConstraint(
                fields=["dated", "slug"],
                name="one_article_an_address",
                violation_error_message="Another article of that day has this slug.",
            ),
            models.CheckConstraint(
                name="published_articles_have_a_time",
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                violation_error_message="A published article needs a publication time.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="articles_by_time"),
            models.Index(
                fields=["section", "state", "-published_at", "-id"], name="articles_of_a_section"
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **how: Any) -> Self:
        article = super().from_db(db, field_names, values, **how)
        if {"dated", "slug"} <= set(field_names):
            article._path_when_read = article.path
        return article

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address: the date is set at first publication and stays, and a path that
        readers may know leads to the article for ever. Every save increases the version."""
        if self.state == self.State.PUBLISHED and self.published_at:
            unknown_to_readers = self.dated is None or self.dated > timezone.localdate()
            if unknown_to_readers:
                self.dated = timezone.localdate(self.published_at)
        is_new = self._state.adding
        if not is_new:
            self.version = models.F("version") + 1
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)
        if not is_new:
            self.refresh_from_db(fields=["version"])
        before = getattr(self, "_path_when_read", "")
        if before and before != self.path:
            Redirect.objects.update_or_create(path=before, defaults={"article": self})
        self._path_when_read = self.path

    def is_public(self, at: datetime) -> bool:
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= at
        )

    @property
    def path(self) -> str:
        """The article's address, or nothing while it has none."""
        return path_on(self.dated, self.slug) if self.dated else ""

    def get_absolute_url(self) -> str:
        return self.path or reverse("draft", args=[self.pk])


def path_on(day: date, slug: str) -> str:
    """The path of an article that was first published on this day."""
    year, month, number = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    return reverse("article", kwargs={"year": year, "month": month, "day": number, "slug": slug})
