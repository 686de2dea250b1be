"""Take away the conversations under some articles, with everything that was decided there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection, models

from comments.models import (
    Assignment,
    Case,
    Comment,
    CommentingHours,
    Decision,
    Edit,
    Finding,
    Fingerprint,
    LegalNotice,
    Report,
    Sanction,
    Suspension,
    Tally,
    Thread,
    Trip,
)
from comments.models.case import Cause
from comments.models.commenting_hours import OpeningTime
from newsroom.demo.references import references_to


def remove_conversations(article_ids: Collection[int]) -> None:
    """Delete the threads of these articles, their comments and what is about them, and the
    suspensions and hours of these articles. A sanction stays with its person. Expects a
    transaction that has the switch alone, so that nobody writes a comment meanwhile.

    Each model is one statement: thousands of comments that refer to one another have no order in
    which Django's collector could delete them.
    """
    comments = Comment.objects.filter(thread__article__in=article_ids)
    of_comments = {"comment__thread__article__in": article_ids}
    _rows(Sanction).filter(**of_comments).update(comment=None)
    for model in (Decision, Report, LegalNotice, Finding, Fingerprint, Edit):
        _delete(_rows(model).filter(**of_comments))
    cases = _rows(Case).filter(**of_comments)
    _delete(_rows(Assignment).filter(case__in=cases))
    _delete(_rows(Cause).filter(case__in=cases))
    _delete(cases)
    suspensions = _rows(Suspension).filter(article__in=article_ids)
    of_threads = _rows(Trip).filter(thread__article__in=article_ids)
    _delete(of_threads.filter(suspension__in=suspensions))
    of_threads.update(thread=None)
    _delete(_rows(Trip).filter(suspension__in=suspensions))
    _delete(suspensions)
    hours = _rows(CommentingHours).filter(article__in=article_ids)
    _delete(_rows(OpeningTime).filter(hours__in=hours))
    _delete(hours)
    for relation in references_to(Comment):
        if relation.related_model is not Comment:
            rows = _rows(relation.related_model)
            _forget(rows.filter(**{f"{relation.field.name}__in": comments}), relation.field)
    _delete(comments)
    _delete(_rows(Thread).filter(article__in=article_ids))
    # Derived from rows that are gone; counted again when somebody asks.
    _delete(_rows(Tally).all())


def _forget(rows: models.QuerySet[Any], key: Any) -> None:
    """Empty the key of these rows where it may be empty; else delete them."""
    if key.null:
        rows.update(**{key.name: None})
    else:
        _delete(rows)


def _rows(model: Any) -> models.QuerySet[Any]:
    """All rows of a model, without what its own manager refuses: history may be deleted here."""
    return models.QuerySet(model)


def _delete(rows: models.QuerySet[Any]) -> None:
    rows.order_by()._raw_delete(connection.alias)
