from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models.scope import Mode, Scope, Scoped, ScopedQuerySet
from newsroom.foundation.model_fields import CleanNameField, CleanTextField


class SuspensionQuerySet(ScopedQuerySet):
    def standing(self, at: datetime) -> Self:
        """Neither lifted nor over: in force now or later."""
        return self.filter(Q(lifted_at__isnull=True), Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def in_force(self, at: datetime) -> Self:
        """What was thrown at once holds from its commit on, even for a machine whose clock is
        behind the one that threw it."""
        begun = Q(starts_at__lte=at) | Q(starts_at__lte=F("set_at"))
        return self.standing(at).filter(begun)

    def scheduled(self, at: datetime) -> Self:
        return self.standing(at).filter(Q(starts_at__gt=at), Q(starts_at__gt=F("set_at")))

    def lift(self, at: datetime, by: Any) -> int:
        """Expects the switch to be held alone. The number of those lifted."""
        return self.update(lifted_at=at, lifted_by=by)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError: suspensions are the history."""
        raise ProtectedError("Suspensions are lifted, never deleted.", set(self))

    def by_import(self) -> Self:
        """What was closed in the system that the paper came from, thousands perhaps."""
        return self.filter(cause=Suspension.Cause.IMPORT)

    def by_people(self) -> Self:
        """What somebody of the staff, or the breaker, has set here."""
        return self.exclude(cause=Suspension.Cause.IMPORT)

    def past(self, at: datetime) -> Self:
        return self.filter(Q(lifted_at__isnull=False) | Q(ends_at__lte=at))

    def starts_to_announce(self, since: datetime, at: datetime) -> Self:
        """Those set in advance that the clock has begun since then, with no alert sent yet."""
        return self.filter(
            Q(starts_at__gt=F("set_at")),
            starts_at__gt=since,
            starts_at__lte=at,
            start_announced_at__isnull=True,
            lifted_at__isnull=True,
        )

    def ends_to_announce(self, since: datetime, at: datetime) -> Self:
        """Those that the clock has ended since then, with no alert sent yet."""
        return self.filter(
            lifted_at__isnull=True,
            ends_at__gt=since,
            ends_at__lte=at,
            end_announced_at__isnull=True,
        )

    def with_origin(self) -> Self:
        """With all that their texts show: where they hold, and who has set and lifted them."""
        return self.select_related("section", "article", "set_by", "lifted_by", "trip")


class Suspension(Scoped):
    """A period in which a scope has a stricter commenting mode, with its notice to readers.
    Made and lifted by `comments.switch` alone; rows are never deleted: they are the history."""

    class Cause(models.TextChoices):
        ABUSE = "abuse", "Abuse: attacks, spam, trolling"
        LEGAL = "legal", "Legal: a trial, an order, a law"
        STAFFING = "staffing", "Staffing: nobody is there to moderate"
        HOLIDAY = "holiday", "Holiday"
        TECHNICAL = "technical", "Technical work"
        OTHER = "other", "Other"
        IMPORT = "import", gettext_lazy("Import: it was closed where it came from")

    # What a person can give as the cause of a suspension.
    CAUSES = [choice for choice in Cause.choices if choice[0] != "import"]
    MODES = [choice for choice in Mode.choices if choice[0] != Mode.OPEN]

    mode = models.CharField(max_length=12, choices=MODES, default=Mode.CLOSED)
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.ABUSE)
    notice_title = CleanNameField(max_length=120, blank=True)
    notice_body = CleanTextField(blank=True)
    reason = CleanTextField(help_text="For colleagues; readers do not see it.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    published_batch_id = models.UUIDField(
        null=True,
        editable=False,
        help_text="The batch of decisions that published what waited only for this suspension.",
    )
    # For what the clock alone has done: somebody who acts is there to send the alert.
    start_announced_at = models.DateTimeField(null=True, editable=False)
    end_announced_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[SuspensionQuerySet] = SuspensionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Scoped.Meta):
        ordering = ["-set_at", "-id"]
        permissions = [("throw_switch", "Can suspend and reopen commenting")]
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="suspension_runs_forward",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="A suspension must end after it begins.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(lifted_at__isnull=True), name="suspensions_standing"
            ),
            # An import may leave thousands of articles closed: those of wider scope are few.
            models.Index(
                fields=["scope"],
                condition=Q(lifted_at__isnull=True),
                name="suspensions_standing_by_scope",
            ),
            # Those set in advance are few, and those of them that wait for their alert fewer.
            models.Index(
                fields=["starts_at"],
                condition=Q(start_announced_at__isnull=True, starts_at__gt=F("set_at")),
                name="suspensions_start_unannounced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}: {self.reach}"

    @classmethod
    def drawn_up(
        cls, scope: Scope, *, at: datetime, starts_at: datetime | None = None, **fields: Any
    ) -> Self:
        """A suspension that is not set yet. It begins at `at`, the present, or later."""
        return cls(
            scope=scope.kind,
            section=scope.section,
            article=scope.article,
            starts_at=max(starts_at, at) if starts_at else at,
            set_at=at,
            **fields,
        )

    @property
    def origin(self) -> str:
        """Who has set it, to be read after "set by". Select `trip` along with it: without that,
        this is a query wherever no person has set it."""
        if self.set_by_id:
            return str(self.set_by)
        if self.cause == self.Cause.IMPORT:
            return _("an import")
        return _("the breaker") if hasattr(self, "trip") else _("the command line")

    def in_force(self, at: datetime) -> bool:
        begun = self.starts_at <= max(at, self.set_at)
        return begun and self.lifted_at is None and (self.ends_at is None or at < self.ends_at)

    def others_in_force(self, at: datetime) -> list[Suspension]:
        """The other suspensions in force where this one holds: they hold on when it is lifted."""
        wider = Q(scope=self.Kind.SITE)
        if section := self.section or (self.article and self.article.section):
            wider |= Q(section=section)
        if self.article:
            wider |= Q(article=self.article)
        others = Suspension.objects.in_force(at).filter(wider).exclude(pk=self.pk)
        return list(others.with_origin())

    def turns(self, after: datetime) -> datetime | None:
        """The next moment at which this is due to begin or to cease to hold."""
        if self.in_force(after):
            return self.ends_at
        is_to_come = self.lifted_at is None and self.starts_at > after
        return self.starts_at if is_to_come else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only ever a new row. Raises ProtectedError for one that is there: it is lifted, by the
        queryset, and another set."""
        if not self._state.adding:
            raise ProtectedError("A suspension is lifted, never changed.", {self})
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ProtectedError: suspensions are the history."""
        raise ProtectedError("A suspension is lifted, never deleted.", {self})
