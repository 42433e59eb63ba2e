"""Breaking news: a headline and a few sentences on one small form, sent off with one press.

The piece that it makes is a piece like any other: it is created by `editing`, submitted or signed
by `perform`, and everything that is missing can be added on its own page.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Rank
from articles.admin.article_access import person
from articles.admin.article_edit import twin
from articles.admin.article_offers import offers
from articles.admin.article_screen import with_address
from articles.admin.article_sitting import another_person, close_sittings, sittings
from articles.desk import editing, lanes, rights, workflow
from articles.desk.content import Content
from articles.desk.errors import WorkflowError
from articles.models import Article, Credit, Section
from articles.text.markup import clean

_LONGEST = 20_000


class FlashForm(forms.Form):
    headline = forms.CharField(
        label=gettext_lazy("headline"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Give the piece a headline first.")},
    )
    text = forms.CharField(
        label=gettext_lazy("text"),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 7}),
        help_text=gettext_lazy("A new line begins a new paragraph."),
        error_messages={"required": gettext_lazy("Write the text first: the piece is empty.")},
    )
    section = forms.ModelChoiceField(
        Section.objects.none(), label=gettext_lazy("section"), empty_label=None
    )
    byline = forms.CharField(
        label=gettext_lazy("byline"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Printed as reporter; empty: no byline."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for signing alone"),
        max_length=2000,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Kept in the ledger; an after-review by somebody else stays open."),
    )

    def __init__(self, user: User, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.user = user
        self.fields["section"].queryset = Section.objects.order_by(  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            "position", "pk"
        )
        if not may_sign_alone(user):
            del self.fields["reason"]

    def content(self) -> Content:
        data = self.cleaned_data
        lines = [line.strip() for line in data["text"].splitlines()]
        byline = data["byline"].strip()
        credit = {"name": byline, "role": Credit.Role.REPORTER.value, "author": None}
        return editing.blank_content(
            section=data["section"],
            headline=data["headline"],
            body=clean("".join(f"<p>{escape(line)}</p>" for line in lines if line)),
            credits=[credit] if byline else [],
        )


def may_sign_alone(user: User) -> bool:
    """Whether to offer it; `perform` decides, for the section that was chosen."""
    return user.highest_rank >= Rank.CHIEF


@require_http_methods(["GET", "HEAD", "POST"])
def flash(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not rights.may_create(user):
        raise PermissionDenied(_("Your role does not write pieces."))
    first = _preset(request, user)
    if first is None:
        raise PermissionDenied(_("There is no section yet. An administrator makes one first."))
    if request.method != "POST":
        form = FlashForm(user, initial={"section": first, "byline": user.full_name})
        return _page(request, form)
    form = FlashForm(user, request.POST)
    alone = "_alone" in request.POST and may_sign_alone(user)
    if problem := another_person(request):
        form.add_error(None, str(problem))
        return _page(request, form, status=409)
    if form.is_valid() and alone and not form.cleaned_data["reason"].strip():
        form.add_error("reason", _("Say why you sign alone: it stays in the ledger."))
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        article = _make(request, form, user, alone)
    except WorkflowError as problem:
        form.add_error(None, str(problem))
        return _page(request, form, status=409)
    return HttpResponseRedirect(article.get_absolute_url())


def _preset(request: HttpRequest, user: User) -> Section | None:
    """The section asked for, else the first of the person's desks, else the first of all."""
    sections = Section.objects.order_by("position", "pk")
    asked = sections.filter(slug=request.GET.get("section", "")).first()
    return asked or sections.filter(desk__in=user.desk_ids).first() or sections.first()


def _make(request: HttpRequest, form: FlashForm, user: User, alone: bool) -> Article:
    """Create, and send off with the same press; a second press finds what the first one made."""
    content = form.content()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if found := twin(content, user):
            messages.info(request, _("This was saved already."))
            return found
        article = editing.create(content, user)
        close_sittings(request)
        if alone:
            lanes.release(article, "override", user, form.cleaned_data["reason"])
            said = _("Signed off and published. Readers see the piece now.")
        elif "_submit" in request.POST:
            workflow.perform(article, "submit", user)
            said = _("Saved and submitted. It waits for the first review now.")
        else:
            said = _("Saved as revision %(number)s.") % {"number": 1}
    messages.success(request, with_address(said, article))
    return article


def _page(request: HttpRequest, form: FlashForm, status: int = 200) -> TemplateResponse:
    contained = sittings(request)
    context = {
        **admin.site.each_context(request),
        "title": _("New flash"),
        "form": form,
        "alone": "reason" in form.fields,
        "typed_by": request.POST.get("as") or person(request).pk,
        "contained": ",".join(contained),
        "offers": offers(
            admin.site.get_model_admin(Article), request, None, without=tuple(contained)
        ),
        "may_save": True,
    }
    return TemplateResponse(request, "admin/articles/flash.html", context, status=status)
