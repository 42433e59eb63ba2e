"""Pictures of rooms: the evening class, the canteen."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen, curve, mix
from newsroom.demo.artwork.people import POINT_UP, STAND, person

LAND = (1600, 1067)


def training_bench() -> Image.Image:
    art = Canvas(*LAND, "training-bench", [(0, "#4a4038"), (0.5, "#6b594a"), (1, "#2c231e")])
    dusk = [(0.08, "#243a5c"), (0.3, "#4f6a8c"), (0.42, "#d39a77")]
    with art.ink([(0, "#8a7358"), (0.5, "#a88a66")]) as pen:
        pen.box(0, 0, 1600, 560)
    with art.ink(dusk) as pen:
        for x in (80, 330, 580):
            pen.box(x, 90, 220, 350)
    with art.ink("#1f2c42", opacity=0.9) as pen:
        for x in (80, 330, 580):
            for n in range(6):
                tall = art.random.uniform(30, 120)
                pen.box(x + n * 37, 440 - tall, 34, tall)
    with art.ink("#4a3a2d") as pen:
        for x in (80, 330, 580):
            pen.box(x - 10, 80, 240, 12)
            pen.box(x - 10, 436, 240, 16)
            for bar in (0, 110, 220):
                pen.box(x + bar - 5, 84, 10, 360)
            pen.box(x, 210, 220, 7)
    with art.ink([(0.1, "#2f5347"), (0.4, "#274539")]) as pen:
        pen.box(900, 110, 620, 320, 6)
    with art.ink("#c9a570") as pen:
        for edge in (
            (890, 100, 640, 12),
            (890, 428, 640, 14),
            (890, 100, 12, 340),
            (1518, 100, 12, 340),
        ):
            pen.box(*edge)
    with art.ink("#e9efe4", opacity=0.85) as pen:
        base = 270
        pen.line((950, base), (1030, base), width=4)
        pen.box(1030, base - 22, 70, 4)
        pen.box(1030, base + 20, 70, 4)
        pen.box(1030, base - 22, 4, 46)
        pen.box(1098, base - 22, 4, 46)
        pen.line((1100, base), (1180, base), width=4)
        pen.ring(1222, base, 42, 4)
        pen.line(
            (1196, base + 10), (1212, base - 18), (1232, base + 18), (1248, base - 10), width=4
        )
        pen.line((1264, base), (1350, base), (1350, 180), (950, 180), (950, base), width=4)
        pen.line((1350, base), (1350, 360), (1180, 360), width=4)
        pen.line((1160, 345), (1160, 375), width=4)
        pen.line((1180, 335), (1180, 385), width=4)
        pen.line((1160, 360), (950, 360), (950, base), width=4)
        pen.disc(1350, base, 7)
        pen.disc(950, base, 7)
        for n in range(4):
            pen.line((1395, 190 + n * 34), (1395 + (90, 64, 78, 50)[n], 190 + n * 34), width=4)
    with art.ink("#37475c") as pen:
        person(pen, 1440, 560, 330, POINT_UP, flip=True)
    with art.paint() as pen:
        pen.dip("#b98563")
        pen.box(1432, 268, 17, 24, 5)
        pen.disc(1440, 255, 18, 21)
        pen.disc(1440 - 0.2 * 330, 560 - 1.02 * 330, 8)
        pen.dip("#221a18")
        pen.dome(1441, 252, 19, 21)
        pen.disc(1446, 254, 15, 16)
    with art.rim("#ffdca0", -4, -5, blur=1.4) as pen:
        person(pen, 1440, 560, 330, POINT_UP, flip=True)
    rows = ((545, 0.62, 7, 40), (690, 0.82, 6, -30), (872, 1.12, 5, 60))
    lamps = ((330, 70), (800, 20), (1270, 70))
    for y, size, count, shift in rows:
        gap = 1700 / count
        with art.ink([(0.45, "#a9764a"), (0.75, "#8a5a37"), (1, "#5a3a26")]) as pen:
            pen.box(-20, y + 40 * size, 1640, 36 * size)
        with art.ink("#3f2a1e") as pen:
            pen.box(-20, y + 76 * size, 1640, 190 * size)
        with art.ink("#e8c48c", opacity=0.6, blur=2) as pen:
            pen.box(-20, y + 40 * size, 1640, 5 * size)
        with art.ink("#35505e") as pen:
            for seat in range(count):
                x = shift + (seat + 0.9) * gap
                pen.box(x - 44 * size, y - 8 * size, 60 * size, 22 * size, 4)
                pen.box(x - 70 * size, y - 22 * size, 34 * size, 52 * size, 4)
                pen.box(x + 10 * size, y - 22 * size, 22 * size, 52 * size, 4)
                pen.box(x - 46 * size, y + 14 * size, 70 * size, 28 * size, 3)
                pen.line((x + 32 * size, y), (x + 76 * size, y), width=8 * size)
                pen.line(
                    (x + 76 * size, y - 26 * size), (x + 76 * size, y + 26 * size), width=5 * size
                )
        coats = ("#33465a", "#7d3a2d", "#2f4a44", "#4a4152")
        with art.paint() as pen:
            for seat in range(count):
                x = shift + (seat + 0.42) * gap
                coat = mix(coats[(seat * 3 + int(y)) % 4], "#8a7358", 0.25 * (1.12 - size))
                top = y - 60 * size
                pen.dip(coat)
                pen.limb(
                    (x - 52 * size, top + 58 * size),
                    (x - 62 * size, y + 120 * size),
                    50 * size,
                    46 * size,
                )
                pen.limb(
                    (x + 52 * size, top + 58 * size),
                    (x + 62 * size, y + 120 * size),
                    50 * size,
                    46 * size,
                )
                pen.box(x - 62 * size, top + 34 * size, 124 * size, 360 * size, 40 * size)
                pen.dip("#b98563")
                pen.box(x - 17 * size, top - 6 * size, 34 * size, 50 * size, 12 * size)
                pen.dip("#221a18")
                bow = (-5, 8, 0, -9, 5)[seat % 5] * size
                pen.disc(x + bow, top - 34 * size, 41 * size, 47 * size)
                if (seat + int(size * 10)) % 4 == 1:
                    pen.disc(x + bow, top - 78 * size, 19 * size)
        with art.ink("#ffdfa8", opacity=0.45, blur=3 * size) as pen:
            for seat in range(count):
                x = shift + (seat + 0.42) * gap
                pen.arc(x, y - 94 * size, 42 * size, 215, 325, 6 * size)
                pen.line(
                    (x - 58 * size, y - 16 * size), (x - 22 * size, y - 26 * size), width=6 * size
                )
                pen.line(
                    (x + 58 * size, y - 16 * size), (x + 22 * size, y - 26 * size), width=6 * size
                )
    for x, y in lamps:
        with art.ink("#1d1a18") as pen:
            pen.line((x, 0), (x, y), width=4)
            pen.shape((x - 24, y), (x + 24, y), (x + 82, y + 44), (x - 82, y + 44))
        with art.ink("#fff4d2") as pen:
            pen.disc(x, y + 46, 60, 8)
        art.glow(x, y + 60, 420, "#ffdc9a", 0.45)
        with art.ink(
            "#ffe3a8", opacity=0.16, blur=26, light=True, fade=Fade([(0, 1), (0.9, 0.1)])
        ) as pen:
            pen.shape((x - 70, y + 46), (x + 70, y + 46), (x + 330, 1000), (x - 330, 1000))
    return art.finish(vignette=0.42)


def canteen() -> Image.Image:
    art = Canvas(*LAND, "canteen", [(0, "#23403f"), (0.6, "#2e5350"), (1, "#16211f")])
    with art.ink("#3b6764", opacity=0.5) as pen:
        for row in range(11):
            for column in range(28):
                pen.box(column * 60 + (30 if row % 2 else 0) - 30, row * 66 + 4, 54, 60, 2)
    windows = ((90, 420), (590, 420), (1090, 420))
    top, foot = 210, 620
    warm = [(0.18, "#fff0c6"), (0.4, "#fbd083"), (0.6, "#d98f45")]
    for x, wide in windows:
        art.glow(x + wide / 2, 430, 520, "#ffb75e", 0.4)
        with art.ink(warm) as pen:
            pen.box(x, top, wide, foot - top, 10)
    with art.ink("#c67c3a", opacity=0.7) as pen:
        for x, wide in windows:
            pen.box(x + 20, 300, wide - 40, 7)
            for n in range(6):
                for bowl in range(1 + (n * 5) % 4):
                    pen.box(x + 36 + n * 62, 286 - bowl * 13, 44, 10, 5)
            for n in range(5):
                pen.line((x + 66 + n * 72, top), (x + 66 + n * 72, 228), width=3)

    def cooks(pen: Pen) -> None:
        for x, lean in ((260, 0), (830, -12), (1300, 10)):
            pen.limb((x, 480), (x + lean, 556), 124, 132)
            pen.limb((x - 50, 476), (x - 96, 560), 40, 34)
            pen.limb((x + 50, 476), (x + 108, 548), 40, 34)
            pen.limb((x + 108, 548), (x + 148, 586), 33, 28)
            pen.limb((x - 96, 560), (x - 52, 604), 33, 28)

    with art.ink("#f6f1e2") as pen:
        cooks(pen)
        for x in (260, 830, 1300):
            pen.box(x - 38, 366, 76, 34, 10)
            for puff in (-26, 0, 26):
                pen.disc(x + puff, 360, 24)
    with art.ink("#c9987a", opacity=0.7, blur=2) as pen:
        for x in (260, 830, 1300):
            pen.line((x + 62, 500), (x + 70, 610), width=9)
    with art.ink("#dfab82") as pen:
        for x in (260, 830, 1300):
            pen.disc(x, 424, 34, 38)
            pen.box(x - 15, 440, 30, 36, 10)
    with art.ink("#a5cbd2") as pen:
        for x in (260, 830, 1300):
            pen.box(x - 30, 428, 60, 35, 16)
            pen.line((x - 34, 424), (x + 34, 424), width=2.4)
    with art.ink("#2c2320") as pen:
        for x in (260, 830, 1300):
            for eye in (-14, 14):
                pen.disc(x + eye, 417, 4)
    with art.ink("#4a3b35") as pen:
        for x, _ in windows:
            pen.box(x + 30, 566, 150, 62, 10)
            pen.box(x + 250, 572, 140, 56, 10)
        for x in (408, 978, 1448):
            pen.line((x - 12, 590), (x + 40, 640), width=8, round_ends=True)
    with art.ink("#7d8a88") as pen:
        for x, wide in windows:
            pen.box(x + 22, 556, 166, 14, 6)
            pen.box(x + 242, 562, 156, 14, 6)
            pen.box(x - 26, foot, wide + 52, 30, 4)
    with art.ink("#e7efec", opacity=0.7) as pen:
        for x, wide in windows:
            pen.box(x - 26, foot, wide + 52, 5, 2)
    with art.ink("#fffdf4", opacity=0.6, blur=11) as pen:
        for x in (195, 410, 695, 910, 1195, 1410):
            for strand in (-26, 0, 24):
                path = [
                    (x + strand, 560),
                    (x + strand - 16, 500),
                    (x + strand + 16, 440),
                    (x + strand - 10, 370),
                    (x + strand + 14, 300),
                ]
                pen.line(*curve(path), width=16)
    with art.ink("#182b2a") as pen:
        for x, wide in windows:
            pen.box(x - 14, top - 20, wide + 28, 24, 4)
            pen.box(x - 14, top, 14, foot - top)
            pen.box(x + wide, top, 14, foot - top)
    with art.ink("#c8452f") as pen:
        for x, wide in windows:
            pen.box(x + 60, 116, wide - 120, 62, 8)
    with art.ink("#fbeccb") as pen:
        for x, wide in windows:
            for n, part in enumerate((0.22, 0.3, 0.16)):
                pen.box(x + 92 + (0, 70, 160)[n], 140, wide * part * 0.6, 14, 4)
    with art.ink("#ffd591") as pen:
        for x in (550, 1050):
            pen.line((x, 0), (x, 60), width=3)
            pen.dome(x, 88, 40, 30)

    queue = (
        (120, 300, True),
        (330, 330, False),
        (520, 312, True),
        (735, 336, False),
        (905, 305, True),
        (1120, 330, True),
        (1290, 310, False),
        (1500, 338, True),
    )

    def workers(pen: Pen) -> None:
        for n, (x, tall, helmet) in enumerate(queue):
            person(pen, x, 1120 + (n % 3) * 26, tall * 1.95, STAND, flip=n % 2 == 0, helmet=helmet)

    with art.ink([(0.5, "#122220"), (1, "#0b1413")]) as pen:
        workers(pen)
    with art.rim("#ffcb82", 0, -6, blur=1.6) as pen:
        workers(pen)
    art.wash("#0a1211", Fade([(0, 0.25), (0.15, 0), (0.8, 0), (1, 0.4)]))
    return art.finish(vignette=0.4)
