"""When a press in the newsroom fails for a reason outside of our code: what was typed comes back,
with a sentence that says what to do. Asks nothing of the database, which may be what failed.
"""

import sys
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.faults import Fault, fault_of
from articles.public import errors
from newsroom import unsent

# 507: Insufficient Storage (RFC 4918, 11.5).
_FULL, _AWAY = 507, 503
SENTENCES = {
    Fault.FULL: _(
        "There is no room left on the server's disk, so this was not saved. Tell the operator;"
        " once there is room again, send it again from here."
    ),
    Fault.AWAY: _(
        "The database does not answer, so nobody knows whether this was saved. Wait a minute and"
        " look at the piece; if your text is not in it, send it again from here."
    ),
    Fault.CUT: _(
        "This took longer than it may and was stopped; nothing was changed. Try again; if it"
        " happens again, tell the operator."
    ),
    Fault.BUSY: _(
        "Others kept the database busy for too long; nothing was changed. Send it again now."
    ),
    Fault.MEDIA: _(
        "The store of pictures and recordings does not answer, so this was not saved. Send it"
        " again in a minute."
    ),
    None: _(
        "Something broke on our side. The fault is recorded. Look whether your change is there;"
        " if it is not, send it again from here."
    ),
}


def server_error(request: HttpRequest) -> HttpResponse:
    """As for readers; but in the newsroom nothing that was typed is dropped."""
    if not request.path.startswith("/admin/"):
        return errors.server_error(request)
    fault = fault_of(sys.exc_info()[1])
    status = 500 if fault is None else _FULL if fault is Fault.FULL else _AWAY
    said = str(SENTENCES[fault])
    headers = {"Cache-Control": "no-store"}
    if _wants_json(request):
        return JsonResponse({"error": said}, status=status, headers=headers)
    if request.method != "POST":
        return errors.server_error(request)
    response = HttpResponse(
        render_to_string("notsaved.html", _context(request, said, status)),
        status=status,
        headers=headers,
    )
    response._csp_config = settings.DESK_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]  # django-csp's mark on an answer
    return response


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.get_preferred_type(["text/html", "application/json"])
    return accepted == "application/json"


def _context(request: HttpRequest, said: str, status: int) -> dict[str, Any]:
    try:
        fields = unsent.carried(request)
        files = [upload.name for upload in chain(*(each for _name, each in request.FILES.lists()))]
    except Exception:
        # What could not even be read has not arrived.
        fields, files = [], []
    return {
        "said": said,
        "status": status,
        "fields": fields,
        "files": files,
        "typed": unsent.typed(fields),
        "again": request.get_full_path(),
        "token": get_token(request),
    }
