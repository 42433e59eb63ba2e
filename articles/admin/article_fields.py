"""A piece's content as the pairs of names and values that its form sends, and whether a save of
it would change anything."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict

from articles.desk.content import SWITCHES, TEXT_FIELDS, Content


def as_data(fields: Iterable[Sequence[str]]) -> QueryDict:
    """Names and values of a form, one pair each, as a request would bring them."""
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


def as_fields(content: Content) -> list[tuple[str, str]]:
    """What the form would send to say `content`."""
    fields = [(name, content[name]) for name in TEXT_FIELDS]
    fields += [(name, "on") for name in SWITCHES if content.get(name)]
    fields.append(("section", str(content["section"]["id"])))
    fields.append(("source", str(content["source"]["id"]) if content["source"] else ""))
    fields += [("tags", str(tag["id"])) for tag in content["tags"]]
    for prefix in ("credits", "figures", "clips"):
        items = content.get(prefix, [])
        fields += [(f"{prefix}-TOTAL_FORMS", str(len(items))), (f"{prefix}-INITIAL_FORMS", "0")]
        for number, item in enumerate(items):
            fields.append((f"{prefix}-{number}-ORDER", str(number + 1)))
            for name, value in item.items():
                if value is not None and value is not False:
                    said = "on" if value is True else str(value)
                    fields.append((f"{prefix}-{number}-{name}", said))
    return fields


def same(mine: Content, stored: Content) -> bool:
    """Whether saving `mine` over `stored` would change nothing. A byline without an author page
    counts as the one that the save has linked."""
    linked = [
        credit | {"author": other["author"]} if credit["author"] is None else credit
        for credit, other in zip(mine["credits"], stored["credits"], strict=False)
    ]
    return len(mine["credits"]) == len(stored["credits"]) and (mine | {"credits": linked} == stored)
