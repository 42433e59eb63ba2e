"""Pieces in the admin: who gets which screen, and where each screen is."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles.admin import (
    access_log,
    article_bulk,
    article_comments,
    article_edit,
    article_flash,
    article_next,
    article_pages,
    article_pictures,
    article_recordings,
    article_restore,
    article_review,
    article_safety,
    article_share,
    article_sheet,
    article_steps,
    article_style,
    article_versions,
    article_withdrawal,
)
from articles.admin.article_access import open_piece, person
from articles.admin.article_filters import FILTERS, tab_of
from articles.admin.article_form import ArticleForm
from articles.admin.article_paging import BoundedPaginator
from articles.admin.article_rows import fixable, rows
from articles.admin.article_status import zone_name
from articles.admin.article_tabs import TABS, counted
from articles.admin.finder import number_in
from articles.admin.navigation import enters_newsroom
from articles.desk import headlines, queue, rights
from articles.desk.bulk import SOURCES
from articles.models import Article, Section, State
from articles.recordings.serving import CAPTIONS, RECORDING


@admin.register(Article)
class ArticleAdmin(ModelAdmin):
    """Content is written by `articles.desk.editing` alone, steps by `workflow.perform` alone:
    the model admin lends its list, its widgets and its addresses."""

    form = ArticleForm
    list_display = ("headline",)
    list_filter = FILTERS
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ("headline",)
    search_help_text = _("Headline, number or public address")
    actions = None
    change_list_template = "admin/articles/article/change_list.html"

    # --- Who ------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return enters_newsroom(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if not enters_newsroom(request.user):
            return False
        return obj is None or rights.may_view(person(request), obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if not enters_newsroom(request.user):
            return False
        return obj is None or rights.may_edit(person(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return enters_newsroom(request.user) and rights.may_create(person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("tags", "source")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A tag or a source can be added beside its choice; nothing else is done from there."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            if db_field.name == "section":
                field.widget = field.widget.widget
            else:
                field.widget.can_change_related = False
                field.widget.can_view_related = False
        return field

    # --- The list -------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        return rights.viewable(person(request)).select_related("section", "owner").defer("body")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return TABS[tab_of(request)].order

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> BoundedPaginator:
        paginator = BoundedPaginator(*args, **kwargs)
        paginator.searches = bool(request.GET.get("q", "").strip())
        return paginator

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Article]", search_term: str
    ) -> "tuple[QuerySet[Article], bool]":
        """Every word must stand in headline or kicker, or be the piece's number or address."""
        for word in search_term.split():
            found = headlines.saying(word)
            if (number := number_in(word)) is not None:
                found |= Q(pk=number)
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if isinstance(response, TemplateResponse) and context and "cl" in context:
            tab = TABS[tab_of(request)]
            context["cl"].full_result_count = context["cl"].result_count
            context |= {
                # The theme would print where the model stands, which nobody asked.
                "opts": None,
                "title": _("Pieces"),
                "rows": (shown := rows(context["cl"].result_list)),
                "bulk_steps": article_bulk.offered(request, [row.article for row in shown]),
                "bulk_states": SOURCES,
                "fixable": fixable(person(request), context["cl"].result_list, tab.name),
                "tab": tab,
                "tabs": counted(person(request), tab.name),
                "sections": Section.objects.all(),
                "states": State.choices,
                "zone": zone_name(),
                "narrowed": {name: request.GET.get(name, "") for name in _NARROWING},
                "filtering": any(request.GET.get(name) for name in _NARROWING[1:]),
                "narrowing": any(request.GET.get(name) for name in _NARROWING),
            }
        return response

    # --- Screens of one piece -------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return article_edit.add(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        piece = open_piece(request, object_id)
        asks_for_the_piece = request.method != "POST" and "edit" not in request.GET
        # Whoever has to pass or proofread it wants to read it first.
        if asks_for_the_piece and queue.waits_for(person(request), piece):
            return HttpResponseRedirect(article_review.address(piece))
        return article_edit.change(self, request, piece)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        piece = open_piece(request, object_id)
        return HttpResponseRedirect(reverse("admin:articles_article_revisions", args=[piece.pk]))

    def get_urls(self) -> list[URLPattern]:
        screens = (
            ("step/<slug:name>/", article_steps.step, "step"),
            ("preview/", article_pages.preview, "preview"),
            ("preview/window/", article_pages.preview_window, "preview_window"),
            ("share/", article_share.share, "share"),
            ("share/<int:link_id>/revoke/", article_share.revoke, "share_revoke"),
            ("sheet/", article_sheet.sheet, "sheet"),
            ("review/", article_review.review, "review"),
            ("comments/", article_comments.say, "comment"),
            ("comments/<int:comment_id>/<slug:act>/", article_comments.turn, "comment_turn"),
            ("compare/", article_versions.compare, "compare"),
            ("revisions/", article_pages.revisions, "revisions"),
            ("revisions/<int:number>/", article_pages.revision, "revision"),
            ("revisions/<int:number>/restore/", article_restore.restore, "restore"),
            ("incoming/<int:file_id>/", article_pages.incoming, "incoming"),
            ("readers/", access_log.readers, "readers"),
            ("outlets/", article_withdrawal.outlets, "outlets"),
            ("next/", article_next.next_piece, "next"),
        )
        pictures = self.admin_site.admin_view(article_pictures.pictures)
        of_revision = r"^(?P<article_id>[0-9]{1,18})/revisions/(?P<number>[0-9]{1,9})/media/"
        recording = self.admin_site.admin_view(article_recordings.recording)
        captions = self.admin_site.admin_view(article_recordings.captions)
        bulk = self.admin_site.admin_view(article_bulk.many)
        return [
            path(
                "style/",
                self.admin_site.admin_view(article_style.check),
                name="articles_article_style",
            ),
            path("pictures/", pictures, name="articles_article_pictures"),
            path("bulk/", bulk, name="articles_article_bulk"),
            path(
                "flash/",
                self.admin_site.admin_view(article_flash.flash),
                name="articles_article_flash",
            ),
            re_path(rf"{of_revision}{RECORDING}$", recording, name="articles_article_recording"),
            re_path(rf"{of_revision}{CAPTIONS}$", captions, name="articles_article_captions"),
            *article_safety.addresses(self),
            *(
                path(
                    f"<int:article_id>/{route}",
                    self.admin_site.admin_view(view),
                    name=f"articles_article_{name}",
                )
                for route, view, name in screens
            ),
            *super().get_urls(),
        ]


_NARROWING = ("q", "section", "state", "author", "since", "until")
