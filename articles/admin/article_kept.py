"""Pages about texts that were typed and not saved: their list, one beside what is stored, and the
button that throws it away. Everybody sees their own alone."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin

from articles.admin.article_access import person
from articles.admin.article_compare import changes
from articles.admin.article_offers import content_now, first_line, offers, take_url
from articles.desk import autosave, rights
from articles.desk.content import content_of
from articles.models import Article, Autosave
from articles.text.markup import clean, to_text


def kept_of(request: HttpRequest, number: Any) -> Autosave:
    """One's own text that waits. Raises Http404, whoever else's it may be."""
    text = str(number)
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    found = (
        autosave.all_of(person(request))
        .select_related("article__section", "article__source")
        .filter(pk=int(text))
        .first()
    )
    if found is None:
        raise Http404
    return found


def to_take_up(request: HttpRequest, article: Article | None) -> Autosave | None:
    """The text that `?kept=` asks for on a piece's screen; None when it is not there any more:
    it was saved, thrown away, or taken up already and is offered under another number."""
    try:
        text = kept_of(request, request.GET["kept"])
    except Http404:
        return None
    return text if text.article_id == (article.pk if article else None) else None


def kept_list(model_admin: "ModelAdmin", request: HttpRequest) -> HttpResponse:
    """All of them; or those of one place as the panel that a screen shows."""
    if "panel" in request.GET:
        return _panel(model_admin, request)
    texts = list(autosave.all_of(person(request)).select_related("article")[:100])
    context = {
        **admin.site.each_context(request),
        "title": _("Texts that you typed and did not save"),
        "texts": [(kept, first_line(kept)) for kept in texts],
        "days": autosave.KEPT_DAYS,
    }
    return TemplateResponse(request, "admin/articles/kept_list.html", context)


def _panel(model_admin: "ModelAdmin", request: HttpRequest) -> HttpResponse:
    number = request.GET["panel"]
    article = None
    if number:
        article = (
            rights.viewable(person(request)).filter(pk=int(number)).first()
            if (number.isdecimal() and len(number) < 19)
            else None
        )
        if article is None:
            raise Http404
    own = request.GET.get("without", "")
    found = offers(model_admin, request, article, (own,))
    return TemplateResponse(request, "admin/articles/kept.html", {"offers": found})


def kept(model_admin: "ModelAdmin", request: HttpRequest, kept_id: int) -> HttpResponse:
    text = kept_of(request, kept_id)
    if request.method == "POST":
        autosave.close(person(request), [text.sitting])
        messages.info(request, _("Thrown away."))
        return HttpResponseRedirect(_back(request, text.article))
    article, user = text.article, person(request)
    may_view = article is not None and rights.may_view(user, article)
    may_take = rights.may_create(user) if article is None else rights.may_edit(user, article)
    values = dict(text.fields)
    found = None
    if article is not None and may_view:
        stored = content_of(article)
        found = changes(stored, content_now(model_admin, request, text, stored))
    context = {
        **admin.site.each_context(request),
        "title": first_line(text) or _("Without a headline"),
        "kept": text,
        "piece": article if may_view else None,
        "is_older": autosave.is_older(text),
        "may_take": may_take,
        "take_url": take_url(text),
        "changes": found,
        "plain": "\n\n".join(
            part for part in (first_line(text), to_text(clean(values.get("body", "")))) if part
        ),
        "days": autosave.KEPT_DAYS,
    }
    return TemplateResponse(request, "admin/articles/kept_text.html", context)


def add_url() -> str:
    return reverse("admin:articles_article_add")


def _back(request: HttpRequest, article: Article | None) -> str:
    if article is None:
        return add_url() if rights.may_create(person(request)) else reverse("admin:index")
    if rights.may_view(person(request), article):
        return article.get_absolute_url()
    return reverse("admin:articles_article_kept_list")


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """The end of a sign-in in a small window: tells the page behind it, and closes itself."""
    context = {**admin.site.each_context(request), "title": _("You are signed in")}
    return TemplateResponse(request, "admin/articles/signed_in.html", context)
