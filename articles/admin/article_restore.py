"""The button that writes an older revision again as the newest one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.article_access import open_piece, person, posted_number
from articles.admin.article_conflict import Conflict
from articles.desk import editing
from articles.desk.errors import NotAllowed, Refused, Stale


@require_POST
def restore(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    article = open_piece(request, article_id)
    user = person(request)
    article.version = posted_number(request, "version")
    try:
        revision = editing.restore(article, number, user)
    except Stale as problem:
        if Conflict(article, article.version).first_unseen_is(user.pk, "restore"):
            messages.info(request, _("This was restored already."))
            return HttpResponseRedirect(article.get_absolute_url())
        messages.error(request, str(problem))
    except NotAllowed:
        raise
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        said = _("Revision %(old)s is restored as revision %(new)s.")
        messages.success(request, said % {"old": number, "new": revision.number})
        return HttpResponseRedirect(article.get_absolute_url())
    revisions = reverse("admin:articles_article_revisions", args=[article.pk])
    return HttpResponseRedirect(revisions)
