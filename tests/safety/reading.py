"""What a browser could be made to do by a piece of HTML, as a parser of HTML5 reads it.

Written beside the sanitiser, and knows nothing of how that one works.
"""

import re
from collections.abc import Iterator
from typing import Any

import html5lib

# Elements that do nothing but hold text. Everything else is a find.
PLAIN = set(
    """p br h2 h3 blockquote ul ol li strong em sub sup a table caption thead tbody tr th td
    figure hr""".split()
)
ATTRIBUTES = {
    "a": {"href", "rel"}, "figure": {"class", "data-image"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://[^/\\]|mailto:[^\s]|tel:[^\s]|/(?![/\\]))")
_VALUES = {
    "rel": re.compile("noopener"), "class": re.compile("newsroom-image"),
    "data-image": re.compile("[0-9a-f]{64}"), "colspan": re.compile("[0-9]{1,2}"),
    "rowspan": re.compile("[0-9]{1,2}"), "scope": re.compile("(?:row|col)(?:group)?"),
}  # fmt: skip


def finds(html: str) -> list[str]:
    """What stands in a body besides text in plain elements with plain attributes."""
    found = []
    for element in parsed(html):
        name = element.tag
        if not isinstance(name, str):
            found.append(f"a comment or an instruction: {element.text}")
            continue
        if name not in PLAIN:
            found.append(f"<{name}>")
        for key, value in element.attrib.items():
            if key not in ATTRIBUTES.get(name, ()):
                found.append(f"<{name} {key}>")
            elif key == "href":
                if not _ADDRESS.match(value) or re.search(r"[\x00-\x20\x7f-\xa0\\]", value):
                    found.append(f"<{name} href={value!r}>")
            elif not _VALUES[key].fullmatch(value):
                found.append(f"<{name} {key}={value!r}>")
    return found


def parsed(html: str) -> Iterator[Any]:
    """The elements of a fragment, those that are put inside others by the parser included."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    top = parser.parseFragment(html, container="div")
    return (element for element in top.iter() if element is not top)
