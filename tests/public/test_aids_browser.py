"""Reading aids in a browser: remembered, without a jump, at every width, by keyboard, and counted
once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from articles import images
from articles.desk import reads
from articles.models import Page as AboutPage
from articles.models import ReadHour, Tag
from articles.models.reads import hour_of
from tests.cast import Cast, make_author, make_section
from tests.matrix.pieces import picture
from tests.public.archive import copies, credit, figure, put_out, take_down
from tests.reads.conftest import BROWSER, added_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，A-long-word-1234567890-without-end"
)
BODY = (
    "<p>从今晚起，末班车等最后一班工人。灯亮着，人就敢走！</p><h2>一盏灯</h2>"
    "<p>第二段。</p><ul><li>一条</li><li>两条</li></ul>"
    "<table><tbody><tr>" + "<td>宽宽的格子</td>" * 9 + "</tr></tbody></table>"
)
# A voice that speaks as slowly as the test wants: `finish` ends the sentence.
VOICE = """
(() => {
  const spoken = [];
  let now = null;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const speech = {
    getVoices: () => [{ lang: "en-US" }, { lang: "zh-HK" }, { lang: "zh_CN" }],
    speak: (it) => { now = it; spoken.push(it.text); },
    cancel: () => { now = null; },
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.heard = spoken;
  window.finish = () => { const it = now; now = null; it.onend(); };
})();
"""
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def paths(transactional_db: None) -> list[str]:
    """One address of each template that readers get."""
    cast = Cast()
    make_section("local", "本地的新闻和通讯", cast.desk, parent=cast.section)
    author, tag = make_author("沈砚秋", biography="记者。" * 30), Tag.objects.create(name="港口")
    cover = [
        figure(
            images.store(picture((40, 60, 90)), "灯.jpg", None),
            is_cover=True,
            alt="灯",
            caption="夜里的厂门。",
            credit="贺枝远 摄",
        )
    ]
    people = [
        credit("沈砚秋", author=author.pk),
        *(credit(f"通讯员{n}", "correspondent") for n in range(12)),
    ]
    piece = put_out(
        cast,
        LONG,
        kicker="深度报道",
        deck="一个长长的副题，说得更细一些",
        body=BODY,
        figures=cover,
        credits=people,
        tags=(tag,),
        responsible_editor="顾明",
    )
    copies(piece, [timezone.now() - timedelta(hours=hours) for hours in range(2, 26)])
    gone = take_down(put_out(cast, "撤下的"), "此稿已撤下。")
    other = put_out(cast, "另一篇", section=cast.other_section, body=BODY)
    copies(other, [timezone.now() - timedelta(hours=hours) for hours in range(2, 8)])
    AboutPage.objects.filter(slug="about").update(body="<p>我们是谁。</p>")
    hour = hour_of(timezone.now())
    reads.record(sorted((piece.pk + number, hour, 9) for number in (0, *range(999_999, 1_000_030))))
    reads.record([(piece.pk, hour, 99), (other.pk, hour, 50)])
    reads.rank()
    return [
        piece.get_absolute_url(), "/", "/news/", "/local/", author.get_absolute_url(),
        tag.get_absolute_url(), "/archive/", "/search/", "/search/?q=末班车", "/search/?q=没有的词",
        "/corrections/", "/pages/about/", "/no/such/page/", gone.get_absolute_url(),
    ]  # fmt: skip


def visit(browser: Browser, server: LiveServer, width: int = 390, **options: Any) -> Page:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": 844},
        locale="zh-CN",
        user_agent=BROWSER,
        **options,
    )
    context.add_init_script(SHIFTS)
    return context.new_page()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def font_size(page: Page, what: str) -> float:
    return float(page.eval_on_selector(what, "it => parseFloat(getComputedStyle(it).fontSize)"))


def test_what_a_reader_chooses_is_remembered_and_nothing_jumps(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    page = visit(chromium, live_server)
    noise: list[str] = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("console", lambda line: noise.append(line.text) if line.type == "error" else None)
    page.goto(paths[0])
    expect(page.locator(".elder-off")).to_be_hidden()
    normal = font_size(page, ".story-body p")
    large = page.locator(".aids .sizes button", has_text="特大")
    large.focus()
    page.keyboard.press("Enter")
    expect(large).to_have_attribute("aria-pressed", "true")
    assert font_size(page, ".story-body p") > normal * 1.3
    page.reload()
    expect(large).to_have_attribute("aria-pressed", "true")
    assert font_size(page, ".story-body p") > normal * 1.3
    assert page.evaluate("shifted") == 0
    # Elder mode, by keyboard; the focus goes to the way back, which is on every page.
    page.locator(".elder-on").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".elder-off")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("已进入长辈模式")
    page.locator(".elder .sizes button").first.click()
    page.goto("/")
    assert page.evaluate("shifted") == 0
    assert font_size(page, "body") >= 24
    page.go_back()
    page.locator(".elder-off").click()
    expect(page.locator(".elder-on")).to_be_focused()
    assert font_size(page, ".story-body p") == normal
    page.goto("/")
    assert page.evaluate("document.documentElement.dataset.mode") is None
    assert noise == []


def test_elder_mode_fits_every_page(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    page = visit(chromium, live_server)
    page.goto("/")
    page.locator(".elder-on").click()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for path in paths:
            page.goto(path)
            assert overflow(page) <= 0, (path, width)
            small = page.evaluate(
                """() => [...document.querySelectorAll("main p, main a, main li, main button")]
                    .filter((it) => it.checkVisibility() && it.textContent.trim())
                    .filter((it) => parseFloat(getComputedStyle(it).fontSize) < 18)
                    .map((it) => it.textContent)"""
            )
            assert small == [], (path, width)
            narrow = page.evaluate(
                """(least) => [...document.querySelectorAll(
                    ".channels a, .elder a, .finder-link, main button, h2 > a, h3 > a, .pages a")]
                    .filter((it) => it.checkVisibility())
                    .filter((it) => it.getBoundingClientRect().height < least)
                    .map((it) => it.textContent)""",
                60 if path == "/" else 44,
            )
            assert narrow == [], (path, width)
            expect(page.locator(".elder-off")).to_be_visible()
    # The largest size in elder mode still fits.
    page.set_viewport_size({"width": 320, "height": 844})
    page.locator(".elder .sizes button").last.click()
    for path in paths:
        page.goto(path)
        assert overflow(page) <= 0, path


def test_without_scripts_the_same_link_enlarges_the_page(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    page = visit(chromium, live_server, 320, java_script_enabled=False)
    for path in paths[:3]:
        page.goto(path)
        expect(page.locator(".sizes").first).to_be_hidden()
        page.locator(".elder-on").click()
        expect(page.locator(".elder-off")).to_be_visible()
        assert page.locator("body").evaluate("it => getComputedStyle(it).fontSize") == "24px"
        page.locator(".elder-off").click()
        expect(page.locator(".elder-on")).to_be_visible()
    page.goto(paths[0])
    page.locator("summary").click()
    expect(page.locator(".share-panel img")).to_be_visible()
    expect(page.locator(".listen")).to_be_hidden()


def test_a_piece_is_counted_once_when_it_was_looked_at(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    posts: list[str] = []
    ReadHour.objects.all().delete()
    page = visit(chromium, live_server)

    def note(request: Request) -> None:
        if request.method == "POST":
            assert "cookie" not in request.all_headers()
            posts.append(request.url.removeprefix(live_server.url))

    page.on("request", note)
    page.clock.install()
    page.goto(paths[0])
    page.clock.run_for(4_500)
    assert posts == [], "a glance is no read"
    with page.expect_response("**/reads/*") as answer:
        page.clock.run_for(2_000)
    assert answer.value.status == 204
    for _again in range(2):
        page.reload()
        page.clock.run_for(20_000)
    page.goto("/")
    page.clock.run_for(20_000)
    assert len(posts) == 1
    assert added_up() == 1
    assert [row.count for row in ReadHour.objects.all()] == [1]


def test_a_piece_is_read_aloud_and_shared(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    page = visit(chromium, live_server, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(VOICE)
    page.goto(paths[0])
    listen, player = page.locator(".listen"), page.locator(".player")
    expect(listen).to_be_visible()
    listen.press("Enter")
    expect(player).to_be_visible()
    expect(listen).to_have_text("暂停")
    expect(page.locator(".spoken")).to_have_count(1)
    while page.evaluate("heard.at(-1)") != "灯亮着，人就敢走！":
        page.evaluate("finish()")
    expect(page.locator("p.spoken")).to_contain_text("从今晚起")
    # A pause ends the sentence, going on begins it again.
    player.locator("[data-do=listen]").click()
    expect(player.locator("[data-do=listen]")).to_have_text("继续朗读")
    player.locator("[data-do=listen]").click()
    assert page.evaluate("heard.slice(-2)") == ["灯亮着，人就敢走！"] * 2
    while page.evaluate("heard.at(-1)") != "两条":
        page.evaluate("finish()")
    page.evaluate("finish()")
    expect(player).to_be_hidden()
    expect(page.locator("#said")).to_contain_text("全文已读完")
    said = "".join(page.evaluate("heard"))
    for unsaid in ("贺枝远", "夜里的厂门", "宽宽的格子"):
        assert unsaid not in said
    listen.click()
    page.keyboard.press("Escape")
    expect(player).to_be_hidden()
    expect(page.locator(".spoken")).to_have_count(0)
    # Sharing.
    page.locator("summary").press("Enter")
    expect(page.locator(".share-panel")).to_be_visible()
    expect(page.locator(".share-panel img")).to_have_js_property("complete", True)
    page.locator("[data-do=copy]").click()
    expect(page.locator("#said")).to_have_text("链接已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + paths[0]
    assert overflow(page) <= 0
    page.keyboard.press("Escape")
    expect(page.locator(".share-panel")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()


def test_without_a_voice_nobody_is_offered_one(
    chromium: Browser, live_server: LiveServer, paths: list[str]
) -> None:
    page = visit(chromium, live_server)
    page.add_init_script(VOICE.replace("zh_CN", "fr-FR"))
    page.goto(paths[0])
    expect(page.locator(".aids .sizes")).to_be_visible()
    expect(page.locator(".listen")).to_be_hidden()
