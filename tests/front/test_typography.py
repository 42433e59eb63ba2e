"""Chinese and Latin type as a browser sets it: measure, lines, headlines, colours, print."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageChops
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import SiteIdentity
from tests.cast import Cast, make_section
from tests.front.choices import choose
from tests.public.archive import put_out
from tests.topics.topics import public_special

SHEET = Path(settings.BASE_DIR) / "static" / "public" / "site.css"
HEADLINES = (
    "门机“搬”进了屏幕，司机一个没落下",
    "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，千余名一线工人今天起凭技能等级领取岗位津贴",
    "市职工医院开设夜间门诊，下了班再看病",
    "东埠大桥夜间检修，今起封闭一条车道",
    "第十八届职工技能大赛各工种前三名揭晓",
    "单位说加班只给调休，可以吗？",
    "桥合龙了",
)
# On the narrowest telephone its last line was one character.
LONG_TOPIC = (
    "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，"
    "溯江千余名一线工人领取岗位津贴"
)  # fmt: skip
# How many characters stand on the last line of each element, and on how many lines it is set.
LAST_LINES = """selector => [...document.querySelectorAll(selector)].map(element => {
  const lines = new Map();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at++) {
      if (!node.data[at].trim()) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      const line = Math.round((box.top + box.bottom) / 2 / 8);
      lines.set(line, (lines.get(line) || 0) + 1);
    }
  }
  const sorted = [...lines.entries()].sort((a, b) => a[0] - b[0]);
  return [element.textContent, sorted.length, sorted.at(-1)?.[1] ?? 0];
})"""


def test_one_sheet_that_weighs_little_and_asks_nobody() -> None:
    text = SHEET.read_text(encoding="utf-8")
    assert len(gzip.compress(text.encode())) < 15_000
    assert "url(" not in text
    assert "@import" not in text


@pytest.fixture
def site(live_server: LiveServer) -> LiveServer:
    cast = Cast()
    make_section("local", "本地", cast.desk, parent=cast.section)
    now = timezone.now()
    body = "".join(
        f"<p>{'从今晚起，末班车等最后一班工人，全程四十分钟。' * 8}</p>" for _ in range(3)
    )
    pieces = [
        put_out(
            cast, headline, at=now - timedelta(hours=number), body=body, deck="副题也不短",
            section=cast.other_section if number % 3 == 0 else cast.section,
        )
        for number, headline in enumerate(HEADLINES * 3)
    ]  # fmt: skip
    choose(cast.chief, pieces[0])
    public_special(cast, ("", [pieces[1].pk]), slug="long", title=LONG_TOPIC)
    return live_server


@pytest.fixture
def page(chromium: Browser, site: LiveServer) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.url, locale="zh-CN")
    yield context.new_page()
    context.close()


def style(page: Page, selector: str, name: str) -> str:
    return str(page.eval_on_selector(selector, "(it, name) => getComputedStyle(it)[name]", name))


def pixels(page: Page, selector: str, name: str) -> float:
    return float(style(page, selector, name).removesuffix("px"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_headlines_leave_no_character_alone_and_text_has_its_measure(page: Page) -> None:
    for width in (320, 390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")
        for selector in (".lead h2", ".item h2", ".newest li a", ".block h3", ".block-rest li a"):
            for text, lines, last in page.evaluate(LAST_LINES, selector):
                assert lines == 1 or last > 1, (width, selector, text)
        page.goto("/news/")
        for text, lines, last in page.evaluate(LAST_LINES, ".item h2"):
            assert lines == 1 or last > 1, (width, text)
        page.goto("/topics/long/")
        for text, lines, last in page.evaluate(LAST_LINES, ".topic-head h1"):
            assert lines == 1 or last > 1, (width, text)
        page.goto("/news/")
        page.click(".item h2 a")
        page.wait_for_selector(".story-body")
        size = pixels(page, ".story-body", "fontSize")
        measure = page.eval_on_selector(".story-body p", "it => it.clientWidth") / size
        assert measure <= 40.1, width
        if width >= 768:
            assert measure >= 30, width
        for selector, least in ((".story-body", 1.75), ("body", 1.75)):
            height = pixels(page, selector, "lineHeight") / pixels(page, selector, "fontSize")
            assert least <= height <= 1.9, (width, selector)
    assert pixels(page, ".story-body p", "textIndent") == pytest.approx(2 * size)
    assert pixels(page, ".story-body p", "marginBlockEnd") == 0
    for name, value in (
        ("lineBreak", "strict"), ("textAutospace", "normal"), ("textSpacingTrim", "normal"),
        ("textWrapStyle", "pretty"),
    ):  # fmt: skip
        assert style(page, ".story-body p", name) == value
    assert style(page, "h1", "textWrapStyle") == "balance"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_paper_that_spaces_its_paragraphs_and_one_in_english(page: Page, settings: Any) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯江网", paragraphs="space")
    page.goto("/news/")
    page.click(".item h2 a")
    page.wait_for_selector(".story-body")
    assert pixels(page, ".story-body p", "textIndent") == 0
    assert pixels(page, ".story-body p", "marginBlockEnd") > 10
    SiteIdentity.objects.update(paragraphs="")
    settings.LANGUAGE_CODE = "en"
    page.reload()
    assert page.get_attribute("html", "lang") == "en"
    assert "Georgia" in style(page, ".story-body", "fontFamily")
    assert "Song" not in style(page, ".story-body", "fontFamily")
    assert pixels(page, ".story-body p", "textIndent") == 0
    SiteIdentity.objects.update(paragraphs="indent")
    page.reload()
    indents = page.eval_on_selector_all(
        ".story-body p", "all => all.map(it => parseFloat(getComputedStyle(it).textIndent))"
    )
    assert indents[0] == 0
    assert indents[1] > 10


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_grey_page_keeps_what_is_fixed_in_its_place_and_prints(page: Page) -> None:
    now = timezone.now()
    SiteIdentity.objects.create(
        pk=1, site_name="溯江网", mourning_from=now - timedelta(hours=1),
        mourning_until=now + timedelta(hours=1), mourning_scope="site",
    )  # fmt: skip
    page.set_viewport_size({"width": 900, "height": 600})
    page.goto("/")
    assert style(page, "html", "filter") == "grayscale(1)"
    # The accent is still there, and nobody sees it.
    place = page.evaluate(
        """() => {
          const box = document.createElement('div');
          box.style.cssText = 'position:fixed;top:10px;left:0;width:50px;height:50px';
          document.body.append(box);
          scrollTo(0, 400);
          return [box.getBoundingClientRect().top, scrollY];
        }"""
    )
    assert place == [10, 400]
    shot = page.screenshot()
    red, green, blue = Picture.open(BytesIO(shot)).convert("RGB").split()
    assert (
        max(
            ImageChops.difference(one, other).getextrema()[1]
            for one, other in ((red, green), (green, blue))
        )
        <= 2
    )
    page.emulate_media(media="print")
    assert style(page, "html", "filter") == "none"
