"""Copy that has lost bytes is set aside with the reason and the places."""

import pytest

from articles import intake
from tests.intake import damaged

GLOSSED = "區(qū)總工會(huì)開展活動(dòng),服務(wù)職工。"


def read(text: str) -> intake.ImportedCopy:
    return intake.read("piece.txt", text.encode())


@pytest.mark.parametrize(
    "line",
    [
        "工会的灯\ufffd亮到天明。",
        "工会的灯锟斤拷亮到天明。",
        "區(q?)總工會的燈亮到天明。",
        "總工會(hu?)的燈亮到天明。",
        "總工會（h？i）的燈亮到天明。",
        "總工會(hu\ufffd)的燈亮到天明。",
        "工会的灯\ue863亮到天明。",
    ],
)
def test_lost_bytes_quarantine_a_piece(line: str) -> None:
    copy = read(f"夜灯\n本报记者 王秋\n{line}")
    assert copy.quarantine is not None
    assert copy.quarantine.code == "lost_bytes"
    sentence = str(copy.quarantine)
    assert sentence == copy.to_json()["quarantine"]
    assert "3: …" in sentence
    assert "(1 in all)" in sentence
    assert copy.headline == "夜灯"


def test_the_places_are_lines_of_the_file() -> None:
    copy = read("夜灯\n\n\n本报记者 王秋\n\n工会的灯\ufffd亮了。\n好\ufffd。")
    sentence = str(copy.quarantine)
    assert "6: …工会的灯\ufffd亮了。…; 7: …好\ufffd。…" in sentence
    many = read("夜灯\n" + "灯\ufffd亮了。\n" * 9)
    assert "(9 in all)" in str(many.quarantine)
    assert str(many.quarantine).count("亮了") == 5


def test_glosses_that_lost_all_their_letters() -> None:
    assert read(GLOSSED + "學(?)校").quarantine is not None
    assert read("學(?)校的會(?)議在下午開(??)始。").quarantine is not None


@pytest.mark.parametrize(
    "text",
    [
        "他生于1950年(?)，卒年不详。",
        "据说这位老人(?)曾在渭北住过。",
        "他问(why?)，没有人回答。",
        "真的吗??他说：“真的!?”",
        GLOSSED,
        "网址是 https://a.example/?q=1 。",
    ],
)
def test_honest_question_marks_do_not(text: str) -> None:
    assert read(f"夜灯\n{text}").quarantine is None


def test_text_of_question_marks() -> None:
    sentence = str(read("???? 2024\n????????? ??, ????????").quarantine)
    assert "1: ???? 2024…; 2: ?????" in sentence


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_byte_lost_on_the_way(encoding: str) -> None:
    text = "夜灯\n" + "".join(damaged.PARAGRAPHS[:4])
    if encoding == "big5":
        text = damaged.damage(text, every=0).text
    data = text.encode(encoding, "ignore")
    middle = len(data) // 2
    broken = intake.read("piece.txt", data[:middle] + b"\xff" + data[middle + 1 :])
    assert broken.quarantine is not None
    assert broken.original == data[:middle] + b"\xff" + data[middle + 1 :]
