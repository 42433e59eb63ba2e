"""Copy arrives: as files, several of them, as pasted text, and from whom it may."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk import incoming_copy
from articles.intake.errors import TEMPLATES
from articles.models import Article, IncomingFile
from tests.admin.helpers import signed_in
from tests.cast import Cast, make_section
from tests.intake_screen.samples import (
    DAMAGED,
    GLOSSED,
    OLD_WORD,
    PLAIN,
    bring_in,
    document,
    said,
)


def test_who_writes_gets_the_page_and_nobody_else(cast: Cast) -> None:
    writers = {cast.reporter, cast.other_reporter, cast.editor, cast.second_editor,
               cast.foreign_editor, cast.desk_head, cast.chief, cast.second_chief}  # fmt: skip
    for user in cast.everybody:
        client = signed_in(user)
        expected = 200 if user in writers else 403
        assert client.get(reverse("admin:intake")).status_code == expected, user.username
        if user not in writers:
            answer = bring_in(client, cast.section, ("copy.txt", PLAIN))
            assert answer.status_code == 403
    assert not IncomingFile.objects.exists()


def test_strangers_are_asked_to_sign_in(cast: Cast) -> None:
    answer = bring_in(Client(), cast.section, ("copy.txt", PLAIN))
    assert answer.status_code == 401
    assert reverse("admin:login") in answer.content.decode()
    assert not IncomingFile.objects.exists()


def test_other_methods_are_refused(cast: Cast) -> None:
    assert signed_in(cast.reporter).put(reverse("admin:intake")).status_code == 405


def test_the_menu_leads_here_for_those_who_may(cast: Cast) -> None:
    link = f'href="{reverse("admin:intake")}"'
    assert link in signed_in(cast.reporter).get(reverse("admin:index")).content.decode()
    assert link not in signed_in(cast.proofreader).get(reverse("admin:index")).content.decode()


def test_sections_of_the_persons_own_desk_come_first(cast: Cast) -> None:
    cast.other_section.position = 0
    cast.other_section.save()
    make_section("last", desk=cast.desk, position=9)
    form = signed_in(cast.reporter).get(reverse("admin:intake")).context["form"]
    groups = [[pk for pk, _name in options] for _label, options in form.fields["section"].choices]
    assert groups[0][0] == cast.section.pk
    assert groups[1] == [cast.other_section.pk]


def test_a_file_waits_byte_for_byte_and_is_no_draft_yet(cast: Cast) -> None:
    data = GLOSSED.encode("gb18030")
    answer = bring_in(signed_in(cast.reporter), cast.section, ("夜班 热水.txt", data))
    file = IncomingFile.objects.get()
    assert answer["Location"] == reverse("admin:intake-review", args=[file.pk])
    assert bytes(file.data) == data
    assert file.name == "夜班 热水.txt"
    assert (file.received_by, file.section, file.article) == (cast.reporter, cast.section, None)
    assert file.report["headline"] == "码头夜班有了热水"
    assert not Article.objects.exists()


def test_one_bad_file_does_not_keep_the_others_out(cast: Cast) -> None:
    answer = bring_in(
        signed_in(cast.reporter),
        cast.section,
        ("first.txt", PLAIN),
        ("old.doc", OLD_WORD),
        ("empty.txt", b""),
        ("last.docx", document()),
        text="<p>",
    )
    names = list(IncomingFile.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["first.txt", "last.docx", ""]
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "old.doc is a document in the old Word or WPS format" in page
    assert "empty.txt is empty" in page
    assert "3 pieces of copy arrived" in said(answer)
    # What did arrive is on the list below, and the box is free for the next text.
    assert "first.txt" in page
    assert answer.context["form"]["text"].value() == ""


def test_refusals_are_translated_with_what_they_name(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = {
        TEMPLATES["unsupported"]: "%(name)s 是%(what)s，读不了。",
        "a PDF": "PDF 文件",
        "The pasted text": "粘贴的文字",
        TEMPLATES["binary"]: "%(name)s 不是文本：%(what)s。",
        "data of no known kind": "不明数据",
    }
    monkeypatch.setattr(incoming_copy, "_", lambda message: catalogue[message])
    client = signed_in(cast.reporter)
    answer = bring_in(client, cast.section, ("x.pdf", b"%PDF-1.7 x"), text="\x01\x02\x03")
    errors = answer.context["form"].errors
    assert errors["uploads"] == ["x.pdf 是PDF 文件，读不了。"]
    assert errors["text"] == ["粘贴的文字 不是文本：不明数据。"]


def test_pasted_text_stays_in_the_box_after_an_error(cast: Cast) -> None:
    pasted = "\x01\x02\x03\x04 not text"
    answer = bring_in(signed_in(cast.reporter), cast.section, ("good.txt", PLAIN), text=pasted)
    form = answer.context["form"]
    assert "The pasted text is not a text" in form.errors["text"][0]
    assert form["text"].value() == pasted
    assert IncomingFile.objects.get().name == "good.txt"


def test_pasted_text_stays_when_the_form_is_wrong(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    answer = client.post(reverse("admin:intake"), {"section": "999999", "text": PLAIN})
    assert answer.status_code == 200
    assert "section" in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == PLAIN
    assert not IncomingFile.objects.exists()


def test_nothing_at_all_is_said_to_be_nothing(cast: Cast) -> None:
    answer = bring_in(signed_in(cast.reporter), cast.section, text=" \n ")
    assert "nothing arrived" in answer.context["form"].non_field_errors()[0]


def test_pasted_text_is_kept_as_it_was_typed(cast: Cast) -> None:
    pasted = GLOSSED.replace("\n", "\r\n")
    bring_in(signed_in(cast.reporter), cast.section, text=pasted)
    file = IncomingFile.objects.get()
    assert bytes(file.data) == pasted.encode()
    assert file.name == ""


def test_two_presses_bring_it_in_once(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    for _press in range(2):
        bring_in(client, cast.section, ("a.txt", PLAIN), ("b.txt", DAMAGED))
    assert IncomingFile.objects.count() == 2
    # Another person's copy of the same bytes is theirs.
    bring_in(signed_in(cast.editor), cast.section, ("a.txt", PLAIN))
    assert IncomingFile.objects.count() == 3


def test_a_file_beyond_all_measure_is_not_even_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming_copy, "MOST_BYTES", 2**20)
    answer = bring_in(signed_in(cast.reporter), cast.section, ("big.docx", b"x" * 2**21))
    assert "big.docx is too large: it has 2.0 MB, and 1 MB" in str(answer.context["form"].errors)
    assert not IncomingFile.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("..\\..\\a\x07b.txt", "a_b.txt"), ("/etc/passwd", "passwd"), ("长" * 300 + ".txt", None)],
)
def test_a_file_name_is_only_a_name(cast: Cast, sent: str, kept: str | None) -> None:
    assert incoming_copy.plain_name(sent) == (kept or "长" * 196 + ".txt")


def test_the_seed_is_read_as_it_should_be(cast: Cast) -> None:
    seed = Path(__file__).resolve().parents[3] / "shared" / "intake" / "seed-article.txt"
    if not seed.exists():
        pytest.skip("the seed article is not here")
    client = signed_in(cast.reporter)
    bring_in(client, cast.section, (seed.name, seed.read_bytes()))
    file = IncomingFile.objects.get()
    page = client.get(reverse("admin:intake-review", args=[file.pk])).content.decode()
    assert "432 of 432 repaired" in page
    assert page.count('name="refuse" value="pinyin_glosses:') == 432
