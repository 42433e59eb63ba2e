"""What the paper says about itself: who it is, how it works, how to reach it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe

from articles.models.page import Page
from articles.public import heads
from articles.public.http import kept, page
from articles.rendering import load_site
from articles.rendering.article import scrollable


@kept()
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that has a text; one without is no page."""
    found = get_object_or_404(Page.objects.exclude(body=""), slug=slug)
    site = load_site()
    context = {
        "about": found,
        "head": heads.of_about(request, site, found),
        # Sanitised on every way into the database.
        "body": mark_safe(scrollable(found.body)),  # noqa: S308 - through the sanitiser, in the field itself
        "path": request.path,
    }
    return page(request, "about.html", context, site=site, tags=[])
