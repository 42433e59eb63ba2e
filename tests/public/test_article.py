"""The article page: what it shows, and to whom it shows nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import Author
from articles.desk import editing, publishing
from articles.models import Article, PublishedArticle, SiteIdentity, Source
from articles.rendering import article_context, load_site
from articles.text.markup import figure as placeholder
from tests.cast import Cast, make_draft, step
from tests.public.archive import credit, figure, make_image, put_out, put_out_tomorrow, take_down


def text_of(response: Any) -> str:
    """What a reader sees of the page, without its markup."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", "", main).split())


def test_shows_every_part_of_the_piece(client: Client, cast: Cast) -> None:
    author = Author.objects.create(name="郝佳伟")
    piece = put_out(
        cast,
        "门机进屏幕",
        kicker="东埠港改造",
        deck="三十一名司机转岗",
        original_headline="关于东埠港改造情况的报道",
        body="<p>第一段。</p><h2>先说人</h2><p>第二段。</p>",
        credits=[
            credit("郝佳伟", author=author.pk),
            credit("沈砚秋"),
            credit("李泊安", "correspondent"),
            credit("贺枝远", "photographer"),
        ],
        responsible_editor="胡睿琳",
        ai_label="assisted",
    )
    response = client.get(piece.get_absolute_url())
    assert response.status_code == 200
    seen = text_of(response)
    for part in (
        "东埠港改造", "门机进屏幕", "三十一名司机转岗", "关于东埠港改造情况的报道", "第一段。",
        "先说人", "郝佳伟", "沈砚秋", "李泊安", "贺枝远", "胡睿琳",
    ):  # fmt: skip
        assert part in seen
    assert seen.index("郝佳伟") < seen.index("沈砚秋") < seen.index("李泊安")
    page = response.content.decode()
    assert f'href="/authors/{author.pk}/">郝佳伟</a>' in page
    assert "<title>门机进屏幕——三十一名司机转岗 - " in page
    assert f'datetime="{timezone.localtime(piece.visible_from).isoformat()[:16]}' in page


def test_names_of_one_role_stand_together(client: Client, cast: Cast) -> None:
    piece = put_out(
        cast, credits=[credit("甲"), credit("丙", "correspondent"), credit("乙"), credit("丁", "x")]
    )
    lines = [str(line) for line in article_context(piece, load_site())["bylines"]]
    assert [line.split(" ")[-2:] for line in lines] == [["甲", "乙"], lines[1].split(" ")[-2:],
                                                        ["x", "丁"]]  # fmt: skip
    assert lines[1].endswith(" 丙")


@pytest.mark.parametrize("original", ["", "甲——乙", "甲 乙", "甲"])
def test_original_headline_that_says_the_same_is_left_out(
    client: Client, cast: Cast, original: str
) -> None:
    piece = put_out(cast, "甲", deck="乙", original_headline=original)
    assert article_context(piece, load_site())["original_headline"] == ""


def test_own_piece_names_the_paper_and_reprint_its_source(client: Client, cast: Cast) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯工网", paper_name="溯江工人报")
    source = Source.objects.create(name="江海劳动通讯社")
    reprint = put_out(
        cast,
        origin="reprint",
        source={"id": source.pk, "name": source.name},
        source_author="黎望洲",
        source_url="https://example.org/a?b=1&c=2",
    )
    seen = client.get(reprint.get_absolute_url()).content.decode()
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">江海' in seen
    assert "黎望洲" in seen
    own = client.get(put_out(cast, "自采").get_absolute_url())
    assert "溯江工人报" in text_of(own)
    assert "江海" not in text_of(own)


def test_source_address_that_is_no_web_address_is_not_a_link(client: Client, cast: Cast) -> None:
    piece = put_out(cast, origin="reprint", source_url="https://example.org/")
    PublishedArticle.objects.filter(pk=piece.pk).update(source_url="javascript:alert(1)")
    assert "javascript:" not in client.get(piece.get_absolute_url()).content.decode()


def test_figures_stand_where_the_text_puts_them(client: Client, cast: Cast) -> None:
    cover, placed, left = make_image("a"), make_image("b", 800, 1200), make_image("c", 300, 200)
    piece = put_out(
        cast,
        body=f"<p>前。</p>{placeholder(placed.content_hash)}<p>后。</p>",
        figures=[
            figure(cover, is_cover=True, alt="码头夜景"),
            figure(placed, caption="图为<塔吊>", credit="贺枝远 摄"),
            figure(left, caption="剩下的一张"),
        ],
    )
    page = client.get(piece.get_absolute_url()).content.decode()
    main = page.split("<main")[1]
    assert "newsroom-image" not in page
    assert [main.count(f"/images/{image.content_hash}/") > 0 for image in (cover, placed, left)]
    assert (
        main.index(cover.content_hash)
        < main.index("前。")
        < main.index(placed.content_hash)
        < main.index("后。")
        < main.index(left.content_hash)
    )
    assert 'alt="码头夜景"' in main
    assert "图为&lt;塔吊&gt;" in main
    assert 'width="800" height="1200"' in main
    assert f"/images/{'c' * 64}/300.webp 300w" in main


def test_cover_that_stands_in_the_text_is_not_shown_twice(client: Client, cast: Cast) -> None:
    image = make_image()
    piece = put_out(
        cast,
        body=f"<p>前。</p>{placeholder(image.content_hash)}",
        figures=[figure(image, is_cover=True)],
    )
    main = client.get(piece.get_absolute_url()).content.decode().split("<main")[1]
    assert len(re.findall(r'<img src="/images/', main)) == 1


def test_correction_and_update_are_told(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    assert 'id="corrections"' not in client.get(piece.get_absolute_url()).content.decode()
    article = Article.objects.get(pk=piece.pk)
    step(article, "correct", cast.editor, "金额写错")
    content = editing.newest_revision(article).content | {
        "correction_note": "将“5000元”误作“6000元”。"
    }
    editing.write(article, content, cast.editor)
    step(article, "submit", cast.editor)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    response = client.get(piece.get_absolute_url())
    assert "将“5000元”误作“6000元”。" in text_of(response)
    assert b'id="corrections"' in response.content
    # From the list of corrections the way leads to this one, and machines are told the same.
    [way] = re.findall(
        r'href="([^"]+#correction-[^"]+)"', client.get("/corrections/").content.decode()
    )
    address, anchor = way.split("#")
    assert address == piece.get_absolute_url()
    assert f'id="{anchor}"' in response.content.decode()
    assert f'{address}#{anchor}"' in response.content.decode()
    updated = PublishedArticle.objects.get(pk=piece.pk).updated_at
    assert timezone.localtime(updated).isoformat()[:19] in response.content.decode()


def test_wrong_date_leads_to_the_right_one(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    response = client.get(f"/1999/01/31/{piece.pk}/")
    assert response.status_code == 301
    assert response["Location"] == piece.get_absolute_url()
    assert client.get(f"/1999/99/99/{piece.pk}/").status_code == 301


def test_what_is_not_public_is_like_what_never_was(client: Client, cast: Cast) -> None:
    """Same status and the same bytes for a draft, a scheduled piece and a number never used."""
    scheduled = put_out_tomorrow(cast)
    draft = make_draft(cast.reporter, cast.section)
    day = scheduled.get_absolute_url().rsplit("/", 2)[0]
    never_seen = take_down(put_out_tomorrow(cast, "撤在发布前"), "说明")
    addresses = [
        scheduled.get_absolute_url(),
        f"/1999/01/31/{scheduled.pk}/",
        f"{day}/{draft.pk}/",
        never_seen.get_absolute_url(),
        f"{day}/999999/",
    ]
    responses = [client.get(address) for address in addresses]
    assert {response.status_code for response in responses} == {404}
    assert len({response.content for response in responses}) == 1
    for response in responses:
        # The name of the request, which is chance.
        del response["X-Request-ID"]
    assert len({tuple(response.headers.items()) for response in responses}) == 1


def test_goes_live_by_the_clock_alone(client: Client, cast: Cast) -> None:
    piece = put_out(cast, at=timezone.now() + timedelta(hours=1))
    assert client.get(piece.get_absolute_url()).status_code == 404
    PublishedArticle.objects.filter(pk=piece.pk).update(visible_from=timezone.now())
    assert client.get(piece.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("notice", ["", "本文内容不实，特此撤回。"])
def test_withdrawn_is_gone_without_a_trace(client: Client, cast: Cast, notice: str) -> None:
    piece = take_down(
        put_out(cast, "不该刊出的标题", deck="副题", body="<p>不该刊出的正文</p>"), notice
    )
    response = client.get(piece.get_absolute_url())
    assert response.status_code == 410
    seen = response.content.decode()
    assert notice in seen
    assert not any(word in seen for word in ("不该刊出", "副题"))
    assert client.get(f"/1999/01/31/{piece.pk}/").status_code == 404


def test_reinstated_piece_is_back(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    article = Article.objects.get(pk=piece.pk)
    step(article, "withdraw", cast.editor, "来函指出有误")
    assert client.get(piece.get_absolute_url()).status_code == 410
    step(article, "reinstate", cast.chief, "查实无误")
    assert client.get(piece.get_absolute_url()).status_code == 200


def test_preview_of_a_draft_is_the_page(cast: Cast) -> None:
    """An unsaved snapshot renders whole, with the newsroom's own image addresses."""
    image = make_image()
    draft = make_draft(
        cast.reporter, cast.section, "还没签发", figures=[figure(image, is_cover=True)]
    )
    page = publishing.snapshot(editing.newest_revision(draft), at=timezone.now())
    context = article_context(page, load_site(), image_base="/admin/images/")
    seen = render_to_string("public/article.html", context)
    assert "还没签发" in seen
    assert f"/admin/images/{image.content_hash}/" in seen
    assert f'"/images/{image.content_hash}' not in seen


def test_structured_data_cannot_leave_its_script(client: Client, cast: Cast) -> None:
    piece = put_out(cast, "</script><script>alert(1)</script>", credits=[credit("</script>甲")])
    page = client.get(piece.get_absolute_url()).content.decode()
    scripts = page.count('<script type="application/ld+json">')
    assert scripts > 0
    files = page.count("<script src=")
    assert page.count("<script") == page.count("</script>") == scripts + files


def test_long_headline_and_no_cover_and_thirty_names(client: Client, cast: Cast) -> None:
    piece = put_out(
        cast, "长" * 200, credits=[credit(f"记者{number}") for number in range(30)], body=""
    )
    seen = text_of(client.get(piece.get_absolute_url()))
    assert "长" * 200 in seen
    assert all(f"记者{number}" in seen for number in range(30))


def test_at_most_four_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    SiteIdentity.objects.create(pk=1, site_name="溯工网")
    image = make_image()
    piece = put_out(
        cast,
        credits=[credit(f"记者{number}") for number in range(10)],
        figures=[figure(image, is_cover=True)],
    )
    for number in range(9):
        put_out(cast, f"另一篇{number}")
    with django_assert_max_num_queries(4):
        assert client.get(piece.get_absolute_url()).status_code == 200
