"""The one module that names the editor: `NEWSROOM_EDITOR` says which one stands for a text.

`BodyWidget` is a form widget for an article's body, a page about the paper or an introduction. How
scripts talk to whichever editor it is, is written in static/newsroom/editors.js.

- `ckeditor`: the CKEditor 4 of django-ckeditor, in its containment (docs/containment.md), with our
  own plug-in for pictures, `newsroomfigure`.
- `prose`: Tiptap on ProseMirror as django-prose-editor brings it, under a toolbar of our own; it is
  maintained, and adds nothing but the elements that it is told of.

Both write what `articles.text.markup` keeps, and everything they write goes through it.
"""

import json
from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.forms import Media, Script
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from articles.text.markup import clean

_PLUGIN = "newsroom/ckeditor-figure/plugin.js"
# Django's names of languages, and CKEditor's.
_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh"}
_SCRIPTS = ("newsroom/editors.js", "newsroom/paste.js", "newsroom/search.js")
_SEARCH = "newsroom/search.css"


class BodyWidget(forms.Textarea):
    """The chosen editor, asked when a page is drawn: forms are made once and for all.

    `config_name`: "default" for a piece, "page" without pictures, "short" for a paragraph or two.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, config_name: str = "default") -> None:
        super().__init__(attrs)
        self.config_name = config_name

    @property
    def _chosen(self) -> forms.Widget:
        if settings.EDITOR == "prose":
            return ProseBody(self.attrs, self.config_name)
        return CKEditorBody(self.config_name, attrs=self.attrs)

    @property
    def media(self) -> Media:
        return self._chosen.media

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        # What came in and could not be saved goes to no editor before it has been sanitised.
        value = clean(value) if isinstance(value, str) else value
        drawn = self._chosen.render(name, value, *args, **kwargs)
        if self.config_name == "short":
            return drawn
        attrs = kwargs.get("attrs") or {}
        return drawn + render_to_string("admin/articles/search_bar.html", {"id": attrs.get("id")})


class CKEditorBody(CKEditorWidget):
    config: dict[str, Any]

    @property
    def media(self) -> Media:
        ours = Media(
            css={"all": ["newsroom/editor.css", _SEARCH]},
            js=[*_SCRIPTS, "newsroom/editor-ckeditor.js"],
        )
        return super().media + ours

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Copies of a widget share their configuration; this page's words are its own.
        self.config = dict(self.config)
        # Not sooner: static files get their names after the widget is made.
        folder, _slash, file = static(_PLUGIN).rpartition("/")
        self.external_plugin_resources = [["newsroomfigure", f"{folder}/", file]]
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context

    def _set_config(self) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        with override(language):
            self.config["language"] = _LANGUAGES.get(language, language)
            self.config["contentsLanguage"] = language
            self.config["contentsCss"] = static("newsroom/editor-text.css")
            self.config["newsroomFigure"] = {"address": _picture_address()} | {
                "insert": _("Insert a picture"),
                "missing": _("This picture is not in the archive"),
                "upload": _("Upload the picture first; then it can be placed in the text."),
                "pasted": _("Pictures do not come along when text is pasted: upload them below."),
                "body": _("Body text"),
                "crosshead": _("Crosshead"),
                "subhead": _("Smaller crosshead"),
                "search": _("Find and replace"),
            }


class ProseBody(forms.Textarea):
    """A textarea that static/newsroom/editor-prose.js puts the editor in the place of."""

    def __init__(self, attrs: dict[str, Any] | None, config_name: str) -> None:
        super().__init__(attrs)
        self.config_name = config_name

    @property
    def media(self) -> Media:
        scripts: list[Any] = [*_SCRIPTS, Script("newsroom/editor-prose.js", type="module")]
        return Media(css={"all": ["newsroom/editor-prose.css", _SEARCH]}, js=scripts)

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        config = {
            "module": static("django_prose_editor/editor.js"),
            "address": _picture_address(),
            "tools": self.config_name,
            "symbols": settings.CKEDITOR_CONFIGS["default"]["specialChars"],
            "words": _prose_words(),
        }
        # A field that is empty may be saved by the form's own rules, not by the browser's.
        found = super().build_attrs(base_attrs, extra_attrs) | {"data-prose": json.dumps(config)}
        found.pop("required", None)
        return found


def _picture_address() -> str:
    return reverse("admin:image-file", args=["0" * 64]).replace("0" * 64, "HASH")


def _prose_words() -> dict[str, str]:
    return {
        "text": _("Text"),
        "tools": _("Formatting"),
        "kind": _("Kind of paragraph"),
        "p": _("Body text"),
        "h2": _("Crosshead"),
        "h3": _("Smaller crosshead"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "quote": _("Quotation"),
        "bullets": _("Bulleted list"),
        "numbers": _("Numbered list"),
        "picture": _("Insert a picture"),
        "link": _("Link"),
        "address": _("Address of the link"),
        "take": _("Set the link"),
        "unlink": _("Remove the link"),
        "close": _("Close"),
        "wrong": _("That is no address: begin with https:// or with / for a page of ours."),
        "table": _("Table"),
        "rowBefore": _("Row above"),
        "rowAfter": _("Row below"),
        "rowGone": _("Remove the row"),
        "columnBefore": _("Column to the left"),
        "columnAfter": _("Column to the right"),
        "columnGone": _("Remove the column"),
        "header": _("Head cell"),
        "merge": _("Join or part cells"),
        "tableGone": _("Remove the table"),
        "caption": _("Caption of the table"),
        "setCaption": _("Set the caption"),
        "line": _("Horizontal line"),
        "symbols": _("Special characters"),
        "clear": _("Remove formatting"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "search": _("Find and replace"),
        "full": _("Full window"),
        "missing": _("This picture is not in the archive"),
        "upload": _("Upload the picture first; then it can be placed in the text."),
        "pasted": _("Pictures do not come along when text is pasted: upload them below."),
        "failed": _("The editor did not load. The text is shown with its marks; it can be saved."),
    }
