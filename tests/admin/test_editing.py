"""The edit screen: what is typed is saved, and what cannot be saved stays on the screen."""

import html

import pytest
from django.urls import reverse

from accounts.models import User
from articles.desk import workflow
from articles.models import Article, LedgerEntry, Revision, State, Tag
from tests.admin.helpers import form_data, new_piece, rows, signed_in, url
from tests.cast import Cast, make_author, make_draft, make_published, step

ADD = "admin:articles_article_add"


def edit_url(article: Article) -> str:
    """The form, also for whoever would land in the review first."""
    return url("articles_article_change", article.pk) + "?edit=1"


def test_a_new_piece_belongs_to_whoever_wrote_it(cast: Cast) -> None:
    tag = Tag.objects.create(name="公交")
    data = new_piece(
        cast.section.pk,
        kicker="市总工会",
        tags=[tag.pk],
        credits=[
            {"name": "郝佳伟", "role": "reporter"},
            {"name": "林小满", "role": "photographer"},
        ],
    )
    response = signed_in(cast.reporter).post(reverse(ADD), data)
    article = Article.objects.get()
    assert response.status_code == 302
    assert response.url == article.get_absolute_url()
    assert (article.owner, article.state, article.kicker) == (cast.reporter, "draft", "市总工会")
    assert [(c.name, c.role) for c in article.credits.all()] == [
        ("郝佳伟", "reporter"),
        ("林小满", "photographer"),
    ]
    assert list(article.tags.all()) == [tag]
    assert [entry.action for entry in LedgerEntry.objects.all()] == ["create"]


def test_a_reporter_begins_with_their_byline_an_editor_without(cast: Cast) -> None:
    def names(user: User) -> list[tuple[str, object]]:
        forms = signed_in(user).get(reverse(ADD)).context["forms"]
        return [(form["name"].value(), form["author"].value()) for form in forms.credits]

    assert names(cast.reporter) == [(str(cast.reporter), None)]
    page = make_author("沈砚秋", cast.reporter)
    assert names(cast.reporter) == [("沈砚秋", page.pk)]
    assert names(cast.editor) == []


def test_the_screen_shows_what_is_stored(cast: Cast) -> None:
    article = make_draft(
        cast.reporter,
        cast.section,
        deck="记一条公交线",
        credits=[{"name": "郝佳伟", "role": "reporter", "author": None}],
    )
    page = signed_in(cast.reporter).get(edit_url(article)).content.decode()
    for text in ("夜班公交通到厂门口", "记一条公交线", "郝佳伟", 'name="credits-0-name"'):
        assert text in page
    assert f'name="version" value="{article.version}"' in page


def test_saving_writes_content_one_revision_and_one_ledger_entry(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(
        article,
        headline="末班车等工人",
        body="<p>改过的正文。</p>",
        credits=[{"name": "郝佳伟", "role": "reporter"}],
    )
    response = signed_in(cast.reporter).post(edit_url(article), data)
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.body) == ("末班车等工人", "<p>改过的正文。</p>")
    assert article.version == 2
    assert article.revisions.count() == 2
    assert LedgerEntry.objects.filter(action="edit").count() == 1


def test_saving_without_a_change_makes_no_revision(cast: Cast) -> None:
    article = make_draft(
        cast.reporter,
        cast.section,
        summary="第一行\n第二行",
        body="<p>一</p>\n<p>二</p>",
        credits=[{"name": "郝佳伟", "role": "reporter", "author": None}],
    )
    # Browsers send every line end as CRLF, and the editor writes HTML in its own way.
    typed = {"summary": "第一行\r\n第二行", "body": "<p>一</p>\r\n\r\n<p>二</p>\r\n"}
    signed_in(cast.reporter).post(edit_url(article), form_data(article, **typed))
    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == (1, 1)


def test_the_body_is_sanitised(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, body='<p onclick="x()">好</p><script>alert(1)</script>')
    signed_in(cast.reporter).post(edit_url(article), data)
    article.refresh_from_db()
    assert article.body == "<p>好</p>"


def test_credits_are_reordered_removed_and_linked(cast: Cast) -> None:
    author = make_author("林小满")
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": name, "role": "reporter", "author": None} for name in ("甲", "乙", "丙")],
    )
    credits = [
        {"name": "甲", "role": "reporter", "ORDER": 3},
        {"name": "乙", "role": "reporter", "ORDER": 1, "DELETE": True},
        {"name": "林小满", "role": "intern", "ORDER": 2},
        {"name": "", "role": "reporter", "ORDER": 4},
    ]
    signed_in(cast.reporter).post(edit_url(article), form_data(article, credits=credits))
    stored = [(c.name, c.role, c.author) for c in article.credits.all()]
    assert stored == [("林小满", "intern", author), ("甲", "reporter", None)]


def test_another_name_typed_over_loses_the_old_link(cast: Cast) -> None:
    author = make_author("郝佳伟")
    article = make_draft(
        cast.reporter,
        cast.section,
        credits=[{"name": "郝佳伟", "role": "reporter", "author": author.pk}],
    )
    data = form_data(article, credits=[{"name": "胡睿琳", "role": "reporter", "author": author.pk}])
    data |= {"initial-credits-0-name": "郝佳伟", "initial-credits-0-author": author.pk}
    signed_in(cast.reporter).post(edit_url(article), data)
    assert [(c.name, c.author) for c in article.credits.all()] == [("胡睿琳", None)]


def test_a_pen_name_keeps_the_author_chosen_for_it(cast: Cast) -> None:
    author = make_author("郝佳伟")
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, credits=[{"name": "江边人", "role": "author", "author": author.pk}])
    signed_in(cast.reporter).post(edit_url(article), data)
    assert [(c.name, c.author) for c in article.credits.all()] == [("江边人", author)]


def test_a_wrong_field_loses_nothing_typed(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(
        article,
        headline="",
        deck="打了一半的副题",
        body="<p>打了一半的正文。</p>",
        credits=[{"name": "新来的实习生", "role": "intern"}],
    )
    response = signed_in(cast.reporter).post(edit_url(article), data)
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    for text in ("打了一半的副题", "<p>打了一半的正文。</p>", "新来的实习生"):
        assert text in page
    article.refresh_from_db()
    assert article.version == 1


# --- Somebody was faster ------------------------------------------------------------------------


def test_a_piece_that_moved_on_keeps_the_text_on_the_screen(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, headline="我的标题", body="<p>没来得及保存的话。</p>")
    step(article, "submit", cast.reporter)
    response = signed_in(cast.reporter).post(edit_url(article), data)
    page = html.unescape(response.content.decode())
    assert response.status_code == 409
    assert "我的标题" in page
    assert "没来得及保存的话。" in page
    assert 'name="_save"' not in page
    merge = url("articles_article_merge", article.pk)
    over = signed_in(cast.reporter).post(merge, data | {"against": "2", "_save": "1"})
    assert over.status_code == 403
    assert "没来得及保存的话。" in html.unescape(over.content.decode())
    article.refresh_from_db()
    assert article.headline == "夜班公交通到厂门口"


def test_a_section_does_not_change_in_a_review(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    data = form_data(article, section=cast.other_section.pk, headline="审稿人的标题")
    response = signed_in(cast.editor).post(edit_url(article), data)
    assert response.status_code == 409
    assert "审稿人的标题" in html.unescape(response.content.decode())
    article.refresh_from_db()
    assert (article.section, article.headline) == (cast.section, "夜班公交通到厂门口")


# --- One press --------------------------------------------------------------------------------


def test_save_and_submit_is_one_press(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, headline="末班车等工人") | {"_submit": "1"}
    response = signed_in(cast.reporter).post(edit_url(article), data)
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.state) == ("末班车等工人", State.FIRST_REVIEW)


def test_a_new_piece_can_be_submitted_at_once(cast: Cast) -> None:
    data = new_piece(cast.section.pk) | {"_submit": "1"}
    signed_in(cast.reporter).post(reverse(ADD), data)
    assert Article.objects.get().state == State.FIRST_REVIEW


def test_a_refused_submit_leaves_the_save(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, headline="只有标题", body="") | {"_submit": "1"}
    response = signed_in(cast.reporter).post(edit_url(article), data, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.state) == ("只有标题", State.DRAFT)
    assert any(message.level_tag == "error" for message in response.context["messages"])


@pytest.mark.parametrize("extra", [{}, {"_submit": "1"}])
def test_a_button_pressed_twice_saves_once(cast: Cast, extra: dict[str, str]) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, headline="末班车等工人") | extra
    client = signed_in(cast.reporter)
    assert client.post(edit_url(article), data).status_code == 302
    assert client.post(edit_url(article), data).status_code == 302
    assert article.revisions.count() == 2
    assert LedgerEntry.objects.filter(action="edit").count() == 1


@pytest.mark.parametrize("extra", [{}, {"_submit": "1"}])
def test_a_new_piece_pressed_twice_is_one_piece(cast: Cast, extra: dict[str, str]) -> None:
    make_author("郝佳伟")
    data = new_piece(cast.section.pk, credits=[{"name": "郝佳伟", "role": "reporter"}]) | extra
    client = signed_in(cast.reporter)
    first = client.post(reverse(ADD), data)
    second = client.post(reverse(ADD), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Article.objects.count() == 1


def test_a_step_button_saves_what_was_typed_and_opens_the_step(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    data = form_data(article, headline="审过的标题") | {"_step": "pass"}
    response = signed_in(cast.editor).post(edit_url(article), data)
    assert response.url == url("articles_article_step", article.pk, "pass")
    article.refresh_from_db()
    assert article.headline == "审过的标题"


# --- Who --------------------------------------------------------------------------------------


def test_whoever_may_not_edit_gets_a_reading_view(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    page = signed_in(cast.reporter).get(edit_url(article)).content.decode()
    assert "夜班公交通到厂门口" in page
    assert "article_form" not in page
    assert signed_in(cast.editor).get(edit_url(article)).context["forms"]


def test_whoever_may_not_see_a_piece_gets_403(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for user in (cast.foreign_editor, cast.other_reporter, cast.administrator, cast.outsider):
        client = signed_in(user)
        assert client.get(edit_url(article)).status_code == 403, user
        assert client.post(edit_url(article), form_data(article)).status_code == 403, user
    article.refresh_from_db()
    assert article.version == 1


def test_whoever_lost_the_right_while_writing_can_copy_the_text(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = form_data(article, body="<p>写到一半，值班结束了。</p>")
    response = signed_in(cast.foreign_editor).post(edit_url(article), data)
    assert response.status_code == 403
    assert "写到一半，值班结束了。" in response.content.decode()


def test_only_writers_start_pieces(cast: Cast) -> None:
    for user in (cast.proofreader, cast.administrator, cast.outsider):
        client = signed_in(user)
        assert client.get(reverse(ADD)).status_code == 403, user
        assert client.post(reverse(ADD), new_piece(cast.section.pk)).status_code == 403, user
    assert not Article.objects.exists()


def test_nobody_deletes_a_piece(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for user in (cast.reporter, cast.editor, cast.chief):
        delete = url("articles_article_delete", article.pk)
        assert signed_in(user).get(delete).status_code == 403
        assert signed_in(user).post(delete, {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_correction_note_is_there_only_while_a_correction_is_open(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    client = signed_in(cast.reporter)
    assert 'name="correction_note"' not in client.get(edit_url(article)).content.decode()
    signed_in(cast.reporter).post(
        edit_url(article), form_data(article, correction_note="偷偷写的更正")
    )
    article.refresh_from_db()
    assert article.correction_note == ""
    step(article, "correct", cast.editor, "站名有误，特此更正。")
    page = client.get(edit_url(article)).content.decode()
    assert 'name="correction_note"' in page
    assert "站名有误，特此更正。" in page


def test_broken_requests_are_answered_not_crashed_on(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    assert client.post(edit_url(article), {}).status_code == 200
    assert client.post(edit_url(article), {"version": "x" * 50}).status_code == 200
    weird = form_data(article) | {"version": "-1", "section": "nine", "tags": ["x"]}
    assert client.post(edit_url(article), weird).status_code == 200
    huge = form_data(article) | rows("credits", []) | {"credits-TOTAL_FORMS": "999999"}
    assert client.post(edit_url(article), huge).status_code in (200, 302, 409)
    assert client.get(url("articles_article_change", 10**17)).status_code == 404
    assert client.get(edit_url(article).replace(f"/{article.pk}/", "/x/")).status_code == 404


def test_workflow_and_editing_agree_on_who_edits(cast: Cast) -> None:
    """The form is shown exactly when a save would go through."""
    article = make_draft(cast.reporter, cast.section)
    for name in (None, "submit", "pass", "publish"):
        if name:
            step(article, name, cast.reporter if name == "submit" else cast.editor)
        for user in (cast.reporter, cast.editor, cast.second_editor, cast.chief):
            shows_form = "forms" in signed_in(user).get(edit_url(article)).context
            data = form_data(article)
            saves = signed_in(user).post(edit_url(article), data).status_code != 403
            assert shows_form == saves, (name, user)
    assert workflow.available(article, cast.editor)
    assert Revision.objects.filter(article=article).count() == 2


def test_related_pieces_are_switched_off_and_on_by_a_tick(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    assert 'name="without_related"' in client.get(edit_url(article)).content.decode()
    for typed, is_on in (({"without_related": "on"}, True), ({}, False)):
        article.refresh_from_db()
        data = form_data(article) | typed
        if not is_on:
            data.pop("without_related")
        client.post(edit_url(article), data)
        article.refresh_from_db()
        assert article.without_related is is_on
    assert Revision.objects.filter(article=article).count() == 3
