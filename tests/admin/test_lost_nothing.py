"""Nothing typed is ever lost, in a real browser: the network goes, the browser dies, the session
ends, somebody else is faster."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Article, Autosave, LedgerEntry, Presence, Revision
from tests.admin.helpers import signed_in
from tests.admin.test_browser import body_of, open_editor, save
from tests.cast import Cast, make_draft, step
from tests.journeys.browser import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "<p>第一段，说时间。</p>\n<p>第二段，说地点。</p>\n<p>第三段，说人。</p>"


class Desk:
    """A browser at which people sit down: contexts of their own, errors of their scripts."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.browser, self.server = browser, server
        self.errors: list[str] = []

    def sit(self, user: User | None, storage: dict | None = None, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.server.url, storage_state=storage, java_script_enabled=scripts
        )
        if user is not None:
            self.sign_in(context, user)
        return self.open(context)

    def sign_in(self, context: BrowserContext, user: User) -> None:
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.server.url}])

    def open(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer) -> Desk:
    return Desk(chromium, live_server)


def write(page: Page, text: str) -> None:
    """At the end of the body, as if it were typed."""
    page.evaluate(
        """(text) => {
          const editor = CKEDITOR.instances.id_body
          editor.setData(editor.getData() + `<p>${text}</p>`)
        }""",
        text,
    )


def replace(page: Page, old: str, new: str) -> None:
    page.evaluate(
        """([old, now]) => {
          const editor = CKEDITOR.instances.id_body
          editor.setData(editor.getData().replace(old, now))
        }""",
        [old, new],
    )


def status(page: Page, text: str) -> None:
    expect(page.locator("[data-keeping]")).to_contain_text(text, timeout=20_000)


def test_two_people_save_and_nothing_is_lost_in_either_order(desk: Desk) -> None:
    cast = Cast()
    for order in ((0, 1), (1, 0)):
        article = make_draft(cast.reporter, cast.section, body=BODY)
        pages = [desk.sit(cast.reporter), desk.sit(cast.editor)]
        for page in pages:
            open_editor(page, article)
        pages[0].fill("[name=deck]", "记者的副题")
        replace(pages[0], "说地点", "说记者的地点")
        pages[1].fill("[name=kicker]", "编辑的引题")
        replace(pages[1], "说地点", "说编辑的地点")
        write(pages[1], "编辑加的一段。")
        first, second = (pages[number] for number in order)
        save(first)
        save(second)
        # Both changed the second paragraph: it is asked about, the rest is put together.
        expect(second.locator(".nr-merge.nr-open")).to_have_count(1)
        expect(second.locator(".nr-merge.nr-open [value=both]")).to_be_checked()
        with second.expect_navigation():
            second.click("[name=_save]")
        article.refresh_from_db()
        assert (article.deck, article.kicker) == ("记者的副题", "编辑的引题")
        for text in ("说记者的地点", "说编辑的地点", "编辑加的一段。", "说时间"):
            assert text in article.body, (order, text)
        for page in pages:
            page.context.close()
    assert desk.errors == []


def test_two_windows_of_one_person(desk: Desk) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    one = desk.sit(cast.reporter)
    other = desk.open(one.context)
    open_editor(one, article)
    expect(one.locator("[data-presence]")).to_be_hidden()
    open_editor(other, article)
    expect(other.locator("[data-people]")).to_contain_text("您在另一个窗口也打开着")
    one.fill("[name=deck]", "第一个窗口")
    other.fill("[name=kicker]", "第二个窗口")
    save(one)
    save(other)
    # Changed in different places: put together at once, to be looked at and saved.
    expect(other.locator("[name=deck]")).to_have_value("第一个窗口")
    expect(other.locator("[name=kicker]")).to_have_value("第二个窗口")
    save(other)
    article.refresh_from_db()
    assert (article.deck, article.kicker, article.version) == ("第一个窗口", "第二个窗口", 3)
    one.context.close()
    assert desk.errors == []


def test_a_stale_save_without_scripts(desk: Desk) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter, scripts=False)
    page.goto(article.get_absolute_url())
    page.fill("[name=headline]", "我的标题")
    page.fill("[name=body]", BODY.replace("说人", "说我"))
    other = desk.sit(cast.editor)
    open_editor(other, article)
    other.fill("[name=headline]", "别人的标题")
    save(other)
    page.click("[name=_save]")
    page.check("[name=pick-headline][value=mine]")
    page.click("[name=_save]")
    page.wait_for_url("**/change/")
    article.refresh_from_db()
    assert (article.headline, article.version) == ("我的标题", 3)
    assert "说我" in article.body


def test_the_network_goes_and_comes_back(desk: Desk) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter)
    open_editor(page, article)
    page.fill("[name=deck]", "网还在时打的")
    status(page, "已自动暂存")
    page.context.set_offline(True)
    write(page, "断网时打的一段。")
    page.fill("[name=deck]", "断网后改的")
    status(page, "网络不通")
    # A save does not run into the dead connection: the page stays, the text stays.
    page.click("[data-save]")
    status(page, "尚未保存")
    assert "断网时打的一段。" in body_of(page)
    # The window is closed while there is no network, and opened again with it.
    storage = page.context.storage_state()
    page.context.close()
    page = desk.sit(None, storage=storage)
    page.goto(article.get_absolute_url())
    offer = page.locator(".nr-kept")
    expect(offer).to_have_count(1)
    offer.locator(".nr-primary").click()
    page.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    expect(page.locator("[name=deck]")).to_have_value("断网后改的")
    assert "断网时打的一段。" in body_of(page)
    # It goes on, the network goes and comes back while the page is open.
    page.context.set_offline(True)
    page.fill("[name=kicker]", "又断了")
    status(page, "网络不通")
    page.context.set_offline(False)
    status(page, "已自动暂存")
    save(page)
    article.refresh_from_db()
    assert (article.deck, article.kicker) == ("断网后改的", "又断了")
    assert "断网时打的一段。" in article.body
    expect(page.locator(".nr-kept")).to_have_count(0)
    page.wait_for_function("newsroom.kept.copies().length === 0")
    page.context.close()
    assert desk.errors == []


def test_the_browser_dies(desk: Desk) -> None:
    """Text is offered again in the same browser, in another one, and of a piece never saved."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter)
    open_editor(page, article)
    write(page, "死机前打的一段。")
    status(page, "已自动暂存")
    page.fill("[name=deck]", "死机前一秒打的")
    page.wait_for_timeout(1200)
    storage = page.context.storage_state()
    new = desk.open(page.context)
    open_editor(new)
    new.fill("[name=headline]", "还没存过的新稿")
    status(new, "已自动暂存")
    page.context.close()
    # A fresh browser has what the server has.
    fresh = desk.sit(cast.reporter)
    fresh.goto(article.get_absolute_url())
    expect(fresh.locator(".nr-kept")).to_have_count(1)
    fresh.goto("/admin/articles/article/add/")
    expect(fresh.locator(".nr-kept")).to_contain_text("还没存过的新稿")
    fresh.click(".nr-kept .nr-primary")
    expect(fresh.locator("[name=headline]")).to_have_value("还没存过的新稿")
    fresh.context.close()
    # The same browser has the last second, too.
    again = desk.sit(None, storage=storage)
    again.goto(article.get_absolute_url())
    again.wait_for_function("newsroom.kept.home.then(() => true)")
    again.reload()
    again.click(".nr-kept .nr-primary")
    again.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    expect(again.locator("[name=deck]")).to_have_value("死机前一秒打的")
    assert "死机前打的一段。" in body_of(again)
    again.context.close()
    # Whoever else sits down at that machine sees none of it.
    stranger = desk.sit(cast.editor, storage={**storage, "cookies": []})
    stranger.goto(article.get_absolute_url())
    stranger.wait_for_function("newsroom.kept.home.then(() => true)")
    stranger.reload()
    expect(stranger.locator(".nr-kept")).to_have_count(0)
    # Signing out clears one's own copies and leaves those of others alone.
    open_editor(stranger, article)
    stranger.fill("[name=deck]", "编辑打的")
    status(stranger, "已自动暂存")
    stranger.evaluate("document.getElementById('logout-form').requestSubmit()")
    stranger.wait_for_url("**/logout/")
    people = stranger.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('newsroom-kept:'))"
        ".map((key) => JSON.parse(localStorage.getItem(key)).person)"
    )
    assert str(cast.editor.pk) not in people
    stranger.context.close()
    assert Revision.objects.count() == 1
    assert LedgerEntry.objects.count() == 1
    assert desk.errors == []


def test_the_browser_is_killed_without_a_network(
    desk: Desk, tmp_path: Path, chromium: Browser, live_server: LiveServer
) -> None:
    """Killed as a telephone kills it, seconds after the last word, in a tunnel."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)

    def start() -> BrowserContext:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=FLAGS, base_url=live_server.url
        )
        desk.sign_in(context, cast.reporter)
        return context

    context = start()
    page = context.pages[0]
    open_editor(page, article)
    context.set_offline(True)
    page.fill("[name=deck]", "隧道里打的")
    page.wait_for_timeout(1500)
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={tmp_path}".encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
    with suppress(Error):
        context.close()
    (tmp_path / "SingletonLock").unlink(missing_ok=True)
    context = start()
    page = context.pages[0]
    open_editor(page, article)
    offer = page.locator(".nr-kept")
    expect(offer).to_have_count(1)
    offer.get_by_text("取回").click()
    expect(page.locator("[name=deck]")).to_have_value("隧道里打的")
    context.close()


def test_the_session_ends_while_writing(desk: Desk) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter)
    open_editor(page, article)
    page.fill("[name=deck]", "退出前打的")
    status(page, "已自动暂存")
    Session.objects.all().delete()
    write(page, "退出后打的一段。")
    page.click("[data-save]")
    dialog = page.locator("[data-sign-in]")
    expect(dialog).to_be_visible()
    status(page, "已退出登录")
    # Somebody else signs in: nothing goes under their name.
    with page.context.expect_page() as opened:
        dialog.locator("[data-open]").click()
    small = opened.value
    fill_in(small, "editor")
    expect(dialog.locator("[data-other]")).to_contain_text(str(cast.editor))
    assert Article.objects.get().version == 1
    if not small.is_closed():
        small.wait_for_event("close")
    # Then the one who wrote it: the page goes on where it was, and saves.
    with page.context.expect_page() as opened:
        dialog.locator("[data-open]").click()
    with page.expect_navigation():
        fill_in(opened.value, "reporter")
    article.refresh_from_db()
    assert (article.version, article.deck) == (2, "退出前打的")
    assert "退出后打的一段。" in article.body
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.action, entry.actor) == ("edit", cast.reporter)
    page.context.close()
    assert desk.errors == []


def test_the_browser_forgets_its_cookies_while_writing(desk: Desk) -> None:
    """The form's token is void then, too."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter)
    open_editor(page, article)
    page.context.clear_cookies()
    write(page, "清掉之后打的一段。")
    page.click("[data-save]")
    dialog = page.locator("[data-sign-in]")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.locator("[data-open]").click()
    with page.expect_navigation():
        fill_in(opened.value, "reporter")
    article.refresh_from_db()
    assert "清掉之后打的一段。" in article.body
    page.context.close()
    assert desk.errors == []


def test_a_flash_is_kept_too(desk: Desk) -> None:
    cast = Cast()
    page = desk.sit(cast.reporter)
    page.goto("/admin/articles/article/flash/")
    page.fill("[name=headline]", "江南站附近发生地震")
    page.fill("[name=text]", "第一句。\n\n<第二句>。")
    status(page, "已自动暂存")
    page.context.close()
    again = desk.sit(cast.reporter)
    again.goto("/admin/articles/article/flash/")
    again.click(".nr-kept .nr-primary")
    again.wait_for_function("window.CKEDITOR && CKEDITOR.instances.id_body?.status === 'ready'")
    expect(again.locator("[name=headline]")).to_have_value("江南站附近发生地震")
    expect(again.locator("[name=credits-0-name]")).to_have_value(str(cast.reporter))
    save(again)
    article = Article.objects.get()
    assert article.body == "<p>第一句。</p>\n<p>&lt;第二句&gt;。</p>"
    again.goto("/admin/articles/article/flash/")
    again.fill("[name=headline]", "第二条")
    again.fill("[name=text]", "一句话。")
    again.click("[name=_submit]")
    again.wait_for_url("**/change/")
    again.goto("/admin/articles/article/flash/")
    expect(again.locator(".nr-kept")).to_have_count(0)
    assert Article.objects.count() == 2
    again.context.close()
    assert desk.errors == []


def fill_in(small: Page, name: str) -> None:
    small.fill("input[name=username]", name)
    small.fill("input[name=password]", "correct-horse-9")
    small.click("button[type=submit]")


def test_a_plain_save_after_the_session_has_ended(desk: Desk) -> None:
    """The whole form comes back, and goes again once its writer has signed in."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    page = desk.sit(cast.reporter)
    open_editor(page, article)
    write(page, "来不及存的一段。")
    Session.objects.all().delete()
    with page.expect_navigation():
        page.evaluate(
            "CKEDITOR.instances.id_body.updateElement();"
            "HTMLFormElement.prototype.submit.call(document.getElementById('article_form'))"
        )
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert Article.objects.get().version == 1
    with page.context.expect_page() as opened:
        page.click("[data-sign-in-again]")
    fill_in(opened.value, "reporter")
    expect(page.locator("[data-here]")).to_be_visible()
    with page.expect_navigation():
        page.click("[data-send]")
    article.refresh_from_db()
    assert article.version == 2
    assert "来不及存的一段。" in article.body
    page.context.close()


def test_a_step_into_a_dead_network_keeps_its_note(desk: Desk) -> None:
    """It is not sent, says so, and the note is there again even in a page that was left."""
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    step(article, "submit", cast.reporter)
    page = desk.sit(cast.editor)
    address = f"/admin/articles/article/{article.pk}/step/return/"
    page.goto(address)
    page.fill("[name=note]", "第二段的时间请再核对")
    page.context.set_offline(True)
    page.click(".nr-step form .nr-primary, .nr-step form .nr-danger")
    expect(page.locator("#nr-offline")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("第二段的时间请再核对")
    page.context.set_offline(False)
    expect(page.locator("#nr-offline")).to_be_hidden()
    page.goto("/admin/")
    page.goto(address)
    expect(page.locator("[name=note]")).to_have_value("第二段的时间请再核对")
    with page.expect_navigation():
        page.click(".nr-step form .nr-primary, .nr-step form .nr-danger")
    entry = LedgerEntry.objects.filter(action="return").get()
    assert entry.note == "第二段的时间请再核对"
    page.context.close()
    assert desk.errors == []


def test_presence_appears_and_goes(desk: Desk) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section, body=BODY)
    writer, reader = desk.sit(cast.editor), desk.sit(cast.reporter)
    open_editor(writer, article)
    reader.goto(article.get_absolute_url())
    expect(reader.locator("[data-people]")).to_contain_text(f"{cast.editor} 正在编辑，自 ")
    writer.context.close()
    for _second in range(20):
        if not Presence.objects.filter(user=cast.editor, left_at=None).exists():
            break
        reader.wait_for_timeout(250)
    reader.reload()
    expect(reader.locator("[data-presence]")).to_be_hidden()
    step(article, "submit", cast.reporter)
    reader.reload()
    open_editor(second := desk.sit(cast.second_editor), article)
    reader.reload()
    # On the screen of somebody who only reads, too.
    expect(reader.locator("[data-people]")).to_contain_text(str(cast.second_editor))
    second.context.close()
    reader.context.close()
    assert not Autosave.objects.exists()
    assert desk.errors == []
