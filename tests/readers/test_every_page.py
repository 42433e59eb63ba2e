"""Every kind of readers' page in a browser: nothing for axe to find, nothing to scroll sideways
for, everything within reach of the keyboard, and a silent console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.public.test_aids_browser import VOICE
from tests.readers.examples import Example, examples, unknown_kinds
from tests.readers.looking import MODES, complaints, show, window, with_every_picture
from tests.readers.stage import furnish


def test_every_readers_page_has_an_example() -> None:
    assert unknown_kinds() == set()


@pytest.fixture
def site(live_server: LiveServer) -> tuple[str, list[Example]]:
    furnish()
    return live_server.url, examples()


in_browser = pytest.mark.browser
with_rows = pytest.mark.django_db(transaction=True)


@in_browser
@with_rows
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_and_the_console_is_silent(
    chromium: Browser, site: tuple[str, list[Example]], mode: str
) -> None:
    """At the width of a telephone in light, of a desk in the others: `make lighthouse` does all."""
    address, pages = site
    found: dict[str, list[str]] = {}
    with window(chromium, address, mode=mode, width=390 if mode == "light" else 1280) as context:
        for example in pages:
            page = context.new_page()
            noise = found.setdefault(example.name, [])
            page.on("pageerror", lambda error, noise=noise: noise.append(str(error)))
            page.on("console", lambda line, noise=noise: noise.append(line.text))
            show(page, example)
            if mode == "elder" and not example.text:
                assert page.evaluate("document.documentElement.dataset.mode") == "elder"
            if example.status != 200:
                # The browser itself notes an answer that is an error.
                noise[:] = [line for line in noise if "Failed to load resource" not in line]
            noise += complaints(page)
            page.close()
    assert {name: lines for name, lines in found.items() if lines} == {}


# What a reader may set by WCAG 1.4.12 without losing anything.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
# Elements that stick out of the window or of a box that hides what sticks out. What is cut at a
# number of lines, and what scrolls by itself, is so on purpose.
STICKING_OUT = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} pixels too wide`);
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (element.matches('input, select')) continue;
    if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
    if (style.webkitLineClamp !== 'none' || style.position === 'absolute') continue;
    if (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1) {
      found.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""


@in_browser
@with_rows
@pytest.mark.parametrize("mode", ["light", "elder"])
def test_nothing_is_lost_at_320_pixels_with_any_spacing(
    chromium: Browser, site: tuple[str, list[Example]], mode: str
) -> None:
    """320 pixels are also a window of 1280 at 400%, and less than one of 640 at 200%."""
    address, pages = site
    found: dict[str, list[str]] = {}
    with window(chromium, address, mode=mode, width=320, bypass_csp=True) as context:
        page = context.new_page()
        for example in pages:
            show(page, example)
            lost = page.evaluate(STICKING_OUT)
            page.add_style_tag(content=SPACED)
            lost += [f"spaced: {line}" for line in page.evaluate(STICKING_OUT)]
            page.set_viewport_size({"width": 640, "height": 450})
            lost += [f"spaced, 640: {line}" for line in page.evaluate(STICKING_OUT)]
            page.set_viewport_size({"width": 320, "height": 900})
            if lost:
                found[example.name] = lost
    assert found == {}


# What has the focus: whether it is in view, on top there, and ringed.
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  // Its second part, as the calendar of a day, is the browser's own.
  if ('reached' in element.dataset) return 'inside';
  element.dataset.reached = '';
  const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
  const seen = boxes.some((box) => {
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
    const y = box.y + box.height / 2;
    const top = y >= 0 && y < innerHeight && document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  const style = getComputedStyle(element);
  return {
    what: element.outerHTML.slice(0, 100),
    seen,
    ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


# Not the pictures that stand beside the headline that they lead to as well.
PRESSABLE = ", ".join(
    f"{each}:visible:not([tabindex='-1'])"
    for each in ("a[href]", "button", "input:not([type=hidden])", "select", "summary")
)


def walk(page: Page, most: int = 400) -> Iterator[dict[str, object]]:
    """What has the focus, press by press of the Tab key, to the end of the page."""
    for _press in range(most):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUSED)
        if state is None:
            return
        if state != "inside":
            yield state
    raise AssertionError(f"the keyboard does not come out of {page.url}")


@in_browser
@with_rows
@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_reaches_everything_and_always_shows_where_it_is(
    chromium: Browser, site: tuple[str, list[Example]], width: int
) -> None:
    address, pages = site
    by_name = {example.name: example for example in pages}
    with window(chromium, address, width=width, reduced_motion="reduce") as context:
        page = context.new_page()
        for name in ("home", "article-everything", "search-found", "day"):
            show(page, by_name[name])
            stops = list(walk(page))
            assert 'class="skip"' in str(stops[0]["what"])
            assert [stop for stop in stops if not (stop["seen"] and stop["ringed"])] == [], name
            missed = page.locator(PRESSABLE).and_(page.locator(":not([data-reached])"))
            assert [each.evaluate("(it) => it.outerHTML") for each in missed.all()] == [], name
            # The skip link leads past the frame.
            show(page, by_name[name])
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("!!document.activeElement.closest('main')"), name


@in_browser
@with_rows
def test_what_is_open_covers_nothing_that_the_keyboard_comes_to(
    chromium: Browser, site: tuple[str, list[Example]]
) -> None:
    """WCAG 2.2, 2.4.11, while a piece is read aloud, and with the panel of sharing open."""
    address, pages = site
    piece = next(each for each in pages if each.name == "article-everything")
    with window(chromium, address, width=390, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(VOICE)
        show(page, piece)
        page.locator(".listen").click()
        expect(page.locator(".player")).to_be_visible()
        page.locator(".share summary").click()
        page.evaluate("document.querySelector('.skip').focus()")
        assert [stop for stop in walk(page) if not stop["seen"]] == []
        expect(page.locator(".share-panel")).to_be_hidden()


@in_browser
@with_rows
def test_large_type_fits_a_desk_and_a_tablet(
    chromium: Browser, site: tuple[str, list[Example]]
) -> None:
    address, pages = site
    wide: list[str] = []
    for size, mode in (("2", ""), ("3", ""), ("", "elder"), ("3", "elder")):
        with window(chromium, address) as context:
            context.add_init_script(f"""
                localStorage.setItem('reader.size', '{size}');
                localStorage.setItem('reader.mode', '{mode}');""")
            page = context.new_page()
            for example in pages:
                if not example.name.startswith(("article-", "home", "topic-full")):
                    continue
                show(page, example)
                for width in (960, 1024, 1280, 1440):
                    page.set_viewport_size({"width": width, "height": 900})
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        wide.append(f"{example}, size {size}, {mode}: {width}")
    assert wide == []


# Pictures that are shown in another shape than they have, and are not cut to it.
SQUASHED = """() => [...document.images].filter((image) => {
  const { width, height } = image.getBoundingClientRect();
  const given = image.getAttribute('width') / image.getAttribute('height');
  return width && given && getComputedStyle(image).objectFit === 'fill'
    && Math.abs(width / height / given - 1) > 0.02;
}).map((image) => image.outerHTML.slice(0, 120))"""


@in_browser
@with_rows
def test_on_paper_no_picture_is_squashed(
    chromium: Browser, site: tuple[str, list[Example]]
) -> None:
    address, pages = site
    found = {}
    with window(chromium, address, width=673) as context:
        page = context.new_page()
        for example in pages:
            show(page, example)
            with_every_picture(page)
            page.emulate_media(media="print")
            if squashed := page.evaluate(SQUASHED):
                found[example.name] = squashed
            page.emulate_media(media="screen")
    assert found == {}


@in_browser
@with_rows
def test_reduced_motion_and_forced_colours(
    chromium: Browser, site: tuple[str, list[Example]]
) -> None:
    address, pages = site
    moving = """() => [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      // What is not drawn, as the link in a player that plays, does not move.
      const times = style.transitionDuration.split(', ').map(parseFloat);
      return element.checkVisibility() && (style.scrollBehavior === 'smooth'
        || style.animationName !== 'none' || times.some((time) => time > 0.01));
    }).map((element) => element.outerHTML.slice(0, 100))"""
    with window(
        chromium, address, reduced_motion="reduce", forced_colors="active", bypass_csp=True
    ) as context:
        page = context.new_page()
        for example in pages:
            show(page, example)
            assert page.evaluate(moving) == [], example.name
            # Where the reader's own colours hold, a button still has an edge and the field too.
            for control in page.locator("button:visible, input:visible, select:visible").all():
                edge = control.evaluate(
                    "(it) => parseFloat(getComputedStyle(it).borderBlockStartWidth)"
                )
                assert edge >= 1, example.name
