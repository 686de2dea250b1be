"""Under a roof, and under water."""

from __future__ import annotations

import math

from PIL import Image

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


def market_hall(on: Canvas) -> None:
    on.sky(mix(OCHRE, CREAM, 0.35), CREAM)
    for n in range(6):
        share = n / 5
        y, r = 0.42 - 0.05 * share, 0.62 - share * 0.42
        on.disc(0.5, y + 0.1, r, mix(RUST, CREAM, share * 0.75))
        on.disc(0.5, y + 0.1, r - 0.025, mix(CREAM, AMBER, 0.15 + 0.1 * (n % 2)))
    for angle in range(-80, 81, 10):
        a = math.radians(angle - 90)
        on.line(
            [
                (0.5 + 0.09 * math.cos(a), 0.47 + 0.14 * math.sin(a)),
                (0.5 + 0.42 * math.cos(a), 0.52 + 0.62 * math.sin(a)),
            ],
            mix(RUST, OCHRE, 0.3),
            0.003,
        )
    on.box(0, 0.52, 1, 0.5, SAND)
    on.shape([(0.4, 0.52), (0.6, 0.52), (0.85, 1), (0.15, 1)], mix(SAND, CREAM, 0.6))
    for x in (0.03, 0.2, 0.8, 0.97):
        on.box(x - 0.012, 0.1, 0.024, 0.62, RUST)
        on.shape([(x - 0.05, 0.1), (x + 0.05, 0.1), (x + 0.012, 0.2), (x - 0.012, 0.2)], RUST)
    _stalls(on)
    for x, y, s in (
        (0.4, 0.66, 0.16),
        (0.47, 0.63, 0.13),
        (0.57, 0.68, 0.17),
        (0.52, 0.6, 0.1),
        (0.36, 0.86, 0.32),
        (0.63, 0.9, 0.34),
    ):
        things.person(on, x, y, s, mix(INK, PLUM, on.random.random() * 0.6))
    things.bird(on, 0.5, 0.2, 0.045, INK)


def _stalls(on: Canvas) -> None:
    stalls = [
        (0.02, 0.56, 0.22, TEAL),
        (0.76, 0.56, 0.22, BRICK),
        (-0.08, 0.68, 0.34, MOSS),
        (0.74, 0.68, 0.34, PLUM),
    ]
    for x, y, w, ink in stalls:
        for n in range(8):
            on.shape(
                [
                    (x + n * w / 8, y),
                    (x + (n + 1) * w / 8, y),
                    (x + (n + 1) * w / 8 + 0.006, y + 0.07),
                    (x + n * w / 8 - 0.006, y + 0.07),
                ],
                ink if n % 2 else CREAM,
            )
        on.box(x, y + 0.13, w, 0.12, mix(RUST, INK, 0.2))
        for _ in range(46):
            on.disc(
                x + on.random.random() * w,
                y + 0.13 + on.random.uniform(-0.025, 0.02),
                0.014,
                on.random.choice((OCHRE, BRICK, MOSS, ROSE, LEAF, AMBER)),
            )


def flooded_street(on: Canvas) -> None:
    on.sky(mix(NAVY, MIST, 0.4), MIST, 0.62)
    inks = [BRICK, mix(OCHRE, RUST, 0.3), TEAL, PLUM, SAND]
    things.houses(on, 0.66, inks, height=(0.34, 0.5), width=(0.11, 0.16), lit=0.12)
    mirror = on.image.crop((0, round(0.3 * on.h), on.w, round(0.66 * on.h)))
    mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((on.w, round(0.34 * on.h)))
    on.image.paste(mirror, (0, round(0.66 * on.h)))
    for _ in range(60):
        y = 0.665 + 0.335 * on.random.random()
        x, half = on.random.random(), on.random.uniform(0.03, 0.14)
        on.shape(
            [(x - half, y), (x, y - 0.003), (x + half, y), (x, y + 0.004)],
            mix(MIST, SEA, on.random.random() * 0.7),
        )
    for n in range(9):
        on.box(0, 0.665 + n * 0.04, 1, 0.005 + n * 0.001, mix(SEA, NAVY, 0.35))
    for x, s in ((0.12, 0.34), (0.9, 0.34)):
        things.lamp(on, x, 0.72, s, INK)
    on.shape([(0.36, 0.735), (0.68, 0.725), (0.64, 0.79), (0.4, 0.79)], OCHRE)
    on.line([(0.36, 0.735), (0.68, 0.725)], INK, 0.006)
    things.person(on, 0.47, 0.745, 0.2, INK)
    things.person(on, 0.57, 0.75, 0.14, PLUM)
    on.line([(0.44, 0.6), (0.4, 0.86)], INK, 0.006)
    things.person(on, 0.78, 0.79, 0.19, NAVY)
    on.box(0.75, 0.76, 0.06, 0.04, SEA)
    on.rain(mix(MIST, SNOW, 0.4), 300, 0.012)


def reading_room(on: Canvas) -> None:
    on.sky(mix(RUST, INK, 0.35), mix(RUST, INK, 0.1))
    on.arch(0.5, 0.62, 0.24, 0.28, CREAM)
    on.light(0.5, 0.4, 0.6, AMBER, 0.55)
    for n in range(5):
        x = 0.34 + n * 0.08
        on.box(x - 0.003, 0.1, 0.006, 0.52, RUST)
    for y in (0.26, 0.38, 0.5):
        on.box(0.34, y, 0.32, 0.008, RUST)
    for side in (0.0, 0.7):
        for shelf in range(6):
            y = 0.06 + shelf * 0.125
            x = side
            while x < side + 0.29:
                w, h = on.random.uniform(0.008, 0.02), on.random.uniform(0.06, 0.1)
                ink = on.random.choice((BRICK, OCHRE, TEAL, PLUM, SAND, MOSS, BLUE, CREAM))
                on.box(x, y + 0.1 - h, w, h, mix(ink, INK, 0.12))
                x += w + 0.002
            on.box(side, y + 0.1, 0.3, 0.014, mix(RUST, INK, 0.6))
    on.shape([(0.1, 1), (0.9, 1), (0.72, 0.7), (0.28, 0.7)], mix(RUST, OCHRE, 0.35))
    on.shape([(0.1, 1), (0.28, 0.7), (0.29, 0.7), (0.14, 1)], mix(RUST, INK, 0.3))
    for x, s in ((0.36, 0.26), (0.64, 0.27), (0.5, 0.23)):
        on.disc(x, 0.74 - s * 0.72, s * 0.17, INK)
        on.shape(
            [
                (x - s * 0.26, 0.74),
                (x - s * 0.2, 0.74 - s * 0.5),
                (x + s * 0.2, 0.74 - s * 0.5),
                (x + s * 0.26, 0.74),
            ],
            mix(INK, BLUE, 0.3),
        )
        on.shape(
            [
                (x - s * 0.2, 0.75),
                (x, 0.735),
                (x + s * 0.2, 0.75),
                (x + s * 0.22, 0.79),
                (x, 0.775),
                (x - s * 0.22, 0.79),
            ],
            CREAM,
        )
    for x in (0.43, 0.57):
        on.light(x, 0.78, 0.16, AMBER, 0.7)
        on.line([(x, 0.8), (x, 0.7)], INK, 0.005)
        on.shape([(x - 0.035, 0.71), (x + 0.035, 0.71), (x + 0.02, 0.675), (x - 0.02, 0.675)], TEAL)
