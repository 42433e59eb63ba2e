"""Breaking news: from an empty form to readers in the fewest presses that the rules allow."""

import pytest

from articles.models import Article, LedgerEntry, PublishedArticle, State
from tests.admin.helpers import form_data, signed_in, url
from tests.cast import Cast

FLASH = "/admin/articles/article/flash/"


def typed(cast: Cast, **more: str) -> dict[str, object]:
    return {
        "headline": "江南站附近发生3.2级地震",
        "text": "记者从地震台网获悉……\n\n目前没有伤亡报告。",
        "section": cast.section.pk,
        "byline": "记者甲",
    } | more


def test_the_form_is_small_and_knows_the_section(cast: Cast) -> None:
    page = signed_in(cast.reporter).get(FLASH)
    assert list(page.context["form"].fields) == ["headline", "text", "section", "byline"]
    assert page.context["form"].initial["section"] == cast.section
    asked = signed_in(cast.reporter).get(f"{FLASH}?section=culture")
    assert asked.context["form"].initial["section"] == cast.other_section


def test_saved_and_submitted_in_one_press_then_out_in_one_more(cast: Cast) -> None:
    """Two presses for the reporter, two for the editor; the rules ask for two people."""
    response = signed_in(cast.reporter).post(FLASH, typed(cast, _submit="1"))
    assert response.status_code == 302
    article = Article.objects.get()
    assert article.state == State.FIRST_REVIEW
    assert article.body == "<p>记者从地震台网获悉……</p>\n<p>目前没有伤亡报告。</p>"
    assert [credit.name for credit in article.credits.all()] == ["记者甲"]
    edit = url("articles_article_change", article.pk)
    signed_in(cast.editor).post(edit, form_data(article, _do="release"))
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()


def test_the_chief_alone_in_one_press(cast: Cast) -> None:
    client = signed_in(cast.chief)
    refused = client.post(FLASH, typed(cast, _alone="1", reason=" "))
    assert refused.status_code == 400
    assert "江南站附近发生3.2级地震" in refused.content.decode()
    assert not Article.objects.exists()
    assert client.post(FLASH, typed(cast, _alone="1", reason="凌晨无人")).status_code == 302
    article = Article.objects.get()
    assert PublishedArticle.objects.visible().filter(pk=article.pk).exists()
    assert article.after_review_due
    actions = LedgerEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["create", "override", "publish"]
    assert LedgerEntry.objects.get(action="override").note == "凌晨无人"


@pytest.mark.parametrize("who", ["reporter", "editor", "desk_head"])
def test_nobody_else_signs_alone(cast: Cast, who: str) -> None:
    sent = typed(cast, _alone="1", reason="急")
    signed_in(getattr(cast, who)).post(FLASH, sent)
    assert not PublishedArticle.objects.exists()
    assert not LedgerEntry.objects.filter(action="override").exists()


def test_pressed_twice_makes_one_piece(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    for _press in range(2):
        assert client.post(FLASH, typed(cast, _submit="1")).status_code == 302
    assert Article.objects.count() == 1


@pytest.mark.parametrize("empty", ["headline", "text"])
def test_what_is_missing_is_said_and_the_rest_stays(cast: Cast, empty: str) -> None:
    response = signed_in(cast.reporter).post(FLASH, typed(cast, _submit="1") | {empty: "  "})
    assert response.status_code == 400
    assert response.context["form"].errors[empty]
    kept = "没有伤亡" if empty == "headline" else "江南站"
    assert kept in response.content.decode()
    assert not Article.objects.exists()


def test_markup_in_the_text_is_text(cast: Cast) -> None:
    sent = typed(cast, _save="1", text="<script>alert(1)</script> 5<6 & 7")
    signed_in(cast.reporter).post(FLASH, sent)
    article = Article.objects.get()
    assert article.state == State.DRAFT
    assert article.body == "<p>&lt;script&gt;alert(1)&lt;/script&gt; 5&lt;6 &amp; 7</p>"


def test_those_who_do_not_write(cast: Cast) -> None:
    for user in (cast.proofreader, cast.administrator, cast.outsider):
        assert signed_in(user).get(FLASH).status_code == 403
        assert signed_in(user).post(FLASH, typed(cast)).status_code == 403
