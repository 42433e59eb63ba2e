"""The buttons of the workflow: who sees which, what they ask for, and what pressing them does."""

import html
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from articles.admin.article_status import zone_name
from articles.desk import comments, workflow
from articles.models import Article, LedgerEntry, Proofread, PublishedArticle, State
from tests.admin.helpers import form_data, press, signed_in, step_url, url
from tests.cast import Cast, make_draft, make_published, make_section, step

ZONE = ZoneInfo(settings.TIME_ZONE)


def buttons(user: User, article: Article) -> set[str]:
    page = signed_in(user).get(url("articles_article_change", article.pk), {"edit": 1})
    prefix = re.escape(step_url(article, "x").removesuffix("x/"))
    return set(re.findall(rf'(?:href|data-url)="{prefix}([a-z_]+)/"', page.content.decode()))


def test_the_buttons_are_those_of_the_table(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for name, actor in (("submit", cast.reporter), ("pass", cast.editor), ("publish", cast.editor)):
        for user in (cast.reporter, cast.editor, cast.second_editor, cast.desk_head, cast.chief):
            user.forget_standing()
            expected = {each.name for each in workflow.available(article, user)}
            assert buttons(user, article) == expected, (article.state, user)
        step(article, name, actor)
    assert buttons(cast.editor, article) == {"revise", "fix", "correct", "withdraw"}


def test_a_step_says_what_will_happen(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    page = signed_in(cast.editor).get(step_url(article, "pass")).content.decode()
    assert str(workflow.TABLE["pass"].explains) in html.unescape(page)
    assert article.headline in page
    assert "<script>alert" not in page


def test_a_pass_is_performed_with_its_note(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    response = press(signed_in(cast.editor), article, "pass", note="标题改得好")
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.state == State.APPROVED
    entry = LedgerEntry.objects.get(action="pass")
    assert (entry.note, entry.actor) == ("标题改得好", cast.editor)


def test_open_comments_are_told_before_publishing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    hint = "有 1 条批注待处理"
    comments.say(article, cast.editor, "全名？", revision=1)
    piece = url("articles_article_change", article.pk)
    review = url("articles_article_review", article.pk)
    step(article, "submit", cast.reporter)
    assert hint not in signed_in(cast.reporter).get(piece).content.decode()
    assert hint in signed_in(cast.editor).get(step_url(article, "pass")).content.decode()
    assert hint not in signed_in(cast.editor).get(step_url(article, "return")).content.decode()
    assert hint in signed_in(cast.editor).get(review).content.decode()
    step(article, "pass", cast.editor)
    for path in (piece, step_url(article, "publish")):
        assert hint in signed_in(cast.editor).get(path).content.decode()
    step(article, "publish", cast.editor)
    assert hint not in signed_in(cast.editor).get(piece).content.decode()


def test_what_is_out_is_linked_where_readers_find_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    client = signed_in(cast.editor)
    article.refresh_from_db()
    typed = {"version": article.version, "and": "publish"}
    page = client.post(step_url(article, "pass"), typed, follow=True).content.decode()
    address = PublishedArticle.objects.get().get_absolute_url()
    said = page[page.index("已签发并发布") :][:400]
    assert f'{address}"' in said
    later = make_draft(cast.reporter, cast.section)
    for name, actor in (("submit", cast.reporter), ("pass", cast.editor)):
        step(later, name, actor)
    at = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    said = press(client, later, "publish", when="at", visible_from=at)
    assert said.status_code == 302
    page = client.get(url("articles_article_change", later.pk)).content.decode()
    assert PublishedArticle.objects.get(pk=later.pk).get_absolute_url() not in page


def test_a_return_needs_a_note(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    response = press(signed_in(cast.editor), article, "return", note="  ")
    assert response.status_code == 400
    assert response.context["form"].errors["note"]
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW


def test_a_piece_goes_back_to_an_earlier_review(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, reviews_required=3)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    step(article, "pass", cast.desk_head)
    client = signed_in(cast.chief)
    offered = client.get(step_url(article, "return")).context["form"].fields["to"].choices
    assert [value for value, _label in offered] == ["draft", "first_review", "second_review"]
    assert press(client, article, "return", note="再核", to="approved").status_code == 400
    assert press(client, article, "return", note="再核", to="first_review").status_code == 302
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW


def approved(cast: Cast) -> Article:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    return step(article, "pass", cast.editor)


def test_publishing_now(cast: Cast) -> None:
    article = approved(cast)
    assert press(signed_in(cast.editor), article, "publish", when="now").status_code == 302
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()


def test_a_schedule_is_in_the_newsrooms_time_zone(cast: Cast) -> None:
    article = approved(cast)
    client = signed_in(cast.editor)
    assert zone_name() in client.get(step_url(article, "publish")).content.decode()
    local = (timezone.now().astimezone(ZONE) + timedelta(days=2)).replace(second=0, microsecond=0)
    typed = local.strftime("%Y-%m-%dT%H:%M")
    response = press(client, article, "publish", when="at", visible_from=typed)
    assert response.status_code == 302
    moment = PublishedArticle.objects.get(pk=article.pk).visible_from
    assert moment == datetime.strptime(typed, "%Y-%m-%dT%H:%M").replace(tzinfo=ZONE)
    assert not PublishedArticle.objects.visible().exists()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"when": "at"}, 400),
        ({"when": "at", "visible_from": "tomorrow"}, 400),
        ({"when": "now", "visible_from": "2999-01-01T08:00"}, 400),
        ({"when": "at", "visible_from": "2001-01-01T08:00"}, 400),
        ({"when": "later"}, 400),
    ],
)
def test_a_time_that_cannot_be_meant_publishes_nothing(
    cast: Cast, typed: dict[str, str], status: int
) -> None:
    article = approved(cast)
    response = press(signed_in(cast.editor), article, "publish", note="留言", **typed)
    assert response.status_code == status
    # The form as it was filled in, to be mended and sent again.
    form = response.context["form"]
    assert form["note"].value() == "留言"
    assert form["visible_from"].value() == typed.get("visible_from")
    assert 'name="visible_from"' in response.content.decode()
    assert not PublishedArticle.objects.exists()


def test_a_piece_that_was_out_is_offered_no_time(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    form = signed_in(cast.editor).get(step_url(article, "publish")).context["form"]
    assert "visible_from" not in form.fields


def test_a_withdrawal_takes_its_reason_and_a_notice(cast: Cast) -> None:
    article = make_published(cast)
    client = signed_in(cast.editor)
    assert press(client, article, "withdraw", notice="正在核实").status_code == 400
    response = press(client, article, "withdraw", note="数字有误", notice="正在核实")
    assert response.status_code == 302
    published = PublishedArticle.objects.get(pk=article.pk)
    assert published.withdrawn_at
    assert published.withdrawal_notice == "正在核实"


# --- No right, no state, no version ---------------------------------------------------------------


def test_whoever_may_not_see_the_piece_gets_403_from_every_step(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section, "秘密标题")
    # Every role in every state: tests/matrix.
    for user in (cast.foreign_editor, cast.outsider):
        client = signed_in(user)
        for name in workflow.TABLE:
            for response in (
                client.get(step_url(article, name)),
                press(client, article, name, note="理由"),
            ):
                assert response.status_code == 403, (user, name)
                assert "秘密标题" not in response.content.decode()
    assert LedgerEntry.objects.count() == 1


def test_whoever_may_not_take_the_step_gets_403_and_no_state(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    client = signed_in(cast.reporter)
    for name in ("pass", "return", "override", "publish"):
        for response in (
            client.get(step_url(article, name)),
            press(client, article, name, note="理由"),
            client.post(step_url(article, name), {}),
        ):
            assert response.status_code == 403, name
            assert article.get_state_display() not in response.content.decode()
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW


def test_the_wrong_state_is_said_clearly(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.editor)
    for response in (
        client.get(step_url(article, "publish")),
        press(client, article, "publish", note="理由"),
    ):
        assert response.status_code == 409
        assert "理由" in response.content.decode() or response.request["REQUEST_METHOD"] == "GET"
    assert not PublishedArticle.objects.exists()


def test_a_stale_step_keeps_the_note_and_shows_what_happened(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    seen = article.version
    edit = url("articles_article_change", article.pk)
    signed_in(cast.second_editor).post(edit, form_data(article, headline="审稿人改的标题"))
    data = {"version": seen, "note": "写了很长的意见"}
    client = signed_in(cast.editor)
    response = client.post(step_url(article, "pass"), data)
    page = html.unescape(response.content.decode())
    assert response.status_code == 409
    for text in ("写了很长的意见", str(cast.second_editor), "审稿人改的标题"):
        assert text in page.replace("<ins>", "").replace("</ins>", "")
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW
    # Whoever has been told and presses again acts on the text as it is now.
    assert f'name="version" value="{article.version}"' in page
    response = client.post(step_url(article, "pass"), data | {"version": article.version})
    assert response.status_code == 302


def test_a_pass_that_comes_too_late_leads_on(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    seen = article.version
    step(article, "pass", cast.second_editor)
    client = signed_in(cast.editor)
    late = client.post(step_url(article, "pass"), {"version": seen, "then": "next"})
    assert late.status_code == 403
    assert url("articles_article_next", article.pk) in late.content.decode()
    # A return is possible still, from where the piece stands now: to the draft, unless told else.
    data = {"version": seen, "note": "再核实", "then": "next"}
    again = client.post(step_url(article, "return"), data)
    assert again.status_code == 409
    assert again.context["form"]["to"].value() == State.DRAFT


def test_a_button_pressed_twice_acts_once(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    data = {"version": article.version, "note": "同意"}
    client = signed_in(cast.editor)
    first = client.post(step_url(article, "pass"), data)
    second = client.post(step_url(article, "pass"), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert LedgerEntry.objects.filter(action="pass").count() == 1


def test_two_people_pressing_the_same_button_act_once(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    data = {"version": article.version, "note": "同意"}
    assert signed_in(cast.editor).post(step_url(article, "pass"), data).status_code == 302
    late = signed_in(cast.second_editor).post(step_url(article, "pass"), data)
    assert late.status_code in (403, 409)
    assert "同意" in late.content.decode()
    assert str(cast.editor) in late.content.decode()
    assert LedgerEntry.objects.filter(action="pass").count() == 1


def test_unknown_steps_and_methods(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.chief)
    assert client.get(step_url(article, "explode")).status_code == 404
    assert client.put(step_url(article, "spike")).status_code == 405
    assert (
        client.get(step_url(article, "spike").replace(f"/{article.pk}/", "/999999/")).status_code
        == 404
    )
    broken = client.post(step_url(article, "override"), {"version": "x", "note": "急"})
    assert broken.status_code == 400
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_getting_a_step_changes_nothing(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for name in workflow.TABLE:
        signed_in(cast.chief).get(step_url(article, name))
    assert LedgerEntry.objects.count() == 1


def test_a_proofread_says_how_many_errors_were_found(cast: Cast) -> None:
    section = make_section("depth", "深度", cast.desk, proofreads_required=1)
    article = make_draft(cast.reporter, section)
    step(article, "submit", cast.reporter)
    client = signed_in(cast.proofreader)
    for wrong in ({}, {"found": "两处"}, {"found": -1}, {"found": 10_000}):
        response = press(client, article, "proofread", note="改在稿上", **wrong)
        assert response.status_code == 400
        assert response.context["form"].errors["found"]
        assert "改在稿上" in response.content.decode()
    assert not Proofread.objects.exists()
    assert press(client, article, "proofread", found=0).status_code == 302
    assert Proofread.objects.get().errors == 0
