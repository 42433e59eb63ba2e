"""A browser with a person in it."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Response

PASSWORD = "correct-horse-9"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Person:
    """Somebody at their own browser window: own cookies, own tabs."""

    page: Page
    site: str
    noise: list[str]

    @classmethod
    def arrive(cls, browser: Browser, site: str, width: int = 1280) -> "Person":
        page = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN"
        ).new_page()
        noise: list[str] = []
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("console", lambda line: noise.append(line.text) if line.type == "error" else None)
        return cls(page, site, noise)

    def go(self, path: str) -> Response:
        response = self.page.goto(self.site + path)
        assert response is not None
        return response

    def sign_in(self, username: str) -> "Person":
        self.go("/admin/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(f"{self.site}/admin/")
        return self

    def take(self, article_id: int, name: str, note: str = "") -> None:
        """Press a step's button on the piece, fill in its page, confirm."""
        page = self.page
        self.go(f"/admin/articles/article/{article_id}/change/")
        page.click(
            f"a[href*='/step/{name}/'], button[name=_step][value='{name}'], "
            f"button[data-step='{name}']"
        )
        page.wait_for_load_state()
        if f"/step/{name}/" not in page.url:
            # “Save and submit” has done it in one press.
            return
        confirm = page.locator(".nr-step form button[type=submit]")
        if note:
            page.locator("textarea[name=note]:visible").fill(note)
        with page.expect_navigation():
            confirm.click()
