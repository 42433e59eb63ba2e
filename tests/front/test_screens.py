"""The screens on which the front page is laid out, by their addresses."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Pin, PublishedArticle
from tests.admin.helpers import questions
from tests.cast import Cast, make_draft, make_published
from tests.front.choices import choose, home
from tests.public.archive import copies, figure, make_image, put_out

LAYOUT = "/admin/front/"


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.desk_head)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(pin: Pin, act: str) -> str:
    return reverse("admin:front-act", args=[pin.pk, act])


def area(page: str, key: str) -> str:
    return page.split(f'id="place-{key}"')[1].split("</section>")[0]


def clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_page_of_a_new_paper_says_what_readers_see(desk: Client, cast: Cast) -> None:
    page = desk.get(LAYOUT).content.decode()
    assert "还没有选定头条" in area(page, "lead")
    assert "没有指定候补" in area(page, "spare")
    for key in ("seconds", "picture", f"block-{cast.section.pk}"):
        assert "没有选稿" in area(page, key)
    assert 'href="/admin/front/lead/"' in page
    assert f'href="{LAYOUT}"' in desk.get("/admin/").content.decode()


def test_piece_is_chosen_for_a_place_with_one_press(desk: Client, cast: Cast) -> None:
    pieces = [put_out(cast, "渡口早班"), put_out(cast, "夜校开课")]
    page = desk.get("/admin/front/lead/").content.decode()
    assert page.index("夜校开课") < page.index("渡口早班")
    response = desk.post("/admin/front/lead/", {"seen": "0", "piece": pieces[0].pk})
    assert response["Location"] == f"{LAYOUT}#place-lead"
    page = desk.get(LAYOUT).content.decode()
    assert "“渡口早班”已放到“头条”。" in page
    assert "显示中" in area(page, "lead")
    assert home().lead == pieces[0]
    again = desk.post("/admin/front/lead/", {"seen": "0", "piece": pieces[0].pk}, follow=True)
    assert "已经在“头条”了" in again.content.decode()
    assert Pin.objects.count() == 1


def test_pieces_are_found_by_words_number_and_address(desk: Client, cast: Cast) -> None:
    piece = put_out(cast, "渡口早班")
    copies(put_out(cast, "别的稿件"), [timezone.now()] * 40)
    for typed in ("渡口", str(piece.pk), f"http://x{piece.get_absolute_url()}"):
        page = desk.get("/admin/front/seconds/", {"q": typed}).content.decode()
        assert "渡口早班" in page, typed
        assert "别的稿件" not in page, typed
    assert "没有找到" in desk.get("/admin/front/seconds/?q=查无此词").content.decode()


def test_pieces_without_a_picture_are_not_offered_as_picture(desk: Client, cast: Cast) -> None:
    put_out(cast, "没有图的稿")
    seen = put_out(cast, "有图的稿", figures=[figure(make_image(), is_cover=True)])
    page = desk.get("/admin/front/picture/").content.decode()
    assert "没有图的稿" not in page
    assert re.findall(r'name="piece" value="(\d+)"', page) == [str(seen.pk)]
    assert "<img" in page
    page = desk.get("/admin/front/picture/", {"q": "没有图"}).content.decode()
    assert "没有题图，不能放在大图位置" in page
    assert 'name="piece"' not in page


def test_hours_are_typed_and_stay_when_they_are_refused(desk: Client, cast: Cast) -> None:
    piece = put_out(cast, "渡口早班")
    now = timezone.now()
    late = clock(now - timedelta(hours=1))
    data = {"seen": "0", "piece": piece.pk, "ends_at": late}
    response = desk.post("/admin/front/seconds/", data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "结束时间已经过了" in page
    assert late in page
    assert desk.post("/admin/front/seconds/", data | {"ends_at": "明天"}).status_code == 400
    assert not Pin.objects.exists()
    hours = {
        "starts_at": clock(now + timedelta(hours=2)),
        "ends_at": clock(now + timedelta(days=1)),
    }
    assert desk.post("/admin/front/seconds/", data | hours).status_code == 302
    page = area(desk.get(LAYOUT).content.decode(), "seconds")
    assert "起" in page
    pin = Pin.objects.get()
    assert clock(pin.starts_at) == hours["starts_at"]
    refused = desk.post(press(pin, "hours"), {"seen": "1", "ends_at": late})
    assert refused.status_code == 409
    assert late in refused.content.decode()
    assert "结束时间已经过了" in area(refused.content.decode(), "seconds")
    assert desk.post(press(pin, "hours"), {"seen": "1", "ends_at": "??"}).status_code == 400
    done = desk.post(press(pin, "hours"), {"seen": "1", "ends_at": ""}, follow=True)
    assert "时间已设定" in done.content.decode()
    pin.refresh_from_db()
    assert pin.ends_at is None
    assert pin.starts_at <= timezone.now()


def test_up_down_and_off(desk: Client, cast: Cast) -> None:
    pieces = [put_out(cast, name) for name in ("甲稿", "乙稿", "丙稿")]
    for piece in pieces:
        choose(cast.chief, piece, "seconds")
    pins = {pin.article_id: pin for pin in Pin.objects.all()}
    first, last = pins[pieces[2].pk], pins[pieces[0].pk]
    page = area(desk.get(LAYOUT).content.decode(), "seconds")
    assert page.index("丙稿") < page.index("乙稿") < page.index("甲稿")
    assert page.count(" disabled") == 2
    only = put_out(cast, "丁稿")
    choose(cast.chief, only, f"block-{cast.section.pk}")
    alone = area(desk.get(LAYOUT).content.decode(), f"block-{cast.section.pk}")
    assert "丁稿" in alone
    assert "上移" not in alone
    assert desk.post(press(last, "up"), {"seen": "3"})["Location"] == f"{LAYOUT}#place-seconds"
    assert desk.post(press(first, "down"), {"seen": "4"}).status_code == 302
    page = area(desk.get(LAYOUT).content.decode(), "seconds")
    assert page.index("甲稿") < page.index("丙稿") < page.index("乙稿")
    desk.post(press(first, "off"), {"seen": "5"})
    assert not Pin.objects.filter(pk=first.pk).exists()
    gone = desk.post(press(first, "off"), {"seen": "5"}, follow=True)
    assert "已经不在那里了" in gone.content.decode()
    assert desk.post(press(last, "sideways"), {"seen": "6"}).status_code == 404
    assert desk.get(press(last, "off")).status_code == 405


def test_press_of_somebody_who_has_not_seen_the_last_change_is_told_and_can_decide(
    desk: Client, cast: Cast
) -> None:
    one, two = put_out(cast, "甲稿"), put_out(cast, "乙稿")
    choose(cast.chief, one, "seconds")
    pin = Pin.objects.get()
    choose(cast.chief, two, "seconds")
    for act in ("off", "down", "hours"):
        response = desk.post(press(pin, act), {"seen": "1", "ends_at": clock(timezone.now())})
        assert response.status_code == 409, act
        assert "有人改动了“要目”" in area(response.content.decode(), "seconds"), act
    response = desk.post("/admin/front/seconds/", {"seen": "1", "piece": put_out(cast).pk})
    assert response.status_code == 409
    page = response.content.decode()
    assert "有人改动了“要目”" in page
    assert 'name="seen" value="2"' in page
    assert Pin.objects.count() == 2


def test_piece_is_put_on_the_page_from_its_own_screen(desk: Client, cast: Cast) -> None:
    article = make_published(cast, "渡口早班")
    path = reverse("admin:front-piece", args=[article.pk])
    assert f'href="{path}"' in desk.get(article.get_absolute_url()).content.decode()
    page = desk.get(path).content.decode()
    places = set(re.findall(r'name="place" value="([\w-]+)"', page))
    assert places == {"lead", "spare", "seconds", f"block-{cast.section.pk}"}
    assert "没有题图" in page
    response = desk.post(path, {"place": "lead", "seen-lead": "0"})
    assert response["Location"] == f"{LAYOUT}#place-lead"
    assert home().lead == PublishedArticle.objects.get(pk=article.pk)
    assert "已在此处" in desk.get(path).content.decode()
    assert desk.post(path, {"place": "nowhere"}).status_code == 404
    assert desk.post(path, {"place": "spare", "seen-spare": "0"}).status_code == 409


def test_piece_that_readers_do_not_see_offers_nothing(desk: Client, cast: Cast) -> None:
    draft = make_draft(cast.reporter, cast.section)
    path = reverse("admin:front-piece", args=[draft.pk])
    assert path not in desk.get(draft.get_absolute_url(), follow=True).content.decode()
    assert desk.get(path).status_code == 404
    assert desk.post("/admin/front/lead/", {"seen": "0", "piece": draft.pk}).status_code == 409
    assert desk.post("/admin/front/lead/", {"seen": "0"}).status_code == 409


def test_screen_tells_what_shows_and_what_does_not(desk: Client, cast: Cast) -> None:
    now = timezone.now()
    cover = [figure(make_image(), is_cover=True)]
    lead = put_out(cast, "头条稿", figures=cover)
    choose(cast.chief, lead)
    choose(cast.chief, lead, "picture")
    spare = put_out(cast, "候补稿")
    choose(cast.chief, spare, "spare")
    for number in range(6):
        choose(cast.chief, put_out(cast, f"要目{number}"), "seconds")
    page = desk.get(LAYOUT).content.decode()
    assert area(page, "seconds").count("显示中") == 4
    assert area(page, "seconds").count("排队中") == 2
    assert "已在上面的位置" in area(page, "picture")
    assert "随时可顶上" in area(page, "spare")
    Pin.objects.filter(slot="lead").update(ends_at=now + timedelta(seconds=1), starts_at=now)
    Pin.objects.filter(slot="lead").update(
        starts_at=now - timedelta(days=1), ends_at=now - timedelta(minutes=1)
    )
    assert "已到期，请另选" in area(desk.get(LAYOUT).content.decode(), "lead")
    Pin.objects.filter(slot="lead").delete()
    page = desk.get(LAYOUT).content.decode()
    assert "正在顶替头条" in area(page, "spare")
    assert "还没有选定头条" in area(page, "lead")


def test_editor_chooses_for_the_blocks_of_their_desk_alone(cast: Cast) -> None:
    editor = signed_in(cast.editor)
    piece = put_out(cast, "渡口早班")
    page = editor.get(LAYOUT).content.decode()
    mine, theirs = f"block-{cast.section.pk}", f"block-{cast.other_section.pk}"
    assert f"/admin/front/{mine}/" in page
    for key in ("lead", "spare", "seconds", "picture", theirs):
        path = f"/admin/front/{key}/"
        assert path not in page, key
        assert editor.get(path).status_code == 403, key
        assert editor.post(path, {"seen": "0", "piece": piece.pk}).status_code == 403, key
    assert editor.post(f"/admin/front/{mine}/", {"seen": "0", "piece": piece.pk})["Location"]
    choose(cast.chief, piece)
    lead = Pin.objects.get(slot="lead")
    for act in ("off", "hours", "up"):
        assert editor.post(press(lead, act), {"seen": "1"}).status_code == 403, act
    path = reverse("admin:front-piece", args=[piece.pk])
    assert editor.post(path, {"place": "lead", "seen-lead": "1"}).status_code == 403
    foreign = signed_in(cast.foreign_editor)
    assert "没有您可以安排的位置" in foreign.get(path).content.decode()
    for user in (cast.reporter, cast.proofreader, cast.administrator):
        client = signed_in(user)
        assert client.get(LAYOUT).status_code == 403, user
        assert client.post(press(lead, "off"), {"seen": "1"}).status_code == 403, user
    assert Pin.objects.count() == 2


def test_questions_to_the_database_do_not_grow_with_what_is_chosen(
    desk: Client, cast: Cast
) -> None:
    def asked() -> int:
        return questions(desk, LAYOUT) + questions(desk, "/admin/front/seconds/")

    pieces = [put_out(cast), put_out(cast)]
    choose(cast.chief, pieces[0], "seconds")
    few = asked()
    assert few <= 100
    pieces += copies(pieces[0], [timezone.now()] * 20)
    for piece in pieces[1:9]:
        choose(cast.chief, piece, "seconds")
        choose(cast.chief, piece, f"block-{cast.section.pk}")
    assert asked() <= few
