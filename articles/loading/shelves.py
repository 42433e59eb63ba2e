"""What old pieces name and the newsroom knows, or comes to know: sections, people, tags, sources.

Found by name; made where there is none. All of it runs inside the caller's transaction.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Author, Desk
from articles.models import Credit, FormerSlug, Section, Source, Tag
from articles.models.section import RESERVED_SLUGS
from articles.models.tag import give_slugs

_KINDS = {
    Credit.Role.REPORTER: Author.Kind.STAFF,
    Credit.Role.INTERN: Author.Kind.STAFF,
    Credit.Role.TRANSLATOR: Author.Kind.STAFF,
    Credit.Role.PHOTOGRAPHER: Author.Kind.PHOTOGRAPHER,
    Credit.Role.CORRESPONDENT: Author.Kind.CORRESPONDENT,
    Credit.Role.AUTHOR: Author.Kind.CORRESPONDENT,
}
# Reporters take pictures, photographers write: in the house one name is one person.
_HOUSE = frozenset((Author.Kind.STAFF, Author.Kind.PHOTOGRAPHER))


class NoSection(Exception):
    """`str()` says which ones there are."""


@dataclass
class Shelves:
    """`desk` looks after sections that are made; None: none are."""

    desk: Desk | None = None
    _sections: dict[str, Section] = field(default_factory=dict)
    _authors: dict[str, list[Author]] = field(default_factory=dict)
    _tags: dict[str, Tag] = field(default_factory=dict)
    _sources: dict[str, Source] = field(default_factory=dict)

    # --- Sections ---------------------------------------------------------------------------

    def section(self, said: str) -> Section:
        """By address, former address or name. Raises NoSection."""
        found = self._sections.get(said) or self._find_section(said)
        if found is None:
            found = self._make_section(said)
        self._sections[said] = found
        return found

    def _find_section(self, said: str) -> Section | None:
        found = Section.objects.filter(slug=said).first()
        found = found or Section.objects.filter(name=said).first()
        if found is None:
            former = FormerSlug.objects.select_related("section").filter(slug=said).first()
            found = former.section if former else None
        return found

    def _make_section(self, said: str) -> Section:
        if self.desk is None:
            known = Section.objects.values_list("name", "slug")
            raise NoSection(
                _("There is no section “%(said)s”. Known are: %(known)s. Name one of them, or load"
                  " with --create-sections.")
                % {
                    "said": said,
                    "known": "、".join(f"{name} ({slug})" for name, slug in known) or "—",
                }
            )  # fmt: skip
        last = Section.objects.order_by("-position").first()
        section = Section(
            name=said,
            slug=self._free_slug(said),
            desk=self.desk,
            # Nothing comes into the readers' navigation by itself.
            listed=False,
            position=min(last.position + 1, 32767) if last else 0,
        )
        try:
            section.full_clean()
        except ValidationError as error:
            raise NoSection(
                _("No section can be called “%(said)s”: %(why)s")
                % {"said": said, "why": " ".join(error.messages)}
            ) from None
        section.save()
        return section

    def _free_slug(self, name: str) -> str:
        """The name in Latin letters, where there is such a thing, and free."""
        # Its tables take 56 MB: loaded where a section is made.
        from pypinyin import lazy_pinyin

        spelled = "-".join(lazy_pinyin(name)).lower()
        base = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:40].strip("-")
        base = base if base[:1].isalpha() else f"section-{base}".strip("-")
        slug, number = base, 1
        while not self._is_free(slug):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def _is_free(self, slug: str) -> bool:
        taken = Section.objects.filter(slug=slug).exists()
        return not (
            taken or slug in RESERVED_SLUGS or FormerSlug.objects.filter(slug=slug).exists()
        )

    # --- People -----------------------------------------------------------------------------

    def look_up(self, names: Iterable[str], tags: Iterable[str], sources: Iterable[str]) -> None:
        """Ask for all of these at once; what is asked for again costs nothing. Tags are made."""
        if wanted := set(names) - self._authors.keys():
            self._authors |= {name: [] for name in wanted}
            for author in Author.objects.filter(name__in=wanted).order_by("pk"):
                self._authors[author.name].append(author)
        if wanted := set(tags) - self._tags.keys():
            self._tags |= {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
            self._make_tags(sorted(wanted - self._tags.keys()))
        if wanted := set(sources) - self._sources.keys():
            found = Source.objects.filter(name__in=wanted)
            self._sources |= {source.name: source for source in found}

    def make_authors(self, credits: Iterable[tuple[str, str]]) -> None:
        """A page for each name with its role that leads to nobody's yet. Not for reprints, whose
        writers are other houses'."""
        new: list[Author] = []
        for name, role in credits:
            if not self._namesakes(name, role):
                new.append(Author(name=name, kind=_KINDS[Credit.Role(role)]))
                self._authors[name].append(new[-1])
        # Nobody is told of each: a page that nobody has asked for changes none that is kept.
        Author.objects.bulk_create(new)

    def author(self, name: str, role: str) -> Author | None:
        """Whose page a printed name leads to. None: nobody's, or several could be meant."""
        found = self._namesakes(name, role)
        return found[0] if len(found) == 1 else None

    def _namesakes(self, name: str, role: str) -> list[Author]:
        kind, known = _KINDS[Credit.Role(role)], self._authors[name]
        exact = [author for author in known if author.kind == kind]
        if not exact and kind in _HOUSE:
            exact = [author for author in known if author.kind in _HOUSE]
        return exact

    # --- Words ------------------------------------------------------------------------------

    def tag(self, name: str) -> Tag:
        """One that was looked up."""
        return self._tags[name]

    def _make_tags(self, names: list[str]) -> None:
        new = [Tag(name=name) for name in names]
        give_slugs(new)
        Tag.objects.bulk_create(new)
        self._tags |= {tag.name: tag for tag in new}

    def source(self, name: str) -> Source:
        if name not in self._sources:
            self._sources[name] = Source.objects.create(name=name)
        return self._sources[name]
