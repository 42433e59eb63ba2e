"""Settings that somebody changes at a screen: one entry each, before and after, in Chinese."""

import json
from typing import Any

import pytest

from accounts.models import Desk
from articles.desk import ledger, settings_ledger
from articles.models import GroupRobot, Image, LedgerEntry, Outlet, SiteIdentity, Tag
from tests.admin.helpers import signed_in, url
from tests.cast import Cast


def entries(kind: str) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(subject_kind=kind).order_by("pk"))


def changes(entry: LedgerEntry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(entry.note)["changes"]
    return found


def formset(prefix: str = "lines") -> dict[str, Any]:
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


def test_the_sites_identity(cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="旧江网", reporting_phone="110")
    path = url("articles_siteidentity_change", 1)
    client = signed_in(cast.administrator)
    sent = {"site_name": "溯江网", "reporting_phone": "12377"} | formset()
    assert client.post(path, sent).status_code == 302
    [entry] = entries("identity")
    assert (entry.actor, entry.action) == (cast.administrator, "setting_changed")
    assert changes(entry)["site_name"] == ["旧江网", "溯江网"]
    assert changes(entry)["reporting_phone"] == ["110", "12377"]
    assert "address" not in changes(entry)
    # Saved again as it stands, nothing is said.
    assert client.post(path, sent).status_code == 302
    assert len(entries("identity")) == 1
    assert ledger.verify() == []


def test_a_line_of_the_footer_added_changed_and_removed(cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    path = url("articles_siteidentity_change", 1)
    client = signed_in(cast.administrator)
    line = {"lines-0-text": "许可证 1", "lines-0-url": "", "lines-0-position": 0}
    base = {"site_name": "溯江网", "lines-TOTAL_FORMS": 1}
    client.post(path, base | line | {"lines-INITIAL_FORMS": 0})
    number = SiteIdentity.objects.get().lines.get().pk
    stored = base | {"lines-INITIAL_FORMS": 1, "lines-0-id": number, "lines-0-identity": 1}
    client.post(path, stored | line | {"lines-0-text": "许可证 2"})
    client.post(path, stored | line | {"lines-0-DELETE": "on"})
    acts = [entry.action for entry in entries("identity_line")]
    assert acts == ["setting_added", "setting_changed", "setting_removed"]
    assert changes(entries("identity_line")[1]) == {"text": ["许可证 1", "许可证 2"]}


def test_a_section_and_its_place(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    sent = {
        "name": "要闻", "slug": "top", "desk": cast.other_desk.pk, "position": 3, "listed": "on",
        "description": "", "parent": "",
    }  # fmt: skip
    path = url("articles_section_change", cast.section.pk)
    assert client.post(path, sent).status_code == 302
    [entry] = entries("section")
    assert changes(entry) == {
        "slug": ["news", "top"], "desk": ["要闻部", "文体部"], "position": ["0", "3"],
    }  # fmt: skip
    words = settings_ledger.words(entry)
    assert "部门：要闻部 → 文体部" in words


def test_desks_and_outlets_made_and_removed(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    assert client.post(url("accounts_desk_add"), {"name": "夜班部"}).status_code == 302
    desk = Desk.objects.get(name="夜班部")
    assert client.post(url("accounts_desk_delete", desk.pk), {"post": "yes"}).status_code == 302
    assert [entry.action for entry in entries("desk")] == ["setting_added", "setting_removed"]
    assert client.post(
        url("articles_outlet_add"), {"name": "报栏", "position": 0, "active": "on"}
    ).status_code == 302  # fmt: skip
    [added] = entries("outlet")
    assert changes(added)["name"] == ["", "报栏"]


def test_secrets_are_said_to_have_changed_and_not_written(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    secret = "https://qyapi.weixin.qq.com/x?key=quite-secret"
    sent = {
        "name": "夜班群", "service": "wecom", "address": secret, "secret": "",
        "kinds": ["returned"],
        "rhythm": "at_once", "active": "on", "desks": [cast.desk.pk],
    }  # fmt: skip
    answer = client.post(url("articles_grouprobot_add"), sent)
    assert GroupRobot.objects.exists(), answer.content.decode()[-3000:]
    notes = " ".join(entry.note for entry in entries("robot"))
    assert "quite-secret" not in notes
    assert changes(entries("robot")[0])["address"] == ["", "•••"]
    assert changes(entries("robot")[1]) == {"desks": ["", "要闻部"]}


def test_what_nobody_did_at_a_screen_is_nobodys_act(cast: Cast) -> None:
    Outlet.objects.create(name="报栏")
    assert entries("outlet") == []


def test_a_refused_form_leaves_no_entry(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    path = url("articles_section_change", cast.section.pk)
    assert client.post(path, {"name": "", "slug": "top"}).status_code == 200
    assert signed_in(cast.editor).post(path, {"name": "x"}).status_code == 403
    assert entries("section") == []


def test_it_reads_well_in_the_ledgers_list(cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="旧江网")
    client = signed_in(cast.administrator)
    client.post(
        url("articles_siteidentity_change", 1),
        {"site_name": "溯江网", "paragraphs": "indent"} | formset(),
    )
    page = client.get(url("articles_ledgerentry_changelist")).content.decode()
    for words in ("修改设置", "网站名称：旧江网 → 溯江网", "段落：— → 首行缩进"):
        assert words in page
    [entry] = entries("identity")
    page = client.get(url("articles_ledgerentry_change", entry.pk)).content.decode()
    assert "网站名称：旧江网 → 溯江网" in page


@pytest.mark.parametrize("note", ["", "not JSON", "[]", '{"name": "x"}'])
def test_a_note_of_another_kind_is_shown_as_it_is(cast: Cast, note: str) -> None:
    entry = LedgerEntry(subject_kind="identity", subject_id=1, action="setting_changed", note=note)
    assert settings_ledger.words(entry) == note


def test_words_that_readers_see_on_many_pieces(cast: Cast) -> None:
    tag = Tag.objects.create(name="夜班公交")
    image = Image.objects.create(
        content_hash="a" * 64,
        width=3,
        height=2,
        size=9,
        credit="张三 摄",
        uploaded_by=cast.reporter,
    )
    client = signed_in(cast.editor)
    assert client.post(url("articles_tag_change", tag.pk), {"name": "夜车"}).status_code == 302
    path = url("articles_image_change", image.pk)
    assert client.post(path, {"credit": "李四 摄"}).status_code == 302
    for kind, changed in (
        ("tag", {"name": ["夜班公交", "夜车"]}),
        ("image", {"credit": ["张三 摄", "李四 摄"]}),
    ):
        [entry] = entries(kind)
        assert (entry.actor, entry.action) == (cast.editor, "setting_changed")
        assert changes(entry) == changed
        assert " → " in settings_ledger.words(entry)
    # That one is made is told with the piece it is made for.
    client.post(url("articles_tag_add"), {"name": "早班车"})
    assert Tag.objects.filter(name="早班车").exists()
    assert len(entries("tag")) == 1
    assert ledger.verify() == []
