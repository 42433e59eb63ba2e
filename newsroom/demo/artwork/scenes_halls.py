"""Pictures of big halls: the empty foundry, the looms, the coil store."""

# A coordinate is measured anew in every layer, as whole pixels or parts of one.
# mypy: allow-redefinition-new, local-partial-types
from PIL import Image

from newsroom.demo.artwork.canvas import Canvas, Fade
from newsroom.demo.artwork.pen import mix
from newsroom.demo.artwork.people import STAND, WALK, person

LAND = (1600, 1067)


def factory_hall() -> Image.Image:
    art = Canvas(*LAND, "factory-hall", [(0, "#2b3a3c"), (0.5, "#3c4d4b"), (1, "#1a2324")])
    far = (760, 500)  # the vanishing point

    def toward(x: float, y: float, share: float) -> tuple[float, float]:
        return x + (far[0] - x) * share, y + (far[1] - y) * share

    with art.ink([(0, "#c9c09a"), (0.6, "#8d9682")], opacity=0.9) as pen:
        pen.shape(
            toward(0, -60, 0.8),
            toward(1600, -60, 0.8),
            toward(1600, 1067, 0.8),
            toward(0, 1067, 0.8),
        )
    with art.ink([(0, "#3d4b48"), (1, "#22302f")]) as pen:
        pen.shape((0, 1067), (1600, 1067), toward(1600, 1067, 0.8), toward(0, 1067, 0.8))
    with art.ink("#5d6c62", opacity=0.5) as pen:
        for x in range(-2400, 4200, 300):
            pen.line((x, 1067), toward(x, 1067, 0.8), width=2)
        for step in range(1, 9):
            share = 0.8 * (1 - (1 - step / 9) ** 2.4)
            pen.line(toward(-2400, 1067, share), toward(4200, 1067, share), width=1.6)
    panes = []
    for bay in range(7):
        near, back = 1 - 0.93 * 0.72**bay, 1 - 0.93 * 0.72 ** (bay + 0.68)
        for top, foot in ((40, 330), (380, 520)):
            panes.append(
                [
                    toward(0, top, near),
                    toward(0, top, back),
                    toward(0, foot, back),
                    toward(0, foot, near),
                ]
            )
    with art.ink([(0, "#2c3836"), (1, "#232e2d")]) as pen:
        pen.shape((0, -60), toward(0, -60, 0.8), toward(0, 1067, 0.8), (0, 1067))
        pen.shape((1600, -60), toward(1600, -60, 0.8), toward(1600, 1067, 0.8), (1600, 1067))
    with art.ink([(0, "#f3e3b0"), (0.5, "#cfc79c")]) as pen:
        for pane in panes:
            pen.shape(*pane)
    with art.ink("#2c3836") as pen:
        for pane in panes:
            (x0, t0), (x1, t1), (_, b1), (_, b0) = pane
            for part in (0.25, 0.5, 0.75):
                x = x0 + (x1 - x0) * part
                pen.line((x, t0 + (t1 - t0) * part), (x, b0 + (b1 - b0) * part), width=2.4)
                pen.line((x0, t0 + (b0 - t0) * part), (x1, t1 + (b1 - t1) * part), width=2)
    with art.ink("#8d997f", opacity=0.35) as pen:
        for pane in panes:
            pen.shape(
                *[(1600 - (x - 0) * 1.0 + (far[0] - 800) * 2 * (x / far[0]), y) for x, y in pane]
            )
    with art.ink("#1b2626") as pen:
        for bay in range(9):
            share = 1 - 0.97 * 0.74**bay
            for x in (0, 1600):
                top, foot = toward(x, -60, share), toward(x, 1067, share)
                pen.box(top[0] - 26 * (1 - share), top[1], 52 * (1 - share), foot[1] - top[1])
            left, right = toward(0, 20, share), toward(1600, 20, share)
            peak = toward(800, -190, share)
            for a, b in ((left, peak), (peak, right), (left, right)):
                pen.line(a, b, width=20 * (1 - share))
            for part in (0.25, 0.5, 0.75):
                x = left[0] + (right[0] - left[0]) * part
                rise = (left[1] - peak[1]) * (1 - abs(part - 0.5) * 2)
                pen.line((x, left[1]), (x, left[1] - rise), width=9 * (1 - share))
        rail = [toward(0, 210, 0), toward(0, 210, 0.8), toward(0, 236, 0.8), toward(0, 236, 0)]
        pen.shape(*rail)
        rail = [
            toward(1600, 210, 0),
            toward(1600, 210, 0.8),
            toward(1600, 236, 0.8),
            toward(1600, 236, 0),
        ]
        pen.shape(*rail)
        left, right = toward(0, 190, 0.5), toward(1600, 190, 0.5)
        pen.box(left[0], left[1] - 16, right[0] - left[0], 46)
        pen.box(860, left[1] - 40, 90, 36)
        pen.line((905, left[1]), (905, 520), width=4)
        pen.disc(905, 528, 12)
        pen.arc(905, 552, 18, 300, 180, 7)
    for bay, pane in enumerate(panes[::2]):
        depth = 0.93 * 0.72**bay
        (x0, t0), (x1, t1), (_, b1), (_, b0) = pane
        slide = 900 * depth
        fall = 840 * depth
        with art.ink(
            "#ffe9b0",
            opacity=0.34,
            blur=4 + 9 * depth,
            light=True,
            fade=Fade([(0, 0.95), (0.45, 0.55), (1, 0.18)]),
        ) as pen:
            for a, b in ((0.02, 0.23), (0.27, 0.48), (0.52, 0.73), (0.77, 0.98)):
                xa, xb = x0 + (x1 - x0) * a, x0 + (x1 - x0) * b
                ya, yb = t0 + (t1 - t0) * a, b0 + (b1 - b0) * b
                pen.shape(
                    (xa, ya), (xb, yb), (xb + slide, yb + fall), (xa + slide * 1.08, ya + fall)
                )
    with art.ink("#ffedbd", opacity=0.55, blur=5, light=True) as pen:
        for bay in range(4):
            near, back = 1 - 0.62 * 0.7**bay, 1 - 0.62 * 0.7 ** (bay + 0.6)
            pen.shape(
                toward(420, 1067, near),
                toward(420, 1067, back),
                toward(900, 1067, back),
                toward(900, 1067, near),
            )
    art.wash(
        "#e8d9a4",
        Fade([(0, 0.0), (0.4, 0.16), (0.55, 0.2), (0.8, 0.05), (1, 0)]),
        light=True,
        mottle=0.9,
    )
    with art.ink("#0b1213", opacity=0.65, blur=6) as pen:
        pen.shape((640, 926), (668, 926), (900, 1040), (840, 1046))
    with art.ink("#101819") as pen:
        person(pen, 652, 930, 240, STAND, helmet=True)
    with art.ink("#f4dfa3", opacity=0.8, blur=1) as pen:
        pen.limb((622, 742), (612, 800), 5, 4)
        pen.arc(652, 708, 17, 180, 260, 4)
    with art.ink("#fff3cf", opacity=0.6, light=True) as pen:
        for _ in range(170):
            x, y = art.random.uniform(80, 1200), art.random.uniform(150, 950)
            pen.disc(x, y, art.random.uniform(0.6, 1.9))
    return art.finish(vignette=0.5)


def looms() -> Image.Image:
    art = Canvas(*LAND, "looms", [(0, "#efe6d6"), (0.5, "#e3d4bd"), (1, "#8a7a68")])
    far = (800, 455)

    def toward(x: float, y: float, share: float) -> tuple[float, float]:
        return x + (far[0] - x) * share, y + (far[1] - y) * share

    art.glow(800, 430, 560, "#fff8e6", 0.8)
    with art.ink([(0, "#d9c8ad"), (0.4, "#efe4d0")]) as pen:
        pen.shape((0, 0), (1600, 0), far)
    with art.ink("#fffaf0", opacity=0.95) as pen:
        for bay in range(9):
            near, back = 1 - 0.98 * 0.7**bay, 1 - 0.98 * 0.7 ** (bay + 0.4)
            for a, b in ((200, 560), (1040, 1400)):
                pen.shape(
                    toward(a, 0, near), toward(b, 0, near), toward(b, 0, back), toward(a, 0, back)
                )
    with art.ink([(0.42, "#b7a48b"), (1, "#6b5a4a")]) as pen:
        pen.shape(toward(-600, 1067, 0), toward(2200, 1067, 0), far)
    with art.ink("#e7d6b9", opacity=0.55) as pen:
        pen.shape((640, 1067), (960, 1067), far)
    colours = ("#2f4858", "#33576b", "#2f4858")
    for bay in range(9, -1, -1):
        near = 1 - 0.86 * 0.74**bay
        size = 1 - near
        haze = min(0.85, bay * 0.09)
        frame = mix(colours[bay % 3], "#dccbb0", haze)
        cloth = mix(("#c8553d", "#e9ddc6", "#d9a441")[bay % 3], "#e6d8c0", haze)
        dark = mix("#1d2d38", "#cdbda4", haze)
        left, right = (
            lambda x, y, near=near: toward(800 - x, y, near),
            lambda x, y, near=near: toward(800 + x, y, near),
        )
        with art.ink(frame) as pen:
            for at in (left, right):
                pen.shape(at(230, 700), at(1020, 700), at(1020, 1180), at(230, 1180))
                pen.shape(at(230, 420), at(300, 420), at(300, 720), at(230, 720))
                pen.shape(at(950, 420), at(1020, 420), at(1020, 720), at(950, 720))
        with art.ink(dark) as pen:
            for at in (left, right):
                pen.shape(at(215, 395), at(1035, 395), at(1035, 440), at(215, 440))
                pen.shape(at(215, 960), at(1035, 960), at(1035, 1000), at(215, 1000))
                for x in (265, 985):
                    pen.disc(*at(x, 860), 74 * size)
        with art.ink(mix("#fbf4e6", "#e9ddc8", haze * 0.6), opacity=0.92) as pen:
            for at in (left, right):
                for thread in range(34):
                    x = 312 + thread * 19
                    pen.line(at(x, 442), at(x, 700), width=max(0.6, 3.2 * size))
        with art.ink(cloth) as pen:
            for at in (left, right):
                pen.shape(at(300, 690), at(960, 690), at(960, 945), at(300, 945))
        with art.ink(mix("#ffffff", cloth, 0.5), opacity=0.5) as pen:
            for at in (left, right):
                for row in range(6):
                    y = 720 + row * 38
                    pen.line(at(300, y), at(960, y), width=2.4 * size)
        with art.ink(dark) as pen:
            for at in (left, right):
                pen.shape(at(290, 676), at(970, 676), at(970, 704), at(290, 704))
        if bay in (2, 5):
            tall = 900 * size
            x, y = toward(800 + (70 if bay == 2 else -60), 1180, near)
            with art.ink(mix("#8d2f22", "#cdb79a", haze)) as pen:
                person(pen, x, y, tall, WALK if bay == 2 else STAND, flip=bay == 2, coat=True)
            with art.ink(mix("#22323d", "#cdbb9f", haze)) as pen:
                head = x - (0.02 * tall if bay == 2 else 0)
                pen.dome(head, y - 0.925 * tall, tall * 0.06, tall * 0.068)
                pen.disc(head + 0.045 * tall, y - 0.93 * tall, tall * 0.03)
    art.wash("#fff3dc", Fade([(0, 0.1), (0.38, 0.35), (0.46, 0.35), (0.6, 0.05), (1, 0)]))
    return art.finish(vignette=0.35)


def steel_coils() -> Image.Image:
    ground = [(0, "#1e2a35"), (0.45, "#3f5361"), (0.6, "#2c3a45"), (1, "#141b21")]
    art = Canvas(*LAND, "steel-coils", ground)
    art.glow(1250, 250, 900, "#a9c7d8", 0.45, 520)
    with art.ink("#26343f", opacity=0.9) as pen:
        for x in range(60, 1600, 220):
            pen.box(x, 0, 34, 620)
        pen.box(0, 150, 1600, 26)
    with art.ink("#dceaf0", opacity=0.75) as pen:
        for x in range(110, 1600, 220):
            for y in (210, 300, 390):
                pen.box(x, y, 150, 74)
    with art.ink("#2c3a45") as pen:
        for x in range(110, 1600, 220):
            for part in (50, 100):
                pen.box(x + part, 210, 3, 260)
    art.wash("#cfe3ec", Fade([(0, 0), (0.2, 0.12), (0.32, 0.3), (0.46, 0.0), (1, 0)]), light=True)
    for start, gap, y, radius, near in (
        (-40, 150, 560, 74, 0.35),
        (20, 240, 690, 118, 0.65),
        (-40, 390, 920, 190, 1.0),
    ):
        _coil_row(art, list(range(start, 1700, gap)), y, radius, near)
        if near < 1:
            art.wash("#4a6170", Fade([(0, 0), (0.4, 0.2), (0.62, 0.22), (0.8, 0.0), (1, 0)]))
    with art.ink("#e3b23c") as pen:
        pen.shape((0, 1046), (1600, 1046), (1600, 1067), (0, 1067))
    with art.ink("#1b2026") as pen:
        for x in range(-20, 1640, 60):
            pen.shape((x, 1067), (x + 30, 1067), (x + 52, 1046), (x + 22, 1046))
    return art.finish(vignette=0.45)


def _coil_row(art: Canvas, places: list[int], y: float, radius: float, near: float) -> None:
    """End faces of steel coils, each with its length going back to the right."""
    depth = radius * 0.62
    low, high = (y - radius) / 1067, (y + radius) / 1067
    span = high - low
    dark = mix("#3f505c", "#101820", near)
    sheen = mix("#a9bcc7", "#e8f0f3", near)
    skin = [
        (low, mix("#8ea3af", "#b9c8cf", near)),
        (low + span * 0.16, sheen),
        (low + span * 0.4, mix("#6d808c", "#7b8c96", near)),
        (low + span * 0.8, dark),
        (high, dark),
    ]
    with art.ink(skin) as pen:
        for x in places:
            pen.disc(x + depth, y, radius * 0.9, radius)
            pen.box(x, y - radius, depth, radius * 2)
    with art.ink("#070b0e", opacity=0.5, blur=radius * 0.16) as pen:
        for x in places:
            pen.arc(x, y, radius * 1.1, 270, 90, radius * 0.16)
    with art.ink([(low, "#c3d0d6"), (low + span * 0.5, "#7f919c"), (high, "#3b4953")]) as pen:
        for x in places:
            pen.disc(x, y, radius * 0.9, radius)
    with art.ink("#1a242b", opacity=0.5) as pen:
        rings = int(radius / 9)
        for x in places:
            for ring in range(rings):
                far = radius * (0.34 + 0.54 * ring / rings) + art.random.uniform(-1, 1)
                pen.arc(x, y, far, 0, 360, 1.1 + art.random.random() * 0.9)
    with art.ink("#f3f8fa", opacity=0.5, blur=radius * 0.05) as pen:
        for x in places:
            for start, end in ((205, 236), (28, 52)):
                for far in (0.5, 0.64, 0.78):
                    pen.arc(x, y, radius * far, start, end, radius * 0.07)
    with art.ink("#0b1116") as pen:
        for x in places:
            pen.disc(x, y, radius * 0.3, radius * 0.33)
    with art.ink("#c4472f") as pen:
        for x in places:
            pen.box(x + depth * 0.3, y - radius * 0.97, radius * 0.07, radius * 0.62)
