"""After dark: the station, the flats, the concert, the stars, the press."""

from __future__ import annotations

import itertools
import math

from . import things
from .canvas import (
    AMBER,
    BLUE,
    BRICK,
    CREAM,
    INK,
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


def station_night(on: Canvas) -> None:
    on.sky(INK, mix(NAVY, PLUM, 0.4))
    for n in range(8):
        r = 0.72 - n * 0.075
        on.disc(0.46, 0.5, r, mix(INK, BLUE, 0.12 + n * 0.06))
        on.disc(0.46, 0.5, r - 0.02, mix(NAVY, BLUE, n * 0.09))
    on.disc(0.46, 0.5, 0.12, mix(BLUE, AMBER, 0.35))
    on.box(0, 0.6, 1, 0.4, mix(INK, NAVY, 0.4))
    on.shape([(0.42, 0.6), (0.5, 0.6), (0.62, 1), (0.14, 1)], INK)
    for a, b in ((0.44, 0.24), (0.48, 0.5)):
        on.line([(a, 0.6), (b, 1)], MIST, 0.006)
    on.shape([(0.5, 0.6), (1, 0.6), (1, 1), (0.66, 1)], mix(SAND, NAVY, 0.45))
    on.line([(0.5, 0.6), (0.66, 1)], AMBER, 0.008)
    on.shape([(0, 0.3), (0.36, 0.46), (0.4, 0.64), (0, 0.92)], BRICK)
    on.shape([(0, 0.4), (0.355, 0.5), (0.365, 0.54), (0, 0.56)], AMBER)
    for n in range(6):
        x = 0.02 + n * 0.06
        on.line([(x, 0.36), (x, 0.8)], RUST, 0.007)
    on.shape([(0.34, 0.44), (0.42, 0.46), (0.43, 0.62), (0.38, 0.66)], RUST)
    on.light(0.41, 0.58, 0.14, CREAM, 0.9)
    on.disc(0.41, 0.58, 0.018, CREAM)
    for x, y, s in ((0.66, 0.62, 0.2), (0.78, 0.68, 0.34), (0.94, 0.78, 0.5)):
        things.lamp(on, x, y, s, INK)
    for x, y, s in ((0.58, 0.67, 0.14), (0.63, 0.68, 0.15), (0.72, 0.8, 0.26), (0.86, 0.86, 0.32)):
        things.person(on, x, y, s, INK)
        on.box(x + s * 0.14, y - s * 0.24, s * 0.14, s * 0.24, mix(RUST, INK, 0.4))
    on.disc(0.46, 0.26, 0.06, INK)
    on.disc(0.46, 0.26, 0.053, CREAM)
    on.line([(0.46, 0.26), (0.46, 0.22)], INK, 0.005)
    on.line([(0.46, 0.26), (0.444, 0.275)], INK, 0.006)
    on.line([(0.46, 0.2), (0.46, 0)], INK, 0.006)


def apartment_evening(on: Canvas) -> None:
    on.sky(NAVY, mix(PLUM, ROSE, 0.5), 0.85)
    on.disc(0.82, 0.16, 0.05, CREAM)
    on.flakes(CREAM, 60, 0.001, 0.003, 0.4)
    for x, y, w, ink in (
        (0.02, 0.3, 0.26, mix(PLUM, NAVY, 0.3)),
        (0.74, 0.38, 0.24, mix(PLUM, NAVY, 0.5)),
        (0.26, 0.14, 0.3, mix(NAVY, INK, 0.35)),
        (0.52, 0.24, 0.26, mix(BLUE, INK, 0.45)),
    ):
        on.box(x, y, w, 0.9 - y, ink)
        on.box(x - 0.006, y - 0.014, w + 0.012, 0.02, mix(ink, INK, 0.5))
        rows = round((0.86 - y) / 0.075)
        for row in range(rows):
            for column in range(round(w / 0.05)):
                px, py = x + 0.014 + column * 0.05, y + 0.03 + row * 0.075
                lit = on.random.random()
                glass = AMBER if lit < 0.38 else OCHRE if lit < 0.5 else mix(ink, SEA, 0.18)
                on.box(px, py, 0.028, 0.042, glass)
                if lit < 0.12:
                    on.disc(px + 0.014, py + 0.022, 0.01, INK)
                    on.box(px + 0.006, py + 0.028, 0.016, 0.014, INK)
                elif lit < 0.22:
                    on.box(px, py, 0.009, 0.042, BRICK)
                on.box(px - 0.004, py + 0.044, 0.036, 0.006, mix(ink, INK, 0.5))
    on.box(0, 0.86, 1, 0.14, INK)
    on.shape([(0, 1), (1, 1), (1, 0.92), (0, 0.9)], mix(NAVY, PLUM, 0.3))
    for x in (0.18, 0.5, 0.8):
        things.lamp(on, x, 0.93, 0.2, INK)
    for x in (0.06, 0.68, 0.95):
        things.tree(on, x, 0.91, 0.22, INK, bare=True)
    for x, s in ((0.3, 0.1), (0.34, 0.07), (0.6, 0.1)):
        things.person(on, x, 0.955, s, INK)


def concert_hall(on: Canvas) -> None:
    on.sky(mix(PLUM, INK, 0.55), PLUM)
    for n in range(6):
        on.shape(
            [
                (0.08 + n * 0.05, 0.02),
                (0.92 - n * 0.05, 0.02),
                (0.86 - n * 0.035, 0.5),
                (0.14 + n * 0.035, 0.5),
            ],
            mix(RUST, OCHRE, n * 0.17),
        )
    for n in range(19):
        x = 0.34 + n * 0.0178
        tall = 0.2 + 0.1 * abs(math.sin(n * 0.55))
        on.box(x, 0.42 - tall, 0.012, tall, mix(AMBER, CREAM, (n % 2) * 0.5))
        on.shape([(x, 0.42), (x + 0.012, 0.42), (x + 0.006, 0.45)], OCHRE)
    on.shape([(0.1, 0.66), (0.9, 0.66), (0.8, 0.48), (0.2, 0.48)], mix(OCHRE, SAND, 0.4))
    for row, (y, many, s) in enumerate(((0.52, 17, 0.085), (0.575, 15, 0.1), (0.635, 13, 0.12))):
        spread = 0.27 + row * 0.05
        for n in range(many):
            x = 0.5 + (n / (many - 1) - 0.5) * 2 * spread
            on.disc(x, y - s * 0.6, s * 0.15, SAND)
            on.shape(
                [
                    (x - s * 0.18, y),
                    (x - s * 0.13, y - s * 0.45),
                    (x + s * 0.13, y - s * 0.45),
                    (x + s * 0.18, y),
                ],
                INK,
            )
            if row and n % 2:
                on.line([(x - s * 0.1, y - s * 0.2), (x + s * 0.34, y - s * 0.6)], RUST, 0.006)
    on.box(0.465, 0.655, 0.07, 0.025, INK)
    things.person(on, 0.5, 0.66, 0.2, INK)
    on.line([(0.515, 0.56), (0.555, 0.47)], INK, 0.012)
    on.line([(0.555, 0.47), (0.575, 0.43)], CREAM, 0.004)
    for row in range(5):
        y, many = 0.76 + row * 0.062, 26 - row * 3
        for n in range(many):
            x = (n + 0.5 * (row % 2)) / (many - 1)
            r = 0.018 + row * 0.006
            ink = mix(INK, PLUM, 0.3 + 0.3 * on.random.random())
            on.disc(x, y, r, ink)
            on.box(x - r * 0.9, y + r * 0.7, r * 1.8, 0.08, ink)
    on.light(0.5, 0.3, 0.75, AMBER, 0.28)


def observatory_stars(on: Canvas) -> None:
    on.sky(INK, BLUE, 0.86)
    for _ in range(900):
        t = on.random.random()
        x = t + on.random.gauss(0, 0.07)
        y = 0.62 - t * 0.62 + on.random.gauss(0, 0.06)
        on.disc(
            x, y, on.random.uniform(0.001, 0.0028), mix(BLUE, CREAM, on.random.uniform(0.2, 0.8))
        )
    on.flakes(CREAM, 240, 0.0012, 0.004, 0.8)
    for x, y, r in (
        (0.2, 0.2, 0.008),
        (0.72, 0.34, 0.007),
        (0.86, 0.12, 0.009),
        (0.44, 0.1, 0.006),
    ):
        on.light(x, y, 0.05, SNOW, 0.7)
        on.disc(x, y, r, SNOW)
    on.light(0.3, 0.36, 0.07, MIST, 0.8)
    on.shape([(0.3, 0.36), (0.12, 0.2), (0.16, 0.17)], mix(BLUE, MIST, 0.4))
    on.disc(0.3, 0.36, 0.012, SNOW)
    on.ridge(0.78, 0.06, mix(NAVY, INK, 0.3), waves=1.1)
    on.ridge(0.88, 0.05, INK, waves=1.2)
    on.box(0.52, 0.66, 0.22, 0.22, PAPER)
    on.box(0.66, 0.66, 0.08, 0.22, MIST)
    on.disc(0.63, 0.66, 0.165, PAPER)
    on.box(0.51, 0.645, 0.24, 0.03, mix(MIST, BLUE, 0.3))
    on.shape([(0.6, 0.51), (0.64, 0.5), (0.64, 0.66), (0.6, 0.66)], INK)
    on.shape([(0.612, 0.62), (0.56, 0.43), (0.585, 0.42), (0.636, 0.61)], OCHRE)
    on.arch(0.58, 0.88, 0.03, 0.06, AMBER)
    on.light(0.58, 0.84, 0.14, AMBER, 0.5)
    on.ridge(0.93, 0.02, INK, waves=2.0)
    for x, s in ((0.42, 0.1), (0.455, 0.08)):
        things.person(on, x, 0.93, s, INK)
    for x in (0.1, 0.16, 0.88, 0.95):
        things.poplar(on, x, 0.94, 0.28, INK)


def printing_press(on: Canvas) -> None:
    on.sky(mix(TEAL, INK, 0.5), mix(TEAL, INK, 0.2))
    things.windows(on, 0.0, 0.03, 1, 0.24, mix(TEAL, MIST, 0.5), across=9, down=1)
    steel, dark = mix(BLUE, MIST, 0.25), mix(NAVY, INK, 0.5)
    on.box(0.06, 0.3, 0.88, 0.56, dark)
    for n in range(3):
        x = 0.1 + n * 0.29
        on.box(x, 0.26, 0.24, 0.6, steel)
        on.box(x, 0.26, 0.24, 0.03, mix(steel, INK, 0.4))
        on.box(x + 0.012, 0.33, 0.03, 0.05, BRICK)
        on.disc(x + 0.2, 0.355, 0.022, OCHRE)
    web = [(0.0, 0.6)]
    for n in range(3):
        x = 0.1 + n * 0.29
        for dx, y, r in ((0.07, 0.45, 0.075), (0.17, 0.56, 0.085), (0.07, 0.71, 0.09)):
            on.disc(x + dx, y, r, INK)
            on.disc(x + dx, y, r - 0.012, mix(MIST, steel, 0.4))
            on.disc(x + dx, y, r * 0.35, dark)
        web += [
            (x + 0.02, 0.4),
            (x + 0.12, 0.4),
            (x + 0.22, 0.52),
            (x + 0.13, 0.63),
            (x + 0.02, 0.7),
            (x + 0.1, 0.79),
            (x + 0.26, 0.76),
        ]
    on.line([*web, (1.0, 0.5)], CREAM, 0.03)
    for (x1, y1), (x2, y2) in itertools.pairwise(web):
        for k in (0.25, 0.5, 0.75):
            x, y = x1 + (x2 - x1) * k, y1 + (y2 - y1) * k
            on.disc(x, y, 0.005, INK)
    on.box(0, 0.86, 1, 0.14, mix(INK, RUST, 0.25))
    on.box(0.02, 0.845, 0.96, 0.02, OCHRE)
    for n in range(9):
        on.shape(
            [
                (0.7, 0.88 - n * 0.012),
                (0.92, 0.88 - n * 0.012),
                (0.93, 0.89 - n * 0.012),
                (0.71, 0.89 - n * 0.012),
            ],
            CREAM if n % 2 else SAND,
        )
    things.person(on, 0.6, 0.93, 0.46, INK)
    on.line([(0.58, 0.6), (0.68, 0.62)], INK, 0.035)
    on.shape([(0.655, 0.56), (0.74, 0.585), (0.73, 0.7), (0.645, 0.67)], CREAM)
    for n in range(4):
        on.line([(0.662, 0.59 + n * 0.02), (0.725, 0.608 + n * 0.02)], INK, 0.004)
    on.light(0.5, 0.05, 0.6, AMBER, 0.25)
