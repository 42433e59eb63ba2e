"""Pictures of reading: the boiler-house library, a desk with letters."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math
from collections.abc import Callable

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Point, mix
from newsroom.demo.artwork.people import (
    READ,
    SIT,
    person,
)

LAND = (1600, 1067)


def library() -> Image.Image:
    art = Canvas(*LAND, "library", [(0, "#1f1a1c"), (0.5, "#39292a"), (1, "#1a1416")])
    with art.ink("#4a3331", opacity=0.55) as pen:
        for row in range(27):
            for column in range(22):
                pen.box(column * 80 + (40 if row % 2 else 0) - 40, row * 40 + 3, 75, 34, 2)
    with art.ink("#241b1d") as pen:
        for x in (0, 490, 1100, 1560):
            pen.box(x, 0, 44, 1067)
        pen.truss((0, 70), (1600, 70), 66, 66, 18, 7)
    with art.ink([(0, "#fff1cf"), (0.3, "#f1cf9a")]) as pen:
        for x in (120, 290, 1220, 1390):
            pen.box(x, 130, 110, 210)
            pen.dome(x + 55, 132, 55, 55)
    with art.ink("#33262a") as pen:
        for x in (120, 290, 1220, 1390):
            for bar in (36, 73):
                pen.box(x + bar, 80, 4, 262)
            pen.box(x, 200, 110, 4)
            pen.box(x, 270, 110, 4)
    with art.ink([(0.1, "#4b5459"), (0.45, "#2d3438"), (0.9, "#1b2023")]) as pen:
        pen.disc(800, 520, 330)
        pen.box(470, 520, 660, 420)
        pen.box(755, -10, 90, 230)
    with art.ink("#1a2022") as pen:
        pen.ring(800, 520, 300, 7)
        for n in range(28):
            angle = math.radians(n * 360 / 28)
            pen.disc(800 + math.cos(angle) * 314, 520 + math.sin(angle) * 314, 7)
        for x in (620, 980):
            pen.disc(x, 330, 42)
        pen.box(470, 560, 660, 10)
    with art.ink("#e8dfc8") as pen:
        for x in (620, 980):
            pen.disc(x, 330, 34)
    with art.ink("#c8452f") as pen:
        pen.line((620, 330), (600, 310), width=4)
        pen.line((980, 330), (1004, 322), width=4)
    warm = [(0.5, "#fff0c2"), (0.65, "#fbc876"), (0.85, "#c9762f")]
    with art.ink(warm) as pen:
        pen.dome(800, 700, 210, 190)
        pen.box(590, 698, 420, 222)
    art.glow(800, 760, 620, "#ffac52", 0.5)
    with art.ink("#7b4426") as pen:
        pen.box(640, 806, 320, 16, 3)
        pen.box(664, 820, 14, 100)
        pen.box(922, 820, 14, 100)
        person(pen, 690, 920, 250, SIT)
        person(pen, 912, 920, 250, SIT, flip=True)
        pen.line((800, 510), (800, 600), width=4)
        pen.shape((766, 632), (834, 632), (816, 600), (784, 600))
    with art.ink("#fdf4dc") as pen:
        pen.shape((742, 806), (776, 796), (776, 772), (738, 784))
        pen.shape((776, 796), (806, 806), (808, 784), (776, 772))
        pen.shape((836, 806), (862, 798), (862, 778), (834, 788))
        pen.disc(800, 634, 24, 7)
    spines = (
        "#b8563f",
        "#d9a441",
        "#3f6a78",
        "#e9dcc0",
        "#7b8f6a",
        "#8c4a5a",
        "#c9a06a",
        "#4b5f8a",
    )
    with art.paint() as pen:
        for left, right in ((-20, 440), (1160, 1620)):
            pen.dip("#2a1c17")
            pen.box(left, 400, right - left, 670)
            for shelf in range(5):
                y = 416 + shelf * 130
                pen.dip("#150e0c")
                pen.box(left + 14, y, right - left - 28, 112)
                x = left + 18.0
                while x < right - 40:
                    wide, tall = art.random.uniform(12, 30), art.random.uniform(70, 104)
                    if art.random.random() < 0.1:
                        x += art.random.uniform(20, 60)
                        continue
                    shade = art.random.uniform(0.05, 0.5)
                    pen.dip(mix(art.random.choice(spines), "#1a1010", shade))
                    pen.box(x, y + 112 - tall, wide - 2, tall)
                    pen.dip(mix("#f2e2ba", "#1a1010", shade + 0.2))
                    pen.box(x + 2, y + 112 - tall * 0.78, wide - 6, 4)
                    x += wide
                pen.dip("#6b4630")
                pen.box(left, y + 112, right - left, 14)
    with art.ink("#8a6a4a") as pen:
        for x in (1196, 1250):
            pen.line((x, 1067), (x + 60, 380), width=9)
        for n in range(11):
            y = 1040 - n * 62
            x = 1196 + (1067 - y) * 60 / 687
            pen.line((x, y), (x + 54, y), width=6)
    for x, reach in ((175, 330), (345, 330)):
        with art.ink(
            "#ffe6b4", opacity=0.34, blur=14, light=True, fade=Fade([(0, 1), (0.3, 0.9), (1, 0.2)])
        ) as pen:
            pen.shape((x - 55, 130), (x + 55, 130), (x + reach + 190, 1067), (x + reach - 60, 1067))
    with art.ink([(0.85, "#3c2b26"), (1, "#1c1413")]) as pen:
        pen.box(0, 980, 1600, 90)
    art.glow(800, 1000, 520, "#ffb866", 0.45, 70)
    with art.ink("#130d0d") as pen:
        person(pen, 500, 1024, 300, READ, helmet=True)
        pen.box(502, 800, 60, 14, 3)
    with art.rim("#ffca86", 5, -3, blur=1.5) as pen:
        person(pen, 500, 1024, 300, READ, helmet=True)
    with art.ink("#f6ead0") as pen:
        pen.shape((506, 826), (536, 816), (536, 792), (508, 800))
        pen.shape((536, 816), (562, 824), (564, 800), (536, 792))
    with art.ink("#fff0cf", opacity=0.55, light=True) as pen:
        for _ in range(150):
            pen.disc(
                art.random.uniform(150, 950),
                art.random.uniform(150, 980),
                art.random.uniform(0.6, 1.7),
            )
    return art.finish(vignette=0.45)


def letters() -> Image.Image:
    art = Canvas(*LAND, "letters", [(0, "#5a3826"), (0.5, "#6e452e"), (1, "#3f2719")])
    with art.ink("#3a2216", opacity=0.35) as pen:
        for board in range(6):
            pen.box(0, board * 186 - 3, 1600, 4)
    with art.ink("#8a5a3c", opacity=0.22) as pen:
        for _ in range(150):
            y = art.random.uniform(0, 1067)
            x = art.random.uniform(-300, 1500)
            path = [
                (x, y),
                (x + 160, y + art.random.uniform(-5, 5)),
                (x + 420, y + art.random.uniform(-7, 7)),
            ]
            pen.line(*path, width=art.random.uniform(1, 2.6))
    art.glow(680, 470, 1000, "#ffcf8a", 0.55)

    for x, y, turn, colour, stripe in (
        (1180, 330, 17, "#e9d9b6", "#a88f60"),
        (1260, 560, -8, "#dfe3dc", "#8fa0a0"),
        (330, 250, -15, "#d9b98a", "#a27d4c"),
    ):
        at = _sheet(art, x, y, 520, 320, turn, colour)
        with art.ink(stripe, opacity=0.6) as pen:
            pen.line(at(0, 0), at(0.5, 0.56), at(1, 0), width=3)
            pen.line(at(0, 1), at(0.38, 0.44), width=2)
            pen.line(at(1, 1), at(0.62, 0.44), width=2)
    with art.ink("#c8452f") as pen:
        pen.disc(1186, 352, 36)
    with art.ink("#a33524") as pen:
        pen.ring(1186, 352, 26, 4)
    at = _sheet(art, 660, 560, 560, 760, -5, "#fbf3dd")
    with art.ink("#c8452f", opacity=0.5) as pen:
        for row in range(19):
            y = 0.12 + row * 0.044
            pen.line(at(0.08, y), at(0.92, y), width=1.4)
    with art.ink("#27344f", opacity=0.88) as pen:
        for row in range(15):
            y = 0.113 + row * 0.044
            x = 0.1 + (0.07 if row in (0, 6, 11) else 0)
            end = 0.9 if row not in (5, 10, 14) else (0.52, 0.66, 0.38)[(5, 10, 14).index(row)]
            while x < end:
                wide = art.random.uniform(0.02, 0.03)
                for _ in range(4):
                    a = at(x + art.random.uniform(0, wide), y - art.random.uniform(0.004, 0.03))
                    b = at(x + art.random.uniform(0, wide), y - art.random.uniform(0.004, 0.03))
                    pen.line(a, b, width=1.9)
                x += wide + 0.013 + (0.02 if art.random.random() < 0.1 else 0)
    at = _sheet(art, 300, 800, 420, 280, 9, "#f3e6c6")
    with art.ink("#c8452f") as pen:
        for number in range(6):
            for a, b in (
                ((0.06 + number * 0.065, 0.1), (0.105 + number * 0.065, 0.1)),
                ((0.06 + number * 0.065, 0.22), (0.105 + number * 0.065, 0.22)),
                ((0.06 + number * 0.065, 0.1), (0.06 + number * 0.065, 0.22)),
                ((0.105 + number * 0.065, 0.1), (0.105 + number * 0.065, 0.22)),
            ):
                pen.line(at(*a), at(*b), width=2.2)
    with art.ink("#3f6a78") as pen:
        pen.shape(at(0.78, 0.08), at(0.94, 0.08), at(0.94, 0.36), at(0.78, 0.36))
    with art.ink("#f3e6c6") as pen:
        for n in range(3):
            a = at(0.8 + n * 0.045, 0.32)
            pen.line(a, at(0.82 + n * 0.045, 0.16), width=5)
    with art.ink("#4a3d30", opacity=0.8) as pen:
        for row, end in enumerate((0.72, 0.86, 0.6)):
            pen.line(at(0.26, 0.46 + row * 0.15), at(end, 0.46 + row * 0.15), width=4)
    with art.ink("#2b2a2a", opacity=0.55) as pen:
        pen.ring(*at(0.74, 0.3), 44, 3)
        pen.line(at(0.62, 0.24), at(0.86, 0.36), width=3)
    with art.ink("#120a06", opacity=0.5, blur=9) as pen:
        pen.limb((905, 800), (1120, 512), 28, 24)
        pen.disc(1330, 872, 150, 146)
    with art.ink("#1d2b33") as pen:
        pen.limb((920, 746), (1098, 506), 32, 28)
    with art.ink("#c9a24f") as pen:
        pen.limb((958, 695), (966, 684), 34, 34)
        pen.shape((907, 738), (932, 757), (884, 806))
        pen.line((1098, 516), (1046, 585), width=5, round_ends=True)
    with art.ink("#4d6470") as pen:
        pen.line((938, 712), (1086, 512), width=4)
    with art.ink("#f4f1e6") as pen:
        pen.disc(1310, 850, 140)
        pen.ring(1452, 930, 56, 22)
    with art.ink("#24506b") as pen:
        pen.ring(1310, 850, 140, 9)
    with art.ink("#c9c3b0") as pen:
        pen.disc(1310, 850, 122)
    with art.ink([(0.68, "#7b5a2b"), (0.9, "#5d3f1c")]) as pen:
        pen.disc(1310, 854, 112)
    with art.ink("#a98445", opacity=0.7, blur=3) as pen:
        pen.arc(1310, 854, 94, 200, 290, 7)
    with art.ink("#4a5a2b") as pen:
        for _ in range(9):
            x, y = art.random.gauss(1310, 42), art.random.gauss(860, 42)
            angle = art.random.uniform(0, math.pi)
            pen.limb((x, y), (x + math.cos(angle) * 26, y + math.sin(angle) * 26), 8, 4)
    art.glow(740, 90, 760, "#ffe2a6", 0.5)
    art.wash("#1a0e08", Fade([(0, 0.0), (0.6, 0.0), (1, 0.5)]))
    return art.finish(vignette=0.55)


def _sheet(
    art: Canvas, x: float, y: float, wide: float, tall: float, turn: float, colour: str
) -> Callable[[float, float], Point]:
    """Lay a sheet on the desk, turned by degrees; returns where a point (0..1, 0..1) of it lies."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(right: float, down: float) -> Point:
        dx, dy = (right - 0.5) * wide, (down - 0.5) * tall
        return x + dx * cos - dy * sin, y + dx * sin + dy * cos

    corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
    with art.ink("#1a0d07", opacity=0.55, blur=12) as pen:
        pen.shape(*[(a + 12, b + 18) for a, b in corners])
    with art.ink(colour) as pen:
        pen.shape(*corners)
    return at
