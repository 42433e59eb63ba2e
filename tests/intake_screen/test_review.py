"""The review page shows what a draft would be, and each repair can be refused."""

import re

import pytest

from articles.intake import read
from articles.models import Article, IncomingFile
from articles.text.repair import KINDS
from tests.admin.helpers import signed_in
from tests.cast import Cast
from tests.intake_screen.samples import (
    GLOSSED,
    MENDED,
    PLAIN,
    REPRINT,
    address,
    bring_in,
    press,
    said,
    waiting,
)


def draft_of(file: IncomingFile) -> Article:
    file.refresh_from_db()
    assert file.article
    return file.article


def shown(page: str) -> str:
    """The proposed body, without its tags."""
    body = re.search(r'<div class="nr-text">(.*?)</div>', page, re.DOTALL)
    assert body
    return re.sub("<[^>]+>", "", body[1])


def test_everything_is_shown_before_anything_is_saved(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    page = client.get(address(file)).content.decode()
    for text in ("<h1>码头夜班有了热水</h1>", "郑一鸣", "沈岚", "<h2>打水的路短了</h2>",
                 *(f"<p>{paragraph}</p>" for paragraph in MENDED)):  # fmt: skip
        assert text in page
    # Kept aside, not in the body.
    assert "<li>关注公众号，随时阅读渭北职工报</li>" in page
    assert "关注公众号" not in shown(page)
    assert "8 of 8 repaired" in page
    assert not Article.objects.exists()


def test_a_repair_stands_marked_in_its_sentence(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    page = client.get(address(waiting(client, cast.section, GLOSSED))).content.decode()
    lines = re.findall(r"<li>((?:(?!</li>).)*ni-mark.*?)</li>", page)
    glosses = [re.sub("<(?!/?del|/?ins)[^>]+>", "", line) for line in lines]
    # The other kinds are repaired around it, so that the sentence can be read.
    assert glosses[0] == (
        "杨<del>(yáng)</del>家渡码<del>(mǎ)</del>头<del>(tóu)</del>日前装<del>(zhuāng)</del>"
        "好三台饮水机，夜班职<del>(zhí)</del>工不必再走两里路打水。"
    )
    assert "说<del>,</del><ins>，</ins>“如今随到随喝。”" in "".join(glosses)
    # Sentences without a repair of the kind are left out.
    assert "……老<del>陳</del><ins>陈</ins>" not in glosses
    assert any(line.startswith("……老陈说<del>,") for line in glosses)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_kind_is_left_as_it_came(cast: Cast, kind: str) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    press(client, file, "save", refuse=[kind])
    expected = read(file.name, GLOSSED.encode(), refused=[kind])
    assert expected.counts()[kind] == 0  # type: ignore[index]
    article = draft_of(file)
    assert article.body == expected.html
    assert file.refused == [kind]


def test_every_single_repair_can_be_refused(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    page = client.get(address(file)).content.decode()
    offered = re.findall(r'name="refuse" value="([a-z_]+:\d+:\d+)"', page)
    repairs = read("x.txt", GLOSSED.encode()).repairs
    assert sorted(offered) == sorted(repair.id for repair in repairs)
    for repair in repairs:
        press(client, file, "update", refuse=[repair.id])
        page = client.get(address(file)).content.decode()
        assert shown(page).split() == _text(GLOSSED, repair.id)
    press(client, file, "save", refuse=[repairs[0].id, repairs[3].id])
    assert draft_of(file).body == read("x.txt", GLOSSED.encode(),
                                       refused=[repairs[0].id, repairs[3].id]).html  # fmt: skip


def _text(copy: str, *refused: str) -> list[str]:
    return re.sub("<[^>]+>", "", read("x.txt", copy.encode(), refused=refused).html).split()


def test_an_update_keeps_the_ticks_and_makes_no_draft(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    answer = press(client, file, "update", refuse=["traditional", "pinyin_glosses:3:1"],
                   section=cast.other_section.pk)  # fmt: skip
    assert answer["Location"] == address(file)
    page = client.get(address(file)).content.decode()
    assert re.search(r'value="traditional" checked', page)
    assert re.search(r'value="pinyin_glosses:3:1" checked', page)
    assert page.count(" checked") == 2
    assert f'<option value="{cast.other_section.pk}" selected>' in page
    assert "7 of 8 repaired" in page
    assert not Article.objects.exists()


def test_what_is_no_repair_is_not_remembered(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    press(
        client, file, "update", refuse=["everything", "punctuation:1", "traditional\n", "encoding"]
    )
    file.refresh_from_db()
    assert file.refused == ["encoding"]


def test_a_reprint_is_left_as_it_came(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, REPRINT)
    page = client.get(address(file)).content.decode()
    assert "This copy says that it is a reprint" in page
    assert "上週五晚,廢棄" in shown(page)
    assert not re.search(r'name="refuse" value="[^"]*" checked', page)
    press(client, file, "save")
    article = draft_of(file)
    assert "上週五晚,廢棄" in article.body
    assert article.origin == Article.Origin.REPRINT
    assert article.source
    assert article.source.name == "海城晚报"
    # Who wrote it is the original author, and in nobody's byline here.
    assert article.source_author == "林小滿"
    assert not article.credits.exists()


def test_a_reprint_is_repaired_when_somebody_asks(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    asked_on_review = waiting(client, cast.section, REPRINT, "one.txt")
    press(client, asked_on_review, "save", repair_reprints="on")
    assert "上周五晚，废弃" in draft_of(asked_on_review).body
    bring_in(client, cast.section, ("two.txt", REPRINT), repair_reprints="on")
    asked_on_arrival = IncomingFile.objects.get(name="two.txt")
    page = client.get(address(asked_on_arrival)).content.decode()
    assert "上周五晚，废弃" in shown(page)
    assert re.search(r'name="repair_reprints"[^>]* checked', page)


def test_text_that_was_read_wrongly_is_read_again_unless_that_is_refused(cast: Cast) -> None:
    scrambled = "市总工会送来防暑药品，工人们都说好。\n" * 3
    scrambled = scrambled.encode("gb18030").decode("latin-1")
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, scrambled)
    page = client.get(address(file)).content.decode()
    assert "市总工会送来防暑药品" in page
    assert 'name="refuse" value="encoding"' in page
    press(client, file, "update", refuse=["encoding"])
    page = client.get(address(file)).content.decode()
    assert "市总工会送来防暑药品" not in page
    assert 'name="refuse" value="encoding" checked' in page


def test_an_encoding_that_was_converted_is_named(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, PLAIN.encode("gb18030"))
    assert "<b>GB18030</b> → UTF-8" in client.get(address(file)).content.decode()
    answer = client.post(address(file), {"section": cast.section.pk, "_save": "1"}, follow=True)
    assert "encoding gb18030" in said(answer)


def test_the_same_bytes_in_another_draft_are_pointed_out(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    first = waiting(client, cast.section, PLAIN)
    press(client, first, "save")
    again = waiting(client, cast.section, PLAIN)
    assert again.pk != first.pk
    assert draft_of(first).get_absolute_url() in client.get(address(again)).content.decode()
    theirs = waiting(signed_in(cast.other_reporter), cast.section, PLAIN)
    page = signed_in(cast.other_reporter).get(address(theirs)).content.decode()
    assert "is a draft already" not in page


def test_copy_is_text_and_never_markup(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    hostile = (
        "标题<script>alert(1)</script>\n楼(<img src=x onerror=alert(2)>)下，<b>工人</b>们都来了。\n"
    )
    file = waiting(client, cast.section, hostile, "<svg onload=alert(3)>.txt")
    page = client.get(address(file)).content.decode()
    for tag in ("<script>alert", "<img src=x", "<svg onload", "<b>工人"):
        assert tag not in page
    assert "&lt;b&gt;工人&lt;/b&gt;" in page
