"""Choosing a picture that the archive has already, from within the edit screen."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.admin.article_access import person
from articles.admin.navigation import address_of
from articles.models import Image

_SHOWN = 30


@require_safe
def pictures(request: HttpRequest) -> TemplateResponse:
    """The newest pictures, or the newest whose words hold every word of `q`; a part of a page."""
    if not person(request).has_perm("articles.view_image"):
        raise PermissionDenied
    found = Image.objects.order_by("-uploaded_at", "-pk")
    for word in request.GET.get("q", "").split():
        found = found.filter(
            Q(name__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word)
        )
    shown = [
        {"image": image, "thumbnail": address_of("image-file", image.content_hash)}
        for image in found[:_SHOWN]
    ]
    return TemplateResponse(request, "admin/articles/pictures.html", {"pictures": shown})
