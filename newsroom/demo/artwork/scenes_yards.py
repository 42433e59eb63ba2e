"""Pictures of yards: the ship on its slip, the railway at dawn."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import curve, mix
from newsroom.demo.artwork.people import (
    POINT_UP,
    STAND,
    WALK,
    person,
)

LAND = (1600, 1067)


def shipyard() -> Image.Image:
    air = [(0, "#24404e"), (0.4, "#4f7079"), (0.7, "#c9a777"), (0.82, "#dcb785"), (1, "#3b3a38")]
    art = Canvas(*LAND, "shipyard", air)
    art.glow(800, 900, 900, "#ffcf8c", 0.35, 420)
    with art.ink("#3a5661") as pen:
        for x in (150, 1450):
            pen.truss((x, 960), (x, 120), 70, 60, 14, 4)
        pen.truss((60, 120), (1540, 120), 74, 74, 22, 4)
        pen.line((800, 150), (800, 270), width=3)
    hull_dark, hull_light = "#8f2f22", "#c94f35"
    with art.ink([(0, "#22313b"), (0.5, "#1c2a33"), (0.9, "#17222a")]) as pen:
        side = curve([(800, 186), (640, 204), (520, 262), (468, 400), (476, 560)])
        pen.shape(*side, (800, 600), *[(1600 - x, y) for x, y in reversed(side)])
    with art.ink([(0, hull_light), (0.6, hull_light), (0.95, hull_dark)]) as pen:
        side = curve([(475, 545), (510, 680), (600, 800), (700, 872), (782, 934)])
        pen.shape(*side, *[(1600 - x, y) for x, y in reversed(side)], (1125, 545), (800, 570))
    with art.ink("#0f1a21", opacity=0.55, blur=3) as pen:
        right = [(800, 186), (960, 204), (1080, 262), (1132, 400), (1125, 545), (1090, 680)]
        pen.shape(*curve([*right, (1000, 800), (900, 872), (818, 934)]), (800, 934))
    with art.ink("#f2d3a0", opacity=0.5) as pen:
        pen.shape((797, 190), (803, 190), (806, 930), (794, 930))
    with art.ink("#e8e0cf", opacity=0.9) as pen:
        for row in range(9):
            y = 620 + row * 32
            pen.box(772 - (3 if row % 2 else 0), y, 14 if row % 2 else 9, 4)
        pen.disc(660, 360, 26)
    with art.ink("#1c2a33") as pen:
        pen.disc(660, 360, 17)
        pen.box(655, 350, 10, 64, 4)
    with art.ink("#101a20", opacity=0.35) as pen:
        for y in (300, 390, 480):
            pen.line(
                (505 if y > 350 else 528, y), (800, y + 24), (1095 if y > 350 else 1072, y), width=2
            )
        for y in (640, 730, 820):
            pen.line(
                (500 + (y - 640) * 0.6, y), (800, y + 22), (1100 - (y - 640) * 0.6, y), width=2
            )
    with art.ink([(0, "#e0c591"), (0.55, "#8a7350"), (0.8, "#4c3f30"), (1, "#2a241e")]) as pen:
        for x0, step in ((300, 1), (1300, -1)):
            for level in range(6):
                y = 940 - level * 118
                pen.line((x0 - 90 * step, y), (x0 + 165 * step, y), width=5)
                pen.line((x0 - 90 * step, y - 40), (x0 + 165 * step, y - 40), width=2)
            for post in range(4):
                x = x0 + (-90 + post * 85) * step
                pen.line((x, 1000), (x, 300), width=4)
            for level in range(5):
                y = 940 - level * 118
                a, b = ((-90, -5), (-5, 80))[level % 2]
                pen.line((x0 + a * step, y), (x0 + b * step, y - 118), width=2)
    with art.ink("#12100f") as pen:
        pen.shape((0, 1067), (0, 985), (1600, 985), (1600, 1067))
        for x in range(560, 1060, 70):
            pen.box(x, 925, 44, 62)
        for x, y, tall, pose, flip in (
            (330, 940, 78, STAND, False),
            (405, 822, 76, POINT_UP, False),
            (250, 704, 76, WALK, False),
            (1240, 822, 76, STAND, True),
            (1330, 940, 78, WALK, True),
            (1180, 586, 76, POINT_UP, True),
            (640, 990, 96, WALK, False),
            (930, 992, 98, STAND, True),
            (985, 990, 96, POINT_UP, True),
        ):
            person(pen, x, y, tall, pose, flip, helmet=True)
    for x, y in ((1196, 512), (424, 745)):
        art.glow(x, y, 170, "#9fd0ff", 0.8)
        art.glow(x, y, 46, "#ffffff", 1.0)
    with art.ink("#ffd08a", light=True) as pen:
        for x, y in ((1196, 512), (424, 745)):
            for _ in range(44):
                angle, far = art.random.uniform(0.1, math.pi - 0.1), art.random.uniform(14, 120)
                dx, dy = math.cos(angle) * far * 0.7, math.sin(angle) * far
                pen.line((x + dx * 0.6, y + dy * 0.6), (x + dx, y + dy), width=1.6)
    art.wash("#e8b878", Fade([(0, 0), (0.62, 0), (0.88, 0.28), (1, 0.05)]), mottle=0.8)
    with art.ink(mix("#ffe6b0", "#ffffff", 0.2)) as pen:
        for x in range(120, 1540, 130):
            pen.disc(x, 168, 4)
    for x in range(120, 1540, 130):
        art.glow(x, 170, 60, "#ffe0a0", 0.5)
    return art.finish()


def rail_yard() -> Image.Image:
    sky = [
        (0, "#44597c"),
        (0.25, "#8c8aa0"),
        (0.42, "#e8b493"),
        (0.52, "#fbd9a4"),
        (0.56, "#f6c88e"),
        (1, "#2c2a33"),
    ]
    art = Canvas(*LAND, "rail-yard", sky)
    horizon = 560
    art.glow(930, horizon, 700, "#ffdb9a", 0.8, 300)
    with art.ink("#fff3cf", blur=1.5) as pen:
        pen.disc(930, horizon - 14, 50)
    for y, wide in ((250, 260), (330, 330), (410, 280)):
        with art.ink("#f7cfa8", opacity=0.5, blur=7) as pen:
            for _ in range(4):
                pen.disc(
                    art.random.uniform(0, 1600),
                    y + art.random.uniform(-24, 24),
                    wide,
                    art.random.uniform(5, 10),
                )
    with art.ink("#8d7683", opacity=0.9) as pen:
        x = -20.0
        while x < 1620:
            wide, tall = art.random.uniform(40, 120), art.random.uniform(14, 90)
            pen.box(x, horizon - tall, wide, tall + 8)
            x += wide * 1.1
        for x in (250, 1360):
            pen.box(x, horizon - 170, 14, 170)
    with art.ink([(0.52, "#8c7468"), (0.62, "#5b5056"), (1, "#24242d")]) as pen:
        pen.box(0, horizon, 1600, 520)
    vanish = (930.0, float(horizon))

    def toward(x: float, y: float, share: float) -> tuple[float, float]:
        return x + (vanish[0] - x) * share, y + (vanish[1] - y) * share

    tracks = (-1500, -820, -260, 260, 800, 1380, 2100, 3000)
    with art.ink("#1d1c24", opacity=0.85) as pen:
        for track in tracks:
            for sleeper in range(46):
                near = 1 - 0.93**sleeper
                back = 1 - 0.93 ** (sleeper + 0.42)
                if near < 0.93:
                    pen.shape(
                        toward(track - 190, 1067, near),
                        toward(track + 190, 1067, near),
                        toward(track + 190, 1067, back),
                        toward(track - 190, 1067, back),
                    )
    shine = [(0.52, "#fff3d0"), (0.62, "#f3cf9f"), (0.8, "#a9a0a8"), (1, "#7d7f90")]
    with art.ink(shine) as pen:
        for track in tracks:
            for rail in (-120, 120):
                a = track + rail
                pen.shape(
                    toward(a - 9, 1067, 0),
                    toward(a + 9, 1067, 0),
                    toward(a + 9, 1067, 0.985),
                    toward(a - 9, 1067, 0.985),
                )
        start, end = toward(260 + 120, 1067, 0.25), toward(800 - 120, 1067, 0.72)
        start2, end2 = toward(260 - 120, 1067, 0.2), toward(800 - 360, 1067, 0.7)
        for a, b in ((start, end), (start2, end2)):
            pen.shape((a[0] - 7, a[1]), (a[0] + 7, a[1]), (b[0] + 2, b[1]), (b[0] - 2, b[1]))
    with art.ink([(0.3, "#3a3442"), (0.7, "#1d1b25")]) as pen:
        for track, first, count in ((-820, 0.38, 7), (2100, 0.5, 6)):
            for wagon in reversed(range(count)):
                near = 1 - (1 - first) * 0.76**wagon
                back = 1 - (1 - first) * 0.76 ** (wagon + 0.92)
                pen.shape(
                    toward(track + 190, 1000, near),
                    toward(track + 190, 1000, back),
                    toward(track + 190, 420, back),
                    toward(track + 190, 420, near),
                )
                pen.shape(
                    toward(track - 190, 1000, near),
                    toward(track + 190, 1000, near),
                    toward(track + 190, 420, near),
                    toward(track - 190, 420, near),
                )
    with art.ink("#ffcf96", opacity=0.5, blur=1) as pen:
        for track, first, count, side in ((-820, 0.38, 7, 190), (2100, 0.5, 6, -190)):
            for wagon in range(count):
                near = 1 - (1 - first) * 0.76**wagon
                back = 1 - (1 - first) * 0.76 ** (wagon + 0.92)
                pen.shape(
                    toward(track + side, 420, near),
                    toward(track + side, 420, back),
                    toward(track + side, 446, back),
                    toward(track + side, 446, near),
                )
    with art.ink("#1b1a24") as pen:
        for x, y, tall in ((560, 700, 330), (1290, 660, 240)):
            pen.box(x - 5, y - tall, 10, tall)
            pen.box(x - 20, y - tall - 6, 40, 96, 12)
            pen.box(x - 26, y - 6, 52, 10)
            pen.line((x - 60, y - tall + 110), (x + 60, y - tall + 110), width=4)
        for x, share in (
            (-700, 0.42),
            (2500, 0.42),
            (-700, 0.62),
            (2500, 0.62),
            (-700, 0.76),
            (2500, 0.76),
        ):
            left = toward(x, 1067, share)
            size = 1 - share
            pen.box(left[0] - 7 * size, left[1] - 1000 * size, 14 * size, 1000 * size)
        for share in (0.42, 0.62, 0.76):
            a, b = toward(-700, 1067 - 960, share), toward(2500, 1067 - 960, share)
            size = 1 - share
            a, b = (
                (a[0], toward(0, 1067, share)[1] - 960 * size),
                (b[0], toward(0, 1067, share)[1] - 960 * size),
            )
            pen.truss(a, b, 60 * size, 60 * size, 30, max(1.2, 5 * size))
    with art.ink("#ff4c36") as pen:
        pen.disc(560, 392, 11)
    with art.ink("#5fe0a0") as pen:
        pen.disc(1290, 470, 9)
    art.glow(560, 392, 80, "#ff4c36", 0.9)
    art.glow(1290, 470, 70, "#5fe0a0", 0.8)
    with art.ink("#0f0f16", opacity=0.5, blur=6) as pen:
        pen.shape((742, 985), (790, 985), (700, 1067), (560, 1067))
    with art.ink("#111119") as pen:
        person(pen, 770, 988, 330, WALK, flip=True, helmet=True)
        pen.line((727, 815), (722, 846), width=3)
        pen.box(708, 846, 28, 40, 6)
    with art.rim("#ffd9a0", 5, -3, blur=1.4) as pen:
        person(pen, 770, 988, 330, WALK, flip=True, helmet=True)
    with art.ink("#fff2c8") as pen:
        pen.box(713, 854, 18, 24, 5)
    art.glow(722, 866, 130, "#ffe2a0", 0.8)
    art.wash(
        "#fbd9a4",
        Fade([(0, 0), (0.44, 0.1), (0.53, 0.4), (0.62, 0.1), (0.8, 0), (1, 0)]),
        mottle=0.5,
    )
    return art.finish(vignette=0.32)
