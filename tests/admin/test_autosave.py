"""What is typed and not saved is kept for whoever typed it, beside the piece and never in it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.desk import autosave
from articles.desk.errors import NotAllowed
from articles.models import Article, Autosave, LedgerEntry
from tests.admin.helpers import form_data, new_piece, signed_in, theirs, url
from tests.admin.test_idle import idle_for
from tests.cast import Cast, make_draft, step

SITTING = "a" * 32
OTHER = "b" * 32


def put(client: Client, user: User, piece: Article | None, at: int = 1, **asked: Any) -> Any:
    data = asked.pop("data", {"headline": "打到一半的标题"})
    fields = [
        [name, str(each)]
        for name, value in data.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    body: dict[str, Any] = {
        "as": str(user.pk), "article": piece.pk if piece else None, "sitting": SITTING,
        "version": piece.version if piece else 0, "fields": fields, "at": at,
    }  # fmt: skip
    return client.post(
        url("articles_article_autosave"), json.dumps(body | asked), content_type="application/json"
    )


def edit_url(article: Article) -> str:
    return url("articles_article_change", article.pk)


def test_keeping_two_hundred_times_leaves_revisions_and_ledger_alone(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    before = (article.version, article.updated_at, LedgerEntry.objects.count())
    client = signed_in(cast.reporter)
    for number in range(1, 201):
        data = form_data(article, headline=f"第 {number} 遍")
        assert put(client, cast.reporter, article, number, data=data).json()["state"] == "kept"
    article.refresh_from_db()
    assert (article.version, article.updated_at, LedgerEntry.objects.count()) == before
    assert article.revisions.count() == 1
    (row,) = Autosave.objects.all()
    assert ["headline", "第 200 遍"] in row.fields


def test_it_is_offered_compared_and_taken_up_as_typed(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    typed = form_data(
        article,
        headline="",
        deck="打到一半的副题",
        body="<p>从今晚起，末班车等最后两班工人。</p>",
        credits=[{"name": "郝佳伟", "role": "intern"}],
    )
    put(client, cast.reporter, article, data=typed)
    (kept,) = Autosave.objects.all()
    page = client.get(edit_url(article)).content.decode()
    assert f"?kept={kept.pk}" in page
    compared = client.get(url("articles_article_kept", kept.pk)).content.decode()
    assert "<del>一</del><ins>两</ins>" in compared
    taken = client.get(edit_url(article), {"kept": kept.pk})
    page = taken.content.decode()
    form = taken.context["forms"].form
    assert (form["headline"].value(), form["deck"].value()) == ("", "打到一半的副题")
    assert 'value="郝佳伟"' in page
    assert f'name="replaces" value="{SITTING}"' in page
    # The text that is on the screen is not offered beside itself.
    assert f"?kept={kept.pk}" not in page
    article.refresh_from_db()
    assert article.version == 1


def test_the_save_that_contains_it_closes_it_for_good(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    data = form_data(article, headline="打完的标题")
    put(client, cast.reporter, article, 1, data=data)
    put(client, cast.reporter, article, 1, data=data, sitting=OTHER)
    sent = {"sitting": SITTING, "replaces": OTHER, "as": cast.reporter.pk}
    assert client.post(edit_url(article), data | sent).status_code == 302
    assert "?kept=" not in client.get(edit_url(article)).content.decode()
    # A request that was still on its way brings nothing back.
    late = put(client, cast.reporter, article, 2, data={"headline": "迟到的"})
    assert late.json() == {"state": "closed"}
    assert all(row.fields == [] for row in Autosave.objects.all())
    assert Autosave.objects.count() == 2


def test_a_refused_save_keeps_the_text(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    data = form_data(article, headline="")
    put(client, cast.reporter, article, data=data)
    page = client.post(edit_url(article), data | {"sitting": SITTING}).content.decode()
    assert f'name="replaces" value="{SITTING}"' in page
    assert Autosave.objects.get().closed_at is None
    # The page that came back holds it, and says so with its first words.
    put(client, cast.reporter, article, 2, data=data, sitting=OTHER, replaces=SITTING)
    waiting = autosave.waiting(cast.reporter, article)
    assert [row.sitting for row in waiting] == [OTHER]


def test_after_the_piece_moved_on_it_is_compared_never_written_over(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    data = form_data(article, headline="我的标题")
    put(client, cast.reporter, article, data=data)
    theirs(article, cast.editor, headline="别人的标题", deck="别人的副题")
    answer = put(client, cast.reporter, article, 2, data=data | {"summary": "摘要"})
    assert answer.json()["older"] is True
    (kept,) = Autosave.objects.all()
    page = client.get(edit_url(article), {"kept": kept.pk})
    assert 'name="pick-headline"' in page.content.decode()
    article.refresh_from_db()
    assert (article.headline, article.version) == ("别人的标题", 2)
    merge = data | {
        "against": 2, "_save": "1", "pick-headline": "mine", "replaces": SITTING, "summary": "摘要",
    }  # fmt: skip
    client.post(url("articles_article_merge", article.pk), merge)
    article.refresh_from_db()
    assert (article.headline, article.deck, article.summary) == ("我的标题", "别人的副题", "摘要")
    assert not autosave.all_of(cast.reporter).exists()


def test_a_piece_never_saved_is_offered_on_the_empty_screen(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    put(client, cast.reporter, None, data=new_piece(cast.section.pk, headline="新稿写了一半"))
    add = url("articles_article_add")
    page = client.get(add).content.decode()
    (kept,) = Autosave.objects.all()
    assert "新稿写了一半" in page
    taken = client.get(add, {"kept": kept.pk})
    assert taken.context["forms"].form["headline"].value() == "新稿写了一半"
    saved = new_piece(cast.section.pk, headline="新稿写完了") | {"replaces": SITTING}
    assert client.post(add, saved).status_code == 302
    assert "新稿写了一半" not in client.get(add).content.decode()


def test_a_text_that_was_taken_up_already_leads_back_to_the_piece(cast: Cast) -> None:
    """The page is loaded again after its first words have replaced the text it took up."""
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article)
    (kept,) = Autosave.objects.all()
    put(client, cast.reporter, article, 2, sitting=OTHER, replaces=SITTING)
    again = client.get(edit_url(article), {"kept": kept.pk})
    assert (again.status_code, again["Location"]) == (302, edit_url(article))
    page = client.get(edit_url(article)).content.decode()
    assert f"?kept={Autosave.objects.get(sitting=OTHER).pk}" in page
    add = url("articles_article_add")
    assert client.get(add, {"kept": "x"})["Location"] == add


def test_another_site_cannot_write_into_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter)
    assert put(client, cast.reporter, article).status_code == 403
    assert not Autosave.objects.exists()


def test_it_is_thrown_away_by_its_owner(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article)
    (kept,) = Autosave.objects.all()
    assert client.post(url("articles_article_kept", kept.pk)).url == edit_url(article)
    assert client.get(url("articles_article_kept", kept.pk)).status_code == 404
    assert "打到一半" not in client.get(url("articles_article_kept_list")).content.decode()


def test_nobody_else_ever_sees_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    put(signed_in(cast.reporter), cast.reporter, article, data={"headline": "只给自己看的"})
    (kept,) = Autosave.objects.all()
    listed = url("articles_article_kept_list")
    for user in (cast.editor, cast.chief, cast.other_reporter, cast.administrator, cast.outsider):
        client = signed_in(user)
        own = url("articles_article_kept", kept.pk)
        assert client.get(own).status_code == 404, user
        assert client.post(own).status_code == 404, user
        for page in (edit_url(article), f"{edit_url(article)}?kept={kept.pk}", listed,
                     f"{listed}?panel={article.pk}", url("articles_article_add")):  # fmt: skip
            assert "只给自己看的" not in client.get(page).content.decode(), (user, page)
        asked = client.get(url("articles_article_session"), {"sittings": SITTING})
        assert asked.json()["known"] == {}, user
        # The same name of a sitting is another text.
        put(client, user, article, 9, data={"headline": "别人的"})
    kept.refresh_from_db()
    assert kept.fields == [["headline", "只给自己看的"]]


def test_whoever_lost_the_right_can_still_copy_their_text(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article, data=form_data(article, body="<p>没来得及存的话。</p>"))
    step(article, "submit", cast.reporter)
    # Not written any more, and still kept.
    last = put(client, cast.reporter, article, 2, data={"body": "<p>没来得及存的话，还有。</p>"})
    assert last.json()["state"] == "kept"
    (kept,) = Autosave.objects.all()
    page = client.get(edit_url(article)).content.decode()
    assert url("articles_article_kept", kept.pk) in page
    assert f"?kept={kept.pk}" not in page
    # Moved to a desk that the owner has left: not even seen any more.
    Article.objects.update(owner=cast.chief, section=cast.other_section)
    assert client.get(edit_url(article)).status_code == 403
    listed = client.get(url("articles_article_kept_list")).content.decode()
    assert url("articles_article_kept", kept.pk) in listed
    text = client.get(url("articles_article_kept", kept.pk)).content.decode()
    assert "没来得及存的话，还有。" in text
    assert "夜班公交" not in text


def test_who_may_keep_what(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    for user, status in (
        (cast.reporter, 200), (cast.editor, 200), (cast.chief, 200), (cast.foreign_editor, 403),
        (cast.other_reporter, 403), (cast.administrator, 403), (cast.outsider, 403),
    ):  # fmt: skip
        assert put(signed_in(user), user, article).status_code == status, user
    for user, status in ((cast.reporter, 200), (cast.proofreader, 403), (cast.outsider, 403)):
        answer = put(signed_in(user), user, None, sitting=OTHER)
        assert answer.status_code == status, user
    gone = put(signed_in(cast.reporter), cast.reporter, article, article=10**9, sitting="c" * 32)
    assert gone.status_code == 403
    assert gone.json()["error"]


def test_signed_out_and_somebody_else_are_told_as_json(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    assert put(Client(), cast.reporter, article).status_code == 401
    assert Client().get(url("articles_article_session")).status_code == 401
    answer = put(signed_in(cast.editor), cast.reporter, article)
    assert (answer.status_code, answer.json()["name"]) == (409, str(cast.editor))
    assert not Autosave.objects.exists()
    # A plain save by another person than the one who opened the page, too.
    data = form_data(article, headline="甲打的标题") | {"as": cast.reporter.pk}
    response = signed_in(cast.editor).post(edit_url(article), data)
    assert response.status_code == 409
    assert "甲打的标题" in response.content.decode()
    data = new_piece(cast.section.pk) | {"as": cast.reporter.pk}
    response = signed_in(cast.editor).post(url("articles_article_add"), data)
    assert response.status_code == 409
    article.refresh_from_db()
    assert (article.version, Article.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"sitting": "../x"}, 400),
        ({"sitting": ""}, 400),
        ({"fields": [["headline", 3]]}, 400),
        ({"fields": "x"}, 400),
        ({"fields": [["a"]]}, 400),
        ({"at": -1}, 400),
        ({"at": "soon"}, 400),
        ({"version": 10**30}, 400),
        ({"article": "x"}, 400),
        ({"fields": [["body", "长" * 2_000_000]]}, 413),
    ],
)
def test_nonsense_is_refused(cast: Cast, asked: dict[str, Any], status: int) -> None:
    article = make_draft(cast.reporter, cast.section)
    answer = put(signed_in(cast.reporter), cast.reporter, article, **asked)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Autosave.objects.exists()


def test_text_that_no_database_takes_is_kept_without_it(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = {"headline": "前\0后\ud800。"}
    assert put(signed_in(cast.reporter), cast.reporter, article, data=data).status_code == 200
    assert Autosave.objects.get().fields == [["headline", "前后。"]]


def test_the_later_of_two_copies_counts(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article, 5, data={"headline": "后"})
    put(client, cast.reporter, article, 4, data={"headline": "先"})
    assert Autosave.objects.get().fields == [["headline", "后"]]
    asked = client.get(url("articles_article_session"), {"sittings": f"{SITTING},{OTHER}"})
    assert asked.json()["known"] == {SITTING: 5}
    put(client, cast.reporter, article, 6, forget=True)
    assert not Autosave.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_goes_at_this_moment_is_said_to_be_gone(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    article.pk += 1
    with pytest.raises(NotAllowed, match="请复制"):
        autosave.keep(cast.reporter, article, SITTING, 1, [["headline", "在"]], 1)
    assert not Autosave.objects.exists()


def test_old_ones_go(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article)
    old = timezone.now() - timedelta(days=autosave.KEPT_DAYS, minutes=1)
    Autosave.objects.update(updated_at=old)
    assert "?kept=" not in client.get(edit_url(article)).content.decode()
    put(client, cast.reporter, article, sitting=OTHER)
    assert [row.sitting for row in Autosave.objects.all()] == [OTHER]


def test_only_new_text_counts_as_activity(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    put(client, cast.reporter, article, 1)
    idle_for(client, 50)
    was = client.session["active_at"]
    put(client, cast.reporter, article, 2)
    client.get(url("articles_article_session"))
    assert client.session["active_at"] == was
    put(client, cast.reporter, article, 3, data={"headline": "真的改了"})
    assert client.session["active_at"] > was
    idle_for(client, 61)
    assert put(client, cast.reporter, article, 4, data={"headline": "太晚"}).status_code == 401
