"""Every way by which a body gets into the database: what lies there afterwards holds text and no
more, whatever came."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.desk import content, editing, merging, publishing, specials
from articles.models import (
    Article,
    Autosave,
    IncomingFile,
    Page,
    PublishedArticle,
    PublishedSpecial,
    Revision,
    Special,
    bulk,
)
from articles.models.fields import BodyField
from tests.admin.helpers import form_data, signed_in, url
from tests.cast import Cast, make_draft, step
from tests.loading.files import load, record, write
from tests.safety.reading import finds, parsed
from tests.safety.vectors import CORPUS, storable

pytestmark = pytest.mark.django_db

# What one of them opens must not swallow the rest: many bodies, few vectors in each.
BODIES = ["".join(f"<p>甲{storable(each)}</p>" for each in CORPUS[at::40]) for at in range(40)]
WORST = "".join(f"<p>甲{storable(each)}</p>" for each in CORPUS[::9])


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


def bodies_of(*rows: Any) -> list[str]:
    return [row.body if hasattr(row, "body") else row.introduction for row in rows]


def assert_clean(*bodies: str) -> None:
    assert bodies
    for body in bodies:
        assert "甲" in body, "the text itself is lost"
        assert finds(body) == []


def test_no_column_of_markup_is_without_the_sanitiser() -> None:
    """A new one has to say here what it is: text that pages escape, or markup."""
    markup = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BodyField)
    }
    assert markup == {
        "Article.body", "Page.body", "Special.introduction", "PublishedArticle.body",
        "PublishedSpecial.introduction",
    }  # fmt: skip
    called = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField) and field.name in ("body", "introduction", "html")
    }
    assert called == markup


def in_bulk(cast: Cast, body: str) -> str:
    return Article.objects.bulk_create(
        [Article(headline="题", body=body, section=cast.section, owner=cast.reporter)]
    )[0].body


def by_copy(cast: Cast, body: str) -> str:
    article = Article(headline="题", body=body, section=cast.section, owner=cast.reporter)
    article.created_at = article.updated_at = timezone.now()
    bulk.insert(Article, [article])
    return Article.objects.latest("pk").body


def by_update(cast: Cast, body: str) -> str:
    article = make_draft(cast.reporter, cast.section)
    Article.objects.filter(pk=article.pk).update(body=body)
    return Article.objects.get(pk=article.pk).body


def by_saving(cast: Cast, body: str) -> str:
    article = make_draft(cast.reporter, cast.section)
    article.body = body
    article.save()
    return Article.objects.get(pk=article.pk).body


def by_editing(cast: Cast, body: str) -> str:
    article = make_draft(cast.reporter, cast.section)
    editing.write(article, content.content_of(article) | {"body": body}, cast.reporter)
    newest = editing.newest_revision(article).content["body"]
    article.refresh_from_db()
    assert newest == article.body
    return str(newest)


def by_creating(cast: Cast, body: str) -> str:
    return make_draft(cast.reporter, cast.section, body=body).body


def settled(cast: Cast, body: str) -> str:
    made = editing.blank_content(section=cast.section, headline="题", body=body)
    (revision,) = editing.create_settled([(made, timezone.now())], cast.chief)
    assert Article.objects.get(pk=revision.article_id).body == revision.content["body"]
    return str(revision.content["body"])


def from_an_archive(cast: Cast, body: str) -> str:
    made = editing.blank_content(section=cast.section, headline="题", body=body)
    publishing.import_published(made, visible_from=timezone.now(), operator=cast.chief)
    return PublishedArticle.objects.latest("pk").body


def many_from_an_archive(cast: Cast, body: str) -> str:
    made = editing.blank_content(section=cast.section, headline="题", body=body)
    arrival = publishing.Arrival(content=made, at=timezone.now())
    (number,) = publishing.import_together([arrival], cast.chief)
    return PublishedArticle.objects.get(pk=number).body


def past_the_door(cast: Cast, body: str) -> str:
    """A revision that somebody wrote into the database by hand."""
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    revision = editing.newest_revision(article)
    revision.content["body"] = body
    row = publishing.snapshot(revision, at=timezone.now())
    row.save()
    return PublishedArticle.objects.get(pk=article.pk).body


def put_together(cast: Cast, body: str) -> str:
    mine = content.content_of(make_draft(cast.reporter, cast.section))
    merge = merging.Merge(mine, mine | {"body": body}, mine | {"deck": "副题"})
    return str(merge.content({})["body"])


def page(cast: Cast, body: str) -> str:
    about = Page.objects.get(slug="about")
    about.body = body
    about.save()
    about.refresh_from_db()
    return about.body


def topic(cast: Cast, body: str) -> str:
    special = Special(title="专题", slug="topic", introduction=body)
    specials.save(cast.chief, special, [])
    specials.publish(cast.chief, special)
    assert PublishedSpecial.objects.get().introduction == Special.objects.get().introduction
    return PublishedSpecial.objects.get().introduction


WAYS: list[Callable[[Cast, str], str]] = [
    in_bulk, by_copy, by_update, by_saving, by_editing, by_creating, settled, from_an_archive,
    many_from_an_archive, past_the_door, put_together, page, topic,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_leads_past_it(cast: Cast, way: Callable[[Cast, str], str]) -> None:
    assert_clean(way(cast, WORST))


def test_what_is_saved_in_the_editor(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    for body in BODIES:
        article = make_draft(cast.reporter, cast.section)
        typed = form_data(article) | {"body": body}
        answer = client.post(url("articles_article_change", article.pk), typed)
        assert answer.status_code == 302, answer.content.decode()
        article.refresh_from_db()
        assert_clean(article.body, editing.newest_revision(article).content["body"])


def test_what_is_kept_and_offered_again(cast: Cast) -> None:
    """What was typed is kept as it was typed; it becomes markup only behind the sanitiser."""
    article = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    fields = [[name, str(value)] for name, value in (form_data(article) | {"body": WORST}).items()
              if name != "version" and not isinstance(value, list)]  # fmt: skip
    asked = {
        "as": cast.reporter.pk, "article": article.pk, "sitting": "a" * 32, "at": 1,
        "version": article.version, "fields": fields, "replaces": "",
    }  # fmt: skip
    path = url("articles_article_autosave")
    assert client.post(path, json.dumps(asked), content_type="application/json").status_code == 200
    kept = Autosave.objects.get()
    for address in (
        url("articles_article_change", article.pk),
        url("articles_article_change", article.pk) + f"?kept={kept.pk}",
        url("articles_article_kept", kept.pk),
        url("articles_article_kept_list"),
    ):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        for element in parsed(answer.content.decode()):
            loaded = [name for name, value in element.attrib.items() if "ran(" in value]
            assert not [name for name in loaded if name.startswith("on")], address
            if element.tag == "script" and "json" not in element.get("type", ""):
                assert "ran(" not in (element.text or ""), address


def test_a_file_that_comes_in(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    for number, body in enumerate(BODIES[::8]):
        text = f"题目第{number}号\n本报记者 郝佳伟\n" + body.replace("\n", " ")
        file = SimpleUploadedFile(f"稿{number}.txt", text.encode(errors="ignore"))
        client.post(url("intake"), {"uploads": file, "section": cast.section.pk})
    waiting = list(IncomingFile.objects.all())
    assert len(waiting) == len(BODIES[::8])
    for each in waiting:
        client.post(reverse("admin:intake-review", args=[each.pk]), {"_save": "1"})
    for article in Article.objects.all():
        assert finds(article.body) == []


@pytest.mark.django_db(transaction=True)
def test_an_old_archive(cast: Cast, tmp_path: Path) -> None:
    lines = [record(str(number), body=body) for number, body in enumerate(BODIES)]
    for options in ((), ("--bulk", "--processes", "1", "--source", "other")):
        loaded = load(write(tmp_path, *lines, name=f"old{len(options)}.jsonl"), *options)
        assert loaded.failure == "", loaded.said
    assert PublishedArticle.objects.count() == 2 * len(BODIES)
    assert_clean(*PublishedArticle.objects.values_list("body", flat=True))
    assert_clean(*(each.content["body"] for each in Revision.objects.all()))
