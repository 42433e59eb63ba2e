"""Topics in the admin: the form, its table of contents, putting out, and a piece's own screen."""

from typing import Any

import pytest
from django.test import Client

from articles.desk import publishing, shown_special
from articles.models import Article, PublishedSpecial, Special
from tests.admin.helpers import rows, signed_in, url
from tests.cast import Cast, make_draft, make_published
from tests.topics.topics import INTRODUCTION, change, cover_fields, make_special, public_special

ADD, LIST = "/admin/specials/add/", "/admin/specials/"


def group(name: str) -> dict[str, Any]:
    return {"kind": "group", "name": name}


def piece(article: Article) -> dict[str, Any]:
    return {"kind": "piece", "piece": article.pk}


def sent(*entries: dict[str, Any], cover: Any = None, **typed: Any) -> dict[str, Any]:
    data = {"title": "夜班人", "slug": "night", "body": INTRODUCTION, "more": "", "version": 1}
    covers = [{"image": cover.content_hash, "alt": "灯"}] if cover else []
    return data | rows("entries", list(entries)) | rows("figures", covers) | typed


def stored(special: Special) -> list[tuple[str, list[int]]]:
    return [(each["name"], each["pieces"]) for each in shown_special.groups_of(special)]


def test_an_editor_makes_a_topic_with_groups(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert "专题" in client.get(LIST).content.decode()
    assert client.get(ADD).status_code == 200
    one, two, three = (make_published(cast, headline) for headline in ("甲稿", "乙稿", "丙稿"))
    address = publishing.publication_of(three).get_absolute_url()  # type: ignore[union-attr]
    cover = cover_fields()["cover"]
    data = sent(piece(two), group("路边"), piece(one), cover=cover,
                more=f"https://paper.example{address}\n\n")  # fmt: skip
    response = client.post(ADD, data)
    special = Special.objects.get()
    assert response["Location"] == special.get_absolute_url()
    assert stored(special) == [("", [two.pk]), ("路边", [one.pk, three.pk])]
    assert (special.cover, special.cover_alt) == (cover, "灯")
    page = client.get(special.get_absolute_url()).content.decode()
    for words in ("甲稿", "乙稿", "丙稿", "路边", INTRODUCTION[3:8], "保存"):
        assert words in page
    assert "_publish" not in page
    assert "夜班人" in client.get(LIST).content.decode()


def test_rows_come_in_the_order_of_the_screen_and_removed_ones_go(cast: Cast) -> None:
    one, two = make_published(cast, "甲稿"), make_published(cast, "乙稿")
    special = make_special(cast, ("路边", [one.pk]), ("车上", [two.pk]))
    data = sent(group("路边"), piece(one), group("车上"), piece(two))
    data |= {"entries-0-DELETE": "on", "entries-3-ORDER": "0"}
    assert signed_in(cast.editor).post(special.get_absolute_url(), data).status_code == 302
    assert stored(special) == [("", [two.pk, one.pk]), ("车上", [])]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"title": ""}, 400),
        ({"slug": "1952"}, 400),
        ({"slug": "夜班"}, 400),
        ({"more": "不是编号"}, 400),
        ({"more": "999999"}, 409),
        ({"entries-0-piece": "9" * 30}, 400),
        ({"version": "7"}, 409),
    ],
)
def test_what_is_wrong_is_said_and_stays_on_the_screen(
    cast: Cast, typed: dict[str, str], status: int
) -> None:
    special = make_special(cast)
    entry = piece(make_published(cast, "甲稿"))
    data = sent(entry, group("我写的组名"), body="<p>我写的导语</p>") | typed
    response = signed_in(cast.editor).post(special.get_absolute_url(), data)
    assert response.status_code == status
    page = response.content.decode()
    for words in ("我写的导语", "我写的组名", *filter(None, typed.values())):
        assert words in page
    assert 'role="alert"' in page
    assert stored(special) == []


def test_a_stale_form_never_wins(cast: Cast) -> None:
    special = make_special(cast)
    change(cast, special, title="别人改的")
    response = signed_in(cast.editor).post(special.get_absolute_url(), sent(title="我改的"))
    assert response.status_code == 409
    assert "我改的" in response.content.decode()
    special.refresh_from_db()
    assert special.title == "别人改的"


def test_a_head_saves_and_puts_out_in_one_press(client: Client, cast: Cast) -> None:
    special = make_special(cast)
    head = signed_in(cast.desk_head)
    response = head.post(special.get_absolute_url(), sent(group("车上"), _publish="1"), follow=True)
    assert "已发布" in response.content.decode()
    assert client.get("/topics/night/").status_code == 200
    # An editor who sends the same is told why nothing came of it, and what was typed is saved.
    data = sent(group("车下"), _publish="1", version=2)
    response = signed_in(cast.editor).post(special.get_absolute_url(), data, follow=True)
    assert "没有发布" in response.content.decode()
    assert stored(special) == [("车下", [])]
    assert PublishedSpecial.objects.get().groups == [{"name": "车上", "pieces": []}]


def test_taken_down_with_a_reason(client: Client, cast: Cast) -> None:
    special = public_special(cast)
    editor = signed_in(cast.editor)
    path = url("special-take-down", special.pk)
    response = editor.post(path, {"version": special.version, "note": " "})
    assert response.status_code == 409
    assert client.get("/topics/night/").status_code == 200
    assert editor.post(path, {"version": special.version, "note": "核实中"}).status_code == 302
    assert client.get("/topics/night/").status_code == 404
    assert editor.get(path).status_code == 405


def test_preview_is_the_page_that_readers_would_get(cast: Cast) -> None:
    public, draft = make_published(cast, "甲稿"), make_draft(cast.reporter, cast.section, "未发稿")
    special = make_special(cast, ("车上", [public.pk, draft.pk]), **cover_fields())
    response = signed_in(cast.editor).get(url("special-preview", special.pk))
    page = response.content.decode()
    assert "从候车的人写起" in page
    assert "甲稿" in page
    assert "未发稿" not in page
    assert "/admin/articles/image/file/" in page
    assert "unsafe" not in response["Content-Security-Policy"]


def test_pieces_are_found_by_words_number_and_address(cast: Cast) -> None:
    mine = make_draft(cast.reporter, cast.section, "夜班公交通到厂门口")
    public = make_published(cast, "夜班食堂", section=cast.section)
    make_draft(cast.foreign_editor, cast.other_section, "夜班合唱团")
    editor = signed_in(cast.editor)

    def found(asked: str) -> str:
        return editor.get("/admin/specials/pieces/", {"q": asked}).content.decode()

    assert "夜班公交" in found("夜班")
    assert "夜班食堂" in found("夜班")
    assert "合唱团" not in found("夜班")
    assert f'data-piece="{mine.pk}"' in found(str(mine.pk))
    assert f'data-piece="{public.pk}"' in found(f"#{public.pk}")
    assert "没有符合条件" in found("没有这样的稿")


def test_a_piece_goes_into_a_topic_from_its_own_screen(client: Client, cast: Cast) -> None:
    article = make_published(cast)
    special = public_special(cast, ("路边", []), ("车上", []))
    editor = signed_in(cast.editor)
    place = f"{special.pk}-{special.version}-1"
    assert f'value="{place}"' in editor.get(article.get_absolute_url()).content.decode()
    path = url("special-take-piece", article.pk)
    for wrong in ("", "x", f"{special.pk}-9-1", f"{special.pk}-{special.version}-7"):
        assert editor.post(path, {"place": wrong}).status_code == 302
        assert stored(special) == [("路边", []), ("车上", [])]
    assert editor.post(path, {"place": place})["Location"] == article.get_absolute_url()
    assert stored(special) == [("路边", []), ("车上", [article.pk])]
    assert article.headline in client.get("/topics/night/").content.decode()
    page = editor.get(article.get_absolute_url()).content.decode()
    assert special.get_absolute_url() in page
    assert f'value="{special.pk}-' not in page
    assert special.get_absolute_url() not in (
        signed_in(cast.reporter).get(article.get_absolute_url()).content.decode()
    )


def test_another_desks_draft_keeps_its_headline_to_itself(cast: Cast) -> None:
    hidden = make_draft(cast.foreign_editor, cast.other_section, "秘而不宣的标题")
    special = make_special(cast)
    special.places.create(group=special.groups.create(name="以后"), article=hidden, position=0)
    page = signed_in(cast.editor).get(special.get_absolute_url()).content.decode()
    assert "秘而不宣" not in page
    assert str(hidden.pk) in page
    assert "秘而不宣" in signed_in(cast.chief).get(special.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow(cast: Cast, django_assert_max_num_queries: Any, number: int) -> None:
    pieces = [make_published(cast, f"稿{each}").pk for each in range(number)]
    for each in range(number):
        special = make_special(
            cast, *((f"组{pk}", [pk]) for pk in pieces), slug=f"topic-{each}", title=f"专题{each}"
        )
    client = signed_in(cast.chief)
    for path in (LIST, special.get_absolute_url()):
        with django_assert_max_num_queries(32):
            assert client.get(path).status_code == 200
