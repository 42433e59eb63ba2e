"""Texts that somebody typed and did not save, as their screens offer them."""

import copy
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from unfold.admin import ModelAdmin

from articles.admin.article_access import person
from articles.admin.article_fields import as_data
from articles.admin.article_form import Typed, form_class_of, typed
from articles.desk import autosave, presence, rights
from articles.desk.content import Content, content_of
from articles.models import Article, Autosave, Section

# The newest; each is compared with what is stored. A list has them all.
_SHOWN = 5


@dataclass(frozen=True)
class Offer:
    kept: Autosave
    headline: str
    is_older: bool
    """The piece has moved on since: taking it up compares first."""
    is_open: bool
    """The window that it comes from still seems to be open."""
    may_take: bool

    @property
    def take_url(self) -> str:
        return take_url(self.kept)


def take_url(kept: Autosave) -> str:
    """The screen of the piece, or of a new one, with the text in it."""
    add = reverse("admin:articles_article_add")
    screen = kept.article.get_absolute_url() if kept.article else add
    return f"{screen}?kept={kept.pk}"


def first_line(kept: Autosave) -> str:
    return next((value for name, value in kept.fields if name == "headline"), "").strip()


def offers(
    model_admin: "ModelAdmin",
    request: HttpRequest,
    article: Article | None,
    without: tuple[str, ...] = (),
) -> list[Offer]:
    """Those of this piece, or of pieces never saved; one that says what is stored is closed."""
    user = person(request)
    found = [
        kept
        for kept in autosave.waiting(user, article).select_related("article")[:_SHOWN]
        if kept.sitting not in without and not _says_nothing(model_admin, request, kept)
    ]
    open_ones = presence.open_sittings(user, [kept.sitting for kept in found])
    may_take = rights.may_create(user) if article is None else rights.may_edit(user, article)
    return [
        Offer(kept, first_line(kept), autosave.is_older(kept), kept.sitting in open_ones, may_take)
        for kept in found
    ]


def forms_of(
    model_admin: "ModelAdmin", request: HttpRequest, kept: Autosave, article: Article
) -> Typed:
    """The forms with the kept text in them; `article` is not touched."""
    return typed(form_class_of(model_admin, request), as_data(kept.fields), copy.copy(article))


def blank_for(request: HttpRequest) -> Article | None:
    """A piece that does not exist yet, in the section where this person's work begins."""
    user = person(request)
    sections = Section.objects.order_by("position", "pk")
    first = sections.filter(desk__in=user.desk_ids).first() or sections.first()
    return Article(owner=user, section=first) if first else None


def content_now(
    model_admin: "ModelAdmin", request: HttpRequest, kept: Autosave, stored: Content
) -> Content:
    """What the text would make of the piece."""
    assert kept.article is not None
    return forms_of(model_admin, request, kept, kept.article).as_far_as_it_goes(stored)


def _says_nothing(model_admin: "ModelAdmin", request: HttpRequest, kept: Autosave) -> bool:
    if kept.article is None:
        return False
    stored = content_of(kept.article)
    if content_now(model_admin, request, kept, stored) != stored:
        return False
    autosave.close(kept.user, [kept.sitting])
    return True
