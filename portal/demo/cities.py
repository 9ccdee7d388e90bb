"""The four invented cities, read from data/cities.toml: the home city and its neighbours."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from portal.demo.names import City, District, Town


def _read() -> dict[str, City]:
    text = resources.files("portal.demo").joinpath("data/cities.toml").read_text("utf-8")
    return {slug: _city(slug, entry) for slug, entry in tomllib.loads(text).items()}


def _city(slug: str, entry: Mapping[str, Any]) -> City:
    return City(
        slug=slug,
        name=entry["name"],
        english=entry["english"],
        code=entry["code"],
        domain=entry["domain"],
        density=entry["density"],
        title=entry["title"],
        people={int(year): people for year, people in entry["people"].items()},
        districts=tuple(_district(item) for item in entry["districts"]),
        hospitals=tuple(tuple(item) for item in entry["hospitals"]),
        spots=tuple(tuple(item) for item in entry["spots"]),
    )


def _district(entry: Mapping[str, Any]) -> District:
    towns = tuple(Town(*town.split("/")) for town in entry["towns"].split())
    name, kana, english, lat, lon, spread, height, share, older = entry["place"]
    return District(
        *(name, kana, english, lat, lon, spread, height, share, older, towns, entry["shelters"])
    )


CITIES = _read()
HOME = CITIES["matsunoki"]
NEIGHBOURS = tuple(city for city in CITIES.values() if city is not HOME)
