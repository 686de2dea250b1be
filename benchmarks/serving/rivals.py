"""What the site is compared with: the same bytes, under the same server, without the site.

RIVAL says which, RIVAL_FOLDER where the bytes are (`page.html` and `page.html.gz`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a view, for once here
from django.urls import path
from whitenoise import WhiteNoise

RIVAL, FOLDER = os.environ["RIVAL"], Path(os.environ["RIVAL_FOLDER"])
PAGE = (FOLDER / "page.html").read_bytes()
PACKED = (FOLDER / "page.html.gz").read_bytes()
# As `django-admin startproject` writes it.
DEFAULT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def packed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PACKED, headers={"Content-Encoding": "gzip"})


urlpatterns = [path("page.html", plain), path("packed", packed)]


def _empty_view(middleware: list[str]) -> Any:
    settings.configure(
        SECRET_KEY="nothing is signed",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=middleware,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ]
        if middleware
        else [],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    return get_wsgi_application()


def _nothing(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("404 Not Found", [])
    return [b""]


application = {
    "bare": lambda: _empty_view([]),
    "default": lambda: _empty_view(DEFAULT),
    "files": lambda: WhiteNoise(_nothing, root=str(FOLDER)),
}[RIVAL]()
