"""What cannot be loaded is told by line, with what to do, and can be corrected and loaded again."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Image, LoadedPiece, OldAddress
from tests.cast import Cast
from tests.images.pictures import jpeg_of
from tests.loading.files import load, piece, record, write

FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"headline": ...}, "headline"),
    ({"headline": "长" * 201}, "headline"),
    ({"headline": 7}, "headline"),
    ({"headline": "<b>夜班</b>公交"}, "<b>"),
    ({"headline": "夜班&nbsp;公交"}, "&nbsp;"),
    ({"headline": "夜\ud800班"}, "UTF-8"),
    ({"deck": "长" * 301}, "deck"),
    ({"summary": ["x"]}, "summary"),
    ({"published_at": ...}, "published_at"),
    ({"published_at": "昨天"}, "published_at"),
    ({"published_at": 1367454600}, "published_at"),
    ({"published_at": "2999-01-01"}, "published_at"),
    ({"published_at": "0013-05-02"}, "published_at"),
    ({"section": ...}, "section"),
    ({"section": "没有的栏目"}, "news"),
    ({"credits": [{"name": "张三", "role": "writer"}]}, "credits[1].role"),
    ({"credits": [{"role": "reporter"}]}, "credits[1].name"),
    ({"credits": "张三"}, "credits"),
    ({"credits": ["张三"]}, "credits[1]"),
    ({"credits": [{"name": "张三", "rol": "reporter"}]}, "rol"),
    ({"tags": ["长" * 41]}, "tags[1]"),
    ({"tags": [3]}, "tags[1]"),
    ({"origin": "stolen"}, "origin"),
    ({"source_url": "不是网址"}, "source_url"),
    ({"body": 5}, "body"),
    ({"body": [{"kind": "image", "text": "x"}]}, "body[1]"),
    ({"urls": ["/"]}, "urls[1]"),
    ({"urls": ["https://old.example.com/?p=3"]}, "urls[1]"),
    ({"urls": ["ftp://x/y"]}, "urls[1]"),
    ({"urls": ["news/1.html"]}, "urls[1]"),
    ({"urls": ["/" + "x" * 3000]}, "urls[1]"),
    ({"withdrawn": 3}, "withdrawn"),
    ({"withdrawn": "2001-01-01"}, "withdrawn"),
    ({"withdrawal_notice": "撤"}, "withdrawal_notice"),
    ({"images": [{"alt": "x"}]}, "images[1].file"),
    ({"images": [{"file": "none.jpg"}]}, "none.jpg"),
    ({"images": [{"file": "../../etc/passwd"}]}, "passwd"),
    ({"images": [{"file": "old.jsonl"}]}, "old.jsonl"),
    ({"headlin": "x"}, "headlin"),
    ({"old_id": ...}, "old_id"),
    ({"old_id": True}, "old_id"),
    ({"old_id": "x" * 101}, "old_id"),
]


def test_each_fault_is_named(cast: Cast, tmp_path: Path) -> None:
    lines = [
        json.dumps(record(f"fault {number}") | fields if ... not in fields.values() else
                   {name: value for name, value in record(f"fault {number}").items()
                    if name not in fields})
        for number, (fields, _named) in enumerate(FAULTS)
    ]  # fmt: skip
    done = load(write(tmp_path, record(1), *lines, record(2)))
    assert [each["_line"] for each in done.errors] == list(range(2, len(FAULTS) + 2))
    for (_fields, named), failed in zip(FAULTS, done.errors, strict=True):
        assert named in " ".join(failed["_errors"])
    assert "old.errors.jsonl" in done.failure
    assert Article.objects.count() == 2


def test_everything_wrong_with_a_line_is_said_at_once(cast: Cast, tmp_path: Path) -> None:
    done = load(write(tmp_path, {"old_id": 1, "section": "news", "kicker": 3, "x": 1}))
    told = " ".join(sentence for _line, sentence in done.said)
    for name in ("headline", "published_at", "kicker", " x "):
        assert name in told
    assert len(done.said) == 4


def test_lines_that_are_no_records(cast: Cast, tmp_path: Path) -> None:
    lines: list[Any] = [
        b"\xef\xbb\xbf" + json.dumps(record(1)).encode(),
        b"",
        b"  ",
        b"{broken",
        b"[1]",
        json.dumps(record(2), ensure_ascii=False).encode("gb18030"),
        b"[" * 100_000,
        json.dumps(record(3)).encode(),
    ]
    path = write(tmp_path, *lines)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    done = load(path)
    assert [line for line, _told in done.said] == [4, 5, 6, 7]
    assert {each.old_id for each in LoadedPiece.objects.all()} == {"1", "3"}
    assert done.errors[0]["_text"] == "{broken"
    assert "夜班公交" in done.errors[2]["_text"]


def test_the_errors_file_is_corrected_and_loaded_again(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, record(1), record(2, headline="长" * 300), '{"old_id": 3,, }', record(4))
    done = load(path)
    assert [line for line, _told in done.said] == [2, 3]
    errors = tmp_path / "old.errors.jsonl"
    first, second = errors.read_text().splitlines()
    assert json.loads(first)["headline"] == "长" * 300
    whole = json.dumps(record(3), ensure_ascii=False)
    mended = json.loads(second) | {"_text": whole}
    errors.write_text(first.replace("长" * 300, "短") + "\n" + json.dumps(mended) + "\n")
    again = load(errors)
    assert (again.failure, again.errors) == ("", [])
    assert Article.objects.count() == 4
    assert piece("2")[0].headline == "短"
    # What somebody has corrected is not written over.
    load(path)
    assert "短" in (tmp_path / "old.errors.jsonl~").read_text()


def test_a_line_that_fails_again_is_told_of_anew(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, record(1, headline="长" * 300), "{broken"))
    again = load(tmp_path / "old.errors.jsonl")
    assert [line for line, _told in again.said] == [1, 2]
    assert again.errors[1]["_text"] == "{broken"
    assert list(again.errors[0])[:2] == ["_line", "_errors"]


def test_errors_go_where_they_are_asked_to(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, {"old_id": 1})
    done = load(path, "--errors", str(tmp_path / "elsewhere.jsonl"))
    assert (tmp_path / "elsewhere.jsonl").exists()
    assert done.errors == []
    assert "elsewhere" in done.failure
    assert "--errors" in load(path, "--errors", str(path)).failure


def test_errors_that_can_go_nowhere_stop_it_before_the_first_line(
    cast: Cast, tmp_path: Path
) -> None:
    path = write(tmp_path, record(1))
    (tmp_path / "folder").mkdir()
    for errors in (tmp_path / "folder", tmp_path / "none" / "e", path / "e"):
        with pytest.raises(CommandError, match="--errors"):
            call_command("load_articles", str(path), "--user", "chief", "--errors", str(errors))
    assert (tmp_path / "folder").is_dir()
    assert not Article.objects.exists()


def test_the_same_old_id_twice(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, record(1), record(2), record(1), record(1, headline="别的"))
    for _run in range(2):
        done = load(path)
        assert [line for line, _told in done.said] == [3, 4]
        assert Article.objects.count() == 2


def test_an_old_id_that_says_something_else_is_not_passed_over(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, record(1)))
    done = load(write(tmp_path, record(1, headline="另一篇")))
    assert "--source" in done.said[0][1]
    assert load(tmp_path / "old.jsonl", "--source", "second").failure == ""
    assert piece("1", "second")[0].headline == "另一篇"
    assert Article.objects.count() == 2


def test_an_old_address_leads_to_one_piece(cast: Cast, tmp_path: Path) -> None:
    done = load(write(tmp_path, record(1, urls=["/a", "/a/"]), record(2, urls=["/b", "/a"])))
    assert [line for line, _told in done.said] == [2]
    assert "1" in done.said[0][1]
    done = load(write(tmp_path, record(3, urls=["http://x.cn/a"]), name="more.jsonl"))
    assert str(piece("1")[0].pk) in done.said[0][1]
    assert OldAddress.objects.count() == 1


def test_a_refused_picture_holds_its_piece_back_or_is_left_out(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(jpeg_of((300, 200)))
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8 not really")
    images = [{"file": "bad.jpg", "alt": "坏"}, {"file": "good.jpg", "alt": "好"}]
    path = write(tmp_path, record(1, images=images, body='<p>前</p><img src="bad.jpg">'), record(2))
    done = load(path)
    assert [line for line, _told in done.said] == [1]
    assert "bad.jpg" in done.said[0][1]
    assert Article.objects.count() == 1
    again = load(tmp_path / "old.errors.jsonl", "--leave-out-pictures")
    assert again.failure == ""
    assert "bad.jpg" in again.err
    figures = piece("1")[1].figures
    assert [(each["alt"], each["is_cover"]) for each in figures] == [("好", True)]
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--user", "nobody"], "nobody"),
        ([], "--user"),
        (["--user", "chief", "--source", " "], "--source"),
        (["--user", "chief", "--create-sections"], "--desk"),
    ],
)
def test_what_the_command_itself_asks_for(
    cast: Cast, tmp_path: Path, options: list[str], named: str
) -> None:
    path = write(tmp_path, record(1))
    with pytest.raises(CommandError, match=named):
        call_command("load_articles", str(path), *options)
    with pytest.raises(CommandError, match="none"):
        call_command("load_articles", str(tmp_path / "none.jsonl"), "--user", "chief")
