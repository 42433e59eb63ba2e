"""One press makes one draft, with everything that the copy brought."""

import hashlib
from typing import Any

import pytest
from django.urls import reverse

from articles.desk import editing, incoming, ledger
from articles.desk.incoming_copy import read_copy
from articles.models import Article, Figure, Image, IncomingFile, Revision, SiteIdentity, Source
from articles.text.markup import figure_hashes
from tests.admin.helpers import signed_in
from tests.cast import Cast
from tests.desk.test_concurrency import at_once
from tests.images.pictures import drawing, photo, saved
from tests.intake_screen.samples import (
    GLOSSED,
    MENDED,
    PLAIN,
    address,
    document,
    document_with_broken_picture,
    press,
    said,
    waiting,
)


def saved_draft(cast: Cast, data: str | bytes, name: str = "copy.txt", **typed: Any) -> Any:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, data, name)
    return client.post(
        address(file), {"section": file.section_id, "_save": "1", **typed}, follow=True
    )


def test_the_draft_has_everything_and_its_screen_opens(cast: Cast) -> None:
    answer = saved_draft(cast, GLOSSED)
    article = Article.objects.get()
    assert answer.redirect_chain == [(article.get_absolute_url(), 302)]
    assert answer.status_code == 200
    assert article.headline == "码头夜班有了热水"
    assert article.responsible_editor == "沈岚"
    assert [(credit.name, credit.role) for credit in article.credits.all()] == [
        ("郑一鸣", "reporter")
    ]
    assert article.body == (f"<p>{MENDED[0]}</p>\n<h2>打水的路短了</h2>\n<p>{MENDED[1]}</p>")
    assert (article.owner, article.section, article.state) == (cast.reporter, cast.section, "draft")
    file = article.incoming_files.get()
    assert bytes(file.data) == GLOSSED.encode()
    assert file.content_hash == hashlib.sha256(GLOSSED.encode()).hexdigest()
    assert file.report["repairs"]["pinyin_glosses"] == 8
    assert ledger.verify() == []


def test_the_message_names_what_was_done(cast: Cast) -> None:
    answer = saved_draft(cast, GLOSSED, refuse=["traditional"])
    assert "Repaired: Pinyin glosses 8, Punctuation 2." in said(answer)
    assert "picture" not in said(answer)


def test_copy_that_needed_nothing_is_said_to_have_needed_nothing(cast: Cast) -> None:
    assert "Repaired: nothing." in said(saved_draft(cast, PLAIN))


def test_the_section_chosen_last_is_the_drafts(cast: Cast) -> None:
    saved_draft(cast, PLAIN, section=cast.other_section.pk)
    assert Article.objects.get().section == cast.other_section


def test_pictures_become_figures_in_their_places(cast: Cast) -> None:
    pictures = [saved(photo((64, 48)), "JPEG"), saved(drawing(), "PNG")]
    answer = saved_draft(cast, document(*pictures), "report.docx")
    article = Article.objects.get()
    hashes = list(article.figures.values_list("image__content_hash", flat=True))
    assert len(hashes) == 2
    assert figure_hashes(article.body) == hashes
    assert Image.objects.filter(uploaded_by=cast.reporter).count() == 2
    assert "2 pictures taken over." in said(answer)


def test_a_picture_that_is_none_is_left_out_and_named(cast: Cast) -> None:
    answer = saved_draft(cast, document_with_broken_picture(), "report.docx")
    article = Article.objects.get()
    assert Figure.objects.filter(article=article).count() == 1
    assert len(figure_hashes(article.body)) == 1
    assert "1 picture taken over." in said(answer)
    assert "Picture left out: image2.png: The picture is damaged" in said(answer)


def test_the_preview_shows_the_documents_pictures_made_anew(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    data = saved(drawing(), "PNG")
    file = waiting(client, cast.section, document(data), "report.docx")
    inside = hashlib.sha256(data).hexdigest()
    picture = reverse("admin:intake-picture", args=[file.pk, inside])
    assert picture in client.get(address(file)).content.decode()
    answer = client.get(picture)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[8:12] == b"WEBP"
    assert not Image.objects.exists()
    assert client.get(picture.replace(inside, "0" * 64)).status_code == 404
    assert signed_in(cast.other_reporter).get(picture).status_code == 403


def test_what_is_too_long_for_its_field_is_cut_and_said(cast: Cast) -> None:
    long = "题" * 320
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, f"引题：{long}\n主题：码头夜班有了热水\n{PLAIN}")
    assert "cut in the draft: kicker" in client.get(address(file)).content.decode()
    answer = client.post(address(file), {"section": cast.section.pk, "_save": "1"}, follow=True)
    assert "and cut: kicker" in said(answer)
    article = Article.objects.get()
    assert article.kicker == long[:120]
    assert long in bytes(article.incoming_files.get().data).decode()


def test_copy_without_a_headline_gets_its_files_name(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    text = "昨天上午，市总工会把防暑药品送到工地，领到药品的工人有三百二十名，个个都说好。"
    file = waiting(client, cast.section, text, "防暑 药品.txt")
    assert "No headline was found" in client.get(address(file)).content.decode()
    press(client, file, "save")
    assert Article.objects.get().headline == "防暑 药品"


def test_the_paper_is_no_source_of_its_own_pieces(cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="海城网", paper_name="海城日报")
    saved_draft(cast, "码头夜班有了热水\n来源：海城日报\n" + MENDED[0])
    article = Article.objects.get()
    assert article.origin == Article.Origin.OWN
    assert article.source is None
    assert not Source.objects.exists()


def test_pressed_twice_there_is_one_draft(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    first = press(client, file, "save")
    second = client.post(address(file), {"section": cast.section.pk, "_save": "1"}, follow=True)
    article = Article.objects.get()
    assert first["Location"] == article.get_absolute_url()
    assert second.redirect_chain[-1][0] == article.get_absolute_url()
    assert "A draft was made of this copy already." in said(second)
    assert Revision.objects.filter(article=article).count() == 1


def test_after_the_draft_nothing_changes_the_file(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    press(client, file, "save", refuse=["punctuation"])
    for button in ("update", "discard", "take_back", "save"):
        assert press(client, file, button, refuse=["traditional"]).status_code == 302
    file.refresh_from_db()
    assert (file.refused, file.discarded_at) == (["punctuation"], None)
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_draft() -> None:
    cast = Cast()
    data = document(saved(drawing(), "PNG"))
    copy = read_copy("report.docx", data)
    pk = incoming.keep(copy, cast.reporter, cast.section).pk

    def save() -> Any:
        file = IncomingFile.objects.select_related("section").get(pk=pk)
        return incoming.make_draft(file, copy, cast.reporter)

    results = at_once(save, save, save)
    assert sorted(made.is_new for made in results) == [False, False, True]
    assert {made.article.pk for made in results} == {Article.objects.get().pk}
    assert IncomingFile.objects.get().article_id == Article.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_two_arrivals_at_the_same_moment_are_kept_once() -> None:
    cast = Cast()
    copy = read_copy("copy.txt", PLAIN.encode())
    arrive = lambda: incoming.keep(copy, cast.reporter, cast.section)  # noqa: E731
    results = at_once(arrive, arrive, arrive)
    assert {file.pk for file in results} == {IncomingFile.objects.get().pk}


def test_an_edited_draft_keeps_its_origin(cast: Cast) -> None:
    saved_draft(cast, GLOSSED)
    article = Article.objects.get()
    content = editing.newest_revision(article).content | {"headline": "码头有了热水"}
    editing.write(article, content, cast.editor)
    assert bytes(article.incoming_files.get().data) == GLOSSED.encode()
