"""The paper's logo and the emblems that stand for authors' portraits; no font is used."""

import math
from itertools import pairwise

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen, Point, curve, rgb

SQUARE = (600, 600)
RED = "#b3261e"
PAPER = "#fbf6ea"
INK = "#22292e"

# Characters as strokes on a field of 100 by 100, each a line of points drawn with one thickness.
WATER = (((9, 12), (22, 24)), ((3, 38), (16, 50)), ((4, 92), (21, 64)))
GLYPHS: dict[str, tuple[float, tuple[tuple[Point, ...], ...]]] = {
    "溯": (7.6, (
        *(tuple((x * 0.8 + 1, y) for x, y in stroke) for stroke in WATER),
        ((30, 6), (36, 19)), ((55, 6), (49, 19)), ((22, 27), (63, 27)),
        ((28, 38), (28, 58), (58, 58)), ((58, 38), (58, 62)),
        ((43, 27), (43, 60), (38, 78), (25, 94)),
        ((70, 10), (70, 62), (67, 80), (60, 94)), ((66, 10), (96, 10), (96, 93), (85, 93)),
        ((70, 36), (96, 36)), ((70, 61), (96, 61)),
    )),
    "江": (10, (*WATER, ((34, 20), (94, 20)), ((64, 20), (64, 86)), ((30, 86), (98, 86)))),
    "工": (11, (((14, 18), (86, 18)), ((50, 18), (50, 86)), ((6, 86), (94, 86)))),
    "人": (11, (((50, 8), (49, 34), (42, 58), (28, 78), (7, 93)),
               ((49, 36), (57, 60), (71, 79), (93, 93)))),
    "报": (8.6, (
        ((2, 28), (38, 28)), ((21, 7), (21, 92), (9, 92)), ((2, 66), (38, 54)),
        ((48, 94), (48, 13), (90, 13), (90, 38), (76, 38)),
        ((54, 51), (89, 51), (82, 70), (70, 84), (54, 95)), ((60, 54), (72, 78), (97, 95)),
    )),
}  # fmt: skip


def _glyph(pen: Pen, name: str, x: float, y: float, size: float) -> None:
    thick, strokes = GLYPHS[name]
    width = thick * size / 100
    for stroke in strokes:
        points = [(x + a * size / 100, y + b * size / 100) for a, b in stroke]
        square = all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(stroke))
        bent = len(stroke) > 2 and not square
        pen.line(*(curve(points, 8) if bent else points), width=width)
        for a, b in [] if bent else points[1:-1]:
            pen.box(a - width / 2, b - width / 2, width, width)


def _mark(pen: Pen, cut: Pen, x: float, y: float, size: float) -> None:
    """The emblem: the character 工 as a quay crane over two waves, cut out of a seal."""
    pen.box(x, y, size, size, size * 0.2)
    cut.box(x + size * 0.2, y + size * 0.17, size * 0.6, size * 0.095)
    cut.box(x + size * 0.452, y + size * 0.17, size * 0.096, size * 0.4)
    cut.box(x + size * 0.28, y + size * 0.5, size * 0.44, size * 0.085)
    for row in (0.7, 0.83):
        wave = [
            (
                x + size * (0.14 + step * 0.02),
                y + size * (row + 0.032 * math.sin(step * 0.02 / 0.72 * math.tau * 2)),
            )
            for step in range(37)
        ]
        cut.line(*wave, width=size * 0.062, round_ends=True)


def logo() -> Image.Image:
    """The wordmark 溯江工人报 behind its emblem, red on nothing, 1320 by 260 pixels."""
    wide, high, fine = 1320, 260, 2
    scale = 2 * fine
    mask, holes = (Image.new("L", (wide * scale, high * scale)) for _ in range(2))
    pen, cut = Pen(mask), Pen(holes)
    _mark(pen, cut, 20 * fine, 20 * fine, 220 * fine)
    for number, name in enumerate(GLYPHS):
        _glyph(pen, name, (292 + number * 206) * fine, 40 * fine, 180 * fine)
    mask.paste(0, mask=holes)
    plate = Image.new("RGBA", (wide, high), (*rgb(RED), 0))
    plate.putalpha(mask.reduce(scale))
    return plate


def _plate(key: str, top: str, foot: str) -> Canvas:
    art = Canvas(*SQUARE, key, [(0, top), (1, foot)])
    art.glow(300, 260, 420, PAPER, 0.25)
    return art


def author_wave() -> Image.Image:
    art = _plate("author-wave", "#1f4a5e", "#12303f")
    with art.ink("#f0a35b") as pen:
        pen.disc(300, 262, 118)
    for row, colour in enumerate(("#cfe0dd", "#7fb0b5", "#4b8a97", "#2f6a7a")):
        with art.ink(colour) as pen:
            base = 316 + row * 58
            crest = [(x, base + 24 * math.sin(x / 74 + row * 1.9)) for x in range(-10, 621, 10)]
            pen.shape((-10, 620), *crest, (620, 620))
    with art.ink("#16262e") as pen:
        pen.shape((196, 330), (404, 330), (372, 372), (228, 372))
        pen.box(240, 296, 66, 36)
        pen.box(322, 308, 54, 24)
        pen.box(262, 262, 18, 36)
    return art.finish(vignette=0.2, grain=0.04)


def author_gear() -> Image.Image:
    art = _plate("author-gear", "#c9553b", "#8f2f22")

    def gear(pen: Pen, x: float, y: float, radius: float, teeth: int, turn: float) -> None:
        pen.disc(x, y, radius)
        for tooth in range(teeth):
            angle = math.tau * tooth / teeth + turn
            cos, sin = math.cos(angle), math.sin(angle)
            near, far, half = radius * 0.94, radius * 1.2, radius * 0.36 * 8 / teeth
            pen.shape(
                (x + cos * near - sin * half, y + sin * near + cos * half),
                (x + cos * far - sin * half * 0.62, y + sin * far + cos * half * 0.62),
                (x + cos * far + sin * half * 0.62, y + sin * far - cos * half * 0.62),
                (x + cos * near + sin * half, y + sin * near - cos * half),
            )

    with art.ink("#2a0e0a", opacity=0.35, blur=14) as pen:
        gear(pen, 268, 290, 140, 12, 0.1)
        gear(pen, 446, 432, 74, 8, 0.25)
    with art.ink([(0.1, PAPER), (0.7, "#e6d3b0")]) as pen:
        gear(pen, 256, 272, 140, 12, 0.1)
    with art.ink("#22333b") as pen:
        gear(pen, 436, 416, 74, 8, 0.25)
    with art.ink("#b3442f") as pen:
        pen.disc(256, 272, 62)
        for hole in range(6):
            angle = math.tau * hole / 6
            pen.disc(256 + math.cos(angle) * 98, 272 + math.sin(angle) * 98, 17)
    with art.ink("#e9b35c") as pen:
        pen.disc(436, 416, 30)
    with art.ink("#22333b") as pen:
        pen.line((256, 272), (302, 226), width=10, round_ends=True)
        pen.disc(256, 272, 16)
    return art.finish(vignette=0.2, grain=0.04)


def author_letter() -> Image.Image:
    art = _plate("author-letter", "#6f8f7a", "#3c5f50")
    with art.ink("#12241c", opacity=0.4, blur=14) as pen:
        pen.box(118, 214, 392, 262, 10)
    with art.ink(PAPER) as pen:
        pen.shape((186, 120), (430, 96), (452, 330), (170, 340))
    with art.ink("#c8452f", opacity=0.75) as pen:
        for row in range(5):
            pen.line((208, 158 + row * 30), (420 - (row % 2) * 46, 138 + row * 30), width=5)
    with art.ink("#e9d7ad") as pen:
        pen.box(108, 202, 392, 262, 10)
    with art.ink("#f3e6c6") as pen:
        pen.shape(
            (108, 212), (304, 350), (500, 212), (500, 456), (490, 464), (118, 464), (108, 456)
        )
    with art.ink("#b89a63") as pen:
        pen.line((112, 210), (304, 352), (496, 210), width=4)
        pen.line((114, 460), (248, 318), width=3)
        pen.line((494, 460), (360, 318), width=3)
    with art.ink(RED) as pen:
        pen.disc(304, 352, 40)
    with art.ink("#e4735f") as pen:
        pen.line((288, 338), (320, 338), width=6)
        pen.line((304, 338), (304, 366), width=6)
        pen.line((284, 366), (324, 366), width=6)
    return art.finish(vignette=0.2, grain=0.04)


def author_lens() -> Image.Image:
    art = _plate("author-lens", "#2a2f38", "#14171d")
    with art.ink([(0.1, "#565f6b"), (0.9, "#23272e")]) as pen:
        pen.disc(300, 300, 232)
    with art.ink("#0d0f13") as pen:
        pen.disc(300, 300, 196)
    with art.ink([(0.2, "#3a6f8f"), (0.5, "#4b3f7a"), (0.85, "#16324a")]) as pen:
        pen.disc(300, 300, 168)
    with art.ink("#0b1218", opacity=0.85) as pen:
        for blade in range(7):
            angle = math.tau * blade / 7
            after = math.tau * (blade + 1) / 7
            pen.shape(
                (300 + math.cos(angle) * 168, 300 + math.sin(angle) * 168),
                (300 + math.cos(after) * 172, 300 + math.sin(after) * 172),
                (300 + math.cos(after + 0.75) * 76, 300 + math.sin(after + 0.75) * 76),
                (300 + math.cos(angle + 0.75) * 76, 300 + math.sin(angle + 0.75) * 76),
            )
    with art.ink("#e7edf2", opacity=0.45) as pen:
        for tick in range(48):
            angle = math.tau * tick / 48
            near = 206 if tick % 4 else 200
            pen.line(
                (300 + math.cos(angle) * near, 300 + math.sin(angle) * near),
                (300 + math.cos(angle) * 220, 300 + math.sin(angle) * 220),
                width=3,
            )
    with art.ink("#ffffff", opacity=0.7, blur=5) as pen:
        pen.disc(240, 226, 40, 26)
        pen.disc(366, 380, 15)
    with art.ink("#e34b34") as pen:
        pen.disc(300, 62, 13)
    art.glow(300, 300, 130, "#ffb76a", 0.55)
    return art.finish(vignette=0.25, grain=0.04)


def author_nib() -> Image.Image:
    art = _plate("author-nib", "#efe3c8", "#d5bd8e")
    with art.ink(RED) as pen:
        pen.disc(300, 300, 196)
    with art.ink("#5e120c", opacity=0.4, blur=12) as pen:
        pen.shape((318, 518), (214, 306), (262, 110), (372, 110), (424, 306))
    with art.ink([(0.15, "#3c464d"), (0.85, "#15191c")]) as pen:
        pen.shape(
            *curve([(300, 514), (246, 412), (206, 296), (232, 196), (246, 96)], 10),
            *curve([(354, 96), (368, 196), (394, 296), (354, 412), (300, 514)], 10),
        )
    with art.ink("#d9b25a") as pen:
        pen.shape(
            *curve([(300, 514), (262, 436), (236, 352), (300, 330)], 8),
            *curve([(300, 330), (364, 352), (338, 436), (300, 514)], 8),
        )
    with art.ink("#15191c") as pen:
        pen.disc(300, 318, 22)
        pen.line((300, 318), (300, 510), width=5)
    with art.ink("#8d99a0", opacity=0.7) as pen:
        pen.line((262, 104), (250, 196), (228, 290), width=6)
    return art.finish(vignette=0.18, grain=0.04)


def author_brush() -> Image.Image:
    art = _plate("author-brush", "#f3ead8", "#e2cfae")
    for colour, points, wide in (
        ("#2f6a7a", [(70, 420), (190, 350), (330, 420), (540, 330)], 76),
        ("#d98c3d", [(60, 510), (220, 452), (360, 520), (550, 440)], 66),
        ("#c9442f", [(90, 330), (220, 262), (360, 330), (520, 236)], 70),
    ):
        with art.ink(colour, opacity=0.9, mottle=0.25) as pen:
            pen.line(*curve(points, 16), width=wide, round_ends=True)
    with art.ink("#3a2a1a", opacity=0.35, blur=10) as pen:
        pen.limb((500, 90), (256, 334), 34, 44)
    with art.ink("#22292e") as pen:
        pen.limb((490, 76), (318, 248), 26, 40)
    with art.ink("#c9a45c") as pen:
        pen.limb((322, 244), (288, 278), 44, 50)
    with art.ink("#5a3b26") as pen:
        pen.shape(
            *curve([(266, 262), (222, 300), (206, 344), (176, 384)], 8),
            *curve([(176, 384), (236, 366), (280, 338), (306, 300)], 8),
        )
    with art.ink("#c9442f") as pen:
        pen.shape(
            *curve([(212, 330), (198, 356), (176, 384)], 8),
            *curve([(176, 384), (222, 372), (248, 358)], 8),
        )
    return art.finish(vignette=0.15, grain=0.04)


def author_anchor() -> Image.Image:
    art = _plate("author-anchor", "#e8b04a", "#c4792b")
    with art.ink("#1f3f52") as pen:
        pen.disc(300, 300, 214)
    art.wash("#0e2634", Fade([(0, 0), (0.5, 0), (1, 0.35)]))
    with art.ink(PAPER) as pen:
        pen.ring(300, 158, 44, 20)
        pen.box(286, 190, 28, 268)
        pen.box(214, 226, 172, 26, 12)
        pen.arc(300, 316, 148, 14, 166, 28)
        for side in (-1, 1):
            pen.shape((300 + side * 178, 318), (300 + side * 150, 402), (300 + side * 106, 336))
        pen.shape((274, 448), (326, 448), (300, 492))
    return art.finish(vignette=0.2, grain=0.04)


def author_shuttle() -> Image.Image:
    art = _plate("author-shuttle", "#8c3f4c", "#5a2431")
    with art.ink("#f1dcc0", opacity=0.5) as pen:
        for thread in range(31):
            pen.box(14 + thread * 19, 0, 5, 600)
    with art.ink("#e2a93a") as pen:
        for row in range(8):
            y = 410 + row * 25
            for thread in range(0, 31, 2):
                pen.box(4 + (thread + row % 2) * 19, y, 24, 17, 4)
    with art.ink("#2a0d14", opacity=0.5, blur=12) as pen:
        pen.shape(*_shuttle(308, 288))
    with art.ink([(0.36, "#e8bd84"), (0.46, "#b97a42"), (0.56, "#7d4a26")]) as pen:
        pen.shape(*_shuttle(300, 270))
    with art.ink("#4a2a17") as pen:
        pen.box(176, 242, 248, 56, 26)
    with art.ink(PAPER) as pen:
        pen.box(196, 253, 190, 34, 15)
    with art.ink("#c9b99a") as pen:
        for turn in range(13):
            pen.line((208 + turn * 14, 253), (202 + turn * 14, 287), width=2.4)
    with art.ink("#cfd8dc") as pen:
        pen.shape((36, 270), (92, 246), (92, 294))
        pen.shape((564, 270), (508, 246), (508, 294))
    with art.ink("#e2a93a") as pen:
        pen.line(*curve([(386, 270), (440, 300), (520, 372), (600, 402)], 10), width=4)
    return art.finish(vignette=0.2, grain=0.04)


def _shuttle(x: float, y: float) -> list[Point]:
    top = curve([(x - 264, y), (x - 150, y - 56), (x, y - 70), (x + 150, y - 56), (x + 264, y)], 10)
    return [*top, *[(a, 2 * y - b) for a, b in reversed(top)]]
