"""Whole pages for strangers, kept in each process and never stale.

A copy is good as long as its stamp is what the database says: one query, asked with every request.
Whatever changes a page moves the stamp within its own transaction (`articles.edition.bump`,
`comments.models.Thread.bump`), so no process has to be told of anything. What the clock alone
changes ends the copy: see `newsroom.foundation.keeping`.

Stands in the middleware list right after what must see every request. A page is kept with all the
headers that the middleware below have given it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from weakref import WeakSet

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import edition
from newsroom import masthead, outage
from newsroom.foundation import keeping
from newsroom.pagecache import address as addresses
from newsroom.pagecache import freshness, stamp
from newsroom.pagecache.address import Address
from newsroom.pagecache.answering import answer, stale_answer
from newsroom.pagecache.copy import Copy, encoding_for, etag_of
from newsroom.pagecache.shelf import Shelf

__all__ = ["PageCache", "forget"]

GetResponse = Callable[[HttpRequest], HttpResponse]

# A page that takes longer is in trouble, and one more that makes it will not be the worst of it.
WAITS_FOR_ANOTHER_SECONDS = 5
NEVER = float("inf")


_shelves: WeakSet[Shelf] = WeakSet()


def forget() -> None:
    """All copies of this process, as if it had just begun: after the database was put back to
    what it had been, when old numbers would come again."""
    for shelf in list(_shelves):
        shelf.clear()


class PageCache:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.shelf = Shelf(int(settings.PAGE_CACHE_MB * 1_000_000))
        _shelves.add(self.shelf)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = addresses.of(request.META) if self.shelf.most_bytes else None
        if address is None or _has_moved(request):
            return self._or_what_was_last(request, self.get_response(request))
        asked_at = time.monotonic()
        copy = self.shelf.get(address)
        if copy is not None:
            if answered := self._if_it_holds(request, address, copy):
                return answered
        elif request.method == "HEAD":
            return self.get_response(request)
        with self.shelf.making(address, WAITS_FOR_ANOTHER_SECONDS) as has_waited:
            if has_waited and (made := self.shelf.get(address)):
                # Its stamp was read after we had come: it is as new as our own would be.
                if made.read_at >= asked_at:
                    return self._answer(request, address, made)
                if answered := self._if_it_holds(request, address, made):
                    return answered
                copy = made
            return self._made(request, address, copy)

    def _if_it_holds(
        self, request: HttpRequest, address: Address, copy: Copy
    ) -> HttpResponse | None:
        """The copy if its stamp is that of now, and where nobody can say what that is."""
        try:
            if copy.ends_at > time.time() and stamp.read(copy.question) == copy.stamp:
                return self._answer(request, address, copy)
        except Error:
            return self._answer(request, address, copy, is_stale=True)
        return None

    def _made(self, request: HttpRequest, address: Address, before: Copy | None) -> HttpResponse:
        """The page made anew, and kept if it says that it may be."""
        read_at, made_at = time.monotonic(), timezone.now()
        try:
            # Before anything that the page shows: what comes between is newer than its stamp, and
            # the next reader has it made again.
            at_first = stamp.read(stamp.AT_FIRST)
            now = edition.now(made_at, at_first.edition)
        except Error:
            if before is not None:
                return self._answer(request, address, before, is_stale=True)
            return self.get_response(request)
        request.edition = now  # type: ignore[attr-defined]
        response = self._asked(request, address)
        shown = keeping.of(response)
        if shown is None or not _is_anybodys(request, response):
            self.shelf.refuse(address)
            return response
        strip = masthead.of(request)
        ends = [shown.until, strip and strip.until, now.turns_at]
        has_clock = strip is not None and strip.clock.encode() in response.content
        copy = Copy(
            stamp=stamp.Stamp(
                at_first.edition,
                sum(shown.threads.values()),
                at_first.pulse if shown.any_thread else 0,
            ),
            question=stamp.Question(tuple(shown.threads), shown.any_thread),
            headers=freshness.headers(response, shown),
            etag=etag_of(response.content),
            read_at=read_at,
            made_at=made_at.timestamp(),
            ends_at=min((end.timestamp() for end in ends if end), default=NEVER),
            minute=int(strip.now.timestamp() // 60) if strip else 0,
            clock=strip.clock.encode() if strip and has_clock else b"",
            bodies={"": response.content},
        )
        return self._answer(request, address, copy, is_new=True)

    def _asked(self, request: HttpRequest, address: Address) -> HttpResponse:
        """What the site answers to any stranger: whole, and without a word of this one's query."""
        own = {
            name: request.META.pop(name, "")
            for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
        }
        # An address at which there is no page may be an old one, query and all.
        request.whole_query = request.META.get("QUERY_STRING", "")  # type: ignore[attr-defined]
        request.META["QUERY_STRING"] = address.query
        response = self.get_response(request)
        request.META |= {name: value for name, value in own.items() if value}
        return response

    def _answer(
        self,
        request: HttpRequest,
        address: Address,
        copy: Copy,
        *,
        is_new: bool = False,
        is_stale: bool = False,
    ) -> HttpResponse:
        """Kept as it is answered with: in the encodings that have been asked for, and with the
        time of day. A page from before the database went away keeps that time as well."""
        if copy.clock and not is_stale and copy.minute != (minute := int(time.time() // 60)):
            copy, is_new = copy.at(minute, masthead.clock(timezone.now()).encode()), True
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if is_new or encoding not in copy.bodies:
            copy.encode(encoding)
            self.shelf.keep(address, copy)
        return (stale_answer if is_stale else answer)(request, copy, encoding)

    def _or_what_was_last(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """To somebody whom we would know, if the database could be asked who it is: what every
        stranger was last shown, if that was kept."""
        if request.method != "GET" or not outage.is_answer(response):
            return response
        address = addresses.of(request.META, to_anybody=True)
        copy = self.shelf.get(address) if address else None
        return self._answer(request, address, copy, is_stale=True) if address and copy else response


def _has_moved(request: HttpRequest) -> bool:
    """Whether what is asked for is an old address that leads elsewhere."""
    moved_to = addresses.moved_to(request.META)
    try:
        return moved_to is not None and bool(moved_to(request.get_full_path()))
    except Error:
        return False


def _is_anybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing in the answer is for one reader alone: no cookie is set, no token of a form
    was given out, nobody is signed in."""
    said = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in said
        and "no-store" not in said
    )
