"""Captions: WebVTT and SRT in, clean WebVTT out, and sentences about what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.captions import CaptionsWrong, webvtt, words

CLEAN = """WEBVTT

00:00:01.000 --> 00:00:04.000 line:0
<v 柳小机>你喊我，<b>我听得见</b>了。

01:02:03.004 --> 01:02:05.000
两行
字幕
"""


def test_clean_captions_stay_as_they_are() -> None:
    assert webvtt(CLEAN) == CLEAN


@pytest.mark.parametrize("nothing", ["", " \n\n", "\n"])
def test_nothing_is_nothing(nothing: str) -> None:
    assert webvtt(nothing) == ""


def test_srt_becomes_webvtt() -> None:
    srt = (
        '\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<font color="red">你好</font> & 5 < 6\r\n'
        "\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}再见\r\n"
    )
    assert webvtt(srt) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n你好 &amp; 5 &lt; 6\n\n"
        "00:00:03.000 --> 00:00:04.000\n再见\n"
    )


def test_remarks_styles_and_unknown_marks_are_left_out_and_time_is_put_in_order() -> None:
    text = (
        "WEBVTT - 标题\nKind: captions\n\nSTYLE\n::cue { background: url(//x) }\n\nNOTE 备注\n\n"
        "第二条\n00:05.000 --> 00:06.000 align:start evil:1\n<script>x</script>后\n\n"
        "00:01.000 --> 00:02.000\n前 &amp; 后\n"
    )
    assert webvtt(text) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n前 &amp; 后\n\n"
        "00:00:05.000 --> 00:00:06.000 align:start\nx后\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("WEBVTT\n\n", "", "no caption"),
        ("WEBVTT\n\n你好\n世界\n", "4", "begins with its times"),
        ("只有一行", "2", "begins with its times"),
        ("00:01 --> 00:02\n甲", "1", "begins with its times"),
        ("00:03.000 --> 00:02.000\n甲", "1", "ends before it begins"),
        ("00:01.000 --> 00:02.000\n\n甲", "1", "no words"),
        ("00:01.000 --> 00:02.000\n<i></u>", "", ""),
    ],
)
def test_what_is_wrong_names_its_line(text: str, line: str, said: str) -> None:
    if not said:
        assert "<i></u>" in webvtt(text)
        return
    with pytest.raises(CaptionsWrong, match=said) as caught:
        webvtt(text)
    assert caught.value.params.get("line", "") == line


def test_words_are_read_with_who_says_them() -> None:
    assert words(CLEAN) == "柳小机: 你喊我，我听得见了。\n两行 字幕"
    assert words("") == ""


@given(st.text(max_size=40).filter(str.strip), st.integers(0, 3_000_000), st.integers(1, 90_000))
def test_whatever_is_said_comes_out_once_clean_and_stays(text: str, start: int, long: int) -> None:
    def clock(moment: int) -> str:
        seconds, rest = divmod(moment, 1000)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"

    srt = f"1\n{clock(start)} --> {clock(start + long)}\n{text}\n"
    try:
        once = webvtt(srt)
    except CaptionsWrong:
        return
    assert webvtt(once) == once
    assert once.count("-->") == 1 or "\n\n" in text or "\r" in text or "-->" in text
