"""Short ways to have a topic (专题), stored and in public."""

from typing import Any

from articles.desk import shown_special, specials
from articles.models import Image, Special
from tests.cast import Cast
from tests.public.archive import make_image

INTRODUCTION = "<p>从候车的人写起，写到发车的人。</p>"


def make_special(
    cast: Cast,
    *groups: tuple[str, list[int]],
    slug: str = "night",
    title: str = "夜班人",
    **fields: Any,
) -> Special:
    """A topic as an editor saves it; nobody but the newsroom sees it."""
    special = Special(title=title, slug=slug, **{"introduction": INTRODUCTION} | fields)
    specials.save(cast.editor, special, as_groups(groups))
    return special


def as_groups(groups: Any) -> specials.Groups:
    return [{"name": name, "pieces": list(pieces)} for name, pieces in groups]


def put_out(cast: Cast, special: Special) -> None:
    special.refresh_from_db()
    specials.publish(cast.desk_head, special)
    special.refresh_from_db()


def public_special(cast: Cast, *groups: tuple[str, list[int]], **fields: Any) -> Special:
    special = make_special(cast, *groups, **fields)
    put_out(cast, special)
    return special


def change(cast: Cast, special: Special, *groups: tuple[str, list[int]], **fields: Any) -> None:
    """An editor saves other groups, or other words."""
    special.refresh_from_db()
    for name, value in fields.items():
        setattr(special, name, value)
    stored = shown_special.groups_of(special)
    specials.save(cast.editor, special, as_groups(groups) if groups else stored)
    special.refresh_from_db()


def cover_fields(letter: str = "c") -> dict[str, Any]:
    image = make_image(letter)
    Image.objects.filter(pk=image.pk).update(format="jpg")
    image.refresh_from_db()
    return {"cover": image, "cover_alt": "末班车的灯", "cover_credit": "贺枝远 摄"}
