from django.db import models

from articles.models.published import PublishedArticle


class SearchEntry(models.Model):
    """What search reads of one published piece. Written by `articles.search` alone.

    PostgreSQL keeps a further column `grams` with an index, SQLite a full-text table
    `articles_searchindex`; migration 0002 makes them and only `articles.search` knows them.
    """

    # The order of results, newest first: see `articles.search.entry.place`.
    position = models.BigIntegerField(primary_key=True)
    article = models.OneToOneField(PublishedArticle, models.CASCADE, related_name="+")
    # Folded, one line a headline, name, tag or paragraph: a match never crosses two of them.
    text = models.TextField()
    # Numbers that filters ask for, parted by spaces: see `articles.search.entry`.
    labels = models.TextField()
    # The rules of folding and cutting that the entry was made by: older ones are made anew.
    rules = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.text.partition("\n")[0]
