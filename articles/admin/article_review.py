"""The review screen: the piece as readers will see it, beside it all that a reviewer asks for."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin import article_comments
from articles.admin.article_access import open_piece, person
from articles.admin.article_compare import FieldChange, brief, changes
from articles.admin.article_recordings import recording_base
from articles.admin.article_round import last_round
from articles.admin.article_screen import picture_base, piece_context, steps
from articles.admin.article_timeline import timeline
from articles.admin.article_traces import of_round
from articles.desk import publishing, queue, rights
from articles.desk.content import Content
from articles.models import Article, PublishedArticle, Revision
from articles.rendering import article_context, load_site
from articles.text.markup import blocks

# The step's page comes back to the queue, not to the piece.
ON = "?then=next"


@require_safe
def review(request: HttpRequest, article_id: int) -> TemplateResponse:
    article = open_piece(request, article_id)
    user = person(request)
    context = piece_context(request, article)
    newest: Revision = context["newest"]
    newest.article = article
    moments = timeline(article.pk)
    context |= article_comments.panel(request, article, newest.content, screen="review")
    asked = last_round(article, moments, context.get("threads", ()), newest.content)
    live = _live(article, context["publication"])
    differs = _differs(article, live, newest) if live else []
    buttons = [button | {"url": button["url"] + ON} for button in steps(request, article)]
    is_fix = article.is_fix and bool(article.review_number) and live is not None
    context |= _story(article, newest) | {
        "timeline": moments,
        "last_round": asked,
        "traces": of_round(article, moments),
        "live_revision": live,
        "live_changes": brief(differs, 30),
        "is_fix": is_fix,
        "fix_changes": brief(differs, 60),
        "pass_button": next((b for b in buttons if b["name"] == "pass"), None),
        "steps": [b for b in buttons if not (is_fix and b["name"] == "pass")],
        "may_edit": rights.may_edit(user, article),
        "edit_url": f"{article.get_absolute_url()}?edit=1",
        "queue": queue.neighbours(user, article),
        "incoming": article.incoming_files.defer("data", "report"),
    }
    # A stripped string would be one that templates escape.
    findings = render_to_string("admin/articles/review_findings.html", context, request)
    context["findings_panel"] = findings if findings.strip() else ""
    context["panel"] = _first_panel(request, context)
    context["title"] = article.headline
    return TemplateResponse(request, "admin/articles/review.html", context)


def _live(article: Article, publication: PublishedArticle | None) -> Revision | None:
    """What readers see or saw last, where the copy says something else by now."""
    if publication is None:
        return None
    found: Revision | None = article.revisions.filter(number=publication.revision_number).first()
    return found


def _differs(article: Article, live: Revision, newest: Revision) -> list[FieldChange]:
    """What readers will see otherwise. The note of a former correction stays where it is."""
    found = changes(live.content, newest.content)
    return [each for each in found if article.correction_open or each.name != "correction_note"]


def _first_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    asked = request.GET.get("panel", "")
    if asked in ("round", "changes", "comments", "findings", "ledger"):
        return asked
    if context["last_round"]:
        return "round"
    # A live piece that says something else: what readers will see otherwise.
    if context["discusses"] and not context["live_changes"]:
        return "comments"
    return "changes"


def _story(article: Article, newest: Revision) -> dict[str, Any]:
    """The page's parts, drawn by what draws the readers' page."""
    correction = article.correction_note if article.correction_open else ""
    page = publishing.preview(newest, correction)
    drawn = article_context(
        page,
        load_site(),
        image_base=picture_base(),
        recording_base=recording_base(newest),
        plain=True,
    )
    return {
        "page": page,
        "content": newest.content,
        "drawn": drawn,
        "unseen": _unseen(newest.content),
        "said_elsewhere": _elsewhere(article, newest.content),
    }


def _unseen(content: Content) -> str:
    """Blocks of the body that the page does not show: pictures that are not in the list."""
    known = {figure["image"] for figure in content["figures"]}
    return " ".join(
        str(number)
        for number, block in enumerate(blocks(content["body"]))
        if block.kind == "image" and block.text not in known
    )


def _elsewhere(article: Article, content: Content) -> list[dict[str, Any]]:
    """What a pass signs too, though it stands in lists and search engines, not on the page."""
    labels = (
        ("summary", _("summary")),
        ("web_title", _("web title")),
        ("short_title", _("short title")),
    )
    return [
        {"name": name, "label": label, "text": content[name]}
        for name, label in labels
        if content[name]
    ]


def address(article: Article) -> str:
    return reverse("admin:articles_article_review", args=[article.pk])
