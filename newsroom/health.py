"""Answers for load balancers and monitors."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database is reachable and knows every migration of this code; else 503 and why."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations waiting\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
