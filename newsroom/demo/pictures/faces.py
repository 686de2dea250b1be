"""Portraits of people who do not exist, in the same print."""

from __future__ import annotations

from .canvas import (
    BLUE,
    BRICK,
    CREAM,
    INK,
    MIST,
    MOSS,
    OCHRE,
    PAPER,
    PLUM,
    ROSE,
    RUST,
    TEAL,
    Canvas,
    mix,
)  # fmt: skip

SKINS = ((240, 208, 178), (222, 178, 142), (186, 132, 98), (142, 94, 66), (104, 68, 50))
HAIRS = (INK, (70, 44, 34), RUST, OCHRE, (150, 150, 150), (226, 222, 214))
GROUNDS = (TEAL, OCHRE, BRICK, PLUM, BLUE, MOSS, MIST, ROSE)


def face(on: Canvas) -> None:
    skin, hair = on.random.choice(SKINS), on.random.choice(HAIRS)
    ground, cloth = on.random.sample(GROUNDS, 2)
    shade = mix(skin, RUST, 0.32)
    style = on.random.randrange(5)
    on.sky(ground, mix(ground, PAPER, 0.35))
    on.disc(0.5, 0.5, 0.43, mix(ground, PAPER, 0.45))
    if style in (0, 3):  # long hair falls behind the shoulders
        on.disc(0.5, 0.46, 0.27, hair, 1.05)
        on.box(0.25, 0.46, 0.5, 0.36, hair)
    _shoulders(on, cloth, skin, shade)
    _head(on, skin, shade)
    _hair(on, hair, style)
    _features(on, skin, hair)


def _shoulders(on: Canvas, cloth: tuple, skin: tuple, shade: tuple) -> None:
    on.shape([(0.04, 1), (0.12, 0.86), (0.36, 0.77), (0.64, 0.77), (0.88, 0.86), (0.96, 1)], cloth)
    on.shape([(0.41, 0.6), (0.59, 0.6), (0.61, 0.8), (0.5, 0.88), (0.39, 0.8)], shade)
    collar = mix(cloth, CREAM, 0.75)
    if on.random.random() < 0.6:
        on.shape([(0.36, 0.765), (0.5, 0.9), (0.44, 0.96), (0.31, 0.8)], collar)
        on.shape([(0.64, 0.765), (0.5, 0.9), (0.56, 0.96), (0.69, 0.8)], collar)
    else:
        on.disc(0.5, 0.785, 0.13, mix(cloth, INK, 0.25), 0.5)
        on.disc(0.5, 0.765, 0.1, shade, 0.5)


def _head(on: Canvas, skin: tuple, shade: tuple) -> None:
    for x in (0.315, 0.685):
        on.disc(x, 0.475, 0.038, shade, 1.3)
    on.disc(0.5, 0.44, 0.185, skin, 1.16)
    on.shape(
        [(0.32, 0.46), (0.68, 0.46), (0.63, 0.61), (0.55, 0.68), (0.45, 0.68), (0.37, 0.61)], skin
    )
    on.shape([(0.68, 0.4), (0.68, 0.5), (0.63, 0.61), (0.55, 0.68), (0.6, 0.56)], shade)


def _hair(on: Canvas, hair: tuple, style: int) -> None:
    if style == 0:  # parted in the middle
        on.shape(
            [(0.5, 0.22), (0.36, 0.25), (0.29, 0.4), (0.3, 0.52), (0.36, 0.4), (0.5, 0.28)], hair
        )
        on.shape(
            [(0.5, 0.22), (0.64, 0.25), (0.71, 0.4), (0.7, 0.52), (0.64, 0.4), (0.5, 0.28)], hair
        )
    elif style == 1:  # short, swept to the side
        on.shape([(0.31, 0.44), (0.3, 0.3), (0.38, 0.2), (0.58, 0.17), (0.7, 0.28), (0.7, 0.44),
                  (0.66, 0.36), (0.46, 0.32), (0.35, 0.36)], hair)  # fmt: skip
    elif style == 2:  # curls
        for _ in range(70):
            x, y = on.random.uniform(0.29, 0.71), on.random.uniform(0.17, 0.36)
            if (x - 0.5) ** 2 / 0.05 + (y - 0.36) ** 2 / 0.042 < 1:
                on.disc(x, y, on.random.uniform(0.028, 0.048), hair)
    elif style == 3:  # a fringe
        on.shape([(0.3, 0.5), (0.28, 0.34), (0.38, 0.2), (0.5, 0.175), (0.62, 0.2), (0.72, 0.34),
                  (0.7, 0.5), (0.67, 0.38), (0.33, 0.38)], hair)  # fmt: skip
    else:  # little left, and a beard
        on.shape([(0.315, 0.46), (0.305, 0.34), (0.34, 0.3), (0.345, 0.44)], hair)
        on.shape([(0.685, 0.46), (0.695, 0.34), (0.66, 0.3), (0.655, 0.44)], hair)
        on.shape([(0.33, 0.5), (0.36, 0.62), (0.44, 0.72), (0.56, 0.72), (0.64, 0.62), (0.67, 0.5),
                  (0.6, 0.565), (0.4, 0.565)], hair)  # fmt: skip


def _features(on: Canvas, skin: tuple, hair: tuple) -> None:
    line = mix(skin, INK, 0.75)
    for x in (0.425, 0.575):
        on.disc(x, 0.465, 0.013, INK)
        on.line([(x - 0.035, 0.425), (x, 0.412), (x + 0.035, 0.425)], mix(hair, INK, 0.35), 0.011)
    on.line([(0.505, 0.47), (0.485, 0.545), (0.515, 0.55)], mix(skin, RUST, 0.55), 0.009)
    on.line([(0.45, 0.605), (0.5, 0.618), (0.55, 0.603)], mix(BRICK, line, 0.35), 0.013)
    if on.random.random() < 0.4:
        for x in (0.425, 0.575):
            _ring(on, x, 0.468)
        on.line([(0.475, 0.46), (0.525, 0.46)], INK, 0.008)
        for x, ear in ((0.37, 0.32), (0.63, 0.68)):
            on.line([(x, 0.46), (ear, 0.45)], INK, 0.007)


def _ring(on: Canvas, x: float, y: float) -> None:
    r, width = 0.053 * on.h, round(0.008 * on.h)
    cx, cy = x * on.w, y * on.h
    on.pen.ellipse([cx - r, cy - r, cx + r, cy + r], outline=INK, width=width)
