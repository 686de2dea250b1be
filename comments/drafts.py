"""What a reader typed before signing in: kept in the session until it is posted.

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


def keep(session: Session, article_id: int, parent_id: int | None, text: str) -> None:
    """The oldest drafts make room. Expects a text whose length has been checked."""
    drafts = dict(session.get(_KEY, {}))
    drafts.pop(_place(article_id, parent_id), None)
    drafts[_place(article_id, parent_id)] = [text, str(uuid.uuid4())]
    session[_KEY] = dict(list(drafts.items())[-DRAFTS_KEPT:])


def of(session: Session, article_id: int, parent_id: int | None) -> Draft | None:
    if kept := session.get(_KEY, {}).get(_place(article_id, parent_id)):
        text, token = kept
        return Draft(text, uuid.UUID(token))
    return None


def drop(session: Session, article_id: int, parent_id: int | None) -> None:
    drafts = dict(session.get(_KEY, {}))
    if drafts.pop(_place(article_id, parent_id), None):
        session[_KEY] = drafts


def _place(article_id: int, parent_id: int | None) -> str:
    return f"{article_id}/{parent_id or ''}"
