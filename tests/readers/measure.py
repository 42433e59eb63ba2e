"""`make lighthouse`: the readers' pages of the demo, measured by Lighthouse and read by axe.

Lighthouse asks as a middle-class telephone on a slow mobile network would (its own defaults: 150
ms there and back, 1.6 Mbit/s, a processor four times slower). The figures go to
docs/readers-quality.md; the command fails when a score is below 100, when a page is slow or
moves, or when axe finds something.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.readers import paper

TOOLS = Path(__file__).parent / "lighthouse"
REPORT = paper.ROOT / "docs" / "readers-quality.md"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Of so many runs of a page the middle one counts: a busy machine is no slow page.
RUNS = int(os.environ.get("RUNS", "3"))
LCP_MS = 1500
WIDTHS = (390, 1280)


@dataclass(frozen=True)
class Target:
    """`without`: audits that the page fails on purpose, with the reason in the report."""

    name: str
    path: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    target: Target
    scores: dict[str, int]
    first_paint: int
    largest_paint: int
    shift: float
    page_bytes: int
    all_bytes: int
    failed: list[str]

    def __str__(self) -> str:
        scores = " ".join(str(score) for score in self.scores.values())
        return f"{self.target.name}: {scores}, {self.first_paint} ms, {self.largest_paint} ms"

    @property
    def problems(self) -> list[str]:
        """What keeps the page from being what it should be."""
        found = [f"{name} {score}" for name, score in self.scores.items() if score < 100]
        if self.largest_paint > LCP_MS:
            found.append(f"largest paint after {self.largest_paint} ms")
        if self.shift:
            found.append(f"layout shift {self.shift}")
        return [*found, *self.failed] if found else []


def targets() -> list[Target]:
    from articles.models import PublishedArticle

    newest = PublishedArticle.objects.visible().filter(section__parent=None).newest()
    pictured = next(piece for piece in newest if piece.cover)
    return [
        Target("home", "/"),
        Target("section", "/news/"),
        Target("article with a picture", pictured.get_absolute_url()),
        Target("search", "/search/"),
        Target("search with results", f"/search/?q={quote('职工')}", without=("is-crawlable",)),
    ]


def measure(site: str, target: Target, folder: Path) -> Measured:
    runs = [_run(site, target, folder / f"run-{number}.json") for number in range(RUNS)]
    middle = statistics.median_low(_value(run, "largest-contentful-paint") for run in runs)
    run = next(run for run in runs if _value(run, "largest-contentful-paint") == middle)
    requests = run["audits"]["network-requests"]["details"]["items"]
    return Measured(
        target,
        {
            name: round(
                100 * statistics.median_low(run["categories"][name]["score"] or 0 for run in runs)
            )
            for name in CATEGORIES
        },
        round(_value(run, "first-contentful-paint")),
        round(middle),
        round(_value(run, "cumulative-layout-shift"), 4),
        requests[0]["transferSize"],
        sum(each["transferSize"] for each in requests),
        sorted(
            f"{name}/{ref['id']}: {run['audits'][ref['id']]['title']}"
            for name in CATEGORIES
            for ref in run["categories"][name]["auditRefs"]
            if ref["weight"] and (run["audits"][ref["id"]]["score"] or 0) < 0.9
            if run["audits"][ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
        ),
    )


def _value(run: dict[str, Any], audit: str) -> float:
    value: float = run["audits"][audit]["numericValue"]
    return value


def _run(site: str, target: Target, output: Path) -> dict[str, Any]:
    from tests.journeys.browser import CHROMIUM, FLAGS

    command = [
        str(TOOLS / "node_modules" / ".bin" / "lighthouse"),
        site + target.path,
        "--quiet",
        "--output=json",
        f"--output-path={output}",
        f"--only-categories={','.join(CATEGORIES)}",
        *([f"--skip-audits={','.join(target.without)}"] if target.without else []),
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]
    environment = os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH", CHROMIUM)}
    # Now and then it loses its recording of the page and asks to be run again (NO_NAVSTART).
    if subprocess.run(command, env=environment).returncode:
        subprocess.run(command, env=environment, check=True)
    run: dict[str, Any] = json.loads(output.read_text("utf-8"))
    if "runtimeError" in run:
        raise SystemExit(f"Lighthouse could not read {target.path}: {run['runtimeError']}")
    return run


def warm(site: str, found: list[Target]) -> None:
    """Every page once before, so that the server has made the pictures that it makes when asked."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        # The telephone that Lighthouse says it is.
        page = browser.new_page(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
        for target in found:
            page.goto(site + target.path, wait_until="networkidle")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")
        browser.close()


def read_all(site: str) -> tuple[int, list[str]]:
    """How many pages axe has read, and what it found on them."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import CHROMIUM, FLAGS
    from tests.readers.examples import examples
    from tests.readers.looking import MODES, complaints, show, window

    pages, found, count = examples(), [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for mode in MODES:
            for width in WIDTHS:
                with window(browser, site, mode=mode, width=width) as context:
                    for example in pages:
                        page = context.new_page()
                        show(page, example)
                        found += [
                            f"{example}, {mode}, {width}: {line}" for line in complaints(page)
                        ]
                        count += 1
                        page.close()
        browser.close()
    return count, found


def report(measured: list[Measured], read: int, found: list[str], versions: str) -> str:
    from tests.readers.examples import examples
    from tests.readers.looking import MODES

    rows = [
        f"| {each.target.name} | {' | '.join(str(each.scores[name]) for name in CATEGORIES)} "
        f"| {each.first_paint / 1000:.2f} s | {each.largest_paint / 1000:.2f} s | {each.shift:g} "
        f"| {each.page_bytes / 1024:.1f} KB | {each.all_bytes / 1024:.0f} KB |"
        for each in measured
    ]
    pages = [example.name for example in examples()]
    return "\n".join(
        [
            "# The readers' pages, measured",
            "",
            "Written by `make lighthouse`, which makes a fresh demo, serves it as `make demo` does",
            "and fails when a score is below 100, a page shows its largest part after more than",
            f"{LCP_MS / 1000:g} seconds or moves while it loads, or axe finds anything.",
            "",
            f"{date.today().isoformat()}, {versions}.",
            "",
            "## Lighthouse",
            "",
            "Its mobile profile with its own slow 4G (150 ms there and back, 1.6 Mbit/s) and a",
            f"processor four times slower; of {RUNS} runs the middle one. Each page had been asked",
            "for once, so the server had made its pictures. Sizes are what went over the wire.",
            "",
            "| page | performance | accessibility | best practices | SEO | first paint "
            "| largest paint | layout shift | HTML | all |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
            "The results of a search are told to no search engine, on purpose: anybody can make an",
            "address that finds anything. So the audit of whether a page may be found is left out",
            "there, and only there.",
            "",
            "## axe",
            "",
            f"{read} readings of {len(pages)} pages ({', '.join(MODES)}; "
            f"{' and '.join(map(str, WIDTHS))} pixels wide): "
            f"{'nothing' if not found else f'{len(found)} things'} found. The rules are",
            "WCAG 2.0 to 2.2, A and AA, and what axe calls good practice.",
            "",
            f"Pages: {', '.join(pages)}.",
            "",
            "The same pages are read in the browser tests (`tests/readers/test_every_page.py`),",
            "which also look at 320 pixels, spaced text, the keyboard, reduced motion and forced",
            "colours.",
            "",
        ]
    )


def _versions() -> str:
    from tests.journeys.browser import CHROMIUM
    from tests.readers.looking import AXE_VERSION

    lighthouse = json.loads((TOOLS / "package.json").read_text())["dependencies"]["lighthouse"]
    said = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=True)
    chromium = re.search(r"[0-9.]+", said.stdout)
    return (
        f"Lighthouse {lighthouse}, axe-core {AXE_VERSION}, Chromium "
        f"{chromium[0] if chromium else 'unknown'}, {os.cpu_count()} cores, SQLite, granian"
    )


def main() -> None:
    if not shutil.which("node"):
        raise SystemExit("Node 18.16 or newer is needed (Debian: apt-get install nodejs npm).")
    print("Making a paper ...", flush=True)
    var = paper.make("lighthouse")
    from tests.server import serve

    with serve() as site:
        found = targets()
        warm(site, found)
        measured = []
        for target in found:
            measured.append(measure(site, target, var))
            print(measured[-1], flush=True)
        paper.set_stage()
        read, wrong = read_all(site)
    REPORT.write_text(report(measured, read, wrong, _versions()), "utf-8")
    print(*wrong, sep="\n")
    problems = [f"{each.target.name}: {problem}" for each in measured for problem in each.problems]
    if problems or wrong:
        raise SystemExit("\n".join([*problems, f"axe found {len(wrong)} things."]))
    print(f"100 everywhere; axe found nothing in {read} readings. See docs/{REPORT.name}.")


if __name__ == "__main__":
    sys.exit(main())
