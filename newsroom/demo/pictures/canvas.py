"""A sheet to print on: flat inks over one another, in coordinates from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

# The inks of the house. Each scene takes four or five of them.
PAPER: Colour = (244, 237, 222)
CREAM: Colour = (250, 245, 233)
SAND: Colour = (226, 205, 166)
OCHRE: Colour = (214, 158, 62)
AMBER: Colour = (240, 190, 92)
BRICK: Colour = (176, 74, 52)
RUST: Colour = (128, 52, 44)
ROSE: Colour = (226, 150, 128)
PLUM: Colour = (92, 52, 86)
TEAL: Colour = (46, 120, 122)
MIST: Colour = (176, 200, 198)
SEA: Colour = (72, 132, 150)
BLUE: Colour = (38, 82, 122)
NAVY: Colour = (22, 42, 74)
INK: Colour = (18, 22, 34)
MOSS: Colour = (92, 116, 70)
LEAF: Colour = (58, 88, 66)
SNOW: Colour = (236, 240, 242)

# Drawn at so many times the size, and brought down: edges become smooth.
OVERSAMPLING = 2


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with `share` of `b` in it."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


class Canvas:
    def __init__(self, name: str, width: int, height: int) -> None:
        self.random = Random(name)
        self.size = (width, height)
        self.w, self.h = width * OVERSAMPLING, height * OVERSAMPLING
        self.image = Image.new("RGB", (self.w, self.h), PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGB")

    # Shapes

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.w, y * self.h) for x, y in points]

    def shape(self, points: Sequence[Point], ink: Colour) -> None:
        self.pen.polygon(self._at(points), fill=ink)

    def box(self, x: float, y: float, width: float, height: float, ink: Colour) -> None:
        if width > 0 and height > 0:
            self.pen.rectangle(self._at([(x, y), (x + width, y + height)]), fill=ink)

    def line(self, points: Sequence[Point], ink: Colour, thick: float = 0.003) -> None:
        width = max(1, round(thick * self.h))
        self.pen.line(self._at(points), fill=ink, width=width, joint="curve")

    def disc(self, x: float, y: float, radius: float, ink: Colour, flat: float = 1.0) -> None:
        """A circle whose radius is a share of the height; `flat` below 1 makes it an ellipse."""
        r, cx, cy = radius * self.h, x * self.w, y * self.h
        self.pen.ellipse([cx - r, cy - r * flat, cx + r, cy + r * flat], fill=ink)

    def arch(self, x: float, y: float, radius: float, height: float, ink: Colour) -> None:
        """An opening with a round top, standing on y."""
        r = radius * self.h / self.w
        self.disc(x, y - height, radius, ink)
        self.box(x - r, y - height, 2 * r, height, ink)

    # Grounds

    def sky(self, top: Colour, bottom: Colour, horizon: float = 1.0) -> None:
        """Broad bands, as a printer lays them, with a soft passage between."""
        bands = Image.new("RGB", (1, 12))
        for step in range(12):
            bands.putpixel((0, step), mix(top, bottom, (step / 11) ** 1.15))
        height = round(horizon * self.h)
        self.image.paste(bands.resize((self.w, height), Image.Resampling.BICUBIC), (0, 0))

    def light(self, x: float, y: float, radius: float, ink: Colour, strength: float) -> None:
        """A glow that fades outwards."""
        small = 160
        mask = Image.radial_gradient("L").resize((small, small))
        mask = mask.point(lambda v: round(max(0, 255 - v * 1.42) * strength))
        side = round(radius * 2 * self.h)
        mask = mask.resize((side, side), Image.Resampling.BICUBIC)
        place = (round(x * self.w - side / 2), round(y * self.h - side / 2))
        self.image.paste(Image.new("RGB", mask.size, ink), place, mask)

    def ridge(
        self, y: float, rough: float, ink: Colour, floor: float = 1.0, waves: float = 2.0
    ) -> list[Point]:
        """Hills from one side to the other; gives back their line."""
        phases = [(self.random.uniform(0, 6.3), self.random.uniform(0.6, 1.4)) for _ in range(5)]
        crest = [
            (
                x / 120,
                y
                - rough
                * sum(
                    math.sin(waves * (n + 1) * k * x / 120 * 3 + p) / (n + 1.4) ** 1.4
                    for n, (p, k) in enumerate(phases)
                ),
            )
            for x in range(121)
        ]
        self.shape([*crest, (1, floor), (0, floor)], ink)
        return crest

    def water(self, top: float, near: Colour, far: Colour, glint: Colour, many: int = 120) -> None:
        """Water from `top` down, with strokes of light that widen as they come nearer."""
        for step in range(14):
            share = step / 13
            y = top + (1 - top) * share
            self.box(0, y, 1, (1 - top) / 12, mix(far, near, share))
        for _ in range(many):
            depth = self.random.random() ** 1.6
            y = top + (1 - top) * depth
            x, half = self.random.random(), 0.008 + 0.05 * depth * self.random.random()
            thick = 0.0012 + 0.005 * depth
            self.shape([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)], glint)

    def cloud(self, x: float, y: float, size: float, ink: Colour) -> None:
        for dx, dy, r in (
            (-1.5, 0.15, 0.5),
            (-0.7, -0.15, 0.75),
            (0.3, -0.3, 0.9),
            (1.3, 0.1, 0.6),
        ):
            self.disc(x + dx * size * 0.9, y + dy * size, r * size, ink, 0.62)
        self.box(x - 2.0 * size * 0.7, y + 0.1 * size, 3.6 * size * 0.8, 0.3 * size, ink)

    def rain(self, ink: Colour, many: int = 240, slant: float = 0.02) -> None:
        for _ in range(many):
            x, y, long = self.random.random(), self.random.random(), self.random.uniform(0.02, 0.06)
            self.line([(x, y), (x - slant, y + long)], ink, 0.0016)

    def flakes(self, ink: Colour, many: int, least: float, most: float, floor: float = 1.0) -> None:
        for _ in range(many):
            radius = self.random.uniform(least, most)
            self.disc(self.random.random(), self.random.random() * floor, radius, ink)

    # The press

    def printed(self) -> Image.Image:
        """The sheet as it leaves the press: brought down, a little off its register, with the
        grain of paper and ink."""
        sheet = self.image.resize(self.size, Image.Resampling.LANCZOS)
        red, green, blue = sheet.split()
        sheet = Image.merge(
            "RGB", (ImageChops.offset(red, 1, 0), green, ImageChops.offset(blue, 0, 1))
        )
        seed = self.random.randint(0, 10_000)
        fine = _noise(self.size, 26, seed)
        coarse = _noise((self.size[0] // 3, self.size[1] // 3), 34, seed + 1)
        coarse = coarse.filter(ImageFilter.GaussianBlur(0.6)).resize(self.size)
        grain = Image.blend(fine, coarse, 0.45)
        return ImageChops.soft_light(sheet, Image.merge("RGB", (grain, grain, grain)))


def _noise(size: tuple[int, int], sigma: int, seed: int) -> Image.Image:
    """Grey noise that is the same for the same seed (Pillow's own is not)."""
    side = 256
    random = Random(seed)
    values = bytes(min(255, max(0, round(random.gauss(128, sigma)))) for _ in range(side * side))
    tile = Image.frombytes("L", (side, side), values)
    noise = Image.new("L", size)
    for n, x in enumerate(range(0, size[0], side)):
        for m, y in enumerate(range(0, size[1], side)):
            turn = (n * 3 + m * 5) % 4
            noise.paste(tile.rotate(90 * turn), (x, y))
    return noise
