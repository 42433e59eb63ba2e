"""Pictures of the river: the port, the bridge, the ferry."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.parts import hills
from newsroom.demo.artwork.pen import Pen
from newsroom.demo.artwork.people import POINT_UP, STAND, WALK, person

LAND = (1600, 1067)


def port_dusk() -> Image.Image:
    sky = [
        (0, "#1d2547"),
        (0.22, "#473a68"),
        (0.42, "#a3556b"),
        (0.56, "#ec8a5e"),
        (0.63, "#f9c987"),
        (1, "#f9c987"),
    ]
    art = Canvas(*LAND, "port-dusk", sky)
    water = 690
    art.glow(700, 668, 620, "#ffb066", 0.55, 330)
    with art.ink("#ffe9b8", blur=2) as pen:
        pen.disc(700, 640, 54)
    for height, colour, strength in (
        (0.28, "#6d456c", 0.55),
        (0.36, "#c0626c", 0.5),
        (0.43, "#f2a074", 0.5),
    ):
        with art.ink(colour, opacity=strength, blur=7) as pen:
            for _ in range(6):
                x, wide = art.random.uniform(-100, 1500), art.random.uniform(240, 620)
                y = height * 1067 + art.random.uniform(-34, 34)
                pen.disc(x, y, wide / 2, art.random.uniform(5, 13))
    with art.ink([(0, "#8d5470"), (0.6, "#a96370"), (0.66, "#d98b70")]) as pen:
        hills(pen, art, water - 10, 78, 0.7)
    with art.ink([(0, "#5e4262"), (0.6, "#744b64"), (0.66, "#9d6468")]) as pen:
        hills(pen, art, water + 4, 46, 3.4)
        for x in range(40, 560, 26):
            pen.box(x, water - art.random.uniform(16, 58), 20, 80)
        for x in (170, 196, 470):
            pen.box(x, water - 128, 8, 130)
    with art.ink("#35284b") as pen:
        for x, y, size, lift, flip in ((560, 700, 250, 0.9, -1), (880, 700, 300, 0.35, 1)):
            _portal_crane(pen, x, y, size, lift, flip)
    with art.ink([(0, "#241d3c"), (0.7, "#1b1733")]) as pen:
        _portal_crane(pen, 1170, 706, 560, 0.75, -1)
        _portal_crane(pen, 1440, 712, 640, 0.25, 1)
    with art.ink("#1b1733") as pen:
        pen.shape((60, 700), (96, 640), (560, 640), (600, 612), (640, 612), (612, 700))
        pen.box(120, 560, 92, 84)
        pen.box(132, 528, 68, 40)
        pen.box(158, 486, 22, 46)
        pen.line((146, 530), (146, 470), width=3)
        pen.line((590, 616), (590, 560), width=3)
        for column, x in enumerate(range(240, 540, 50)):
            for row in range((2, 3, 3, 1, 2, 3)[column]):
                pen.box(x, 618 - row * 24, 46, 22)
        pen.box(0, 696, 1600, 20)
        for x in range(980, 1600, 52):
            for row in range(art.random.choice((0, 1, 1, 2))):
                pen.box(x, 674 - row * 24, 48, 23)
    art.mirror(716, 1067 - 716, 5, "#1a1838", 0.3, squash=1.25)
    art.wash("#12142e", Fade([(0, 0.0), (0.68, 0.0), (1, 0.62)]))
    with art.ink("#ffc98a", opacity=0.5, blur=1.2) as pen:
        for _ in range(150):
            y = 730 + art.random.random() ** 1.6 * 300
            spread = 26 + (y - 700) * 0.5
            x = art.random.gauss(700, spread)
            pen.box(x, y, art.random.uniform(14, 60), art.random.uniform(1, 2.6), 1)
    lamps = [(166, 546), (148, 572), (172, 572), (196, 572), (590, 560), (1062, 418), (1084, 418)]
    lamps += [(861, 100), (1204, 186), (1350, 350), (1370, 350), (1180, 668), (1496, 664)]
    with art.ink("#ffe2a0") as pen:
        for x, y in lamps:
            pen.disc(x, y, 3.4)
    for x, y in lamps:
        art.glow(x, y, 46, "#ffb45e", 0.7)
        art.glow(x, 716 + (716 - y) * 0.75, 14, "#ff9e50", 0.35, 60)
    with art.ink("#0d0c1f") as pen:
        pen.shape((0, 1067), (0, 985), (620, 1012), (640, 1067))
        pen.box(250, 930, 46, 74)
        pen.disc(273, 930, 38, 16)
        pen.disc(273, 1000, 60, 14)
        person(pen, 420, 1004, 150, STAND, helmet=True)
        person(pen, 478, 1006, 146, POINT_UP, helmet=True)
    return art.finish()


def _portal_crane(pen: Pen, x: float, y: float, size: float, lift: float, flip: int) -> None:
    """A level-luffing crane whose feet stand at (x, y)."""

    def at(right: float, up: float) -> tuple[float, float]:
        return x + right * size * flip, y - up * size

    for foot in (-0.22, 0.22):
        pen.line(at(foot, 0), at(foot * 0.62, 0.34), width=size * 0.034)
        pen.box(x + foot * size - size * 0.06, y - size * 0.03, size * 0.12, size * 0.03)
    pen.line(at(-0.16, 0.33), at(0.16, 0.33), width=size * 0.04)
    pen.line(at(-0.18, 0.18), at(0.18, 0.18), width=size * 0.014)
    pen.truss(at(0, 0.34), at(0, 0.5), size * 0.12, size * 0.12, 2, size * 0.012)
    house = (at(-0.2, 0.46), at(0.13, 0.46), at(0.13, 0.62), at(0.02, 0.62), at(-0.2, 0.58))
    pen.shape(*house)
    pen.shape(at(0.13, 0.47), at(0.23, 0.47), at(0.21, 0.57), at(0.13, 0.57))
    pen.truss(at(-0.02, 0.6), at(-0.06, 0.93), size * 0.09, size * 0.03, 5, size * 0.008)
    tip = at(0.5 + 0.22 * (1 - lift), 0.78 + lift * 0.42)
    pen.truss(at(0.08, 0.58), tip, size * 0.07, size * 0.02, 12, size * 0.008)
    pen.line(at(-0.06, 0.93), tip, width=size * 0.008)
    pen.line(at(-0.06, 0.93), at(-0.26, 0.66), width=size * 0.012)
    pen.box(min(at(-0.31, 0)[0], at(-0.21, 0)[0]), at(0, 0.7)[1], size * 0.1, size * 0.09)
    hook = (tip[0], y - size * 0.42)
    pen.line(tip, hook, width=size * 0.006)
    pen.shape(
        (hook[0] - size * 0.05, hook[1] + size * 0.09),
        (hook[0], hook[1]),
        (hook[0] + size * 0.05, hook[1] + size * 0.09),
        (hook[0], hook[1] + size * 0.11),
    )


def bridge() -> Image.Image:
    dawn = [(0, "#8fb3c4"), (0.35, "#c3d3d0"), (0.6, "#f3dfc3"), (0.75, "#f0cfa8"), (1, "#c9c5b8")]
    art = Canvas(2000, 1000, "bridge", dawn)
    art.glow(1000, 560, 820, "#ffdca8", 0.5, 300)
    deck, water = 560, 735
    for base, rise, seed, colour in (
        (680, 130, 1.1, "#b9c6c6"),
        (705, 90, 4.0, "#9eb2b7"),
        (725, 52, 2.2, "#86a0a8"),
    ):
        with art.ink(colour, opacity=0.75, fade=Fade([(0, 1), (0.62, 1), (0.75, 0.2)])) as pen:
            hills(pen, art, base, rise, seed)
    with art.ink("#7c96a0", opacity=0.6) as pen:
        for x in range(0, 420, 30):
            pen.box(x, water - 30 - art.random.uniform(0, 70), 24, 110)
        for x in range(1560, 2000, 30):
            pen.box(x, water - 26 - art.random.uniform(0, 110), 24, 140)
    towers = (560, 1440)

    def arch(x: float) -> float:
        return deck - 16 * (1 - ((x - 1000) / 1000) ** 2)

    with art.ink("#44606e", opacity=0.8) as pen:
        for tower in towers:
            for side in (-1, 1):
                for strand in range(1, 16):
                    reach = tower + side * strand * 28.6
                    pen.line((tower, 130 + strand * 13), (reach, arch(reach)), width=1.7)
    with art.ink([(0, "#3d5866"), (0.5, "#2d4655"), (0.75, "#4a6470")]) as pen:
        for tower in towers:
            pen.shape(
                (tower - 9, 96),
                (tower + 9, 96),
                (tower + 16, 520),
                (tower + 40, 600),
                (tower + 26, 760),
                (tower - 26, 760),
                (tower - 40, 600),
                (tower - 16, 520),
            )
        top = [(x, arch(x)) for x in range(-20, 2021, 20)]
        below = [(x, arch(x) + 21) for x in range(2020, -21, -20)]
        pen.shape(*top, *below)
        for x in (90, 290):
            for pier in (x, 2000 - x):
                pen.box(pier - 12, deck, 24, 200)
    with art.ink("#e8eef0", opacity=0.65) as pen:
        for tower in towers:
            pen.shape((tower - 9, 96), (tower - 4, 96), (tower - 9, 520), (tower - 16, 520))
    with art.ink("#c8452f") as pen:
        pen.box(992, arch(1000) - 2, 16, 25)
        for tower in towers:
            pen.box(tower - 2, 62, 4, 36)
    with art.ink("#22323c") as pen:
        for x, pose, flip in (
            (928, STAND, False),
            (944, POINT_UP, False),
            (962, WALK, False),
            (1040, WALK, True),
            (1062, STAND, True),
            (1080, POINT_UP, True),
            (1108, STAND, True),
            (905, STAND, False),
        ):
            person(pen, x, arch(x) + 1, 34, pose, flip, helmet=True)
        for x in (820, 1180):
            pen.box(x - 4, arch(x) - 44, 6, 46)
            pen.truss((x, arch(x) - 40), (1000 + (x - 1000) * 0.2, arch(1000) - 62), 14, 5, 9, 1.6)
    art.mirror(water, 1000 - water, 4, "#9fb4b6", 0.34, squash=1.9)
    art.wash(
        "#f4e6d0",
        Fade([(0, 0), (0.55, 0), (0.72, 0.8), (0.76, 0.72), (0.9, 0.1), (1, 0)]),
        mottle=0.75,
    )
    art.wash("#5f7f8c", Fade([(0, 0), (0.8, 0), (1, 0.45)]))
    with art.ink("#2b3f49") as pen:
        pen.shape((1180, 858), (1208, 836), (1420, 836), (1452, 822), (1440, 858))
        pen.box(1224, 802, 48, 36)
        pen.box(1290, 818, 110, 20)
    with art.ink("#fbf1dd", opacity=0.7, blur=1) as pen:
        for step in range(26):
            pen.box(1440 - step * 26 + art.random.uniform(-14, 14), 858 + step * 1.1, 70, 1.6, 1)
    return art.finish(vignette=0.22)


def ferry_fog() -> Image.Image:
    mist = [(0, "#c9d2cf"), (0.4, "#dfe0d6"), (0.6, "#e9e2d2"), (1, "#93a9a8")]
    art = Canvas(*LAND, "ferry-fog", mist)
    art.glow(980, 330, 420, "#fff3d6", 0.7)
    with art.ink("#f7d9ae", opacity=0.95, blur=2) as pen:
        pen.disc(980, 330, 78)
    for base, rise, seed, colour, strength in (
        (600, 190, 5.2, "#b9c6c3", 0.7),
        (640, 120, 2.9, "#a3b5b3", 0.6),
    ):
        with art.ink(
            colour, opacity=strength, blur=5, fade=Fade([(0, 1), (0.45, 1), (0.6, 0)])
        ) as pen:
            hills(pen, art, base, rise, seed)
    art.wash("#7f9a9b", Fade([(0, 0), (0.56, 0), (0.66, 0.25), (1, 0.85)]))
    with art.ink([(0, "#40565b"), (0.62, "#33494f"), (0.72, "#5d767a")]) as pen:
        pen.shape((500, 640), (1150, 628), (1186, 640), (1120, 728), (566, 728))
        pen.box(560, 560, 520, 90)
        pen.box(610, 500, 420, 64)
        pen.shape((560, 560), (1096, 556), (1096, 566), (560, 570))
        pen.shape((600, 500), (1046, 496), (1046, 505), (600, 508))
        pen.box(880, 440, 110, 60)
        pen.box(868, 434, 136, 8)
        pen.box(760, 430, 52, 72)
        pen.line((935, 440), (935, 330), width=4)
        pen.line((935, 350), (1180, 634), width=2)
        pen.line((935, 350), (640, 498), width=2)
        for x in (470, 490):
            pen.line((x + 60, 640), (x + 60, 600), width=3)
        for x in range(640, 900, 21):
            if art.random.random() < 0.8:
                tall = art.random.uniform(50, 60)
                person(
                    pen,
                    x + art.random.uniform(-5, 5),
                    502,
                    tall,
                    art.random.choice((STAND, STAND, WALK)),
                )
    with art.ink("#f6dca4") as pen:
        for x in range(584, 1050, 52):
            pen.box(x, 580, 34, 30, 4)
        pen.box(894, 454, 32, 24, 2)
        pen.box(942, 454, 32, 24, 2)
    for x in range(600, 1060, 52):
        art.glow(x, 596, 70, "#ffd792", 0.22)
    with art.ink("#b8402c") as pen:
        pen.box(760, 444, 52, 16)
        pen.shape((520, 668), (1166, 660), (1158, 676), (530, 684))
    with art.ink("#3b5156") as pen:
        for x in range(584, 1050, 52):
            if art.random.random() < 0.55:
                pen.disc(x + 12 + art.random.uniform(0, 8), 600, 6)
                pen.box(x + 4, 604, 22, 8, 3)
    art.glow(935, 332, 130, "#fff0c0", 0.9)
    art.mirror(728, 1067 - 728, 7, "#a9bab7", 0.5, squash=1.1)
    art.wash(
        "#e6e5db",
        Fade([(0, 0.2), (0.3, 0.05), (0.5, 0.15), (0.67, 0.72), (0.74, 0.6), (0.9, 0.1), (1, 0)]),
        mottle=0.85,
    )
    art.wash(
        "#e9e7de", Fade([(0, 0.75), (0.3, 0.1), (0.75, 0.1), (1, 0.7)], across=True), mottle=0.8
    )
    with art.ink("#eef0ea", opacity=0.55, blur=1) as pen:
        for _ in range(46):
            y = art.random.uniform(770, 1040)
            pen.box(art.random.gauss(860, 420), y, art.random.uniform(40, 190), 1.8, 1)
    with art.ink("#55696c", opacity=0.8) as pen:
        for x, y, span in ((300, 300, 26), (352, 268, 20), (412, 322, 16)):
            pen.line((x - span, y - span * 0.4), (x, y), (x + span, y - span * 0.5), width=2.6)
    return art.finish(vignette=0.2)
