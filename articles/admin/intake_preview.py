"""The draft that imported copy would become, as it will look."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.desk.incoming_copy import own_names, sentence
from articles.desk.incoming_proposal import Proposal, proposal
from articles.intake import ImportedCopy
from articles.models import Article, Credit, IncomingFile
from articles.text.markup import replace_figures
from articles.text.words import Count, count

_LOST = re.compile("\ufffd+")


@dataclass
class Preview:
    proposed: Proposal
    body: SafeString
    count: Count
    credits: list[dict[str, str | Promise]]
    notes: list[str] = field(default_factory=list)

    @property
    def page(self) -> dict[str, Any]:
        return self.proposed.fields

    @property
    def is_reprint(self) -> bool:
        return bool(self.page["origin"] == Article.Origin.REPRINT)


def preview(copy: ImportedCopy, file: IncomingFile) -> Preview:
    proposed = proposal(copy, own_names())
    roles = dict(Credit.Role.choices)
    shown = Preview(
        proposed,
        body=_body(copy, file),
        count=count("\n".join(block.text for block in copy.body if block.kind != "image")),
        credits=[
            {"name": credit["name"], "role": roles[str(credit["role"])]}
            for credit in proposed.credits
        ],
        notes=[sentence(note) for note in copy.notes],
    )
    if not copy.headline:
        shown.notes.append(_("No headline was found. Give it one in the draft."))
    if proposed.cut:
        names = "、".join(map(str, proposed.cut))
        said = _("Too long for its field, and cut in the draft: %(fields)s.") % {"fields": names}
        shown.notes.append(said)
    return shown


def _body(copy: ImportedCopy, file: IncomingFile) -> SafeString:
    """The body with the document's own pictures, and lost characters marked."""
    names = {picture.hash: picture.name for picture in copy.images}

    def picture(image: str) -> str:
        address = reverse("admin:intake-picture", args=[file.pk, image])
        return format_html(
            '<figure><img src="{}" alt="{}" loading="lazy"></figure>',
            address,
            names.get(image, ""),
        )

    html = replace_figures(_LOST.sub(r'<mark class="ni-lost">\g<0></mark>', copy.html), picture)
    # Plain text that `markup.from_blocks` has escaped, and the figures made here.
    return mark_safe(html)  # noqa: S308 - drawn here; what is of the file is escaped
