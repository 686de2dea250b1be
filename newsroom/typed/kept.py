"""Forms kept in the session of a browser while their author signs in.

Only a form with an origin of ours is kept, so that nobody fills the database with what they like:
a few for each session, each of a bounded length, and so many an hour for each account.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from django.core.cache import cache

from newsroom.typed import Origin, Typed

FORMS_KEPT = 3
FORM_MAX_CHARACTERS = 1_000_000
FORMS_AN_HOUR = 60
_KEY = "typed"

Session = MutableMapping[str, Any]


def keep_form(session: Session, typed: Typed) -> str:
    """Return the key under which the form is kept; an empty one where it is not."""
    if typed.origin is None or not _is_allowed(typed.origin.account):
        return ""
    entry = {
        "path": typed.path,
        "page": typed.page,
        "account": typed.origin.account,
        "has_files": typed.has_files,
        "fields": typed.fields,
    }
    if len(json.dumps(entry)) > FORM_MAX_CHARACTERS:
        return ""
    forms = {key: each for key, each in session.get(_KEY, {}).items() if each != entry}
    key = secrets.token_urlsafe(12)
    session[_KEY] = dict([*forms.items(), (key, entry)][-FORMS_KEPT:])
    return key


def find(session: Session, key: str, account: str) -> Typed | None:
    """The form under this key, if this account typed it. Another account's is forgotten."""
    entry = session.get(_KEY, {}).get(key)
    if entry is None:
        return None
    if entry["account"] != account:
        _drop(session, {key})
        return None
    fields = [(name, list(values)) for name, values in entry["fields"]]
    origin = Origin(entry["account"], entry["page"])
    return Typed(entry["path"], fields, entry["has_files"], origin)


def forget_sent_to(session: Session, path: str) -> None:
    """A form that was taken after all is kept no longer."""
    forms = session.get(_KEY, {})
    _drop(session, {key for key, entry in forms.items() if entry["path"] == path})


def _drop(session: Session, keys: set[str]) -> None:
    if keys:
        session[_KEY] = {k: each for k, each in session.get(_KEY, {}).items() if k not in keys}


def _is_allowed(account: str) -> bool:
    key = f"typed-kept:{account}"
    cache.add(key, 0, timeout=int(timedelta(hours=1).total_seconds()))
    try:
        return cache.incr(key) <= FORMS_AN_HOUR
    except ValueError:  # it ran out between the two
        return True
