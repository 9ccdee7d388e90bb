"""What the city says about each of its datasets, read from data/catalogue.toml."""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.demo.cities import HOME
from portal.demo.names import City

Words = Mapping[str, str]  # "ja" and "en"
_KINDS = {"市": "city", "町": "town", "村": "village"}
_AGE_COLUMN = re.compile(r"(\d+)(?:-(\d+)歳|歳以上)の(男性|女性)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a file, with what people type around it.

    Attributes:
        table: Name of the table in `portal.demo.city_files.TABLES`.
        sheet: Name of its worksheet.
        headline: Rows above the header, one cell each.
        unit: A last row above the header, in its last cell, such as （単位：人）.
        notes: Rows below the table, after a blank one.
        wide: Columns whose digits are written full-width.
        thousands: Columns whose numbers are grouped by commas.
        padded: Columns whose cells have blanks around them.
        blank_after: A column; where its first four characters change, a blank row is put.
        stacked: Column names are split at the first "_" into two header rows, the upper merged.
        eras: Columns whose days are written in the Japanese era.
        english: Column names in English, written instead of the Japanese ones.
    """

    table: str
    sheet: str = "Sheet1"
    headline: tuple[str, ...] = ()
    unit: str = ""
    notes: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()
    padded: tuple[str, ...] = ()
    blank_after: str = ""
    stacked: bool = False
    eras: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFile:
    """A file of a dataset.

    Attributes:
        form: csv, csv-bom, csv-cp932, xlsx, json or geojson.
        columns: Words about columns that mean something else here than elsewhere.
    """

    name: str
    form: str
    title: Words
    sheets: tuple[Sheet, ...]
    columns: Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDataset:
    """A dataset of a city, as its sidecar describes it.

    Attributes:
        city: Whose it is.
        by_staff: Handed in by staff instead of harvested.
    """

    slug: str
    organization: str
    theme: str
    title: Words
    summary: Words
    description: Words
    keywords: tuple[str, ...]
    license: str
    frequency: str
    modified: str
    by_staff: bool
    files: tuple[CityFile, ...]
    city: City = HOME


@cache
def city_datasets() -> tuple[CityDataset, ...]:
    """Every dataset that the home city describes by itself, in the order of the catalogue."""
    return tuple(_dataset(slug, entry) for slug, entry in _catalogue()["datasets"].items())


@cache
def organizations() -> Mapping[str, Words]:
    """Slug of each organization to its name."""
    return {slug: _words(entry) for slug, entry in _catalogue()["organizations"].items()}


def invented(city: City) -> Words:
    """The sentence that ends every description."""
    kind = city.name[-1]
    return {
        "ja": f"{city.name}は架空の{kind}です。"
        "このデータの名前、数字、場所は、すべてつくりものです。",
        "en": f"{city.english} is an invented {_KINDS[kind]}. "
        "Every name, number and place in this data is made up.",
    }


def office_facts(slug: str) -> tuple[str, bool]:
    """What sort of body an organization of the home city is, and whether its data need a review."""
    entry = _catalogue()["organizations"][slug]
    return str(entry.get("kind", "city")), bool(entry.get("needs_review", False))


def column_words(column: str) -> Words:
    """What a column means.

    Raises:
        KeyError: if nobody has written it down.
    """
    if age := _AGE_COLUMN.fullmatch(column):
        first, last, sex = age.groups()
        until = f"{first}–{last}" if last else f"{first} and over"
        people = "Men" if sex == "男性" else "Women"
        return {"ja": f"{column}の人数（人）。", "en": f"{people} aged {until}."}
    return _glossary()[column]


@cache
def _glossary() -> Mapping[str, Words]:
    lines = csv.reader(_text("columns.csv").splitlines())
    return {name: {"ja": ja, "en": en} for name, ja, en in lines}


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(_text("catalogue.toml"))


def _text(name: str) -> str:
    return resources.files("portal.demo").joinpath(f"data/{name}").read_text("utf-8")


def _words(entry: Mapping[str, Any], name: str = "") -> Words:
    prefix = f"{name}_" if name else ""
    return {"ja": str(entry[f"{prefix}ja"]), "en": str(entry[f"{prefix}en"])}


def _dataset(slug: str, entry: Mapping[str, Any]) -> CityDataset:
    about = _words(entry, "about")
    return CityDataset(
        slug=slug,
        organization=entry["organization"],
        theme=THEME_BY_CODE[entry["theme"]].code,
        title=_words(entry, "title"),
        summary=_words(entry, "summary"),
        description={key: f"{about[key]}\n\n{invented(HOME)[key]}" for key in about},
        keywords=tuple(entry["keywords"]),
        license=LICENSE_BY_CODE[entry.get("license", "CC-BY-4.0")].code,
        frequency=FREQUENCY_BY_CODE[entry["frequency"]].code,
        modified=entry["modified"],
        by_staff=entry.get("by_staff", False),
        files=tuple(_file(item, _words(entry, "title")) for item in entry["files"]),
    )


def _file(entry: Mapping[str, Any], dataset_title: Words) -> CityFile:
    return CityFile(
        name=entry["name"],
        form=entry["form"],
        title=_words(entry, "title") if "title_ja" in entry else dataset_title,
        sheets=tuple(_sheet(item) for item in entry.get("sheets", [entry])),
        columns=entry.get("columns", {}),
    )


def _sheet(entry: Mapping[str, Any]) -> Sheet:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in entry.items()
        if key in Sheet.__dataclass_fields__
    }
    return Sheet(**values)
