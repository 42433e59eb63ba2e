"""The article page's context, from a published piece or from an unsaved one in a preview."""

import re
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models.published import PublishedArticle, correction_anchor
from articles.rendering import clips
from articles.rendering.albums import together
from articles.rendering.bylines import REPRINT, bylines
from articles.rendering.excerpts import excerpt
from articles.rendering.headlines import dots_kept
from articles.rendering.pictures import READERS, captioned
from articles.rendering.site import Site
from articles.rendering.videos import cards
from articles.text.markup import figure_hashes, replace_figure_runs


def article_context(
    published: PublishedArticle,
    site: Site,
    *,
    image_base: str = READERS,
    recording_base: str = clips.READERS,
    plain: bool = False,
) -> dict[str, Any]:
    """All that `public/article.html` needs but for what belongs to an address.

    `image_base` and `recording_base` are where this page's images and recordings are served: a
    preview has addresses of its own.
    `plain`: every picture by itself and no link around it, one element a block of the text, for
    feeds, and for screens that count blocks.
    """
    corrections = [
        {"at": at, "note": correction["note"], "anchor": correction_anchor(at)}
        for correction in published.corrections
        for at in (datetime.fromisoformat(correction["at"]),)
    ]
    cover, body, gallery = _illustrated(published, image_base, plain)
    if clips.shows_cover(published) or (clips.leads(published) and not plain):
        cover = None
    return {
        "article": published,
        "site": site,
        "channel": site.channel_of(published.section_id),
        "section": site.sections.get(published.section_id),
        "description": excerpt(published),
        "bylines": bylines(published),
        "source_name": source_name(published, site),
        "source_url": source_url(published),
        "original_headline": original_headline(published),
        "ai_label": ai_label(published),
        "cover": cover,
        "clips": clips.drawn(published, clips.Bases(image_base, recording_base)),
        "body": body,
        "gallery": gallery,
        "corrections": corrections,
    }


def _illustrated(
    published: PublishedArticle, base: str, plain: bool
) -> tuple[SafeString | None, SafeString, list[SafeString]]:
    """The cover above the text, the text with its pictures, and the pictures left for its foot."""
    figures = {figure["image"]: figure for figure in published.figures}
    placed = set(figure_hashes(published.body))
    cover = published.cover if published.cover and published.cover["image"] not in placed else None
    numbers = count(1)

    def drawn(run: list[str]) -> str:
        known = [figures[image] for image in run if image in figures]
        if plain:
            return "".join(captioned(figure, base=base, link=False) for figure in known)
        number = next(numbers)
        starts = number == 1 and cover is None and published.body.startswith("<figure")
        return together(known, number, base=base, first=starts)

    text = published.body if plain else dots_kept(published.body)
    body = replace_figure_runs(text, drawn)
    shown = placed | ({cover["image"]} if cover else set())
    left = [figure for image, figure in figures.items() if image not in shown]
    if plain:
        gallery = [captioned(figure, base=base, link=False) for figure in left]
    else:
        gallery = [together(left, next(numbers), base=base)] if left else []
    return (
        captioned(cover, base=base, first=True, link=not plain) if cover else None,
        # Sanitised on every way into the database; the figures are escaped where they are made.
        mark_safe(scrollable(body if plain else cards(body))),  # noqa: S308 - a body that the sanitiser has written
        gallery,
    )


def scrollable(body: str) -> str:
    """Each table in a frame of its own, so that a wide one scrolls without the page."""
    label = escape(_("Table"))
    frame = f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
    return body.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")


def source_name(published: PublishedArticle, site: Site) -> str:
    return published.source_name if published.origin == REPRINT else site.publisher


def source_url(published: PublishedArticle) -> str:
    """Where a reprint first stood, if that is an address a browser may be sent to."""
    url = published.source_url
    return url if published.origin == REPRINT and re.match(r"https?://", url) else ""


def original_headline(published: PublishedArticle) -> str:
    """The headline as the copy came in, where it says something else than the one printed."""
    original = published.original_headline
    same = {_bare(published.headline), _bare(published.headline + published.deck)}
    return "" if _bare(original) in same else original


def _bare(headline: str) -> str:
    """Without spaces and dashes, which editors move about without changing what is said."""
    return re.sub(r"[\s—–―-]", "", headline)


def ai_label(published: PublishedArticle) -> str:
    return {
        "assisted": _("Written with the help of AI"),
        "generated": _("Generated by AI"),
    }.get(published.ai_label, "")
