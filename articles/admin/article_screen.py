"""What the screens of one piece show: the form or the reading view, the buttons, the ledger."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from accounts.roles import Rank
from articles.admin import article_comments
from articles.admin.article_access import person
from articles.admin.article_conflict import Conflict
from articles.admin.article_form import FILING, FOR_LISTS, HEADLINES, ORIGIN, Typed
from articles.admin.article_offers import offers
from articles.admin.article_presence import here
from articles.admin.article_recordings import recording_base
from articles.admin.article_sitting import sittings
from articles.admin.article_status import chips
from articles.admin.article_style import of_piece
from articles.admin.article_timeline import came_back, timeline
from articles.admin.article_withdrawal import withdrawal_of
from articles.admin.navigation import address_of
from articles.admin.special_rows import of_piece as specials_of
from articles.desk import (
    access,
    assignment_pieces,
    assignments,
    comments,
    editing,
    lanes,
    previews,
    publishing,
    reads,
    rights,
    workflow,
)
from articles.desk.errors import WorkflowError
from articles.models import (
    REVIEWS,
    Article,
    Autosave,
    Credit,
    PublishedArticle,
    Revision,
    State,
)
from articles.rendering import article_context, load_site
from articles.text.markup import to_text
from articles.text.words import count

# Pressed once, done: they ask for nothing, and the piece itself is on the page.
AT_ONCE = frozenset({"recall", "pass", "revise", "fix", "unspike"})

# Assignments that a piece offers to be linked to; whoever has more goes by the assignment's page.
_LINKABLE = 12


def piece_context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What stands at the head of every screen of a stored piece."""
    publication = publishing.publication_of(article)
    topic = assignment_pieces.for_article(article)
    live = live_address(publication)
    return {
        **admin.site.each_context(request),
        "title": article.headline,
        "piece": article,
        "publication": publication,
        "chips": chips(article, publication),
        "live_url": live,
        "reads": reads.of_last_day([article.pk]).get(article.pk, 0) if publication else 0,
        "newest": editing.newest_revision(article),
        "front_url": _front_url(request, article) if live else "",
        "may_see_readers": access.may_see_readers(person(request), article),
        "may_share": previews.may_share(person(request), article),
        "count": count(to_text(article.body)),
        "assignment": topic,
        "linkable": []
        if topic
        else assignment_pieces.linkable(person(request), article)[:_LINKABLE],
        "may_open_topic": topic is not None and assignments.may_view(person(request), topic),
        "style": of_piece(request, article),
        "withdrawal": withdrawal_of(person(request), article, publication),
        "open_comments": _open_comments(request, article),
    }


def _open_comments(request: HttpRequest, article: Article) -> int:
    """Of a piece that this person could send to readers now: what nobody has marked as done."""
    if article.state not in (*REVIEWS, State.APPROVED):
        return 0
    if rights.rank_for(person(request), article) < Rank.EDITOR:
        return 0
    return comments.open_of([article.pk]).get(article.pk, 0)


def live_address(publication: PublishedArticle | None) -> str:
    """Where readers find the piece now; nothing when they do not."""
    if not publication or not (
        PublishedArticle.objects.visible().filter(pk=publication.pk).exists()
    ):
        return ""
    return settings.SITE_URL + publication.get_absolute_url()


def with_address(said: str, article: Article) -> SafeString | str:
    """The sentence, and where readers find the piece if they do now."""
    address = live_address(publishing.publication_of(article))
    if not address or article.state != State.SETTLED:
        return said
    link = _("See it as readers do")
    return format_html(
        '{} <a class="nr-said-link" href="{}" target="_blank">{}</a>', said, address, link
    )


def _front_url(request: HttpRequest, article: Article) -> str:
    """Where this person gives a live piece a place of the front page; nothing for others."""
    if not rights.may_see_layout(person(request)):
        return ""
    return reverse("admin:front-piece", args=[article.pk])


def steps(request: HttpRequest, article: Article) -> list[dict[str, Any]]:
    """The buttons that this person may press now: publishing first, the grave ones last."""
    buttons = [
        {
            "name": step.name,
            "label": workflow.label_of(article, step),
            "explains": step.explains,
            "grave": step.grave,
            # On a phone, while somebody writes, behind one more press. Never the withdrawal.
            "later": step.grave and step.name != "withdraw",
            "at_once": step.name in AT_ONCE,
            "releases": step.name == "pass" and lanes.releases(article, step.name),
            "url": reverse("admin:articles_article_step", args=[article.pk, step.name]),
        }
        for step in workflow.available(article, person(request))
    ]
    return sorted(buttons, key=lambda button: (button["grave"], button["name"] != "publish"))


def edit_page(
    model_admin: "ModelAdmin",
    request: HttpRequest,
    article: Article,
    forms: Typed,
    *,
    conflict: Conflict | None = None,
    problem: WorkflowError | None = None,
    merged: Conflict | None = None,
    taken: Autosave | None = None,
    status: int = 200,
) -> TemplateResponse:
    """The form, with whatever stands in it. `merged` says that it holds both sides of a stale
    save, `taken` that it holds a text that was kept."""
    user = person(request)
    stored = article.pk is not None
    buttons = steps(request, article) if stored else []
    moments = timeline(article.pk) if stored else []
    context = (
        piece_context(request, article)
        if stored
        else {**admin.site.each_context(request), "title": _("New piece")}
    )
    # While a save is refused the page keeps the version that the person typed into.
    version = conflict.version if conflict else request.POST.get("version", article.version)
    if merged or taken:
        version = article.version
    contained = sittings(request) + ([taken.sitting] if taken else [])
    context |= {
        "show_style": True,
        "check_url": address_of("articles_article_style"),
        "check_now": conflict or problem or request.method == "POST",
        "forms": forms,
        "headlines": [forms.form[name] for name in HEADLINES],
        "filing": [forms.form[name] for name in FILING],
        "origin": [forms.form[name] for name in ORIGIN],
        "for_lists": [forms.form[name] for name in FOR_LISTS],
        "version": version,
        "conflict": conflict,
        "problem": problem,
        "merged": merged,
        "by_oneself": merged is not None and merged.is_by(person(request).pk),
        "taken": taken,
        "unsaved": bool(conflict or problem or merged or taken or request.method == "POST"),
        "contained": ",".join(contained),
        "typed_by": request.POST.get("as") or user.pk,
        "offers": offers(
            model_admin, request, article if stored else None, without=tuple(contained)
        ),
        "here": here(user, article) if stored else [],
        "may_save": not stored or rights.may_edit(user, article),
        "may_submit": not stored or workflow.may_try(article, "submit", user),
        "steps": [button for button in buttons if button["name"] != "submit"],
        "has_later": any(button["later"] for button in buttons),
        "timeline": moments,
        "came_back": came_back(moments),
        "incoming": article.incoming_files.defer("data", "report") if stored else [],
        "media": model_admin.media + forms.form.media + forms.credits.media,
        "upload_url": address_of("image-upload"),
        "recording_upload_url": address_of("recording-upload"),
        "recording_limit": settings.RECORDING_MAX_BYTES,
        "recording_limit_said": f"{settings.RECORDING_MAX_BYTES // 1024 // 1024} MB",
        "pictures_url": reverse("admin:articles_article_pictures"),
    }
    if stored:
        context |= specials_of(user, article)
        newest = context["newest"].content
        context |= article_comments.panel(request, article, newest, screen="edit")
    return TemplateResponse(request, "admin/articles/edit.html", context, status=status)


def reading_page(
    model_admin: "ModelAdmin", request: HttpRequest, article: Article
) -> TemplateResponse:
    context = piece_context(request, article)
    context |= reading(context["newest"]) | specials_of(person(request), article)
    moments = timeline(article.pk)
    context |= {
        "offers": offers(model_admin, request, article),
        "here": here(person(request), article),
        "show_style": True,
        "steps": steps(request, article),
        "timeline": moments,
        "came_back": came_back(moments),
        "incoming": article.incoming_files.defer("data", "report"),
        "tags": article.tags.all(),
    }
    return TemplateResponse(request, "admin/articles/read.html", context)


def reading(revision: Revision) -> dict[str, Any]:
    """A revision as readers would see its text, for the newsroom's own pages."""
    page = publishing.preview(revision)
    drawn = article_context(
        page,
        load_site(),
        image_base=picture_base(),
        recording_base=recording_base(revision),
        plain=True,
    )
    roles = {str(value): label for value, label in Credit.Role.choices}
    return {
        "page": page,
        "content": revision.content,
        "body": drawn["body"],
        "cover": drawn["cover"],
        "clips": drawn["clips"],
        "gallery": drawn["gallery"],
        "credits": [
            {"name": each["name"], "role": roles.get(each["role"], each["role"])}
            for each in revision.content["credits"]
        ],
    }


def picture_base() -> str:
    """Where the newsroom's pages get pictures: `base` + hash + "/" + a rendition's name."""
    probe = address_of("image-file", "0" * 64)
    return probe.partition("0" * 64)[0]
