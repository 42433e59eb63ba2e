"""The quick finder: from a public address or a number straight to the piece, or to its withdrawal.

Somebody on the telephone at night reads out what stands in the browser's address bar.
"""

import re
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin import withdrawals
from articles.admin.article_access import person
from articles.desk import rights

_ADDRESS = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/([1-9][0-9]{0,17})(?:[/?#]|$)", re.ASCII)
_EDIT_ADDRESS = re.compile(r"/articles/article/([1-9][0-9]{0,17})/", re.ASCII)
# Where the finder can lead beside the piece itself.
_STEPS = ("withdraw",)


def number_in(text: str) -> int | None:
    """The piece that is meant: by its public address, its newsroom address or its number."""
    text = text.strip()
    for pattern in (_ADDRESS, _EDIT_ADDRESS):
        if found := pattern.search(text):
            return int(found[1])
    digits = text.lstrip("#").removeprefix("No.").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed or pasted; `then` a step to go on to."""
    user = person(request)
    typed = request.GET.get("q", "").strip()
    number = number_in(typed)
    if number is not None and rights.viewable(user).filter(pk=number).exists():
        then = request.GET.get("then", "")
        if then in _STEPS:
            return HttpResponseRedirect(reverse("admin:articles_article_step", args=[number, then]))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[number]))
    if number is None and typed and "/" not in typed:
        # Words of a headline: the list knows better.
        listing = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{listing}?{urlencode({'tab': 'all', 'q': typed})}")
    problem = ""
    if typed and number is None:
        problem = _(
            "This is no address of a piece. It looks like /2026/03/08/1234/; the number is enough."
        )
    elif typed:
        problem = _("There is no piece %(number)s that you may open.") % {"number": number}
    context = {
        **admin.site.each_context(request),
        "title": _("Find a piece"),
        "typed": typed,
        "problem": problem,
        "may_withdraw": withdrawals.may_open(user),
    }
    status = 404 if problem else 200
    return TemplateResponse(request, "admin/articles/find.html", context, status=status)


_site: Any = admin.site
_site.add_screen("find/", find, "find")
