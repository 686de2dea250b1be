"""Two questions of a supervisor: is this process alive, and may readers be sent to it."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_known_migrated = False


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and is up to date, else 503 with what is wrong. Without its
    cache the site works, slower: that is said, and no reason to send nobody. No more is said than
    that: anybody may ask."""
    answer = {"database": "ok", "migrations": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated():
            answer["migrations"] = "missing"
    except DatabaseError:
        answer = {"database": "unreachable", "migrations": "unknown"}
    fine = set(answer.values()) == {"ok"}
    answer["cache"] = "ok" if _remembers() else "unreachable"
    return JsonResponse({"ready": fine} | answer, status=200 if fine else 503)


def _remembers() -> bool:
    """What is remembered in the process itself is always there."""
    is_reachable = getattr(cache, "is_reachable", None)
    return is_reachable is None or is_reachable()


def _migrated() -> bool:
    """Reading every migration costs some 50 ms, so what was once complete is not asked again:
    a process does not get more migrations while it runs."""
    global _known_migrated
    if not _known_migrated:
        executor = MigrationExecutor(connection)
        _known_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _known_migrated
