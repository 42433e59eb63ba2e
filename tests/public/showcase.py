"""A small paper with one of every page that readers can get, and everything on them real."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles import images
from articles.desk import editing
from articles.desk.content import content_of
from articles.models import Page, PublishedArticle, SiteIdentity, Source, Tag
from articles.text.markup import figure as placeholder
from tests.cast import Cast, make_author, make_published, make_section, step
from tests.images import pictures
from tests.public.archive import credit, figure, put_out, take_down
from tests.recordings import samples

# Addresses that are no page of readers: files, feeds, what machines ask, links for one person.
NO_PAGES = {
    "portrait", "image", "image-original", "recording", "captions", "logo", "follow-image",
    "feed-rss", "feed-atom", "feed-section", "feed-section-atom", "sitemap", "sitemap-part",
    "news-sitemap", "robots", "healthz", "readyz",
    "preview", "preview-image", "preview-recording", "preview-captions",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A page: the name of its address, what is special about it, and the status it answers."""

    name: str
    kind: str
    path: str
    status: int = 200


def showcase(cast: Cast) -> list[Shown]:
    SiteIdentity.objects.create(pk=1, site_name="溯工网", paper_name="溯江工人报", slogan="劳动者")
    local = make_section("local", "本地", cast.desk, parent=cast.section)
    reporter = make_author("郝佳伟", cast.reporter)
    tag = Tag.objects.create(name="港口", slug="port")
    shots = [
        images.store(pictures.saved(pictures.photo(size), "JPEG"), "a.jpg", None)
        for size in ((1600, 1067), (900, 600), (700, 1000))
    ]
    cover = figure(shots[0], is_cover=True, alt="门机", caption="操作室", credit="贺枝远 摄")
    album = "".join(placeholder(shot.content_hash) for shot in shots[1:])
    plain = put_out(
        cast,
        "门机进屏幕",
        section=local,
        tags=(tag,),
        credits=[credit("郝佳伟", author=reporter.pk)],
        figures=[cover],
        body="<p>一段。</p><table><tbody><tr><td>一</td><td>二</td></tr></tbody></table>",
    )
    gallery = put_out(
        cast,
        "组图",
        tags=(tag,),
        body=f"<p>前。</p>{album}<p>后。</p>",
        figures=[figure(shot, alt="图") for shot in shots[1:]],
    )
    sound, film = samples.kept(samples.wav(6), "a.wav"), samples.kept(samples.mp4(), "a.mp4")
    heard = put_out(
        cast, "听一听", clips=[samples.clip(sound, title="声音", transcript="一声汽笛。")]
    )
    seen = put_out(
        cast,
        "看一看",
        figures=[cover],
        clips=[samples.clip(film, title="现场", captions=samples.CAPTIONS)],
    )
    source = Source.objects.create(name="港口报")
    reprint = put_out(
        cast,
        "转来的",
        origin="reprint",
        source={"id": source.pk, "name": source.name},
        source_url="https://source.example/1",
        original_headline="原来的标题",
    )
    corrected = make_published(cast, "更正过的")
    step(corrected, "correct", cast.editor, "数字有误")
    corrected.refresh_from_db()
    note = {"correction_note": "“5000元”应为“6000元”。", "deck": "改"}
    editing.write(corrected, content_of(corrected) | note, cast.editor)
    step(corrected, "submit", cast.editor)
    step(corrected, "pass", cast.second_editor)
    step(corrected, "publish", cast.editor)
    withdrawn = take_down(put_out(cast, "撤下的"), "内容有误，已撤回。")
    Page.objects.filter(slug="about").update(body="<p>我们是谁。</p>")
    today = timezone.localdate()
    day = {"year": f"{plain.date:%Y}", "month": f"{plain.date:%m}", "day": f"{plain.date:%d}"}
    empty = today - timedelta(days=400)
    return [
        Shown("home", "front page", "/"),
        Shown("section", "channel", "/news/"),
        Shown("section", "inside a channel", "/local/"),
        Shown("section", "empty", "/culture/"),
        Shown("article", "plain", plain.get_absolute_url()),
        Shown("article", "gallery", gallery.get_absolute_url()),
        Shown("article", "audio", heard.get_absolute_url()),
        Shown("article", "video", seen.get_absolute_url()),
        Shown("article", "reprint", reprint.get_absolute_url()),
        Shown("article", "corrected", _address(corrected.pk)),
        Shown("article", "withdrawn", withdrawn.get_absolute_url(), 410),
        Shown("article", "none", f"/{today:%Y/%m/%d}/999999/", 404),
        Shown("author", "with pieces", reporter.get_absolute_url()),
        Shown("tag", "with pieces", tag.get_absolute_url()),
        Shown("archive", "today", reverse("archive")),
        Shown("day", "with pieces", reverse("day", kwargs=day)),
        Shown("day", "empty", f"/archive/{empty:%Y/%m/%d}/"),
        Shown("search", "unasked", "/search/"),
        Shown("search", "found", "/search/?q=门机"),
        Shown("search", "nothing found", "/search/?q=没有这样的话"),
        Shown("corrections", "with one", "/corrections/"),
        Shown("page", "about", "/pages/about/"),
    ]


def _address(article_id: int) -> str:
    return PublishedArticle.objects.get(pk=article_id).get_absolute_url()
