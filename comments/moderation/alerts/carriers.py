"""How a message leaves the house."""

from __future__ import annotations

from django.core.mail import EmailMessage, get_connection

from comments.models import Alert, AlertChannel
from comments.moderation.alerts import hook
from newsroom.foundation.clean_text import clean_line, clean_text
from newsroom.foundation.mail import sender

TIMEOUT_SECONDS = 5
# Discord takes no more, and says so with an error.
HOOK_MAX_CHARACTERS = 2_000


class HookRefused(Exception):  # noqa: N818 - a fact, told as such
    """The hook answered with another status than success."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def carry(alert: Alert) -> None:
    """Raises whatever stands in the way."""
    if alert.channel.kind == AlertChannel.Kind.MAIL:
        _mail(alert)
    else:
        _post(alert)


def in_words(failure: Exception) -> str:
    """The class of a failure and its status. Never its message: it may hold the hook's address,
    which is a key."""
    status = getattr(failure, "status", None) or getattr(failure, "smtp_code", None)
    return f"{type(failure).__name__} {status}" if status else type(failure).__name__


def _mail(alert: Alert) -> None:
    EmailMessage(
        clean_line(alert.subject),
        clean_text(alert.text),
        from_email=sender(),
        to=[alert.channel.target],
        connection=get_connection(timeout=TIMEOUT_SECONDS),
    ).send()


def _post(alert: Alert) -> None:
    """Slack and Mattermost read `text`, Discord `content`; each leaves the other alone."""
    words = f"{alert.subject}\n{alert.text}"[:HOOK_MAX_CHARACTERS]
    status = hook.post(alert.channel.target, {"text": words, "content": words})
    if not 200 <= status < 300:
        raise HookRefused(status)
