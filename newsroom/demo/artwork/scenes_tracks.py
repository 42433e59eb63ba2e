"""Pictures of ways: the tunnel, the rail yard, the running track."""

import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade, Pen, mix
from newsroom.demo.artwork.people import RUN, RUN_LAND, STAND, WALK, person

LAND = (1600, 1067)


def tunnel() -> Image.Image:
    art = Canvas(*LAND, "tunnel", [(0, "#0a1013"), (1, "#07090b")])
    centre = (800.0, 520.0)
    rings = 22

    def place(depth: float) -> tuple[float, float, float]:
        """Centre and radius of the lining at a depth from 0 (near) to 1 (far)."""
        share = 1 - (1 - depth) ** 3.1
        radius = 900 * (1 - share) + 66 * share
        return centre[0] + 26 * share, centre[1] - 16 * share + 40 * (1 - share), radius

    with art.paint() as pen:
        for ring in range(rings):
            x, y, radius = place(ring / rings)
            _, _, inner = place((ring + 1) / rings)
            lit = (ring / rings) ** 1.5
            shade, light = (
                "#1a262a" if ring % 2 else "#212f33",
                "#f2dca6" if ring > 16 else "#93a08f",
            )
            pen.dip(mix(shade, light, lit * 0.85))
            pen.disc(x, y, radius)
            pen.dip(mix("#0e1518", "#c9b98c", lit * 0.6))
            pen.arc(x, y, radius, 0, 360, max(1.2, radius * 0.008))
            for joint in range(6):
                angle = math.radians(joint * 60 + (24 if ring % 2 else 0) + 8)
                cos, sin = math.cos(angle), math.sin(angle)
                pen.line((x + cos * radius, y + sin * radius), (x + cos * inner, y + sin * inner),
                         width=max(1, radius * 0.006))  # fmt: skip
            for bolt in range(18):
                angle, far = math.radians(bolt * 20 + ring * 7), radius * 0.965
                pen.disc(x + math.cos(angle) * far, y + math.sin(angle) * far, radius * 0.01)
    x, y, radius = place(1)
    with art.ink("#fff6da") as pen:
        pen.disc(x, y, radius)
    art.glow(x, y, 620, "#ffdf9a", 0.75)
    art.glow(x, y, 200, "#fff7e0", 1.0)

    def floor(offset: float, depth: float, down: float = 0.62) -> tuple[float, float]:
        cx, cy, r = place(depth)
        return cx + offset * r, cy + down * r

    with art.ink([(0.5, "#6d6549"), (0.7, "#2a2d2b"), (1, "#14181a")]) as pen:
        pen.shape(
            *[floor(-0.8, d / 40) for d in range(41)],
            *[floor(0.8, d / 40) for d in range(40, -1, -1)],
        )
    with art.ink("#0f1314") as pen:
        for sleeper in range(44):
            a, b = sleeper / 44, (sleeper + 0.45) / 44
            pen.shape(floor(-0.42, a), floor(0.42, a), floor(0.42, b), floor(-0.42, b))
    with art.ink([(0.5, "#fff0c4"), (0.8, "#8d9694"), (1, "#56605f")]) as pen:
        for rail in (-0.3, 0.3):
            pen.shape(
                *[floor(rail - 0.014, d / 40) for d in range(41)],
                *[floor(rail + 0.014, d / 40) for d in range(40, -1, -1)],
            )
    with art.ink("#10181a") as pen:
        for level in (0.02, 0.1, 0.18):
            pen.line(*[floor(-0.94 + abs(level) * 0.06, d / 40, level) for d in range(27)], width=6)
    lamps = [
        floor(0.9, depth, -0.32) + (place(depth)[2],)
        for depth in (0.06, 0.17, 0.28, 0.39, 0.5, 0.61, 0.72)
    ]
    with art.ink("#fff3cf") as pen:
        for lx, ly, r in lamps:
            pen.box(lx - r * 0.035, ly - r * 0.016, r * 0.07, r * 0.032, r * 0.01)
    for lx, ly, r in lamps:
        art.glow(lx, ly, r * 0.36, "#ffe4a6", 0.8)

    def crew(pen: Pen) -> None:
        for offset, depth, tall, pose in (
            (-0.12, 0.42, 0.66, WALK),
            (0.14, 0.46, 0.62, STAND),
            (0.02, 0.6, 0.6, WALK),
        ):
            fx, fy = floor(offset, depth)
            person(pen, fx, fy, place(depth)[2] * tall, pose, helmet=True)

    with art.ink("#fff0c4", opacity=0.25, blur=26, light=True) as pen:
        pen.shape((x - 60, y), (x + 60, y), (1160, 1067), (440, 1067))
    with art.ink("#090c0d") as pen:
        crew(pen)
    with art.ink("#040606", opacity=0.6, blur=5) as pen:
        for offset, depth in ((-0.12, 0.42), (0.14, 0.46)):
            fx, fy = floor(offset, depth)
            size = place(depth)[2]
            pen.shape(
                (fx - size * 0.05, fy),
                (fx + size * 0.05, fy),
                (fx + offset * size * 1.6 + size * 0.13, fy + size * 0.62),
                (fx + offset * size * 1.6 - size * 0.1, fy + size * 0.62),
            )
    with art.ink("#e2a93a") as pen:
        for offset, depth, tall in ((-0.12, 0.42, 0.66), (0.14, 0.46, 0.62), (0.02, 0.6, 0.6)):
            fx, fy = floor(offset, depth)
            size = place(depth)[2] * tall
            pen.line(
                (fx - size * 0.07, fy - size * 0.6),
                (fx + size * 0.07, fy - size * 0.6),
                width=size * 0.03,
            )
            pen.line(
                (fx - size * 0.06, fy - size * 0.74),
                (fx - size * 0.05, fy - size * 0.52),
                width=size * 0.024,
            )
            pen.line(
                (fx + size * 0.06, fy - size * 0.74),
                (fx + size * 0.05, fy - size * 0.52),
                width=size * 0.024,
            )
    return art.finish(vignette=0.5)


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
    runners = ((300, 600, 200, RUN), (472, 668, 235, RUN_LAND), (690, 752, 280, RUN),
               (955, 838, 335, RUN_LAND), (1240, 905, 385, RUN))  # fmt: skip
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
            pen.limb(
                *[
                    (x + (neck[0]) * tall, y + (neck[1] + 0.05) * tall),
                    (x + hip[0] * tall, y + (hip[1] - 0.05) * tall),
                ],
                tall * 0.17,
                tall * 0.14,
            )
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
