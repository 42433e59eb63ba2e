"""Fixed shapes cut around the focal point. All is counted from the original's size, so that the
page that names a crop and the code that cuts it cannot disagree."""

import re
from dataclasses import dataclass

# Width to height. Lists and the front page are drawn in these, and in no other.
SHAPES = {"3x2": (3, 2), "16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}
# Pixels across: a thumbnail and a lead, each on a plain and on a dense screen.
CROP_WIDTHS = (240, 480, 800, 1200)
TENTHS = 10
_MIDDLE = 5
# In an upright picture nobody pointed at, the face is above the middle.
_UPRIGHT_MIDDLE = 0.36
_NAME = re.compile(r"([0-9x]+)-([0-9]{1,2})-([0-9]{1,2})")


@dataclass(frozen=True)
class Crop:
    """A shape and where the eye should stay, in tenths across and down."""

    shape: str
    x: int = _MIDDLE
    y: int = _MIDDLE

    def __str__(self) -> str:
        return f"{self.shape}-{self.x}-{self.y}"

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """What is kept of a picture of that size: left, top, right, bottom."""
        across, down = SHAPES[self.shape]
        if width * down > height * across:
            kept = max(1, height * across // down), height
        else:
            kept = width, max(1, width * down // across)
        upright = height > width and self.y == _MIDDLE
        left = _start(width, kept[0], self.x / TENTHS)
        top = _start(height, kept[1], _UPRIGHT_MIDDLE if upright else self.y / TENTHS)
        return left, top, left + kept[0], top + kept[1]

    def size(self, width: int) -> tuple[int, int]:
        """Pixels of the crop at that width."""
        across, down = SHAPES[self.shape]
        return width, max(1, round(width * down / across))

    def widths(self, width: int, height: int) -> list[int]:
        """The widths in which the crop can be had: never wider than what is kept."""
        left, _top, right, _bottom = self.box(width, height)
        return sorted({min(each, right - left) for each in CROP_WIDTHS})


def _start(whole: int, kept: int, point: float) -> int:
    """Where `kept` begins so that the point is in its middle, or as near as the edges allow."""
    return min(max(round(whole * point - kept / 2), 0), whole - kept)


def tenths(fraction: float) -> int:
    return round(min(max(fraction, 0.0), 1.0) * TENTHS)


def crop_named(name: str) -> Crop | None:
    """The crop of that name, written exactly as `str` writes it."""
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in SHAPES:
        return None
    crop = Crop(match[1], int(match[2]), int(match[3]))
    return crop if str(crop) == name and max(crop.x, crop.y) <= TENTHS else None
