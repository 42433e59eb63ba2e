"""The whole way of a damaged piece of copy: reporter, editor, reader, and back out again."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, IncomingFile, LedgerEntry, PublishedArticle, SiteIdentity
from tests.cast import Cast
from tests.journeys.browser import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SEED = Path(__file__).resolve().parents[3] / "shared" / "intake" / "seed-article.txt"
# Where the real piece is absent: the same kind of damage done to a piece of our own.
OWN = """(原標(biāo)題)讓每一盞夜燈都有人管——溯江市總工會(huì)驛站建設(shè)回眸
天黑得早了,江邊的驛站亮得更早。在這座城市,一百三十七個(gè)驛站為戶外勞動(dòng)者留著門。
今年以來,溯江市總工會(huì)把驛站辦到了碼頭、工地和菜場,著力解決喝水難、歇腳難、熱飯難。
夜里有燈,心里有底
“以前送完最後一單,只能坐在路邊。”騎手小方說,“現(xiàn)在進(jìn)門就有熱水。”
記者看到,驛站裡有微波爐、充電櫃和藥箱,墻上貼著求助電話。
大家的事,大家商量
每個(gè)驛站都有一位站長,由附近的職工輪流擔(dān)任。開幾點(diǎn)、關(guān)幾點(diǎn),由用的人說了算。
本報(bào)記者 郝佳偉
責(zé)任編輯:胡睿琳
關(guān)注公眾號,隨時(shí)閱讀溯江工人報(bào)
"""


class Copy:
    """What the piece is expected to become."""

    def __init__(self) -> None:
        self.real = SEED.exists()
        if self.real:
            self.data = SEED.read_bytes()
            self.headline = "以实干提升职工群众“幸福指数”"
            self.deck = "杨凌示范区总工会五年工作回眸"
            self.crossheads = [
                "加强思想引领，凝聚振兴杨凌磅礴力量",
                "围绕中心服务大局，助推高质量发展",
                "完善工会服务体系，为职工群众幸福“加码”",
            ]
            self.word = "幸福指数"
        else:
            print(f"{SEED} is absent: the journey is made with a damaged piece of our own")
            self.data = OWN.encode()
            self.headline = "让每一盏夜灯都有人管"
            self.deck = "溯江市总工会驿站建设回眸"
            self.crossheads = ["夜里有灯，心里有底", "大家的事，大家商量"]
            self.word = "每一盏夜灯"


def test_damaged_copy_goes_all_the_way_and_is_withdrawn(
    chromium: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    copy, cast, site = Copy(), Cast(), live_server.url
    SiteIdentity.objects.create(
        pk=1,
        site_name="溯江网",
        paper_name="溯江工人报",
        address="溯江市长堤路0号",
        icp_number="溯ICP备00000000号-1",
        copyright_text="版权所有 溯江工人报社",
        follow_text="关注公众号，随时阅读溯江工人报",
    )
    path = tmp_path / "seed-article.txt"
    path.write_bytes(copy.data)
    reporter = Person.arrive(chromium, site).sign_in("reporter")
    editor = Person.arrive(chromium, site).sign_in("editor")
    reader = Person.arrive(chromium, site)

    # The reporter brings the copy in and sees the repairs before anything is saved.
    reporter.go("/admin/")
    reporter.page.click("a[href$='/admin/intake/']:visible >> nth=0")
    reporter.page.set_input_files("input[type=file]", path)
    reporter.page.select_option("select[name=section]", str(cast.section.pk))
    reporter.page.click("form[enctype] button[type=submit]")
    reporter.page.wait_for_selector("#pinyin_glosses")
    seen = reporter.page.inner_text("main, #main, body")
    assert copy.headline in seen
    assert not Article.objects.exists()
    if copy.real:
        assert "432" in reporter.page.inner_text("#pinyin_glosses h3")
    reporter.page.click("button[name=_save]")
    reporter.page.wait_for_url("**/change/**")
    article = Article.objects.get()
    assert bytes(IncomingFile.objects.get(article=article).data) == copy.data

    def early() -> None:
        """A reader who guesses the address, or looks for the words, finds nothing."""
        today = article.created_at.astimezone()
        for day in (f"{today:%Y/%m/%d}", "2026/01/01"):
            assert reader.go(f"/{day}/{article.pk}/").status == 404
        for public in ("/", "/news/", f"/search/?q={quote(copy.word)}"):
            reader.go(public)
            assert copy.headline not in reader.page.content()
        feed = reader.page.request.get(f"{site}/feeds/latest.rss")
        assert feed.ok
        assert copy.headline not in feed.text()

    early()
    reporter.take(article.pk, "submit")
    early()

    # The editor returns it with a note; the reporter mends it and submits again.
    editor.take(article.pk, "return", "副题请再核一遍，导语里补上时间。")
    early()
    reporter.go(f"/admin/articles/article/{article.pk}/change/")
    assert "副题请再核一遍" in reporter.page.content()
    reporter.page.fill("[name=kicker]", "五年回望")
    with reporter.page.expect_navigation():
        reporter.page.click("button[name=_save]")
    reporter.take(article.pk, "submit")
    article.refresh_from_db()
    assert article.kicker == "五年回望"
    early()
    editor.take(article.pk, "pass")
    early()
    editor.take(article.pk, "publish")

    # The reader finds everything where a newspaper puts it.
    page = PublishedArticle.objects.get()
    assert reader.go(page.get_absolute_url()).status == 200
    assert reader.page.inner_text("h1").replace("\n", "") == copy.headline
    text = reader.page.inner_text("body")
    for words in (
        copy.deck,
        "郝佳伟",
        "胡睿琳",
        "关注公众号",
        "溯ICP备00000000号-1",
        "溯江市长堤路",
    ):
        assert words in text, words
    shown = reader.page.locator("article h2, article h3").all_inner_texts()
    assert [each for each in shown if each in copy.crossheads] == copy.crossheads
    assert "(biāo)" not in text
    for public in ("/news/", "/", f"/search/?q={quote(copy.word)}"):
        reader.go(public)
        assert copy.headline in reader.page.inner_text("main").replace("\n", ""), public
    feed = reader.page.request.get(f"{site}/feeds/latest.rss")
    assert copy.headline in feed.text()
    assert "郝佳伟" in feed.text()

    # Withdrawn: gone from everywhere, and the address says so.
    editor.take(article.pk, "withdraw", "照片版权有争议")
    assert reader.go(page.get_absolute_url()).status == 410
    assert copy.headline not in reader.page.content()
    assert "照片版权有争议" not in reader.page.content()
    for public in ("/news/", "/", f"/search/?q={quote(copy.word)}"):
        reader.go(public)
        assert copy.headline not in reader.page.content(), public
    for machine in ("/feeds/latest.rss", "/feeds/latest.atom", "/news-sitemap.xml"):
        assert copy.headline not in reader.page.request.get(site + machine).text(), machine

    acts = LedgerEntry.objects.filter(subject_kind="article").values_list("action", flat=True)
    assert list(acts) == [
        "create", "submit", "return", "edit", "submit", "pass", "publish", "withdraw",
    ]  # fmt: skip
    # What a browser says of a 404 or a 410 is no fault of the page.
    faults = [line for each in (reporter, editor, reader) for line in each.noise]
    assert [line for line in faults if "status of 4" not in line] == []
