"""What of the newsroom a request opens: noted by whoever opens it, and written down by
`newsroom.accesslog` once an answer stands that shows it.

A refusal, a redirect and an error show nothing, so nothing is written of them.
"""

from dataclasses import dataclass

from django.http import HttpRequest

_NOTED = "_newsroom_openings"


@dataclass(frozen=True)
class Opening:
    """`screen` is a stable name; `link_id` of the preview link by which somebody outside came."""

    kind: str
    subject_id: int
    screen: str
    link_id: int | None = None
    for_whom: str = ""


def note(
    request: HttpRequest, kind: str, subject_id: int, screen: str = "", **by_link: object
) -> None:
    """Without a name, the screen is the address that was asked for."""
    if not screen:
        match = request.resolver_match
        screen = (match.url_name or "" if match else "").removeprefix("articles_article_")
    vars(request).setdefault(_NOTED, []).append(
        Opening(kind, subject_id, screen, **by_link)  # type: ignore[arg-type]  # the two fields that are named there, handed on
    )


def noted(request: HttpRequest) -> list[Opening]:
    found: list[Opening] = vars(request).get(_NOTED, [])
    return list(dict.fromkeys(found))
