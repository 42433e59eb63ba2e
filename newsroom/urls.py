"""Addresses. Which wings exist is decided at start: a public process has no `/admin/`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from newsroom import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
if settings.HAS_DESK:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))
if settings.HAS_PUBLIC:
    urlpatterns.append(path("", include("articles.public.urls")))
