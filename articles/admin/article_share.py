"""A piece for people outside: make a link, see who opened it, take it back."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.article_access import open_piece, person
from articles.admin.article_screen import piece_context
from articles.desk import previews
from articles.desk.editing import newest_revision
from articles.desk.errors import NotAllowed, Refused, WorkflowError
from articles.models import Article, PreviewLink, PreviewOpening

# Links and openings of one piece that the screen shows.
_LINKS, _OPENINGS = 50, 5


def _span(hours: int) -> str:
    if hours < 24:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = timedelta(hours=hours).days
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


class ShareForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput())
    for_whom = forms.CharField(
        label=__("for whom"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=__("A name and why: “Ms Lin, to check her words”. It stands on the page."),
    )
    revision = forms.TypedChoiceField(
        label=__("what they see"),
        required=False,
        empty_value=None,
        coerce=int,
        widget=forms.RadioSelect(),
    )
    hours = forms.TypedChoiceField(
        label=__("how long"), coerce=int, initial=24, widget=forms.RadioSelect()
    )

    def __init__(self, article: Article, data: Any = None, revision: int | None = None) -> None:
        newest = newest_revision(article).number
        number = revision or newest
        super().__init__(data, initial={"key": previews.new_key(), "revision": number}, prefix=None)
        sent = str(data.get("revision", "")) if data else ""
        if sent.isdecimal() and len(sent) < 10:
            number = int(sent)
        fixed = _("revision %(number)s, whatever is changed later") % {"number": number}
        self.fields["revision"].choices = [  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            (number, fixed),
            ("", _("always the newest revision")),
        ]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            (hours, _span(hours)) for hours in previews.HOURS
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, article_id: int) -> HttpResponse:
    article = open_piece(request, article_id)
    if request.method != "POST":
        asked = request.GET.get("revision", "")
        known = asked.isdecimal() and len(asked) < 10
        known = known and article.revisions.filter(number=int(asked)).exists()
        return _page(request, article, ShareForm(article, revision=int(asked) if known else None))
    form = ShareForm(article, request.POST)
    if not form.is_valid():
        return _page(request, article, form, status=400)
    given = form.cleaned_data
    try:
        made = previews.make(
            article,
            person(request),
            key=given["key"],
            for_whom=given["for_whom"],
            hours=given["hours"],
            revision_number=given["revision"],
        )
    except NotAllowed:
        raise
    except Refused as problem:
        form.add_error(None, str(problem))
        return _page(request, article, form, status=409)
    # No redirect: the address is shown now or never. Sent again, the form shows it once more.
    address = request.build_absolute_uri(reverse("preview", args=[made.token]))
    return _page(request, article, ShareForm(article), made=made.link, address=address)


def _page(
    request: HttpRequest,
    article: Article,
    form: ShareForm,
    *,
    made: PreviewLink | None = None,
    address: str = "",
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    may_share = previews.may_share(user, article)
    rows = _rows(request, article)
    if not may_share and not rows:
        raise PermissionDenied(previews.why_not(user, article))
    context = piece_context(request, article)
    context |= {
        "title": _("Share for checking"),
        "form": form,
        "may_share": may_share,
        "why_not": "" if may_share else previews.why_not(user, article),
        "embargoed": previews.is_embargoed(article),
        "made": made,
        "address": address,
        "code": _code(address) if address else "",
        "rows": rows,
    }
    return TemplateResponse(request, "admin/articles/share.html", context, status=status)


def _code(address: str) -> SafeString:
    """A QR code as SVG, to be photographed off the screen."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=3, light="#fff", dark="#000"
    )
    return mark_safe(drawn)  # noqa: S308  (squares, drawn here)


def _rows(request: HttpRequest, article: Article) -> list[dict[str, Any]]:
    """Every link with its openings; however many there are, this takes two queries."""
    links = list(
        article.preview_links.select_related("created_by")
        .annotate(times=Count("openings"), last=Max("openings__at"))
        .order_by("-created_at", "-pk")[:_LINKS]
    )
    openings: dict[int, list[PreviewOpening]] = {}
    for opening in PreviewOpening.objects.filter(link__in=links).order_by("-at")[:1000]:
        seen = openings.setdefault(opening.link_id, [])
        if len(seen) < _OPENINGS:
            seen.append(opening)
    embargoed = previews.is_embargoed(article)
    user = person(request)
    rows = []
    for link in links:
        link.article = article
        rows.append(
            {
                "link": link,
                "times": getattr(link, "times", 0),
                "openings": openings.get(link.pk, []),
                "standing": standing(link, embargoed),
                "may_revoke": link.revoked_at is None
                and link.expires_at > timezone.now()
                and previews.may_revoke(user, link),
            }
        )
    return rows


def standing(link: PreviewLink, embargoed: bool) -> dict[str, Any]:
    """A word for a link, and how it looks."""
    if link.revoked_at:
        return {"text": _("revoked"), "look": "quiet"}
    if link.expires_at <= timezone.now():
        return {"text": _("ended"), "look": "quiet"}
    if previews.sleeps(link, embargoed):
        return {"text": _("does not open now"), "look": "alarm"}
    return {"text": _("open"), "look": "live"}


@require_POST
def revoke(request: HttpRequest, article_id: int, link_id: int) -> HttpResponse:
    article = open_piece(request, article_id)
    link = article.preview_links.filter(pk=link_id).first()
    if link is None:
        raise Http404
    link.article = article
    try:
        previews.revoke(link, person(request))
    except NotAllowed:
        raise
    except WorkflowError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("The link does not open any more."))
    return HttpResponseRedirect(reverse("admin:articles_article_share", args=[article.pk]))
