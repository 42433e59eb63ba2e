"""Waiting copy: who sees it, who takes it up, and that nothing of it is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, IncomingFile
from tests.admin.helpers import signed_in
from tests.cast import Cast, make_draft, step
from tests.images.pictures import drawing, saved
from tests.intake_screen.samples import (
    DAMAGED,
    GLOSSED,
    PLAIN,
    address,
    bring_in,
    document,
    press,
    said,
    waiting,
)

SECRET = "码头夜班有了热水"
OPENERS = ("reporter", "editor", "second_editor", "desk_head", "chief", "second_chief")


def original(file: IncomingFile) -> str:
    return reverse("admin:intake-original", args=[file.pk])


def test_only_its_sender_and_editors_of_its_desk_see_it(cast: Cast) -> None:
    file = waiting(signed_in(cast.reporter), cast.section, GLOSSED)
    for name, user in vars(cast).items():
        if user not in cast.everybody:
            continue
        client = signed_in(user)
        may = name in OPENERS
        assert client.get(address(file)).status_code == (200 if may else 403), name
        assert client.get(original(file)).status_code == (200 if may else 403), name
        assert client.get(original(file), follow=True).content.decode().count(SECRET) <= may
        listed = client.get(reverse("admin:intake")).content.decode()
        assert (SECRET in listed) is may, name
        if not may:
            for button in ("save", "update", "discard", "take_back"):
                assert press(client, file, button).status_code == 403
    file.refresh_from_db()
    assert (file.article, file.discarded_at) == (None, None)


def test_strangers_get_nothing(cast: Cast) -> None:
    file = waiting(signed_in(cast.reporter), cast.section, GLOSSED)
    for url in (address(file), original(file), reverse("admin:intake")):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert reverse("admin:login") in answer["Location"]


def test_what_is_not_there_is_not_there(cast: Cast) -> None:
    client = signed_in(cast.chief)
    for name in ("intake-review", "intake-original"):
        assert client.get(reverse(f"admin:{name}", args=[10**12])).status_code == 404
    assert client.get(reverse("admin:intake-picture", args=[1, "0" * 64])).status_code == 404


def test_an_editor_takes_up_what_a_reporter_left(cast: Cast) -> None:
    file = waiting(signed_in(cast.reporter), cast.section, GLOSSED)
    press(signed_in(cast.editor), file, "save")
    article = Article.objects.get()
    assert article.owner == cast.editor
    # Who brought it in is told, is not let into the draft, and still has the bytes.
    client = signed_in(cast.reporter)
    answer = client.get(address(file), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("admin:intake")
    assert "A draft was made of this copy already." in said(answer)
    assert client.get(original(file)).content == GLOSSED.encode()


def test_moving_it_to_another_section_moves_who_sees_it(cast: Cast) -> None:
    file = waiting(signed_in(cast.reporter), cast.section, GLOSSED)
    press(signed_in(cast.reporter), file, "update", section=cast.other_section.pk)
    assert signed_in(cast.editor).get(address(file)).status_code == 403
    assert signed_in(cast.foreign_editor).get(address(file)).status_code == 200


def test_discarded_copy_leaves_the_list_and_can_be_taken_back(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, DAMAGED)
    answer = client.post(address(file), {"_discard": "1"}, follow=True)
    assert "copy.txt was discarded. It is kept:" in said(answer)
    assert address(file) in said(answer)
    assert not answer.context["waiting"]
    assert "It is not lost" in client.get(address(file)).content.decode()
    press(client, file, "take_back")
    assert [each.pk for each in client.get(reverse("admin:intake")).context["waiting"]] == [file.pk]
    file.refresh_from_db()
    assert bytes(file.data) == DAMAGED.encode()


def test_a_draft_of_discarded_copy_is_a_draft(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, PLAIN)
    press(client, file, "discard")
    press(client, file, "save")
    file.refresh_from_db()
    assert file.article == Article.objects.get()
    assert file.discarded_at is None


def test_the_list_marks_quarantine_and_forgets_what_became_a_draft(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    bring_in(client, cast.section, ("bad.txt", DAMAGED), ("good.txt", PLAIN))
    page = client.get(reverse("admin:intake")).content.decode()
    assert page.count(">quarantine<") == 1
    good = IncomingFile.objects.get(name="good.txt")
    answer = client.post(address(good), {"section": cast.section.pk, "_save": "1"}, follow=True)
    assert "1 more piece of copy waits." in said(answer)
    page = client.get(reverse("admin:intake")).content.decode()
    assert "bad.txt" in page
    assert "good.txt" not in page


def test_the_menu_counts_what_waits(cast: Cast) -> None:
    waiting(signed_in(cast.reporter), cast.section, GLOSSED)
    for user, badge in ((cast.reporter, "1"), (cast.editor, "1"), (cast.other_reporter, "")):
        menu = signed_in(user).get(reverse("admin:index")).context["sidebar_navigation"]
        item = next(item for group in menu for item in group["items"]
                    if item["link"] == reverse("admin:intake"))  # fmt: skip
        assert item.get("badge", "") == badge


@pytest.mark.parametrize("name", ["夜班 热水.txt", 'quo"te.txt', "plain.txt"])
def test_the_original_is_saved_and_never_shown(cast: Cast, name: str) -> None:
    client = signed_in(cast.reporter)
    data = b"\xef\xbb\xbf" + GLOSSED.replace("\n", "\r\n").encode()
    answer = client.get(original(waiting(client, cast.section, data, name)))
    assert answer.content == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_the_original_of_a_draft_is_for_whoever_may_see_the_draft(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    file = waiting(client, cast.section, GLOSSED)
    press(client, file, "save")
    article = Article.objects.get()
    for user in cast.everybody:
        may = user in {cast.reporter, cast.editor, cast.second_editor, cast.desk_head,
                       cast.chief, cast.second_chief}  # fmt: skip
        assert signed_in(user).get(original(file)).status_code == (200 if may else 403)
    # In review a proofreader may open the piece, and so what it came from.
    step(article, "submit", cast.reporter)
    assert signed_in(cast.proofreader).get(original(file)).status_code == 200


def test_the_picture_archive_shows_nothing_of_waiting_copy(cast: Cast) -> None:
    """Pictures of waiting copy are in no archive until there is a draft."""
    waiting(signed_in(cast.reporter), cast.section, document(saved(drawing(), "PNG")), "a.docx")
    assert make_draft(cast.other_reporter, cast.section)
    page = signed_in(cast.other_reporter).get(reverse("admin:articles_article_pictures"))
    assert "<img" not in page.content.decode()
