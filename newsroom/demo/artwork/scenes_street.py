"""Pictures of the street at night: the late bus, riders in rain, a rest station, a bridgehead."""

import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade, Pen, curve, mix
from newsroom.demo.artwork.people import RUN, SIT, STAND, WALK, person

LAND = (1600, 1067)


def _block_row(
    art: Canvas, pen: Pen, base: float, low: float, high: float, wide: tuple[int, int]
) -> list[tuple[float, float, float, float]]:
    """Houses from edge to edge; returns their boxes for windows."""
    boxes, x = [], -20.0
    while x < art.width:
        across = art.random.uniform(*wide)
        tall = art.random.uniform(low, high)
        pen.box(x, base - tall, across - 6, tall + 10)
        if art.random.random() < 0.4:
            pen.box(x + across * 0.3, base - tall - 22, across * 0.25, 24)
        boxes.append((x, base - tall, across - 6, tall))
        x += across
    return boxes


def _windows(
    art: Canvas, pen: Pen, boxes: list[tuple[float, float, float, float]], lit: float, pane: float
) -> None:
    for x, y, wide, tall in boxes:
        columns, rows = int(wide / (pane * 2)), int(tall / (pane * 2.4))
        for column in range(columns):
            for row in range(rows - 1):
                if art.random.random() < lit:
                    left = x + (column + 0.5) * wide / columns - pane / 2
                    pen.box(left, y + pane + row * pane * 2.4, pane, pane * 1.2)


def _lamp_post(pen: Pen, x: float, y: float, tall: float, reach: float) -> None:
    pen.limb((x, y), (x, y - tall), 11, 6)
    pen.line((x, y - tall), (x + reach, y - tall - 26), width=6, round_ends=True)
    pen.limb((x + reach * 0.75, y - tall - 20), (x + reach * 1.2, y - tall - 30), 9, 14)


def night_bus() -> Image.Image:
    art = Canvas(
        *LAND, "night-bus", [(0, "#0e1b2f"), (0.45, "#1d3a52"), (0.66, "#3a5a68"), (1, "#122131")]
    )
    art.glow(500, 640, 900, "#4d7f8c", 0.4, 300)
    road = 800
    with art.ink("#16293c") as pen:
        far = _block_row(art, pen, road - 20, 220, 470, (90, 170))
    with art.ink("#e9c98a", opacity=0.5) as pen:
        _windows(art, pen, far, 0.045, 11)
    with art.ink("#0f1e2e") as pen:
        near = _block_row(art, pen, road, 120, 250, (170, 300))
    with art.ink("#f3cf8e", opacity=0.8) as pen:
        _windows(art, pen, near, 0.03, 18)
    with art.ink([(0.7, "#182a38"), (1, "#0b1520")]) as pen:
        pen.box(0, road, 1600, 300)
    with art.ink("#0a1420") as pen:
        for x in (130, 1330):
            _lamp_post(pen, x, road + 14, 520, 110)
    for x in (250, 1450):
        art.glow(x, 262, 260, "#ffc777", 0.75)
        with art.ink("#ffd794", opacity=0.20, blur=16, light=True,
                     fade=Fade([(0, 1), (0.3, 0.9), (0.76, 0.25), (0.85, 0)])) as pen:  # fmt: skip
            pen.shape((x - 14, 262), (x + 14, 262), (x + 260, 900), (x - 260, 900))
    with art.ink("#0b1622") as pen:
        pen.box(1180, 566, 12, 246)
        pen.box(1480, 566, 12, 246)
        pen.shape((1150, 548), (1530, 540), (1530, 558), (1150, 566))
        pen.box(1230, 742, 220, 12)
        pen.box(1250, 752, 10, 58)
        pen.box(1420, 752, 10, 58)
    with art.ink("#f7e6bd", opacity=0.9) as pen:
        pen.box(1225, 590, 130, 96, 4)
    with art.ink("#c8452f") as pen:
        pen.box(1238, 604, 70, 12)
    with art.ink("#42555f") as pen:
        for row in range(4):
            pen.box(1238, 626 + row * 13, 100 - row * 12, 5)
    left, top, wide, tall = 232, 500, 850, 318
    with art.ink(
        [(0.46, "#e9e4d4"), (0.62, "#cfcab9"), (0.74, "#a33b2b"), (0.8, "#7e2a20")]
    ) as pen:
        pen.box(left, top, wide, tall - 18, 34)
    with art.ink("#c9472f") as pen:
        pen.box(left, 690, wide, 74)
    with art.ink("#f3ead2") as pen:
        pen.box(left, 686, wide, 7)
    panes = [(left + 26 + n * 118, 548, 106, 126) for n in range(5)]
    door = (left + 26 + 5 * 118, 540, 84, 246)
    cab = (left + wide - 118, 548, 104, 140)
    warm = [(0.5, "#fff0c4"), (0.63, "#f6c877"), (0.75, "#e6a653")]
    with art.ink(warm) as pen:
        for x, y, w, h in [*panes, cab]:
            pen.box(x, y, w, h, 10)
        pen.box(*door, 4)
    with art.ink("#5a2f22", opacity=0.92) as pen:
        for number, (x, y, w, h) in enumerate(panes):
            for seat in (0.28, 0.78):
                pen.box(x + w * seat - 20, y + h - 52, 34, 52, 9)
            if number in (0, 1, 3):
                lean = (-5, 7, 0, 4, 0)[number]
                pen.disc(x + w * 0.3 + lean, y + h - 66, 15, 17)
                pen.box(x + w * 0.3 - 20, y + h - 50, 40, 50, 14)
            if number in (1, 2, 4):
                pen.disc(x + w * 0.76, y + h - 64, 15, 17)
                pen.box(x + w * 0.76 - 20, y + h - 48, 40, 48, 14)
        pen.disc(cab[0] + 52, cab[1] + 58, 16, 18)
        pen.box(cab[0] + 26, cab[1] + 74, 52, 66, 18)
        pen.line((cab[0] + 66, cab[1] + 100), (cab[0] + 94, cab[1] + 96), width=9, round_ends=True)
        pen.line((cab[0] + 92, cab[1] + 78), (cab[0] + 100, cab[1] + 124), width=5)
        pen.box(door[0] + 40, door[1], 4, door[3])
        pen.line((door[0] + 14, door[1] + 20), (door[0] + 14, door[1] + 190), width=5)
    with art.ink("#1b2630") as pen:
        pen.box(left + wide - 250, 508, 230, 30, 5)
        pen.box(left + 40, 508, 300, 24, 5)
        for x in (left + 170, left + wide - 318):
            pen.dome(x, 800, 66, 62)
            pen.disc(x, 800, 48)
        pen.box(left + 8, 784, wide - 16, 12)
    with art.ink("#8c979b") as pen:
        for x in (left + 170, left + wide - 318):
            pen.disc(x, 800, 22)
    with art.ink("#ffb84a") as pen:
        for step in range(7):
            pen.box(left + wide - 236 + step * 29, 516, 16 if step % 3 else 22, 14, 2)
        for step in range(6):
            pen.box(left + 54 + step * 44, 514, 30, 11, 2)
    with art.ink("#fff6d8") as pen:
        pen.box(left + wide - 16, 726, 18, 30, 8)
    art.glow(left + wide, 740, 210, "#ffe5a8", 0.8)
    with art.ink("#ffe7b4", opacity=0.3, blur=14, light=True) as pen:
        pen.shape((left + wide, 732), (1600, 700), (1600, 880), (left + wide, 756))
        pen.shape((door[0], 786), (door[0] + 84, 786), (door[0] + 130, 900), (door[0] - 70, 900))
    art.glow(left + wide / 2, 620, 620, "#ffb55a", 0.28, 260)
    with art.ink("#08111b") as pen:
        person(pen, 1172, 856, 236, RUN, flip=True)
        person(pen, 1330, 816, 190, SIT, flip=True)
        person(pen, 905, 852, 232, STAND)
    with art.rim("#ffc477", -4, 1, blur=1.2) as pen:
        person(pen, 1172, 856, 236, RUN, flip=True)
    with art.rim("#ffc477", 0, -5, blur=1.2) as pen:
        person(pen, 905, 852, 232, STAND)
    art.mirror(868, 199, 6, "#0d1a27", 0.42)
    with art.ink("#0b1520", opacity=0.9, blur=5) as pen:
        pen.box(0, 852, 1600, 16)
    art.wash("#070e17", Fade([(0, 0.25), (0.2, 0), (0.8, 0), (1, 0.6)]))
    return art.finish(vignette=0.45)


def _scooter(pen: Pen, x: float, y: float, size: float) -> None:
    """A delivery scooter standing on (x, y), heading right."""

    def at(right: float, up: float) -> tuple[float, float]:
        return x + right * size, y - up * size

    for wheel in (-0.42, 0.46):
        pen.ring(*at(wheel, 0.14), size * 0.14, size * 0.055)
        pen.disc(*at(wheel, 0.14), size * 0.05)
    pen.shape(at(-0.5, 0.44), at(-0.12, 0.46), at(-0.06, 0.2), at(0.2, 0.17), at(0.3, 0.3),
              at(0.36, 0.26), at(0.28, 0.1), at(-0.3, 0.1), at(-0.5, 0.26))  # fmt: skip
    pen.shape(at(0.24, 0.16), at(0.34, 0.7), at(0.42, 0.66), at(0.36, 0.16))
    pen.limb(at(0.33, 0.68), at(0.47, 0.16), size * 0.05, size * 0.04)
    pen.limb(at(0.24, 0.78), at(0.37, 0.7), size * 0.04, size * 0.03)
    pen.disc(*at(0.41, 0.62), size * 0.06)
    pen.line(at(0.36, 0.7), at(0.3, 0.88), width=size * 0.015)
    pen.disc(*at(0.3, 0.89), size * 0.035, size * 0.026)


def _rider(art: Canvas, x: float, y: float, size: float, coat: str, dark: str) -> None:
    def at(right: float, up: float) -> tuple[float, float]:
        return x + right * size, y - up * size

    with art.ink(dark) as pen:
        _scooter(pen, x, y, size)
    with art.ink("#2c6a8c" if coat != "#2c6a8c" else "#d8a93c") as pen:
        pen.box(x - size * 0.72, y - size * 0.93, size * 0.42, size * 0.44, size * 0.03)
    with art.ink("#eaf0f0", opacity=0.85) as pen:
        pen.box(x - size * 0.72, y - size * 0.68, size * 0.42, size * 0.035)
    with art.ink("#41566a") as pen:
        pen.limb(at(-0.04, 0.47), at(0.19, 0.47), size * 0.16, size * 0.13)
        pen.limb(at(0.19, 0.47), at(0.12, 0.22), size * 0.12, size * 0.09)
    with art.ink("#0a1116") as pen:
        pen.limb(at(0.12, 0.24), at(0.11, 0.19), size * 0.1, size * 0.09)
        pen.limb(at(0.1, 0.175), at(0.24, 0.165), size * 0.075, size * 0.06)
    with art.ink(coat) as pen:
        cape = [at(-0.2, 0.52), at(-0.27, 0.72), at(-0.16, 1.0), at(0.0, 1.08), at(0.1, 1.0),
                at(0.16, 0.78), at(0.34, 0.74), at(0.36, 0.67), at(0.12, 0.62), at(0.16, 0.44),
                at(-0.1, 0.42)]  # fmt: skip
        pen.shape(*curve([*cape, cape[0]], 6))
        pen.shape(at(-0.2, 0.52), at(-0.36, 0.44), at(-0.3, 0.66))
    with art.ink(mix(coat, "#000000", 0.3), opacity=0.8) as pen:
        pen.line(at(-0.02, 0.98), at(0.06, 0.78), at(0.3, 0.71), width=size * 0.018)
        pen.line(at(-0.1, 0.86), at(-0.08, 0.5), width=size * 0.014)
    with art.ink("#e8e4d8") as pen:
        pen.disc(*at(0.08, 1.14), size * 0.115)
    with art.ink(dark) as pen:
        pen.shape(at(0.1, 1.2), at(0.2, 1.17), at(0.2, 1.06), at(0.08, 1.05))
    with art.rim("#cfe9ef", 3, -5, blur=1) as pen:
        pen.disc(*at(0.08, 1.14), size * 0.115)


def riders_rain() -> Image.Image:
    art = Canvas(
        *LAND, "riders-rain", [(0, "#1a2a3c"), (0.4, "#2f4d60"), (0.65, "#4b6d78"), (1, "#16242f")]
    )
    with art.ink("#1c3142", opacity=0.9, blur=5) as pen:
        _block_row(art, pen, 760, 300, 640, (150, 260))
    for _ in range(70):
        x, y = art.random.uniform(0, 1600), art.random.uniform(300, 720)
        size = art.random.uniform(14, 44)
        colour = art.random.choice(("#ffb45e", "#ff7d5a", "#ffe0a0", "#7fd0d8", "#ff9a6a"))
        with_strength = art.random.uniform(0.25, 0.6)
        if _ % 2:
            art.glow(x, y, size * 1.6, colour, with_strength, power=0.5)
    with art.ink("#ffcf8c", opacity=0.32, blur=1) as pen:
        for _ in range(16):
            pen.disc(
                art.random.uniform(0, 1600),
                art.random.uniform(330, 700),
                art.random.uniform(12, 30),
            )
    with art.ink([(0.66, "#3a545f"), (0.75, "#24373f"), (1, "#101b22")]) as pen:
        pen.box(0, 742, 1600, 400)
    art.mirror(742, 325, 9, "#1a2a34", 0.5)
    for colour, x in (("#ffb45e", 260), ("#ff7d5a", 1370), ("#ffe0a0", 830), ("#7fd0d8", 1120)):
        art.glow(x, 860, 70, colour, 0.4, 260)
    art.wash("#0c161d", Fade([(0, 0), (0.7, 0), (1, 0.55)]))
    with art.ink("#ffe9bb", opacity=0.38, blur=18, light=True) as pen:
        pen.shape((742, 700), (1600, 640), (1600, 960), (742, 722))
    with art.ink("#ffe9bb", opacity=0.30, blur=12, light=True) as pen:
        pen.shape((1330, 690), (1600, 672), (1600, 790), (1330, 700))
    _rider(art, 1180, 806, 270, "#2c6a8c", "#101a21")
    with art.ink("#05090c", opacity=0.6, blur=8) as pen:
        pen.disc(560, 958, 330, 20)
    _rider(art, 560, 950, 420, "#e2ad33", "#0c151b")
    for x, y, size in ((736, 690, 190), (1293, 638, 120)):
        art.glow(x, y, size, "#fff2cc", 1.0)
        art.glow(x + 40, y + 330 * size / 190, size * 0.5, "#ffe2a0", 0.5, size * 0.9)
    with art.ink("#ff5038", light=True) as pen:
        pen.box(354, 770, 14, 20, 4)
        pen.box(1042, 690, 9, 13, 3)
    art.glow(356, 780, 90, "#ff4a30", 0.7)
    with art.ink("#d7ebf0", opacity=0.6) as pen:
        for _ in range(34):
            x, y = art.random.gauss(330, 90), 950 - abs(art.random.gauss(0, 26))
            pen.disc(x, y, art.random.uniform(1, 3.4))
    for count, length, wide, strength in ((420, 36, 1.2, 0.35), (150, 90, 2.0, 0.32)):
        with art.ink("#dcecf2", opacity=strength) as pen:
            for _ in range(count):
                x, y = art.random.uniform(-60, 1700), art.random.uniform(-80, 1067)
                pen.line((x, y), (x - length * 0.28, y + length), width=wide)
    with art.ink("#cfe4ea", opacity=0.5) as pen:
        for _ in range(120):
            x, y = art.random.uniform(0, 1600), art.random.uniform(800, 1060)
            wide = art.random.uniform(5, 15) * (y - 640) / 300
            pen.arc(x, y, wide, 200, 340, 1.4)
    return art.finish(vignette=0.4)


def rest_station() -> Image.Image:
    art = Canvas(
        *LAND,
        "rest-station",
        [(0, "#131b36"), (0.45, "#29375c"), (0.72, "#4b547a"), (1, "#171c31")],
    )
    with art.ink("#e8ebff", opacity=0.7) as pen:
        for _ in range(90):
            pen.disc(
                art.random.uniform(0, 1600),
                art.random.uniform(0, 460),
                art.random.uniform(0.7, 1.7),
            )
    with art.ink("#f4ead0") as pen:
        pen.disc(1310, 190, 46)
    with art.ink("#1b2544") as pen:
        pen.disc(1330, 178, 42)
    with art.ink("#202b4d") as pen:
        far = _block_row(art, pen, 800, 130, 360, (80, 160))
    with art.ink("#ffd995", opacity=0.45) as pen:
        _windows(art, pen, far, 0.035, 9)
    ground = 806
    with art.ink([(0.74, "#3a3f60"), (1, "#14182b")]) as pen:
        pen.box(0, ground, 1600, 300)
    x0, x1, top = 560, 1240, 470
    art.glow(900, 660, 720, "#ffb45c", 0.5, 420)
    with art.ink("#ffcf85", opacity=0.55, blur=22, light=True,
                 fade=Fade([(0, 0), (0.74, 0), (0.76, 1), (1, 0.15)])) as pen:  # fmt: skip
        pen.shape((x0, ground), (x1, ground), (x1 + 260, 1067), (x0 - 260, 1067))
    with art.ink([(0.42, "#fff3cf"), (0.6, "#fbd58c"), (0.76, "#eeb464")]) as pen:
        pen.box(x0, top, x1 - x0, ground - top)
    with art.ink("#d98f4a", opacity=0.8) as pen:
        pen.box(x0 + 24, 596, 190, 8)
        pen.box(x0 + 24, 668, 190, 8)
        for n in range(7):
            pen.box(x0 + 34 + n * 25, 560 + (n % 3) * 6, 15, 36 - (n % 3) * 6, 2)
            pen.box(x0 + 32 + n * 25, 634 + (n % 2) * 8, 17, 34 - (n % 2) * 8, 2)
        pen.box(1010, 640, 60, 166, 4)
        pen.disc(1040, 628, 34, 30)
    with art.ink("#8a4b2e") as pen:
        pen.box(700, 716, 200, 12)
        pen.box(716, 728, 10, 78)
        pen.box(876, 728, 10, 78)
        person(pen, 690, 806, 190, SIT)
        person(pen, 905, 806, 190, SIT, flip=True, helmet=True)
        pen.box(760, 694, 18, 22, 3)
        pen.box(822, 694, 18, 22, 3)
        person(pen, 1100, 806, 212, STAND)
    with art.ink("#fffdf2", opacity=0.5, blur=3) as pen:
        for x in (769, 831):
            path = [(x, 690), (x - 7, 672), (x + 6, 654), (x - 3, 636)]
            pen.line(*curve(path), width=4)
    with art.ink("#22304a") as pen:
        for x in (x0, 640, 960, 1155, x1 - 12):
            pen.box(x, top, 12, ground - top)
        pen.box(x0, top, x1 - x0, 22)
        pen.box(x0, 778, 400, 28)
        pen.box(1155, 778, 85, 28)
        pen.shape((x0 - 60, 448), (x1 + 60, 430), (x1 + 60, 462), (x0 - 60, 480))
        pen.box(1136, 640, 7, 54, 3)
    with art.ink("#c8452f") as pen:
        pen.shape((x0 - 60, 448), (x1 + 60, 430), (x1 + 60, 440), (x0 - 60, 458))
        pen.box(x0 + 20, 376, 220, 66, 8)
    with art.ink("#fff6df") as pen:
        cx, cy = x0 + 62, 408
        pen.shape((cx - 26, cy), (cx, cy - 22), (cx + 26, cy))
        pen.box(cx - 18, cy - 2, 36, 24)
        for n, wide in enumerate((118, 84)):
            pen.box(x0 + 102, 392 + n * 22, wide, 12, 3)
    with art.ink("#c8452f") as pen:
        pen.box(cx - 6, cy + 6, 12, 16)
    art.glow(x0 + 130, 408, 220, "#ff8a6a", 0.4, 120)
    with art.ink("#141a2c") as pen:
        _scooter(pen, 1400, 838, 200)
        pen.box(1262, 670, 80, 82, 6)
        pen.limb((330, 838), (330, 470), 26, 12)
        for end, mid in (((190, 330), (290, 420)), ((270, 250), (322, 350)), ((430, 300), (350, 420)),
                         ((480, 380), (380, 450)), ((150, 420), (260, 470))):  # fmt: skip
            pen.line(*curve([(330, 520), mid, end]), width=6)
        person(pen, 430, 852, 228, WALK, helmet=True)
        pen.line((466, 735), (505, 850), width=5)
        pen.shape((492, 846), (530, 846), (538, 870), (484, 870))
    with art.ink("#26325a", opacity=0.92) as pen:
        for _ in range(120):
            angle, far = art.random.uniform(0, math.tau), art.random.random() ** 0.5
            x, y = 325 + math.cos(angle) * far * 190, 345 + math.sin(angle) * far * 120
            pen.disc(x, y, art.random.uniform(16, 34), art.random.uniform(11, 22))
    with art.rim("#ffb866", 4, 0, blur=1.4) as pen:
        person(pen, 430, 852, 228, WALK, helmet=True)
    with art.rim("#ffb866", -4, 0, blur=1.2) as pen:
        _scooter(pen, 1400, 838, 200)
    return art.finish(vignette=0.45)


def bridgehead() -> Image.Image:
    art = Canvas(
        *LAND,
        "bridgehead",
        [(0, "#101c33"), (0.36, "#2a3f5c"), (0.5, "#7d7684"), (0.64, "#dfa27a"), (1, "#1a1d28")],
    )
    art.glow(1250, 760, 700, "#f2b184", 0.45, 220)
    with art.ink("#3c4660", opacity=0.9) as pen:
        pen.shape(
            (0, 742),
            *curve([(0, 690), (300, 660), (700, 702), (1100, 672), (1600, 700)]),
            (1600, 780),
            (0, 780),
        )
    with art.ink("#27324c") as pen:
        _block_row(art, pen, 770, 30, 120, (50, 110))
    with art.ink("#182338") as pen:
        for x in range(-120, 1700, 300):
            pen.line((x, 690), (x + 75, 470), (x + 225, 470), (x + 300, 690), width=15)
            pen.line((x + 75, 470), (x + 150, 690), (x + 225, 470), width=9)
            pen.line((x + 75, 470), (x + 75, 690), width=7)
            pen.line((x + 225, 470), (x + 225, 690), width=7)
        pen.box(0, 686, 1600, 34)
        pen.line((0, 470), (1600, 470), width=13)
    road = 838
    with art.ink([(0.76, "#2b303d"), (1, "#12151e")]) as pen:
        pen.box(0, 770, 1600, 300)
    with art.ink("#0d1220") as pen:
        for x in (300, 860, 1420):
            _lamp_post(pen, x, road, 610, 84)
    for x in (386, 946, 1506):
        art.glow(x, 204, 190, "#ffd591", 0.85)
        with art.ink("#ffd591", opacity=0.34, blur=14, light=True,
                     fade=Fade([(0, 1), (0.2, 0.95), (0.78, 0.4), (0.84, 0.2), (0.9, 0)])) as pen:  # fmt: skip
            pen.shape((x - 16, 206), (x + 16, 206), (x + 250, 980), (x - 250, 980))
        art.glow(x, 880, 300, "#ffc878", 0.4, 62)
    crowd: list[tuple[float, float, float, bool, bool]] = []
    for number in range(17):
        x = 90 + number * 72 + art.random.uniform(-20, 20)
        crowd.append((x, road + 26 + art.random.uniform(-8, 26), art.random.uniform(226, 262),
                      art.random.random() < 0.5, art.random.random() < 0.35))  # fmt: skip

    def people(pen: Pen) -> None:
        for x, y, tall, flip, helmet in crowd:
            pose = STAND if (x * 7) % 5 > 1 else WALK
            person(pen, x, y, tall, pose, flip, helmet=helmet, coat=(x * 3) % 2 > 1)
        person(pen, 1352, 900, 236, SIT, flip=True)
        pen.box(1330, 838, 80, 60, 6)

    with art.ink("#0a0f1a") as pen:
        people(pen)
        for x, y, _, flip, _ in crowd:
            bag = x + (46 if flip else -46)
            pen.shape((bag - 26, y), (bag - 20, y - 42), (bag + 20, y - 42), (bag + 26, y))
            pen.line(
                (bag - 8, y - 40), (bag + (22 if flip else -24), y - 96), width=6, round_ends=True
            )
    with art.rim("#ffcf8d", 0, -6, blur=1.6, opacity=0.9) as pen:
        people(pen)
    art.glow(1600, 850, 520, "#fff0cc", 0.7, 170)
    with art.ink("#fff3d2", opacity=0.45, blur=16, light=True,
                 fade=Fade([(0, 0), (0.3, 0), (1, 1)], across=True)) as pen:  # fmt: skip
        pen.shape((1600, 800), (1600, 890), (300, 1040), (300, 900))
    art.wash("#0a0d15", Fade([(0, 0), (0.84, 0), (1, 0.55)]))
    return art.finish(vignette=0.4)
