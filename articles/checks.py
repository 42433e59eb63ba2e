"""System checks of the newsroom: what must hold before the paper goes out."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article, triggers

# Plug-ins of CKEditor 4 that load, upload, preview or run something.
_DANGEROUS_PLUGINS = frozenset(
    """iframe iframedialog forms flash preview print exportpdf image image2 uploadimage
    uploadwidget uploadfile easyimage filebrowser embed embedbase embedsemantic autoembed mathjax
    sourcearea sourcedialog templates docprops scayt wsc""".split()
)
_UPLOAD_OPTIONS = frozenset(
    """filebrowserUploadUrl filebrowserImageUploadUrl filebrowserBrowseUrl
    filebrowserImageBrowseUrl filebrowserFlashUploadUrl imageUploadUrl uploadUrl""".split()
)
_HOSTILE = '<p onclick="x()">a<script>x()</script><iframe src="//x"></iframe></p>'


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Run by `migrate` and `check --database default`: the ledger is write-once in the engine."""
    return [
        Error(
            f"The trigger {name} is missing: the database would let records be rewritten.",
            hint="Run `python manage.py migrate`; it installs the triggers again.",
            id="articles.E002",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]


@register(Tags.security)
def check_editor_is_contained(**_options: Any) -> list[CheckMessage]:
    """The bundled CKEditor gets no more fixes: it may run only inside every one of these."""
    return [
        Error(
            message,
            hint="See newsroom/editor.py: what the editor may do, and why.",
            id="articles.E001",
        )
        for message in _ways_out()
    ]


def _ways_out() -> Iterator[str]:
    body = Article._meta.get_field("body")
    written = str(body.get_prep_value(_HOSTILE))
    if any(part in written for part in ("onclick", "<script", "<iframe")):
        yield "The body of an article is not sanitised on its way into the database."
    if apps.is_installed("ckeditor_uploader"):
        yield "ckeditor_uploader is installed: it stores files as they come. Remove the app."
    for name in _upload_routes(get_resolver()):
        yield f"The upload view of CKEditor is routed ({name}). Remove the address."
    if not apps.is_installed("ckeditor"):
        return
    configs = getattr(settings, "CKEDITOR_CONFIGS", None) or {}
    if "default" not in configs:
        yield "CKEDITOR_CONFIGS has no “default”: CKEditor would run with everything it has."
    for name, config in configs.items():
        for message in _ways_out_of(config):
            yield f"CKEDITOR_CONFIGS[{name!r}]: {message}"


def _ways_out_of(config: dict[str, Any]) -> Iterator[str]:
    allowed = config.get("allowedContent")
    if not allowed or allowed is True or "*" in str(allowed):
        yield "allowedContent must name the elements that the sanitiser keeps, never all."
    if config.get("extraAllowedContent"):
        yield "extraAllowedContent must not be set; name elements in allowedContent."
    missing = _DANGEROUS_PLUGINS - _names(config.get("removePlugins"))
    if missing:
        yield f"removePlugins must also name {', '.join(sorted(missing))}."
    added = _DANGEROUS_PLUGINS & (
        _names(config.get("extraPlugins")) | _names(config.get("extra_plugins"))
    )
    if added:
        yield f"extraPlugins must not name {', '.join(sorted(added))}."
    if options := _UPLOAD_OPTIONS & config.keys():
        yield f"{', '.join(sorted(options))} must not be set: uploads go through our own view."
    if config.get("versionCheck") is not False:
        yield "versionCheck must be False, so that the editor does not call its maker."


def _names(value: Any) -> set[str]:
    """Plug-in names out of "a,b" or a list of them."""
    parts = value.split(",") if isinstance(value, str) else value or ()
    return {str(part).strip() for part in parts}


def _upload_routes(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _upload_routes(entry)
        elif isinstance(entry, URLPattern):
            module = getattr(entry.callback, "__module__", "")
            name = str(entry.name or "")
            if module.startswith("ckeditor_uploader") or name.startswith("ckeditor_"):
                yield name or str(entry.pattern)
