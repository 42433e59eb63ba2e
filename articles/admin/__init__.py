"""The newsroom wing's screens. Importing this package registers them with the admin."""

from articles.admin import article, images

__all__ = ["article", "images"]
