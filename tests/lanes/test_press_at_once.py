"""Steps that one press takes: a fix, a pass, signing off and publishing together."""

from django.urls import reverse

from articles.desk import lanes, workflow
from articles.desk.errors import Refused
from articles.models import Article, LedgerEntry, PublishedArticle, State
from tests.admin.helpers import form_data, signed_in, step_url
from tests.cast import Cast, make_draft, make_published, make_section, step


def acts(article: Article) -> list[str]:
    entries = LedgerEntry.objects.filter(subject_kind="article", subject_id=article.pk)
    return list(entries.order_by("seq").values_list("action", flat=True))


def change_url(article: Article) -> str:
    """The form, also for whoever would land in the review first."""
    return reverse("admin:articles_article_change", args=[article.pk]) + "?edit=1"


def test_a_fix_opens_from_the_live_list_with_one_press(cast: Cast) -> None:
    article = make_published(cast)
    client = signed_in(cast.editor)
    page = client.get("/admin/articles/article/?tab=live").content.decode()
    assert f'formaction="{step_url(article, "fix")}"' in page
    response = client.post(step_url(article, "fix"), {"version": article.version}, follow=True)
    assert "article_form" in response.content.decode()
    article.refresh_from_db()
    assert article.is_fix


def test_the_live_list_offers_a_fix_to_those_who_may(cast: Cast) -> None:
    article = make_published(cast)
    for user, offered in ((cast.reporter, False), (cast.foreign_editor, False), (cast.chief, True)):
        page = signed_in(user).get("/admin/articles/article/?tab=live").content.decode()
        assert (step_url(article, "fix") in page) is offered, user
    for tab in ("all", "mine"):
        page = signed_in(cast.chief).get(f"/admin/articles/article/?tab={tab}").content.decode()
        assert step_url(article, "fix") not in page


def test_a_whole_fix_is_four_presses(cast: Cast) -> None:
    article = make_published(cast)
    first, second = signed_in(cast.editor), signed_in(cast.second_editor)
    first.post(step_url(article, "fix"), {"version": article.version})
    article.refresh_from_db()
    mended = form_data(article, body="<p>末班车等最后一班工友。</p>", _submit="1")
    assert first.post(change_url(article), mended).status_code == 302
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW
    page = second.get(article.get_absolute_url(), follow=True).content.decode()
    assert 'data-step="pass"' in page
    typed = form_data(article, _do="pass")
    assert second.post(change_url(article), typed).status_code == 302
    assert "工友" in PublishedArticle.objects.visible().get(pk=article.pk).body
    assert acts(article)[-4:] == ["fix", "edit", "submit", "pass"]


def test_whoever_opened_a_fix_does_not_pass_it_with_any_press(cast: Cast) -> None:
    article = make_published(cast)
    step(article, "fix", cast.editor)
    step(article, "submit", cast.editor)
    client = signed_in(cast.editor)
    assert client.post(step_url(article, "pass"), {"version": article.version}).status_code == 403
    typed = form_data(article, _do="pass")
    assert client.post(change_url(article), typed).status_code == 403
    article.refresh_from_db()
    assert article.state == State.FIRST_REVIEW


def submitted(cast: Cast, **fields: object) -> Article:
    section = make_section("depth", "深度", cast.desk, **fields) if fields else cast.section
    article = make_draft(cast.reporter, section)
    return step(article, "submit", cast.reporter)


def test_signing_off_and_publishing_in_one_press(cast: Cast) -> None:
    article = submitted(cast)
    client = signed_in(cast.editor)
    assert 'data-step="release"' in client.get(change_url(article)).content.decode()
    response = client.post(change_url(article), form_data(article, _do="release"))
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.state == State.SETTLED
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()
    assert acts(article)[-2:] == ["pass", "publish"]


def test_what_the_reviewer_typed_goes_out_with_the_press(cast: Cast) -> None:
    article = submitted(cast)
    typed = form_data(article, headline="审稿人改过的标题", _do="release")
    assert signed_in(cast.editor).post(change_url(article), typed).status_code == 302
    assert PublishedArticle.objects.get(pk=article.pk).headline == "审稿人改过的标题"
    assert acts(article)[-3:] == ["edit", "pass", "publish"]


def test_a_pass_that_is_not_the_last_publishes_nothing(cast: Cast) -> None:
    article = submitted(cast, reviews_required=2)
    client = signed_in(cast.editor)
    assert 'data-step="release"' not in client.get(change_url(article)).content.decode()
    client.post(change_url(article), form_data(article, _do="release"))
    client.post(step_url(article, "pass"), {"version": article.version, "and": "publish"})
    article.refresh_from_db()
    assert article.state == State.SECOND_REVIEW
    assert not PublishedArticle.objects.exists()
    assert acts(article) == ["create", "submit", "pass"]


def test_both_steps_or_neither(cast: Cast) -> None:
    article = submitted(cast, reviews_required=2)
    version = article.version
    try:
        lanes.release(article, "pass", cast.editor)
    except Refused:
        pass
    else:
        raise AssertionError("it was published without its second review")
    assert (article.state, article.version) == (State.FIRST_REVIEW, version)
    assert acts(article) == ["create", "submit"]


def test_missing_proofreads_stop_the_press_and_keep_the_text(cast: Cast) -> None:
    article = submitted(cast, proofreads_required=1)
    typed = form_data(article, deck="留下的副题", _do="release")
    response = signed_in(cast.editor).post(change_url(article), typed, follow=True)
    article.refresh_from_db()
    assert (article.state, article.deck) == (State.FIRST_REVIEW, "留下的副题")
    assert any("校对" in str(message) for message in response.context["messages"])


def test_signing_and_publishing_twice_acts_once(cast: Cast) -> None:
    article = submitted(cast)
    client = signed_in(cast.editor)
    by_form = form_data(article, _do="release")
    for _press in range(2):
        assert client.post(change_url(article), by_form).status_code == 302
    assert acts(article)[-2:] == ["pass", "publish"]
    assert LedgerEntry.objects.filter(action="publish").count() == 1


def test_the_chief_signs_alone_and_publishes_in_one_press(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.chief)
    assert 'value="publish"' in client.get(step_url(article, "override")).content.decode()
    sent = {"version": article.version, "and": "publish"}
    assert client.post(step_url(article, "override"), sent).status_code == 400
    response = client.post(step_url(article, "override"), sent | {"note": "地震快讯"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.state, article.after_review_due) == (State.SETTLED, True)
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()


def test_an_editor_cannot_sign_alone_and_publish(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    sent = {"version": article.version, "and": "publish", "note": "急"}
    assert signed_in(cast.editor).post(step_url(article, "override"), sent).status_code == 403
    assert not PublishedArticle.objects.exists()


def test_a_step_that_is_not_taken_at_once_is_not_taken_by_the_form(cast: Cast) -> None:
    """`_do` takes the steps that ask for nothing; whatever wants a reason has its own page."""
    article = make_draft(cast.reporter, cast.section)
    for name in set(workflow.TABLE) - {"recall", "pass", "revise", "fix", "unspike"}:
        article.refresh_from_db()
        signed_in(cast.chief).post(change_url(article), form_data(article, _do=name))
    assert acts(article) == ["create"]


def test_the_next_piece_that_waits(cast: Cast) -> None:
    one, two = submitted(cast), make_draft(cast.reporter, cast.section, "第二篇")
    step(two, "submit", cast.reporter)
    client = signed_in(cast.editor)
    for here, there in ((one, two), (two, one)):
        response = client.get(reverse("admin:articles_article_next", args=[here.pk]))
        assert response["Location"] == there.get_absolute_url()
    step(one, "pass", cast.second_editor)
    response = client.get(reverse("admin:articles_article_next", args=[two.pk]))
    assert response["Location"].endswith("?tab=waiting")
    other = client.get(reverse("admin:articles_article_next", args=[999]))
    assert other.status_code == 404
