"""Records for the supervisor: what is in the file, and that no altered file passes for whole."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import audit_check, audit_export, ledger, signing
from articles.models import AccessEntry, Article, LedgerEntry
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, make_published

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_KEY = tmp_path / "keys" / "audit-key.pem"


@pytest.fixture
def piece(cast: Cast) -> Article:
    article = make_published(cast)
    make_draft(cast.reporter, cast.section, "别的稿子")
    signed_in(cast.editor).get(url("articles_article_preview", article.pk))
    ledger.seal()
    return article


def whole_span(**fields: Any) -> audit_export.Span:
    now = timezone.now()
    return audit_export.Span(now - timedelta(days=1), now + timedelta(days=1), **fields)


def written(span: audit_export.Span) -> list[bytes]:
    return list(audit_export.lines(span))


def parsed(lines: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_everything_of_the_span_is_in_it_once(piece: Article) -> None:
    records = parsed(written(whole_span()))
    assert records[0]["type"] == "begin"
    assert records[-1]["type"] == "end"
    entries = [each for each in records if each["type"] == "ledger"]
    assert [each["hash"] for each in entries] == list(
        LedgerEntry.objects.order_by("at", "pk").values_list("hash", flat=True)
    )
    assert {"seal", "article"} == {each["subject_kind"] for each in entries}
    [opened] = [each for each in records if each["type"] == "access"]
    assert (opened["user"], opened["screen"], opened["subject"]) == ("editor", "preview", piece.pk)
    counts = records[-1]["counts"]
    assert counts["ledger"] == len(entries)
    assert counts["access"] == 1
    assert audit_check.check(written(whole_span())).reason == ""


def test_of_one_piece_only_its_own(piece: Article) -> None:
    records = parsed(written(whole_span(piece=piece.pk)))
    told = [each for each in records if each["type"] == "ledger"]
    assert {(each["subject_kind"], each["subject_id"]) for each in told} == {("article", piece.pk)}
    assert not [each for each in records if each["type"] == "sign_in"]


def test_what_is_outside_the_span_stays_out(piece: Article) -> None:
    now = timezone.now()
    span = audit_export.Span(now - timedelta(days=3), now - timedelta(days=2))
    assert len(written(span)) == 2


def test_pages_meet_without_gap_or_double(piece: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now()
    AccessEntry.objects.bulk_create(
        AccessEntry(at=at, name="甲", kind="article", subject_id=1, screen="x", once=str(number))
        for number in range(11)
    )
    whole = written(whole_span())[1:-1]
    monkeypatch.setattr(audit_export, "_PAGE", 3)
    by_three = written(whole_span())[1:-1]

    def of(lines: list[bytes]) -> list[dict[str, Any]]:
        return [{k: v for k, v in each.items() if k != "chain"} for each in parsed(lines)]

    assert of(by_three) == of(whole)
    assert audit_check.check(written(whole_span())).reason == ""


# What somebody does to a file, and the line that is named.
def _altered(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"Reporter"', b'"Somebody"'), *lines[3:]]


TAMPERED = {
    "altered": (_altered, 3),
    "taken out": (lambda lines: lines[:2] + lines[3:], 3),
    "put elsewhere": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3),
    "doubled": (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
    "cut off": (lambda lines: lines[:-1], None),
    "something after it": (lambda lines: [*lines, lines[1]], None),
    "not JSON": (lambda lines: [lines[0], b"\x00\n", *lines[2:]], 2),
    "spaces": (lambda lines: [lines[0], b" " + lines[1], *lines[2:]], 2),
    "no list": (lambda lines: [b"[]\n", *lines[1:]], 1),
    "deep": (lambda lines: [b"[" * 100_000 + b"\n", *lines[1:]], 1),
    "empty": (lambda lines: [], 1),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(TAMPERED))
def test_a_tampered_file_names_its_first_broken_line(piece: Article, how: str) -> None:
    lines = written(whole_span())
    tamper, number = TAMPERED[how]
    changed = tamper(lines)
    assert changed != lines
    found = audit_check.check(changed)
    assert found.reason
    expected = number if number else (len(lines) if how == "cut off" else len(lines) + 1)
    assert found.number == expected, found


def test_whoever_rebuilds_the_chain_still_cannot_sign(piece: Article) -> None:
    records = parsed(written(whole_span()))
    chain = ""
    forged = []
    for record in records:
        record.pop("chain")
        signature = record.pop("signature", None)
        if record["type"] == "access":
            record["user"] = "somebody"
        chain = audit_export.link(chain, record)
        record |= {"chain": chain} | ({"signature": signature} if signature else {})
        forged.append(ledger.canonical(record) + b"\n")
    found = audit_check.check(forged)
    assert (found.number, found.reason) == (len(forged), "the signature is not of this file")


def test_an_entry_altered_in_the_ledger_itself_is_named(piece: Article) -> None:
    """Signed by the house, and yet not what was written once."""
    record = {"type": "ledger", "hash": "0" * 64} | ledger.hashed_fields(
        LedgerEntry.objects.earliest("pk")
    )
    head = parsed(written(whole_span()))[0]
    head.pop("chain")
    lines, chain = [], ""
    for each in (head, record):
        chain = audit_export.link(chain, each)
        lines.append(ledger.canonical(each | {"chain": chain}) + b"\n")
    assert audit_check.check(lines).number == 2


def test_the_commands_write_and_check_a_file(piece: Article, tmp_path: Path) -> None:
    path, today = tmp_path / "march.jsonl", str(TODAY())
    out = StringIO()
    call_command("export_audit", "--from", today, "--out", str(path), stdout=out)
    assert "records" in out.getvalue()
    entry = LedgerEntry.objects.get(subject_kind="audit")
    assert (entry.action, entry.actor) == ("export", None)
    out = StringIO()
    call_command("verify_export", str(path), stdout=out)
    assert out.getvalue().startswith("Whole:")
    # Never over another file.
    with pytest.raises(CommandError, match="there already"):
        call_command("export_audit", "--from", today, "--out", str(path))
    path.write_bytes(path.read_bytes().replace(b'"Reporter"', b'"Somebody"', 1))
    with pytest.raises(CommandError, match=r"Line .* is broken"):
        call_command("verify_export", str(path))


def test_another_key_is_told_from_this_houses(
    piece: Article, tmp_path: Path, settings: Any
) -> None:
    path = tmp_path / "a.jsonl"
    call_command("export_audit", "--from", str(TODAY()), "--out", str(path), stdout=StringIO())
    pem = StringIO()
    call_command("export_audit", "--print-key", stdout=pem)
    public = tmp_path / "house.pem"
    public.write_text(pem.getvalue())
    settings.AUDIT_KEY = tmp_path / "another.pem"
    with pytest.raises(CommandError, match="another key"):
        call_command("verify_export", str(path))
    out = StringIO()
    call_command("verify_export", str(path), "--key", str(public), stdout=out)
    assert "Whole" in out.getvalue()
    assert "PRIVATE" not in pem.getvalue()
    assert (tmp_path / "keys" / "audit-key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--from"),
        (["--from", "gestern", "--out", "x"], "no day"),
        (["--from", "2026-02-31", "--out", "x"], "no day"),
        (["--from", "2026-03-02", "--to", "2026-03-01", "--out", "x"], "结束时间早于开始时间"),
        (["--from", "2026-03-01", "--out", "no/such/folder/x"], "cannot be written"),
        (["--from", "2999-03-01", "--out", "x"], "--from 2999-03-01 has not come yet"),
        (
            ["--from", "2026-03-01", "--piece", "99999999", "--out", "x"],
            "没有稿件 99999999 的任何记录",
        ),
        (["--from", "2026-03-01", "--piece=-1", "--out", "x"], "没有稿件 -1 的任何记录"),
        (["--from", "2026-03-01", "--piece", "0", "--out", "x"], "没有稿件 0 的任何记录"),
        (["--from", "2026-03-01", f"--piece={10**30}", "--out", "x"], "没有稿件 10+ 的任何记录"),
    ],
)
def test_a_wrong_call_says_what_to_do(cast: Cast, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("export_audit", *arguments)
    assert not Path("x").exists()


def test_half_an_export_is_taken_away_so_that_it_can_be_tried_again(
    piece: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_span: Any, **_by: Any) -> Iterator[bytes]:
        yield b"{}\n"
        raise OSError(28, "No space left on device")

    words = ("export_audit", "--from", str(TODAY()), "--out", str(tmp_path / "a.jsonl"))
    with monkeypatch.context() as patch:
        patch.setattr(audit_export, "lines", full)
        with pytest.raises(CommandError, match="No space left"):
            call_command(*words)
    assert not (tmp_path / "a.jsonl").exists()
    call_command(*words, stdout=StringIO())
    assert (tmp_path / "a.jsonl").exists()


def test_a_file_that_is_no_key_is_refused(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_KEY = tmp_path
    with pytest.raises(CommandError, match=r"NEWSROOM_AUDIT_KEY.+ cannot be used: Is a directory"):
        call_command("export_audit", "--print-key")
    settings.AUDIT_KEY = tmp_path / "no-key.pem"
    settings.AUDIT_KEY.write_text("something else")
    with pytest.raises(CommandError, match="NEWSROOM_AUDIT_KEY"):
        call_command("export_audit", "--print-key")
    with pytest.raises(signing.NoKey):
        signing.read_public(b"nothing")


def test_a_named_key_is_never_made_unasked(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_KEY_IS_NAMED = True
    with pytest.raises(CommandError, match=r"is not there.+ --make-key"):
        call_command("export_audit", "--print-key")
    answer = signed_in(cast.administrator).post(
        url("audit-export"), {"since": TODAY(), "until": TODAY(), "piece": ""}
    )
    assert answer.status_code == 409
    assert "签名的密钥不存在" in answer.content.decode()
    assert not LedgerEntry.objects.filter(subject_kind="audit").exists()
    assert not settings.AUDIT_KEY.exists()
    call_command("export_audit", "--make-key", stdout=StringIO())
    key = signing.public_key()
    assert settings.AUDIT_KEY.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_audit", "--make-key")
    assert signing.public_key() == key


# --- The screen ---------------------------------------------------------------------------------


def test_the_button_streams_a_file_that_checks(piece: Article, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    listing = client.get(url("articles_ledgerentry_changelist")).content.decode()
    assert url("audit-export") in listing
    form = client.get(url("audit-export")).content.decode()
    assert f'value="{TODAY().isoformat()}"' in form, "a browser's picker takes this form only"
    answer = client.post(url("audit-export"), {"since": TODAY(), "until": TODAY(), "piece": ""})
    assert answer.streaming
    assert "attachment" in answer["Content-Disposition"]
    found = audit_check.check(answer)
    assert (found.reason, found.key) == ("", signing.public_key())
    entry = LedgerEntry.objects.get(subject_kind="audit")
    assert entry.actor == cast.administrator
    page = client.get(url("articles_ledgerentry_changelist")).content.decode()
    assert "导出记录" in page


@pytest.mark.parametrize(
    "who", ["reporter", "editor", "desk_head", "chief", "proofreader", "outsider"]
)
def test_others_export_nothing(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    sent = {"since": TODAY(), "until": TODAY()}
    assert client.get(url("audit-export")).status_code == 403
    assert client.post(url("audit-export"), sent).status_code == 403
    assert not LedgerEntry.objects.filter(subject_kind="audit").exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"since": "", "until": ""}, 400),
        ({"since": "gestern", "until": "2026-03-01"}, 400),
        ({"since": "2026-03-02", "until": "2026-02-01"}, 409),
        ({"since": "2026-03-01", "until": "2026-03-02", "piece": "三号稿"}, 400),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(
    cast: Cast, sent: dict[str, str], status: int
) -> None:
    answer = signed_in(cast.administrator).post(url("audit-export"), sent)
    assert answer.status_code == status
    page = answer.content.decode()
    assert 'role="alert"' in page
    for typed in filter(None, sent.values()):
        assert typed in page
    assert not LedgerEntry.objects.filter(subject_kind="audit").exists()


def test_it_takes_no_other_method(cast: Cast) -> None:
    assert signed_in(cast.administrator).put(url("audit-export")).status_code == 405
