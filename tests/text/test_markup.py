"""The sanitiser: one canonical shape, nothing dangerous, the same again when cleaned again."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import markup
from articles.text.markup import Block

IMAGE = "ab" * 32
FIGURE = f'<figure class="newsroom-image" data-image="{IMAGE}"></figure>'

TAGS = [
    "p", "h1", "h2", "h5", "div", "span", "b", "strong", "i", "em", "u", "sub", "sup", "a", "br",
    "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
    "figure", "figcaption", "img", "hr", "script", "style", "svg", "math", "pre", "font", "form",
    "template", "iframe", "dl", "dt",
]  # fmt: skip
ATTRIBUTES = [
    "", ' class="newsroom-image"', f' class="x newsroom-image" data-image="{IMAGE}"',
    ' href="https://example.com/?a=1&b=2"', ' href="javascript:alert(1)"', ' href="/a"',
    ' href="//evil.example"', ' href="data:text/html,x"', ' colspan="2"', ' colspan="0"',
    ' rowspan="99999"', ' scope="ROW"', ' onclick="x()"', ' style="color:red"', ' src="x"',
]  # fmt: skip
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(
        ["&nbsp;", "\u3000", " ", "\n", "\u00a0", "工会", "a", "<", "&", "&lt;", '"', "<!--", "-->",
         "]]>", "<![CDATA[", "\x00", "\u200b", "\ud800", "&#0;", "&#x3000;", "——"]
    ),
    st.text(max_size=3),
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=25).map("".join)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@given(SOUP)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = markup.clean(html)
    assert markup.clean(once) == once


@given(SOUP)
def test_nothing_but_the_kept_elements_and_safe_addresses_remain(html: str) -> None:
    for tag, attributes in _Tags(markup.clean(html)).seen:
        assert tag in {
            "p", "br", "h2", "h3", "blockquote", "ul", "ol", "li", "strong", "em", "sub", "sup",
            "a", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "hr",
        }  # fmt: skip
        allowed = {
            "a": {"href", "rel"}, "figure": {"class", "data-image"},
            "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
        }  # fmt: skip
        assert set(attributes) <= allowed.get(tag, set())
        if tag == "a":
            href = attributes["href"] or ""
            assert href.startswith(("https://", "/"))
            assert not href.startswith("//")
            assert attributes["rel"] == "noopener"
        if tag == "figure":
            assert attributes == {"class": "newsroom-image", "data-image": IMAGE}


@given(SOUP)
def test_plain_blocks_survive_the_way_to_html_and_back(html: str) -> None:
    once = markup.from_blocks(markup.blocks(html))
    assert markup.from_blocks(markup.blocks(once)) == once
    assert markup.clean(once) == once


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>题</h1>", "<h2>题</h2>"),
        ("<h4>题</h4>", "<h3>题</h3>"),
        ("<h2><strong>题</strong></h2>", "<h2>题</h2>"),
        ("<p><b>粗</b><i>斜</i></p>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("<p>文&nbsp;&nbsp;</p><p>&nbsp;</p><p></p>", "<p>文</p>"),
        ("<p>\u3000\u3000首行缩进</p>", "<p>首行缩进</p>"),
        ("<p>张\u3000三</p>", "<p>张\u3000三</p>"),
        ('<p class="a" style="x"><span><font color="red">文</font></span></p>', "<p>文</p>"),
        ("一<br><br>二<br>三", "<p>一</p>\n<p>二<br>三</p>"),
        ("<div>一</div><div>二</div>", "<p>一</p>\n<p>二</p>"),
        ("<p>H<sub>2</sub>O，m<sup>2</sup></p>", "<p>H<sub>2</sub>O，m<sup>2</sup></p>"),
        ("<p>a<script>alert(1)</script>b<style>p{}</style></p>", "<p>ab</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="java\tscript:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="vbscript:x">x</a><a href="data:text/html,x">y</a></p>', "<p>xy</p>"),
        ('<p><a href="//evil.example">x</a><a href="/\\evil">y</a></p>', "<p>xy</p>"),
        ('<p><a href="#top">x</a></p>', "<p>x</p>"),
        (
            '<p><a href="mailto:a@b.cn" target="_blank" onclick="x">信</a></p>',
            '<p><a href="mailto:a@b.cn" rel="noopener">信</a></p>',
        ),
        ("<p>1 &lt; 2 &amp;&amp; 3</p>", "<p>1 &lt; 2 &amp;&amp; 3</p>"),
        ("", ""),
        ("   ", ""),
        ("<p>甲</p><hr><p>乙</p>", "<p>甲</p>\n<hr>\n<p>乙</p>"),
    ],
)
def test_shapes(html: str, expected: str) -> None:
    assert markup.clean(html) == expected


def test_a_figure_is_its_placeholder_whatever_the_editor_put_inside() -> None:
    edited = (
        f'<p>前<figure class="image newsroom-image" data-image="{IMAGE.upper()}">'
        '<img src="/admin/preview.jpg" onerror="x()"><figcaption>说明</figcaption></figure>后</p>'
    )
    assert markup.clean(edited) == f"<p>前</p>\n{FIGURE}\n<p>后</p>"


@pytest.mark.parametrize("image", ["", "zz", "ab" * 31, "ab" * 33, "../" * 20])
def test_a_figure_without_a_hash_is_no_figure(image: str) -> None:
    html = f'<figure class="newsroom-image" data-image="{image}"><img src="x"></figure><p>文</p>'
    assert markup.clean(html) == "<p>文</p>"


def test_pictures_that_are_not_the_pieces_own_go() -> None:
    assert markup.clean('<p>文<img src="https://example.com/spy.gif">字</p>') == "<p>文字</p>"


def test_a_figure_in_a_table_or_list_comes_after_it() -> None:
    table = f"<table><tr><td>{FIGURE}格</td></tr></table>"
    assert markup.clean(table) == f"<table><tbody><tr><td>格</td></tr></tbody></table>\n{FIGURE}"
    assert markup.clean(f"<ul><li>项{FIGURE}</li></ul>") == f"<ul><li>项</li></ul>\n{FIGURE}"


def test_tables_keep_their_parts() -> None:
    html = (
        "<table><caption>表</caption><thead><tr><th scope='col' colspan='2'>头</th></tr></thead>"
        "<tbody><tr><td rowspan='2'><p>一</p><p>二</p></td><td></td></tr></tbody></table>"
    )
    assert markup.clean(html) == (
        '<table><caption>表</caption><thead><tr><th colspan="2" scope="col">头</th></tr></thead>'
        '<tbody><tr><td rowspan="2">一<br>二</td><td></td></tr></tbody></table>'
    )


def test_deep_nesting_is_flattened_not_fatal() -> None:
    deep = "<blockquote><div>" * 3000 + "深" + "</div></blockquote>" * 3000
    assert markup.to_text(deep) == "深"
    lists = "<ul><li>一" * 3000
    assert markup.clean(markup.clean(lists)) == markup.clean(lists)


def test_figures_are_found_and_replaced_in_order() -> None:
    other = "cd" * 32
    body = markup.clean(f"<p>一</p>{FIGURE}<p>二</p>{markup.figure(other)}")
    assert markup.figure_hashes(body) == [IMAGE, other]
    shown = markup.replace_figures(body, lambda image: f"<img {image[:2]}>")
    assert shown == "<p>一</p>\n<img ab>\n<p>二</p>\n<img cd>"


def test_blocks_and_back() -> None:
    body = [
        Block("paragraph", "甲 & <乙>\n第二行"),
        Block("crosshead", "小标题"),
        Block("quote", "引一\n引二"),
        Block("list", "项一\n项二"),
        Block("list", "1. 项一\n2. 项二"),
        Block("image", IMAGE),
        Block("table", "甲\t乙\n丙\t丁"),
    ]
    assert markup.blocks(markup.from_blocks(body)) == body


def test_text_is_one_line_a_block() -> None:
    html = f"<h2>题</h2><p>一<br>二</p>{FIGURE}<ul><li>三</li></ul><table><tr><td>四<td>五</table>"
    assert markup.to_text(html) == "题\n一\n二\n三\n四 五"


def _text_of_blocks(html: str) -> str:
    """What `to_text` is, said the long way."""
    return "\n".join(
        " ".join(line.split())
        for block in markup.blocks(html)
        if block.kind != "image"
        for line in block.text.split("\n")
        if line.strip()
    )


@given(SOUP)
def test_the_text_is_that_of_the_blocks(html: str) -> None:
    assert markup.to_text(html) == _text_of_blocks(html)
    assert markup.to_text(markup.clean(html)) == _text_of_blocks(markup.clean(html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>两  格</p>",
        "<p>\u3000一\u3000二\u3000</p>\n<h2>小标题</h2>\n<h3> </h3>",
        "<blockquote><p>一</p><p>二</p></blockquote>\n<ul><li>三</li><li>四</li></ul>\n<p>五</p>",
        "<ul><li>一</li></ul><p>二</p>",
        "<p>一\u200b二</p>",
        "<p>一&amp;二</p>",
        "<p>一<p>二</p>",
    ],
)
def test_the_text_of_a_simple_body(html: str) -> None:
    assert markup.to_text(html) == _text_of_blocks(html)
