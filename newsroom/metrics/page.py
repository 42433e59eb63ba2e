"""/metrics, in the text format of Prometheus; for whoever has the token or asks from an allowed
address, and there only where one of both is set."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.caller import address
from articles.models import AccessEntry, ChoreRun, Delivery, LedgerEntry
from newsroom.metrics.numbers import HELP, NUMBERS, shared

TYPE = "text/plain; version=0.0.4; charset=utf-8"
Gauge = tuple[str, str, float]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may(request):
        return HttpResponseForbidden("not for you\n", content_type="text/plain")
    return HttpResponse("\n".join([*_counted(), *_asked()]) + "\n", content_type=TYPE)


def _may(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    caller = address(request)
    return bool(caller) and any(
        ipaddress.ip_address(caller) in network for network in settings.METRICS_ALLOW
    )


def _counted() -> Iterator[str]:
    named = ""
    summed = 0.0
    for number, value in zip(NUMBERS, shared.totals(), strict=True):
        family = number.name
        for ending in ("_bucket", "_sum", "_count"):
            family = family.removesuffix(ending)
        if family != named:
            named = family
            kind, said = HELP[family]
            yield f"# HELP {family} {said}"
            yield f"# TYPE {family} {kind}"
        if number.name.endswith("_bucket"):
            summed = value if 'le="0.005"' in number.labels else summed + value
            value = summed
        yield f"{number.written} {value:.17g}"


def _asked() -> Iterator[str]:
    """What the database knows, each by one look at an index. A process of the readers may not
    look at most of it."""
    try:
        gauges = [*_of_database()] if settings.HAS_DESK else [_size_of_database()]
        up = 1.0
    except DatabaseError:
        gauges, up = [], 0.0
    gauges.append(("newsroom_database_up", "Whether the database answers.", up))
    for name, said, value in gauges:
        yield f"# HELP {name} {said}"
        yield f"# TYPE {name} gauge"
        yield f"{name} {value:.17g}"


def _of_database() -> Iterator[Gauge]:
    now = timezone.now()
    due = Delivery.objects.filter(sent_at=None, given_up_at=None, next_try_at__lte=now)
    oldest = due.aggregate(at=Min("next_try_at"))["at"]
    yield "newsroom_outbox_due", "Messages that are due and not sent.", due.count()
    waits = (now - oldest).total_seconds() if oldest else 0.0
    yield "newsroom_outbox_oldest_seconds", "For how long the oldest of them is due.", waits
    pulse = ChoreRun.objects.filter(name="pulse").values_list("ran_at", flat=True).first()
    age = (now - pulse).total_seconds() if pulse else -1.0
    yield "newsroom_worker_pulse_seconds", "Since a worker's last sign of life; -1: never.", age
    failing = ChoreRun.objects.exclude(error="").count()
    yield "newsroom_chores_failing", "Regular chores whose last run failed.", failing
    sealed = LedgerEntry.objects.filter(action="seal").order_by("-at").first()
    age = (now - sealed.at).total_seconds() if sealed else -1.0
    yield "newsroom_seal_seconds", "Since the ledger's last seal; -1: never.", age
    newest = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield "newsroom_ledger_newest", "Number of the ledger's newest entry.", newest
    newest = AccessEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield "newsroom_access_log_newest", "Number of the access log's newest entry.", newest
    yield _size_of_database()


def _size_of_database() -> Gauge:
    return "newsroom_database_bytes", "Size of the database.", _size()


def _size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    path = Path(name.removeprefix("file://").partition("?")[0])
    return path.stat().st_size if path.is_file() else 0
