"""Things that more than one picture shows: hills, rows of houses, lamps, scooters."""

import math

from newsroom.demo.artwork.canvas import Canvas
from newsroom.demo.artwork.pen import Pen


def hills(pen: Pen, canvas: Canvas, base: float, rise: float, seed: float) -> None:
    """A ridge from edge to edge, standing on the bottom of the canvas."""
    points = []
    for x in range(0, canvas.width + 21, 20):
        wave = math.sin(x * 0.0031 + seed) + 0.55 * math.sin(x * 0.0083 + seed * 2.3)
        wave += 0.22 * math.sin(x * 0.021 + seed * 5.1)
        points.append((x, base - rise * (0.6 + wave * 0.4)))
    pen.shape((0, canvas.height), *points, (canvas.width + 20, canvas.height))


def houses(
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


def windows(
    art: Canvas, pen: Pen, boxes: list[tuple[float, float, float, float]], lit: float, pane: float
) -> None:
    for x, y, wide, tall in boxes:
        columns, rows = int(wide / (pane * 2)), int(tall / (pane * 2.4))
        for column in range(columns):
            for row in range(rows - 1):
                if art.random.random() < lit:
                    left = x + (column + 0.5) * wide / columns - pane / 2
                    pen.box(left, y + pane + row * pane * 2.4, pane, pane * 1.2)


def lamp_post(pen: Pen, x: float, y: float, tall: float, reach: float) -> None:
    pen.limb((x, y), (x, y - tall), 11, 6)
    pen.line((x, y - tall), (x + reach, y - tall - 26), width=6, round_ends=True)
    pen.limb((x + reach * 0.75, y - tall - 20), (x + reach * 1.2, y - tall - 30), 9, 14)


def scooter(pen: Pen, x: float, y: float, size: float) -> None:
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
