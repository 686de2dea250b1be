"""What a person typed into a form, so that it can be given back when it was not taken.

Every form that a signed-in person is given carries its origin: a mark of the account and the page
it stands on, signed. So what comes back is known to come from a form of ours, and whose it is,
although the session has ended meanwhile. Passwords, codes and keys are never given back.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.encoding import iri_to_uri
from django.utils.http import urlencode

from newsroom.foundation.request_origin import came_from

ORIGIN, GIVE_BACK = "form_origin", "give_back"
SALT = "newsroom.typed"
ORIGIN_MAX_AGE_SECONDS = 30 * 24 * 3600
PAGE_MAX_LENGTH = 2_000
# What is read of a form that Django refused for its size.
OVERSIZED_MAX_BYTES = 10 * 1024 * 1024

_SECRET = re.compile(r"(password\d?|passphrase|passcode|secret|credential|otp|code|key)$", re.I)
_OURS = {"csrfmiddlewaretoken", ORIGIN, GIVE_BACK}
_NOT_TYPED = re.compile(
    r"_FORMS$|__prefix__|^(initial|choice)-|-id$|^_|^(token|window|opened_with|seen_meanwhile|version|next"
    r"|seen|post|draft_account|action|index|select_across|newest|from|after|drafted_title|drafted_body)$"
)


@dataclass(frozen=True)
class Origin:
    account: str
    """A mark of the account, not its number."""
    page: str
    """The path of the page on which the form stands."""

    def sign(self) -> str:
        return signing.dumps([self.account, self.page], salt=SALT)

    @classmethod
    def read(cls, signed: str) -> Origin | None:
        try:
            account, page = signing.loads(signed, salt=SALT, max_age=ORIGIN_MAX_AGE_SECONDS)
        except signing.BadSignature:
            return None
        return cls(account, page)


@dataclass(frozen=True)
class Typed:
    path: str
    """Where the form was sent to."""
    fields: list[tuple[str, list[str]]]
    """Names with all their values, in the order in which they were sent."""
    has_files: bool
    origin: Origin | None
    signed_origin: str = ""

    @property
    def page(self) -> str:
        """On this site: a path that begins with two slashes would lead to another, and so would
        one with a backslash or a tab behind the first, as browsers read it."""
        return iri_to_uri("/" + (self.origin.page if self.origin else self.path).lstrip("/"))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What a person typed or chose, with a label made from the field's name."""
        return [
            (label_of(name), value)
            for name, values in self.fields
            for value in values
            if value.strip() and not _NOT_TYPED.search(name)
        ]

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(label, value) for label, value in self.shown if _has_letter(value)]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Numbers of rows, dates and the like: seldom worth copying."""
        return [(label, value) for label, value in self.shown if not _has_letter(value)]

    @property
    def data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, values in self.fields:
            data.setlist(name, values)
        data._mutable = False
        return data

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.fields for value in values]


def _has_letter(value: str) -> bool:
    return any(character.isalpha() for character in value)


def label_of(name: str) -> str:
    words = re.sub(r"-(\d+)-", lambda match: f" {int(match[1]) + 1}: ", name)
    return re.sub(r"[-_]+", " ", words).strip().capitalize()


def typed_in(request: HttpRequest) -> Typed:
    """What was sent with a request, also where Django refused to read it."""
    try:
        return _typed(request.path, request.POST.lists(), has_files=bool(request.FILES))
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return _typed(request.path, _oversized(request).lists())


def typed_if_any(request: HttpRequest) -> Typed | None:
    """What was typed on this site: the words that another site sends are not shown as a
    person's own."""
    if request.method != "POST" or came_from(request) is False:
        return None
    typed = typed_in(request)
    if not typed.fields and request.content_type == "application/x-www-form-urlencoded":
        typed = _typed(request.path, _oversized(request).lists())
    return typed if typed.shown else None


def _typed(path: str, values: Iterable[tuple[str, Any]], has_files: bool = False) -> Typed:
    lists = [(name, [str(value) for value in each]) for name, each in values]
    signed = dict(lists).get(ORIGIN, [""])[-1]
    fields = [
        (name, each) for name, each in lists if name not in _OURS and not _SECRET.search(name)
    ]
    return Typed(path, fields, has_files, Origin.read(signed), signed)


def _oversized(request: HttpRequest) -> MultiValueDict:
    """The fields of a form with too many of them or too long a text. Read only as far as its
    origin shows that the form is one of ours."""
    body = getattr(request, "_body", None)
    if body is None:
        body = b""
        with contextlib.suppress(Exception):
            body = request._stream.read(OVERSIZED_MAX_BYTES)
    found: MultiValueDict = MultiValueDict()
    if f"{ORIGIN}=".encode() not in body:
        return found
    for name, value in parse_qsl(body.decode(errors="replace"), keep_blank_values=True):
        found.appendlist(name, value)
    return found if Origin.read(found.get(ORIGIN, "") or "") else MultiValueDict()


# Whose it is


def account_mark(person: Any) -> str:
    return salted_hmac(SALT, str(person.pk)).hexdigest()[:24]


def origin_for(request: HttpRequest) -> str:
    """The signed origin of the forms on the page of this request; nothing for a stranger."""
    if not hasattr(request, "form_origin"):
        request.form_origin = ""  # type: ignore[attr-defined]
        with contextlib.suppress(DatabaseError):
            person = getattr(request, "user", None)
            if person is not None and person.is_authenticated:
                origin = Origin(account_mark(person), _page_of(request))
                request.form_origin = origin.sign()  # type: ignore[attr-defined]
    return request.form_origin  # type: ignore[attr-defined]


def _page_of(request: HttpRequest) -> str:
    """The answer to a form stands on the page of that form."""
    if request.method == "POST":
        before = Origin.read(request.POST.get(ORIGIN, ""))
        if before:
            return before.page
    query = request.GET.copy()
    query.pop(GIVE_BACK, None)
    page = f"{request.path}?{urlencode(query, doseq=True)}" if query else request.path
    return page if len(page) <= PAGE_MAX_LENGTH else request.path


def is_somebody_elses(request: HttpRequest, typed: Typed) -> bool:
    """Whether another account is signed in than the one that typed."""
    try:
        person = request.user
        if typed.origin is None or not person.is_authenticated:
            return False
        return not constant_time_compare(typed.origin.account, account_mark(person))
    except (DatabaseError, AttributeError):  # nobody can say
        return False


def may_be_sent_again(request: HttpRequest, typed: Typed) -> bool:
    """Whether a page may offer to fill the form again: only for what surely came from a form of
    ours, so that no other site lays words into it."""
    is_ours = came_from(request)
    if is_ours is False or is_somebody_elses(request, typed):
        return False
    return typed.origin is not None or is_ours is True
