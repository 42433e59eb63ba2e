"""Films that stand with somebody else. Nothing of theirs is loaded into a page of ours: the text
keeps the link, and where a paragraph is nothing but a link to a host of `NEWSROOM_VIDEO_HOSTS`,
readers see it as a card that says where it leads."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

# A paragraph of a canonical body.
_ALONE = re.compile(r'<p><a href="(https?://[^"]+)" rel="noopener">((?:(?!</?[ap]\b).)*)</a></p>')


def cards(body: str) -> str:
    """A canonical body with such paragraphs drawn as cards."""
    if not settings.VIDEO_HOSTS or '<p><a href="http' not in body:
        return body
    return _ALONE.sub(_card, body)


def _card(paragraph: re.Match[str]) -> str:
    host = urlsplit(unescape(paragraph[1])).hostname or ""
    if host not in settings.VIDEO_HOSTS:
        return paragraph[0]
    said = escape(_("Video at %(host)s") % {"host": host})
    link = f'<a href="{paragraph[1]}" rel="noopener nofollow">{paragraph[2]}<span>{said}</span></a>'
    return f'<p class="elsewhere">{link}</p>'
