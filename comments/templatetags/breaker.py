from __future__ import annotations

from django import template
from django.utils import timezone

from comments.moderation import breaker
from comments.moderation.breaker import Unsettled

register = template.Library()


@register.simple_tag(takes_context=True)
def unsettled_trips(context: template.Context) -> list[Unsettled]:
    """What the breaker has set and nobody has answered yet: one query."""
    return breaker.unsettled(timezone.now(), person=context["request"].user)
