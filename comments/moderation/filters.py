"""What a moderator works on: the filters of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Assignment, Case, Cause
from comments.models.case import CaseQuerySet
from comments.models.urgency import Reach
from comments.moderation.section_scope import cases_for
from comments.text_search import containing, folded_words

# Whom the cases are assigned to that a moderator asks for.
ASSIGNED = {"me": _("to me"), "nobody": _("to nobody"), "anybody": _("to anybody")}


# More than all checks together find.
MAX_SCORE = 99_999


@dataclass(frozen=True)
class Filters:
    """What a moderator works on, as the address of the queue has it."""

    kind: str = ""
    section: str = ""
    article: str = ""
    cause: str = ""
    language: str = ""
    author: str = ""
    assigned: str = ""
    score: str = ""
    """At least so high was the score of what screening found."""
    reach: str = ""
    """At least so many can see it."""
    q: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """What is no filter of ours, or no value of it, narrows nothing."""
        found = {each.name: asked.get(each.name, "").strip()[:100] for each in fields(cls)}
        for name in ("section", "article", "author", "score"):
            if not (found[name].isascii() and found[name].isdecimal() and len(found[name]) < 19):
                found[name] = ""
        for name, values in (
            ("kind", Case.Kind.values),
            ("assigned", ASSIGNED),
            ("reach", map(str, Reach.values[1:])),
        ):
            if found[name] not in values:
                found[name] = ""
        score = min(int(found["score"] or 0), MAX_SCORE)
        found["score"] = str(score) if score else ""
        found["q"] = found["q"].replace("\x00", "")
        return cls(**found)

    @property
    def query(self) -> str:
        """As it stands in the address; empty where nothing is narrowed."""
        return urlencode(self.items)

    @property
    def items(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in vars(self).items() if value]

    def without(self, name: str) -> Filters:
        return replace(self, **{name: ""})

    def cases(self, moderator: Any = None, at: datetime | None = None) -> CaseQuerySet:
        """The open cases that fit, in the sections of this moderator; of nobody, in all."""
        cases = Case.objects.open().filter(self.condition())
        if moderator is not None:
            cases = cases_for(cases, moderator)
        if self.assigned:
            cases = cases.filter(assigned_to(self.assigned, moderator, at or timezone.now()))
        if self.q:
            fields, words = ["comment__text", "author__display_name"], folded_words([self.q])
            alike = containing(cases.in_order(), fields, words)
            cases = cases.filter(
                Q(comment__text__icontains=self.q)
                | Q(author__display_name__icontains=self.q)
                | Q(pk__in=alike)
                | Q(get_user_model().objects.had_name_with(self.q, "author"))
            )
        return cases

    def condition(self) -> Q:
        """What fits, open or closed, by all but words and assignment."""
        condition = Q()
        if self.kind:
            condition &= Q(kind=self.kind)
        for name in ("section", "article", "author"):
            if pk := getattr(self, name):
                condition &= Q(**{f"{name}_id": int(pk)})
        if self.language:
            condition &= Q(language=self.language)
        for name in ("score", "reach"):
            if least := getattr(self, name):
                condition &= Q(**{f"{name}__gte": int(least)})
        if self.cause:
            causes = Cause.objects.filter(case=OuterRef("pk"), name=self.cause)
            condition &= Q(Exists(causes))
        return condition


def assigned_to(whom: str, moderator: Any, at: datetime) -> Any:
    """The condition for cases that are assigned to this moderator, to nobody, or to anybody."""
    assignments = Assignment.objects.in_force(at).filter(case=OuterRef("pk"))
    if whom == "me":
        return Exists(assignments.filter(person=moderator))
    return ~Exists(assignments) if whom == "nobody" else Exists(assignments)
