"""Choosing: a piece for a place of the front page, or a place for a piece."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import search
from articles.admin.article_access import posted_number
from articles.admin.article_status import short_time, zone_name
from articles.admin.finder import number_in
from articles.admin.front import HoursForm, enter
from articles.admin.front_rows import Area, areas, live_address, thumbnail
from articles.desk import frontpage
from articles.desk.errors import NotAllowed, WorkflowError
from articles.desk.frontpage import Place
from articles.models import Pin, PublishedArticle, Slot

_SHOWN = 30


@dataclass(frozen=True)
class Offer:
    """A piece that could stand there; `unfit` says why it cannot, `stands` where it does now."""

    piece: PublishedArticle
    stands: list[Any]
    unfit: str

    @property
    def address(self) -> str:
        return live_address(self.piece)

    @property
    def thumbnail(self) -> SafeString:
        return thumbnail(self.piece)

    @property
    def time(self) -> str:
        return short_time(self.piece.visible_from)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, key: str) -> HttpResponse:
    """What can stand in a place: the newest, or what `q` finds."""
    user = enter(request)
    found = frontpage.place_called(key)
    if found is None:
        raise Http404
    if not frontpage.may_choose(user, found):
        raise NotAllowed(_("Others choose for this place of the front page."))
    form = HoursForm(request.POST if request.method == "POST" else None)
    problem: WorkflowError | None = None
    status = 200
    if request.method == "POST":
        number = posted_number(request, "piece", 18)
        if not form.is_valid():
            status = 400
        else:
            try:
                return _pin(request, found, number, posted_number(request, "seen"), form)
            except NotAllowed:
                raise
            except WorkflowError as refused:
                problem, status = refused, 409
    typed = request.GET.get("q", "").strip()[:200]
    context = {
        **admin.site.each_context(request),
        "title": _("Choose for “%(place)s”") % {"place": found.label},
        "place": found,
        "seen": frontpage.seen_now(found),
        "form": form,
        "problem": problem,
        "typed": typed,
        "offers": _offers(found, typed),
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/front/place.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: HttpRequest, article_id: int) -> HttpResponse:
    """Every place that this person may give the piece, with what stands there now."""
    user = enter(request)
    found = PublishedArticle.objects.visible().for_lists().filter(pk=article_id).first()
    if found is None:
        raise Http404
    form = HoursForm(request.POST if request.method == "POST" else None)
    problem: WorkflowError | None = None
    status = 200
    if request.method == "POST":
        chosen = frontpage.place_called(request.POST.get("place", ""))
        if chosen is None:
            raise Http404
        if not form.is_valid():
            status = 400
        else:
            seen = posted_number(request, f"seen-{chosen.key}")
            try:
                return _pin(request, chosen, found.pk, seen, form)
            except NotAllowed:
                raise
            except WorkflowError as refused:
                problem, status = refused, 409
    context = {
        **admin.site.each_context(request),
        "title": _("Put on the front page"),
        "piece": found,
        "form": form,
        "problem": problem,
        "choices": [
            {
                "area": area,
                "unfit": frontpage.why_unfit(found, area.place),
                "stands": any(row.pin.article_id == found.pk for row in area.rows),
            }
            for area in areas(user, timezone.now())
            if area.may_choose and _could_fit(found, area)
        ],
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/front/piece.html", context, status=status)


def _could_fit(piece: PublishedArticle, area: Area) -> bool:
    """Blocks of other sections are nothing to offer, not even greyed."""
    return not area.place.section or not frontpage.why_unfit(piece, area.place)


def _pin(
    request: HttpRequest, place: Place, number: int, seen: int, form: HoursForm
) -> HttpResponse:
    user = enter(request)
    done = frontpage.pin(user, place, number, seen=seen, **form.cleaned_data)
    headline = PublishedArticle.objects.only("headline", "short_title").get(pk=number).list_title
    words = {"piece": headline, "place": place.label}
    if done:
        messages.success(request, _("“%(piece)s” is chosen for “%(place)s”.") % words)
    else:
        messages.info(request, _("“%(piece)s” is chosen for “%(place)s” already.") % words)
    return HttpResponseRedirect(f"{reverse('admin:front')}#place-{place.key}")


def _offers(place: Place, typed: str) -> list[Offer]:
    visible = PublishedArticle.objects.visible()
    number = number_in(typed) if typed else None
    if number is not None:
        pieces = list(visible.for_lists().filter(pk=number))
    elif typed:
        hits = search.find(typed, section=place.section, limit=_SHOWN).hits
        pieces = [hit.article for hit in hits]
    else:
        if place.section:
            inside = Q(section=place.section) | Q(section__parent=place.section)
            visible = visible.filter(inside)
        if place.slot == Slot.PICTURE:
            visible = visible.filter(cover__isnull=False)
        pieces = list(visible.for_lists().newest()[:_SHOWN])
    stands: dict[int, list[Any]] = {}
    for pin in Pin.objects.filter(article__in=[each.pk for each in pieces]).select_related(
        "section"
    ):
        stands.setdefault(pin.article_id, []).append(frontpage.place_of(pin).label)
    return [
        Offer(each, stands.get(each.pk, []), frontpage.why_unfit(each, place)) for each in pieces
    ]


_site: Any = admin.site
_site.add_screen("front/pieces/<int:article_id>/", piece, "front-piece")
_site.add_screen("front/<slug:key>/", place, "front-place")
