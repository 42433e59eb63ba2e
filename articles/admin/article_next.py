"""The next piece that waits for this person, without going back to the list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece, person
from articles.desk import rights


@require_safe
def next_piece(request: HttpRequest, article_id: int) -> HttpResponse:
    """The one below this one in “waiting for me”, then the list again from its top."""
    here = open_piece(request, article_id)
    user = person(request)
    waiting = (
        rights.viewable(user)
        .filter(pk__in=rights.waiting_for(user).values("pk"))
        .exclude(pk=here.pk)
        .order_by("-updated_at", "-pk")
    )
    found = waiting.filter(updated_at__lte=here.updated_at).first() or waiting.first()
    if found is None:
        messages.info(request, _("Nothing else waits for you. Well done."))
        listing = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{listing}?tab=waiting")
    return HttpResponseRedirect(found.get_absolute_url())
