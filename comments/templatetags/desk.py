"""The keys of the desk, told once: to moderators on the page, and to tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from articles.models import Article
from comments.screening import rulebook
from comments.screening.outside import circuit
from comments.screening.outside.circuit import Outage

register = template.Library()

KEYS = [
    ("A", "Approve, or keep what was reported"),
    ("1–9", "Reject by the house rule with this number"),
    ("N", "Write a note to the author; Enter leaves it, then choose the rule"),
    ("S", "Mark as spam"),
    ("J", "Skip"),
    ("U", "Undo my last act"),
    ("B", "Sanction the author"),
    ("P", "Spammer: see what the removal of the account would do; Enter does it"),
    ("W", "Sweep what is like it"),
    ("O", "Open the article"),
    ("?", "Show or hide this list"),
]


@register.inclusion_tag("comments/desk/_keys.html")
def desk_keys() -> dict[str, Any]:
    return {"keys": KEYS}


@register.simple_tag
def outages() -> list[Outage]:
    """The services outside that do not answer, of those in use: one look into the cache."""
    down = circuit.outages()
    off = rulebook.current(timezone.now()).off if down else frozenset()
    return [each for each in down if each.service not in off]


@register.filter
def is_public(article: Article) -> bool:
    """Whether a link to it leads to a page: what was unpublished stays on the desk."""
    return article.is_public(timezone.now())


@register.filter
def unlocalized(number: float) -> str:
    """As SVG reads it, whatever the language of the page."""
    return f"{number:g}"


@register.filter
def in_short(length: timedelta | None) -> str:
    """A length of time to its nearest unit: 40 seconds, 12 minutes, 3 hours, 2 days."""
    if length is None:
        return "–"
    seconds = round(length.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}s"
    return f"{seconds} seconds"
