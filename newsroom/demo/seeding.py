"""The invented paper goes into an empty database, once, through the same doors as real copy."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO

import segno
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Author, Desk, User
from articles import recordings
from articles.desk import editing, ledger, stylebook_csv
from articles.desk.content import Content, with_clips
from articles.images import small_public_image, store
from articles.models import (
    Article,
    IdentityLine,
    Image,
    LedgerEntry,
    Recording,
    Section,
    SiteIdentity,
    Source,
    Tag,
)
from articles.text.markup import Block, from_blocks
from newsroom.demo import artwork, sounds
from newsroom.demo.content import (
    DemoPaper,
    DemoPiece,
    load_day,
    load_pages,
    load_paper,
    load_pieces,
    load_specials,
)
from newsroom.demo.day import live_through
from newsroom.demo.gathering import gather, write_pages
from newsroom.demo.markup import Block as DemoBlock
from newsroom.demo.reads import read_everything
from newsroom.demo.walking import walk

MARK = "demo"


class NotEmpty(Exception):
    """The database holds somebody's work, which the demo will not mix with its own."""


def is_seeded() -> bool:
    return LedgerEntry.objects.filter(subject_kind=MARK).exists()


def seed(progress: Callable[[int, int], None]) -> None:
    """Fill an empty database. `progress(done, all)` is told of each piece.

    Raises NotEmpty. Pictures are drawn first, outside the transaction that writes the rest.
    """
    if User.objects.exists() or Article.objects.exists() or SiteIdentity.objects.exists():
        raise NotEmpty
    paper = load_paper()
    pieces = load_pieces(timezone.localtime(), paper)
    day = load_day(paper, pieces)
    specials = load_specials(paper, pieces)
    keys = sorted(
        {image.key for piece in pieces for image in piece.images}
        | {special.cover.key for special in specials}
    )
    total = len(keys) + len(pieces)
    images = {}
    for number, key in enumerate(keys, start=1):
        images[key] = store(artwork.draw(key), f"{key}.jpg", None)
        progress(number, total)
    played = {
        each.key: recordings.store(sounds.draw(each.key), f"{each.key}.wav", None)
        for piece in pieces
        for each in piece.recordings
    }
    with transaction.atomic():
        ledger.append(MARK, 1, "seed_demo", None)
        stylebook_csv.take(None, stylebook_csv.STARTER.read_text("utf-8"))
        people = _people(paper)
        _identity(paper)
        sections, tags, sources = _shelves(paper)
        articles = {}
        operator = next(user for user in people.values() if user.can("writes"))
        for number, piece in enumerate(reversed(pieces), start=len(keys) + 1):
            content = content_of(piece, sections, tags, sources, images, played)
            changed = (
                content
                | {
                    "body": _body(piece.changed_body(), images),
                    "headline": (piece.change.headline or piece.headline),
                }
                if piece.change
                else content
            )
            articles[piece.key] = walk(piece, content, changed, people, operator)
            progress(number, total)
        live_through(day, paper, people, sections, articles)
        gather(specials, people, articles, images)
        write_pages(load_pages(), people.values())
        read_everything()


def _people(paper: DemoPaper) -> dict[str, User]:
    desks = {desk.key: Desk.objects.create(name=desk.name) for desk in paper.desks}
    groups = {group.name: group for group in Group.objects.all()}
    password = make_password(settings.DEMO_PASSWORD)
    people = {}
    for person in paper.people:
        user = User.objects.create(
            username=person.username,
            full_name=person.full_name,
            password=password,
            email=f"{person.username}@{paper.site.domain.removeprefix('www.')}",
            is_staff=True,
        )
        user.groups.add(groups[person.role])
        if person.desk:
            user.desks.add(desks[person.desk])
        people[person.username] = user
    for author in paper.authors:
        row = Author(
            name=author.name,
            kind=author.kind,
            biography=author.biography,
            user=people[author.username] if author.username else None,
        )
        if author.portrait:
            row.portrait.save(
                f"{author.portrait}.png",
                ContentFile(small_public_image(artwork.draw(author.portrait), 480)),
                save=False,
            )
        row.save()
    return people


def _identity(paper: DemoPaper) -> None:
    site = paper.site
    identity = SiteIdentity(
        pk=1,
        site_name=site.site_name,
        paper_name=site.paper_name,
        slogan=site.slogan,
        address=f"{site.address} {site.postcode}",
        phones="  ".join(f"{phone.label} {phone.number}" for phone in site.phones),
        email=site.email,
        icp_number=site.icp_number,
        icp_url=site.icp_url,
        police_number=site.police_number,
        police_url=site.police_url,
        copyright_text=site.copyright,
        reprint_notice=site.reprint_notice,
        infringement_notice=site.infringement_notice,
        reporting_phone=site.reporting_phone,
        follow_text=site.follow_text,
    )
    logo = small_public_image(artwork.draw(site.logo), 600)
    identity.logo.save("logo.webp", ContentFile(logo), save=False)
    identity.follow_image.save("follow.png", ContentFile(_qr(site.follow_url)), save=False)
    identity.save()
    IdentityLine.objects.bulk_create(
        IdentityLine(identity=identity, position=position, text=text)
        for position, text in enumerate((*site.licences, *site.pledges))
    )


def _qr(address: str) -> bytes:
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=8, border=2)
    return out.getvalue()


def _shelves(
    paper: DemoPaper,
) -> tuple[dict[str, Section], dict[str, Tag], dict[str, Source]]:
    desks = {desk.key: Desk.objects.get(name=desk.name) for desk in paper.desks}
    sections: dict[str, Section] = {}
    for position, section in enumerate(paper.sections):
        sections[section.slug] = Section.objects.create(
            slug=section.slug,
            name=section.name,
            description=section.description,
            desk=desks[section.desk],
            parent=sections[section.parent] if section.parent else None,
            position=position,
            reviews_required=section.reviews,
            proofreads_required=section.proofreads,
        )
    tags = {tag.slug: Tag.objects.create(slug=tag.slug, name=tag.name) for tag in paper.tags}
    today = timezone.localdate()
    sources = {
        source.name: Source.objects.create(
            name=source.name,
            url=source.address,
            note=source.note,
            status=Source.Status.LISTED,
            valid_until=(
                today - timedelta(days=source.ended_days_ago)
                if source.ended_days_ago is not None
                else None
            ),
        )
        for source in paper.sources
    }
    return sections, tags, sources


def content_of(
    piece: DemoPiece,
    sections: dict[str, Section],
    tags: dict[str, Tag],
    sources: dict[str, Source],
    images: dict[str, Image],
    played: dict[str, Recording],
) -> Content:
    """The piece in the shape of `articles.desk.content`."""
    source = sources[piece.source] if piece.source else None
    credits = [(credit.name, credit.role, credit.guest) for credit in piece.credits]
    pages = dict(Author.objects.values_list("name", "pk"))
    content = editing.blank_content(
        section=sections[piece.section],
        kicker=piece.kicker,
        headline=piece.headline,
        deck=piece.deck,
        summary=piece.summary,
        web_title=piece.web_title,
        short_title=piece.short_title,
        original_headline=piece.original_headline,
        body=_body(piece.body, images),
        responsible_editor=piece.responsible_editor,
        origin=piece.origin,
        source={"id": source.pk, "name": source.name} if source else None,
        source_author=piece.original_author,
        source_url=piece.source_url,
        ai_label=piece.ai_label,
        tags=sorted(
            ({"id": tags[slug].pk, "name": tags[slug].name} for slug in piece.tags),
            key=lambda tag: tag["name"],
        ),
        credits=[
            {"name": name, "role": role, "author": None if guest else pages.get(name)}
            for name, role, guest in credits
        ],
        figures=[
            {
                "image": images[image.key].content_hash,
                "is_cover": image.cover,
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "rights_holder": image.rights_holder,
                "licence": image.licence,
                "focal_x": image.focal[0],
                "focal_y": image.focal[1],
            }
            for image in piece.images
        ],
    )
    clips = [
        {
            "recording": played[each.key].content_hash,
            "title": each.title,
            "caption": each.caption,
            "credit": each.credit,
            "rights_holder": each.rights_holder,
            "licence": each.licence,
            "transcript": each.transcript.strip(),
            "captions": "",
            "poster": "",
        }
        for each in piece.recordings
    ]
    return with_clips(content, clips)


def _body(blocks: Iterable[DemoBlock], images: dict[str, Image]) -> str:
    return from_blocks(
        Block(block.kind, images[block.text].content_hash if block.kind == "image" else block.text)
        for block in blocks
    )
