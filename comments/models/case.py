from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from comments.models import urgency
from comments.models.comment import Comment
from comments.models.finding import Finding
from comments.models.urgency import PATIENCE, Precedence, Reach
from newsroom.foundation.model_fields import CleanCharField

_AT_ONCE = 500

# Long enough to read a thread, short enough that a case is not lost with a closed laptop.
CLAIM = timedelta(minutes=2)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def free_for(self, moderator: Any, at: datetime) -> Self:
        """What this moderator may take: nobody else's claim, and nobody decides on one's own."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at) | Q(claimed_by=moderator)
        return self.open().filter(free).exclude(author=moderator)

    def in_order(self) -> Self:
        """The most pressing first: see `precedence` and `due_at`."""
        return self.order_by(*urgency.ORDER)

    def beyond(self, precedence: int, due_at: datetime, pk: int) -> Self:
        """What comes after this place in the order: one range of an index."""
        return self.filter(urgency.ComesAfter(precedence, due_at, pk))

    def open_for(
        self,
        comment: Comment,
        kind: Case.Kind,
        causes: Iterable[str],
        *,
        at: datetime,
        severity: int = 1,
        score: int | None = None,
    ) -> Case:
        """The open case of a comment, opened or joined. `severity` is that of a house rule, 1 to 5;
        `score` what screening has just found, where it has. Expects a transaction that has the
        comment's thread."""
        article, reach = comment.thread.article, urgency.reach(comment, at)
        due_at = at + urgency.patience(kind, severity, reach)
        case: Case | None = Case.objects.open().filter(comment=comment).first()
        if case is None:
            case = Case.objects.create(
                comment=comment,
                kind=kind,
                article=article,
                section_id=article.section_id,
                author_id=comment.author_id,
                language=article.language,
                opened_at=at,
                due_at=due_at,
                precedence=urgency.precedence(kind, comment),
                reach=reach,
                score=Finding.objects.score_of(comment) if score is None else score,
            )
        else:
            kind = Case.Kind(min(case.kind, kind, key=list(PATIENCE).index))
            joined = {
                "kind": kind,
                "due_at": min(case.due_at, due_at),
                "precedence": urgency.precedence(kind, comment),
                "reach": reach,
                "score": case.score if score is None else score,
            }
            changed = [name for name, value in joined.items() if getattr(case, name) != value]
            for name in changed:
                setattr(case, name, joined[name])
            if changed:
                case.save(update_fields=changed)
        Cause.objects.add(case, causes, at)
        return case

    def caused_by(self, name: str) -> Self:
        return self.filter(causes__name=name)

    def caused_by_nothing_but(self, name: str) -> Self:
        others = Cause.objects.filter(case=OuterRef("pk")).exclude(name=name)
        return self.caused_by(name).exclude(Exists(others))

    def open_of(self, comments: list[int]) -> dict[int, int]:
        """The open case of each of the comments that has one."""
        return {
            comment: case
            for start in range(0, len(comments), _AT_ONCE)
            for comment, case in self.open()
            .filter(comment__in=comments[start : start + _AT_ONCE])
            .values_list("comment", "pk")
        }

    def ages(self, ranges: Mapping[str, tuple[datetime, datetime]]) -> dict[str, int]:
        """How many were opened within each range, later than its beginning, by its place."""
        counted: dict[str, int] = self.aggregate(
            **{
                f"age_{place}": Count("pk", filter=Q(opened_at__gt=older, opened_at__lte=newer))
                for place, (older, newer) in enumerate(ranges.values())
            }
        )
        return counted

    def close(self, by: Any, at: datetime) -> int:
        """Expects the transaction of the decision."""
        return self.open().update(closed_at=at, closed_by=by, claimed_by=None, claimed_until=None)

    def reopen(self, at: datetime | None = None) -> int:
        """Open again what was decided, but for a comment that has had a new case since. Expects
        the transaction that has the comments' threads."""
        again = Case.objects.open().filter(comment=OuterRef("comment"))
        reopened = self.closed().exclude(Exists(again)).update(closed_at=None, closed_by=None)
        self.follow_comments(at or timezone.now())
        return reopened

    def follow_comments(self, at: datetime) -> int:
        """Put the open ones of these where their comments belong, as they are now: to be called
        by whatever changes who can see a comment, or what was found in it, while a case may be
        open. Expects the transaction of that change, which has the comments' threads."""
        return self.open().update(
            precedence=urgency.precedence_of_rows(),
            reach=urgency.reach_of_rows(at),
            score=urgency.score_of_rows(),
        )

    def misplaced(self) -> Self:
        """The open ones that do not stand where their comments belong; none, unless rows were
        changed behind the code's back."""
        is_published = urgency.comment_is_published()
        return (
            self.open()
            .annotate(right=urgency.precedence_of_rows(), found=urgency.score_of_rows())
            .exclude(
                Q(precedence=F("right"), score=F("found"))
                & (Q(is_published, reach__gt=Reach.NOBODY) | Q(~is_published, reach=Reach.NOBODY))
            )
        )

    def take_first(self, moderator: Any, at: datetime) -> Case | None:
        """Claim the most pressing of these; none if there is none. Two who ask at once never get
        the same: on PostgreSQL the second skips the row that the first has locked, on SQLite
        writers stand in line. Expects a transaction."""
        rows = self.free_for(moderator, at).in_order()
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        case = rows.first()
        if case is not None:
            case.claimed_by, case.claimed_until = moderator, at + CLAIM
            case.save(update_fields=["claimed_by", "claimed_until"])
        return case

    def release(self, moderator: Any) -> int:
        """Give back what this moderator has claimed among these."""
        mine = self.open().filter(claimed_by=moderator)
        return mine.update(claimed_by=None, claimed_until=None)


class Case(models.Model):
    """One comment that waits for a person. Of a comment one case is open at a time; what else
    comes to pass joins it as a further cause."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "Legal notice"
        REPORTED = "reported", "Reported"
        HELD = "held", "Held"
        SPAM = "spam", "Spam?"

    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Copied from the comment, where they never change, so that each filter is one index range.
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey("articles.Section", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases"
    )
    language = CleanCharField(max_length=12, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(
        help_text="When it should be decided: opened_at and the patience that its gravity and "
        "reach allow. The queue's order within a precedence; so age counts without being counted."
    )
    precedence = models.SmallIntegerField(
        choices=Precedence.choices,
        default=Precedence.NOT_VISIBLE,
        db_default=Precedence.NOT_VISIBLE,
        help_text="The queue's order before the time: legal notices, then what readers can see. "
        "Derived from the kind and the comment's status; kept by `follow_comments`.",
    )
    reach = models.SmallIntegerField(
        choices=Reach.choices,
        default=Reach.NOBODY,
        db_default=Reach.NOBODY,
        help_text="How many could see the comment when the case was opened or last joined, or when "
        "the comment last came or went. Kept by `follow_comments`.",
    )
    score = models.IntegerField(
        default=0,
        db_default=0,
        help_text="The sum of the scores of the latest findings. Kept by `follow_comments`.",
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["precedence", "due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(closed_at__isnull=True), name="one_open_case"
            )
        ]
        indexes = [
            models.Index(
                fields=[*fields, "precedence", "due_at", "id"],
                condition=Q(closed_at__isnull=True),
                name=f"cases_in_order{name}",
            )
            for name, fields in (
                ("", []),
                ("_by_kind", ["kind"]),
                ("_by_section", ["section"]),
                ("_by_article", ["article"]),
                ("_by_language", ["language"]),
                ("_by_author", ["author"]),
            )
        ] + [
            models.Index(
                fields=["opened_at"], condition=Q(closed_at__isnull=True), name="cases_oldest"
            ),
            # Of the closed ones alone: SQLite would look for the open ones in it, and sort them.
            models.Index(
                fields=["-closed_at"],
                condition=Q(closed_at__isnull=False),
                name="cases_by_closing",
            ),
            models.Index(
                fields=["claimed_by"],
                condition=Q(closed_at__isnull=True, claimed_by__isnull=False),
                name="cases_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment_id}"

    def is_claimed_by_another(self, moderator: Any, at: datetime) -> bool:
        held = self.claimed_until is not None and self.claimed_until > at
        return held and self.claimed_by_id != moderator.pk


class CauseQuerySet(models.QuerySet["Cause"]):
    def add(self, case: Case, names: Iterable[str], at: datetime) -> None:
        Cause.objects.bulk_create(
            [Cause(case=case, name=name, made_at=at) for name in dict.fromkeys(names)],
            ignore_conflicts=True,
        )


class Cause(models.Model):
    """Why a case is open: a check of screening, a reason of reports, a legal notice. The same
    cause counts once; how often it was said stands with the findings and the reports."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="causes")
    name = CleanCharField(max_length=30)
    made_at = models.DateTimeField()

    objects: ClassVar[CauseQuerySet] = CauseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="a_cause_once")]
        indexes = [models.Index(fields=["name", "case"], name="cases_of_a_cause")]

    def __str__(self) -> str:
        return self.name
