from django.db import models


class LoadedPiece(models.Model):
    """Which piece an old system's record became: written in the transaction that made the piece,
    so that the same record never makes two."""

    # The system that it came from: two of them may count alike.
    source = models.CharField(max_length=60)
    old_id = models.CharField(max_length=100)
    # Of the record as it was loaded.
    digest = models.CharField(max_length=64)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["source", "old_id"], name="loaded_piece_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.old_id}"
