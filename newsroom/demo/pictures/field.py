"""Grass, glass and smoke: where people play and where they work."""

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
    MOSS,
    NAVY,
    OCHRE,
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


def football_ground(on: Canvas) -> None:
    on.sky(mix(NAVY, BLUE, 0.3), mix(BLUE, TEAL, 0.5), 0.5)
    _floodlights(on)
    on.shape([(0, 0.3), (1, 0.3), (1, 0.5), (0, 0.5)], mix(NAVY, INK, 0.5))
    on.shape([(0.1, 0.3), (0.9, 0.3), (0.95, 0.24), (0.05, 0.24)], BRICK)
    for _ in range(900):
        on.disc(
            on.random.random(),
            on.random.uniform(0.315, 0.485),
            0.0065,
            on.random.choice((BRICK, CREAM, BRICK, SAND, ROSE, OCHRE, SEA)),
        )
    on.box(0, 0.49, 1, 0.03, CREAM)
    for n in range(9):
        words = on.random.choice((TEAL, BRICK, OCHRE))
        on.box(0.02 + n * 0.112, 0.496, 0.09, 0.018, words)
    for n in range(8):
        top, low = 0.5 + (n - 4) * 0.13, 0.5 + (n - 4) * 0.32
        on.shape(
            [(top, 0.52), (top + 0.13, 0.52), (low + 0.32, 1), (low, 1)],
            mix(MOSS, LEAF, 0.9 * (n % 2)),
        )
    on.line([(0, 0.62), (1, 0.62)], CREAM, 0.004)
    on.disc(0.5, 0.8, 0.26, CREAM, 0.36)
    on.disc(0.5, 0.8, 0.25, mix(MOSS, LEAF, 0.45), 0.36)
    on.line([(0.42, 0.52), (0.42, 0.4), (0.58, 0.4), (0.58, 0.52)], SNOW, 0.008)
    for x, y, s, ink in (
        (0.5, 0.56, 0.13, OCHRE),
        (0.3, 0.72, 0.22, BRICK),
        (0.44, 0.84, 0.3, BRICK),
        (0.58, 0.82, 0.28, SEA),
        (0.76, 0.68, 0.19, SEA),
        (0.16, 0.64, 0.16, BRICK),
    ):
        things.person(on, x, y, s, INK)
        w = s * 0.67
        on.shape(
            [
                (x - 0.17 * w, y - 0.77 * s),
                (x + 0.17 * w, y - 0.77 * s),
                (x + 0.13 * w, y - 0.46 * s),
                (x - 0.13 * w, y - 0.46 * s),
            ],
            ink,
        )
    on.disc(0.505, 0.85, 0.02, CREAM)


def _floodlights(on: Canvas) -> None:
    for x in (0.07, 0.93):
        on.box(x - 0.006, 0.1, 0.012, 0.4, INK)
        on.box(x - 0.05, 0.05, 0.1, 0.075, INK)
        for n in range(8):
            lx, ly = x - 0.0375 + (n % 4) * 0.025, 0.07 + (n // 4) * 0.035
            on.light(lx, ly, 0.12, CREAM, 0.5)
            on.disc(lx, ly, 0.011, CREAM)


def cyclists_park(on: Canvas) -> None:
    on.sky(CREAM, mix(MOSS, CREAM, 0.55), 0.6)
    on.disc(0.78, 0.16, 0.08, AMBER)
    for n in range(12):
        things.tree(
            on, n * 0.095 - 0.02, 0.58, on.random.uniform(0.22, 0.34), mix(MOSS, CREAM, 0.35)
        )
    on.ridge(0.6, 0.01, mix(MOSS, OCHRE, 0.25))
    for x, s in ((0.02, 0.62), (0.3, 0.5), (0.97, 0.66), (0.72, 0.48)):
        things.tree(on, x, 0.7, s, on.random.choice((LEAF, MOSS, mix(OCHRE, MOSS, 0.4))))
    path = mix(SAND, CREAM, 0.5)
    on.shape([(0, 0.78), (1, 0.7), (1, 0.92), (0, 0.98)], path)
    on.line([(0, 0.78), (1, 0.7)], mix(MOSS, INK, 0.3), 0.006)
    things.bicycle(on, 0.68, 0.82, 0.24, BRICK, path)
    things.bicycle(on, 0.4, 0.88, 0.3, TEAL, path)
    things.bicycle(on, 0.14, 0.86, 0.2, INK, path)
    for _ in range(60):
        on.disc(
            on.random.random(),
            on.random.uniform(0.93, 1.0),
            0.008,
            on.random.choice((OCHRE, BRICK, MOSS)),
        )


def greenhouse(on: Canvas) -> None:
    on.sky(MIST, CREAM)
    frame = mix(TEAL, INK, 0.35)
    on.shape([(0, 0.42), (0.5, 0.04), (1, 0.42), (1, 0.8), (0, 0.8)], mix(MIST, SNOW, 0.5))
    for n in range(11):
        x = n / 10
        on.line([(x, 0.42 - 0.38 * (1 - abs(x - 0.5) * 2)), (x, 0.8)], frame, 0.005)
    for n in range(5):
        y = 0.14 + n * 0.09
        reach = min(0.5, (y - 0.04) / 0.38 * 0.5)
        on.line([(0.5 - reach, y), (0.5 + reach, y)], frame, 0.003)
    on.line([(0, 0.42), (0.5, 0.04), (1, 0.42)], frame, 0.016)
    on.shape([(0.4, 0.62), (0.6, 0.62), (0.8, 1), (0.2, 1)], SAND)
    for side in (-1, 1):
        for row in range(5):
            t = (row / 4) ** 1.3
            x, y, tall = 0.5 + side * (0.12 + 0.34 * t), 0.66 + 0.3 * t, 0.2 + 0.36 * t
            on.line([(x, y), (x, y - tall)], MOSS, 0.008 + 0.008 * t)
            for k in range(12):
                dx, h = on.random.uniform(-0.05, 0.05) * (0.5 + t), tall * (k + 1) / 12
                ink = on.random.choice((LEAF, MOSS, mix(LEAF, TEAL, 0.4)))
                on.disc(x + dx, y - h, (0.022 + 0.022 * t), ink, 0.65)
            for _ in range(9):
                dx, h = (
                    on.random.uniform(-0.045, 0.045) * (0.5 + t),
                    tall * on.random.random() * 0.8,
                )
                ink = on.random.choice((BRICK, BRICK, OCHRE))
                on.disc(x + dx, y - h, 0.012 + 0.014 * t, ink)
                on.disc(x + dx - 0.003, y - h - 0.004, 0.003 + 0.003 * t, CREAM)
    things.person(on, 0.5, 0.8, 0.3, mix(INK, BLUE, 0.4))
    on.box(0.465, 0.62, 0.07, 0.05, RUST)


def power_station(on: Canvas) -> None:
    on.sky(mix(BRICK, PLUM, 0.5), AMBER, 0.66)
    for n in range(14):
        on.disc(
            0.36 + n * 0.038, 0.2 - n * 0.006, 0.03 + n * 0.009, mix(ROSE, CREAM, 0.25 + n * 0.03)
        )
        on.disc(
            0.64 + n * 0.03, 0.16 - n * 0.004, 0.026 + n * 0.008, mix(ROSE, CREAM, 0.35 + n * 0.03)
        )
    on.ridge(0.62, 0.02, mix(PLUM, BRICK, 0.35), 0.72)
    brick, shade = mix(RUST, INK, 0.25), mix(RUST, INK, 0.55)
    for x in (0.34, 0.62):
        on.shape([(x - 0.03, 0.5), (x - 0.02, 0.2), (x + 0.02, 0.2), (x + 0.03, 0.5)], shade)
        on.box(x - 0.024, 0.23, 0.048, 0.02, CREAM)
    on.box(0.2, 0.46, 0.6, 0.26, brick)
    on.box(0.26, 0.4, 0.2, 0.07, brick)
    on.box(0.54, 0.4, 0.2, 0.07, brick)
    for n in range(11):
        on.arch(0.235 + n * 0.053, 0.68, 0.022, 0.12, AMBER if n % 3 else shade)
    on.water(0.72, NAVY, mix(PLUM, BRICK, 0.4), AMBER, 110)
    for x in (0.34, 0.62):
        on.shape(
            [(x - 0.03, 0.72), (x + 0.03, 0.72), (x + 0.02, 0.94), (x - 0.02, 0.94)],
            mix(NAVY, RUST, 0.4),
        )
    for _ in range(30):
        y, x = on.random.uniform(0.74, 0.96), on.random.uniform(0.2, 0.8)
        on.box(x, y, 0.05, 0.003, mix(AMBER, PLUM, 0.3))
    for n in range(4):
        x = 0.05 + n * 0.3
        on.line([(x, 0.76), (x + 0.02, 0.36), (x + 0.04, 0.76)], INK, 0.004)
        on.line([(x - 0.02, 0.44), (x + 0.06, 0.44)], INK, 0.004)
    for k in range(3):
        for side in (-0.015, 0.055):
            wire = [
                (
                    0.05 + side + t * 0.9 / 30,
                    0.445 + 0.03 * math.sin(math.pi * ((t / 10) % 1)) + k * 0.002,
                )
                for t in range(31)
            ]
            on.line(wire, INK, 0.0016)
