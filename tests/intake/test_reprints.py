"""What another paper printed is left as it came, unless somebody asks."""

import pytest

from articles import intake

BODY = "區(qū)總工會(huì)開展活動(dòng),服務(wù)職工,來了許多人。"


@pytest.mark.parametrize(
    "mark",
    [
        "轉(zhuǎn)載自:工人日報",
        "來源:新華(huá)社",
        "(摘自《工人日報》)",
        "【轉載】",
        "本文轉自工人日報",
    ],
)
def test_marked_copy_is_left_as_it_came(mark: str) -> None:
    text = f"讀書會(huì)上\n{mark}\n本報記者 張偉\n{BODY}\n"
    if mark == "【轉載】":
        text = f"【轉載】讀書會(huì)上\n本報記者 張偉\n{BODY}\n"
    copy = intake.read("a.txt", text.encode())
    assert copy.reprint
    assert copy.headline == "讀書會(huì)上"
    assert [block.text for block in copy.body] == [BODY]
    assert copy.credits == (("張偉", "reporter"),)
    assert set(copy.counts().values()) == {0}
    assert copy.repairs
    assert copy.encoding is None


def test_it_is_mended_on_request_and_can_still_be_refused() -> None:
    text = f"讀書會(huì)上\n來源:工人日報\n{BODY}\n".encode()
    copy = intake.read("a.txt", text, repair_reprints=True)
    assert copy.reprint
    assert copy.source == "工人日报"
    assert copy.headline == "读书会上"
    assert [block.text for block in copy.body] == ["区总工会开展活动，服务职工，来了许多人。"]
    some = intake.read("a.txt", text, repair_reprints=True, refused=["punctuation"])
    assert [block.text for block in some.body] == ["区总工会开展活动,服务职工,来了许多人。"]


def test_the_papers_own_source_makes_no_reprint() -> None:
    text = f"讀書會(huì)上\n來源:渭北職工報\n{BODY}\n".encode()
    assert intake.read("a.txt", text).reprint
    own = intake.read("a.txt", text, own_names=["渭北职工报"])
    assert not own.reprint
    assert own.source == "渭北职工报"
    assert own.counts()["pinyin_glosses"] == 5


def test_a_ban_on_reprinting_is_no_reprint() -> None:
    text = f"读书会上\n{BODY}\n未经书面授权不得转载或镜像\n转载请注明出处"
    assert not intake.read("a.txt", text.encode()).reprint
