"""Pictures of passages: the tunnel under the river, the hospital corridor."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen, Point, mix
from newsroom.demo.artwork.people import (
    STAND,
    WALK,
    person,
)

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
                pen.line(
                    (x + cos * radius, y + sin * radius),
                    (x + cos * inner, y + sin * inner),
                    width=max(1, radius * 0.006),
                )
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
        (*floor(0.9, depth, -0.32), place(depth)[2])
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


def hospital_corridor() -> Image.Image:
    art = Canvas(*LAND, "hospital-corridor", [(0, "#e3ece8"), (0.5, "#d5e2dd"), (1, "#9db7b2")])
    far, share = (900.0, 470.0), 0.83

    def toward(x: float, y: float, depth: float) -> tuple[float, float]:
        return x + (far[0] - x) * depth, y + (far[1] - y) * depth

    corners = [(0, -80), (1600, -80), (1600, 1067), (0, 1067)]
    back = [toward(x, y, share) for x, y in corners]
    with art.ink([(0, "#f4f7f2"), (0.4, "#dce7e1")]) as pen:
        pen.shape(corners[0], corners[1], back[1], back[0])
    with art.ink([(0, "#dfe9e4"), (1, "#c5d6d0")]) as pen:
        pen.shape(corners[0], back[0], back[3], corners[3])
    with art.ink([(0, "#c3d4ce"), (1, "#a9c0ba")]) as pen:
        pen.shape(corners[1], back[1], back[2], corners[2])
    with art.ink([(0.4, "#b9cdc7"), (0.7, "#93b0ab"), (1, "#7b9b97")]) as pen:
        pen.shape(corners[2], back[2], back[3], corners[3])
    for wall, colour in ((0, "#6fa39a"), (1600, "#568a83")):
        with art.ink(colour) as pen:
            pen.shape(
                toward(wall, 740, 0),
                toward(wall, 740, share),
                toward(wall, 1067, share),
                (wall, 1067),
            )
        with art.ink("#f1ead6") as pen:
            pen.shape(
                toward(wall, 690, 0),
                toward(wall, 690, share),
                toward(wall, 712, share),
                toward(wall, 712, 0),
            )
    with art.ink([(0.3, "#fbfaf0"), (0.6, "#eaf1e8")]) as pen:
        pen.shape(*back)
    with art.ink("#8fb0a9") as pen:
        wide, tall = back[1][0] - back[0][0], back[2][1] - back[0][1]
        pen.box(back[0][0] + wide * 0.18, back[0][1] + tall * 0.34, wide * 0.64, tall * 0.66)
    with art.ink("#fffdf2") as pen:
        for n in (0.22, 0.52):
            pen.box(back[0][0] + wide * n, back[0][1] + tall * 0.38, wide * 0.26, tall * 0.4)
        for bay in range(5):
            near, end = 1 - 0.94 * 0.66**bay, 1 - 0.94 * 0.66 ** (bay + 0.42)
            pen.shape(
                toward(560, -80, near),
                toward(1040, -80, near),
                toward(1040, -80, end),
                toward(560, -80, end),
            )
    windows = []
    for bay in range(6):
        near, end = 1 - 0.9 * 0.7**bay, 1 - 0.9 * 0.7 ** (bay + 0.62)
        windows.append((near, end))
    with art.ink([(0, "#fffbe8"), (0.6, "#ffeeba")]) as pen:
        for near, end in windows:
            pen.shape(
                toward(0, 90, near), toward(0, 90, end), toward(0, 640, end), toward(0, 640, near)
            )
    with art.ink("#7fa79f") as pen:
        for near, end in windows:
            for y in (90, 360, 640):
                pen.line(toward(0, y, near), toward(0, y, end), width=max(2, 11 * (1 - near)))
            for part in (0, 0.5, 1):
                depth = near + (end - near) * part
                pen.line(
                    toward(0, 90, depth), toward(0, 640, depth), width=max(2, 11 * (1 - depth))
                )
    with art.ink("#fff3c4", opacity=0.75, blur=3) as pen:
        for near, end in windows[:5]:
            middle = (near + end) / 2
            for first, last in ((near, middle), (middle, end)):
                a, b = first + (last - first) * 0.08, first + (last - first) * 0.92
                for low, high in ((300, 640), (690, 1030)):
                    pen.shape(
                        toward(low, 1067, a),
                        toward(high, 1067, a),
                        toward(high + 60, 1067, b),
                        toward(low + 60, 1067, b),
                    )
    doors = [(1 - 0.88 * 0.66**bay, 1 - 0.88 * 0.66 ** (bay + 0.5)) for bay in range(5)]
    with art.ink("#e9dcc0") as pen:
        for near, end in doors:
            pen.shape(
                toward(1600, 230, near),
                toward(1600, 230, end),
                toward(1600, 1067, end),
                toward(1600, 1067, near),
            )
    with art.ink("#3f6c67") as pen:
        for near, end in doors:
            pen.line(
                toward(1600, 1067, near),
                toward(1600, 230, near),
                toward(1600, 230, end),
                toward(1600, 1067, end),
                width=max(2, 9 * (1 - near)),
            )
            handle = near + (end - near) * 0.84
            pen.line(
                toward(1600, 640, handle), toward(1600, 720, handle), width=max(2, 12 * (1 - near))
            )
    with art.ink("#c8452f") as pen:
        for near, end in doors[:4]:
            a, b = near + (end - near) * 0.3, near + (end - near) * 0.6
            pen.shape(
                toward(1600, 150, a),
                toward(1600, 150, b),
                toward(1600, 196, b),
                toward(1600, 196, a),
            )
    with art.ink("#2f5650") as pen:
        for depth in (0.1, 0.24, 0.38):
            pen.line(toward(190, 890, depth), toward(190, 1040, depth), width=13 * (1 - depth))
            pen.line(toward(60, 890, depth), toward(60, 1040, depth), width=11 * (1 - depth))
    with art.ink("#4b7f78") as pen:
        pen.shape(
            toward(40, 690, 0.08), toward(40, 690, 0.4), toward(40, 850, 0.4), toward(40, 850, 0.08)
        )
    with art.ink("#e9dcc0") as pen:
        for low in (0.08, 0.19, 0.3):
            pen.shape(
                toward(40, 880, low),
                toward(210, 880, low),
                toward(210, 880, low + 0.1),
                toward(40, 880, low + 0.1),
            )
    with art.ink("#b9a988") as pen:
        pen.shape(
            toward(210, 880, 0.08),
            toward(210, 880, 0.4),
            toward(210, 902, 0.4),
            toward(210, 902, 0.08),
        )
        pen.shape(
            toward(40, 880, 0.08),
            toward(210, 880, 0.08),
            toward(210, 902, 0.08),
            toward(40, 902, 0.08),
        )
    shadow = mix("#4d736e", "#2b4744", 0.4)
    with art.ink(shadow, opacity=0.45, blur=8) as pen:
        pen.shape((850, 884), (905, 884), (1150, 950), (1080, 968))
    x, y, tall = 880, 886, 400
    with art.ink("#41605c") as pen:
        person(pen, x, y, tall, WALK)
    with art.ink([(0.45, "#ffffff"), (0.75, "#dfe7e2")]) as pen:
        pen.shape(
            x_y(x, y, tall, -0.105, -0.8),
            x_y(x, y, tall, 0.115, -0.8),
            x_y(x, y, tall, 0.125, -0.5),
            x_y(x, y, tall, 0.155, -0.24),
            x_y(x, y, tall, -0.15, -0.23),
            x_y(x, y, tall, -0.1, -0.5),
        )
        for a, b, c in (
            ((-0.075, -0.77), (-0.09, -0.64), (-0.12, -0.52)),
            ((0.085, -0.77), (0.1, -0.65), (0.135, -0.54)),
        ):
            pen.limb(x_y(x, y, tall, *a), x_y(x, y, tall, *b), tall * 0.085, tall * 0.07)
            pen.limb(x_y(x, y, tall, *b), x_y(x, y, tall, *c), tall * 0.07, tall * 0.06)
    with art.ink("#b7c8c2") as pen:
        pen.line(x_y(x, y, tall, 0.012, -0.78), x_y(x, y, tall, 0.006, -0.24), width=2.4)
        pen.line(x_y(x, y, tall, -0.06, -0.72), x_y(x, y, tall, -0.07, -0.5), width=2)
    with art.ink("#2b2624") as pen:
        pen.dome(x + tall * 0.016, y - tall * 0.925, tall * 0.06, tall * 0.07)
        pen.disc(x - tall * 0.03, y - tall * 0.915, tall * 0.035, tall * 0.045)
    with art.ink("#c79572") as pen:
        pen.disc(x + tall * 0.026, y - tall * 0.905, tall * 0.045, tall * 0.052)
        pen.box(x - tall * 0.012, y - tall * 0.87, tall * 0.05, tall * 0.07, 6)
        pen.disc(*x_y(x, y, tall, -0.125, -0.5), tall * 0.024)
        pen.disc(*x_y(x, y, tall, 0.14, -0.52), tall * 0.024)
    with art.ink("#2b2624") as pen:
        pen.dome(x + tall * 0.016, y - tall * 0.922, tall * 0.058, tall * 0.066)
    with art.ink("#2d6a80") as pen:
        pen.box(x + tall * 0.1, y - tall * 0.6, tall * 0.09, tall * 0.115, 3)
    with art.ink("#fff4d0", opacity=0.22, blur=30, light=True) as pen:
        for near, end in windows[:4]:
            pen.shape(
                toward(0, 90, near),
                toward(0, 90, end),
                toward(760, 1067, end),
                toward(360, 1067, near),
            )
    art.wash("#fffbe6", Fade([(0, 0.1), (0.4, 0.25), (0.48, 0.25), (0.7, 0), (1, 0)]))
    return art.finish(vignette=0.25, grain=0.04)


def x_y(x: float, y: float, tall: float, right: float, up: float) -> Point:
    """A point of a body of height `tall` that stands on (x, y)."""
    return x + right * tall, y + up * tall
