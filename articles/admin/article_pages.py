"""Pages about one piece that change nothing: its preview, its revisions, its copy as it came."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece, person
from articles.admin.article_compare import changes
from articles.admin.article_recordings import recording_base
from articles.admin.article_screen import (
    picture_base,
    piece_context,
    reading,
)
from articles.desk import editing, publishing, rights
from articles.models import Article, IncomingFile, Revision
from articles.rendering import article_context, load_site

# A phone held upright, a tablet, a desk.
WIDTHS = ((390, __("phone")), (768, __("tablet")), (1280, __("desktop")))


def _revision(article: Article, number: Any) -> Revision:
    text = str(number)
    found = (
        article.revisions.filter(number=int(text)).first()
        if text.isdecimal() and len(text) < 10
        else None
    )
    if found is None:
        raise Http404
    return found


@require_safe
def preview(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """The page that readers would get of a revision, drawn by the readers' own template."""
    article = open_piece(request, article_id)
    newest = editing.newest_revision(article)
    revision = _revision(article, request.GET.get("revision") or newest.number)
    revision.article = article
    correction = article.correction_note if article.correction_open else ""
    page = publishing.preview(revision, correction if revision == newest else "")
    context = article_context(
        page, load_site(), image_base=picture_base(), recording_base=recording_base(revision)
    )
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"frame-ancestors": [SELF]}
    page_view = csp(policy)(
        lambda request: TemplateResponse(request, "public/article.html", context)
    )
    response = page_view(request)
    # Our own window shows it at a chosen width; nobody else's page may.
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def preview_window(request: HttpRequest, article_id: int) -> HttpResponse:
    """The preview at the width of a phone, a tablet or a desk, chosen by `?width=`."""
    article = open_piece(request, article_id)
    context = piece_context(request, article)
    newest = context["newest"]
    revision = _revision(article, request.GET.get("revision") or newest.number)
    asked = request.GET.get("width", "")
    width = next((pixels for pixels, _label in WIDTHS if str(pixels) == asked), WIDTHS[0][0])
    context |= {
        "title": _("Preview"),
        "revision": revision,
        "is_newest": revision == newest,
        "widths": WIDTHS,
        "width": width,
    }
    return TemplateResponse(request, "admin/articles/preview_window.html", context)


@require_safe
def revisions(request: HttpRequest, article_id: int) -> HttpResponse:
    article = open_piece(request, article_id)
    context = piece_context(request, article)
    published = context["publication"]
    context |= {
        "revisions": article.revisions.defer("content").order_by("-number"),
        "published_hash": published.content_hash if published else "",
    }
    return TemplateResponse(request, "admin/articles/revisions.html", context)


@require_safe
def revision(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """One revision: as it reads, and how it differs from another (`?with=`; else the one before).

    `with` is a number, or `live` for what readers see.
    """
    article = open_piece(request, article_id)
    this = _revision(article, number)
    this.article = article
    context = piece_context(request, article)
    published = context["publication"]
    asked = request.GET.get("with", "")
    other: Revision | None = None
    if asked == "live":
        if published is None:
            raise Http404
        other = _revision(article, published.revision_number)
    elif asked:
        other = _revision(article, asked)
    elif number > 1:
        other = _revision(article, number - 1)
    context |= reading(this)
    context |= {
        "revision": this,
        "other": other,
        "against_live": asked == "live",
        "changes": changes(other.content, this.content) if other else [],
        "is_published": bool(published) and published.content_hash == this.content_hash,
        "next": article.revisions.filter(number__gt=number).order_by("number").first(),
        "before": article.revisions.filter(number__lt=number).order_by("-number").first(),
        "here": reverse("admin:articles_article_revision", args=[article.pk, number]),
        "may_restore": this.content_hash != context["newest"].content_hash
        and rights.may_edit(person(request), article),
    }
    return TemplateResponse(request, "admin/articles/revision.html", context)


@require_safe
def incoming(request: HttpRequest, article_id: int, file_id: int) -> HttpResponse:
    """The copy as it arrived, byte for byte; never shown in the browser, always saved."""
    article = open_piece(request, article_id)
    file = IncomingFile.objects.filter(article=article, pk=file_id).first()
    if file is None:
        raise Http404
    # Copy that was pasted came without a name.
    name = file.name or f"{article.pk}-{file.pk}.txt"
    return HttpResponse(
        bytes(file.data),
        content_type="application/octet-stream",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
