"""Errors by mail to ADMINS: what failed and where, and nothing about the people involved.

Django's own handler sends what was typed, cookies and addresses. Here a mail has the class of the
exception, the lines of code and the route of the page, but no message of an exception, no
argument, no value: any of them may be a reader's words or a link to set a password.

The mail is sent at once and not by the queue of tasks, for the database may be what failed. A mail
server that hangs holds one thread of a process for EMAIL_TIMEOUT at most, and is then left alone.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from smtplib import SMTPException
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_admins

# An outage makes the same error a thousand times, and a bad release some dozen different ones.
SAME_AGAIN_AFTER_SECONDS = 60 * 60
MAILS_AN_HOUR = 10
AFTER_A_FAILURE_SECONDS = 10 * 60

_sending = Lock()


class ErrorMailHandler(logging.Handler):
    """Mails each kind of error once an hour, and ten mails an hour in all."""

    def emit(self, record: logging.LogRecord) -> None:
        if settings.DEBUG or not (settings.ADMINS and settings.SENDS_MAIL):
            return
        # A thread that finds another at it goes on: that one's mail says that something is wrong.
        if not _sending.acquire(blocking=False):
            return
        try:
            _mail(record)
        except Exception:
            self.handleError(record)
        finally:
            _sending.release()


def _mail(record: logging.LogRecord) -> None:
    title, text = _report(record)
    kind = key_of(title)
    left_out = f"{kind}-more"
    if cache.get("error-mail-failed") or not cache.add(kind, 1, SAME_AGAIN_AFTER_SECONDS):
        cache.add(left_out, 0, 24 * SAME_AGAIN_AFTER_SECONDS)
        cache.incr(left_out)
        return
    cache.add("error-mails", 0, SAME_AGAIN_AFTER_SECONDS)
    if cache.incr("error-mails") > MAILS_AN_HOUR:
        return
    if more := cache.get(left_out):
        text = f"{text}\nSince the last mail about it the same has happened {more} times more.\n"
        cache.delete(left_out)
    try:
        mail_admins(title, text)
    except (OSError, SMTPException):
        cache.set("error-mail-failed", 1, AFTER_A_FAILURE_SECONDS)


def key_of(title: str) -> str:
    """Under which the cache has that an error of this title was mailed within the hour."""
    return f"error-mail-{hashlib.blake2b(title.encode(), digest_size=8).hexdigest()}"


def _report(record: logging.LogRecord) -> tuple[str, str]:
    """The subject and the text of the mail."""
    route = getattr(getattr(getattr(record, "request", None), "resolver_match", None), "route", "")
    exception = record.exc_info[1] if record.exc_info else None
    lines = [f"Logger: {record.name}", f"Level: {record.levelname}"]
    if route:
        lines.append(f"Page: /{route}")
    if exception is None:
        # Without its arguments: they may be anybody's words.
        title = f"{record.levelname}: {record.msg!s:.100}".replace("%s", "…")
        return title, "\n".join([*lines, f"At: {record.pathname}, line {record.lineno}", ""])
    title = f"{type(exception).__name__} {_place_of(exception)}"
    return title, "\n".join([*lines, "", *_tracebacks(exception), ""])


def _place_of(exception: BaseException) -> str:
    frames = traceback.extract_tb(exception.__traceback__)
    return f"in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""


def _tracebacks(exception: BaseException | None) -> list[str]:
    """The lines of code of an exception and of those it came of, the first of them first."""
    parts: list[str] = []
    while exception is not None and len(parts) < 5:
        frames = "".join(traceback.format_list(traceback.extract_tb(exception.__traceback__)))
        parts.insert(0, f"{type(exception).__module__}.{type(exception).__name__}\n{frames}")
        exception = exception.__cause__ or exception.__context__
    return parts
