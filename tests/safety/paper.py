"""A paper in which everything that somebody can type is hostile, brought in by the ways by which
it would come."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.desk import comments, editing, previews, specials
from articles.models import (
    Article,
    IdentityLine,
    IncomingFile,
    Page,
    PublishedArticle,
    Section,
    SiteIdentity,
    Source,
    Special,
    Tag,
)
from articles.text.markup import clean
from tests.admin.helpers import new_piece, signed_in, url
from tests.cast import Cast, make_author, step
from tests.images import pictures
from tests.intake import documents
from tests.safety.vectors import CORPUS, storable

PIECES = 40
_NAMES = iter(range(10**9))


def _swallows(vector: str) -> bool:
    return "尾" not in clean(f"{vector}<p>尾</p>")


def bodies() -> list[str]:
    """All of the collection in so many bodies; what would swallow the rest comes last in each."""
    found = []
    for at in range(PIECES):
        some = sorted(map(storable, CORPUS[at::PIECES]), key=_swallows)
        found.append("<p>甲等一班人。</p>" + "".join(f"<p>乙{each}</p>\n" for each in some))
    return found


class Deal:
    """The collection dealt to fields, each as long as it may be; over and over again."""

    def __init__(self) -> None:
        self._decks: dict[int, Iterator[str]] = {}
        self.dealt: set[str] = set()

    def __call__(self, most: int) -> str:
        if most not in self._decks:
            fitting = [" ".join(storable(each).split()) for each in CORPUS if len(each) <= most - 2]
            # Not all begin with the first.
            turn = (most * 13) % len(fitting)
            self._decks[most] = cycle(fitting[turn:] + fitting[:turn])
        vector = next(self._decks[most])
        self.dealt.add(vector)
        return f"{vector}甲" if len(vector) < most else vector

    def many(self, most: int) -> str:
        """As many as fit into one field."""
        text = ""
        while len(text) < most - 140:
            text += self(100) + "\n"
        return text[:most]


@dataclass
class Paper:
    cast: Cast
    deal: Deal
    live: list[PublishedArticle]
    waiting: Article
    draft: Article
    from_word: Article
    file: IncomingFile
    token: str
    tag: Tag
    author: Any


def fill(cast: Cast) -> Paper:
    deal = Deal()
    for user in cast.everybody:
        User.objects.filter(pk=user.pk).update(full_name=deal(60))
        user.refresh_from_db()
    Section.objects.filter(pk=cast.section.pk).update(name=deal(38), description=deal.many(290))
    cast.section.refresh_from_db()
    cast.desk.name = deal(38)
    cast.desk.save()
    author = make_author(deal(58), biography=deal.many(590))
    tag = Tag.objects.create(name=deal(38), slug="tag-1")
    source = Source.objects.create(name=deal(78), status=Source.Status.LISTED)
    _identity(deal)
    about = Page.objects.get(slug="about")
    about.title, about.body = deal(38), bodies()[0]
    about.save()
    client = signed_in(cast.reporter)
    found = [_upload(client, deal, number) for number in range(4)]
    articles = [
        _type(cast, client, deal, body, found[number % 4], author, tag, source)
        for number, body in enumerate(bodies())
    ]
    for article in articles[2:]:
        _publish(cast, article, deal)
    draft, waiting = articles[:2]
    step(waiting, "submit", cast.reporter, deal(280))
    _discuss(cast, waiting, deal)
    special = Special(title=deal(58), slug="topic", introduction=bodies()[1])
    specials.save(cast.chief, special, [
        {"name": deal(38), "pieces": [each.pk for each in articles[2:8]]}
    ])  # fmt: skip
    specials.publish(cast.chief, special)
    file, from_word = _intake(cast, client, deal)
    made = previews.make(
        draft, cast.reporter, key=previews.new_key(), for_whom=deal(58), hours=24,
        revision_number=None,
    )  # fmt: skip
    live = list(PublishedArticle.objects.order_by("pk"))
    assert len(live) == PIECES - 2
    return Paper(cast, deal, live, waiting, draft, from_word, file, made.token, tag, author)


def _identity(deal: Deal) -> None:
    texts = {
        field.name: deal(min(field.max_length or 400, 400))
        for field in SiteIdentity._meta.get_fields()
        if getattr(field, "max_length", None) != 10
        and field.__class__.__name__ in ("CharField", "TextField")
    }
    addresses = {"icp_url": "javascript:ran(1)", "police_url": "https://police.example/"}
    identity = SiteIdentity.objects.create(pk=1, **(texts | addresses))
    IdentityLine.objects.create(identity=identity, text=deal(190), url="javascript:ran(2)")


def _upload(client: Client, deal: Deal, number: int) -> dict[str, Any]:
    """A picture that speaks ill of itself, by the screen that takes pictures in."""
    size = (640 + number, 420)
    vectors = [deal(90) for _each in range(4)]
    if number % 2:
        plain = [each.encode("ascii", "ignore").decode() for each in vectors]
        tags = pictures.exif(ImageDescription=plain[0], Artist=plain[1], Copyright=plain[2])
        data = pictures.jpeg_of(size, exif=tags)
    else:
        names = ("caption", "byline", "credit", "copyright")
        iptc = dict(zip(names, (each.encode() for each in vectors), strict=True))
        data = pictures.with_iptc(pictures.jpeg_of(size), **iptc)
    name = f"照片{_of_a_file(deal(60))}.jpg"
    response = client.post(
        reverse("admin:image-upload"), {"files": SimpleUploadedFile(name, data)},
        headers={"accept": "application/json"},
    )  # fmt: skip
    (answer,) = json.loads(response.content)
    assert answer["caption"], "the picture's own words have to arrive"
    return dict(answer)


def _of_a_file(vector: str) -> str:
    """What a form can carry as the name of a file."""
    return re.sub(r'["/\\\\]', "", vector)


def _type(
    cast: Cast, client: Client, deal: Deal, body: str, picture: dict[str, Any], author: Any,
    tag: Tag, source: Source,
) -> Article:  # fmt: skip
    """A piece written in the editor, by the screen that saves it."""
    name = deal(58)
    typed = new_piece(
        cast.section.pk,
        headline=f"{deal(180)}{next(_NAMES)}",
        body=body,
        credits=[
            {"name": author.name, "role": "reporter", "author": author.pk},
            {"name": name, "role": "photographer"},
        ],
        figures=[{
            "image": picture["hash"], "caption": picture["caption"] + deal(120),
            "alt": deal(190), "credit": picture["credit"][:40] + deal(58),
            "rights_holder": deal(98), "licence": deal(98), "is_cover": True,
        }],
    )  # fmt: skip
    typed |= {
        "kicker": deal(118), "deck": deal(298), "original_headline": deal(298),
        "web_title": deal(198), "short_title": deal(58), "summary": deal.many(480),
        "responsible_editor": deal(58), "origin": "reprint", "source": source.pk,
        "source_author": deal(98), "source_url": "https://elsewhere.example/?a='\"><x>",
        "tags": [tag.pk],
    }  # fmt: skip
    answer = client.post(url("articles_article_add"), typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Article.objects.latest("pk")


def _publish(cast: Cast, article: Article, deal: Deal) -> None:
    step(article, "submit", cast.reporter, deal(200))
    step(article, "pass", cast.second_editor, deal(200))
    step(article, "publish", cast.editor, deal(200))


def _discuss(cast: Cast, article: Article, deal: Deal) -> None:
    number = editing.newest_revision(article).number
    for _each in range(12):
        said = comments.say(
            article, cast.editor, deal.many(900), revision=number, field="headline", quote=deal(60)
        )
        comments.answer(said, cast.reporter, deal.many(900))


def _intake(cast: Cast, client: Client, deal: Deal) -> tuple[IncomingFile, Article]:
    """A text that waits for somebody to look at it, and the draft of a Word document."""
    lines = [deal(180), f"本报记者 {deal(30)}", *(f"丙{deal(400)}" for _each in range(60))]
    uploads = [
        SimpleUploadedFile(f"来稿{_of_a_file(deal(40))}.txt", "\n".join(lines).encode()),
        SimpleUploadedFile("稿.docx", _document(deal)),
    ]
    typed = {"section": cast.section.pk, "text": "", "uploads": uploads}
    client.post(reverse("admin:intake"), typed)
    waiting, word = IncomingFile.objects.order_by("pk")
    address = reverse("admin:intake-review", args=[word.pk])
    drafted = client.post(address, {"section": cast.section.pk, "_save": "1"})
    assert drafted.status_code == 302
    return waiting, Article.objects.latest("pk")


def _document(deal: Deal) -> bytes:
    made = docx.Document()

    # XML has no place for control characters.
    def words(most: int) -> str:
        return "".join(each for each in deal(most) if each.isprintable())

    made.add_paragraph(words(180), style="Title")
    made.add_paragraph(f"本报记者 {words(30)}")
    for number in range(40):
        made.add_heading(words(80), level=1 + number % 2)
        made.add_paragraph(f"丁{words(400)}", style="Quote" if number % 5 == 0 else None)
    table = made.add_table(rows=3, cols=3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = words(60)
    made.core_properties.title = made.core_properties.author = words(60)
    return documents.save(made)
