"""Pictures of high places: the tower block, the crane's ladder."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import Pen
from newsroom.demo.artwork.people import CLIMB, CROUCH, POINT_UP, STAND, WALK, person

LAND = (1600, 1067)
TALL = (1067, 1600)


def high_rise() -> Image.Image:
    sky = [(0, "#33506b"), (0.3, "#7b8794"), (0.55, "#e2a978"), (0.75, "#f3c98c"), (1, "#c98e63")]
    art = Canvas(*LAND, "high-rise", sky)
    art.glow(1180, 600, 760, "#ffcf86", 0.7)
    with art.ink("#fff1c9", blur=2) as pen:
        pen.disc(1180, 600, 84)
    for y, colour, strength in (
        (300, "#f0b98c", 0.5),
        (380, "#f7cf9c", 0.5),
        (470, "#e69a72", 0.45),
    ):
        with art.ink(colour, opacity=strength, blur=8) as pen:
            for _ in range(4):
                pen.disc(
                    art.random.uniform(0, 1600),
                    y + art.random.uniform(-30, 30),
                    art.random.uniform(180, 330),
                    art.random.uniform(6, 12),
                )
    for base, low, high, colour in ((1067, 120, 300, "#c18a6c"), (1067, 60, 190, "#94685c")):
        with art.ink(colour, opacity=0.85) as pen:
            x = -10.0
            while x < 1600:
                wide, tall = art.random.uniform(50, 120), art.random.uniform(low, high)
                pen.box(x, base - tall, wide - 5, tall)
                x += wide
    left, floors, step, bay = 380, 11, 92, 116
    top = 296

    def frame(pen: Pen) -> None:
        for floor in range(floors):
            y = top + floor * step
            short = 2 if floor == 0 else 0
            pen.box(left, y, bay * (5 - short), 15)
            for column in range(6 - short):
                pen.box(
                    left + column * bay - 7,
                    y - (26 if floor == 0 else 0),
                    14,
                    step + (36 if floor == 0 else 10),
                )
        for column in range(6):
            for bar in (-5, 0, 5):
                pen.line(
                    (left + column * bay + bar, top + (0 if column < 4 else step)),
                    (left + column * bay + bar, top + (-58 if column < 4 else step - 58)),
                    width=2,
                )

    with art.ink("#7b4a3d", opacity=0.55) as pen:
        for floor in range(4, floors):
            for column in range(5):
                if art.random.random() < 0.75:
                    pen.box(left + column * bay, top + floor * step, bay, step)
    with art.ink([(0.2, "#3b2c36"), (1, "#2a1f29")]) as pen:
        frame(pen)
        for floor in range(3, 8):
            pen.box(left + 5 * bay + 8, top + floor * step, 92, 5)
            for x in (8, 50, 94):
                pen.box(left + 5 * bay + x, top + floor * step - 4, 4, step + 4)
            pen.line(
                (left + 5 * bay + 8, top + (floor + 1) * step),
                (left + 5 * bay + 96, top + floor * step),
                width=2.4,
            )
        for y in (top - 44, top - 26):
            pen.line((left + 8, y), (left + 3 * bay, y), width=2.2)
    with art.rim("#ffd394", 3, 0, blur=0.8) as pen:
        frame(pen)
    with art.ink("#2a1f29") as pen:
        person(pen, left + 92, top, 74, STAND, helmet=True)
        person(pen, left + 158, top, 74, POINT_UP, helmet=True)
        person(pen, left + 285, top, 74, CROUCH, helmet=True)
        person(pen, left + 5 * bay + 52, top + 3 * step, 72, WALK, True, helmet=True)
        person(pen, left + 430, top + step, 72, WALK, helmet=True)
        person(pen, left + 510, top + step, 72, STAND, True, helmet=True)
        person(pen, left + 70, top + 2 * step, 72, STAND, helmet=True)
        person(pen, left + 310, top + 3 * step, 72, CROUCH, True, helmet=True)
        mast = 250
        pen.truss((mast, 1067), (mast, 190), 42, 42, 30, 4)
        pen.truss((mast, 168), (1290, 150), 30, 14, 40, 3)
        pen.truss((mast, 168), (70, 170), 30, 22, 7, 3)
        pen.box(66, 176, 66, 54)
        pen.shape((mast - 18, 150), (mast + 18, 150), (mast, 52))
        pen.line((mast, 56), (900, 144), width=2.6)
        pen.line((mast, 56), (96, 158), width=2.6)
        pen.box(mast + 20, 178, 40, 46, 3)
        pen.box(1046, 162, 34, 10)
        pen.line((1063, 170), (1063, 404), width=2.6)
        pen.line((1063, 404), (1010, 436), width=2)
        pen.line((1063, 404), (1116, 436), width=2)
        pen.box(988, 436, 150, 16)
    with art.ink("#ffe9ba") as pen:
        pen.box(mast + 38, 186, 18, 20)
    with art.ink("#c8432d") as pen:
        pen.shape((mast, 52), (mast + 44, 62), (mast, 74))
        for floor in range(1, floors, 2):
            pen.box(left - 7, top + floor * step - 32, bay * 5 + 14 if floor > 0 else 0, 4)
    with art.ink("#4c3a44") as pen:
        for x, y, span in ((1330, 320, 22), (1378, 296, 16), (1420, 336, 13)):
            pen.line((x - span, y - span * 0.45), (x, y), (x + span, y - span * 0.5), width=2.6)
    art.wash("#f3bd82", Fade([(0, 0), (0.6, 0), (0.95, 0.6), (1, 0.65)]), mottle=0.5)
    return art.finish(vignette=0.28)


def crane_ladder() -> Image.Image:
    sky = [(0, "#0b1430"), (0.4, "#1c2d58"), (0.75, "#43517e"), (0.92, "#8a7690"), (1, "#5a4f68")]
    art = Canvas(*TALL, "crane-ladder", sky)
    with art.ink("#e9edff", opacity=0.8) as pen:
        for _ in range(150):
            pen.disc(
                art.random.uniform(0, 1067),
                art.random.uniform(0, 1050),
                art.random.uniform(0.7, 1.9),
            )
    art.glow(815, 300, 330, "#fff0c9", 0.4)
    with art.ink("#f7edd2") as pen:
        pen.disc(815, 300, 88)
    with art.ink("#d8cbb0", opacity=0.45) as pen:
        for x, y, size in ((790, 275, 17), (840, 330, 24), (846, 268, 10), (785, 338, 9)):
            pen.disc(x, y, size)
    with art.ink("#2c3358") as pen:
        x = -10.0
        blocks = []
        while x < 1067:
            wide, tall = art.random.uniform(40, 90), art.random.uniform(60, 230)
            pen.box(x, 1600 - tall, wide - 4, tall)
            blocks.append((x, wide, tall))
            x += wide
    with art.ink("#ffd58c", opacity=0.85) as pen:
        for x, wide, tall in blocks:
            for _ in range(int(tall / 22)):
                column = art.random.randrange(max(1, int(wide / 12) - 1))
                pen.box(
                    x + 7 + column * 12, 1590 - art.random.randrange(1, int(tall / 15)) * 14, 5, 6
                )
    art.glow(533, 1640, 800, "#ffb877", 0.4, 260)
    mast, wide = 480, 150

    def steel(pen: Pen) -> None:
        for x in (mast - wide / 2, mast + wide / 2):
            pen.line((x, 1620), (x, 470), width=15)
        for bay in range(10):
            y = 490 + bay * 120
            pen.line((mast - wide / 2, y), (mast + wide / 2, y), width=8)
            a, b = (-1, 1) if bay % 2 else (1, -1)
            pen.line((mast + a * wide / 2, y), (mast + b * wide / 2, y + 120), width=7)
        pen.box(mast - 106, 452, 212, 22, 4)
        pen.shape((mast - 70, 452), (mast + 70, 452), (mast + 56, 400), (mast - 56, 400))
        pen.truss((mast - 10, 372), (1180, 330), 64, 40, 14, 6)
        pen.truss((mast, 372), (-60, 384), 64, 52, 8, 6)
        pen.shape((mast - 46, 350), (mast + 46, 350), (mast + 6, 96), (mast - 6, 96))
        pen.line((mast, 104), (1100, 310), width=6)
        pen.line((mast, 104), (40, 352), width=6)
        pen.box(30, 404, 150, 120)

    with art.ink([(0, "#1a2140"), (0.5, "#141a33"), (1, "#0f1328")]) as pen:
        steel(pen)
        pen.shape((mast + 70, 396), (mast + 196, 396), (mast + 180, 516), (mast + 70, 516))
    with art.rim("#cdd6f5", 4, -2, blur=1, opacity=0.8) as pen:
        steel(pen)
    with art.ink([(0.25, "#fff2cb"), (0.32, "#f4bd66")]) as pen:
        pen.shape((mast + 84, 408), (mast + 182, 408), (mast + 168, 486), (mast + 84, 486))
    with art.ink("#5b3320") as pen:
        pen.disc(mast + 124, 440, 15, 17)
        pen.box(mast + 102, 456, 44, 32, 12)
        pen.line((mast + 140, 466), (mast + 160, 462), width=7, round_ends=True)
    with art.ink("#3f8a5a") as pen:
        for turn in (-9, -3, 4, 10):
            pen.limb((mast + 160, 484), (mast + 160 + turn, 464), 4, 5)
    art.glow(mast + 128, 446, 240, "#ffc772", 0.7)
    with art.ink("#8b93b8") as pen:
        for x in (mast + 12, mast + 48):
            pen.line((x, 1620), (x, 474), width=4)
        for y in range(480, 1610, 20):
            pen.line((mast + 12, y), (mast + 48, y), width=2.6)
    with art.ink("#a7aecd", opacity=0.55) as pen:
        for y in range(500, 1600, 74):
            pen.arc(mast + 30, y, 40, 180, 360, 2.2)
    with art.ink("#060914") as pen:
        person(pen, mast + 30, 1052, 220, CLIMB, helmet=True)
        pen.box(mast + 8, 880, 40, 66, 12)
    with art.rim("#e6ecff", 4, -3, blur=1) as pen:
        person(pen, mast + 30, 1052, 220, CLIMB, helmet=True)
    with art.ink("#e3b23c") as pen:
        pen.dome(mast + 30, 853, 16, 15)
        pen.box(mast + 12, 850, 36, 5, 2)
        pen.line((mast + 22, 890), (mast + 22, 944), width=4)
    with art.ink("#ff4a38", light=True) as pen:
        pen.disc(mast, 92, 8)
        pen.disc(1052, 318, 6)
    art.glow(mast, 92, 120, "#ff4a38", 0.8)
    art.glow(1052, 318, 90, "#ff4a38", 0.7)
    return art.finish(vignette=0.4)
