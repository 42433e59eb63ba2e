"""The stylebook as CSV: out and in again, from Excel's encodings, all or nothing."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.desk import stylebook, stylebook_csv
from articles.desk.errors import NotAllowed, Refused
from articles.models import LedgerEntry, StyleRule
from tests.cast import Cast

HEADER = "类别,词语,应写作,例外,说明,级别,区分大小写,主题,启用\n"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


def rows() -> list[tuple[object, ...]]:
    return list(StyleRule.objects.order_by("kind", "term").values_list(*stylebook.FIELDS))


def test_what_goes_out_comes_in_again(cast: Cast) -> None:
    stylebook_csv.take(cast.chief, stylebook_csv.STARTER.read_text("utf-8"))
    odd = StyleRule(
        kind="cautious", term='他说"好",|=1+1', note="第一，“引号”；\t第二", match_case=True,
        exceptions='他说"好",的人\n=1+1的人', severity="publish", enabled=False,
    )  # fmt: skip
    stylebook.save(cast.chief, odd)
    stylebook.save(cast.chief, StyleRule(kind="banned", term="=cmd", severity="hint"))
    before = rows()
    text = stylebook_csv.write(StyleRule.objects.all())
    assert text.startswith("\ufeff类别,词语")
    assert ",'=cmd," in text
    assert stylebook_csv.read(text).same == len(before)
    StyleRule.objects.all().delete()
    reading, entry = stylebook_csv.take(cast.chief, text)
    assert reading.added == len(before)
    assert entry is not None
    assert rows() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_excels_encodings(cast: Cast, encoding: str) -> None:
    data = (HEADER + "规范写法,民工,农民工,,,提醒,否,称谓,是\n").encode(encoding)
    assert stylebook_csv.read(stylebook_csv.decode(data)).added == 1


def test_a_report_line_by_line_and_nothing_half_imported(cast: Cast) -> None:
    stylebook_csv.take(cast.chief, HEADER + "禁用,甲,,,,提示,,,\n禁用,乙,,,,提示,,,\n")
    text = (
        "类别,词语,应写作,级别\n"
        "禁用,甲,,拦提交\n"
        "禁用,乙,,提示\n"
        "\n"
        "规范写法,丙,丁,\n"
        "乱写,戊,,提示\n"
        "规范写法,己,,提示\n"
        "规范写法,丙,丁,提示\n"
    )
    reading = stylebook_csv.read(text)
    assert [(each.number, each.outcome) for each in reading.verdicts] == [
        (2, "changed"), (3, "same"), (5, "added"), (6, "wrong"), (7, "wrong"), (8, "wrong"),
    ]  # fmt: skip
    assert "乱写" in str(reading.verdicts[3].said)
    assert "应写作" in str(reading.verdicts[4].said)
    assert "5" in str(reading.verdicts[5].said)
    with pytest.raises(Refused):
        stylebook_csv.take(cast.chief, text)
    assert StyleRule.objects.get(term="甲").severity == "hint"
    assert LedgerEntry.objects.filter(action="style_import").count() == 1

    good = "\n".join(text.split("\n")[:5])
    reading, entry = stylebook_csv.take(cast.desk_head, good)
    assert (reading.added, reading.changed, reading.same) == (1, 1, 1)
    assert entry is not None
    assert entry.actor == cast.desk_head
    assert "甲" in entry.note
    assert "丙" in entry.note
    assert "乙" not in entry.note
    assert StyleRule.objects.get(term="甲").severity == "submit"
    # The same file once more changes nothing.
    assert stylebook_csv.take(cast.desk_head, good)[1] is None


def test_a_missing_column_leaves_what_is_stored(cast: Cast) -> None:
    stylebook_csv.take(cast.chief, HEADER + "禁用,甲,,甲鱼,为什么,拦签发,是,主题一,否\n")
    before = rows()
    stylebook_csv.take(cast.chief, "类别,词语,级别\n禁用,甲,提示\n")
    (after,) = rows()
    assert [a for a, b in zip(after, before[0], strict=True) if a != b] == ["hint"]


def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="词语"):
        stylebook_csv.read("一段文字\n没有列名\n")
    with pytest.raises(Refused):
        stylebook_csv.decode(b"PK\x03\x04\x00\x00")
    with pytest.raises(Refused):
        stylebook_csv.decode(b"a" * (stylebook_csv.MOST_BYTES + 1))
    with pytest.raises(Refused):
        stylebook_csv.read("类别,词语\n禁用," + "甲" * 200_000 + "\n")


def test_rights(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        stylebook_csv.take(cast.editor, HEADER + "禁用,甲,,,,提示,,,\n")
    assert not StyleRule.objects.exists()


def test_the_starter_set_by_command(
    cast: Cast, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_style", "--dry-run")
    assert not StyleRule.objects.exists()
    call_command("load_style")
    assert 20 <= StyleRule.objects.count() <= 40
    assert LedgerEntry.objects.get(action="style_import").actor is None
    call_command("load_style")
    assert LedgerEntry.objects.filter(action="style_import").count() == 1
    with pytest.raises(CommandError):
        call_command("load_style", "没有这个文件.csv")


WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20
)


class RoundTrip(TestCase):
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["banned", "cautious"]),
                WORD.map(str.strip).filter(
                    lambda word: word.strip("|｜、,， ") and "'" not in word
                ),
                WORD.map(str.strip).filter(lambda word: "'" not in word),
                st.sampled_from(["hint", "warning", "publish", "submit"]),
                st.booleans(),
            ),
            max_size=5,
            unique_by=lambda each: each[:2],
        )
    )
    def test_any_terms(self, made: list[tuple[str, str, str, str, bool]]) -> None:
        rules = [
            StyleRule(kind=kind, term=term, note=note, severity=severity, match_case=case)
            for kind, term, note, severity, case in made
        ]
        for rule in rules:
            stylebook.tidy(rule)
        text = stylebook_csv.write(rules)
        reading, _entry = stylebook_csv.take(None, text)
        assert reading.added == len(rules)
        stored = {
            (rule.kind, rule.term): (rule.note, rule.severity, rule.match_case)
            for rule in StyleRule.objects.all()
        }
        assert stored == {
            (rule.kind, rule.term): (rule.note, rule.severity, rule.match_case) for rule in rules
        }
