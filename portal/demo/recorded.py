"""Figures and places that every city keeps, read from data/figures.toml and data/points.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

from portal.demo.buildings import of_kinds
from portal.demo.names import TODAY, City
from portal.demo.series import Month, along, months, season
from portal.demo.tables import Cell, Table, table

_TIMES = {"month": "年月", "year": "年度"}
_MOST_BUILDINGS = 8
_PLACE = ("番号", "名称", "所在地", "地区", "緯度", "経度")
_STEADY = frozenset({"", "fixed"})

Entry = Mapping[str, Any]
Line = tuple[str, float, float, float, float]
Meanings = Mapping[str, Mapping[str, str]]


@cache
def figures() -> Mapping[str, Entry]:
    """What is counted, by slug."""
    return _read("figures.toml")


@cache
def points() -> Mapping[str, Entry]:
    """What is placed, by slug."""
    return _read("points.toml")


def figures_table(city: City, slug: str, edition: int | None = None) -> Table:
    """A row for each month or year and line; of one year only if `edition` says so."""
    entry = figures()[slug]
    names = [measure[0] for measure in entry["measures"]]
    by = entry["by"].split("|")[0] if "by" in entry else None
    rows: list[tuple[Cell, ...]] = []
    for moment, year, month in _times(entry, edition):
        for line in _lines(city, entry):
            values = _values(city, slug, line, (year, month))
            rows.append((moment, *((line[0],) if by else ()), *values))
    return table((_TIMES[entry["time"]], *((by,) if by else ()), *names), rows)


def points_table(city: City, slug: str) -> Table:
    """A row for each place."""
    entry = points()[slug]
    rows: list[tuple[Cell, ...]] = []
    for number, district in enumerate(city.spread(city.scaled(entry["count"], least=4)), 1):
        rng = city.dice(f"{slug}/{number}")
        spot = city.place(rng, district)
        more = [_choice(rng.random(), item[3:]) for item in entry["more"]]
        name = f"{spot.town.name}{entry['name'][0]}{number}"
        rows.append((number, name, spot.address, district.name, spot.lat, spot.lon, *more))
    return table((*_PLACE, *(item[0] for item in entry["more"])), rows)


def meanings(entry: Entry) -> Meanings:
    """What its own columns mean."""
    found = {item[0]: {"ja": item[2], "en": item[3]} for item in entry.get("measures", ())}
    found |= {item[0]: {"ja": item[1], "en": item[2]} for item in entry.get("more", ())}
    if "by" in entry:
        name, ja, en = entry["by"].split("|")
        found[name] = {"ja": ja, "en": en}
    return found


def english_names(entry: Entry) -> dict[str, str]:
    """Its column names in English."""
    found = {name: words["en"].rstrip(".") for name, words in meanings(entry).items()}
    return found | {"年月": "Month", "年度": "Fiscal year"}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("portal.demo").joinpath(f"data/{name}").read_text("utf-8")
    return tomllib.loads(text)


def _times(entry: Entry, edition: int | None) -> Iterator[tuple[Cell, int, float]]:
    if entry["time"] == "month":
        for month in months(Month(entry["first"], 1), Month(TODAY.year, TODAY.month - 1)):
            yield str(month), month.year, float(month.month)
        return
    last = TODAY.year if entry["first"] >= 2020 else TODAY.year - 1
    for year in [edition] if edition else range(entry["first"], last + 1):
        yield year, year, 6.0


def _lines(city: City, entry: Entry) -> list[Line]:
    lines = entry["lines"]
    if lines == "districts":
        value, *rest = entry["each"]
        return [(d.name, value * d.share, *rest) for d in city.districts]
    if isinstance(lines, str):
        found = of_kinds(city, lines)[:_MOST_BUILDINGS]
        value, *rest = entry["each"]
        each = value / city.scale * city.density  # of each building, however large the city
        return [(b.name, each * (0.7 + b.people % 7 / 10), *rest) for b in found]
    return [(str(name), *map(float, numbers)) for name, *numbers in lines]  # type: ignore[misc]  # four


def _values(city: City, slug: str, line: Line, when: tuple[int, float]) -> list[Cell]:
    entry = figures()[slug]
    (year, month), (name, base, growth, peak, width) = when, line
    level = base * (1 + growth) ** (year - 2024 + (month - 6) / 12)
    level *= 1 + width * season(month, peak=peak)
    values: list[Cell] = []
    for measure in entry["measures"]:
        rng = city.dice(f"{slug}/{name}/{year}/{month}/{measure[0]}")
        value = max(level, 0.0) * measure[1] * rng.uniform(0.96, 1.04)
        if entry.get("fixed"):
            values.append(_rounded(value * _habit(city, slug), entry["decimals"]))
        else:
            values.append(round(value * city.scale + rng.uniform(-0.4, 0.4)))
    return [0 if isinstance(value, int) and value < 0 else value for value in values]


def _habit(city: City, slug: str) -> float:
    """How a city differs from the others in what does not grow with its size."""
    return along({0: 0.93, 1: 1.07}, city.dice(f"habit/{slug}").random())


def _rounded(value: float, decimals: int) -> int | float:
    return round(value, decimals) if decimals else round(value)


def _choice(chance: float, among: list[Any]) -> Cell:
    if among == ["day"]:
        return (TODAY + timedelta(days=int(chance * 150) - 20)).isoformat()
    if isinstance(among[0], list):
        chosen: Cell = among[0][int(chance * len(among[0]))]
        return chosen
    low, high = among
    return int(low + chance**2 * (high - low + 1))
