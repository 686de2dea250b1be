"""The settings of the site with Django's own cache of whole pages in the place of ours."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import MIDDLEWARE

PAGE_CACHE_MB = 0
# Each in the place that Django's documentation gives it: the first, and the last.
MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
]
