"""Readers' addresses × every kind of piece that is not public: nothing of it anywhere.

The addresses come from the URL configuration: a new one without a way to ask it fails here.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Author, User
from articles import images
from articles.desk import content, editing, previews
from articles.desk.shown import captions_hash
from articles.models import Article, PreviewLink, PublishedArticle, PublishedSpecial, Tag
from articles.models.published import article_url
from tests.cast import Cast, make_draft, make_published, step
from tests.matrix.addresses import addresses
from tests.matrix.pieces import HIDDEN, SECRET, Known, bring, picture, secret_fields
from tests.recordings import samples

pytestmark = pytest.mark.django_db

WORDS = ["正文", "小标题", "0", "1", "图说", "署名", "替代文字", "视频", "文字稿"]
# Addresses that name nothing. Every other one needs its arguments in `ask`.
PLAIN = {
    "home", "search", "feed-rss", "feed-atom", "sitemap", "news-sitemap", "robots", "logo",
    "follow-image", "healthz", "readyz", "corrections", "archive", "topics",
}  # fmt: skip
# What they hand out is bytes: any answer but “not found” is a leak.
FILES = {
    "image", "image-original", "preview-image",
    "recording", "captions", "preview-recording", "preview-captions",
}  # fmt: skip


def shut_tokens(known: Known) -> list[str]:
    """Every kind of token that gives no right to the piece: of nobody, ended, revoked, made by
    somebody who may not show it under embargo, and open ones of another piece."""
    article = known.article
    owner = article.owner
    chief = User.objects.get(username="chief")
    other = make_draft(owner, article.section, "别的稿子")

    def link(piece: Article, user: User) -> previews.Made:
        return previews.make(
            piece, user, key=previews.new_key(), for_whom="某人", hours=1, revision_number=None
        )

    tokens = ["0" * 64, "1", link(other, owner).token, link(other, chief).token]
    if previews.may_share(chief, article):
        ended, revoked = link(article, chief), link(article, chief)
        PreviewLink.objects.filter(pk=ended.link.pk).update(expires_at=timezone.now())
        previews.revoke(revoked.link, chief)
        tokens += [ended.token, revoked.token]
    return tokens


def ask(known: Known, tokens: list[str]) -> Iterator[tuple[str, str]]:
    """(name, path) of every address outside the admin, aimed at the piece as well as can be."""
    article = known.article
    row = PublishedArticle.objects.filter(pk=article.pk).first()
    day = row.date if row else article.created_at.date()
    when = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    author = Author.objects.get(name__startswith=SECRET)
    tag = Tag.objects.get()
    arguments: dict[str, list[dict[str, object]]] = {
        "article": [when | {"article_id": article.pk}],
        "article-qr": [when | {"article_id": article.pk}],
        "read": [{"article_id": article.pk}],
        "day": [when],
        "author": [{"pk": author.pk}],
        "portrait": [{"pk": author.pk}],
        "tag": [{"slug": tag.slug}],
        "section": [{"slug": article.section.slug}],
        "feed-section": [{"slug": article.section.slug}],
        "feed-section-atom": [{"slug": article.section.slug}],
        "page": [{"slug": "about"}],
        "topic": [{"slug": PublishedSpecial.objects.get().slug}],
        "image": [
            {"content_hash": known.image.content_hash, "width": width, "file_format": kind} | crop
            for width in (480, 640, 960, 1600)
            for kind in ("webp", "avif", "jpg")
            for crop in ({}, {"crop": "3x2-5-5"})
        ],
        "recording": [
            {"content_hash": known.recording.content_hash, "suffix": suffix}
            for suffix in ("mp4", "mp3", "webm")
        ],
        "captions": [
            {
                "content_hash": known.recording.content_hash,
                "captions_hash": captions_hash(known.captions),
            }
        ],
        "preview-recording": [
            {"token": token, "content_hash": known.recording.content_hash, "suffix": "mp4"}
            for token in tokens
        ],
        "preview-captions": [
            {
                "token": token,
                "content_hash": known.recording.content_hash,
                "captions_hash": captions_hash(known.captions),
            }
            for token in tokens
        ],
        "image-original": [{"content_hash": known.image.content_hash}],
        "sitemap-part": [{"name": name} for name in ("pages", f"{day:%Y-%m}", f"{day:%Y-%m-%d}")],
        "preview": [{"token": token} for token in tokens],
        "preview-image": [
            {
                "token": token,
                "content_hash": known.image.content_hash,
                "width": width,
                "file_format": "webp",
            }
            for token in tokens
            for width in (480, 640)
        ],
    } | {name: [{}] for name in PLAIN}
    for address in addresses():
        if address.pattern.startswith("admin/"):
            continue
        assert address.name in arguments, f"say in this file how to ask {address.pattern}"
        for kwargs in arguments[address.name]:
            path = reverse(address.name, kwargs=kwargs or None)
            yield address.name, path
            if address.name == "search":
                for word in WORDS:
                    yield address.name, f"{path}?q={SECRET}甲{word}"
                yield address.name, f"{path}?q={known.words[-1]}"


def look(known: Known, words: list[str]) -> None:
    found = places(known, words, shut_tokens(known))
    assert not found, found


def places(known: Known, words: list[str], tokens: list[str]) -> list[tuple[str, str]]:
    """Every (path, word) where a reader would see one of the words, or get the picture."""
    client = Client()
    found: list[tuple[str, str]] = []
    asked = 0
    for name, path in ask(known, tokens):
        response = client.get(path)
        asked += 1
        assert response.status_code < 500, path
        if name in FILES and response.status_code != 404:
            found.append((path, "file"))
        page = b"".join(response) if response.streaming else response.content
        text = page.decode(errors="replace")
        if name == "search":
            # The box repeats what was asked; everything else must not.
            query = path.partition("?q=")[2]
            text = text.replace(query, "") if query else text
        if name in ("author", "portrait"):
            # The name is on the author's own page, whatever they have published.
            author = Author.objects.get(name__startswith=SECRET)
            text = text.replace(author.name, "")
        found += [(path, word) for word in words if word in text]
    assert asked > 20
    return found


def shown_everywhere(known: Known) -> set[str]:
    """Paths that must show a live piece: without them, a site that shows nothing at all would
    pass for one that leaks nothing."""
    page = PublishedArticle.objects.get(pk=known.article.pk)
    slug, image = known.article.section.slug, known.image.content_hash
    return {
        "/",
        f"/{slug}/",
        page.get_absolute_url(),
        f"/tags/{Tag.objects.get().slug}/",
        f"/topics/{PublishedSpecial.objects.get().slug}/",
        f"/authors/{Author.objects.get().pk}/",
        f"/archive/{page.date:%Y/%m/%d}/",
        "/search/",
        "/feeds/latest.rss",
        "/feeds/latest.atom",
        f"/feeds/{slug}.rss",
        f"/feeds/{slug}.atom",
        "/news-sitemap.xml",
        f"/images/{image}/480.webp",
        f"/images/{image}/original",
        f"/media/{known.recording.content_hash}.mp4",
        f"/media/{known.recording.content_hash}/{captions_hash(known.captions)}.vtt",
    }


def paths(found: list[tuple[str, str]]) -> set[str]:
    return {path.partition("?")[0] for path, _word in found}


def test_a_live_piece_is_found_in_all_those_places() -> None:
    known = bring(Cast(), "live")
    assert shown_everywhere(known) <= paths(places(known, known.words, []))


def test_an_embargo_holds_until_its_second_and_not_longer() -> None:
    """One piece, scheduled, asked for everywhere before and after its time, with nothing run in
    between: only the clock moves. Only an editor's own link shows it early."""
    cast = Cast()
    known = bring(cast, "draft")

    def link(user: User) -> str:
        return previews.make(
            known.article, user, key=previews.new_key(), for_whom="某人", hours=24,
            revision_number=None,
        ).token  # fmt: skip

    owners, editors = link(cast.reporter), link(cast.editor)
    step(known.article, "submit", cast.reporter)
    step(known.article, "pass", cast.second_editor)
    moment = timezone.now() + timedelta(hours=3)
    step(known.article, "publish", cast.editor, visible_from=moment)
    shut = [*shut_tokens(known), owners]
    for at in (timezone.now(), moment - timedelta(microseconds=1)):
        with clock(at):
            assert places(known, known.words, shut) == []
            early = places(known, known.words, [editors])
            assert {path.split("/")[1] for path in paths(early)} == {"preview"}
            assert {word for _path, word in early} >= {"file", known.words[0]}
    with clock(moment):
        found = paths(places(known, known.words, [owners]))
        assert shown_everywhere(known) <= found
        assert reverse("preview", args=[owners]) in found, "the embargo is over for everybody"


def clock(at: datetime) -> Any:
    return patch("django.utils.timezone.now", lambda: at)


@pytest.mark.parametrize("state", sorted(HIDDEN))
def test_nothing_leaks(state: str) -> None:
    cast = Cast()
    make_published(cast, "一篇公开的稿子")
    known = bring(cast, state)
    look(known, known.words)
    row = PublishedArticle.objects.filter(pk=known.article.pk).first()
    day = row.date if row else known.article.created_at.date()
    address = article_url(day, known.article.pk)
    status = Client().get(address).status_code
    assert status == (410 if state == "withdrawn" else 404)
    assert Client().get(f"{address}qr.svg").status_code == 404


def test_what_is_revised_stays_inside_until_it_is_published_again() -> None:
    cast = Cast()
    known = bring(cast, "revising", "乙")
    public = Client().get(PublishedArticle.objects.get().get_absolute_url())
    assert f"{SECRET}乙" in public.content.decode()
    article = known.article
    new = images.store(picture((9, 9, 9)), "new.jpg", cast.reporter)
    figure = content.content_of(article)["figures"][0] | {
        "image": new.content_hash,
        "alt": f"{SECRET}甲替代文字",
    }
    author = Author.objects.get()
    author.name = f"{SECRET}乙署名"
    author.save()
    film = samples.kept(samples.mp4(mark=b"new"))
    clip = samples.clip(film, title=f"{SECRET}甲视频", captions=known.captions)
    changed = content.content_of(article) | secret_fields("甲") | {"figures": [figure]}
    changed |= {"clips": [clip]}
    editing.write(article, changed, cast.reporter)
    for steps in ((), ("submit",), ("pass",)):
        for name in steps:
            step(article, name, cast.reporter if name == "submit" else cast.second_editor)
        secrets = [f"{SECRET}甲", secret_fields("甲")["source_url"]]
        look(Known(article, new, secrets, film, known.captions), secrets)
    step(article, "publish", cast.editor)
    page = Client().get(PublishedArticle.objects.get().get_absolute_url()).content.decode()
    assert f"{SECRET}甲0" in page
    assert Client().get(f"/images/{new.content_hash}/480.webp").status_code == 200
    assert Client().get(f"/media/{film.content_hash}.mp4").status_code == 200
