"""Whatever the code's own tables say to people, it says in Chinese."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import models
from django.test import RequestFactory
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from accounts.models import Author
from accounts.roles import RANK_LABELS, ROLES
from articles.admin import article_tabs, intake_compare, ledger
from articles.desk import ledger as desk_ledger
from articles.desk.incoming_copy import sentence
from articles.desk.workflow import TABLE, label_of
from articles.intake import IntakeError, read
from articles.intake.errors import TEMPLATES
from articles.models import REVIEWS, Article, Credit, Revision, Source, State
from articles.rendering import bylines
from tests.admin.helpers import signed_in, url
from tests.cast import Cast

LATIN_NAMES = r"AI|AVIF|GIF|HEIC|ICP|JPEG|MB|PDF|PNG|RTF|SVG|TIFF|UTF-8|WPS|WebP|Word|\.docx?|\.wps"

# Files that no reader takes, by a name without Latin letters before its ending.
REFUSED = {
    "空.txt": b"",
    "图.txt": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "页.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(64),
    "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "坏.docx": b"PK\x03\x04" + bytes(64),
    "包.txt": b"Rar!\x1a\x07\x01\x00" + bytes(64),
    "乱.txt": bytes(range(256)) * 4,
}

Labels = dict[str, str | Promise]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def is_chinese(text: object) -> bool:
    words = re.sub(LATIN_NAMES, "", str(text))
    return bool(re.search("[一-鿿]", words)) and not re.search("[A-Za-z]", words)


def labels() -> Labels:
    """Every label that a table of the code holds, by where it stands."""
    found: Labels = {}
    for step in TABLE.values():
        found |= {f"{step.name} label": step.label, f"{step.name} explains": step.explains}
    for number in REVIEWS:
        for required in range(REVIEWS.index(number) + 1, len(REVIEWS) + 1):
            for is_fix in (False, True):
                piece = Article(state=number, reviews_required=required, is_fix=is_fix)
                found[f"pass {number} of {required} {is_fix}"] = label_of(piece, TABLE["pass"])
    found |= {f"role {role.name}": role.label for role in ROLES.values()}
    found |= {f"rank {rank.name}": label for rank, label in RANK_LABELS.items()}
    found |= {f"on duty {name}": desk_ledger.role_label(f"{name}:duty") for name in _ranks()}
    choices: list[type[models.TextChoices]] = [
        State, Article.Origin, Article.AILabel, Credit.Role, Author.Kind, Source.Status,
        Revision.Kind,
    ]  # fmt: skip
    for each in choices:
        found |= {f"{each.__qualname__}.{member.name}": member.label for member in each}
    acts = ("create", "edit", "restore", "import", "accept_damaged", *TABLE, *ledger.ACTIONS)
    for name in acts:
        found[f"act {name}"] = ledger.label(name)
    found |= {f"subject {name}": label for name, label in ledger.SUBJECTS.items()}
    for tab in article_tabs.TABS.values():
        found |= {f"tab {tab.name}": tab.label, f"tab {tab.name} empty": tab.nothing}
    for kind, text in (*intake_compare.LABELS.items(), *intake_compare.EXPLAINS.items()):
        found[f"repair {kind} {text}"] = text
    for role in Credit.Role:
        for origin in Article.Origin:
            found[f"byline {role} {origin}"] = bylines.role_label(role.value, 1, origin.value)
    return found


def _ranks() -> list[str]:
    return [rank.name.lower() for rank in RANK_LABELS if rank]


def test_every_label_of_every_table_is_chinese() -> None:
    assert [where for where, label in labels().items() if not is_chinese(label)] == []


def test_every_step_and_state_is_called_by_a_name_of_its_own() -> None:
    for names in ([step.label for step in TABLE.values()], [state.label for state in State]):
        assert len(set(map(str, names))) == len(names)


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_refusal_of_a_file_is_chinese(code: str) -> None:
    error = IntakeError(code, name="稿", what="a program", size="9", limit="5")  # type: ignore[arg-type]

    assert is_chinese(sentence(error)), sentence(error)


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_reader_calls_a_file_is_chinese(name: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read(name, REFUSED[name])

    said = sentence(refused.value).replace(name, "")
    assert is_chinese(said), said


@pytest.mark.django_db
def test_a_refused_file_is_refused_in_chinese_on_the_screen(rf: RequestFactory) -> None:
    cast = Cast()

    answer = signed_in(cast.reporter).post(
        url("intake"), {"text": "", "section": cast.section.pk}, headers={"Accept-Language": "en"}
    )

    assert "没有收到内容，请选择文件或粘贴文字。" in answer.content.decode()


@pytest.mark.django_db
def test_a_refused_file_is_refused_in_chinese_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "页.txt"
    file.write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(64))
    said = StringIO()

    with pytest.raises(CommandError) as failed:
        call_command("intake", str(file), "--dry-run", stderr=said)

    assert is_chinese(said.getvalue().replace("页.txt", "")), said.getvalue()
    assert is_chinese(failed.value)


def test_every_model_and_field_of_the_admin_has_a_chinese_name() -> None:
    """Fields without a place on any screen keep the names that they have in the code."""
    wrong = []
    for model, model_admin in admin.site._registry.items():
        meta = model._meta
        wrong += [
            f"{meta.label}: {name}"
            for name in (meta.verbose_name, meta.verbose_name_plural)
            if not is_chinese(name)
        ]
        shown = {str(name) for name in (*model_admin.list_display, *(model_admin.fields or ()))}
        wrong += [
            f"{meta.label}.{field.name}: {field.verbose_name}"
            for field in meta.concrete_fields
            if field.name in shown and not is_chinese(field.verbose_name)
        ]
    assert wrong == []


def test_dates_are_written_as_chinese_newspapers_write_them() -> None:
    moment = datetime(2026, 11, 3, 7, 5)

    assert date_format(moment, "DATETIME_FORMAT") == "2026年11月3日 07:05"
    assert date_format(moment, translation.gettext("N j, H:i")) == "11月3日 07:05"
    assert date_format(moment, translation.gettext("F j, l")) == "11月3日 星期二"
