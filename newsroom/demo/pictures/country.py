"""Out of town: marsh, hills, vineyards, wind."""

from __future__ import annotations

from . import things
from .canvas import (
    AMBER,
    BLUE,
    BRICK,
    CREAM,
    INK,
    LEAF,
    MIST,
    MOSS,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    ROSE,
    RUST,
    SAND,
    SEA,
    SNOW,
    TEAL,
    Canvas,
    mix,
)


def wind_farm(on: Canvas) -> None:
    on.sky(SEA, CREAM, 0.7)
    on.light(0.2, 0.24, 0.5, CREAM, 0.7)
    on.disc(0.2, 0.24, 0.07, CREAM)
    on.cloud(0.62, 0.14, 0.06, CREAM)
    on.ridge(0.58, 0.05, mix(MIST, TEAL, 0.4), waves=1.3)
    for n, (x, y, s) in enumerate(((0.1, 0.6, 0.26), (0.32, 0.57, 0.3), (0.55, 0.6, 0.34))):
        things.turbine(on, x, y, s, PAPER, 0.5 + n)
    on.ridge(0.66, 0.05, mix(MOSS, TEAL, 0.4), waves=1.6)
    for n, (x, y, s) in enumerate(((0.44, 0.7, 0.46), (0.92, 0.66, 0.5))):
        things.turbine(on, x, y, s, SNOW, 1.1 + n)
    on.ridge(0.78, 0.05, MOSS, waves=1.2)
    things.turbine(on, 0.72, 0.84, 0.72, SNOW, 0.25)
    on.ridge(0.88, 0.03, LEAF, waves=1.8)
    for _ in range(26):
        x, y = on.random.random(), on.random.uniform(0.86, 0.97)
        on.disc(x, y, 0.014, CREAM, 0.7)
        on.disc(x + 0.009, y - 0.006, 0.006, INK)


def salt_marsh_birds(on: Canvas) -> None:
    on.sky(PLUM, AMBER, 0.52)
    on.light(0.32, 0.46, 0.55, CREAM, 0.75)
    on.disc(0.32, 0.47, 0.085, CREAM)
    on.ridge(0.5, 0.018, mix(PLUM, NAVY, 0.4), 0.56)
    on.box(0, 0.52, 1, 0.5, mix(PLUM, OCHRE, 0.45))
    turns = [
        (0.32, 0.52),
        (0.37, 0.56),
        (0.26, 0.61),
        (0.43, 0.68),
        (0.3, 0.79),
        (0.56, 0.92),
        (0.6, 1.05),
    ]
    bends = [_along(turns, t / 90) for t in range(91)]
    left = [(x - (y - 0.5) * 0.3 - 0.01, y) for x, y in bends]
    right = [(x + (y - 0.5) * 0.34 + 0.01, y) for x, y in bends]
    on.shape([*left, *reversed(right)], mix(AMBER, CREAM, 0.35))
    for _ in range(420):
        y = on.random.uniform(0.53, 1.0)
        x, tall = on.random.random(), 0.012 + (y - 0.5) * 0.13 * on.random.uniform(0.5, 1)
        middle = next((bx for bx, by in bends if by >= y), 0.5)
        if abs(x - middle) > (y - 0.5) * 0.36 + 0.03:
            ink = on.random.choice((mix(MOSS, PLUM, 0.5), NAVY, mix(OCHRE, PLUM, 0.4), INK))
            on.line([(x, y), (x + on.random.uniform(-0.012, 0.012), y - tall)], ink, 0.003)
    things.flock(on, 46, (0.36, 0.06, 0.56, 0.32), NAVY)
    for x, y, s in ((0.5, 0.76, 0.15), (0.42, 0.7, 0.09), (0.64, 0.9, 0.2)):
        _wader(on, x, y, s)


def _wader(on: Canvas, x: float, y: float, size: float) -> None:
    on.disc(x, y - 0.5 * size, 0.2 * size, CREAM, 0.62)
    on.line(
        [(x + 0.1 * size, y - 0.55 * size), (x + 0.16 * size, y - 0.85 * size)], CREAM, 0.08 * size
    )
    on.disc(x + 0.165 * size, y - 0.88 * size, 0.075 * size, CREAM)
    on.line(
        [(x + 0.19 * size, y - 0.88 * size), (x + 0.34 * size, y - 0.8 * size)], INK, 0.03 * size
    )
    for leg in (-0.03, 0.04):
        on.line([(x + leg * size, y - 0.4 * size), (x + leg * 1.3 * size, y)], INK, 0.025 * size)


def hill_road(on: Canvas) -> None:
    on.sky(mix(SEA, BLUE, 0.3), CREAM, 0.55)
    on.cloud(0.24, 0.16, 0.06, CREAM)
    on.ridge(0.38, 0.12, mix(MIST, BLUE, 0.3), waves=1.0)
    on.ridge(0.5, 0.09, mix(TEAL, MIST, 0.3), waves=1.1)
    on.ridge(0.6, 0.05, mix(MOSS, TEAL, 0.3), waves=1.3)
    on.ridge(0.7, 0.04, MOSS, waves=1.0)
    bends = [
        (0.62, 0.56),
        (0.7, 0.585),
        (0.5, 0.63),
        (0.42, 0.67),
        (0.66, 0.73),
        (0.74, 0.79),
        (0.46, 0.88),
        (0.4, 1.02),
    ]
    smooth = [_along(bends, t / 80) for t in range(81)]
    edge = [(x - (y - 0.53) * 0.16 - 0.004, y) for x, y in smooth]
    other = [(x + (y - 0.53) * 0.16 + 0.004, y) for x, y in smooth]
    on.shape([*edge, *reversed(other)], PAPER)
    for n in range(4, 80, 4):
        (x, y), (x2, y2) = smooth[n], smooth[n + 1]
        on.line([(x, y), (x2, y2)], OCHRE, 0.003 + (y - 0.5) * 0.008)
    for _ in range(30):
        x, y = on.random.random(), on.random.uniform(0.68, 0.97)
        road = min(smooth, key=lambda p: abs(p[1] - y))[0]
        if abs(x - road) > 0.13:
            things.tree(
                on, x, y, 0.04 + (y - 0.6) * 0.2, on.random.choice((LEAF, mix(LEAF, INK, 0.3)))
            )
    on.box(0.655, 0.7, 0.05, 0.03, BRICK)
    on.box(0.663, 0.686, 0.03, 0.018, BRICK)
    for x in (0.667, 0.695):
        on.disc(x, 0.732, 0.009, INK)


def _along(points: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """A point on the smooth line through the points (Catmull and Rom's)."""
    at = share * (len(points) - 1)
    n = min(int(at), len(points) - 2)
    t = at - n
    p0, p1, p2, p3 = (points[min(max(k, 0), len(points) - 1)] for k in (n - 1, n, n + 1, n + 2))
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )
    return x, y


def vineyard(on: Canvas) -> None:
    on.sky(AMBER, CREAM, 0.46)
    on.disc(0.74, 0.2, 0.09, CREAM)
    on.ridge(0.4, 0.06, mix(PLUM, ROSE, 0.4), 0.6, 1.1)
    on.ridge(0.46, 0.04, mix(PLUM, MOSS, 0.4), 0.6, 1.4)
    on.box(0, 0.49, 1, 0.52, mix(OCHRE, RUST, 0.3))
    for n in range(-14, 15):
        x_top, x_low = 0.5 + n * 0.045, 0.5 + n * 0.2
        leaf = mix(MOSS, LEAF, (n % 3) / 2)
        on.shape([(x_top, 0.5), (x_top + 0.016, 0.5), (x_low + 0.1, 1), (x_low, 1)], leaf)
        for k in range(16):
            t = (k / 15) ** 1.7
            x = x_top + (x_low - x_top) * t + 0.008 + 0.045 * t
            on.disc(x, 0.5 + 0.5 * t, 0.008 + 0.034 * t, mix(leaf, INK, 0.15 * (k % 2)))
            if k > 7 and k % 2:
                on.disc(x + 0.012 * t, 0.5 + 0.5 * t + 0.02 * t, 0.012 * t, PLUM)
    on.box(0.2, 0.38, 0.12, 0.11, CREAM)
    on.shape([(0.185, 0.385), (0.335, 0.385), (0.31, 0.32), (0.21, 0.32)], BRICK)
    things.windows(on, 0.205, 0.4, 0.11, 0.06, RUST, across=4, down=1)
    for x in (0.15, 0.355, 0.38):
        things.poplar(on, x, 0.495, 0.2, mix(LEAF, INK, 0.35))
    for x, y, s in ((0.42, 0.7, 0.15), (0.64, 0.8, 0.22)):
        things.person(on, x, y, s, INK)
        on.disc(x, y - s * 0.97, s * 0.15, SAND, 0.4)
