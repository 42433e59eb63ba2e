"""The demo's topics and its pages about the paper, by the acts of those whose business they are."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from articles.desk import pages, specials
from articles.models import Article, Image, Page, Special
from articles.text.markup import Block, from_blocks
from newsroom.demo.markup import Block as DemoBlock
from newsroom.demo.shapes import DemoSpecial


def gather(
    wanted: Iterable[DemoSpecial],
    people: Mapping[str, User],
    articles: Mapping[str, Article],
    images: Mapping[str, Image],
) -> None:
    """The topics, out for readers."""
    for special in wanted:
        cover = special.cover
        row = Special(
            slug=special.slug,
            title=special.title,
            introduction=from_blocks(Block("paragraph", text) for text in special.introduction),
            cover=images[cover.key],
            cover_alt=cover.alt,
            cover_caption=cover.caption,
            cover_credit=cover.credit,
            cover_rights_holder=cover.rights_holder,
            cover_licence=cover.licence,
            cover_focal_x=cover.focal[0],
            cover_focal_y=cover.focal[1],
        )
        groups = [
            {"name": group.name, "pieces": [articles[key].pk for key in group.pieces]}
            for group in special.groups
        ]
        specials.save(people[special.editor], row, groups)
        specials.publish(people[special.publisher], row)


def write_pages(texts: Mapping[str, Iterable[DemoBlock]], people: Iterable[User]) -> None:
    """The texts of the pages that stand ready."""
    writer = next(user for user in people if pages.may_edit(user))
    for slug, blocks in texts.items():
        page = Page.objects.get(slug=slug)
        page.body = from_blocks(Block(block.kind, block.text) for block in blocks)
        pages.save(writer, page)
