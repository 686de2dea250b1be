"""What refers to a row, whichever app it is of: asked of the models, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet


def references_to(model: type[Model]) -> list[Any]:
    """The relations by which other rows refer to rows of this model, those without a name too."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]


def unused(rows: QuerySet[Any], on_delete: Collection[Any] = ()) -> QuerySet[Any]:
    """The rows to which no row refers; with `on_delete`, by no key that is so declared."""
    for relation in references_to(rows.model):
        if not on_delete or relation.on_delete in on_delete:
            referring = relation.related_model._base_manager
            by_key = {relation.field.name: OuterRef("pk")}
            rows = rows.exclude(Exists(referring.filter(**by_key)))
    return rows
