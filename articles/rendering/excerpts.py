"""What a list says under a headline."""

from collections.abc import Iterable

from django.db.models.functions import Substr

from articles.models.published import PublishedArticle, PublishedQuerySet
from articles.text.markup import blocks

LENGTH = 100
# Characters of HTML that surely hold as many of text.
OPENING = 800


def with_openings(articles: PublishedQuerySet) -> PublishedQuerySet:
    """For lists, which leave the body in the database: take its beginning along."""
    return articles.annotate(opening=Substr("body", 1, OPENING))


def excerpt(published: PublishedArticle) -> str:
    """The summary, else the beginning of the text, cut at a full stop where one is near.

    It is looked for once in each object: a page says it in several places."""
    if published.summary:
        return published.summary
    known = vars(published)
    if "beginning" not in known:
        html = known.get("opening")
        known["beginning"] = beginning(published.body if html is None else html)
    return str(known["beginning"])


def beginning(html: str) -> str:
    """The running text at the beginning of some HTML, which may end anywhere."""
    html = html[:OPENING]
    if html.rfind("<") > html.rfind(">"):
        html = html[: html.rfind("<")]
    text = _running(block.text for block in blocks(html) if block.kind == "paragraph")
    if len(text) <= LENGTH:
        return text
    cut = text[:LENGTH]
    end = max(cut.rfind(mark) for mark in ("。", "！", "？", ". "))
    return cut[: end + 1].rstrip() if end >= LENGTH // 2 else cut.rstrip() + "…"


def _running(paragraphs: Iterable[str]) -> str:
    """Paragraphs run together; Chinese puts no space after a full stop, Latin script does."""
    text = ""
    for paragraph in paragraphs:
        text += f" {paragraph}" if text and text[-1].isascii() else paragraph
        if len(text) > LENGTH:
            break
    return " ".join(text.split())
