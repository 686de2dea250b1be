"""What somebody typed where it could not be posted yet, kept in the session until it is: before
signing in, after the session ended, before a warning was read.

A draft belongs to the account in whose form it was typed. A stranger's draft belongs to nobody: it
becomes the draft of the account that signs in from the page which keeps it, any other account is
only offered it, and after an hour nobody is. So the next person at the same browser never finds
somebody else's words in a form under her own name.
"""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

DRAFTS_KEPT = 5
# Long enough to make an account and to confirm an e-mail address, too short for the next visitor.
STRANGERS_DRAFT_LIFETIME = timedelta(hours=1)
_KEY = "drafts"
_OWNER_MAX_CHARACTERS = 64

Session = MutableMapping[str, Any]


@dataclass(frozen=True)
class Place:
    """The form in which a text was typed: under an article, under a comment, or in place of one's
    own comment (`changing`)."""

    article_id: int
    parent_id: int | None = None
    changing: int | None = None

    @property
    def key(self) -> str:
        parts = (self.article_id, self.parent_id or "", self.changing or "")
        return "/".join(str(part) for part in parts)

    @property
    def path(self) -> str:
        if self.changing:
            return reverse("comment_text", args=[self.changing])
        if self.parent_id:
            return reverse("reply", args=[self.parent_id])
        return reverse("write", args=[self.article_id])


@dataclass(frozen=True)
class Draft:
    text: str
    token: uuid.UUID
    typed_at: datetime
    owner: str
    """The `User.draft_key` of the account in whose form it was typed; empty for a stranger's."""

    def is_over(self, at: datetime) -> bool:
        return not self.owner and at - self.typed_at > STRANGERS_DRAFT_LIFETIME


def keep_draft(session: Session, place: Place, text: str, *, owner: str, at: datetime) -> None:
    """Keep a text whose length has been checked. The oldest drafts make room."""
    owner = owner[:_OWNER_MAX_CHARACTERS]
    _store(session, place, Draft(text, uuid.uuid4(), at, owner))


def find_draft(session: Session, place: Place, *, owner: str, at: datetime) -> Draft | None:
    """Return what this account, or a stranger where `owner` is empty, typed here. A stranger is
    also shown what an account typed whose session ended: it was sent a moment ago."""
    drafts = [
        draft
        for name, draft in _read_all(session).items()
        if name.startswith(f"{place.key}|")
        and (draft.owner == owner or not owner)
        and at - draft.typed_at <= (timedelta.max if owner else STRANGERS_DRAFT_LIFETIME)
    ]
    return max(drafts, key=lambda draft: draft.typed_at, default=None)


def find_strangers_draft(session: Session, place: Place, at: datetime) -> Draft | None:
    """Return what was typed here before anybody signed in, and was not claimed since."""
    draft = _read_all(session).get(_name(place, ""))
    return None if draft is None or draft.is_over(at) else draft


def claim_draft(session: Session, place: Place, *, owner: str, at: datetime) -> None:
    """Make the stranger's draft of this place the draft of an account."""
    if draft := find_strangers_draft(session, place, at):
        drop_draft(session, place, owner="")
        _store(session, place, Draft(draft.text, draft.token, draft.typed_at, owner))


def claim_draft_at_sign_in(session: Session, url: str, *, owner: str, at: datetime) -> None:
    """Make a stranger's draft the draft of the account that has just signed in, if the sign-in
    leads back to the page that keeps it (`url`): its link is followed by who has just typed.
    """
    path = urlsplit(url).path
    for place in _places(session):
        if place.path == path:
            claim_draft(session, place, owner=owner, at=at)


def drop_draft(session: Session, place: Place, *, owner: str) -> None:
    drafts = dict(session.get(_KEY, {}))
    if drafts.pop(_name(place, owner), None):
        session[_KEY] = drafts


def place_in(text: str) -> Place | None:
    """Return the place with this key; None for what is none."""
    parts = text.split("/")
    if len(parts) != 3 or not parts[0] or any(not _is_key_part(part) for part in parts):
        return None
    article_id, parent_id, changing = (int(part) if part else None for part in parts)
    assert article_id is not None
    return Place(article_id, parent_id, changing)


def _is_key_part(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) < 19)


def _name(place: Place, owner: str) -> str:
    return f"{place.key}|{owner}"


def _places(session: Session) -> list[Place]:
    names = (name.partition("|")[0] for name in session.get(_KEY, {}))
    return [place for name in names if (place := place_in(name))]


def _read_all(session: Session) -> dict[str, Draft]:
    """What older versions of the site kept has no time and no owner, and is left out."""
    return {
        name: Draft(
            entry["text"],
            uuid.UUID(entry["token"]),
            datetime.fromtimestamp(entry["typed_at"], UTC),
            entry["owner"],
        )
        for name, entry in session.get(_KEY, {}).items()
        if isinstance(entry, dict)
    }


def _store(session: Session, place: Place, draft: Draft) -> None:
    drafts = dict(session.get(_KEY, {}))
    drafts.pop(_name(place, draft.owner), None)
    drafts[_name(place, draft.owner)] = {
        "text": draft.text,
        "token": str(draft.token),
        "typed_at": draft.typed_at.timestamp(),
        "owner": draft.owner,
    }
    session[_KEY] = dict(list(drafts.items())[-DRAFTS_KEPT:])
