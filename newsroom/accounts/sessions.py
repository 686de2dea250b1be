"""Sessions in the database as Django keeps them, read with SQL made once: whoever is signed in
asks for one with every page."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.foundation.prepared import Prepared

_SESSION = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at),
    texts=("key",),
    moments=("at",),
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        for session in _SESSION.instances(key=self.session_key, at=timezone.now()):
            return session
        # What to do about one that is over or never was is Django's to say.
        return super()._get_session_from_db()  # type: ignore[misc]
