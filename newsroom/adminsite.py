"""The newsroom's admin: its policy for browsers, and its answers to those who may not.

It stands outside `articles.admin` because whoever first touches `admin.site` imports this
module, and importing that package registers models, which touches `admin.site`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from articles.desk.errors import NotAllowed, WorkflowError

View = Callable[..., HttpResponseBase]


def _with_policy(view: View) -> View:
    """Send the admin's content security policy, unless the view has brought its own."""
    set_policy = csp(settings.DESK_CONTENT_SECURITY_POLICY)(lambda response: response)

    @wraps(view)
    def with_policy(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        return response if hasattr(response, "_csp_config") else set_policy(response)

    return with_policy


class NewsroomAdminSite(UnfoldAdminSite):
    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return _with_policy(super().admin_view(self._answering_refusals(view), cacheable))

    def _answering_refusals(self, view: View) -> View:
        """A refusal is a page that says why, never a bare error."""

        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except (PermissionDenied, NotAllowed) as refusal:
                return self._refusal(request, 403, str(refusal))
            except WorkflowError as refusal:
                return self._refusal(request, 409, str(refusal))

        return answering

    def _refusal(self, request: HttpRequest, status: int, why: str) -> TemplateResponse:
        title = _("Not allowed") if status == 403 else _("Not possible now")
        why = why or _("Your account may not open this page.")
        context = {**self.each_context(request), "title": title, "why": why}
        return TemplateResponse(request, "admin/refusal.html", context, status=status)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        return _with_policy(super().login)(request, extra_context)
