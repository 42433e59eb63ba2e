"""One piece in each state that a newsroom knows, with words, a picture and a recording to
recognise it by."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from PIL import Image as Pillow

from articles import images
from articles.desk import content, editing, specials
from articles.models import Article, Image, Recording, Section, Special, Tag
from tests.cast import Cast, make_author, make_draft, make_section, step
from tests.recordings import samples

SECRET = "暗号"


@dataclass
class Known:
    """A piece, and everything of it that must not be seen before its time."""

    article: Article
    image: Image
    words: list[str]
    recording: Recording
    captions: str


def picture(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (640, 420), colour).save(out, "JPEG")
    return out.getvalue()


def secret_fields(mark: str) -> dict[str, str]:
    """A value for every text field of the content, each with its own recognisable word."""
    names = (
        "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
        "responsible_editor", "source_author",
    )  # fmt: skip
    fields = {name: f"{SECRET}{mark}{number}" for number, name in enumerate(names)}
    return fields | {
        "body": f"<p>{SECRET}{mark}正文</p><h2>{SECRET}{mark}小标题</h2>",
        "source_url": f"https://secret-{ord(mark[0])}.example/",
    }


def make_known(cast: Cast, mark: str, section: Section | None = None) -> Known:
    """A draft by the reporter that fills every field with secrets, byline and picture too."""
    shade = sum(map(ord, mark)) % 200
    image = images.store(picture((shade, 40, 90)), f"{mark}.jpg", cast.reporter)
    recording = samples.kept(samples.mp4(mark=mark.encode()), f"{mark}.mp4")
    captions = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{SECRET}{mark}字幕\n"
    author = make_author(f"{SECRET}{mark}署名")
    tag = Tag.objects.create(name=f"{mark}标签", slug=f"tag-{shade}-{len(mark)}")
    fields = secret_fields(mark)
    article = make_draft(
        cast.reporter,
        section or cast.section,
        tags=[{"id": tag.pk, "name": tag.name}],
        credits=[{"name": author.name, "role": "correspondent", "author": author.pk}],
        figures=[
            {
                "image": image.content_hash,
                "is_cover": True,
                "alt": f"{SECRET}{mark}替代文字",
                "caption": f"{SECRET}{mark}图说",
                "credit": f"{SECRET}{mark}摄影",
                "rights_holder": "",
                "licence": "",
                "focal_x": 0.5,
                "focal_y": 0.5,
            }
        ],
        clips=[
            samples.clip(
                recording,
                title=f"{SECRET}{mark}视频",
                transcript=f"{SECRET}{mark}文字稿",
                captions=captions,
            )
        ],
        **fields,
    )
    # An author's name is public on their own page; what they have not published is not.
    words = [f"{SECRET}{mark}", fields["source_url"]]
    return Known(article, image, words, recording, captions)


def _approve(cast: Cast, article: Article) -> None:
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)


def _publish(cast: Cast, article: Article) -> None:
    _approve(cast, article)
    step(article, "publish", cast.editor)


def draft(cast: Cast, article: Article) -> None:
    pass


def first_review(cast: Cast, article: Article) -> None:
    step(article, "submit", cast.reporter)


def second_review(cast: Cast, article: Article) -> None:
    first_review(cast, article)
    step(article, "pass", cast.second_editor)


def final_review(cast: Cast, article: Article) -> None:
    second_review(cast, article)
    step(article, "pass", cast.desk_head)


def approved(cast: Cast, article: Article) -> None:
    _approve(cast, article)


def scheduled(cast: Cast, article: Article) -> None:
    _approve(cast, article)
    step(article, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=3))


def withdrawn(cast: Cast, article: Article) -> None:
    _publish(cast, article)
    step(article, "withdraw", cast.editor, "核实中")


def withdrawn_scheduled(cast: Cast, article: Article) -> None:
    scheduled(cast, article)
    step(article, "withdraw", cast.editor, "不发了")


def spiked(cast: Cast, article: Article) -> None:
    step(article, "spike", cast.editor)


def live(cast: Cast, article: Article) -> None:
    _publish(cast, article)


def revising(cast: Cast, article: Article) -> None:
    _publish(cast, article)
    step(article, "revise", cast.reporter)


def fixing(cast: Cast, article: Article) -> None:
    _publish(cast, article)
    step(article, "fix", cast.editor)
    editing.write(article, content.content_of(article) | {"deck": "改一处"}, cast.editor)
    step(article, "submit", cast.editor)


HIDDEN: dict[str, Callable[[Cast, Article], None]] = {
    each.__name__: each
    for each in (
        draft, first_review, second_review, final_review, approved, scheduled, withdrawn,
        withdrawn_scheduled, spiked,
    )
}  # fmt: skip
EVERY = HIDDEN | {each.__name__: each for each in (live, revising, fixing)}


def _put_into_a_topic(cast: Cast, article: Article) -> None:
    """A public topic may name pieces that are not."""
    special = Special(title="专题", slug="topic", introduction="<p>导语。</p>")
    specials.save(cast.chief, special, [{"name": "一组", "pieces": [article.pk]}])
    specials.publish(cast.chief, special)


def bring(cast: Cast, state: str, mark: str = "甲") -> Known:
    """A piece brought to a state of `EVERY` by the people whose job it is."""
    reviews = {"second_review": 2, "final_review": 3}.get(state)
    section = (
        make_section(f"deep-{reviews}", f"深度{reviews}", cast.desk, reviews_required=reviews)
        if reviews
        else cast.section
    )
    known = make_known(cast, mark, section)
    _put_into_a_topic(cast, known.article)
    EVERY[state](cast, known.article)
    known.article.refresh_from_db()
    return known
