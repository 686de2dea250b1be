"""`{% csrf_token %}` with the origin of the form beside the token (newsroom/typed): so every form
of the site, of the admin and of allauth carries it. A page without a token gets none."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from newsroom import typed

register = template.Library()


class TokenAndOrigin(CsrfTokenNode):
    def render(self, context: Any) -> SafeString:
        token = super().render(context)
        request = context.get("request")
        origin = typed.origin_for(request) if token and request is not None else ""
        if not origin:
            return mark_safe(token)
        return mark_safe(token) + format_html(
            '<input type="hidden" name="{}" value="{}">', typed.ORIGIN, origin
        )


@register.tag
def csrf_token(parser: Any, token: Any) -> TokenAndOrigin:
    return TokenAndOrigin()
