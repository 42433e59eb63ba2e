"""For the readers' templates: a list's picture and what stands around its headline."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models.published import PublishedArticle
from articles.rendering import excerpts, pictures
from articles.rendering.headlines import headline_html

register = template.Library()


@register.filter
def excerpt(published: PublishedArticle) -> str:
    return excerpts.excerpt(published)


@register.filter
def beginning(html: str) -> str:
    return excerpts.beginning(html)


@register.filter
def picture(figure: pictures.Figure, place: str) -> SafeString:
    """Cut to the shape of its place and loaded when it comes near."""
    return pictures.picture(figure, place, crop=True)


@register.filter
def first_picture(figure: pictures.Figure, place: str) -> SafeString:
    """Like `picture`, for the one that is seen at once."""
    return pictures.picture(figure, place, crop=True, first=True)


@register.filter
def headline(text: str) -> SafeString:
    """With line breaks kept out of short clauses."""
    return headline_html(text)


@register.simple_tag(takes_context=True)
def page_classes(context: dict[str, Any]) -> SafeString:
    """The classes of the whole page: what the paper chose for its design, what the day asks."""
    site = context.get("site")
    if not site:
        return SafeString("")
    identity = site.identity
    names = [f"p-{identity.paragraphs}"] if identity.paragraphs else []
    if identity.is_grey(timezone.now(), home=bool(context.get("is_home"))):
        names.append("mourning")
    return format_html(' class="{}"', " ".join(names)) if names else SafeString("")


@register.simple_tag(takes_context=True)
def standing(context: template.RequestContext, name: str, *varies: object) -> SafeString:
    """Include a template that says the same on every page of the site for which `varies` is the
    same; it is written once and stands until the site changes."""
    site = context.get("site")
    key = (name, get_language(), *varies)
    made = site.parts.get(key) if site else None
    if made is None:
        assert context.template is not None
        written = context.template.engine.get_template(name)
        with context.push():
            made = written.render(context)
        if site:
            site.parts[key] = made
    return SafeString(made)


@register.filter
def weekday(day: date) -> str:
    """The name of the day as it fits over a column of a calendar: 一, not 星期一."""
    return date_format(day, "D").removeprefix("星期")


# What a number is for, and its digits with the marks that people put between them; a year or the
# number of a house is shorter.
_TELEPHONE = re.compile(r"([^\s\d，,；;、。]{0,12}[ ：:]?)([+(（]?\d[\d\-–()（）]{5,}\d)")


@register.filter
def telephones(text: str) -> SafeString:
    """Each number with its name as one: a browser would break a line at the hyphens."""
    parts: list[tuple[str, str, str]] = []
    end = 0
    for found in _TELEPHONE.finditer(text):
        parts.append((text[end : found.start()], found[1], found[2]))
        end = found.end()
    numbers = format_html_join("", '{}<span class="tel">{}<span>{}</span></span>', parts)
    return format_html("{}{}", numbers, text[end:])


@register.filter
def hour(at: datetime) -> str:
    """The day and hour by the newsroom's clock; the year where it is not the present one."""
    local = timezone.localtime(at)
    same_year = local.year == timezone.localdate().year
    return date_format(local, _("N j, H:i") if same_year else "DATETIME_FORMAT")
