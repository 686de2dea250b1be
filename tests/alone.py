"""The paper by itself: no conversation, no accounts, its own addresses as the root of the site."""

from tests.settings import *  # noqa: F403
from tests.settings import TEMPLATES

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "imagefield",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "articles.urls"
LOGIN_URL = "/sign-in/"
# The newsroom's own migrations give groups their rights over comments, which are not here.
MIGRATION_MODULES = {"newsroom": None, "articles": None}

(_engine,) = TEMPLATES
_options = _engine["OPTIONS"]
_processors = _options["context_processors"]
TEMPLATES = [
    {
        **_engine,
        "OPTIONS": {
            **_options,
            "context_processors": [it for it in _processors if not it.startswith("newsroom.")],
        },
    }
]
