"""Drawn pictures for the demo: `draw(key)` makes the bytes of one, always the same.

Photographs are JPEG (1600 by 1067 pixels, one upright, one wide); the logo is PNG.
"""

from collections.abc import Callable

from PIL import Image

from newsroom.demo.artwork import (
    emblems,
    scenes_city,
    scenes_halls,
    scenes_heights,
    scenes_metal,
    scenes_night,
    scenes_passages,
    scenes_reading,
    scenes_river,
    scenes_rooms,
    scenes_street,
    scenes_waiting,
    scenes_yards,
)
from newsroom.demo.artwork.canvas import jpeg, png

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "bridge": scenes_river.bridge,
    "bridgehead": scenes_waiting.bridgehead,
    "canteen": scenes_rooms.canteen,
    "crane-ladder": scenes_heights.crane_ladder,
    "factory-hall": scenes_halls.factory_hall,
    "ferry-fog": scenes_river.ferry_fog,
    "high-rise": scenes_heights.high_rise,
    "hospital-corridor": scenes_passages.hospital_corridor,
    "lathe": scenes_metal.lathe,
    "letters": scenes_reading.letters,
    "library": scenes_reading.library,
    "looms": scenes_halls.looms,
    "night-bus": scenes_street.night_bus,
    "night-river": scenes_night.night_river,
    "port-dusk": scenes_river.port_dusk,
    "rail-yard": scenes_yards.rail_yard,
    "rest-station": scenes_waiting.rest_station,
    "riders-rain": scenes_street.riders_rain,
    "shipyard": scenes_yards.shipyard,
    "skyline": scenes_city.skyline,
    "stadium-run": scenes_city.stadium_run,
    "steel-coils": scenes_halls.steel_coils,
    "steel-pour": scenes_metal.steel_pour,
    "training-bench": scenes_rooms.training_bench,
    "tunnel": scenes_passages.tunnel,
    "welding": scenes_metal.welding,
    "author-anchor": emblems.author_anchor,
    "author-brush": emblems.author_brush,
    "author-gear": emblems.author_gear,
    "author-lens": emblems.author_lens,
    "author-letter": emblems.author_letter,
    "author-nib": emblems.author_nib,
    "author-shuttle": emblems.author_shuttle,
    "author-wave": emblems.author_wave,
    "logo": emblems.logo,
}
KEYS = frozenset(PICTURES)


def draw(key: str) -> bytes:
    """One picture, encoded; takes up to two seconds. KeyError for a key that is not in KEYS."""
    image = PICTURES[key]()
    return png(image) if image.mode == "RGBA" else jpeg(image)


def file_name(key: str) -> str:
    """A name with the extension of what `draw` makes."""
    return f"{key}.png" if key == "logo" else f"{key}.jpg"
