"""Colours, smooth lines, and the pen that draws shapes on an enlarged mask."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

Point = tuple[float, float]
OVERSAMPLING = 2
"""How many times larger than the picture a mask is drawn."""


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """A colour between two; `share` is how much of the second there is."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def curve(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A smooth line through all the points (Catmull-Rom)."""
    line: list[Point] = []
    ends = [points[0], *points, points[-1]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append((_through(a[0], b[0], c[0], d[0], t), _through(a[1], b[1], c[1], d[1], t)))
    return [*line, points[-1]]


def _through(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


class Pen:
    """Draws on an enlarged mask in the coordinates of the finished picture."""

    def __init__(self, mask: Image.Image) -> None:
        self._draw = ImageDraw.Draw(mask)
        self.value: int | tuple[int, int, int] = 255

    def dip(self, colour: str) -> None:
        """Take another colour (on a canvas opened by `paint`)."""
        self.value = rgb(colour)

    def _scaled(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]

    def shape(self, *points: Point) -> None:
        self._draw.polygon(self._scaled(points), fill=self.value)

    def box(self, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        if width <= 0 or height <= 0:
            return
        corners = self._scaled([(x, y), (x + width, y + height)])
        edges = [*corners[0], corners[1][0] - 1, corners[1][1] - 1]
        edges[2], edges[3] = max(edges[0], edges[2]), max(edges[1], edges[3])
        if radius:
            self._draw.rounded_rectangle(edges, radius * OVERSAMPLING, fill=self.value)
        else:
            self._draw.rectangle(edges, fill=self.value)

    def line(self, *points: Point, width: float = 2, round_ends: bool = False) -> None:
        thick = max(1, round(width * OVERSAMPLING))
        self._draw.line(self._scaled(points), fill=self.value, width=thick, joint="curve")
        if round_ends:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2)

    def disc(self, x: float, y: float, radius: float, radius_y: float | None = None) -> None:
        tall = radius if radius_y is None else radius_y
        box = self._scaled([(x - radius, y - tall), (x + radius, y + tall)])
        self._draw.ellipse(box, fill=self.value)

    def dome(self, x: float, y: float, radius: float, radius_y: float) -> None:
        """The upper half of an ellipse, standing on (x, y)."""
        box = self._scaled([(x - radius, y - radius_y), (x + radius, y + radius_y)])
        self._draw.pieslice(box, 180, 360, fill=self.value)

    def ring(self, x: float, y: float, radius: float, width: float) -> None:
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.ellipse(box, outline=self.value, width=max(1, round(width * OVERSAMPLING)))

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, width: float
    ) -> None:
        """Degrees, clockwise from three o'clock."""
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.arc(box, start, end, fill=self.value, width=max(1, round(width * OVERSAMPLING)))

    def limb(self, start: Point, end: Point, wide: float, narrow: float) -> None:
        """A capsule that tapers from one diameter to another."""
        (x0, y0), (x1, y1) = start, end
        length = math.hypot(x1 - x0, y1 - y0) or 1
        across, up = -(y1 - y0) / length, (x1 - x0) / length
        a, b = wide / 2, narrow / 2
        self.shape(
            (x0 + across * a, y0 + up * a),
            (x1 + across * b, y1 + up * b),
            (x1 - across * b, y1 - up * b),
            (x0 - across * a, y0 - up * a),
        )
        self.disc(x0, y0, a)
        self.disc(x1, y1, b)

    def truss(
        self, start: Point, end: Point, deep: float, shallow: float, bays: int, width: float
    ) -> None:
        """A lattice girder between two points, `deep` at its start and `shallow` at its end."""
        (x0, y0), (x1, y1) = start, end
        length = math.hypot(x1 - x0, y1 - y0) or 1
        across, up = -(y1 - y0) / length, (x1 - x0) / length
        top, foot = [], []
        for bay in range(bays + 1):
            share = bay / bays
            half = (deep + (shallow - deep) * share) / 2
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            top.append((x + across * half, y + up * half))
            foot.append((x - across * half, y - up * half))
        self.line(*top, width=width * 1.5)
        self.line(*foot, width=width * 1.5)
        for bay in range(bays):
            pair = (top[bay], foot[bay + 1]) if bay % 2 else (foot[bay], top[bay + 1])
            self.line(*pair, width=width)
            self.line(top[bay], foot[bay], width=width)
        self.line(top[-1], foot[-1], width=width)
