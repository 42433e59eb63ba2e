"""What the templates of readers' pages know beside their own context.

They are Jinja's: a page of an article is written four times as fast as by Django's own engine.
Messages are marked by `_()` at the beginning of a `{{ … }}`, where makemessages finds them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.template.defaultfilters import linebreaks_filter, linebreaksbr
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from jinja2 import ChainableUndefined, Environment, pass_context
from jinja2.runtime import Context

from articles.models.published import PublishedArticle
from articles.paths import path_to, path_to_day
from articles.rendering import excerpts, pictures
from articles.rendering.headlines import headline_html
from articles.rendering.site import Site
from articles.rendering.telephones import telephones

# Words that mean something else elsewhere.
WORDS = {
    "normal": pgettext_lazy("size", "Normal"),
    "large": pgettext_lazy("size", "Large"),
    "largest": pgettext_lazy("size", "Largest"),
    "stop": pgettext_lazy("reading aloud", "Stop"),
    "picture": pgettext_lazy("front page", "Picture"),
    "all": pgettext_lazy("sections", "All"),
}


def environment(**options: Any) -> Environment:
    """For Django's setting TEMPLATES. A name that a page does not give is empty, however deep."""
    options |= {"undefined": ChainableUndefined, "keep_trailing_newline": True}
    # Written out: nothing may switch it off.
    del options["autoescape"]
    made = Environment(autoescape=True, **options)
    made.globals |= {
        "_": _,
        "day_url": day_url,
        "language": get_language,
        "page_classes": page_classes,
        "pieces": pieces,
        "standing": standing,
        "static": static,
        "url": path_to,
        "words": WORDS,
    }
    made.filters |= {
        "beginning": excerpts.beginning,
        "by_day": by_day,
        "date": formatted,
        "excerpt": excerpts.excerpt,
        "first_picture": first_picture,
        "headline": headline_html,
        "hour": hour,
        "linebreaks": linebreaks_filter,
        "linebreaksbr": linebreaksbr,
        "picture": picture,
        "telephones": telephones,
        "web": web,
        "weekday": weekday,
    }
    return made


@pass_context
def standing(context: Context, name: str, *varies: object) -> SafeString:
    """Include a template that says the same on every page of the site for which `varies` is the
    same; it is written once and stands until the site changes."""
    site = context.get("site")
    key = (name, get_language(), *varies)
    made = site.parts.get(key) if site else None
    if made is None:
        made = context.environment.get_template(name).render(context.get_all())
        if site:
            site.parts[key] = made
    return SafeString(made)


def page_classes(site: Site | None, is_home: bool) -> SafeString:
    """The classes of the whole page: what the paper chose for its design, what the day asks."""
    if not site:
        return SafeString("")
    identity = site.identity
    names = [f"p-{identity.paragraphs}"] if identity.paragraphs else []
    if identity.is_grey(timezone.now(), home=bool(is_home)):
        names.append("mourning")
    return format_html(' class="{}"', " ".join(names)) if names else SafeString("")


def pieces(number: int) -> str:
    return ngettext("%(number)s piece", "%(number)s pieces", number) % {"number": number}


def day_url(day: date) -> str:
    """The page of a day; of a moment, by the newsroom's clock."""
    return path_to_day(timezone.localtime(day) if isinstance(day, datetime) else day)


def formatted(moment: date | None, form: str) -> str:
    """As Django's own filter writes a day or a moment, by the newsroom's clock."""
    if not moment:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
        if form == "c":
            return moment.isoformat()
        moment = moment.replace(tzinfo=None)
    return _written(moment, form, get_language())


# Lists say the same hours again and again.
@lru_cache(maxsize=20_000)
def _written(moment: date, form: str, _language: str | None) -> str:
    return date_format(moment, form)


def hour(at: datetime) -> str:
    """The day and hour by the newsroom's clock; the year where it is not the present one."""
    local = timezone.localtime(at).replace(tzinfo=None)
    same_year = local.year == timezone.localdate().year
    form = _("N j, H:i") if same_year else "DATETIME_FORMAT"
    return _written(local, form, get_language())


def web(address: str) -> str:
    """An address that a browser may be sent to, or nothing, whatever the database says."""
    return address if re.match(r"https?://[^/\\]", address or "") else ""


def weekday(day: date) -> str:
    """The name of the day as it fits over a column of a calendar: 一, not 星期一."""
    return date_format(day, "D").removeprefix("星期")


def by_day(listed: list[PublishedArticle]) -> Iterator[tuple[date, list[PublishedArticle]]]:
    """Pieces in their order, those of one day together."""
    for day, found in groupby(listed, key=attrgetter("date")):
        yield day, list(found)


def picture(figure: pictures.Figure, place: str) -> SafeString:
    """Cut to the shape of its place and loaded when it comes near."""
    return pictures.picture(figure, place, crop=True)


def first_picture(figure: pictures.Figure, place: str) -> SafeString:
    """Like `picture`, for the one that is seen at once."""
    return pictures.picture(figure, place, crop=True, first=True)
