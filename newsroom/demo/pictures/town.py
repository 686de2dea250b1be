"""The town by day: bridge, trams, town hall, roofs under snow."""

from __future__ import annotations

import math

from . import things
from .canvas import (
    AMBER,
    BLUE,
    BRICK,
    CREAM,
    INK,
    LEAF,
    MIST,
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


def old_bridge(on: Canvas) -> None:
    on.sky(SEA, CREAM, 0.6)
    on.cloud(0.22, 0.14, 0.06, CREAM)
    on.cloud(0.72, 0.2, 0.05, CREAM)
    on.ridge(0.44, 0.04, mix(MIST, TEAL, 0.35), 0.62)
    things.houses(
        on, 0.6, [SAND, ROSE, BRICK, OCHRE, PAPER], height=(0.1, 0.22), width=(0.04, 0.07)
    )
    on.water(0.6, BLUE, SEA, MIST, 150)
    stone, shade = mix(SAND, RUST, 0.3), mix(RUST, INK, 0.4)
    deck = [(x / 40, 0.5 - 0.07 * math.sin(math.pi * x / 40)) for x in range(41)]
    on.shape([*deck, (1, 0.8), (0, 0.8)], stone)
    for x, radius, spring in (
        (0.13, 0.11, 0.06),
        (0.385, 0.135, 0.08),
        (0.645, 0.135, 0.08),
        (0.9, 0.11, 0.06),
    ):
        on.arch(x, 0.802, radius + 0.015, spring, shade)
        on.arch(x, 0.802, radius, spring, mix(BLUE, SEA, 0.4))
    on.box(0, 0.8, 1, 0.2, BLUE)
    on.water(0.8, NAVY, BLUE, SEA, 90)
    for x in (0.255, 0.515, 0.775):
        on.shape(
            [(x - 0.03, 0.83), (x, 0.86), (x + 0.03, 0.83), (x + 0.026, 0.62), (x - 0.026, 0.62)],
            shade,
        )
    on.line(deck, shade, 0.014)
    for n in range(41):
        x, y = deck[n]
        on.line([(x, y), (x, y - 0.03)], INK, 0.004)
    on.line([(x, y - 0.03) for x, y in deck], INK, 0.005)
    for n in (5, 12, 20, 28, 35):
        things.lamp(on, deck[n][0], deck[n][1], 0.13, INK, CREAM)
    for n in (8, 9, 15, 17, 23, 31, 33):
        things.person(on, deck[n][0], deck[n][1] - 0.004, 0.07, INK)
    things.bicycle(on, 0.64, deck[26][1] - 0.004, 0.055, INK, CREAM)


def tram_street(on: Canvas) -> None:
    on.sky(ROSE, CREAM, 0.66)
    for side, inks in ((0, [BRICK, OCHRE, PLUM]), (1, [TEAL, SAND, RUST])):
        for n in range(4):
            near, far = 0.5 - n * 0.1, 0.5 - (n + 1) * 0.1
            x1, x2 = (0.5 - near * 1.02, 0.5 - far * 1.02)
            if side:
                x1, x2 = 1 - x1, 1 - x2
            top1, top2 = 0.42 - near * 0.95, 0.42 - far * 0.95
            floor1, floor2 = 0.62 + near * 0.55, 0.62 + far * 0.55
            ink = mix(inks[n % 3], ROSE, n * 0.16)
            on.shape([(x1, top1), (x2, top2), (x2, floor2), (x1, floor1)], ink)
            for k in range(3):
                for r in range(4):
                    u, v = (k + 0.3) / 3, (r + 0.25) / 5
                    px = x1 + (x2 - x1) * u
                    t, f = top1 + (top2 - top1) * u, floor1 + (floor2 - floor1) * u
                    on.box(
                        px, t + (f - t) * v, abs(x2 - x1) * 0.13, (f - t) * 0.1, mix(ink, INK, 0.45)
                    )
    on.shape([(0, 1), (1, 1), (0.6, 0.655), (0.4, 0.655)], mix(SAND, PLUM, 0.25))
    for x in (0.3, 0.62):
        on.line([(x - 0.1 * (0.5 - x) - 0.12 * (1 if x < 0.5 else -1), 1), (0.5, 0.62)], INK, 0.006)
    on.line([(0.5, 0.6), (0.46, 0)], INK, 0.003)
    on.line([(0.5, 0.6), (0.54, 0)], INK, 0.003)
    for x, w in ((0.36, 0.28),):
        on.box(x, 0.3, w, 0.5, CREAM)
        on.box(x, 0.52, w, 0.23, BRICK)
        on.box(x + 0.02, 0.35, w - 0.04, 0.15, NAVY)
        on.box(x + w / 2 - 0.004, 0.35, 0.008, 0.15, CREAM)
        on.box(x + 0.07, 0.308, w - 0.14, 0.032, INK)
        on.box(x + 0.13, 0.314, 0.022, 0.02, AMBER)
        on.shape(
            [(x + 0.01, 0.3), (x + w - 0.01, 0.3), (x + w - 0.05, 0.26), (x + 0.05, 0.26)], RUST
        )
        for lx in (x + 0.045, x + w - 0.045):
            on.light(lx, 0.64, 0.09, AMBER, 0.7)
            on.disc(lx, 0.64, 0.022, CREAM)
        on.box(x + 0.02, 0.75, w - 0.04, 0.05, INK)
        on.line([(0.5, 0.26), (0.46, 0.18), (0.5, 0.12), (0.54, 0.12)], INK, 0.005)
    for x, s in ((0.17, 0.24), (0.22, 0.22), (0.8, 0.25), (0.27, 0.17), (0.74, 0.18)):
        things.person(on, x, 0.84, s, INK)


def town_hall(on: Canvas) -> None:
    on.sky(BLUE, mix(SEA, CREAM, 0.5), 0.8)
    on.cloud(0.15, 0.2, 0.06, mix(SEA, CREAM, 0.7))
    on.cloud(0.86, 0.3, 0.07, mix(SEA, CREAM, 0.7))
    stone, shade = mix(SAND, CREAM, 0.4), mix(SAND, RUST, 0.45)
    on.box(0.12, 0.46, 0.76, 0.36, stone)
    on.shape([(0.1, 0.46), (0.9, 0.46), (0.84, 0.36), (0.16, 0.36)], mix(TEAL, INK, 0.25))
    for n in range(13):
        x = 0.15 + n * 0.056
        if not 5 <= n <= 7:
            on.arch(x + 0.012, 0.63, 0.017, 0.08, NAVY)
            on.arch(x + 0.012, 0.79, 0.02, 0.07, shade)
            on.arch(x + 0.012, 0.79, 0.014, 0.06, INK)
    on.box(0.12, 0.65, 0.76, 0.012, shade)
    on.box(0.43, 0.14, 0.14, 0.68, mix(stone, CREAM, 0.4))
    on.box(0.415, 0.36, 0.17, 0.018, shade)
    on.shape([(0.42, 0.14), (0.58, 0.14), (0.5, -0.08)], mix(TEAL, INK, 0.15))
    on.line([(0.5, -0.05), (0.5, -0.2)], INK, 0.006)
    on.disc(0.5, 0.25, 0.075, INK)
    on.disc(0.5, 0.25, 0.066, CREAM)
    for n in range(12):
        a = n * math.pi / 6
        on.disc(0.5 + 0.036 * math.cos(a), 0.25 + 0.054 * math.sin(a), 0.004, INK)
    on.line([(0.5, 0.25), (0.5, 0.2)], INK, 0.006)
    on.line([(0.5, 0.25), (0.522, 0.268)], INK, 0.008)
    for x in (0.46, 0.5, 0.54):
        on.arch(x, 0.55, 0.018, 0.08, NAVY)
    on.arch(0.5, 0.82, 0.055, 0.1, INK)
    on.shape([(0, 1), (1, 1), (0.95, 0.81), (0.05, 0.81)], mix(SAND, PLUM, 0.3))
    for n in range(5):
        on.shape(
            [
                (0.38 - n * 0.014, 0.815 + n * 0.013),
                (0.62 + n * 0.014, 0.815 + n * 0.013),
                (0.634 + n * 0.014, 0.83 + n * 0.013),
                (0.366 - n * 0.014, 0.83 + n * 0.013),
            ],
            mix(CREAM, SAND, (n % 2) * 0.7),
        )
    for x, y, s in (
        (0.2, 0.88, 0.1),
        (0.24, 0.88, 0.09),
        (0.7, 0.9, 0.12),
        (0.86, 0.86, 0.09),
        (0.34, 0.95, 0.15),
    ):
        things.person(on, x, y, s, INK)
    for x in (0.06, 0.94):
        things.tree(on, x, 0.84, 0.26, LEAF)


def snow_roofs(on: Canvas) -> None:
    on.sky(mix(BLUE, MIST, 0.35), SNOW, 0.7)
    on.ridge(0.36, 0.08, mix(MIST, BLUE, 0.25), 0.8, 1.3)
    for row in range(4):
        y = 0.46 + row * 0.16
        x = -0.1 + 0.05 * (row % 2)
        while x < 1.05:
            w = on.random.uniform(0.1, 0.15) * (0.7 + row * 0.22)
            wall = on.random.choice((BRICK, OCHRE, TEAL, PLUM, RUST, SAND))
            wall = mix(wall, MIST, 0.5 - row * 0.14)
            on.box(x, y, w, 0.5, wall)
            peak = y - w * 0.55
            on.shape(
                [(x - 0.012, y + 0.012), (x + w * 0.45, peak), (x + w + 0.012, y + 0.012)], SNOW
            )
            on.shape(
                [(x + w * 0.45, peak), (x + w + 0.012, y + 0.012), (x + w * 0.7, y + 0.012)],
                mix(SNOW, MIST, 0.6),
            )
            chimney = x + w * 0.66
            on.box(chimney, peak - 0.01, w * 0.1, w * 0.4, mix(wall, INK, 0.4))
            on.box(chimney - 0.004, peak - 0.022, w * 0.1 + 0.008, 0.014, SNOW)
            if on.random.random() < 0.3:
                for n in range(9):
                    drift = chimney + 0.006 + n * 0.006 + 0.004 * math.sin(n)
                    size = 0.006 + n * 0.0017
                    on.disc(drift, peak - 0.034 - n * 0.015, size, mix(SNOW, MIST, 0.35 + n * 0.05))
            things.windows(
                on, x + 0.008, y + 0.03, w - 0.016, 0.09, mix(wall, INK, 0.5), 0.3, across=3, down=1
            )
            x += w + 0.01
    on.flakes(SNOW, 420, 0.0015, 0.006)
