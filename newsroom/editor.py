"""What CKEditor may do. Data for the settings; `articles.E001` refuses to start without it.

The bundled CKEditor 4.22.1 gets no more fixes, so it is kept small: it writes what the
sanitiser keeps and nothing else, and has no plug-in that could load, upload, preview or run
anything. The sanitiser of `articles.text.markup` is the defence; this is the fence before it.
"""

from typing import Any

# What `articles.text.markup.clean` keeps, in the editor's own notation.
ALLOWED_CONTENT = (
    "p br h2 h3 blockquote ul ol li strong em sub sup hr;"
    " a[!href]; table caption thead tbody tr; th td[colspan,rowspan,scope];"
    " figure(!newsroom-image)[!data-image]"
)

REMOVED_PLUGINS = (
    # They load, upload, preview, send or run something.
    "iframe", "iframedialog", "forms", "flash", "preview", "print", "exportpdf", "image",
    "image2", "uploadimage", "uploadwidget", "uploadfile", "easyimage", "filebrowser", "embed",
    "embedbase", "embedsemantic", "autoembed", "mathjax", "codesnippet", "codesnippetgeshi",
    "sourcearea", "sourcedialog", "templates", "docprops", "scayt", "wsc", "save", "newpage",
    "adobeair", "bbcode", "placeholder", "devtools", "uicolor", "sharedspace",
    "stylesheetparser",
    # They make what the sanitiser takes away again.
    "bidi", "colorbutton", "colordialog", "copyformatting", "dialogadvtab", "div", "font",
    "indentblock", "justify", "language", "liststyle", "pagebreak", "showblocks", "smiley",
    "stylescombo",
    # They talk about themselves.
    "about", "elementspath",
    # Ours do the same in both editors: static/newsroom/search.js and paste.js.
    "find", "pastefromword", "pastefromgdocs", "pastefromlibreoffice",
)  # fmt: skip

# What no keyboard of a newsroom has, offered by either editor.
SYMBOLS = (
    *"—…·“”‘’「」『』《》〈〉【】〔〕％‰℃°′″×÷±≈≠≤≥∶√π→←↑↓■□●○▲△★☆※№§㎡",
    *"①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ￥€£é",
)

CKEDITOR_CONFIGS: dict[str, dict[str, Any]] = {
    "default": {
        "skin": "moono-lisa",
        "toolbar": "Newsroom",
        "toolbar_Newsroom": [
            ["Format"],
            ["Bold", "Italic", "Subscript", "Superscript"],
            ["Blockquote", "BulletedList", "NumberedList"],
            ["NewsroomFigure", "Link", "Unlink", "Table", "HorizontalRule", "SpecialChar"],
            ["PasteText", "RemoveFormat"],
            ["Undo", "Redo", "NewsroomSearch"],
            ["Maximize"],
        ],
        "format_tags": "p;h2;h3",
        "allowedContent": ALLOWED_CONTENT,
        "disallowedContent": "script style iframe object embed form input svg; *[on*]; *{*}",
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "extraPlugins": "newsroomfigure",
        # It neither asks its maker about newer versions nor complains about its own.
        "versionCheck": False,
        "clipboard_handleImages": False,
        "pasteFilter": "semantic-content",
        "removeDialogTabs": "link:advanced;link:target;table:advanced;tableProperties:advanced",
        "specialChars": list(SYMBOLS),
        "linkDefaultProtocol": "https://",
        # Chinese quotation marks and dashes stay characters.
        "entities": False,
        "basicEntities": True,
        "disableNativeSpellChecker": True,
        "title": False,
        "width": "100%",
        "height": 560,
        "resize_dir": "vertical",
    }
}

# Pages about the paper, and topics' introductions, have no pictures of their own.
CKEDITOR_CONFIGS["page"] = CKEDITOR_CONFIGS["default"] | {
    "toolbar_Newsroom": [
        [name for name in group if name != "NewsroomFigure"]
        for group in CKEDITOR_CONFIGS["default"]["toolbar_Newsroom"]
    ],
    "height": 420,
}

# An introduction is a paragraph or two.
CKEDITOR_CONFIGS["short"] = CKEDITOR_CONFIGS["page"] | {
    "toolbar_Newsroom": [
        ["Bold", "Italic"],
        ["Link", "Unlink"],
        ["PasteText", "RemoveFormat"],
        ["Undo", "Redo"],
    ],
    "height": 180,
}
