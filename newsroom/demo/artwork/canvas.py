"""A canvas for drawn pictures: gradients, soft light, smooth shapes, grain.

Coordinates are pixels of the finished picture. Shapes are drawn as masks twice as large and
then halved, which smooths their edges; light and fog are drawn small and then enlarged.
"""

import io
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Stops = Sequence[tuple[float, str | float]]
"""Colours (or grey values from 0 to 1) at positions from 0 to 1."""

OVERSAMPLING = 2


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """A colour between two; `share` is how much of the second there is."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def ramp(size: tuple[int, int], stops: Stops, across: bool = False) -> Image.Image:
    """A gradient, downwards or across: RGB for colours, L for grey values."""
    length = size[0] if across else size[1]
    grey = not isinstance(stops[0][1], str)
    line = Image.new("L" if grey else "RGB", (1, length))
    for place in range(length):
        at = place / max(1, length - 1)
        line.putpixel((0, place), _between(stops, at))
    if across:
        line = line.transpose(Image.Transpose.TRANSPOSE)
    return line.resize(size, Image.Resampling.NEAREST)


def _between(stops: Stops, at: float) -> int | tuple[int, int, int]:
    before, after = stops[0], stops[-1]
    for first, second in pairwise(stops):
        if first[0] <= at <= second[0]:
            before, after = first, second
            break
    else:
        before = after = stops[0] if at < stops[0][0] else stops[-1]
    span = after[0] - before[0]
    share = (at - before[0]) / span if span else 0.0
    if isinstance(before[1], str) and isinstance(after[1], str):
        return rgb(mix(before[1], after[1], share))
    low, high = float(before[1]), float(after[1])
    return round(255 * (low + (high - low) * share))


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


@dataclass(frozen=True)
class Fade:
    """How a layer thins out: grey values over the height (or width) of the canvas."""

    stops: Stops
    across: bool = False


class Canvas:
    def __init__(self, width: int, height: int, seed: str, ground: Stops) -> None:
        self.width, self.height = width, height
        self.random = random.Random(seed)
        self.image = ramp((width, height), ground)

    @contextmanager
    def ink(
        self,
        fill: str | Stops,
        opacity: float = 1.0,
        blur: float = 0,
        fade: Fade | None = None,
        light: bool = False,
        mottle: float = 0,
    ) -> Iterator[Pen]:
        """One layer: what the pen draws is filled with a colour or a gradient of the canvas.

        `light` adds instead of covering; `mottle` lets the ground show through in patches.
        """
        size = (self.width * OVERSAMPLING, self.height * OVERSAMPLING)
        mask = Image.new("L", size)
        yield Pen(mask)
        mask = mask.reduce(OVERSAMPLING)
        if blur:
            mask = self._blurred(mask, blur)
        if fade:
            grey = ramp(self.image.size, fade.stops, fade.across)
            mask = ImageChops.multiply(mask, grey)
        if mottle:
            mask = ImageChops.multiply(mask, self._cloud(mottle))
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        self._lay(fill, mask, light)

    @contextmanager
    def paint(self) -> Iterator[Pen]:
        """One layer of many flat colours, each taken by `pen.dip`: quicker than many inks."""
        size = (self.width * OVERSAMPLING, self.height * OVERSAMPLING)
        large = self.image.resize(size, Image.Resampling.NEAREST)
        yield Pen(large)
        self.image = large.reduce(OVERSAMPLING)

    @contextmanager
    def rim(
        self, colour: str, right: int, down: int, blur: float = 1.5, opacity: float = 1.0,
        fade: Fade | None = None,
    ) -> Iterator[Pen]:  # fmt: skip
        """Light the edges of what the pen draws, on the side that faces (right, down)."""
        mask = Image.new("L", (self.width * OVERSAMPLING, self.height * OVERSAMPLING))
        yield Pen(mask)
        mask = mask.reduce(OVERSAMPLING)
        moved = Image.new("L", mask.size, 255)  # what leaves the canvas has no edge there
        moved.paste(mask, (-right, -down))
        edge = ImageChops.subtract(mask, moved)
        edge = ImageChops.multiply(edge.filter(ImageFilter.GaussianBlur(blur)), mask)
        if fade:
            edge = ImageChops.multiply(edge, ramp(self.image.size, fade.stops, fade.across))
        edge = edge.point([round(value * opacity) for value in range(256)])
        self._lay(colour, edge, light=False)

    def _lay(self, fill: str | Stops, mask: Image.Image, light: bool) -> None:
        if isinstance(fill, str):
            colour = Image.new("RGB", self.image.size, rgb(fill))
        else:
            colour = ramp(self.image.size, fill)
        if light:
            black = Image.new("RGB", self.image.size)
            shine = Image.composite(colour, black, mask)
            self.image = ImageChops.screen(self.image, shine)
        else:
            self.image.paste(colour, mask=mask)

    def _blurred(self, mask: Image.Image, radius: float) -> Image.Image:
        """A wide blur is made on a small copy: it looks the same and is quick."""
        step = max(1, int(radius / 6))
        small = mask.reduce(step) if step > 1 else mask
        small = small.filter(ImageFilter.GaussianBlur(radius / step))
        return small.resize(mask.size, Image.Resampling.BICUBIC) if step > 1 else small

    def _cloud(self, depth: float, cells: int = 26) -> Image.Image:
        rows = max(2, round(cells * self.height / self.width))
        small = Image.frombytes("L", (cells, rows), self.random.randbytes(cells * rows))
        small = small.filter(ImageFilter.GaussianBlur(0.8))
        cloud = small.resize(self.image.size, Image.Resampling.BICUBIC)
        return cloud.point([round(255 * (1 - depth) + v * depth) for v in range(256)])

    def glow(
        self, x: float, y: float, radius: float, colour: str, strength: float = 1.0,
        radius_y: float | None = None, power: float = 2.0,
    ) -> None:  # fmt: skip
        """Light that falls off from a point."""
        tall = radius if radius_y is None else radius_y
        # Pillow's gradient is 255 in the corners and 181 in the middle of each side.
        fall = [round(255 * strength * max(0, 1 - v / 180) ** power) for v in range(256)]
        ball = Image.radial_gradient("L").point(fall)
        ball = ball.resize((max(2, int(radius * 2)), max(2, int(tall * 2))))
        mask = Image.new("L", self.image.size)
        mask.paste(ball, (int(x - radius), int(y - tall)))
        self._lay(colour, mask, light=True)

    def wash(self, fill: str | Stops, fade: Fade, light: bool = False, mottle: float = 0) -> None:
        """A whole layer of colour as strong as the fade says: fog, dusk, haze."""
        mask = ramp(self.image.size, fade.stops, fade.across)
        if mottle:
            mask = ImageChops.multiply(mask, self._cloud(mottle, cells=9))
        self._lay(fill, mask, light)

    def mirror(
        self, top: float, height: float, ripple: float, shade: str, darker: float,
        squash: float = 1.0,
    ) -> None:  # fmt: skip
        """Fill the band under `top` with what stands above it, upside down and rippled."""
        y, tall = int(top), int(height)
        reach = min(y, int(tall / squash))
        above = self.image.crop((0, y - reach, self.width, y))
        flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        flipped = flipped.resize((self.width, tall)).filter(ImageFilter.GaussianBlur(2))
        flipped = Image.blend(flipped, Image.new("RGB", flipped.size, rgb(shade)), darker)
        row = 0
        while row < tall:
            thick = 1 + int(3 * row / tall)
            depth = 0.25 + row / tall
            swing = math.sin(row * 0.31) + math.sin(row * 0.117 + 1.3) * 0.7
            shift = int(ripple * depth * (swing * 0.7 + self.random.uniform(-1, 1)))
            strip = flipped.crop((0, row, self.width, min(tall, row + thick)))
            self.image.paste(ImageChops.offset(strip, shift, 0), (0, y + row))
            row += thick

    def finish(self, grain: float = 0.05, vignette: float = 0.35) -> Image.Image:
        """Darken the corners a little and lay grain over the whole."""
        if vignette:
            edge = Image.radial_gradient("L").resize(
                (int(self.width * 1.25), int(self.height * 1.25))
            )
            left, top = int(self.width * 0.125), int(self.height * 0.125)
            edge = edge.crop((left, top, left + self.width, top + self.height))
            edge = edge.point([round(255 - 255 * vignette * (v / 255) ** 2.6) for v in range(256)])
            self.image = ImageChops.multiply(self.image, Image.merge("RGB", (edge,) * 3))
        pixels = self.width * self.height
        layers = [
            Image.frombytes("L", self.image.size, self.random.randbytes(pixels)) for _ in range(2)
        ]
        noise = ImageChops.add(layers[0], layers[1], scale=2)
        noise = noise.filter(ImageFilter.GaussianBlur(0.55))
        noise = noise.point([round(128 + (v - 128) * grain * 2) for v in range(256)])
        return ImageChops.add(self.image, Image.merge("RGB", (noise,) * 3), offset=-128)


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
