"""What a draft of imported copy would say: shown before it is made, and then written."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.content import Content
from articles.intake import ImportedCopy
from articles.models import Article, Credit, Source

# Who wrote a reprint is its original author; they are not in this paper's byline.
_WRITERS = frozenset(
    (Credit.Role.REPORTER, Credit.Role.CORRESPONDENT, Credit.Role.AUTHOR, Credit.Role.INTERN)
)


@dataclass
class Proposal:
    """`fields` are text fields of an article, cut to what each can hold; `cut` names those that
    lost something by it. The file that arrived is kept whole beside the draft."""

    fields: Content = field(default_factory=dict)
    source: str = ""
    credits: list[dict[str, Any]] = field(default_factory=list)
    cut: list[str | Promise] = field(default_factory=list)

    def put(self, name: str, text: str) -> None:
        column: Any = Article._meta.get_field(name)
        self.fields[name] = self._fitted(text, column.max_length or len(text), column.verbose_name)

    def _fitted(self, text: str, most: int, label: str | Promise) -> str:
        if len(text) > most and label not in self.cut:
            self.cut.append(label)
        return text[:most]

    def put_source(self, name: str) -> None:
        most = Source._meta.get_field("name").max_length or len(name)
        self.source = self._fitted(name, most, gettext_lazy("source"))

    def put_credit(self, name: str, role: str) -> None:
        most = Credit._meta.get_field("name").max_length or len(name)
        name = self._fitted(name, most, gettext_lazy("printed name"))
        self.credits.append({"name": name, "role": role, "author": None})


def proposal(copy: ImportedCopy, own_names: frozenset[str] = frozenset()) -> Proposal:
    """`own_names` are the paper's: it is no source of its own pieces."""
    proposed = Proposal()
    proposed.put("kicker", copy.kicker)
    proposed.put("headline", copy.headline or PurePath(copy.file).stem or _("Without a headline"))
    proposed.put("deck", copy.deck)
    proposed.put("original_headline", copy.original_headline)
    proposed.put("responsible_editor", copy.responsible_editor)
    proposed.fields["origin"] = (
        Article.Origin.REPRINT if copy.reprint else Article.Origin.OWN
    ).value
    # A part of an address leads nowhere.
    longest = Article._meta.get_field("source_url").max_length or 0
    proposed.put("source_url", copy.source_url if len(copy.source_url) <= longest else "")
    if copy.source not in own_names:
        proposed.put_source(copy.source)
    writers = [credit.name for credit in copy.credits if copy.reprint and credit.role in _WRITERS]
    proposed.put("source_author", "、".join(writers))
    for credit in copy.credits:
        if not (copy.reprint and credit.role in _WRITERS):
            proposed.put_credit(credit.name, credit.role)
    return proposed
