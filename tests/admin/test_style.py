"""House style on the screens: findings beside the piece, while one types, and the stylebook."""

import time

import pytest

from articles.desk import housestyle, stylebook
from articles.desk.content import LONGEST_BODY
from articles.models import Article, LedgerEntry, StyleException, StyleRule
from tests.admin.helpers import form_data, press, signed_in, step_url, url
from tests.cast import Cast, make_draft

HEADER = "类别,词语,应写作,级别\n"


def rule(cast: Cast, term: str, severity: str) -> None:
    stylebook.save(cast.chief, StyleRule(kind="banned", term=term, severity=severity))


def flawed(cast: Cast) -> Article:
    rule(cast, "某禁词", "submit")
    return make_draft(cast.reporter, body="<p>某禁词来了，，真的。</p>")


def test_findings_stand_beside_the_text_and_on_the_reading_screen(cast: Cast) -> None:
    article = flawed(cast)
    edit = signed_in(cast.reporter).get(article.get_absolute_url()).content.decode()
    assert 'data-check="' in edit
    assert "本报不用“某禁词”" in edit
    assert "有 1 处问题拦住了这篇稿件" in edit
    assert step_url(article, "let_stand") not in edit
    # The button stays: what is typed now may be in order.
    assert 'name="_submit"' in edit
    reading = signed_in(cast.second_chief).get(article.get_absolute_url()).content.decode()
    assert step_url(article, "let_stand") in reading


def test_a_refused_submission_says_why_and_keeps_the_text(cast: Cast) -> None:
    article = flawed(cast)
    data = form_data(article, headline="新的标题", _submit="1")
    page = signed_in(cast.reporter).post(article.get_absolute_url(), data, follow=True)
    assert "某禁词" in page.content.decode()
    article.refresh_from_db()
    assert (article.state, article.headline) == ("draft", "新的标题")


def test_what_is_typed_is_checked_and_not_kept(cast: Cast) -> None:
    rule(cast, "某禁词", "publish")
    client = signed_in(cast.reporter)
    typed = {
        "headline": "来了，，好", "origin": "own",
        "body": "<p>头一段。</p><p>某<b>禁词</b>在这。</p>",
        "figures-0-image": "a" * 64, "figures-0-caption": "图", "credits-0-name": "甲",
    }  # fmt: skip
    answer = client.post(url("articles_article_style"), typed)
    told = answer.json()
    assert 'data-bare="某禁词"' in told["html"]
    assert 'data-line="1"' in told["html"]
    assert 'data-suggestion="，"' in told["html"]
    assert f'data-image="{"a" * 64}"' in told["html"]
    assert "拦签发 1" in told["counts"]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"body": "<script>alert(1)</script><p>某" * 50, "source": "99999999999999999999"},
        {"figures-0-image": "x", "figures-0-ORDER": "²", "credits-999-name": ""},
        {"source": "x", "headline": "<b>某</b>" * 900},
    ],
)
def test_anything_typed_gets_an_answer(cast: Cast, typed: dict[str, str]) -> None:
    answer = signed_in(cast.reporter).post(url("articles_article_style"), typed)
    assert answer.status_code == 200
    assert "<script" not in answer.json()["html"]


def test_a_text_of_nothing_but_slips_keeps_nobody_waiting(cast: Cast) -> None:
    """Each of these took a minute and more of one process, and of everybody who asked it."""
    client = signed_in(cast.reporter)
    began = time.process_time()
    for marks in ("（", "“", "。，", "“甲”工会工会"):
        typed = {"headline": "题", "body": marks * (12_000 // len(marks))}
        page = client.post(url("articles_article_style"), typed).json()["html"]
        assert page.count("<li") <= 200
        assert "另有" in page
    assert time.process_time() - began < 8


def test_a_book_is_no_piece(cast: Cast) -> None:
    article = make_draft(cast.reporter)
    body = f"<p>{'长' * LONGEST_BODY}</p>"
    change = url("articles_article_change", article.pk)
    answer = signed_in(cast.reporter).post(change, form_data(article, body=body))
    page = answer.content.decode()
    assert "最多300000个字符" in page
    assert body[3:-4] in page
    assert Article.objects.get(pk=article.pk).version == 1


def test_a_stored_piece_is_checked_for_those_who_may_see_it(cast: Cast) -> None:
    article = flawed(cast)
    address = url("articles_article_style")
    typed = {"piece": article.pk, "body": "<p>某禁词。</p>"}
    assert signed_in(cast.reporter).post(address, typed).status_code == 200
    assert signed_in(cast.other_reporter).post(address, typed).status_code == 403
    assert signed_in(cast.proofreader).post(address, {"body": "甲"}).status_code == 403
    assert signed_in(cast.outsider).post(address, {"body": "甲"}).status_code == 403


def test_an_editor_chooses_what_stands(cast: Cast) -> None:
    article = flawed(cast)
    (key,) = [told.key for told in housestyle.report(article).stopping]
    editor = signed_in(cast.editor)
    page = editor.get(step_url(article, "let_stand")).content.decode()
    assert "某禁词" in page
    assert "checked" in page
    kept = press(editor, article, "let_stand", note="引文如此")
    assert kept.status_code == 400
    assert "引文如此" in kept.content.decode()
    assert press(editor, article, "let_stand", findings=[key]).status_code == 400
    assert not StyleException.objects.exists()
    done = press(editor, article, "let_stand", findings=[key], note="引文如此")
    assert done.status_code == 302
    assert StyleException.objects.get().user == cast.editor
    shown = signed_in(cast.reporter).get(article.get_absolute_url()).content.decode()
    assert "引文如此" in shown
    assert "有 1 处保留了原文" in shown
    # The second press of the same button does it once.
    same = {"version": article.version, "findings": [key], "note": "引文如此"}
    assert editor.post(step_url(article, "let_stand"), same).status_code == 302
    assert StyleException.objects.count() == 1


def test_a_rule_is_written_in_the_admin_and_ledgered(cast: Cast) -> None:
    head = signed_in(cast.desk_head)
    address = url("articles_stylerule_add")
    typed = {"kind": "preferred", "term": "甲词", "replacement": "", "severity": "hint"}
    refused = head.post(address, typed)
    assert refused.status_code == 200
    assert "请填写应当怎样写" in refused.content.decode()
    assert "甲词" in refused.content.decode()
    assert head.post(address, typed | {"replacement": "乙词"}).status_code == 302
    made = StyleRule.objects.get()
    again = head.post(address, typed | {"replacement": "乙词"})
    assert "这个词语已有同类规则" in again.content.decode()
    page = head.get(url("articles_stylerule_changelist"), {"q": "乙词", "kind": "preferred"})
    assert "甲词" in page.content.decode()
    assert signed_in(cast.editor).post(address, typed).status_code == 403
    delete = url("articles_stylerule_delete", made.pk)
    assert head.post(delete, {"post": "yes"}).status_code == 302
    actions = LedgerEntry.objects.filter(subject_kind="stylebook").order_by("seq")
    assert [entry.action for entry in actions] == ["style_rule", "style_remove"]


def test_built_in_rules_on_their_screen(cast: Cast) -> None:
    address = url("articles_stylerule_builtin")
    head = signed_in(cast.desk_head)
    page = head.get(address).content.decode()
    assert "GB/T 15834" in page
    data = {}
    for row in head.get(address).context["groups"]:
        for form in row["rows"]:
            data |= {form.add_prefix(name): form.initial[name] for name in form.fields}
    data |= {"percent-severity": "off", "headline_long-limit": "12"}
    assert signed_in(cast.editor).post(address, data).status_code == 403
    assert head.post(address, data | {"headline_long-limit": "0"}).status_code == 400
    assert head.post(address, data).status_code == 302
    assert stylebook.grades()["percent"].off
    assert stylebook.grades()["headline_long"].limit == 12


def test_an_import_is_looked_at_first(cast: Cast) -> None:
    address = url("articles_stylerule_import")
    head = signed_in(cast.desk_head)
    text = HEADER + "规范写法,甲词,乙词,提醒\n"
    report = head.post(address, {"text": text}).content.decode()
    assert "新增 1" in report
    assert not StyleRule.objects.exists()
    wrong = head.post(address, {"text": text + "乱写,丙,,提醒\n", "take": "1"})
    assert wrong.status_code == 400
    assert "乱写" in wrong.content.decode()
    assert not StyleRule.objects.exists()
    assert head.post(address, {"text": text, "take": "1"}).status_code == 302
    assert head.post(address, {}).status_code == 400
    assert StyleRule.objects.count() == 1
    out = signed_in(cast.reporter).get(url("articles_stylerule_export"))
    assert out.content.decode("utf-8-sig").startswith("类别,词语")
    assert "甲词" in out.content.decode()
    assert signed_in(cast.editor).post(address, {"text": text}).status_code == 403


def test_a_text_is_tried(cast: Cast) -> None:
    rule(cast, "某禁词", "hint")
    address = url("articles_stylerule_try")
    page = signed_in(cast.reporter).post(address, {"text": "某禁词，，\n好。"}).content.decode()
    assert "本报不用“某禁词”" in page
    assert "标点重复" in page
    long = signed_in(cast.reporter).post(address, {"text": "长" * 20_001}).content.decode()
    assert "请分段试查" in long
