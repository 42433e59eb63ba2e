"""A published piece as a page. The readers' wing and the newsroom's preview both draw it here,
so a preview is the page."""

from articles.rendering.article import article_context
from articles.rendering.site import Site, load_site

__all__ = ["Site", "article_context", "load_site"]
