"""The newsroom wing's screens. Importing this package registers them with the admin."""

from articles.admin import article

__all__ = ["article"]
