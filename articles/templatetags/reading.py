"""For the readers' templates: a list's picture and what stands around its headline."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models.published import PublishedArticle
from articles.rendering import excerpts, pictures
from articles.rendering.headlines import headline_html

register = template.Library()


@register.filter
def excerpt(published: PublishedArticle) -> str:
    return excerpts.excerpt(published)


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


@register.filter
def hour(at: datetime) -> str:
    """The day and hour by the newsroom's clock; the year where it is not the present one."""
    local = timezone.localtime(at)
    same_year = local.year == timezone.localdate().year
    return date_format(local, _("N j, H:i") if same_year else "DATETIME_FORMAT")
