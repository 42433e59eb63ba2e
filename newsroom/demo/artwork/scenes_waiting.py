"""Pictures of waiting: the rest station, the men at the bridgehead."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
import math

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.parts import houses, lamp_post, scooter, windows
from newsroom.demo.artwork.pen import Pen, curve
from newsroom.demo.artwork.people import (
    SIT,
    STAND,
    WALK,
    person,
)

LAND = (1600, 1067)


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
        far = houses(art, pen, 800, 130, 360, (80, 160))
    with art.ink("#ffd995", opacity=0.45) as pen:
        windows(art, pen, far, 0.035, 9)
    ground = 806
    with art.ink([(0.74, "#3a3f60"), (1, "#14182b")]) as pen:
        pen.box(0, ground, 1600, 300)
    x0, x1, top = 560, 1240, 470
    art.glow(900, 660, 720, "#ffb45c", 0.5, 420)
    with art.ink(
        "#ffcf85",
        opacity=0.55,
        blur=22,
        light=True,
        fade=Fade([(0, 0), (0.74, 0), (0.76, 1), (1, 0.15)]),
    ) as pen:
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
        scooter(pen, 1400, 838, 200)
        pen.box(1262, 670, 80, 82, 6)
        pen.limb((330, 838), (330, 470), 26, 12)
        for end, mid in (
            ((190, 330), (290, 420)),
            ((270, 250), (322, 350)),
            ((430, 300), (350, 420)),
            ((480, 380), (380, 450)),
            ((150, 420), (260, 470)),
        ):
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
        scooter(pen, 1400, 838, 200)
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
        houses(art, pen, 770, 30, 120, (50, 110))
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
            lamp_post(pen, x, road, 610, 84)
    for x in (386, 946, 1506):
        art.glow(x, 204, 190, "#ffd591", 0.85)
        with art.ink(
            "#ffd591",
            opacity=0.34,
            blur=14,
            light=True,
            fade=Fade([(0, 1), (0.2, 0.95), (0.78, 0.4), (0.84, 0.2), (0.9, 0)]),
        ) as pen:
            pen.shape((x - 16, 206), (x + 16, 206), (x + 250, 980), (x - 250, 980))
        art.glow(x, 880, 300, "#ffc878", 0.4, 62)
    crowd: list[tuple[float, float, float, bool, bool]] = []
    for number in range(17):
        x = 90 + number * 72 + art.random.uniform(-20, 20)
        crowd.append(
            (
                x,
                road + 26 + art.random.uniform(-8, 26),
                art.random.uniform(226, 262),
                art.random.random() < 0.5,
                art.random.random() < 0.35,
            )
        )

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
    with art.ink(
        "#fff3d2",
        opacity=0.45,
        blur=16,
        light=True,
        fade=Fade([(0, 0), (0.3, 0), (1, 1)], across=True),
    ) as pen:
        pen.shape((1600, 800), (1600, 890), (300, 1040), (300, 900))
    art.wash("#0a0d15", Fade([(0, 0), (0.84, 0), (1, 0.55)]))
    return art.finish(vignette=0.4)
