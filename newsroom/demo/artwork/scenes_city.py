"""Pictures of the city by day: roofs upon roofs, the running track."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen, mix
from newsroom.demo.artwork.people import (
    POINT_UP,
    RUN,
    RUN_LAND,
    STAND,
    person,
)

LAND = (1600, 1067)
ROOF_ROWS = 9
WALLS = ("#e9d3b4", "#d98c66", "#5f8080", "#f2e6d0", "#b8563f", "#a9b7a6", "#e2b77c")


def skyline() -> Image.Image:
    sky = [(0, "#f0dcc0"), (0.25, "#f5cfa6"), (0.45, "#eab08a"), (1, "#b5786a")]
    art = Canvas(*LAND, "skyline", sky)
    art.glow(1120, 250, 700, "#fff0d0", 0.6)
    with art.ink("#fdf2d8") as pen:
        pen.disc(1120, 236, 66)
    with art.ink("#cf9f88", opacity=0.8) as pen:
        pen.shape(
            (0, 420),
            (260, 300),
            (520, 380),
            (820, 250),
            (1130, 372),
            (1400, 290),
            (1600, 350),
            (1600, 700),
            (0, 700),
        )
    with art.ink([(0, "#b9806d"), (0.4, "#c3917c")]) as pen:
        for x, top, foot in ((900, 120, 30), (1010, 160, 28)):
            pen.shape(
                (x - foot * 0.6, top), (x + foot * 0.6, top), (x + foot, 520), (x - foot, 520)
            )
    with art.ink("#f6ead6", opacity=0.85) as pen:
        for x, top in ((900, 150), (1010, 188)):
            pen.box(x - 20, top, 40, 12)
            pen.box(x - 21, top + 34, 42, 12)
    with art.ink("#7d4a44") as pen:
        pen.box(868, 118, 64, 8)
        for x in range(872, 934, 12):
            pen.box(x, 100, 3, 20)
        pen.box(868, 100, 64, 3)
        person(pen, 889, 119, 36, STAND)
        person(pen, 908, 119, 36, POINT_UP)
    for row in range(ROOF_ROWS):
        near = row / (ROOF_ROWS - 1)
        base, size = 440 + 640 * near**1.25, 58 + 120 * near
        haze = 0.62 * (1 - near) ** 1.2
        with art.paint() as pen:
            x = -size * art.random.random()
            while x < 1640:
                wide = size * art.random.uniform(0.9, 1.7)
                wave = 34 * near * ((x / 1600 - 0.5) ** 2) * 4
                _house(art, pen, x, base + wave, wide, size, haze)
                x += wide * art.random.uniform(0.82, 1.05)
            pen.dip(mix("#4f6b52", "#d7a988", haze))
            for _ in range(9 if row in (2, 4, 6) else 0):
                tree = art.random.uniform(0, 1600)
                for puff in (-1, 0, 1):
                    pen.disc(
                        tree + puff * size * 0.26, base - size * 0.2 + abs(puff) * 9, size * 0.3
                    )
        at = min(0.98, base / 1067)
        mist = 0.16 * (1 - near)
        art.wash("#f6cfa8", Fade([(0, 0), (max(0.01, at - 0.12), 0), (at, mist), (1, 0)]))
    with art.ink("#5a3b3f") as pen:
        for x, y in ((300, 716), (1240, 742)):
            pen.line((x, y), (x + 210, y + 14), width=2.4)
            pen.box(x - 3, y - 10, 6, 74)
            pen.box(x + 207, y, 6, 74)
    with art.ink("#f6efe0") as pen:
        for x, y in ((330, 719), (430, 726), (1300, 746)):
            pen.box(x, y, 34, 44, 2)
    with art.ink("#3f6a78") as pen:
        for x, y in ((378, 722), (1260, 744), (1352, 750)):
            pen.box(x, y, 38, 52, 2)
    return art.finish(vignette=0.25)


def _house(
    art: Canvas, pen: Pen, left: float, base: float, wide: float, size: float, haze: float
) -> None:
    """A house seen from the front and a little from the right, its foot hidden by the next row."""
    tall = size * art.random.uniform(0.8, 1.7)
    top, right, colour = base - tall, left + wide, art.random.choice(WALLS)
    lift = size * 0.17

    def hazy(near: str) -> str:
        return mix(near, "#e6ae8c", haze)

    pen.dip(hazy(mix(colour, "#4a2f35", 0.38)))
    pen.shape(
        (right, top),
        (right + wide * 0.22, top - lift),
        (right + wide * 0.22, base + 260),
        (right, base + 260),
    )
    pen.dip(hazy(colour))
    pen.box(left, top, wide, tall + 260)
    pen.dip(hazy(mix(colour, "#7c3128", 0.75)))
    eaves = size * 0.06
    pen.shape(
        (left - eaves, top),
        (left + wide * 0.22, top - lift),
        (right + wide * 0.26, top - lift),
        (right + wide * 0.03, top + size * 0.02),
        (left - eaves, top + size * 0.02),
    )
    columns = max(2, int(wide / (size * 0.36)))
    for column in range(columns):
        for level in range(3):
            if art.random.random() < 0.8:
                lit = art.random.random() < 0.06
                pen.dip(hazy("#fff1c6" if lit else mix(colour, "#4a3238", 0.75)))
                pen.box(
                    left + (column + 0.5) * wide / columns - size * 0.065,
                    top + size * (0.2 + level * 0.38),
                    size * 0.13,
                    size * 0.2,
                )


def stadium_run() -> Image.Image:
    sky = [(0, "#5b86a0"), (0.2, "#a9bdb7"), (0.34, "#f4d9a8"), (0.42, "#f3c58c"), (1, "#a33f2c")]
    art = Canvas(*LAND, "stadium-run", sky)
    art.glow(1330, 330, 720, "#ffe3a4", 0.9)
    with art.ink("#fff5d8", blur=2) as pen:
        pen.disc(1330, 330, 60)
    with art.ink("#7c8a86", opacity=0.8) as pen:
        for x in range(-20, 1640, 64):
            pen.box(x, 400 - art.random.uniform(10, 90), 58, 120)
    with art.ink([(0.3, "#54656a"), (0.45, "#3d4d53")]) as pen:
        pen.shape((0, 330), (820, 402), (1600, 420), (1600, 470), (0, 470))
        pen.shape((-10, 250), (620, 340), (620, 352), (-10, 272))
        for x in range(20, 640, 120):
            pen.line((x, 262 + x * 0.145), (x + 10, 420), width=6)
    with art.ink("#f3e6c8", opacity=0.8) as pen:
        for row in range(7):
            for seat in range(100):
                if art.random.random() < 0.5:
                    x = seat * 8.2 + art.random.uniform(-2, 2)
                    pen.disc(x, 352 + row * 13 + x * 0.03 + (6 if row else 0), 2.6)
    with art.ink("#c8452f", opacity=0.8) as pen:
        for _ in range(70):
            x = art.random.uniform(0, 800)
            pen.disc(x, 356 + art.random.uniform(0, 80) + x * 0.02, 2.8)
    with art.ink("#34464c") as pen:
        for x in (1010, 1520):
            pen.line((x, 440), (x, 190), width=7)
            pen.box(x - 40, 150, 80, 46, 4)
    with art.ink([(0.4, "#8fa660"), (0.6, "#4f7a4a")]) as pen:
        pen.shape((0, 450), (1600, 436), (1600, 700), (0, 700))

    def lane(edge: float) -> list[tuple[float, float]]:
        """A line of the bend: an ellipse seen flat; edge 0 is the inner kerb, 1 the outer."""
        points = []
        for step in range(61):
            angle = math.radians(196 - step * 2.85)
            points.append(
                (
                    1060 + math.cos(angle) * (760 + 900 * edge),
                    420 + math.sin(angle) * (175 + 520 * edge),
                )
            )
        return points

    with art.ink([(0.4, "#e08a5e"), (0.6, "#c9553b"), (1, "#962f24")]) as pen:
        pen.shape(*lane(0), *reversed(lane(1.6)))
    with art.ink("#fbeede", opacity=0.9) as pen:
        for number in range(9):
            edge = number / 6.2
            points = lane(edge)
            for first in range(len(points) - 1):
                depth = (points[first][1] - 400) / 667
                pen.line(points[first], points[first + 1], width=max(1.5, 7 * depth))
    with art.ink("#ffe0a2", opacity=0.35, light=True, blur=30) as pen:
        pen.shape((1330, 430), (1600, 560), (900, 1067), (300, 1067))
    runners = (
        (300, 600, 200, RUN),
        (472, 668, 235, RUN_LAND),
        (690, 752, 280, RUN),
        (955, 838, 335, RUN_LAND),
        (1240, 905, 385, RUN),
    )
    with art.ink("#4b1512", opacity=0.55, blur=3) as pen:
        for x, y, tall, _ in runners:
            pen.limb((x, y), (x - tall * 1.15, y + tall * 0.34), tall * 0.11, tall * 0.2)
            pen.limb(
                (x + tall * 0.1, y), (x - tall * 0.6, y + tall * 0.3), tall * 0.08, tall * 0.12
            )
    for (x, y, tall, pose), shirt in zip(
        runners, ("#2f5f74", "#f2e6cb", "#d9a43a", "#2f5f74", "#f2e6cb"), strict=True
    ):
        with art.ink("#9c5f45") as pen:
            person(pen, x, y, tall, pose)
        neck, hip = pose.neck, pose.hip
        with art.ink("#2b2a33") as pen:
            for knee, foot in pose.legs:
                half = (hip[0] * 0.35 + knee[0] * 0.65, hip[1] * 0.35 + knee[1] * 0.65)
                pen.limb(
                    (x + hip[0] * tall, y + hip[1] * tall),
                    (x + half[0] * tall, y + half[1] * tall),
                    tall * 0.125,
                    tall * 0.11,
                )
                pen.limb(
                    (x + foot[0] * tall, y + foot[1] * tall),
                    (x + (foot[0] + 0.055) * tall, y + foot[1] * tall),
                    tall * 0.055,
                    tall * 0.042,
                )
            head_x, head_y = x + pose.head[0] * tall, y + pose.head[1] * tall
            pen.dome(head_x - tall * 0.004, head_y - tall * 0.006, tall * 0.058, tall * 0.062)
            pen.box(
                head_x - tall * 0.06, head_y - tall * 0.02, tall * 0.05, tall * 0.05, tall * 0.02
            )
        with art.ink(shirt) as pen:
            corners = [
                (neck[0] - 0.06, neck[1] + 0.0),
                (neck[0] + 0.06, neck[1] + 0.0),
                (hip[0] + 0.055, hip[1] - 0.04),
                (hip[0] - 0.055, hip[1] - 0.04),
            ]
            collar = (x + neck[0] * tall, y + (neck[1] + 0.05) * tall)
            belt = (x + hip[0] * tall, y + (hip[1] - 0.05) * tall)
            pen.limb(collar, belt, tall * 0.17, tall * 0.14)
            pen.shape(*[(x + a * tall, y + b * tall) for a, b in corners])
        with art.ink("#c9c0a8" if shirt != "#f2e6cb" else "#c8452f") as pen:
            bib_x, bib_y = (
                x + (neck[0] * 0.6 + hip[0] * 0.4 + 0.02) * tall,
                y + (neck[1] * 0.55 + hip[1] * 0.45) * tall,
            )
            pen.box(bib_x - tall * 0.035, bib_y - tall * 0.03, tall * 0.075, tall * 0.06, 3)
    with art.rim("#ffe2a6", 4, -3, blur=1.2) as pen:
        for x, y, tall, pose in runners:
            person(pen, x, y, tall, pose)
    with art.ink("#c8452f") as pen:
        pen.limb(
            (1240 + 0.23 * 385 - 10, 905 - 0.72 * 385 + 6),
            (1240 + 0.23 * 385 + 34, 905 - 0.72 * 385 - 34),
            17,
            15,
        )
    with art.ink("#d7dcdc") as pen:
        pen.ring(1240 + 0.23 * 385 + 46, 905 - 0.72 * 385 - 46, 17, 9)
    return art.finish(vignette=0.28)
