"""What the worker does and what it could not do: for administrators."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin import backup_lines
from articles.admin.article_status import short_time, zone_name
from articles.admin.schedule import worker_is_silent
from articles.desk.chores import CHORES
from articles.models import ChoreRun, Delivery
from articles.outbox.drain import again, waiting

_SHOWN = 100


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.view_delivery"):
        raise PermissionDenied
    stuck = Delivery.objects.filter(sent_at=None).filter(
        Q(tries__gt=0) | Q(given_up_at__isnull=False)
    )
    rows = stuck.select_related("user", "robot", "notice").order_by("-pk")[:_SHOWN]
    context = {
        **admin.site.each_context(request),
        "title": _("Messages and worker"),
        "zone": zone_name(),
        "silent": worker_is_silent(),
        "due": waiting().filter(next_try_at__lte=timezone.now()).count(),
        "later": waiting().filter(next_try_at__gt=timezone.now(), tries=0).count(),
        "failing": waiting().filter(tries__gt=0).count(),
        "given_up": Delivery.objects.filter(given_up_at__isnull=False).count(),
        "rows": [
            {
                "delivery": row,
                "to": row.robot or row.user,
                "next": "" if row.given_up_at else short_time(row.next_try_at),
            }
            for row in rows
        ],
        "chores": [
            {
                "run": run,
                "label": CHORES[run.name].label if run.name in CHORES else run.name,
                "ran": short_time(run.ran_at) if run.ran_at else "",
            }
            for run in ChoreRun.objects.exclude(name__in=["pulse", "backup"])
        ],
        "backup": backup_lines.state(),
        "backups": backup_lines.latest(),
        "may_change": request.user.has_perm("articles.change_delivery"),
    }
    return TemplateResponse(request, "admin/notices/worker.html", context)


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Try one message (`delivery`) or all that failed once more, now."""
    if not request.user.has_perm("articles.change_delivery"):
        raise PermissionDenied
    one = request.POST.get("delivery", "")
    rows = Delivery.objects.filter(Q(tries__gt=0) | Q(given_up_at__isnull=False))
    if one:
        rows = rows.filter(pk=int(one)) if one.isdecimal() and len(one) < 19 else rows.none()
    count = again(rows)
    said = ngettext(
        "%(count)s message will be tried again now.",
        "%(count)s messages will be tried again now.",
        count,
    )
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("admin:worker"))


_site: Any = admin.site
_site.add_screen("worker/", worker, "worker")
_site.add_screen("worker/again/", send_again, "worker-again")
