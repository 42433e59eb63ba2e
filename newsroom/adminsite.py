"""The newsroom's admin: its policy for browsers, and its answers to those who may not.

It stands outside `articles.admin` because whoever first touches `admin.site` imports this
module, and importing that package registers models, which touches `admin.site`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from accounts import entrance, policy
from accounts.models import User
from accounts.screens import password
from accounts.screens.doors import DOORS
from articles.desk import bell
from articles.desk.errors import NotAllowed, WorkflowError
from newsroom import unsent

View = Callable[..., HttpResponseBase]


def _with_policy(view: View) -> View:
    """Send the admin's content security policy, unless the view has brought its own."""

    @wraps(view)
    def with_policy(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if hasattr(response, "_csp_config"):
            return response
        send = csp(settings.DESK_CONTENT_SECURITY_POLICY)(lambda _request: response)
        return send(args[0])

    return with_policy


class NewsroomAdminSite(UnfoldAdminSite):
    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._screens: list[URLPattern] = []

    def add_screen(self, route: str, view: View, name: str) -> None:
        """A page that belongs to no model. Modules of `articles.admin` call it on import."""
        self._screens.append(path(route, self.admin_view(view), name=name))

    def extra_urls(self) -> list[URLPattern]:
        """The theme's hook: these come before the addresses of models. Doors open to people who
        are not signed in, or not far enough; each looks for itself who may pass."""
        doors = (
            path(
                door.route,
                _with_policy(never_cache(self._answering_refusals(door.view))),
                name=door.name,
            )
            for door in DOORS
        )
        return [*doors, *self._screens]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with the second factor that their role needs; anybody may sign out."""
        if not super().has_permission(request):
            return False
        return request.path == reverse("admin:logout") or not policy.missing(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        # Django lets the password's page be kept, too; here only the catalogue of words may be.
        cacheable = cacheable and view == self.i18n_javascript
        inner = super().admin_view(self._answering_refusals(view), cacheable)
        return _with_policy(self._giving_back(inner))

    def _giving_back(self, view: View) -> View:
        """A form that arrives without a session is not swapped for the sign-in page: what was
        typed comes back. What has no body is sent to sign in, as ever. The middleware has looked
        at the form's token before."""

        @wraps(view)
        def giving_back(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            leaves = request.path == reverse("admin:logout")
            if leaves or self.has_permission(request) or not unsent.has_body(request):
                return view(request, *args, **kwargs)
            response = unsent.page(request, 401)
            add_never_cache_headers(response)
            return response

        return giving_back

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The bell counts where it is drawn, and there once."""
        user = request.user
        context = super().each_context(request)
        if isinstance(user, User) and self.has_permission(request):
            context["bell"] = bell.Bell(user)
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Nothing on the sign-in page: no model is asked what an unknown visitor may do. Elsewhere
        the models are asked when somebody looks: our menu is its own, and most pages never do."""
        if not self.has_permission(request):
            return []
        found = SimpleLazyObject(
            lambda: super(NewsroomAdminSite, self).get_app_list(request, app_label)
        )
        return cast("list[Any]", found)

    def _answering_refusals(self, view: View) -> View:
        """A refusal is a page that says why, never a bare error."""

        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except (PermissionDenied, NotAllowed) as refusal:
                return self._refusal(request, 403, str(refusal))
            except Http404:
                return self._refusal(request, 404, _("There is nothing at this address."))
            except WorkflowError as refusal:
                return self._refusal(request, 409, str(refusal))

        return answering

    def _refusal(self, request: HttpRequest, status: int, why: str) -> TemplateResponse:
        titles = {403: _("Not allowed"), 404: _("Not found"), 409: _("Not possible now")}
        why = why or _("Your account may not open this page.")
        # Whoever lost a right while writing can still copy what they wrote.
        typed = [text for name in ("headline", "body", "note") if (text := request.POST.get(name))]
        context = self.each_context(request) | {
            "title": titles[status],
            "why": why,
            "typed": "\n\n".join(typed),
        }
        return TemplateResponse(request, "admin/refusal.html", context, status=status)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        request.current_app = self.name
        return password.change(request, {**self.each_context(request), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        return _with_policy(entrance.sign_in)(request, extra_context)
