"""The pictures of the demo paper, drawn like prints in a few inks; the same each time."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from . import country, evening, field, harbour, shelter, town
from .canvas import Canvas
from .faces import face

SCENES: dict[str, Callable[[Canvas], None]] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        harbour.harbour_dawn, harbour.ferry_crossing, harbour.lighthouse_storm,
        harbour.shipyard_cranes, harbour.fish_market, harbour.rowing_regatta,
        town.old_bridge, town.tram_street, town.town_hall, town.snow_roofs,
        shelter.market_hall, shelter.flooded_street, shelter.reading_room,
        country.wind_farm, country.salt_marsh_birds, country.hill_road, country.vineyard,
        field.football_ground, field.cyclists_park, field.greenhouse, field.power_station,
        evening.station_night, evening.apartment_evening, evening.concert_hall,
        evening.observatory_stars, evening.printing_press,
    )
}  # fmt: skip


def draw(scene: str, width: int = 1600, height: int = 1067) -> Image.Image:
    """The scene of that name; KeyError if there is none."""
    canvas = Canvas(scene, width, height)
    SCENES[scene](canvas)
    return canvas.printed()


def portrait(seed: str, size: int = 600) -> Image.Image:
    """Somebody's portrait: the same seed, the same face."""
    canvas = Canvas(f"face of {seed}", size, size)
    face(canvas)
    return canvas.printed()
