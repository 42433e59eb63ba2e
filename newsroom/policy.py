"""The Content-Security-Policy of every answer."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, which puts its words together anew for each answer, twice; here those that
    readers' pages have are put together once. Whatever differs from them is left to it."""

    @cached_property
    def _readers(self) -> str:
        return build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        marked = any(name.startswith("_csp") for name in vars(response))
        if (
            marked
            or HEADER in response
            or response.status_code != 200
            or hasattr(request, "_csp_nonce")
        ):
            return super().process_response(request, response)
        response[HEADER] = self._readers
        return response
