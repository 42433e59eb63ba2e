"""A whole damaged piece comes out as it was written."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from articles import intake
from articles.text import traditional
from tests.intake import damaged

SEED = Path(__file__).resolve().parents[3] / "shared" / "intake" / "seed-article.txt"


class Expected(NamedTuple):
    """A damaged piece and what it was."""

    data: bytes
    glosses: int
    headline: str
    deck: str
    crossheads: tuple[str, ...]
    paragraphs: int
    reporter: str
    editor: str
    boilerplate: tuple[str, ...]  # how its lines begin


def make_expected() -> Expected:
    if SEED.exists():
        return Expected(
            SEED.read_bytes(),
            432,
            "以实干提升职工群众“幸福指数”",
            "杨凌示范区总工会五年工作回眸",
            (
                "加强思想引领，凝聚振兴杨凌磅礴力量",
                "围绕中心服务大局，助推高质量发展",
                "完善工会服务体系，为职工群众幸福“加码”",
            ),
            20,
            "郝佳伟",
            "胡睿琳",
            ("关注公众", "陕工网—", "陕ICP"),
        )
    print("shared/intake/seed-article.txt is absent: a damaged piece of our own is used instead")
    own = damaged.damage(damaged.make_piece())
    return Expected(
        own.text.encode(),
        own.glosses,
        damaged.HEADLINE,
        damaged.DECK,
        damaged.CROSSHEADS,
        len(damaged.PARAGRAPHS),
        damaged.REPORTER,
        damaged.EDITOR,
        ("关注公众", "渭职网—", "陕ICP"),
    )


def test_the_seed_comes_out_perfect() -> None:
    seed = make_expected()
    copy = intake.read("seed-article.txt", seed.data)
    assert (copy.headline, copy.deck) == (seed.headline, seed.deck)
    assert copy.original_headline == f"{seed.headline}——{seed.deck}"
    assert copy.kicker == copy.source == copy.source_url == ""
    assert copy.credits == ((seed.reporter, "reporter"),)
    assert copy.responsible_editor == seed.editor
    assert copy.counts()["pinyin_glosses"] == seed.glosses
    kinds = Counter(block.kind for block in copy.body)
    assert kinds == {"paragraph": seed.paragraphs, "crosshead": 3}
    crossheads = [block.text for block in copy.body if block.kind == "crosshead"]
    assert crossheads == [*seed.crossheads]
    text = "\n".join(block.text for block in copy.body)
    assert not any(map(traditional.is_traditional, text))
    assert text.count("着力") == 3
    assert "陕西" in text
    assert "陜" not in text
    assert not set(text) & set(",:?!();")
    assert not set(text) & set("āáǎàēéěèīíǐìōóǒòūúǔù")
    for line, start in zip(copy.boilerplate, seed.boilerplate, strict=True):
        assert line.startswith(start)
    assert "E-mail:" in copy.boilerplate[1]
    assert not copy.reprint
    assert copy.quarantine is None


@pytest.mark.parametrize("number", range(12))
def test_a_piece_of_our_own_comes_out_as_it_was_written(number: int) -> None:
    copy_of_it = damaged.damage(damaged.make_piece(), seed=number)
    copy = intake.read("piece.txt", copy_of_it.text.encode())
    assert copy.counts()["pinyin_glosses"] == copy_of_it.glosses
    assert copy.headline == damaged.HEADLINE
    assert copy.deck == damaged.DECK
    assert copy.original_headline == f"{damaged.HEADLINE}——{damaged.DECK}"
    assert [block.text for block in copy.body if block.kind == "crosshead"] == [*damaged.CROSSHEADS]
    assert [block.text for block in copy.body if block.kind == "paragraph"] == [*damaged.PARAGRAPHS]
    assert copy.credits == ((damaged.REPORTER, "reporter"),)
    assert copy.responsible_editor == damaged.EDITOR
    assert copy.boilerplate == damaged.FOOT
    assert copy.quarantine is None


@pytest.mark.parametrize("every", [0.03, 0.1, 1.0])
def test_few_and_many_glosses_alike(every: float) -> None:
    copy_of_it = damaged.damage(damaged.make_piece(), every=every)
    copy = intake.read("piece.txt", copy_of_it.text.encode())
    assert copy_of_it.glosses > 4
    assert copy.counts()["pinyin_glosses"] == copy_of_it.glosses
    assert [block.text for block in copy.body if block.kind == "paragraph"] == [*damaged.PARAGRAPHS]


def test_undamaged_it_is_left_alone() -> None:
    copy = intake.read("piece.txt", damaged.make_piece().encode())
    assert copy.repairs == ()
    assert copy.headline == damaged.HEADLINE
    assert len(copy.body) == len(damaged.ORDER)


def test_refused_repairs_do_not_hide_what_the_lines_are() -> None:
    text = damaged.damage(damaged.make_piece()).text
    whole = intake.read("piece.txt", text.encode())
    for refused in (["pinyin_glosses"], ["traditional"], ["punctuation"], [*whole.counts()]):
        copy = intake.read("piece.txt", text.encode(), refused=refused)
        assert [block.kind for block in copy.body] == [block.kind for block in whole.body]
        assert len(copy.boilerplate) == 3
        assert copy.headline
        assert copy.deck
        assert len(copy.credits) == 1
        assert all(copy.counts()[kind] == 0 for kind in refused)
    assert copy.body[0].text == text.split("\n")[1]


def test_one_refused_repair_reaches_the_names() -> None:
    text = "舉辦讀書會\n本報記者 王鍾 李國慶\n工會在廣場上舉辦讀書活動,來了許多職工。"
    whole = intake.read("piece.txt", text.encode())
    assert whole.credits == (("王钟", "reporter"), ("李国庆", "reporter"))
    (name,) = [each.id for each in whole.repairs if each.before == "鍾"]
    kept = intake.read("piece.txt", text.encode(), refused=[name])
    assert kept.credits == (("王鍾", "reporter"), ("李国庆", "reporter"))


def test_the_comparison_shows_every_repair_in_its_line() -> None:
    text = damaged.damage(damaged.make_piece()).text
    copy = intake.read("piece.txt", text.encode(), refused=["punctuation"])
    compared = list(copy.comparison())
    for line in compared:
        assert line.before == copy.lines[line.number - 1]
    shown = [part.repair for line in compared for part in line.parts if part.repair]
    assert shown == list(copy.repairs)
    assert compared[0].after.startswith(f"（原标题）{damaged.HEADLINE}")
    assert {copy.is_made(repair) for repair in shown if repair.kind == "punctuation"} == {False}


def test_json_has_the_agreed_shape() -> None:
    copy = intake.read("a/b/piece.txt", damaged.damage(damaged.make_piece()).text.encode())
    told = copy.to_json()
    assert list(told) == [
        "file", "headline", "kicker", "deck", "original_headline", "source", "source_url",
        "published_at", "credits", "responsible_editor", "body", "boilerplate", "repairs",
        "quarantine",
    ]  # fmt: skip
    assert told["file"] == "piece.txt"
    assert told["credits"] == [{"name": damaged.REPORTER, "role": "reporter"}]
    assert told["body"][0] == {"kind": "paragraph", "text": damaged.PARAGRAPHS[0]}
    assert set(told["repairs"]) == {"pinyin_glosses", "traditional", "punctuation", "encoding"}
    assert told["quarantine"] is None
