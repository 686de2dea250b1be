"""The keys of the desk, told once: to moderators on the page, and to tests."""

from __future__ import annotations

from typing import Any

from django import template

from comments.screening.outside import circuit
from comments.screening.outside.circuit import Outage

register = template.Library()

KEYS = [
    ("A", "Approve, or keep what was reported"),
    ("1–9", "Reject by the house rule with this number"),
    ("N", "Write a note to the author, then choose the rule"),
    ("S", "Mark as spam"),
    ("J", "Skip"),
    ("U", "Undo my last act"),
    ("B", "Sanction the author"),
    ("W", "Sweep what is like it"),
    ("O", "Open the article"),
    ("?", "Show or hide this list"),
]


@register.inclusion_tag("comments/desk/_keys.html")
def desk_keys() -> dict[str, Any]:
    return {"keys": KEYS}


@register.simple_tag
def outages() -> list[Outage]:
    """The services outside that do not answer: one look into the cache."""
    return circuit.outages()
