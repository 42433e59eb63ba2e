"""Optional: errors go to a Sentry of the house's own, with nothing of what people wrote.

No bodies, cookies, addresses, local variables or earlier log lines are sent; an error says where in
the code it happened, under which request id, and at which route.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from newsroom.logs import without_secrets
from newsroom.requestid import current


def begin(dsn: str, environment: str) -> None:
    """Raises ImproperlyConfigured where the library is missing or the address is none."""
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set and sentry-sdk is not installed: into the same environment, "
            "pip install 'sentry-sdk>=2,<3'."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            environment=environment,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,
            max_breadcrumbs=0,
            traces_sample_rate=0,
            before_send=before_send,
        )
    except sentry_sdk.utils.BadDsn:
        raise ImproperlyConfigured("SENTRY_DSN is not the address of a Sentry project.") from None


def before_send(event: Any, _hint: Any = None) -> Any:
    request = event.get("request") or {}
    event["request"] = {"method": request.get("method", "")}
    if url := request.get("url"):
        event["request"]["url"] = without_secrets(url.partition("?")[0])
    for name in ("user", "breadcrumbs", "extra", "server_name"):
        event.pop(name, None)
    for each in (event.get("exception") or {}).get("values", ()):
        each["value"] = without_secrets(str(each.get("value", "")))
    if "logentry" in event:
        event["logentry"] = {"message": without_secrets(str(event["logentry"].get("message", "")))}
    if name := current.get():
        event.setdefault("tags", {})["request_id"] = name
    return event
