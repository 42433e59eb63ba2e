"""The river at night: both banks, a bridge, windows behind which somebody works."""

from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.parts import hills, houses, windows
from newsroom.demo.artwork.pen import Pen

LAND = (1600, 1067)


def night_river() -> Image.Image:
    art = Canvas(
        *LAND, "night-river", [(0, "#0a1426"), (0.38, "#15294a"), (0.62, "#33496a"), (1, "#0c1728")]
    )
    shore = 690.0
    art.glow(1180, 640, 760, "#4a6a94", 0.45, 260)
    with art.paint() as pen:
        pen.dip("#8fa6c8")
        for _star in range(120):
            pen.disc(art.random.uniform(0, 1600), art.random.uniform(0, 380), 0.9)
    with art.ink("#f2e6c8") as pen:
        pen.disc(1290, 170, 40)
    with art.ink("#0f1d35") as pen:
        pen.disc(1274, 160, 38)
    art.glow(1300, 172, 190, "#f2dfae", 0.35)
    with art.ink("#162841", fade=Fade([(0, 1), (0.6, 1), (0.66, 0.6)])) as pen:
        hills(pen, art, shore - 60, 150, 2.4)
    with art.ink("#1c3150") as pen:
        far = houses(art, pen, shore - 6, 90, 250, (70, 130))
    with art.ink("#eec682", opacity=0.55) as pen:
        windows(art, pen, far, 0.1, 8)
    with art.ink("#101f38") as pen:
        near = houses(art, pen, shore, 60, 150, (130, 220))
        _tower(pen, 236, shore)
    with art.ink("#ffd88f", opacity=0.9) as pen:
        windows(art, pen, near, 0.13, 11)
    with art.ink("#e2503c") as pen:
        for x in (236, 1148):
            pen.disc(x, shore - (402 if x == 236 else 316), 5)
    _bridge(art, shore)
    art.mirror(shore, 377, 13, "#0b1830", 0.36)
    art.wash("#0a1528", Fade([(0.62, 0), (1, 0.7)]))
    for x in (150, 430, 700, 980, 1260, 1500):
        art.glow(x, shore - 4, 70, "#ffcf87", 0.8)
        with art.ink("#ffdf9f", opacity=0.34, blur=5, light=True) as pen:
            pen.box(x - 5, shore + 4, 10, 250, 5)
    _barge(art)
    return art.finish(grain=0.05, vignette=0.4)


def _tower(pen: Pen, x: float, shore: float) -> None:
    pen.shape((x - 16, shore), (x - 7, shore - 390), (x + 7, shore - 390), (x + 16, shore))


def _bridge(art: Canvas, shore: float) -> None:
    """A cable-stayed bridge in the distance, its deck lit by lamps."""
    deck = shore - 74
    with art.ink("#0c182c") as pen:
        pen.box(640, deck, 960, 12)
        for x in (1148, 1452):
            pen.shape((x - 15, shore), (x - 5, shore - 306), (x + 5, shore - 306), (x + 15, shore))
    with art.ink("#7d93b4", opacity=0.65) as pen:
        for x in (1148, 1452):
            for number in range(1, 8):
                reach = number * 38
                for side in (-1, 1):
                    pen.line((x, shore - 300 + number * 12), (x + side * reach, deck), width=1.4)
    with art.ink("#ffdda0") as pen:
        for x in range(650, 1600, 32):
            pen.disc(x, deck - 10, 3)
    for x in range(650, 1600, 96):
        art.glow(x, deck - 10, 46, "#ffcc80", 0.5)


def _barge(art: Canvas) -> None:
    """A cargo boat on its way, with one lamp in the wheelhouse."""
    with art.ink("#070f1c") as pen:
        pen.shape((300, 850), (760, 850), (722, 892), (334, 892))
        pen.box(366, 834, 220, 18, 4)
        pen.box(640, 792, 84, 60, 6)
        pen.line((600, 850), (600, 764), width=4)
    with art.ink("#ffdf9a") as pen:
        pen.box(652, 804, 24, 22, 3)
        pen.box(686, 804, 24, 22, 3)
        pen.disc(600, 762, 4)
    art.glow(672, 814, 120, "#ffce85", 0.7)
    with art.ink("#ffdf9f", opacity=0.3, blur=6, light=True) as pen:
        pen.box(656, 894, 50, 110, 10)
