"""Addresses. Which wings exist is decided at start: a public process has no `/admin/`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from newsroom import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
if settings.METRICS:
    from newsroom.metrics.page import metrics

    urlpatterns.append(path("metrics", metrics, name="metrics"))
if settings.HAS_DESK:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
    # Names only: the admin answers at these addresses.
    urlpatterns.append(path("admin/", include("accounts.urls")))
    # Before the readers' addresses, and only where the newsroom is.
    urlpatterns.append(path("", include("articles.preview.urls")))
urlpatterns.append(
    path("", include("articles.public.urls" if settings.HAS_PUBLIC else "articles.public.closed"))
)
handler404 = "articles.public.errors.not_found"
handler500 = (
    "newsroom.notsaved.server_error" if settings.HAS_DESK else "articles.public.errors.server_error"
)
