"""The site's settings as they are, but for what would slow the tests or leave traces."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for the tests alone")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-tests-"))

from newsroom.settings import *  # noqa: F403
from newsroom.settings import CACHES, DATA_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(DATA_DIR) / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, as on a real site: in memory all threads of a live server would share one connection.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}

# Each process of the tests has a Redis database of its own: clearing it disturbs no other.
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _host, _, _number = CACHES["default"]["LOCATION"].rpartition("/")
    CACHES["default"]["LOCATION"] = f"{_host}/{max(0, int(_number) - _worker)}"
