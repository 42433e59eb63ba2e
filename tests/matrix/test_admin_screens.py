"""Role × every other screen of the admin, and that no address of it is without a rule.

The table tells who gets what a second time, beside `accounts.roles`.
"""

import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Author, Desk, Duty, SignIn
from accounts.roles import Rank
from accounts.screens.doors import ALIASES
from articles import images
from articles.desk import assignments, duties, policy, specials, stylebook
from articles.models import (
    GroupRobot,
    IncomingFile,
    LedgerEntry,
    Outlet,
    Page,
    Policy,
    SiteIdentity,
    Source,
    Special,
    StyleRule,
    Tag,
)
from tests.cast import make_user
from tests.matrix.addresses import addresses
from tests.matrix.pieces import SECRET, picture
from tests.matrix.test_admin_matrix import LOGIN, NEWSROOM, PIECE, PRESSED, STAFF, WRITERS, Company
from tests.public.archive import put_out
from tests.recordings import samples

pytestmark = pytest.mark.django_db

# Everybody where there is time for it; otherwise one of each kind.
ROLES = (
    sorted(STAFF)
    if os.environ.get("NEWSROOM_TEST_FULL")
    else ["reporter", "desk_head", "chief", "administrator", "outsider"]
)
EDITING = {"editor", "foreign_editor", "desk_head", "chief"}
LEADING = {"desk_head", "chief"}
ADMIN = {"administrator"}
ALL = NEWSROOM | ADMIN
NOBODY: set[str] = set()

# Who may look, add, change, delete.
SCREENS: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {
    "accounts_author": (ALL, LEADING | ADMIN, LEADING | ADMIN, NOBODY),
    "accounts_desk": ({"chief"} | ADMIN, ADMIN, ADMIN, ADMIN),
    "accounts_duty": ({"chief"} | ADMIN, {"chief"}, NOBODY, NOBODY),
    "accounts_signin": (ADMIN, NOBODY, NOBODY, NOBODY),
    "accounts_user": (ADMIN, ADMIN, ADMIN, NOBODY),
    "articles_grouprobot": (ADMIN, ADMIN, ADMIN, NOBODY),
    "articles_image": (NEWSROOM, NEWSROOM, NEWSROOM, NOBODY),
    "articles_ledgerentry": ({"chief"} | ADMIN, NOBODY, NOBODY, NOBODY),
    "articles_outlet": (ADMIN, ADMIN, ADMIN, NOBODY),
    "articles_page": (ADMIN, ADMIN, ADMIN, NOBODY),
    "articles_policy": ({"chief"} | ADMIN, NOBODY, {"chief"}, NOBODY),
    "articles_recording": (NEWSROOM, NOBODY, NEWSROOM, NOBODY),
    "articles_section": (ALL, ADMIN, ADMIN, NOBODY),
    "articles_siteidentity": (ADMIN, NOBODY, ADMIN, NOBODY),
    "articles_source": (ALL, EDITING | ADMIN, EDITING | ADMIN, NOBODY),
    "articles_stylerule": (NEWSROOM, LEADING, LEADING, LEADING),
    "articles_tag": (ALL, WRITERS, EDITING, NOBODY),
}
# Addresses of their own, and who gets them with GET. None: whoever has an account of the house.
OTHERS: dict[str, set[str] | None] = {
    "index": None,
    "logout": None,
    "password_change": None,
    "password_change_done": None,
    "jsi18n": None,
    "search": None,
    "articles_article_changelist": NEWSROOM,
    "articles_article_add": WRITERS,
    "articles_article_flash": WRITERS,
    "articles_article_kept_list": None,
    "articles_article_signed_in": None,
    "articles_article_pictures": NEWSROOM,
    "articles_article_style": NEWSROOM,
    "articles_stylerule_try": NEWSROOM,
    "articles_stylerule_builtin": NEWSROOM,
    "articles_stylerule_export": NEWSROOM,
    "articles_stylerule_import": LEADING,
    "find": None,
    "roster": ALL,
    "withdrawals": EDITING | {"night"},
    "image-file": NEWSROOM,
    "image-upload": NEWSROOM,
    "recording-file": NEWSROOM,
    "recording-upload": NEWSROOM,
    "accounts_duty_revoke": {"chief"},
    "accounts_user_access": ADMIN,
    # One's own, whoever one is.
    "notices": None,
    "notices-count": None,
    "notices-mark": None,
    "notice": NOBODY,
    "notice-choices": None,
    "schedule": EDITING | {"night"},
    "worker": ADMIN,
    "proofreading": WRITERS,
    "intake": WRITERS,
    "intake-review": {"reporter", "editor", "desk_head", "chief"},
    "intake-original": {"reporter", "editor", "desk_head", "chief"},
}
# Told elsewhere: of one piece in test_admin_matrix, of many, restoring, kept text and presence in
# tests/admin, of pictures in waiting copy in tests/intake_screen, of a withdrawal's outlets in
# tests/lanes; the rest shows nothing by itself.
ELSEWHERE = {
    *PIECE, *PRESSED, "articles_article_step", "articles_article_restore", "articles_article_bulk",
    "worker-again", "articles_grouprobot_test",
    "articles_article_merge", "articles_article_autosave", "articles_article_presence",
    "articles_article_session", "articles_article_kept",
    "articles_article_outlets", "intake-picture", "login",
    "autocomplete", "app_list", "view_on_site", "",
}  # fmt: skip
# What the plan shows is told in tests/plan; here, who gets its pages.
OTHERS |= {
    "assignments": WRITERS,
    "assignment-add": WRITERS,
    "assignment-meeting": WRITERS,
    "assignment": {"reporter", "editor", "desk_head", "chief", "other_reporter"},
    "calendar": NEWSROOM,
}
ELSEWHERE |= {"assignment-act"}
# Who may choose for which place is told in tests/front; here, who gets the screens.
OTHERS |= {
    "front": EDITING | {"night"},
    "front-place": LEADING | {"night"},
    "front-piece": EDITING | {"night"},
    "mourning": {"chief"} | ADMIN,
    "access-log": ADMIN,
    "audit-export": ADMIN,
    "guarded": {"chief"} | ADMIN,
}
ELSEWHERE |= {"front-act"}
# Of one piece, for the head of its desk and above: tests/audit.
ELSEWHERE |= {"articles_article_readers"}
# Topics for readers; who may do what with one is told in tests/topics.
OTHERS |= {
    name: EDITING | {"night"}
    for name in ("specials", "special-add", "special", "special-preview", "special-pieces")
}
ELSEWHERE |= {"special-take-down", "special-take-piece"}
# Links for people outside: tests/preview.
ELSEWHERE |= {"articles_article_share", "articles_article_share_revoke"}
# Signing in and one's own account, whoever one is; who passes which door is told in tests/accounts.
OTHERS |= dict.fromkeys((
    "account", "account-app", "account-passkey", "account-codes", "account-new-codes",
    "account-again", "account-again-code", "account-again-passkey", "account-end-session",
    "account-end-sessions", "account-remove",
))  # fmt: skip
ELSEWHERE |= {
    "second-factor", "passkey", "openid", "openid-back", "invitation", "invitation-link",
    "openid_connect_login", "openid_connect_callback", *ALIASES,
}  # fmt: skip


class Archive(Company):
    """One row of everything, to open."""

    def __init__(self) -> None:
        super().__init__()
        now = timezone.now()
        self.image = images.store(picture((70, 90, 110)), "a.jpg", self.reporter)
        self.recording = samples.kept(samples.mp3(), "a.mp3")
        policy.set_policy(self.chief, 2, 1)
        SiteIdentity.objects.create(pk=1, site_name="溯江网")
        self.duty = duties.grant(
            self.chief,
            self.reporter,
            Rank.EDITOR,
            desks=[self.other_desk],
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=2),
        )
        self.waiting = IncomingFile.objects.create(
            name="稿.txt",
            data=f"{SECRET}来稿\n第二行。".encode(),
            content_hash="1" * 64,
            report={"headline": f"{SECRET}来稿", "quarantine": None},
            section=self.section,
            received_by=self.reporter,
        )
        self.topic = assignments.create(
            self.reporter, {"title": f"{SECRET}选题", "section": self.section}
        )
        self.live = put_out(self)
        self.special = Special(title=f"{SECRET}专题", slug="secret")
        specials.save(self.chief, self.special, [])
        self.robot = GroupRobot.objects.create(
            name="群", service="wecom", address="https://qyapi.weixin.qq.com/x?key=1"
        )
        self.rule = StyleRule(kind="banned", term="某语")
        stylebook.save(self.chief, self.rule)
        self.rows = {
            "accounts_author": Author.objects.create(name="甲"),
            "accounts_desk": Desk.objects.create(name="空部门"),
            "accounts_duty": Duty.objects.latest("pk"),
            "accounts_signin": SignIn.objects.create(
                user=self.reporter, address="192.0.2.1", place="192.0.2.1", outcome="in"
            ),
            "accounts_user": make_user("somebody"),
            "articles_grouprobot": self.robot,
            "articles_image": self.image,
            "articles_ledgerentry": LedgerEntry.objects.latest("pk"),
            "articles_outlet": Outlet.objects.create(name="报栏"),
            "articles_page": Page.objects.get(slug="about"),
            "articles_policy": Policy.objects.get(),
            "articles_recording": self.recording,
            "articles_section": self.section,
            "articles_siteidentity": SiteIdentity.objects.get(),
            "articles_source": Source.objects.create(name="某社"),
            "articles_stylerule": self.rule,
            "articles_tag": Tag.objects.create(name="某词"),
        }

    def path(self, name: str) -> str:
        arguments: dict[str, dict[str, object]] = {
            "notice": {"notice_id": 10**9},
            "image-file": {"content_hash": self.image.content_hash},
            "recording-file": {"content_hash": self.recording.content_hash},
            "accounts_duty_revoke": {"duty_id": self.duty.pk},
            "accounts_user_access": {"user_id": self.reporter.pk},
            "account-remove": {"pk": 10**9},
            "intake-review": {"file_id": self.waiting.pk},
            "intake-original": {"file_id": self.waiting.pk},
            "assignment": {"topic_id": self.topic.pk},
            "front-place": {"key": "lead"},
            "front-piece": {"article_id": self.live.pk},
            "special": {"special_id": self.special.pk},
            "special-preview": {"special_id": self.special.pk},
        }
        return reverse(f"admin:{name}", kwargs=arguments.get(name))


def test_every_address_of_the_admin_has_a_rule() -> None:
    pages = ("changelist", "add", "change", "delete", "history")
    known = ELSEWHERE | set(OTHERS) | {f"{model}_{page}" for model in SCREENS for page in pages}
    names = {each.name for each in addresses() if each.pattern.startswith("admin/")}
    assert len(names) > 60
    assert names - known == set(), "say in this file who may use these addresses"
    assert known - names == set(), "these addresses are gone"


@pytest.mark.parametrize("model", sorted(SCREENS))
def test_a_screen_opens_to_those_it_is_for(model: str) -> None:
    house = Archive()
    look, add, change, delete = SCREENS[model]
    row = house.rows[model]
    at = {
        page: reverse(f"admin:{model}_{page}", args=[row.pk])
        for page in ("change", "history", "delete")
    }
    at |= {page: reverse(f"admin:{model}_{page}") for page in ("changelist", "add")}
    may = {"changelist": look, "change": look, "history": look, "add": add, "delete": delete}
    before = type(row).objects.filter(pk=row.pk).values().get()
    for role in ROLES:
        client = house.client(role)
        for page, path in at.items():
            # Some addresses lead on to the one screen of their kind; its answer counts.
            status = client.get(path, follow=True).status_code
            where = f"{role} {page} of {model}: {status}"
            if role in may[page]:
                assert status == 200, where
            elif page == "history" and role in ALL:
                # Where there is no history to see, nobody sees one.
                assert status in (403, 404), where
            else:
                assert status in (403, 404, 405), where
        for page, allowed in (("change", change), ("add", add), ("delete", delete)):
            if model == "articles_policy" and page == "change":
                page = "changelist"
            if role not in allowed:
                data = {"post": "yes", "name": "改了"}
                status = client.post(at[page], data, follow=True).status_code
                assert status in (403, 404, 405), f"{role} posts to {page} of {model}: {status}"
    for page, path in at.items():
        assert Client().get(path)["Location"].startswith(LOGIN), page
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_an_address_of_its_own_opens_to_those_it_is_for(name: str) -> None:
    house = Archive()
    allowed = OTHERS[name]
    path = house.path(name)
    for role in ROLES:
        response = house.client(role).get(path)
        where = f"{role} {path}: {response.status_code}"
        if allowed is None or role in allowed:
            assert response.status_code in (200, 302, 405), where
        else:
            assert response.status_code in (403, 404), where
            assert SECRET not in response.content.decode(errors="replace"), where
    if name not in ("logout", "search"):
        assert Client().get(path).status_code in (302, 403), path
