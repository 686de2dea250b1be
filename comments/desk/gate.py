"""The one door to the desk: every page of it is made by `page`, and says who may enter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def page(view: View, *permissions: str) -> Callable[..., HttpResponseBase]:
    """The view, for staff with all of the permissions. Whoever may not open the admin is led in as
    there; staff without them are refused. Its templates get what the admin's own get."""

    @never_cache
    @wraps(view)
    def gated(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not request.user.has_perms(permissions):
            raise PermissionDenied(f"This page is for those who have {' and '.join(permissions)}.")
        response = view(request, **kwargs)
        if isinstance(response, TemplateResponse):
            about_the_site = admin.site.each_context(request)
            response.context_data = {**about_the_site, **(response.context_data or {})}
        return response

    gated.permissions = permissions  # type: ignore[attr-defined]
    return gated
