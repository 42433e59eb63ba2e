"""The one module that names the editor: another can take its place here and in the settings.

`BodyWidget` is a form widget for an article's body. The page gets our own plug-in for pictures,
`newsroomfigure`; how a screen talks to it is written in its head
(static/newsroom/ckeditor-figure/plugin.js).
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.conf import settings
from django.forms import Media
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

_PLUGIN = "newsroom/ckeditor-figure/plugin.js"
# Django's names of languages, and CKEditor's.
_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh"}


class BodyWidget(CKEditorWidget):
    config: dict[str, Any]

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["newsroom/editor.css"]})

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
            self.config["newsroomFigure"] = {
                "address": reverse("admin:image-file", args=["0" * 64]).replace("0" * 64, "HASH"),
                "insert": _("Insert a picture"),
                "missing": _("This picture is not in the archive"),
                "upload": _("Upload the picture first; then it can be placed in the text."),
                "pasted": _("Pictures do not come along when text is pasted: upload them below."),
                "body": _("Body text"),
                "crosshead": _("Crosshead"),
                "subhead": _("Smaller crosshead"),
            }
