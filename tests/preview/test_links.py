"""Links for people outside: who makes one, what it opens, and when it stops."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.desk import ledger, previews
from articles.desk.errors import NotAllowed, Refused
from articles.models import LedgerEntry, PreviewLink, PreviewOpening
from tests.admin.helpers import theirs
from tests.cast import Cast, make_draft, make_published, step
from tests.preview.links import address, later, make_link


def opens(made: previews.Made) -> bool:
    return previews.open_link(made.token) is not None


def test_the_owner_and_the_sections_editors_make_links(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for user in (cast.reporter, cast.editor, cast.desk_head, cast.chief):
        assert opens(make_link(article, user)), user
    step(article, "submit", cast.reporter)
    for user in (
        cast.other_reporter, cast.foreign_editor, cast.proofreader, cast.administrator,
        cast.outsider,
    ):  # fmt: skip
        assert not previews.may_share(user, article)
        with pytest.raises(NotAllowed):
            make_link(article, user)
    assert opens(make_link(article, cast.reporter)), "a piece in review is still its owner's"


def test_an_embargoed_piece_is_shown_by_editors_only(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    owners, editors = make_link(article, cast.reporter), make_link(article, cast.editor)
    step(article, "submit", cast.reporter)
    assert opens(owners)
    step(article, "pass", cast.editor)
    assert (opens(owners), opens(editors)) == (False, True)
    step(article, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=2))
    assert (opens(owners), opens(editors)) == (False, True)
    with pytest.raises(NotAllowed, match="已签发"):
        make_link(article, cast.reporter)
    assert opens(make_link(article, cast.editor))
    with later(hours=3):
        assert opens(owners), "the embargo is over"
    step(article, "unschedule", cast.editor)
    step(article, "return", cast.editor, "再核一遍")
    assert opens(owners), "it is being written again"


def test_a_withdrawn_piece_is_the_desks_and_a_spiked_one_nobodys(cast: Cast) -> None:
    article = make_published(cast)
    owners, editors = make_link(article, cast.reporter), make_link(article, cast.editor)
    step(article, "withdraw", cast.editor, "数字有误")
    assert (opens(owners), opens(editors)) == (False, True)
    spiked = make_draft(cast.reporter, cast.section)
    both = [make_link(spiked, cast.reporter), make_link(spiked, cast.chief)]
    step(spiked, "spike", cast.editor)
    assert not any(map(opens, both))
    for user in (cast.reporter, cast.editor, cast.chief):
        with pytest.raises(NotAllowed):
            make_link(spiked, user)


def test_a_link_ends_by_itself(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for hours in previews.HOURS:
        made = make_link(article, cast.reporter, hours=hours)
        with later(hours=hours, seconds=-5):
            assert opens(made), hours
        with later(hours=hours, seconds=5):
            assert not opens(made), hours


def test_a_link_is_revoked_by_its_maker_and_by_editors_once(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    owners, editors = make_link(article, cast.reporter), make_link(article, cast.editor)
    with pytest.raises(NotAllowed):
        previews.revoke(editors.link, cast.reporter)
    with pytest.raises(NotAllowed):
        previews.revoke(owners.link, cast.foreign_editor)
    assert opens(owners)
    assert opens(editors)
    previews.revoke(owners.link, cast.second_editor)
    previews.revoke(editors.link, cast.editor)
    assert not opens(owners)
    assert not opens(editors)
    with pytest.raises(Refused):
        previews.revoke(owners.link, cast.second_editor)


def test_a_link_is_as_good_as_its_makers_account(cast: Cast) -> None:
    made = make_link(make_draft(cast.reporter, cast.section), cast.reporter)
    cast.reporter.is_active = False
    cast.reporter.save()
    assert not opens(made)


def test_making_and_revoking_stand_in_the_ledger(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    made = make_link(article, cast.reporter, for_whom="王律师", revision_number=1)
    previews.revoke(made.link, cast.editor)
    first, last = ledger.history("preview", made.link.pk)
    assert (first.action, first.actor, first.revision) == ("share_preview", cast.reporter, 1)
    assert (last.action, last.actor, last.actor_role) == ("revoke_preview", cast.editor, "editor")
    assert f"#{article.pk}" in first.note
    assert "王律师" in first.note
    assert ledger.verify() == []


def test_one_press_makes_one_link_and_the_token_is_kept_nowhere(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    key = previews.new_key()
    made = make_link(article, cast.reporter, key=key)
    again = make_link(article, cast.reporter, key=key)
    assert (again.link, again.token) == (made.link, made.token)
    assert LedgerEntry.objects.filter(subject_kind="preview").count() == 1
    assert make_link(article, cast.editor, key=key).token != made.token
    assert len(bytes.fromhex(made.token)) == 32
    kept = str(PreviewLink.objects.values_list()) + str(LedgerEntry.objects.values_list())
    assert made.token not in kept


@pytest.mark.parametrize(
    "wrong", [{"for_whom": "  "}, {"hours": 500}, {"revision_number": 9}, {"key": "short"}]
)
def test_what_makes_no_sense_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        make_link(make_draft(cast.reporter, cast.section), cast.reporter, **wrong)
    assert not PreviewLink.objects.exists()


def test_a_piece_has_only_so_many_open_links(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST", 2)
    article = make_draft(cast.reporter, cast.section)
    first = make_link(article, cast.reporter)
    make_link(article, cast.reporter)
    with pytest.raises(Refused):
        make_link(article, cast.reporter)
    previews.revoke(first.link, cast.reporter)
    make_link(article, cast.reporter)


def test_a_link_shows_one_revision_or_the_newest(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "第一稿标题")
    fixed = make_link(article, cast.reporter, revision_number=1)
    newest = make_link(article, cast.reporter)
    theirs(article, cast.reporter, headline="第二稿标题")
    assert "第一稿标题" in Client().get(address(fixed)).content.decode()
    assert "第二稿标题" not in Client().get(address(fixed)).content.decode()
    assert "第二稿标题" in Client().get(address(newest)).content.decode()


def test_openings_are_noted_once_a_minute_and_place(cast: Cast) -> None:
    made = make_link(make_draft(cast.reporter, cast.section), cast.reporter)
    phone = "Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile/15E148 MicroMessenger/8.0"
    for _time in range(3):
        Client().get(address(made), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=phone)
    Client().head(address(made), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="curl/8")
    Client().get(address(made), REMOTE_ADDR="2001:db8:1:2::3", HTTP_USER_AGENT="curl/8")
    seen = list(PreviewOpening.objects.order_by("pk").values_list("network", "program"))
    assert seen == [("203.0.113.0/24", "WeChat, phone"), ("2001:db8:1::/48", "")]
    with later(minutes=2):
        Client().get(address(made), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=phone)
    assert PreviewOpening.objects.count() == 3


def test_behind_a_proxy_of_ours_the_caller_is_whom_it_names(
    cast: Cast, settings: pytest.FixtureRequest
) -> None:
    made = make_link(make_draft(cast.reporter, cast.section), cast.reporter)
    sent = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.9", "REMOTE_ADDR": "127.0.0.1"}
    Client().get(address(made), **sent)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    Client().get(address(made), **sent)
    Client().get(address(made), HTTP_X_FORWARDED_FOR="nonsense", HTTP_USER_AGENT="Googlebot")
    seen = list(PreviewOpening.objects.order_by("pk").values_list("network", "program"))
    assert seen == [("127.0.0.0/24", ""), ("198.51.100.0/24", ""), ("", "bot")]
