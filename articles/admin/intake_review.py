"""What waiting copy would become, its repairs to refuse, and the press that makes the draft."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person
from articles.admin.intake_compare import LABELS, groups
from articles.admin.intake_files import open_copy
from articles.admin.intake_forms import ReviewForm
from articles.admin.intake_preview import preview
from articles.desk import incoming, rights
from articles.desk.incoming import Made
from articles.desk.incoming_copy import read_again, sentence
from articles.intake import ImportedCopy
from articles.models import Article, IncomingFile

_OTHERS_SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, file_id: int) -> HttpResponse:
    user = person(request)
    if not rights.may_create(user):
        raise PermissionDenied(_("Your role does not write pieces."))
    file = open_copy(request, file_id)
    if file.article:
        messages.info(request, _("A draft was made of this copy already."))
        return _to_draft(request, file.article)
    if request.method != "POST":
        return _page(request, file, ReviewForm(user, file))
    if "_discard" in request.POST:
        return _discard(request, file)
    if "_take_back" in request.POST:
        incoming.take_back(file, user)
        return _again(file)
    form = ReviewForm(user, file, request.POST)
    file.refused = sorted(form.refused)
    if not form.is_valid():
        return _page(request, file, form)
    incoming.decide(
        file,
        user,
        section=form.cleaned_data["section"],
        refused=form.refused,
        repair_reprints=form.cleaned_data["repair_reprints"],
    )
    return _save(request, file, form) if "_save" in request.POST else _again(file)


def _save(request: HttpRequest, file: IncomingFile, form: ReviewForm) -> HttpResponse:
    copy = read_again(file)
    accepted = form.cleaned_data["accept_damaged"]
    if copy.quarantine and not accepted:
        form.add_error("accept_damaged", _("No draft was made yet: say first that you want it."))
        return _page(request, file, form)
    made = incoming.make_draft(file, copy, person(request), accept_damaged=accepted)
    if made.is_new:
        _tell(request, file, copy, made)
    else:
        messages.info(request, _("A draft was made of this copy already."))
    return _to_draft(request, made.article)


def _tell(request: HttpRequest, file: IncomingFile, copy: ImportedCopy, made: Made) -> None:
    said = [_("The draft is made.")]
    repairs = [
        _("%(kind)s %(count)s") % {"kind": LABELS[kind], "count": count}
        for kind, count in copy.counts().items()
        if count
    ]
    if copy.encoding:
        repairs.append(_("encoding %(name)s") % {"name": copy.encoding})
    said.append(
        _("Repaired: %(repairs)s.")
        % {"repairs": pgettext("between items", ", ").join(repairs) or _("nothing")}
    )
    if made.pictures:
        taken = ngettext("%(count)s picture taken over.", "%(count)s pictures taken over.",
                         made.pictures)  # fmt: skip
        said.append(taken % {"count": made.pictures})
    messages.success(request, " ".join(said))
    for left_out in made.left_out:
        messages.warning(request, _("Picture left out: %(why)s") % {"why": left_out})
    if made.cut:
        names = "、".join(map(str, made.cut))
        said_cut = _("Too long for its field, and cut: %(fields)s. The file has the whole of it.")
        messages.warning(request, said_cut % {"fields": names})
    if others := _others(request, file).count():
        text = ngettext(
            "%(count)s more piece of copy waits.", "%(count)s more pieces wait.", others
        )
        link = format_html('<a href="{}">{}</a>', reverse("admin:intake"), text % {"count": others})
        messages.info(request, link)


def _to_draft(request: HttpRequest, article: Article) -> HttpResponse:
    """To the draft; back to the list where it is somebody else's and closed to this person."""
    if rights.may_view(person(request), article):
        return HttpResponseRedirect(article.get_absolute_url())
    return HttpResponseRedirect(reverse("admin:intake"))


def _again(file: IncomingFile) -> HttpResponse:
    return HttpResponseRedirect(_address(file))


def _address(file: IncomingFile) -> str:
    return reverse("admin:intake-review", args=[file.pk])


def _discard(request: HttpRequest, file: IncomingFile) -> HttpResponse:
    incoming.discard(file, person(request))
    said = _("%(name)s was discarded. It is kept:") % {"name": file.name or _("Pasted text")}
    link = format_html('{} <a href="{}">{}</a>', said, _address(file), _("look at it again"))
    messages.success(request, link)
    return HttpResponseRedirect(reverse("admin:intake"))


def _others(request: HttpRequest, file: IncomingFile) -> Any:
    """Other copy that waits for this person: what they brought in themselves."""
    user = person(request)
    return rights.waiting_copy(user).filter(received_by=user).exclude(pk=file.pk).order_by("pk")


def _twins(request: HttpRequest, file: IncomingFile) -> Any:
    """Drafts of the very same bytes that this person may see."""
    return (
        rights.viewable(person(request))
        .filter(incoming_files__content_hash=file.content_hash)
        .distinct()[:3]
    )


def _page(request: HttpRequest, file: IncomingFile, form: ReviewForm) -> HttpResponse:
    copy = read_again(file)
    found = groups(copy, file.refused)
    context = {
        **admin.site.each_context(request),
        "title": copy.headline or file.name or _("Pasted text"),
        "file": file,
        "form": form,
        "copy": copy,
        "preview": preview(copy, file),
        "quarantine": sentence(copy.quarantine) if copy.quarantine else "",
        "groups": found,
        "left_alone": copy.reprint and not file.repair_reprints,
        "misread": "misread" in (copy.encoding or "") or "encoding" in file.refused,
        "encoding_refused": "encoding" in file.refused,
        "others": _others(request, file).only("name")[:_OTHERS_SHOWN],
        "twins": _twins(request, file),
    }
    return TemplateResponse(request, "admin/intake/review.html", context)
