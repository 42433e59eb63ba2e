"""Names and addresses of pictures. All follow from the hash of the original's bytes."""

from dataclasses import dataclass

from articles.images.crops import Crop
from articles.models.image import storage_name

# Pixels across of the whole picture: a thumbnail, a phone, a column, a full width, a large screen.
WIDTHS = (480, 768, 960, 1600, 2400)
# Made on arrival, for the newsroom's own screens; what else readers ask for is made when asked.
EAGER_WIDTHS = (480, 960)
# Beyond so many pixels an AVIF encoder wants more memory and time than a request may take.
_AVIF_PIXELS = 3_000_000


@dataclass(frozen=True)
class Rendition:
    """One of the files that can be made of a picture."""

    width: int
    format: str = "webp"
    crop: Crop | None = None

    @property
    def name(self) -> str:
        """The end of its address, after the hash of the picture."""
        return f"{f'{self.crop}/' if self.crop else ''}{self.width}.{self.format}"


def widths(original_width: int) -> list[int]:
    """The widths in which a whole picture can be had: never wider than it came."""
    return sorted({min(width, original_width) for width in WIDTHS})


def eager_renditions(original_width: int) -> list[Rendition]:
    return [Rendition(width) for width in sorted({min(w, original_width) for w in EAGER_WIDTHS})]


def renditions(
    width: int, height: int, suffix: str, file_format: str, crop: Crop | None = None
) -> list[Rendition]:
    """What there is of an original of that size and format, narrowest first.

    Drawings, which are kept as PNG, have no AVIF and no JPEG: they would blur what WebP keeps
    exact.
    """
    if file_format in ("avif", "jpg") and suffix != "jpg":
        return []
    found = [
        Rendition(each, file_format, crop)
        for each in (crop.widths(width, height) if crop else widths(width))
    ]
    if file_format == "avif" and not crop:
        return [each for each in found if each.width**2 * height // width <= _AVIF_PIXELS]
    return found


def address(content_hash: str, rendition: Rendition | int) -> str:
    """Where readers get a rendition; a number is a width of the whole picture."""
    if isinstance(rendition, int):
        rendition = Rendition(rendition)
    return f"/images/{content_hash}/{rendition.name}"


def original_address(content_hash: str) -> str:
    """Where readers, and machines that cannot read WebP, get the JPEG or PNG."""
    return f"/images/{content_hash}/original"


def rendition_name(content_hash: str, rendition: Rendition | int) -> str:
    """Where a rendition lies in private storage, beside its original."""
    if isinstance(rendition, int):
        rendition = Rendition(rendition)
    return storage_name(content_hash, rendition.name.replace("/", "."))
