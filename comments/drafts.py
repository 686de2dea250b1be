"""What a reader typed before signing in, or before reading a warning: kept in the session until it
is posted.

A session holds a few drafts of a comment's length each, by the place they were written for.
"""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

DRAFTS_KEPT = 5
_KEY = "drafts"

Session = MutableMapping[str, Any]


@dataclass(frozen=True)
class Draft:
    text: str
    token: uuid.UUID


def keep(
    session: Session,
    article_id: int,
    parent_id: int | None,
    text: str,
    *,
    changing: int | None = None,
) -> None:
    """The oldest drafts make room. Expects a text whose length has been checked. What is to take
    the place of one's own comment stands under `changing` it."""
    drafts = dict(session.get(_KEY, {}))
    place = _place(article_id, parent_id, changing)
    drafts.pop(place, None)
    drafts[place] = [text, str(uuid.uuid4())]
    session[_KEY] = dict(list(drafts.items())[-DRAFTS_KEPT:])


def of(
    session: Session, article_id: int, parent_id: int | None, *, changing: int | None = None
) -> Draft | None:
    if kept := session.get(_KEY, {}).get(_place(article_id, parent_id, changing)):
        text, token = kept
        return Draft(text, uuid.UUID(token))
    return None


def drop(
    session: Session, article_id: int, parent_id: int | None, *, changing: int | None = None
) -> None:
    drafts = dict(session.get(_KEY, {}))
    if drafts.pop(_place(article_id, parent_id, changing), None):
        session[_KEY] = drafts


def _place(article_id: int, parent_id: int | None, changing: int | None) -> str:
    return f"{article_id}/{parent_id or ''}" + (f"/{changing}" if changing else "")
