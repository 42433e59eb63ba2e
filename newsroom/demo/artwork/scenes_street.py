"""Pictures of the street at night: the last bus, riders in the rain."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.parts import houses, lamp_post, scooter, windows
from newsroom.demo.artwork.pen import curve, mix
from newsroom.demo.artwork.people import RUN, SIT, STAND, person

LAND = (1600, 1067)


def night_bus() -> Image.Image:
    art = Canvas(
        *LAND, "night-bus", [(0, "#0e1b2f"), (0.45, "#1d3a52"), (0.66, "#3a5a68"), (1, "#122131")]
    )
    art.glow(500, 640, 900, "#4d7f8c", 0.4, 300)
    road = 800
    with art.ink("#16293c") as pen:
        far = houses(art, pen, road - 20, 220, 470, (90, 170))
    with art.ink("#e9c98a", opacity=0.5) as pen:
        windows(art, pen, far, 0.045, 11)
    with art.ink("#0f1e2e") as pen:
        near = houses(art, pen, road, 120, 250, (170, 300))
    with art.ink("#f3cf8e", opacity=0.8) as pen:
        windows(art, pen, near, 0.03, 18)
    with art.ink([(0.7, "#182a38"), (1, "#0b1520")]) as pen:
        pen.box(0, road, 1600, 300)
    with art.ink("#0a1420") as pen:
        for x in (130, 1330):
            lamp_post(pen, x, road + 14, 520, 110)
    for x in (250, 1450):
        art.glow(x, 262, 260, "#ffc777", 0.75)
        with art.ink(
            "#ffd794",
            opacity=0.20,
            blur=16,
            light=True,
            fade=Fade([(0, 1), (0.3, 0.9), (0.76, 0.25), (0.85, 0)]),
        ) as pen:
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


def riders_rain() -> Image.Image:
    art = Canvas(
        *LAND, "riders-rain", [(0, "#1a2a3c"), (0.4, "#2f4d60"), (0.65, "#4b6d78"), (1, "#16242f")]
    )
    with art.ink("#1c3142", opacity=0.9, blur=5) as pen:
        houses(art, pen, 760, 300, 640, (150, 260))
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


def _rider(art: Canvas, x: float, y: float, size: float, coat: str, dark: str) -> None:
    def at(right: float, up: float) -> tuple[float, float]:
        return x + right * size, y - up * size

    with art.ink(dark) as pen:
        scooter(pen, x, y, size)
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
        cape = [
            at(-0.2, 0.52),
            at(-0.27, 0.72),
            at(-0.16, 1.0),
            at(0.0, 1.08),
            at(0.1, 1.0),
            at(0.16, 0.78),
            at(0.34, 0.74),
            at(0.36, 0.67),
            at(0.12, 0.62),
            at(0.16, 0.44),
            at(-0.1, 0.42),
        ]
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
