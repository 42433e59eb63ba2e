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

from PIL import Image, ImageChops, ImageFilter

from newsroom.demo.artwork.pen import OVERSAMPLING, Pen, mix, rgb

Stops = Sequence[tuple[float, str | float]]
"""Colours (or grey values from 0 to 1) at positions from 0 to 1."""


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
