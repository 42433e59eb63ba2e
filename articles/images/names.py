"""Names and addresses of pictures. All follow from the hash of the original's bytes."""

from articles.models.image import storage_name

# Pixels across. A phone, a column, a full-width picture on a dense screen.
WIDTHS = (480, 960, 1600)


def widths(original_width: int) -> list[int]:
    """The widths in which a picture is kept: never wider than it came."""
    return sorted({min(width, original_width) for width in WIDTHS})


def address(content_hash: str, width: int) -> str:
    """Where readers get a rendition."""
    return f"/images/{content_hash}/{width}.webp"


def original_address(content_hash: str) -> str:
    """Where readers, and machines that cannot read WebP, get the JPEG or PNG."""
    return f"/images/{content_hash}/original"


def rendition_name(content_hash: str, width: int) -> str:
    """Where a rendition lies in private storage, beside its original."""
    return storage_name(content_hash, f"{width}.webp")
