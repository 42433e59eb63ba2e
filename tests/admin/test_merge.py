"""A save that comes too late: what each side changed is put together, and where both changed one
thing the person picks. Nothing of either side goes without being seen. No script is needed."""

import html
import re
from typing import Any

from articles.models import Article
from tests.admin.helpers import form_data, signed_in, theirs, url
from tests.cast import Cast, make_author, make_draft

BODY = "<p>第一段，说时间。</p>\n<p>第二段，说地点。</p>\n<p>第三段，说人。</p>"


def edit_url(article: Article) -> str:
    return url("articles_article_change", article.pk)


def merge_url(article: Article) -> str:
    return url("articles_article_merge", article.pk)


def inputs(page: str) -> dict[str, Any]:
    """The hidden fields of the page's merge form, as a browser would send them."""
    form = page[page.index("data-once>") :]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def stale(cast: Cast, mine: dict[str, Any], **their: Any) -> tuple[Article, Any]:
    article = make_draft(cast.reporter, cast.section, body=BODY)
    data = form_data(article, **mine)
    theirs(article, cast.editor, **their)
    article.refresh_from_db()
    return article, signed_in(cast.reporter).post(edit_url(article), data)


def test_changes_in_different_places_need_no_picking(cast: Cast) -> None:
    mine = {
        "headline": "我的标题",
        "body": BODY.replace("说人", "说三个人"),
        "credits": [{"name": "我加的人", "role": "intern"}],
    }
    article, response = stale(
        cast, mine, deck="别人的副题", body=BODY.replace("说时间", "说清时间")
    )
    assert response.status_code == 409
    page = html.unescape(response.content.decode())
    assert str(cast.editor) in page
    form = response.context["forms"].form
    assert (form["headline"].value(), form["deck"].value()) == ("我的标题", "别人的副题")
    assert "说清时间" in form["body"].value()
    assert "说三个人" in form["body"].value()
    assert 'name="credits-0-name" value="我加的人"' in page
    # Nothing is saved before the person has looked.
    article.refresh_from_db()
    assert (article.headline, article.version) == ("夜班公交通到厂门口", 2)
    assert 'name="version" value="2"' in page
    data = form_data(
        article, headline="我的标题", body=form["body"].value(), credits=mine["credits"]
    )
    assert signed_in(cast.reporter).post(edit_url(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.deck, article.version) == ("我的标题", "别人的副题", 3)


def test_one_place_changed_by_both_is_picked(cast: Cast) -> None:
    mine = {
        "headline": "我的标题",
        "body": BODY.replace("说地点", "说我的地点"),
        "deck": "我的副题",
    }
    article, response = stale(
        cast,
        mine,
        headline="别人的标题",
        body=BODY.replace("说地点", "说别的地点").replace("说人", "说大家"),
    )
    assert response.status_code == 409
    page = response.content.decode()
    said = html.unescape(page)
    for text in ("我", "别人", "夜班公交通到厂门口", "我的副题"):
        assert text in said
    data = inputs(page)
    client = signed_in(cast.reporter)
    # No side picked: asked again, with everything still there.
    refused = client.post(merge_url(article), data | {"_save": "1"})
    assert refused.status_code == 400
    assert inputs(refused.content.decode())["headline"] == ["我的标题"]
    (place,) = set(re.findall(r'name="(pick-body-\d+)"', page))
    saved = client.post(
        merge_url(article), data | {"_save": "1", "pick-headline": "theirs", place: "both"}
    )
    assert saved.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.deck, article.version) == ("别人的标题", "我的副题", 3)
    assert article.body.split("\n") == [
        "<p>第一段，说时间。</p>", "<p>第二段，说我的地点。</p>", "<p>第二段，说别的地点。</p>",
        "<p>第三段，说大家。</p>",
    ]  # fmt: skip


def test_two_windows_of_one_person_are_called_so(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, body=BODY)
    data = form_data(article, headline="这边的标题")
    apart = form_data(article, deck="这边的副题")
    theirs(article, cast.reporter, headline="那边的标题")
    client = signed_in(cast.reporter)
    asked = client.post(edit_url(article), data).content.decode()
    assert "您在另一个窗口改了同一处" in asked
    assert "本窗口" in asked
    assert "同事" not in asked
    assert "您在另一个窗口保存过" in client.post(edit_url(article), apart).content.decode()


def test_the_result_can_be_edited_before_it_is_saved(cast: Cast) -> None:
    article, response = stale(cast, {"headline": "我的标题"}, headline="别人的标题")
    data = inputs(response.content.decode()) | {"_edit": "1", "pick-headline": "mine"}
    going_on = signed_in(cast.reporter).post(merge_url(article), data)
    assert going_on.status_code == 200
    page = going_on.content.decode()
    assert going_on.context["forms"].form["headline"].value() == "我的标题"
    assert 'name="version" value="2"' in page
    assert 'data-unsaved="1"' in page
    article.refresh_from_db()
    assert article.headline == "别人的标题"


def test_a_third_save_meanwhile_is_compared_again(cast: Cast) -> None:
    article, response = stale(cast, {"headline": "我的标题"}, headline="别人的标题")
    theirs(article, cast.desk_head, headline="第三个标题")
    data = inputs(response.content.decode()) | {"_save": "1", "pick-headline": "mine"}
    again = signed_in(cast.reporter).post(merge_url(article), data)
    assert again.status_code == 409
    page = again.content.decode()
    assert "第三" in page
    assert inputs(page)["against"] == ["3"]
    article.refresh_from_db()
    assert article.headline == "第三个标题"
    saved = signed_in(cast.reporter).post(
        merge_url(article), inputs(page) | {"_save": "1", "pick-headline": "mine"}
    )
    assert saved.status_code == 302
    article.refresh_from_db()
    assert article.headline == "我的标题"


def test_what_was_typed_wrong_is_compared_too(cast: Cast) -> None:
    """A field that would be refused is part of what somebody typed."""
    long = "长" * 300
    article, response = stale(cast, {"headline": long}, deck="别人的副题")
    assert response.status_code == 409
    form = response.context["forms"].form
    assert (form["headline"].value(), form["deck"].value()) == (long, "别人的副题")
    article.refresh_from_db()
    assert article.headline == "夜班公交通到厂门口"


def test_bylines_and_tags_of_both_are_there(cast: Cast) -> None:
    make_author("林小满")
    mine = {"credits": [{"name": "林小满", "role": "reporter"}, {"name": "甲", "role": "intern"}]}
    linked = make_author("乙")
    their = [{"name": "乙", "role": "photographer", "author": linked.pk}]
    article, response = stale(cast, mine, credits=their)
    data = inputs(response.content.decode()) | {"_save": "1", "pick-credits": "both"}
    assert signed_in(cast.reporter).post(merge_url(article), data).status_code == 302
    assert [credit.name for credit in article.credits.all()] == ["林小满", "甲", "乙"]
    assert article.credits.get(name="乙").author == linked


def test_the_page_may_be_closed(cast: Cast) -> None:
    """Where no script has kept the text, the refused save has."""
    article, response = stale(cast, {"headline": "我的标题"}, headline="别人的标题")
    client = signed_in(cast.reporter)
    page = client.get(edit_url(article)).content.decode()
    (number,) = re.findall(r"\?kept=(\d+)", page)
    again = client.get(edit_url(article), {"kept": number})
    assert 'name="pick-headline"' in again.content.decode()
    data = inputs(response.content.decode()) | {"_save": "1", "pick-headline": "mine"}
    assert client.post(merge_url(article), data).status_code == 302
    assert "?kept=" not in client.get(edit_url(article)).content.decode()


def test_only_who_may_edit_gets_there(cast: Cast) -> None:
    article, response = stale(cast, {"headline": "我的标题"}, headline="别人的标题")
    data = inputs(response.content.decode()) | {"_save": "1", "pick-headline": "mine"}
    data["as"] = [str(cast.editor.pk)]
    for user, status in ((cast.foreign_editor, 403), (cast.outsider, 403), (cast.chief, 409)):
        answer = signed_in(user).post(merge_url(article), data)
        assert answer.status_code == status, user
    assert signed_in(cast.reporter).get(merge_url(article)).status_code == 405
    article.refresh_from_db()
    assert article.headline == "别人的标题"


def test_broken_requests_are_answered(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    for data in ({}, {"version": "x", "against": "y"}, {"against": "1", "_save": "1"}):
        assert client.post(merge_url(article), data).status_code in (200, 400, 409)
    article.refresh_from_db()
    assert article.version == 1
