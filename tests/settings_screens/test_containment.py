"""The editor's containment: each part of it, once off, is an error of the system check."""

import copy
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from articles.models.article import Article


def problems() -> list[str]:
    return [message.msg for message in run_checks() if message.id == "articles.E001"]


@pytest.fixture
def config(settings: Any) -> dict[str, Any]:
    """The editor's configuration, to be spoilt by a test."""
    settings.CKEDITOR_CONFIGS = copy.deepcopy(settings.CKEDITOR_CONFIGS)
    return settings.CKEDITOR_CONFIGS["default"]


def test_all_is_well() -> None:
    assert problems() == []


@pytest.mark.parametrize("allowed", [True, None, "p; *[on*]", "*"])
def test_everything_allowed(config: dict[str, Any], allowed: Any) -> None:
    config["allowedContent"] = allowed
    assert any("allowedContent" in problem for problem in problems())


def test_more_allowed(config: dict[str, Any]) -> None:
    config["extraAllowedContent"] = "iframe[src]"
    assert any("extraAllowedContent" in problem for problem in problems())


@pytest.mark.parametrize(
    "plugin", ["iframe", "forms", "flash", "preview", "sourcedialog", "image", "filebrowser"]
)
def test_a_dangerous_plugin(config: dict[str, Any], plugin: str) -> None:
    kept = [name for name in config["removePlugins"].split(",") if name != plugin]
    config["removePlugins"] = ",".join(kept)
    assert any("removePlugins" in problem and plugin in problem for problem in problems())


def test_a_dangerous_plugin_added(config: dict[str, Any]) -> None:
    config["extraPlugins"] = "newsroomfigure,sourcedialog"
    assert any("extraPlugins" in problem for problem in problems())
    config["extraPlugins"] = "newsroomfigure"
    config["extra_plugins"] = ["uploadimage"]
    assert any("extraPlugins" in problem for problem in problems())


def test_an_upload_address_in_the_configuration(config: dict[str, Any]) -> None:
    config["filebrowserUploadUrl"] = "/upload/"
    assert any("filebrowserUploadUrl" in problem for problem in problems())


def test_calls_to_its_maker(config: dict[str, Any]) -> None:
    config["versionCheck"] = True
    assert any("versionCheck" in problem for problem in problems())


def test_no_configuration(settings: Any) -> None:
    settings.CKEDITOR_CONFIGS = {}
    assert any("default" in problem for problem in problems())
    del settings.CKEDITOR_CONFIGS
    assert any("default" in problem for problem in problems())


def _upload(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("ckeditor/upload/", _upload, name="ckeditor_upload")]


@override_settings(ROOT_URLCONF=__name__)
def test_its_upload_view_routed() -> None:
    assert any("ckeditor_upload" in problem for problem in problems())


def test_its_uploader_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = apps.is_installed
    monkeypatch.setattr(
        apps, "is_installed", lambda name: name == "ckeditor_uploader" or installed(name)
    )
    assert any("ckeditor_uploader" in problem for problem in problems())


def test_a_body_that_is_not_sanitised(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Article._meta.get_field("body")
    monkeypatch.setattr(body, "get_prep_value", lambda value: value)
    assert any("not sanitised" in problem for problem in problems())


def test_what_the_editor_allows_is_what_the_sanitiser_keeps() -> None:
    from articles.text.markup import clean
    from newsroom.editor import ALLOWED_CONTENT

    body = (
        '<p>一<strong>二</strong><em>三</em><sub>2</sub><sup>3</sup><br><a href="https://a.example/"'
        ">链接</a></p><h2>小标题</h2><h3>小</h3><blockquote><p>引</p></blockquote>"
        "<ul><li>甲</li></ul><ol><li>乙</li></ol><hr>"
        "<table><caption>表</caption><tbody><tr><td>1</td></tr></tbody></table>"
        f'<figure class="newsroom-image" data-image="{"a" * 64}"></figure>'
    )
    kept = clean(body)
    for element in ALLOWED_CONTENT.replace(";", " ").split():
        name = element.partition("[")[0].partition("(")[0]
        if name not in ("thead", "th"):
            assert f"<{name}" in kept, name
