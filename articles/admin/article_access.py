"""Fetch a piece and make sure that this person may see it, in one step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import User
from articles import openings
from articles.desk import access, rights
from articles.models import Article


def person(request: HttpRequest) -> User:
    """Whoever asks; the admin has made sure that somebody is signed in."""
    user = request.user
    assert isinstance(user, User)
    return user


def whole_number(text: str, digits: int = 18) -> int:
    """The number that an address or a form gives, of at most so many digits; 0, which no row has,
    for anything else."""
    return int(text) if text.isdecimal() and len(text) <= digits else 0


def posted_number(request: HttpRequest, name: str, digits: int = 9) -> int:
    """A whole number of at most so many digits that a form sent; 0 for anything else."""
    return whole_number(request.POST.get(name, ""), digits)


def open_piece(request: HttpRequest, article_id: Any) -> Article:
    """The piece, with its section, desk, owner and source. Raises Http404 or PermissionDenied."""
    number = str(article_id)
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    piece = (
        Article.objects.select_related("section__desk", "owner", "source")
        .filter(pk=int(number))
        .first()
    )
    if piece is None:
        raise Http404
    if not rights.may_view(person(request), piece):
        raise PermissionDenied
    openings.note(request, access.PIECE, piece.pk)
    return piece
