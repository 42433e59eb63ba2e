"""The addresses behind a promise: nothing typed is ever lost."""

from functools import partial

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin

from articles.admin import article_background, article_kept, article_merge


def addresses(model_admin: "ModelAdmin") -> list[URLPattern]:
    view = model_admin.admin_site.admin_view
    # Asked by scripts, so they answer a visitor who is not signed in with JSON, not with a page.
    background = (
        ("autosave/", article_background.keep, "autosave"),
        ("presence/", article_background.beat, "presence"),
        ("session/", article_background.session, "session"),
    )
    screens = (
        ("signed-in/", article_kept.signed_in, "signed_in"),
        ("kept/", require_safe(partial(article_kept.kept_list, model_admin)), "kept_list"),
        ("kept/<int:kept_id>/", partial(article_kept.kept, model_admin), "kept"),
        ("<int:article_id>/merge/", partial(article_merge.merge, model_admin), "merge"),
    )
    return [
        *(path(route, each, name=f"articles_article_{name}") for route, each, name in background),
        *(
            path(route, view(each), name=f"articles_article_{name}")
            for route, each, name in screens
        ),
    ]
