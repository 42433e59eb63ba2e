"""What readers get of a topic (专题), as plain data: its groups and its cover."""

from typing import Any

from articles.models import Special, SpecialGroup, SpecialPiece


def groups_of(special: Special) -> list[dict[str, Any]]:
    """The groups of a topic in their order: [{"name", "pieces": [id]}]."""
    pieces: dict[int, list[int]] = {}
    places = SpecialPiece.objects.filter(special=special).order_by("position", "pk")
    for group, article in places.values_list("group", "article"):
        pieces.setdefault(group, []).append(article)
    groups = SpecialGroup.objects.filter(special=special).values_list("pk", "name")
    return [{"name": name, "pieces": pieces.get(pk, [])} for pk, name in groups]


def cover_of(special: Special) -> dict[str, Any] | None:
    """A figure, in the shape that published pieces have them."""
    image = special.cover
    if image is None:
        return None
    said = ("alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y")
    return {
        "image": image.content_hash,
        "width": image.width,
        "height": image.height,
        "format": image.format,
        **{name: getattr(special, f"cover_{name}") for name in said},
    }
