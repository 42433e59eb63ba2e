"""Every field of a record reaches the piece, and what a reader sees of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Author
from articles import search
from articles.desk import editing, ledger, publishing
from articles.desk.content import content_hash, content_of
from articles.models import (
    Article,
    Image,
    Invalidation,
    LedgerEntry,
    OldAddress,
    PublishedArticle,
    PublishedCredit,
    PublishedTag,
    Section,
    SiteIdentity,
    Source,
    State,
    Tag,
)
from tests.cast import Cast, make_author
from tests.images.pictures import jpeg_of
from tests.loading.files import load, piece, record, write


def test_all_fields_of_a_piece(cast: Cast, tmp_path: Path, client: Client) -> None:
    zhang = make_author("张三")
    Tag.objects.create(name="夜班", slug="night")
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "bus.jpg").write_bytes(jpeg_of((640, 480)))
    path = write(
        tmp_path,
        record(
            17,
            headline=" 夜班公交 \n通到厂门口 ",
            kicker="民生",
            deck="末班车等工人",
            original_headline="夜班公交进厂",
            web_title="夜班公交",
            short_title="夜班车",
            summary="从今晚起。",
            section="news",
            body='<p class="x">第一段<script>alert(1)</script></p><img src="/old/bus.jpg">'
            "<h3>小标题</h3><p onclick=x>第二段</p>",
            credits=[
                {"name": "张三", "role": "reporter"},
                {"name": "李四", "role": "correspondent"},
            ],
            tags=["工会", "夜班"],
            responsible_editor="王五",
            images=[
                {
                    "file": "img/bus.jpg",
                    "src": "/old/bus.jpg",
                    "alt": "夜班车",
                    "caption": "站台上",
                    "credit": "赵六 摄",
                }
            ],
            urls=["https://old.example.com/show.php?id=17", "/news/17.html"],
        ),
    )
    done = load(path)
    assert (done.failure, done.err, done.errors) == ("", "", [])
    assert "1" in done.out
    article, published = piece("17")
    image = Image.objects.get()
    assert article.headline == published.headline == "夜班公交 通到厂门口"
    for name in ("kicker", "deck", "original_headline", "web_title", "short_title", "summary"):
        assert getattr(article, name) == getattr(published, name) != ""
    assert published.body == (
        "<p>第一段</p>\n"
        f'<figure class="newsroom-image" data-image="{image.content_hash}"></figure>\n'
        "<h3>小标题</h3>\n<p>第二段</p>"
    )
    assert published.visible_from == article.updated_at == datetime(2013, 5, 2, 0, 30, tzinfo=UTC)
    assert published.date.isoformat() == "2013-05-02"
    assert article.state == State.SETTLED
    assert article.owner == cast.chief
    assert published.section == cast.section
    assert published.responsible_editor == "王五"
    li = Author.objects.get(name="李四")
    assert (li.user, li.kind) == (None, Author.Kind.CORRESPONDENT)
    assert [credit["author"] for credit in published.credits] == [zhang.pk, li.pk]
    assert PublishedCredit.objects.filter(author=zhang, article=published).exists()
    assert {tag["slug"] for tag in published.tags} == {"night", "工会"}
    assert PublishedTag.objects.filter(article=published).count() == 2
    assert published.cover["image"] == image.content_hash
    assert (published.cover["alt"], published.cover["caption"]) == ("夜班车", "站台上")
    assert published.figures[0]["in_text"]
    # What was signed is what the working copy says, and what the ledger has.
    assert article.signed_hash == content_hash(content_of(article)) == published.content_hash
    assert editing.newest_revision(article).content_hash == article.signed_hash
    acts = LedgerEntry.objects.filter(subject_kind="article", subject_id=article.pk)
    assert list(acts.values_list("action", flat=True)) == ["create", "import"]
    assert ledger.verify() == []
    assert Invalidation.objects.exists()
    for words in ("第二段", "站台上", "王五", "工会", "李四"):
        hits = search.find(words).hits
        assert [hit.article.pk for hit in hits] == ([] if words == "王五" else [article.pk])
    page = client.get(published.get_absolute_url())
    assert page.status_code == 200
    assert "第二段" in page.content.decode()
    client.force_login(cast.chief)
    assert "夜班公交 通到厂门口" in client.get("/admin/articles/article/?tab=all").content.decode()


def test_it_makes_the_rows_that_the_door_makes_for_one(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, record(1, credits=[{"name": "张三", "role": "reporter"}], tags=["夜班"])))
    article, published = piece("1")
    again = publishing.import_published(
        content_of(article), visible_from=published.visible_from, operator=cast.chief
    )
    skip = {"id", "created_at"}
    one, other = (
        PublishedArticle.objects.filter(pk=pk).values().get() for pk in (published.pk, again.pk)
    )
    assert {k: v for k, v in one.items() if k not in skip} == {
        k: v for k, v in other.items() if k not in skip
    }
    one, other = (Article.objects.filter(pk=pk).values().get() for pk in (published.pk, again.pk))
    assert {k: v for k, v in one.items() if k not in skip} == {
        k: v for k, v in other.items() if k not in skip
    }
    told = [
        list(
            LedgerEntry.objects.filter(subject_kind="article", subject_id=pk).values_list(
                "action", "actor_role", "from_state", "to_state", "content_hash", "revision"
            )
        )
        for pk in (published.pk, again.pk)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("第一段\n\n第二段，\n换行", "<p>第一段</p>\n<p>第二段，<br>换行</p>"),
        ("　　第一段\r\n　　第二段\r\n", "<p>第一段</p>\n<p>第二段</p>"),
        ("## 小标题\n\n5 < 6 & 7", "<h2>小标题</h2>\n<p>5 &lt; 6 &amp; 7</p>"),
        ("第一行<br/>第二行", "<p>第一行<br>第二行</p>"),
        ([{"kind": "crosshead", "text": "头"}, {"kind": "paragraph", "text": "<b>"}],
         "<h2>头</h2>\n<p>&lt;b&gt;</p>"),
        (f'<figure class="newsroom-image" data-image="{"a" * 64}"></figure><p>后</p>',
         "<p>后</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_bodies(cast: Cast, tmp_path: Path, body: object, written: str) -> None:
    assert load(write(tmp_path, record(body=body))).errors == []
    assert piece("1")[1].body == written


def test_a_picture_in_the_text_that_nobody_sent_is_told_of(cast: Cast, tmp_path: Path) -> None:
    done = load(write(tmp_path, record(body='<p>前</p><img src="/x/line.gif"><p>后</p>')))
    assert "/x/line.gif" in done.err
    assert done.failure == ""
    assert piece("1")[1].body == "<p>前</p>\n<p>后</p>"


def test_times_have_a_zone_or_are_the_newsrooms(cast: Cast, tmp_path: Path) -> None:
    times = {
        "a": "2013-05-02T08:30:00",
        "b": "2013-05-02 00:30:00Z",
        "c": "2013-05-01T20:30:00-04:00",
        "d": "2013-05-02",
    }
    load(write(tmp_path, *(record(key, published_at=time) for key, time in times.items())))
    moments = {key: timezone.localtime(piece(key)[1].visible_from).isoformat() for key in times}
    assert moments == dict.fromkeys("abc", "2013-05-02T08:30:00+08:00") | {
        "d": "2013-05-02T00:00:00+08:00"
    }


def test_reprints(cast: Cast, tmp_path: Path) -> None:
    SiteIdentity.objects.create(pk=1, site_name="港城网", paper_name="港城工人报")
    load(
        write(
            tmp_path,
            record(
                1,
                source="某某日报",
                source_author="钱七",
                source_url="https://example.com/1",
                credits=[{"name": "钱七", "role": "reporter"}],
            ),
            record(2, source="港城工人报"),
            record(3, source="某某日报", origin="own"),
        )
    )
    first, second, third = (piece(str(number))[1] for number in (1, 2, 3))
    assert (first.origin, first.source_name, first.source_author) == ("reprint", "某某日报", "钱七")
    assert first.credits == [{"name": "钱七", "role": "reporter", "author": None}]
    assert not Author.objects.filter(name="钱七").exists()
    assert (second.origin, second.source_name) == ("own", "")
    assert (third.origin, third.source_name) == ("own", "某某日报")
    assert Source.objects.get().status == Source.Status.UNLISTED


def test_credits_are_matched_by_name_and_kind_and_never_doubled(cast: Cast, tmp_path: Path) -> None:
    staff = make_author("张三", cast.reporter)
    make_author("李四", kind=Author.Kind.STAFF)
    two = [make_author("王五"), make_author("王五")]
    roles = ["reporter", "photographer", "correspondent", "author", "intern", "translator"]
    records = [record(f"{name}{role}", credits=[{"name": name, "role": role}])
               for name in ("张三", "李四", "王五", "赵六") for role in roles]  # fmt: skip
    assert load(write(tmp_path, *records)).errors == []
    assert load(write(tmp_path, *records)).errors == []
    linked = {role: piece(f"张三{role}")[1].credits[0]["author"] for role in roles}
    guest = Author.objects.get(name="张三", kind=Author.Kind.CORRESPONDENT)
    assert linked == dict.fromkeys(roles, staff.pk) | dict.fromkeys(
        ("correspondent", "author"), guest.pk
    )
    assert Author.objects.filter(name="李四").count() == 2
    assert Author.objects.filter(name="王五").count() == len(two) + 1
    assert piece("王五reporter")[1].credits[0]["author"] is None
    assert Author.objects.filter(name="赵六").count() == 2


def test_sections(cast: Cast, tmp_path: Path) -> None:
    named = [record(1, section="文化"), record(2, section="工会生活"),
             record(3, section="Local News"), record(4, section="搜索", headline=...)]  # fmt: skip
    path = write(tmp_path, *named)
    done = load(path)
    assert [line for line, _told in done.said] == [2, 3, 4]
    assert "要闻 (news)" in done.said[0][1]
    assert "culture" in done.said[0][1]
    assert Section.objects.count() == 2
    assert "--desk" in load(path, "--create-sections").failure
    done = load(path, "--create-sections", "--desk", "资料室")
    assert [line for line, _told in done.said] == [4]
    made = Section.objects.get(name="工会生活")
    assert (made.slug, made.desk.name, made.listed) == ("gong-hui-sheng-huo", "资料室", False)
    assert piece("3")[1].section.slug == "local-news"
    cast.other_section.slug = "arts"
    cast.other_section.save()
    load(write(tmp_path, record(5, section="culture"), name="more.jsonl"))
    assert piece("5")[1].section == cast.other_section


def test_an_address_of_the_site_itself_is_no_section(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, record(1, section="search")), "--create-sections", "--desk", "x")
    assert Section.objects.get(name="search").slug == "search-2"


def test_withdrawn(cast: Cast, tmp_path: Path, client: Client) -> None:
    path = write(
        tmp_path,
        record(1, withdrawn=True, withdrawal_notice="本文已撤下。", urls=["/a"]),
        record(2, withdrawn="2014-01-01", urls=["/b"]),
        record(3, withdrawn=False),
    )
    assert load(path).errors == []
    first, second, third = (piece(str(number))[1] for number in (1, 2, 3))
    assert third.withdrawn_at is None
    assert second.withdrawn_at == datetime(2013, 12, 31, 16, tzinfo=UTC)
    page = client.get(first.get_absolute_url())
    assert page.status_code == 410
    assert "本文已撤下。" in page.content.decode()
    assert [hit.article.pk for hit in search.find("末班车").hits] == [third.pk]
    entries = LedgerEntry.objects.filter(subject_id=first.pk, subject_kind="article")
    assert [entry.action for entry in entries] == ["create", "import", "withdraw"]
    assert ledger.verify() == []
    client.force_login(cast.chief)
    assert client.get(f"/admin/articles/article/{first.pk}/change/", follow=True).status_code == 200


def test_old_addresses_stand_in_one_spelling(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, record(1, urls=["http://a.cn/x/?b=2&a=1#top", "/x?a=1&b=2", "/文/"])))
    addresses = OldAddress.objects.order_by("pk").values_list("address", flat=True)
    assert list(addresses) == ["/x?a=1&b=2", "/文"]
