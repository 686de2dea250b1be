"""How numbers and times are written in a conversation."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments import printing
from comments.branches import Shown
from comments.forms import Composer

register = template.Library()


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A time as the paper writes it, in the paper's zone; a script may say it in the reader's."""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" data-moment>{}</time>',
        local.isoformat("T", "seconds"),
        dateformat.format(local, "j F Y, H:i"),
    )


@register.simple_tag
def printed(shown: Shown, composer: Composer | None, moderation: Any = None) -> SafeString:
    """The comment with its replies; `composer` is the form of a reader who may write here,
    `moderation` what a moderator sees beyond that."""
    marks = moderation.marks if moderation and moderation.may_enter else None
    return printing.printed(shown, may_write=composer is not None, marks=marks)


@register.filter
def said(count: int, noun: str = "comment") -> str:
    """The number with its noun: 1 comment, 1,204 comments."""
    return f"{count:,} {noun if count == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
