"""House style at the desk: who may change it, what it stops, and what an editor lets stand."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.desk import editing, housestyle, publishing, stylebook, workflow
from articles.desk.content import content_of
from articles.desk.errors import NotAllowed, NoteRequired, Refused
from articles.models import Article, LedgerEntry, Source, StyleException, StyleRule
from articles.text.housestyle import BUILTINS
from tests.cast import Cast, make_draft, make_user, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def rule(cast: Cast, term: str, severity: str, **fields: Any) -> StyleRule:
    made = StyleRule(**{"kind": "banned", "term": term, "severity": severity} | fields)
    stylebook.save(cast.chief, made)
    return made


def can(article: Article, name: str, user: Any) -> bool:
    article.refresh_from_db()
    user.forget_standing()
    return name in {each.name for each in workflow.available(article, user)}


def keys(article: Article) -> list[str]:
    return [told.key for told in housestyle.report(article).stopping]


# --- What stops ---------------------------------------------------------------------------------


def test_a_term_stops_a_submission_until_it_is_mended(cast: Cast) -> None:
    rule(cast, "禁词", "submit", note="本报不用。")
    article = make_draft(cast.reporter, body="<p>这里有禁词。</p>")
    assert not can(article, "submit", cast.reporter)
    with pytest.raises(Refused, match=r"禁词.*本报不用"):
        step(article, "submit", cast.reporter)
    article.refresh_from_db()
    assert article.state == "draft"
    editing.write(article, content_of(article) | {"body": "<p>这里没有。</p>"}, cast.reporter)
    assert can(article, "submit", cast.reporter)
    step(article, "submit", cast.reporter)


def test_a_term_stops_the_signature_and_not_the_submission(cast: Cast) -> None:
    rule(cast, "慎词", "publish")
    article = make_draft(cast.reporter, body="<p>这里有慎词。</p>")
    step(article, "submit", cast.reporter)
    assert not can(article, "pass", cast.editor)
    with pytest.raises(Refused, match="慎词"):
        step(article, "pass", cast.editor)
    with pytest.raises(Refused, match="慎词"):
        step(article, "override", cast.chief, "急")
    # The reviewer mends it and signs.
    article.refresh_from_db()
    editing.write(article, content_of(article) | {"body": "<p>没有了。</p>"}, cast.editor)
    assert step(article, "pass", cast.editor).state == "approved"


def test_only_the_last_pass_signs(cast: Cast) -> None:
    rule(cast, "慎词", "publish")
    cast.section.reviews_required = 2
    cast.section.save()
    article = make_draft(cast.reporter, cast.section, body="<p>这里有慎词。</p>")
    step(article, "submit", cast.reporter)
    assert step(article, "pass", cast.editor).state == "second_review"
    assert not can(article, "pass", cast.desk_head)


def test_hints_and_warnings_stop_nothing(cast: Cast) -> None:
    rule(cast, "提词", "hint")
    rule(cast, "醒词", "warning")
    article = make_draft(cast.reporter, body="<p>提词、醒词，，的的。</p>")
    assert len(housestyle.report(article).open) >= 4
    step(article, "submit", cast.reporter)
    assert step(article, "pass", cast.editor).state == "approved"


def test_a_rule_made_after_the_signature_stops_the_publication_and_the_door(cast: Cast) -> None:
    article = make_draft(cast.reporter, body="<p>这里有新禁词。</p>")
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    rule(cast, "新禁词", "publish")
    assert not can(article, "publish", cast.second_editor)
    with pytest.raises(Refused, match="新禁词"):
        step(article, "publish", cast.second_editor)
    with pytest.raises(Refused, match="新禁词"):
        publishing.publish(article)
    step(article, "let_stand", cast.second_editor, "机构名称", findings=keys(article))
    assert step(article, "publish", cast.second_editor).state == "settled"


def test_a_source_has_to_hold_on_the_day_of_publication(cast: Cast) -> None:
    today = timezone.localdate()
    source = Source.objects.create(
        name="江口晚报", status=Source.Status.LISTED, valid_until=today + timedelta(days=2)
    )
    article = make_draft(
        cast.reporter,
        origin="reprint",
        source={"id": source.pk, "name": source.name},
        source_author="甲",
    )
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.editor)
    with pytest.raises(Refused, match="江口晚报"):
        step(
            article, "publish", cast.second_editor,
            visible_from=timezone.now() + timedelta(days=4),
        )  # fmt: skip
    step(article, "publish", cast.second_editor, visible_from=timezone.now() + timedelta(days=1))
    assert article.state == "settled"


def test_a_banned_source_stops_the_submission(cast: Cast) -> None:
    source = Source.objects.create(name="某站", status=Source.Status.BANNED)
    article = make_draft(
        cast.reporter,
        origin="reprint",
        source={"id": source.pk, "name": source.name},
        source_author="甲",
    )
    with pytest.raises(Refused, match="某站"):
        step(article, "submit", cast.reporter)


# --- Let stand ----------------------------------------------------------------------------------


def test_an_editor_lets_one_finding_stand_by_name(cast: Cast) -> None:
    rule(cast, "禁词", "submit")
    rule(cast, "慎词", "publish")
    article = make_draft(cast.reporter, body="<p>禁词和慎词。</p>")
    banned = next(key for key in keys(article) if "禁词" in key)
    for nobody in (cast.reporter, cast.foreign_editor, cast.proofreader, cast.administrator):
        assert not can(article, "let_stand", nobody)
        with pytest.raises(NotAllowed):
            step(article, "let_stand", nobody, "理由", findings=[banned])
    with pytest.raises(NoteRequired):
        step(article, "let_stand", cast.editor, findings=[banned])
    with pytest.raises(Refused):
        step(article, "let_stand", cast.editor, "理由")
    with pytest.raises(Refused):
        step(article, "let_stand", cast.editor, "理由", findings=["banned:别的 · 别的"])
    assert not StyleException.objects.exists()

    step(article, "let_stand", cast.editor, "引文如此", findings=[banned])
    entry = LedgerEntry.objects.filter(action="let_stand").get()
    assert entry.actor == cast.editor
    assert "禁词" in entry.note
    assert entry.note.endswith("引文如此")
    assert "慎词" not in entry.note
    report = housestyle.report(article)
    assert [told.finding.text for told in report.stopping] == ["慎词"]
    assert report.stood[0].stands is not None
    assert report.stood[0].stands.user == cast.editor
    step(article, "submit", cast.reporter)
    assert not can(article, "pass", cast.editor)


def test_it_holds_for_that_finding_of_that_piece_alone(cast: Cast) -> None:
    rule(cast, "禁词|恶词", "submit")
    article = make_draft(cast.reporter, body="<p>这里有禁词。</p>")
    other = make_draft(cast.reporter, headline="另一篇", body="<p>这里有禁词。</p>")
    step(article, "let_stand", cast.editor, "引文如此", findings=keys(article))
    assert keys(article) == []
    assert len(keys(other)) == 1
    # Moved about, the words are the same; other words of the same rule are not.
    article.refresh_from_db()
    editing.write(
        article, content_of(article) | {"body": "<p>前面。</p><p>禁词在后。</p>"}, cast.reporter
    )
    assert keys(article) == []
    article.refresh_from_db()
    editing.write(article, content_of(article) | {"body": "<p>恶词。</p>"}, cast.reporter)
    assert len(keys(article)) == 1
    assert can(article, "let_stand", cast.editor)


def test_nobody_but_the_chief_lets_their_own_words_stand(cast: Cast) -> None:
    rule(cast, "禁词", "submit")
    article = make_draft(cast.editor, body="<p>这里有禁词。</p>")
    assert not can(article, "let_stand", cast.editor)
    assert can(article, "let_stand", cast.second_editor)
    own = make_draft(cast.chief, headline="总编自己写", body="<p>这里有禁词。</p>")
    step(own, "let_stand", cast.chief, "引文如此", findings=keys(own))
    assert can(own, "submit", cast.chief)


def test_there_is_nothing_to_let_stand_where_nothing_stops(cast: Cast) -> None:
    rule(cast, "醒词", "warning")
    article = make_draft(cast.reporter, body="<p>醒词。</p>")
    assert not can(article, "let_stand", cast.editor)
    with pytest.raises(Refused):
        step(article, "let_stand", cast.editor, "理由", findings=["x"])


def test_a_piece_that_came_back_still_says_so(cast: Cast) -> None:
    from articles.admin.article_timeline import came_back, timeline

    rule(cast, "慎词", "publish")
    article = make_draft(cast.reporter, body="<p>慎词。</p>")
    step(article, "submit", cast.reporter)
    step(article, "return", cast.editor, "改")
    step(article, "let_stand", cast.editor, "引文", findings=keys(article))
    answer = came_back(timeline(article.pk))
    assert answer is not None
    assert answer.note == "改"


# --- The book -----------------------------------------------------------------------------------


def test_desk_heads_and_the_chief_write_the_book(cast: Cast) -> None:
    stylebook.save(cast.desk_head, StyleRule(kind="banned", term="甲"))
    for nobody in (cast.reporter, cast.editor, cast.proofreader, cast.administrator, cast.outsider):
        with pytest.raises(NotAllowed):
            stylebook.save(nobody, StyleRule(kind="banned", term="乙"))
        with pytest.raises(NotAllowed):
            stylebook.set_grades(nobody, {"percent": {"severity": "off"}})
        with pytest.raises(NotAllowed):
            stylebook.remove(nobody, StyleRule.objects.get())
    left = make_user("left", "desk_head", desks=(cast.desk,), is_active=False)
    assert not stylebook.may_edit(left)
    assert StyleRule.objects.count() == 1


def test_every_change_of_a_rule_is_in_the_ledger(cast: Cast) -> None:
    made = rule(cast, "甲", "hint")
    made.severity, made.note = "publish", "新规定"
    assert stylebook.save(cast.desk_head, made)
    assert stylebook.save(cast.desk_head, made) is None
    stylebook.remove(cast.chief, made)
    entries = LedgerEntry.objects.filter(subject_kind="stylebook").order_by("seq")
    assert [entry.action for entry in entries] == ["style_rule", "style_rule", "style_remove"]
    assert [entry.actor for entry in entries] == [cast.chief, cast.desk_head, cast.chief]
    assert "新规定" in entries[1].note
    assert all("甲" in entry.note for entry in entries)


def test_a_change_holds_from_the_next_look(cast: Cast) -> None:
    article = make_draft(cast.reporter, body="<p>甲，增长百分之5。</p>")

    def names() -> set[str]:
        return {told.finding.rule for told in housestyle.report(article).findings}

    assert "banned:甲" not in names()
    made = rule(cast, "甲", "warning")
    assert {"banned:甲", "percent"} <= names()
    made.enabled = False
    stylebook.save(cast.chief, made)
    stylebook.set_grades(cast.chief, {"percent": {"severity": "off"}})
    assert not {"banned:甲", "percent"} & names()


def test_built_in_rules_are_graded(cast: Cast) -> None:
    article = make_draft(cast.reporter, headline="夜班公交通到厂门口", body="<p>甲，，乙。</p>")
    wanted = {
        "doubled_mark": {"severity": "submit"},
        "headline_long": {"severity": "warning", "limit": 5},
        "percent": {"severity": BUILTINS["percent"].severity.key},
    }
    assert stylebook.set_grades(cast.chief, wanted)
    assert stylebook.set_grades(cast.chief, wanted) is None
    found = {told.finding.rule: told.severity for told in housestyle.report(article).findings}
    assert (found["doubled_mark"], found["headline_long"]) == ("submit", "warning")
    entry = LedgerEntry.objects.get(action="style_grade")
    assert "doubled_mark: submit" in entry.note
    assert "percent" not in entry.note


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "preferred", "term": "甲"}, "replacement"),
        ({"kind": "banned", "term": " | "}, "term"),
        ({"kind": "order", "term": "甲"}, "term"),
        ({"kind": "order", "term": "甲、甲"}, "term"),
        ({"kind": "preferred", "term": "甲", "replacement": "甲"}, "replacement"),
        ({"kind": "banned", "term": "甲", "exceptions": "乙"}, "exceptions"),
        ({"kind": "no", "term": "甲"}, "kind"),
    ],
)
def test_what_is_no_rule_is_refused(cast: Cast, fields: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        stylebook.save(cast.chief, StyleRule(**fields))
    assert field in refused.value.message_dict
    assert not StyleRule.objects.exists()


def test_one_rule_of_a_kind_for_a_term(cast: Cast) -> None:
    rule(cast, "甲", "hint")
    with pytest.raises(ValidationError):
        rule(cast, "甲", "warning")


def test_looking_again_costs_no_more_queries_with_more_rules(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        rule(cast, f"词{number}号", "hint")
    article = make_draft(cast.reporter, body="<p>词3号。</p>")
    assert len(housestyle.report(article).findings) == 2
    with django_assert_max_num_queries(7):
        housestyle.report(Article.objects.select_related("section", "source").get(pk=article.pk))
