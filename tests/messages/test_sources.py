"""Sentences stand where the extractor reads them."""

import ast

from django.conf import settings

MARKS = {"_", "__", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"} | {
    "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy",
}  # fmt: skip
SOURCES = [
    path
    for app in ("accounts", "articles", "newsroom")
    for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
]


def hidden(source: str) -> list[str]:
    """Marked words inside an f-string: GNU xgettext does not look there."""
    return [
        ast.unparse(call)
        for joined in ast.walk(ast.parse(source))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]


def test_no_words_hide_inside_an_f_string() -> None:
    assert hidden("x = f'<b>{_(\"Table\")}</b>'") == ["_('Table')"]
    assert hidden('x = _("Table")') == []
    found = {str(path): hidden(path.read_text("utf-8")) for path in SOURCES}
    assert {path: words for path, words in found.items() if words} == {}
