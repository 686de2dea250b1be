"""The water side: harbour, ferry, light, yard, fish market, regatta."""

from __future__ import annotations

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
)  # fmt: skip


def harbour_dawn(on: Canvas) -> None:
    on.sky(mix(BLUE, PLUM, 0.35), AMBER, 0.56)
    on.light(0.64, 0.5, 0.6, CREAM, 0.8)
    on.disc(0.64, 0.49, 0.075, CREAM)
    on.ridge(0.5, 0.03, mix(PLUM, ROSE, 0.35), 0.58)
    things.houses(on, 0.57, [PLUM, mix(PLUM, NAVY, 0.4), mix(PLUM, BRICK, 0.3)],
                  height=(0.05, 0.13), width=(0.03, 0.06), lit=0.22)  # fmt: skip
    on.water(0.56, NAVY, mix(ROSE, PLUM, 0.35), AMBER, 150)
    for n in range(26):
        y = 0.575 + n * 0.016
        half = 0.012 + 0.004 * n * on.random.uniform(0.4, 1.2)
        x = 0.64 + on.random.uniform(-0.012, 0.012)
        on.shape([(x - half, y), (x, y - 0.004), (x + half, y), (x, y + 0.004)], CREAM)
    things.boat(on, 0.3, 0.83, 0.13, BRICK, CREAM)
    things.boat(on, 0.79, 0.72, 0.07, TEAL, CREAM)
    things.boat(on, 0.56, 0.665, 0.04, INK, SAND)
    things.flock(on, 7, (0.1, 0.12, 0.45, 0.25), NAVY)


def ferry_crossing(on: Canvas) -> None:
    on.sky(MIST, PAPER, 0.5)
    for x, y, size in ((0.2, 0.16, 0.05), (0.75, 0.12, 0.07), (0.5, 0.26, 0.04)):
        on.cloud(x, y, size, CREAM)
    on.ridge(0.46, 0.05, mix(MIST, TEAL, 0.4), 0.52, 1.4)
    on.ridge(0.5, 0.02, mix(TEAL, SEA, 0.5), 0.52, 3)
    on.water(0.51, BLUE, SEA, MIST, 170)
    hull, x, y = [(0.16, 0.63), (0.9, 0.6), (0.84, 0.75), (0.2, 0.75)], 0.2, 0.63
    on.shape(hull, NAVY)
    on.shape([(0.175, 0.69), (0.866, 0.68), (0.855, 0.705), (0.18, 0.715)], BRICK)
    on.shape([(x, y), (0.82, 0.605), (0.79, 0.52), (0.23, 0.53)], CREAM)
    on.shape([(0.28, 0.53), (0.7, 0.522), (0.68, 0.44), (0.3, 0.446)], PAPER)
    on.box(0.56, 0.385, 0.1, 0.06, CREAM)
    on.box(0.565, 0.395, 0.09, 0.025, NAVY)
    for n in range(17):
        on.box(0.25 + n * 0.032, 0.555, 0.018, 0.028, NAVY)
        if 2 < n < 14:
            on.box(0.245 + n * 0.032, 0.468, 0.02, 0.03, SEA)
    on.shape([(0.37, 0.446), (0.45, 0.444), (0.455, 0.31), (0.385, 0.312)], BRICK)
    on.box(0.383, 0.335, 0.073, 0.03, CREAM)
    for n in range(9):
        on.disc(0.4 - n * 0.03, 0.28 - n * 0.016, 0.018 + n * 0.007, mix(MIST, PAPER, n / 11))
    for n in range(3):
        on.shape([(0.02, 0.76 + n * 0.03), (0.3, 0.742 + n * 0.02), (0.2, 0.77 + n * 0.02)], SNOW)
    on.shape([(0.82, 0.755), (0.9, 0.735), (0.96, 0.77), (0.86, 0.77)], SNOW)
    things.flock(on, 11, (0.55, 0.1, 0.38, 0.3), NAVY)


def lighthouse_storm(on: Canvas) -> None:
    on.sky(INK, mix(TEAL, NAVY, 0.45), 0.72)
    for x, y, s in ((0.15, 0.12, 0.12), (0.5, 0.06, 0.15), (0.85, 0.15, 0.12), (0.3, 0.24, 0.07)):
        on.cloud(x, y, s, mix(INK, TEAL, 0.22))
    beam = mix(TEAL, AMBER, 0.45)
    on.shape([(0.61, 0.25), (-0.1, 0.02), (-0.1, 0.34)], mix(beam, NAVY, 0.35))
    on.shape([(0.61, 0.25), (1.1, 0.16), (1.1, 0.36)], mix(beam, NAVY, 0.35))
    on.light(0.61, 0.25, 0.25, AMBER, 0.9)
    on.water(0.66, NAVY, mix(TEAL, NAVY, 0.3), mix(TEAL, SNOW, 0.35), 90)
    on.shape([(0.4, 1), (0.44, 0.78), (0.5, 0.72), (0.55, 0.685), (0.68, 0.68), (0.74, 0.74),
              (0.83, 0.79), (0.9, 1)], INK)  # fmt: skip
    on.shape([(0.568, 0.69), (0.583, 0.3), (0.637, 0.3), (0.652, 0.69)], SNOW)
    for n in range(3):
        top = 0.37 + n * 0.115
        lean = 0.0024 * (n + 1)
        on.shape([(0.58 - lean, top), (0.64 + lean, top), (0.643 + lean, top + 0.055),
                  (0.577 - lean, top + 0.055)], BRICK)  # fmt: skip
    on.box(0.572, 0.288, 0.076, 0.016, INK)
    on.box(0.588, 0.215, 0.044, 0.075, AMBER)
    for x in (0.588, 0.609, 0.63):
        on.box(x, 0.215, 0.003, 0.075, INK)
    on.shape([(0.58, 0.217), (0.61, 0.165), (0.64, 0.217)], BRICK)
    for _ in range(26):
        x, y = on.random.uniform(0.34, 0.5), on.random.uniform(0.56, 0.82)
        on.disc(x, y, on.random.uniform(0.006, 0.022), mix(SNOW, MIST, on.random.random()))
    for base in (0.78, 0.87, 0.95):
        crest = [(n / 40, base + 0.018 * math.sin(n * 0.9 + base * 40)) for n in range(41)]
        on.shape([*crest, (1, 1), (0, 1)], mix(NAVY, TEAL, (base - 0.7) * 1.6))
        for x, y in crest[::5]:
            on.shape([(x - 0.04, y + 0.012), (x, y - 0.01), (x + 0.035, y + 0.01)], MIST)
    on.rain(mix(MIST, NAVY, 0.3), 260, 0.03)


def shipyard_cranes(on: Canvas) -> None:
    on.sky(OCHRE, CREAM, 0.72)
    on.disc(0.28, 0.32, 0.13, PAPER)
    on.ridge(0.66, 0.02, mix(OCHRE, RUST, 0.35), 0.76)
    for x, size, ink in ((0.16, 0.34, mix(RUST, OCHRE, 0.4)), (0.86, 0.3, mix(RUST, OCHRE, 0.4))):
        things.crane(on, x, 0.74, size, ink, 0.01)
    on.shape([(0.24, 0.6), (0.93, 0.52), (0.88, 0.78), (0.3, 0.78)], RUST)
    on.shape([(0.3, 0.7), (0.9, 0.67), (0.88, 0.78), (0.3, 0.78)], mix(RUST, INK, 0.55))
    on.shape([(0.34, 0.59), (0.52, 0.57), (0.52, 0.42), (0.36, 0.43)], PAPER)
    on.shape([(0.38, 0.43), (0.5, 0.42), (0.5, 0.34), (0.4, 0.345)], SAND)
    for row in range(3):
        things.windows(on, 0.365, 0.445 + row * 0.04, 0.15, 0.035, BLUE, across=8, down=1)
    for n in range(12):
        on.line([(0.34 + n * 0.045, 0.593 - n * 0.005), (0.35 + n * 0.042, 0.78)],
                mix(RUST, INK, 0.35), 0.002)  # fmt: skip
    things.crane(on, 0.62, 0.8, 0.56, INK, 0.016)
    on.water(0.78, NAVY, mix(BLUE, OCHRE, 0.3), mix(OCHRE, CREAM, 0.4), 80)
    on.box(0, 0.775, 1, 0.022, INK)
    for x in (0.08, 0.11, 0.97, 0.2, 0.945):
        things.person(on, x, 0.778, 0.055, INK)


def fish_market(on: Canvas) -> None:
    on.sky(mix(TEAL, NAVY, 0.2), TEAL)
    for n in range(7):
        x = n / 6
        on.line([(x, 0), (0.5 + (x - 0.5) * 0.3, 0.36)], NAVY, 0.008)
    for n in range(4):
        y = 0.05 + n * 0.09
        on.line([(0, y), (1, y)], mix(NAVY, TEAL, 0.3), 0.006)
    on.box(0.32, 0.18, 0.36, 0.22, MIST)
    things.windows(on, 0.32, 0.18, 0.36, 0.22, CREAM, across=9, down=3)
    on.shape([(0, 1), (1, 1), (0.72, 0.4), (0.28, 0.4)], mix(TEAL, MIST, 0.55))
    for x in (0.14, 0.5, 0.86):
        on.light(x, 0.16, 0.3, AMBER, 0.6)
        on.line([(x, 0), (x, 0.14)], INK, 0.003)
        on.shape([(x - 0.045, 0.18), (x + 0.045, 0.18), (x + 0.015, 0.13), (x - 0.015, 0.13)], INK)
    for x, size in ((0.36, 0.17), (0.44, 0.19), (0.58, 0.18), (0.66, 0.2), (0.3, 0.21)):
        things.person(on, x, 0.58, size, mix(NAVY, INK, on.random.random()))
    for row, (y, deep) in enumerate(((0.6, 0.1), (0.77, 0.2))):
        for n in range(5 - row):
            w = 0.19 + row * 0.07
            x = -0.02 + n * (w + 0.025)
            on.shape([(x + 0.02, y), (x + w - 0.02, y), (x + w, y + deep), (x, y + deep)], SNOW)
            on.box(x, y + deep, w, 0.035, [BRICK, OCHRE, BLUE][(n + row) % 3])
            for _ in range(7 + row * 3):
                fx = x + 0.04 + on.random.random() * (w - 0.09)
                fy = y + 0.025 + on.random.random() * (deep - 0.045)
                _fish(on, fx, fy, 0.028 + row * 0.012, on.random.choice((SEA, ROSE, NAVY, TEAL)))


def _fish(on: Canvas, x: float, y: float, size: float, ink: tuple[int, int, int]) -> None:
    on.disc(x, y, size * 0.75, ink, 0.4)
    on.shape([(x - size * 0.4, y), (x - size * 0.85, y - size * 0.4),
              (x - size * 0.85, y + size * 0.4)], ink)  # fmt: skip
    on.disc(x + size * 0.33, y - size * 0.06, size * 0.09, CREAM)


def rowing_regatta(on: Canvas) -> None:
    on.sky(MIST, CREAM, 0.36)
    on.ridge(0.3, 0.04, mix(MIST, TEAL, 0.45), 0.4)
    for n in range(16):
        things.poplar(
            on, 0.02 + n * 0.064, 0.4, 0.14 + 0.05 * on.random.random(), mix(TEAL, INK, 0.35)
        )
    on.water(0.39, BLUE, SEA, MIST, 200)
    for lane, (y, size, ink) in enumerate(
        ((0.5, 0.55, OCHRE), (0.64, 0.8, CREAM), (0.84, 1.1, BRICK))
    ):
        _eight(on, 0.52 - lane * 0.06, y, size, ink)
    for n in range(6):
        on.disc(0.05 + n * 0.19, 0.565, 0.008, BRICK)
        on.disc(0.02 + n * 0.23, 0.73, 0.011, BRICK)


def _eight(on: Canvas, x: float, y: float, size: float, ink: tuple[int, int, int]) -> None:
    half = 0.42 * size
    on.shape([(x - half, y), (x - half * 0.8, y - 0.022 * size), (x + half * 0.8, y - 0.022 * size),
              (x + half, y - 0.004), (x + half * 0.75, y + 0.02 * size),
              (x - half * 0.75, y + 0.02 * size)], ink)  # fmt: skip
    for n in range(8):
        seat = x - half * 0.66 + n * half * 0.18
        on.line([(seat + 0.012 * size, y - 0.02 * size), (seat - 0.012 * size, y - 0.1 * size)],
                INK, 0.034 * size)  # fmt: skip
        on.disc(seat - 0.016 * size, y - 0.135 * size, 0.02 * size, RUST)
        on.line([(seat, y - 0.07 * size), (seat + 0.05 * size, y - 0.03 * size)], INK, 0.012 * size)
        on.line([(seat + 0.03 * size, y - 0.035 * size), (seat + 0.085 * size, y + 0.075 * size)],
                CREAM, 0.006 * size)  # fmt: skip
        on.disc(seat + 0.09 * size, y + 0.08 * size, 0.014 * size, SNOW, 0.5)
    on.disc(x + half * 0.84, y - 0.045 * size, 0.02 * size, RUST)
    on.box(x + half * 0.81, y - 0.03 * size, 0.02 * size, 0.03 * size, PLUM)
