"""What stands about in Port Allard: houses, boats, cranes, birds, people."""

from __future__ import annotations

import math

from .canvas import AMBER, CREAM, INK, Canvas, Colour, mix


def houses(
    on: Canvas,
    y: float,
    inks: list[Colour],
    *,
    height: tuple[float, float] = (0.12, 0.3),
    width: tuple[float, float] = (0.05, 0.11),
    lit: float = 0.0,
    floor: float | None = None,
) -> None:
    """A row of gabled and flat houses that stand on y."""
    x = -0.02
    while x < 1.02:
        w, h = on.random.uniform(*width), on.random.uniform(*height)
        ink = on.random.choice(inks)
        top = y - h
        on.box(x, top, w, h + (floor or 0), ink)
        roof = mix(ink, INK, 0.35)
        match on.random.randrange(4):
            case 0 | 1:
                on.shape([(x - 0.006, top), (x + w / 2, top - w * 0.7), (x + w + 0.006, top)], roof)
                on.box(x + w * 0.68, top - w * 0.6, w * 0.12, w * 0.5, roof)
            case 2:
                on.box(x - 0.004, top - 0.014, w + 0.008, 0.02, roof)
            case 3:
                step = w / 5
                for n in range(3):
                    on.box(x + n * step * 0.8, top - (n + 1) * 0.024, w - n * step * 1.6, 0.03, ink)
        windows(on, x, top, w, h, mix(ink, INK, 0.45), lit)
        x += w + on.random.choice((0, 0, 0.004))


def windows(
    on: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    dark: Colour,
    lit: float = 0.0,
    across: int = 0,
    down: int = 0,
) -> None:
    across = across or max(2, round(w / 0.026))
    down = down or max(2, round(h / 0.06))
    for column in range(across):
        for row in range(down):
            ink = AMBER if on.random.random() < lit else dark
            cell_w, cell_h = w / across, h / down
            on.box(
                x + (column + 0.3) * cell_w,
                y + (row + 0.25) * cell_h,
                cell_w * 0.4,
                cell_h * 0.5,
                ink,
            )


def boat(on: Canvas, x: float, y: float, size: float, hull: Colour, house: Colour) -> None:
    """A fishing boat, seen from the side, bow to the right."""
    s = size
    on.shape(
        [(x - s, y - 0.30 * s), (x + 1.1 * s, y - 0.48 * s), (x + 0.8 * s, y), (x - 0.8 * s, y)],
        hull,
    )
    on.box(x - 0.55 * s, y - 0.85 * s, 0.6 * s, 0.55 * s, house)
    on.box(x - 0.48 * s, y - 0.75 * s, 0.46 * s, 0.16 * s, mix(hull, INK, 0.4))
    on.line([(x + 0.25 * s, y - 0.4 * s), (x + 0.25 * s, y - 2.0 * s)], INK, 0.14 * s)
    on.line([(x + 0.25 * s, y - 1.8 * s), (x + 0.95 * s, y - 0.5 * s)], INK, 0.05 * s)
    on.line([(x + 0.25 * s, y - 1.8 * s), (x - 0.8 * s, y - 0.4 * s)], INK, 0.05 * s)


def sail(on: Canvas, x: float, y: float, size: float, ink: Colour) -> None:
    on.shape([(x, y), (x + 0.02 * size, y - 1.7 * size), (x + 0.6 * size, y - 0.05 * size)], ink)
    on.shape([(x - 0.04 * size, y), (x, y - 1.4 * size), (x - 0.4 * size, y - 0.05 * size)], ink)
    on.shape(
        [
            (x - 0.5 * size, y),
            (x + 0.65 * size, y),
            (x + 0.5 * size, y + 0.2 * size),
            (x - 0.4 * size, y + 0.2 * size),
        ],
        INK,
    )


def bird(on: Canvas, x: float, y: float, size: float, ink: Colour) -> None:
    dip = on.random.uniform(0.15, 0.45) * size
    on.shape(
        [
            (x - size, y - dip),
            (x - size * 0.35, y - dip * 1.6),
            (x, y),
            (x + size * 0.35, y - dip * 1.6),
            (x + size, y - dip),
            (x + size * 0.35, y - dip),
            (x, y + size * 0.25),
            (x - size * 0.35, y - dip),
        ],
        ink,
    )


def flock(on: Canvas, many: int, within: tuple[float, float, float, float], ink: Colour) -> None:
    x, y, w, h = within
    for _ in range(many):
        size = on.random.uniform(0.008, 0.02)
        bird(on, x + on.random.random() * w, y + on.random.random() * h, size, ink)


def tree(on: Canvas, x: float, y: float, size: float, leaf: Colour, bare: bool = False) -> None:
    on.line([(x, y), (x, y - size)], INK, 0.09 * size)
    if bare:
        for n in range(9):
            side = -1 if n % 2 else 1
            start = y - size * (0.35 + n * 0.07)
            tip = (x + side * size * on.random.uniform(0.15, 0.3), start - size * 0.3)
            on.line([(x, start), tip], INK, 0.03 * size)
        return
    for dx, dy, r in ((-0.2, 0.85, 0.3), (0.2, 0.9, 0.32), (0, 1.2, 0.36)):
        on.disc(x + dx * size * 0.67, y - dy * size, r * size, leaf)


def poplar(on: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    on.line([(x, y), (x, y - size * 0.3)], INK, 0.05 * size)
    on.disc(x, y - size * 0.62, 0.14 * size, leaf, 3.2)


def person(on: Canvas, x: float, y: float, size: float, ink: Colour) -> None:
    """Somebody in a coat who stands or walks, as a silhouette; y is the ground."""
    w = size * 0.67
    step = on.random.uniform(0.03, 0.13) * w
    for foot, hip in ((-step, -0.05 * w), (step, 0.05 * w)):
        on.shape(
            [
                (x + hip - 0.06 * w, y - 0.4 * size),
                (x + hip + 0.06 * w, y - 0.4 * size),
                (x + foot + 0.035 * w, y),
                (x + foot - 0.035 * w, y),
            ],
            ink,
        )
        on.box(x + foot - 0.035 * w, y - 0.02 * size, 0.1 * w, 0.02 * size, ink)
    on.shape(
        [
            (x - 0.13 * w, y - 0.8 * size),
            (x + 0.13 * w, y - 0.8 * size),
            (x + 0.19 * w, y - 0.7 * size),
            (x + 0.17 * w, y - 0.33 * size),
            (x - 0.17 * w, y - 0.33 * size),
            (x - 0.19 * w, y - 0.7 * size),
        ],
        ink,
    )
    on.disc(x, y - 0.79 * size, 0.085 * size, ink, 0.5)
    on.disc(x, y - 0.905 * size, 0.075 * size, ink, 1.15)


def crane(on: Canvas, x: float, y: float, size: float, ink: Colour, thick: float) -> None:
    """A dockside crane: two legs, a cabin, a jib that points up to the right."""
    w = size * 0.5
    on.line([(x - 0.28 * w, y), (x - 0.1 * w, y - 0.55 * size)], ink, thick)
    on.line([(x + 0.28 * w, y), (x + 0.1 * w, y - 0.55 * size)], ink, thick)
    on.line([(x - 0.2 * w, y - 0.24 * size), (x + 0.2 * w, y - 0.24 * size)], ink, thick * 0.7)
    on.box(x - 0.2 * w, y - 0.66 * size, 0.36 * w, 0.12 * size, ink)
    tip, foot = (x + 1.1 * w, y - 1.25 * size), (x, y - 0.62 * size)
    on.line([foot, tip], ink, thick)
    on.line([(x - 0.05 * w, y - 0.95 * size), tip], ink, thick * 0.4)
    on.line([(x - 0.05 * w, y - 0.62 * size), (x - 0.05 * w, y - 0.96 * size)], ink, thick * 0.8)
    on.line([tip, (tip[0], y - 0.5 * size)], ink, thick * 0.3)


def turbine(on: Canvas, x: float, y: float, size: float, ink: Colour, turn: float) -> None:
    on.shape(
        [
            (x - 0.012 * size, y),
            (x - 0.004 * size, y - size),
            (x + 0.004 * size, y - size),
            (x + 0.012 * size, y),
        ],
        ink,
    )
    for blade in range(3):
        angle = turn + blade * 2 * math.pi / 3
        tip = (x + 0.37 * size * math.cos(angle), y - size + 0.56 * size * math.sin(angle))
        side = (
            x + 0.1 * size * math.cos(angle + 0.2),
            y - size + 0.15 * size * math.sin(angle + 0.2),
        )
        on.shape([(x, y - size), side, tip], ink)
    on.disc(x, y - size, 0.02 * size, ink)


def lamp(on: Canvas, x: float, y: float, size: float, ink: Colour, light: Colour = AMBER) -> None:
    on.light(x, y - size, size * 0.9, light, 0.5)
    on.line([(x, y), (x, y - size)], ink, 0.03 * size)
    on.disc(x, y - size, 0.07 * size, CREAM)


def bicycle(on: Canvas, x: float, y: float, size: float, ink: Colour, ground: Colour) -> None:
    """A rider on a bicycle, to the right."""
    w = size * 0.67
    for wheel in (-0.42 * w, 0.42 * w):
        on.disc(x + wheel, y - 0.24 * size, 0.24 * size, ink)
        on.disc(x + wheel, y - 0.24 * size, 0.2 * size, ground)
    pedal, saddle, bars = (
        (x, y - 0.24 * size),
        (x - 0.2 * w, y - 0.6 * size),
        (x + 0.32 * w, y - 0.66 * size),
    )
    thick = 0.035 * size
    for a, b in (
        (pedal, saddle),
        (pedal, bars),
        (saddle, bars),
        ((x - 0.42 * w, y - 0.24 * size), saddle),
        ((x + 0.42 * w, y - 0.24 * size), bars),
    ):
        on.line([a, b], ink, thick)
    hip, shoulder = (x - 0.18 * w, y - 0.66 * size), (x + 0.1 * w, y - 1.08 * size)
    on.line([hip, shoulder], ink, 0.16 * size)
    on.line([hip, (x + 0.14 * w, y - 0.5 * size), pedal], ink, 0.09 * size)
    on.line([shoulder, (x + 0.34 * w, y - 0.7 * size)], ink, 0.06 * size)
    on.disc(x + 0.2 * w, y - 1.26 * size, 0.12 * size, ink)
