"""For the readers' templates: a list's picture and what stands under its headline."""

from django import template
from django.utils.safestring import SafeString

from articles.models.published import PublishedArticle
from articles.rendering import excerpts, pictures

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
