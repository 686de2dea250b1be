"""What waits for a moderator, and how the switch stands."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments import switch
from comments.models import Comment, Suspension


@require_safe
def overview(request: HttpRequest) -> TemplateResponse:
    at = timezone.now()
    held = Comment.objects.held()
    return TemplateResponse(
        request,
        "comments/desk/desk.html",
        {
            "title": "The desk",
            "held_count": held.count(),
            "oldest_held": held.order_by("created_at", "id").first(),
            "everywhere": switch.states_of_sections([], at)[None],
            "suspension_count": Suspension.objects.in_force(at).count(),
        },
    )
