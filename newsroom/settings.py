"""The settings of the whole site, in the order one meets them; what differs between
installations comes from the environment (docs/environment.md)."""

import contextlib
import secrets
from email.utils import formataddr, getaddresses
from pathlib import Path

import django
import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

from articles import embeds
from newsroom.foundation.site_url import host_of, is_loopback_name, normalize_site_url

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
# What `manage.py open_paper` has written down of this installation; a variable that is really set
# wins over it.
if (DATA_DIR / "paper.env").exists():
    env.read_env(DATA_DIR / "paper.env")


def _kept_secret(path: Path) -> str:
    """The secret of this installation, made at its first start and kept ever after."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name and then linked: two first starts at once agree on one.
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()
    return path.read_text(encoding="ascii").strip()


# What the installation decides

SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret(DATA_DIR / "secret-key")
DEBUG = env.bool("DEBUG", default=False)
# The address on which `serve` listens: staff of the demo paper are exempt from the second factor
# on a loopback address alone (newsroom/security.py).
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.str("PORT", default="8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# The paper's own address, for every link that leaves the site. A paper whose hosts alone were
# named has the first of them.
_NAMED = [host.lstrip(".") for host in ALLOWED_HOSTS if host != "*" and not is_loopback_name(host)]
_HERE = f"http://localhost:{PORT if PORT.isdigit() and int(PORT) < 65_536 else 8000}"
try:
    SITE_URL = normalize_site_url(
        env.str("SITE_URL", default="") or (f"https://{_NAMED[0]}" if _NAMED else _HERE)
    )
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from None
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [host for host in [host_of(SITE_URL)] if host not in ALLOWED_HOSTS]
# Also where TLS ends at a proxy that is not trusted to say so.
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
OPEN_METEO_URL = env.str("OPEN_METEO_URL", default="https://api.open-meteo.com/v1/forecast")

# Apps and the way of a request

INSTALLED_APPS = [
    "newsroom",
    "comments",
    "articles",
    "newsroom.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "imagefield",
]

MIDDLEWARE = [
    "newsroom.security.BehindTrustedProxies",
    "newsroom.media.MediaFiles",
    # Whatever stands below is asked for a page only when it has changed.
    "newsroom.pagecache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.security.SecureCookies",
    "newsroom.security.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Its padding of random length takes the ground from under BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # A form that was not taken comes back with what was typed in it.
    "newsroom.typed.giving_back.GiveBack",
    "newsroom.outage.Outage",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "newsroom.foundation.mail.sends_mail",
                "articles.views.navigation",
                "newsroom.masthead.strip",
            ],
            # {% csrf_token %} also says whose form it is and where it stands.
            "builtins": ["newsroom.templatetags.form_origin"],
        },
    },
]

# What is kept, and where

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE makes every transaction that will write take its place in the queue at its start:
    # the switch's promise rests on it, and no writer fails for having read first.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A host that says nothing must not hold a reader for the two minutes that TCP would wait.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    if DATABASE_POOL := env.int("DATABASE_POOL", default=0):
        DATABASES["default"]["OPTIONS"]["pool"] = {
            "min_size": 1, "max_size": DATABASE_POOL, "timeout": 5, "max_idle": 60,
        }  # fmt: skip
    else:
        # Each of the few threads keeps a connection of its own: 91 µs for a kept page, where it
        # takes 115 to borrow one.
        DATABASES["default"]["CONN_MAX_AGE"] = 60
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How much of each process's memory whole pages for strangers may take; 0 keeps none.
PAGE_CACHE_MB = env.float("PAGE_CACHE_MB", default=24)
# The caches in front of the site that are told of every change.
EDGES = env.list("EDGE_URLS", default=[])

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # Slower without it, and never an error.
    CACHES["default"]["BACKEND"] = "newsroom.redis_cache.RedisCache"

# What must not keep a reader waiting is written down with the act that asks for it and done by
# `manage.py db_worker`, which `serve` starts beside the site.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Hooks and services at private addresses, as on one's own machine, are refused unless allowed.
ALLOW_PRIVATE_TARGETS = env.bool("ALLOW_PRIVATE_TARGETS", default=False)

# What the editor of articles knows beside its own: see articles/body.py.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/prose-embed.js")], "extensions": {"Embed": embeds.allow}}
]

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static_storage.StaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

IMAGEFIELD_BIN_DEPTH = 2
# Above this many pixels an upload is refused before it is decoded (articles/pictures.py).
IMAGE_MAX_PIXELS = 40_000_000

# People

AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = [
    "newsroom.accounts.backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_ENGINE = "newsroom.accounts.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

_EMAIL_URL = env.str("EMAIL_URL", default="")
# What goes to the terminal or nowhere reaches nobody, and no page may say that it was sent.
SENDS_MAIL = _EMAIL_URL != "" and not _EMAIL_URL.startswith(("consolemail:", "dummymail:"))
vars().update(env.email("EMAIL_URL", default="consolemail://"))
# A mail server that does not answer must not hold a request for longer.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{host_of(SITE_URL)}")
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
# Django 6 takes addresses, Django 5 pairs of name and address.
_ADMINS = [pair for pair in getaddresses([env.str("ADMINS", default="")]) if "@" in pair[1]]
EMAIL_SUBJECT_PREFIX = f"[{host_of(SITE_URL)}] "
ADMINS = [formataddr(pair) if django.VERSION >= (6, 0) else pair for pair in _ADMINS]

ACCOUNT_ADAPTER = "newsroom.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "newsroom.models.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "newsroom.accounts.forms.SignupForm"
# An address can only be insisted on where mail can be sent.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SENDS_MAIL else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = SENDS_MAIL
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
SOCIALACCOUNT_ADAPTER = "newsroom.accounts.adapter.SocialAccountAdapter"
# Another site's name for a person may be taken here: the form always asks.
SOCIALACCOUNT_AUTO_SIGNUP = False
MFA_ADAPTER = "newsroom.accounts.adapter.MFAAdapter"
# Where no mail is sent no address is ever confirmed, and staff still need their second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = not SENDS_MAIL
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# What a browser is told

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# A form of the admin with a hundred rows beneath it has more than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
CSRF_FAILURE_VIEW = "newsroom.error_pages.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is spent in the admin alone, on the editor's import map.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language, time and the record

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "level": "WARNING"},
        "admins": {"class": "newsroom.error_mail.ErrorMailHandler", "level": "ERROR"},
    },
    # In the place of Django's own handlers, of which one mails what readers typed.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
    "root": {"handlers": ["stderr", "admins"], "level": "WARNING"},
}
