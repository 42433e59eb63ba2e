"""Several pictures that follow each other: a strip to leaf through, without a line of script."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.rendering.pictures import READERS, Figure, captioned, linked, picture, words


def together(
    figures: list[Figure], number: int, *, base: str = READERS, first: bool = False
) -> SafeString:
    """One picture as it is, several as album `number` of the page. `first`: it is seen at once.

    Every picture has an anchor of its own (`album-1-3`): a link leads to it, and so do the small
    ones below the strip.
    """
    if len(figures) < 2:
        return captioned(figures[0], base=base, first=first) if figures else SafeString("")
    count = len(figures)
    label = _("Gallery of %(count)s pictures") % {"count": count}
    anchors = [f"album-{number}-{at}" for at in range(1, count + 1)]
    slides = format_html_join(
        "\n",
        '<li id="{}"><figure>{}<figcaption><span class="count">{}/{}</span>{}{}</figcaption>'
        "</figure></li>",
        (
            (
                anchor,
                linked(figure, "gallery", base=base, first=first and at == 1),
                at,
                count,
                " " if words(figure) else "",
                words(figure),
            )
            for at, (anchor, figure) in enumerate(zip(anchors, figures, strict=True), 1)
        ),
    )
    small = format_html_join(
        "",
        '<li><a href="#{}" aria-label="{}">{}</a></li>',
        (
            (
                anchor,
                _("Picture %(number)s") % {"number": at},
                picture(figure | {"alt": ""}, "square", base=base, crop=True),
            )
            for at, (anchor, figure) in enumerate(zip(anchors, figures, strict=True), 1)
        ),
    )
    return format_html(
        '<div class="album"><div class="album-strip" role="region" tabindex="0" aria-label="{}">'
        '<ol>{}</ol></div><ol class="album-index">{}</ol></div>',
        label,
        slides,
        small,
    )
