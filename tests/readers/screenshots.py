"""`make screenshots`: every readers' page at every width, light and dark, into var/screenshots.

`make screenshots PAGES="home article-long" WIDTHS="390"` takes some of them. The paper in
var/screenshots is made once; remove the folder for a new one.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.readers import paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.readers.examples import Example

WIDTHS = (320, 390, 768, 1280, 1920)


def main() -> None:
    wanted = os.environ.get("PAGES", "").split()
    widths = [int(width) for width in os.environ.get("WIDTHS", "").split()] or WIDTHS
    print("Making a paper ...", flush=True)
    var = paper.make("screenshots", fresh=False)
    paper.set_stage()
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import CHROMIUM, FLAGS
    from tests.readers.examples import examples
    from tests.readers.looking import MODES
    from tests.server import serve

    pages = [each for each in examples() if not wanted or each.name in wanted]
    shots = var / "pages"
    shots.mkdir(exist_ok=True)
    with serve() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for mode in MODES:
            for width in widths:
                take(browser, site, pages, mode, width, shots)
        browser.close()
    print(f"{len(list(shots.iterdir()))} pictures in {shots.relative_to(paper.ROOT)}")


def take(
    browser: "Browser", site: str, pages: "list[Example]", mode: str, width: int, shots: Path
) -> None:
    from tests.readers.looking import show, window, with_every_picture

    with window(browser, site, mode=mode, width=width) as context:
        page = context.new_page()
        for example in pages:
            show(page, example)
            with_every_picture(page)
            page.screenshot(path=shots / f"{example}-{width}-{mode}.png", full_page=True)


if __name__ == "__main__":
    main()
