"""Small texts that pages are made of."""

import pytest

from articles.models.published import PublishedArticle
from articles.public.paging import Cursor
from articles.rendering.excerpts import LENGTH, OPENING, excerpt
from articles.rendering.headlines import LONG, WHOLE, dots_kept, headline_html


def whole(*parts: str) -> str:
    """`*part` for what must stay on one line, `#part` inside of one, `+part` for what should."""
    classes = {"*": "whole", "#": "whole inner", "+": "long"}
    return "".join(
        f'<span class="{classes[part[0]]}">{part[1:]}</span>' if part[0] in classes else part
        for part in parts
    )


@pytest.mark.parametrize(
    ("headline", "parts"),
    [
        ("溯江三桥合龙", ["溯江三桥合龙"]),
        ("门机“搬”进了屏幕，司机一个没落下", ["*门机“搬”进了屏幕，", "*司机一个没落下"]),
        ("不，我们把它修好了再走", ["*不，", "*我们把它修好了再走"]),
        ("以实干提升职工群众“幸福指数”", ["以实干提升职工群众", "#“幸福指数”"]),
        ("甲" * WHOLE + "，乙", ["+" + "甲" * WHOLE + "，", "乙"]),
        ("甲" * LONG + "，乙", ["甲" * LONG + "，", "乙"]),
        ("一句引了“别人的话”的长句子，乙", ["一句引了", "#“别人的话”", "的长句子，", "乙"]),
        ("甲乙：“别人的话”", ["*甲乙：", "*“别人的话”"]),
        ("改革这五年·东埠港·白沙洲", ["改革这五", "*年·", "东埠", "*港·", "白沙洲"]),
        ("<b>，&", ["*&lt;b&gt;，", "&amp;"]),
        ("", []),
    ],
)
def test_short_clauses_and_quotes_stay_whole(headline: str, parts: list[str]) -> None:
    assert headline_html(headline) == whole(*parts)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>约翰·史密斯</p>", "<p>约<b>翰·</b>史密斯</p>"),
        ("<p>甲·乙·丙</p>", "<p><b>甲·</b><b>乙·</b>丙</p>"),
        ('<p><a href="/?q=a·b">a·b</a></p>', '<p><a href="/?q=a·b"><b>a·</b>b</a></p>'),
        ("<p>&amp;·一 ·二</p>", "<p>&amp;·一 ·二</p>"),
    ],
)
def test_no_line_of_a_text_begins_with_the_dot_of_a_name(html: str, shown: str) -> None:
    kept = '<span class="kept">'
    assert dots_kept(html) == shown.replace("<b>", kept).replace("</b>", "</span>")


def piece(body: str, summary: str = "") -> PublishedArticle:
    return PublishedArticle(body=body, summary=summary)


def test_excerpt_is_the_summary_or_the_beginning() -> None:
    assert excerpt(piece("<p>正文</p>", "摘要")) == "摘要"
    assert excerpt(piece("<p>一。</p><h2>小标题</h2><p>二。</p>")) == "一。二。"
    assert excerpt(piece("<p>One.</p><p>Two.</p>")) == "One. Two."
    assert excerpt(piece("")) == ""


def test_excerpt_ends_at_a_full_stop_where_one_is_near() -> None:
    sentence = "这是一句二十个字左右的话，说明一件小事情。"
    ended = excerpt(piece(f"<p>{sentence * 20}</p>"))
    assert ended.endswith("。")
    assert len(ended) <= LENGTH
    endless = excerpt(piece(f"<p>{'长' * 500}</p>"))
    assert endless == "长" * LENGTH + "…"


def test_excerpt_of_a_cut_opening_shows_no_half_a_tag() -> None:
    body = "<p>短。</p>" + "<p><strong>字</strong></p>" * 200
    for length in range(60, 120):
        cut = piece("")
        cut.opening = body[:length]
        assert "<" not in excerpt(cut)
        assert "strong" not in excerpt(cut)
    assert OPENING > LENGTH


def test_place_in_a_list_survives_writing() -> None:
    for text in ("0-1", "1776500280123456-42", "99999999999999999-999999999999999999"[-30:]):
        assert str(Cursor.parse(text)) == text
