"""What the desk is narrowed down to, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from articles.models import Article, Section
from comments.desk.case import CAUSE_LABELS
from comments.models import Case
from comments.models.urgency import Reach
from comments.moderation.filters import ASSIGNED, Filters


def filter_labels(filters: Filters, sections: Iterable[Section]) -> list[str]:
    """Name the value of each filter in use. One query for an article and one for an author, if
    the desk is narrowed down to them; a value that no longer exists is left out."""
    labels = [
        dict(Case.Kind.choices).get(filters.kind, ""),
        *(str(each) for each in sections if str(each.pk) == filters.section),
        str(CAUSE_LABELS.get(filters.cause, filters.cause)),
        filters.language,
        dict(Reach.choices).get(int(filters.reach or 0), "") if filters.reach else "",
        _("score from %(score)s") % {"score": filters.score} if filters.score else "",
        _("assigned %(whom)s") % {"whom": ASSIGNED[filters.assigned]} if filters.assigned else "",
        f"“{filters.q}”" if filters.q else "",
    ]
    if filters.article:
        labels += Article.objects.filter(pk=filters.article).values_list("headline", flat=True)
    if filters.author:
        people = get_user_model().objects.filter(pk=filters.author)
        labels += people.values_list("display_name", flat=True)
    return [str(label) for label in labels if label]
