"""Pictures of hot and hard metal: welding, turning, pouring."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen, Point, curve
from newsroom.demo.artwork.people import (
    POINT_UP,
    STAND,
    person,
)

LAND = (1600, 1067)


def welding() -> Image.Image:
    art = Canvas(*LAND, "welding", [(0, "#0d1522"), (0.6, "#16202f"), (1, "#090c12")])
    spot = (930, 668)
    art.glow(*spot, 1150, "#2f66b4", 0.7, power=1.5)
    with art.ink("#1c2a42", opacity=0.75) as pen:
        for x in range(60, 1600, 230):
            pen.box(x, 0, 46, 1067)
        pen.truss((-20, 120), (1640, 120), 52, 52, 26, 5)
    art.glow(*spot, 640, "#86b8ff", 0.7)
    table = 806
    pipe = [
        (0.58, "#5f7ea8"),
        (0.62, "#dbe9ff"),
        (0.66, "#6f8fbb"),
        (0.74, "#22304a"),
        (0.76, "#3a4c6b"),
    ]
    with art.ink([(0.74, "#232c3b"), (0.8, "#131924")]) as pen:
        pen.box(560, table, 1100, 46, 4)
        pen.box(660, table + 46, 52, 300)
        pen.box(1440, table + 46, 52, 300)
    with art.ink(pipe) as pen:
        pen.box(760, 668, 640, 138)
        pen.disc(1400, 737, 34, 69)
    with art.ink("#0b111c") as pen:
        pen.disc(1402, 737, 25, 55)
        pen.box(928, 664, 6, 142)
    with art.ink("#ff7b2e", blur=3) as pen:
        pen.line((931, 668), (931, 790), width=7)
    with art.ink(
        "#0a0e16", opacity=0.65, fade=Fade([(0, 0), (0.6, 0), (0.88, 1), (1, 1)], across=True)
    ) as pen:
        pen.box(930, 668, 470, 138)

    def welder(pen: Pen) -> None:
        back = [(140, 1067), (176, 840), (250, 650), (350, 540), (460, 486), (560, 490)]
        pen.shape(*curve(back), (640, 545), (672, 650), (650, 860), (690, 1067))
        pen.limb((560, 590), (640, 764), 160, 112)
        pen.limb((640, 764), (818, 716), 112, 78)
        pen.limb((806, 720), (858, 700), 86, 60)
        pen.limb((842, 706), (924, 668), 20, 10)
        pen.limb((500, 520), (560, 420), 140, 120)
        pen.disc(566, 366, 116, 128)
        pen.shape((590, 244), (700, 300), (744, 470), (640, 530), (560, 480))

    with art.ink([(0, "#0a0f19"), (1, "#06080d")]) as pen:
        welder(pen)
    with art.ink("#12203a") as pen:
        pen.shape((598, 262), (690, 308), (730, 462), (640, 512), (610, 420))
    with art.rim(
        "#9fc6ff",
        8,
        7,
        blur=2,
        fade=Fade([(0, 0.2), (0.3, 0.6), (0.42, 1), (1, 0.75)], across=True),
    ) as pen:
        welder(pen)
    with art.ink("#bfe0ff") as pen:
        pen.shape((650, 352), (704, 344), (716, 392), (662, 404))
    art.glow(684, 374, 130, "#5f9ffa", 0.8)
    art.glow(*spot, 330, "#d5e6ff", 0.85)
    art.glow(*spot, 120, "#ffffff", 1.0)
    trails = []
    for _ in range(420):
        angle = art.random.choice((art.random.gauss(-0.35, 0.5), art.random.gauss(-1.5, 0.95)))
        speed = 60 + abs(art.random.gauss(0, 1)) * 300
        begin, chance = art.random.uniform(0.1, 1.25), art.random.random()
        path: list[Point] = []
        for step in range(6):
            t = begin + step * 0.03
            x = spot[0] + math.cos(angle) * speed * t
            y = spot[1] + math.sin(angle) * speed * t + 330 * t * t
            if y > table and x < 1560 and path and path[-1][1] <= table:
                break
            path.append((x, y))
        if len(path) > 1 and path[0][0] > 690:
            trails.append((path, chance))
    for colour, wide, share, glow in (
        ("#ff7a22", 5.2, 1.0, 4),
        ("#ffbf62", 2.3, 1.0, 0),
        ("#fff4d8", 1.3, 0.6, 0),
    ):
        with art.ink(colour, light=True, blur=glow, opacity=0.9) as pen:
            for path, chance in trails:
                if chance < share:
                    pen.line(*path, width=wide * (0.45 + chance * 0.7))
    with art.ink("#ffb860", light=True) as pen:
        for _ in range(80):
            pen.disc(
                art.random.gauss(960, 230),
                table - art.random.uniform(0, 3),
                art.random.uniform(1, 3),
            )
    art.glow(950, table + 4, 420, "#ff8a3a", 0.4, 50)
    return art.finish(vignette=0.45)


def lathe() -> Image.Image:
    art = Canvas(*LAND, "lathe", [(0, "#20332f"), (0.5, "#2f4a43"), (1, "#101a18")])
    art.glow(1120, 150, 1000, "#d9c88f", 0.4, 560)
    with art.ink("#182824", opacity=0.8, blur=16) as pen:
        pen.box(0, 760, 1600, 90)
    enamel = [(0, "#3c5f54"), (0.3, "#6d9584"), (0.42, "#4a6f62"), (0.9, "#1d302b"), (1, "#182824")]
    with art.ink(enamel) as pen:
        pen.box(-40, 70, 270, 900, 34)
    bright = [
        (0.1, "#15191b"),
        (0.22, "#4d565a"),
        (0.3, "#c9d1d3"),
        (0.345, "#ffffff"),
        (0.4, "#a9b3b6"),
        (0.55, "#4b5458"),
        (0.72, "#171b1d"),
        (0.8, "#3a4246"),
        (0.86, "#15191b"),
    ]
    with art.ink(bright) as pen:
        pen.box(230, 210, 60, 620, 6)
        pen.box(290, 130, 220, 780, 16)
    with art.ink("#0d1011", opacity=0.6) as pen:
        for x in (306, 322, 486):
            pen.box(x, 132, 3, 776)
        pen.box(392, 470, 44, 44, 4)
    jaw = [
        (0.2, "#2a3033"),
        (0.33, "#dfe5e6"),
        (0.42, "#7d878b"),
        (0.6, "#2f3639"),
        (0.7, "#181c1e"),
    ]
    with art.ink(jaw) as pen:
        for top, foot in ((250, 372), (692, 800)):
            pen.box(510, top, 56, foot - top, 4)
        pen.box(566, 300, 62, 72, 4)
        pen.box(566, 692, 62, 66, 4)
        pen.box(510, 452, 150, 116, 6)
    with art.ink("#0c1011", opacity=0.5) as pen:
        for x in range(524, 660, 17):
            pen.box(x, 452, 4, 116)
    rough = [
        (0.3, "#3a2c26"),
        (0.36, "#8b6a55"),
        (0.4, "#b58d70"),
        (0.48, "#6d4f40"),
        (0.6, "#33251f"),
        (0.66, "#1c1412"),
        (0.7, "#4a382f"),
    ]
    with art.ink(rough) as pen:
        pen.box(600, 340, 470, 384)
    with art.ink("#1a110d", opacity=0.35, mottle=1) as pen:
        for _ in range(420):
            pen.disc(
                art.random.uniform(600, 1070),
                art.random.uniform(345, 720),
                art.random.uniform(1, 9),
                art.random.uniform(1, 3),
            )
    with art.ink(jaw) as pen:
        pen.box(566, 460, 74, 100, 4)
    smooth = [
        (0.36, "#2c3336"),
        (0.385, "#aeb8bb"),
        (0.41, "#ffffff"),
        (0.44, "#d5dcdd"),
        (0.5, "#7f8a8e"),
        (0.57, "#2e3639"),
        (0.6, "#14181a"),
        (0.62, "#69757a"),
    ]
    with art.ink(smooth) as pen:
        pen.box(1066, 384, 560, 296)
    with art.ink("#0e1213", opacity=0.16) as pen:
        for x in range(1072, 1600, 6):
            pen.box(x, 384, 1.6, 296)
    with art.ink("#f2c27a", opacity=0.4, blur=10) as pen:
        pen.shape((1066, 340), (1078, 384), (1078, 680), (1066, 724))
    with art.ink("#ffd48c", opacity=0.85, blur=1.5) as pen:
        pen.shape((1064, 340), (1070, 384), (1070, 680), (1064, 724))
    with art.ink([(0.6, "#56656a"), (0.7, "#2a3336"), (1, "#111617")]) as pen:
        pen.shape((1098, 1067), (1098, 800), (1130, 766), (1380, 766), (1410, 800), (1410, 1067))
    with art.ink([(0.6, "#93a1a6"), (0.75, "#3b474b")]) as pen:
        pen.shape((1082, 700), (1130, 690), (1400, 786), (1400, 862), (1120, 862))
    with art.ink("#e2b63f") as pen:
        pen.shape((1070, 676), (1126, 690), (1146, 742), (1096, 752))
    with art.ink("#0d1112") as pen:
        pen.disc(1114, 716, 9)
        for x in (1180, 1256, 1332):
            pen.box(x - 22, 748, 44, 40, 5)
    _chip(art)
    art.glow(1072, 676, 150, "#ffe9b4", 0.9)
    with art.ink("#fff0c8", light=True) as pen:
        for _ in range(50):
            angle, far = art.random.uniform(2.0, 4.4), art.random.uniform(20, 170)
            x, y = 1070 + math.cos(angle) * far, 676 + math.sin(angle) * far * 0.8
            pen.line((x, y), (x + math.cos(angle) * 15, y + math.sin(angle) * 12), width=1.5)
    return art.finish(vignette=0.45)


def _chip(art: Canvas) -> None:
    """The ribbon that the tool peels off: back halves of its turns first, then the front."""
    turns, steps = 9, 44
    points = []
    for step in range(turns * steps + 1):
        t = step / (turns * steps)
        angle = step / steps * 2 * math.pi
        radius = 26 + 54 * min(1, t * 2.5)
        middle_x = 1052 - 470 * t**0.8
        middle_y = 700 + 240 * t + 130 * t * t
        x = middle_x + math.cos(angle) * radius * 0.5
        points.append((x, middle_y + math.sin(angle) * radius))
    halves: tuple[list[list[tuple[float, float]]], ...] = ([], [])
    for half in range(turns * 2):
        first = half * steps // 2
        halves[half % 2].append(points[first : first + steps // 2 + 1])
    with art.ink("#050807", opacity=0.5, blur=14) as pen:
        pen.line(*[(x - 26, y + 40) for x, y in points], width=24)
    for colour, group, wide in (("#3d4f78", halves[0], 19), ("#c98a3c", halves[1], 21)):
        with art.ink(colour) as pen:
            for half in group:
                pen.line(*half, width=wide, round_ends=True)
    with art.ink("#7f97c9") as pen:
        for half in halves[0]:
            pen.line(*[(x + 3, y) for x, y in half[6:16]], width=4)
    with art.ink("#ffe3a6") as pen:
        for half in halves[1]:
            pen.line(*[(x - 4, y - 1) for x, y in half[5:17]], width=6)


def steel_pour() -> Image.Image:
    art = Canvas(*LAND, "steel-pour", [(0, "#140d10"), (0.5, "#24120f"), (1, "#0c0808")])

    def crew(pen: Pen) -> None:
        person(pen, 380, 960, 540, STAND, helmet=True, coat=True)
        person(pen, 150, 945, 360, POINT_UP, helmet=True, coat=True)

    stream_x, lip, pool = 930, 392, 860
    art.glow(stream_x, 720, 1150, "#a8320f", 0.75, power=1.7)
    art.glow(stream_x, 800, 700, "#ff7a22", 0.6)
    with art.ink("#2d1713") as pen:
        for x in range(-20, 1640, 260):
            pen.box(x, 0, 52, 1067)
        pen.truss((0, 90), (1600, 90), 70, 70, 20, 8)
    with art.ink("#3d1d15", opacity=0.8) as pen:
        pen.truss((0, 250), (420, 250), 40, 40, 8, 5)
    art.wash(
        "#ff8d3a", Fade([(0, 0), (0.35, 0.05), (0.8, 0.22), (1, 0.05)]), light=True, mottle=0.95
    )
    with art.ink([(0, "#1a1112"), (0.2, "#38201a"), (0.36, "#4a271b")]) as pen:
        pen.shape(
            (900, 380), (960, 120), (1440, 60), (1500, 120), (1430, 470), (1360, 520), (1060, 520)
        )
        pen.shape((860, 372), (960, 330), (1000, 420), (930, 412))
        pen.box(1180, -10, 60, 200)
    with art.ink("#0d0909") as pen:
        pen.disc(1210, 270, 66)
        for y in (150, 400):
            pen.shape((940, y), (1490, y - 50), (1486, y - 20), (942, y + 28))
        pen.shape((1120, -20), (1300, -20), (1240, 290), (1180, 290))
    with art.ink("#8c4321") as pen:
        pen.disc(1210, 270, 26)
    with art.ink("#ff9a3d", blur=3) as pen:
        pen.line((902, 376), (1058, 518), width=7)
        pen.line((1058, 520), (1360, 520), width=4)
    with art.ink("#0f0b0b") as pen:
        pen.shape((640, 850), (1230, 850), (1180, 1067), (690, 1067))
    with art.ink([(0.76, "#ffd070"), (0.86, "#ff8a26")]) as pen:
        pen.disc(935, 852, 290, 40)
    with art.ink("#fff7d6", blur=4) as pen:
        pen.disc(935, 852, 210, 22)
    path = []
    for step in range(15):
        t = step / 14
        path.append((868 + 62 * min(1, t * 2.4) ** 0.6, lip - 14 + (pool - lip) * t**1.5))
    for colour, wide, blur, strength in (
        ("#ff5a14", 96, 24, 0.75),
        ("#ff9a2e", 52, 5, 1.0),
        ("#ffd873", 34, 2, 1.0),
        ("#fffbe8", 17, 1.5, 1.0),
    ):
        with art.ink(colour, opacity=strength, blur=blur) as pen:
            pen.line(*path, width=wide, round_ends=True)
    art.glow(stream_x, pool, 360, "#fff0b0", 0.85, 240)
    for colour, count, wide in (("#ff8a2a", 240, 3.4), ("#ffe2a0", 170, 1.7)):
        with art.ink(colour, light=True, blur=1 if wide > 2 else 0) as pen:
            for _ in range(count):
                angle = art.random.gauss(-math.pi / 2, 0.75)
                speed = 120 + abs(art.random.gauss(0, 1)) * 330
                t = art.random.uniform(0.3, 1.1)
                trail = []
                for step in range(4):
                    s = t + step * 0.035
                    trail.append(
                        (
                            stream_x + math.cos(angle) * speed * s,
                            pool - 10 + math.sin(angle) * speed * s + 260 * s * s,
                        )
                    )
                pen.line(*trail, width=wide)
    with art.ink("#080506") as pen:
        pen.shape((0, 1067), (0, 930), (600, 950), (620, 1067))
        crew(pen)
        pen.box(1400, 800, 200, 300)
        pen.line((1340, 800), (1600, 800), width=8)
        pen.line((1340, 740), (1600, 740), width=6)
        for x in (1360, 1460, 1560):
            pen.box(x, 740, 7, 200)
    with art.rim("#ff8a34", 9, 5, blur=1.8) as pen:
        crew(pen)
    with art.ink("#ff9440", blur=1.6, opacity=0.8) as pen:
        pen.line((0, 931), (600, 951), width=3)
    return art.finish(vignette=0.45)
