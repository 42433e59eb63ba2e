"""Credits as a byline: names gathered by role, each leading to its author's page."""

from dataclasses import dataclass

from django.utils.translation import npgettext

from articles.models.published import PublishedArticle
from articles.paths import path_to

OWN, REPRINT = "own", "reprint"


@dataclass(frozen=True)
class Signature:
    """A printed name; `url` is empty where it has no page."""

    name: str
    url: str


@dataclass(frozen=True)
class Byline:
    label: str
    names: list[Signature]

    def __str__(self) -> str:
        return f"{self.label} {' '.join(signature.name for signature in self.names)}"


def bylines(published: PublishedArticle) -> list[Byline]:
    """One line for each role, in the order in which the roles are first named."""
    by_role: dict[str, list[Signature]] = {}
    for credit in published.credits:
        url = path_to("author", credit["author"]) if credit.get("author") else ""
        by_role.setdefault(credit["role"], []).append(Signature(credit["name"], url))
    return [
        Byline(role_label(role, len(names), published.origin), names)
        for role, names in by_role.items()
    ]


def byline_text(published: PublishedArticle) -> str:
    return " · ".join(map(str, bylines(published)))


def role_label(role: str, number: int, origin: str) -> str:
    """What stands before the names of so many people of that role."""
    if role == "reporter" and origin == OWN:
        return npgettext("byline", "Staff reporter", "Staff reporters", number)
    match role:
        case "reporter":
            return npgettext("byline", "Reporter", "Reporters", number)
        case "correspondent":
            return npgettext("byline", "Correspondent", "Correspondents", number)
        case "photographer":
            return npgettext("byline", "Photographer", "Photographers", number)
        case "author":
            return npgettext("byline", "Author", "Authors", number)
        case "translator":
            return npgettext("byline", "Translator", "Translators", number)
        case "intern":
            return npgettext("byline", "Intern", "Interns", number)
    return role
