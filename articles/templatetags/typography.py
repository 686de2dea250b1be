"""Datelines, bylines and dates as newspapers set them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article

register = template.Library()

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>\s*")


@register.filter
def opened_by_dateline(article: Article) -> SafeString:
    """The body, its first paragraph beginning with the place and a dash: LISBON — The river…
    Where the body begins with something else, the place stands in a line of its own."""
    if not article.dateline:
        return mark_safe(article.body)
    place = format_html('<span class="dateline">{}</span> — ', article.dateline)
    if opening := _FIRST_PARAGRAPH.match(article.body):
        return mark_safe(opening.group() + place + article.body[opening.end() :])
    return mark_safe(f"<p>{place.removesuffix(' — ')}</p>{article.body}")


@register.filter
def with_scrolling_tables(body: SafeString) -> SafeString:
    """A table may be wider than a telephone: it scrolls in a box that keys can reach as well."""
    box = '<div class="wide" role="group" aria-label="Table" tabindex="0"><table'
    return mark_safe(body.replace("<table", box).replace("</table>", "</table></div>"))


@register.filter
@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], moment: datetime) -> SafeString:
    """The day in the paper's zone, with its year unless that is the year of the page."""
    at = context.get("at") or timezone.now()
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localtime(at).year
    return _time(local, "j F" if this_year else "j F Y")


@register.simple_tag
def clock(moment: datetime) -> SafeString:
    """The time of day in the paper's zone."""
    return _time(timezone.localtime(moment), "H:i")


@register.simple_tag
def moment(moment: datetime) -> SafeString:
    """Day and time in the paper's zone, as an article carries them."""
    return _time(timezone.localtime(moment), "j F Y, H:i")


def _time(local: datetime, pattern: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        formatted(local, pattern),
    )
