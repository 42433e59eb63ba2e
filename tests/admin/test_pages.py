"""Preview, revisions, review sheet and the copy as it came: for those who may see the piece."""

import html
from typing import Any

import pytest

from accounts.models import User
from articles.desk import comments
from articles.models import Article, IncomingFile, Source
from tests.admin.helpers import signed_in, theirs, url
from tests.cast import Cast, make_draft, make_published, make_section, step

PAGES = ("preview", "sheet", "revisions")


def page(user: User, name: str, article: Article, *args: Any, **query: Any) -> Any:
    return signed_in(user).get(url(f"articles_article_{name}", article.pk, *args), query)


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_may_see_the_piece(cast: Cast, name: str) -> None:
    article = make_draft(cast.reporter, cast.section, "秘密标题")
    for user in (cast.reporter, cast.editor, cast.chief):
        assert page(user, name, article).status_code == 200
    for user in (cast.foreign_editor, cast.other_reporter, cast.administrator, cast.outsider):
        response = page(user, name, article)
        assert response.status_code == 403
        assert "秘密标题" not in response.content.decode()
    assert signed_in(cast.chief).get(url(f"articles_article_{name}", 999)).status_code == 404


# --- Preview ------------------------------------------------------------------------------------


def test_a_preview_is_the_page_and_is_kept_by_nobody(cast: Cast) -> None:
    article = make_published(cast)
    public = (
        signed_in(cast.editor).get("/" + "/".join(article_path(article)) + "/").content.decode()
    )
    response = page(cast.editor, "preview", article)
    body = response.content.decode()
    # Up to the address on paper, which a preview does not have.
    main = public[public.index('<div class="story-body">') : public.index('<div class="printed">')]
    assert main in body
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    # Readers' pages have a strict policy, and so has their preview.
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def article_path(article: Article) -> list[str]:
    from articles.models import PublishedArticle

    return PublishedArticle.objects.get(pk=article.pk).get_absolute_url().strip("/").split("/")


def test_a_preview_shows_any_revision(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "第一稿标题")
    theirs(article, cast.reporter, headline="第二稿标题")
    assert "第二稿标题" in page(cast.editor, "preview", article).content.decode()
    first = page(cast.editor, "preview", article, revision=1).content.decode()
    assert "第一稿标题" in first
    for wrong in ("3", "x", "9" * 40):
        assert page(cast.editor, "preview", article, revision=wrong).status_code == 404


def test_a_preview_shows_the_correction_that_is_being_written(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "correct", cast.editor, "站名有误，特此更正。")
    assert "站名有误，特此更正。" in page(cast.editor, "preview", article).content.decode()


# --- Revisions ----------------------------------------------------------------------------------


def test_a_revision_shows_its_difference_from_the_one_before(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "夜班公交通到厂门口")
    theirs(article, cast.editor, headline="夜班公交开到厂门口", body="<p>完全另写的一段话。</p>")
    body = page(cast.reporter, "revision", article, 2).content.decode()
    assert "夜班公交<del>通</del><ins>开</ins>到厂门口" in body
    assert "<ins>完全另写的一段话。</ins>" in body
    first = page(cast.reporter, "revision", article, 1)
    assert first.context["changes"] == []
    assert page(cast.reporter, "revision", article, 3).status_code == 404


def test_a_revision_is_compared_with_what_readers_see(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    theirs(article, cast.reporter, deck="新副题")
    newest = article.revisions.order_by("-number").first()
    response = page(cast.reporter, "revision", article, newest.number, **{"with": "live"})
    assert response.context["against_live"]
    assert [change.name for change in response.context["changes"]] == ["deck"]
    draft = make_draft(cast.reporter, cast.section)
    assert page(cast.reporter, "revision", draft, 1, **{"with": "live"}).status_code == 404


def test_formatting_alone_is_named(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, body="<p>末班车</p>")
    theirs(article, cast.reporter, body="<p><strong>末班车</strong></p>")
    (change,) = page(cast.editor, "revision", article, 2).context["changes"]
    assert change.only_form


def test_every_kind_of_field_is_compared_in_words(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    source = Source.objects.create(name="外地日报")
    theirs(
        article,
        cast.editor,
        origin="reprint",
        source={"id": source.pk, "name": source.name},
        section={"id": cast.other_section.pk, "name": cast.other_section.name},
        credits=[{"name": "林小满", "role": "intern", "author": None}],
        body="<h2>从今晚起，末班车等最后一班工人。</h2>",
    )
    body = html.unescape(page(cast.chief, "revision", article, 2).content.decode())
    for text in ("外地日报", "林小满"):
        assert f"<ins>{text}" in body or f"{text}</ins>" in body
    names = [change.name for change in page(cast.chief, "revision", article, 2).context["changes"]]
    assert names == ["origin", "section", "source", "credits", "body"]


# --- Review sheet -------------------------------------------------------------------------------


def test_the_review_sheet_tells_the_whole_way(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, reviews_required=2, proofreads_required=1)
    article = make_draft(cast.reporter, section, "夜班公交通到厂门口")
    step(article, "submit", cast.reporter)
    step(article, "return", cast.editor, "第三段数字请核对")
    theirs(article, cast.reporter, body="<p>从明晚起，末班车等最后一班工人。</p>")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor, "已核")
    theirs(article, cast.desk_head, headline="夜班公交开到厂门口")
    waiting = page(cast.chief, "sheet", article).context["signed"]
    assert [(each.label, each.who) for each in waiting] == [
        ("一审", str(cast.editor)), ("二审", ""), ("一校", ""),
    ]  # fmt: skip
    step(article, "proofread", cast.proofreader, errors=2)
    step(article, "pass", cast.desk_head)
    response = page(cast.chief, "sheet", article)
    body = html.unescape(response.content.decode())
    assert [each.who for each in response.context["signed"]] == [
        str(cast.editor), str(cast.desk_head), str(cast.proofreader),
    ]  # fmt: skip
    assert "差错 2 处" in body
    for user in (cast.reporter, cast.editor, cast.desk_head, cast.proofreader):
        assert str(user) in body
    for text in ("第三段数字请核对", "已核", "深度"):
        assert text in body
    assert "<del>今</del><ins>明</ins>" in body
    assert "<del>通</del><ins>开</ins>" in body
    traces = response.context["traces"]
    changed = [[change.name for change in trace.changes] for trace in traces]
    # The first pass names the responsible editor, who then stands in the piece.
    assert changed == [["body"], ["responsible_editor"], ["headline"]]


def test_a_sheet_stays_a_page_or_two_whatever_happened(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    for number in range(20):
        theirs(article, (cast.editor, cast.second_editor)[number % 2], deck=f"第{number}稿")
        comments.say(article, cast.editor, f"意见{number}", revision=1)
    response = page(cast.chief, "sheet", article)
    assert len(response.context["traces"]) == len(response.context["asked"]) == 12
    assert response.context["left_out"] == 8
    # The newest ones are those that matter.
    assert "第19稿" in response.content.decode().replace("<ins>", "").replace("</ins>", "")


def test_what_the_owner_writes_first_is_no_change(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    theirs(article, cast.reporter, headline="自己改的第一遍")
    theirs(article, cast.reporter, headline="自己改的第二遍")
    step(article, "submit", cast.reporter)
    assert page(cast.chief, "sheet", article).context["traces"] == []


def test_long_unchanged_text_is_left_out_of_the_sheet(cast: Cast) -> None:
    long = "工会干部走进车间，听工人说话。" * 40
    article = make_draft(cast.reporter, cast.section, body=f"<p>{long}</p><p>{long}末句。</p>")
    theirs(article, cast.editor, body=f"<p>{long}</p><p>{long}尾句。</p>")
    body = page(cast.chief, "sheet", article).content.decode()
    assert "<del>末</del><ins>尾</ins>" in body
    assert len(body) < 8000


# --- As it came ---------------------------------------------------------------------------------


def test_the_original_file_is_handed_out_whole_and_never_shown(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = b"<script>alert(1)</script>\xff\x00"
    file = IncomingFile.objects.create(
        article=article, name="来稿.html", data=data, content_hash="0" * 64, report={},
        received_by=cast.reporter, section=cast.section,
    )  # fmt: skip
    response = page(cast.editor, "incoming", article, file.pk)
    assert response.content == data
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert page(cast.foreign_editor, "incoming", article, file.pk).status_code == 403
    other = make_draft(cast.other_reporter, cast.section)
    assert page(cast.other_reporter, "incoming", other, file.pk).status_code == 404


def test_the_archive_is_for_those_who_may_see_pictures(cast: Cast) -> None:
    pictures = url("articles_article_pictures")
    assert signed_in(cast.reporter).get(pictures, {"q": "公交"}).status_code == 200
    assert signed_in(cast.administrator).get(pictures).status_code == 403
