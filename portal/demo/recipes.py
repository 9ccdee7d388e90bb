"""Which city publishes what, and how it writes its files."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from portal.demo import care, culture, facilities, open_air, roads, schools, statistics, waste
from portal.demo.catalogue import (
    CityDataset,
    CityFile,
    Sheet,
    Words,
    city_datasets,
    invented,
    organizations,
)
from portal.demo.cities import HOME
from portal.demo.names import City
from portal.demo.recorded import (
    english_names,
    figures,
    figures_table,
    meanings,
    points,
    points_table,
)
from portal.demo.series import era_year
from portal.demo.tables import Table, TableMaker

TABLES: Mapping[str, TableMaker] = {
    **facilities.TABLES,
    **care.TABLES,
    **culture.TABLES,
    **statistics.TABLES,
    **waste.TABLES,
    **schools.TABLES,
    **roads.TABLES,
    **open_air.TABLES,
}
_LETTERS = {"matsunoki": "m", "sakurano": "s", "mizuumi": "z", "iwaya": "i"}
_LICENSES = {"sakurano": "PDL-1.0", "mizuumi": "CC-BY-4.0", "iwaya": "CC0-1.0"}
_SHARED = {
    **dict.fromkeys(
        (
            *("evacuation-sites", "aed", "fire-water", "childcare-facilities", "hospitals"),
            *("garbage-days", "garbage-amounts", "population-by-age", "population-history"),
            *("public-wifi", "tourist-visitors", "tourism-spots", "events"),
            *("cultural-properties", "city-spending", "parks", "public-facilities"),
            *("public-toilets", "polling-places", "snowplough-routes"),
        ),
        "szi",
    ),
    **dict.fromkeys(
        (
            *("health-checkups", "garbage-dictionary", "traffic-accidents", "city-income"),
            *("school-lunch", "school-pupils"),
        ),
        "sz",
    ),
    **dict.fromkeys(("playgrounds", "school-influenza"), "s"),
}
_DAYS = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def holdings(city: City) -> tuple[CityDataset, ...]:
    """Everything a city publishes."""
    return (
        *(city_datasets() if city is HOME else _shared(city)),
        *_figures(city),
        *_points(city),
    )


@cache
def table_of(city: City, name: str) -> Table:
    """The table of that name: a maker's, or `figures/<slug>[/<year>]`, or `points/<slug>`.

    Raises:
        KeyError: if there is none.
    """
    kind, _, rest = name.partition("/")
    if kind == "figures":
        slug, _, year = rest.partition("/")
        return figures_table(city, slug, int(year) if year else None)
    return points_table(city, rest) if kind == "points" else TABLES[name](city)


def names_of(city: City, organization: str) -> Words:
    """What an organization of a city is called."""
    if city is HOME:
        return organizations()[organization]
    return {"ja": city.name, "en": city.english}


def _shared(city: City) -> Iterator[CityDataset]:
    for entry in city_datasets():
        if _LETTERS[city.slug] not in _SHARED.get(entry.slug, ""):
            continue
        title = {**entry.title, "ja": entry.title["ja"].replace("市の", f"{city.name[-1]}の")}
        rows = len(table_of(city, entry.files[0].sheets[0].table).rows)
        summary = {
            "ja": f"{city.name}の{title['ja']}です。{rows}件を載せています。",
            "en": f"{title['en']} of {city.english}: {rows} records.",
        }
        yield replace(
            entry,
            slug=f"{city.slug}-{entry.slug}",
            organization=city.slug,
            title=_titled(city, title),
            summary=summary,
            description=_description(city, summary),
            license=_LICENSES[city.slug],
            by_staff=False,
            files=tuple(_adopted(city, file, title["ja"]) for file in entry.files),
            city=city,
        )


def _adopted(city: City, file: CityFile, title: str) -> CityFile:
    if file.form not in {"json", "geojson"}:
        stem = file.name.partition(".")[0].replace(HOME.code, city.code)
        plain = [Sheet(table=sheet.table, sheet=sheet.sheet) for sheet in file.sheets]
        habit = _HABITS[city.slug](city, plain[0].table, title)
        form = "xlsx" if len(plain) > 1 else habit.form
        sheets = tuple(habit.dressed(city, sheet, title) for sheet in plain)
        file = replace(file, name=f"{stem}.{form[:4].rstrip('-')}", form=form, sheets=sheets)
    columns = {**file.columns, "地区": {"ja": "地区の名前。", "en": "District."}}
    return replace(file, columns=columns)


def _figures(city: City) -> Iterator[CityDataset]:
    for slug, entry in figures().items():
        if _LETTERS[city.slug] not in entry["cities"]:
            continue
        for year in entry.get("editions", (None,)):
            name = f"figures/{slug}/{year}" if year else f"figures/{slug}"
            dataset = _recorded(city, slug, entry, name)
            yield _edition(dataset, year) if year else dataset


def _points(city: City) -> Iterator[CityDataset]:
    for slug, entry in points().items():
        if _LETTERS[city.slug] in entry["cities"]:
            yield _recorded(city, slug, entry, f"points/{slug}")


def _edition(dataset: CityDataset, year: int) -> CityDataset:
    when = {"ja": f"（{era_year(year)}度）", "en": f" ({year})"}
    titled = {lang: f"{dataset.title[lang]}{when[lang]}" for lang in when}
    return replace(
        dataset, slug=f"{dataset.slug}-{year}", title=titled, frequency="never",
        modified=f"{year}-03-25",
    )  # fmt: skip


def _recorded(city: City, slug: str, entry: Mapping[str, Any], name: str) -> CityDataset:
    title = {"ja": entry["ja"][0], "en": entry["en"][0]}
    rows = str(len(table_of(city, name).rows))
    summary = {lang: str(entry[lang][1]).replace("{rows}", rows) for lang in ("ja", "en")}
    habit = _HABITS[city.slug](city, name, title["ja"])
    stem = slug.replace("-", "_")
    main = CityFile(
        name=f"{stem}.{habit.form[:4].rstrip('-')}",
        form=habit.form,
        title=title,
        sheets=(habit.dressed(city, Sheet(table=name), title["ja"]),),
        columns={**meanings(entry), "地区": {"ja": "地区の名前。", "en": "District."}},
    )
    files = (main, *_in_english(main, entry)) if habit.bilingual else (main,)
    return CityDataset(
        slug=slug if city is HOME else f"{city.slug}-{slug}",
        organization=entry["office"] if city is HOME else city.slug,
        theme=entry["theme"],
        title=_titled(city, title),
        summary=summary,
        description=_description(city, summary),
        keywords=tuple(entry["keywords"]),
        license=_LICENSES.get(city.slug, "CC-BY-4.0"),
        frequency=entry.get("frequency", "monthly" if entry.get("time") == "month" else "annual"),
        modified="2026-10-31" if entry.get("time") == "month" else f"2026-{_month(city, slug)}-01",
        by_staff=False,
        files=files,
        city=city,
    )


def _in_english(main: CityFile, entry: Mapping[str, Any]) -> Iterator[CityFile]:
    stem = main.name.partition(".")[0]
    english = english_names(entry)
    sheet = replace(main.sheets[0], english=english)
    told = {name: meanings(entry).get(old, {}) for old, name in english.items()}
    yield CityFile(
        name=f"{stem}_en.csv",
        form="csv",
        title={"ja": f"{main.title['ja']}（英語の見出し）", "en": f"{main.title['en']} in English"},
        sheets=(sheet,),
        columns={**main.columns, **{name: words for name, words in told.items() if words}},
    )


def _month(city: City, slug: str) -> str:
    return f"{city.dice(f'modified/{slug}').randint(1, 10):02d}"


def _titled(city: City, title: Words) -> Words:
    return {lang: city.title[lang].replace("{title}", title[lang]) for lang in ("ja", "en")}


def _description(city: City, summary: Words) -> Words:
    return {lang: f"{summary[lang]}\n\n{invented(city)[lang]}" for lang in ("ja", "en")}


@dataclass(frozen=True, slots=True)
class _Habit:
    """How an office writes one file.

    Attributes:
        form: As of `CityFile`.
        tidy: Nothing above the header, digits and days as machines like them.
        bilingual: A second file has English column names.
    """

    form: str
    tidy: bool = True
    bilingual: bool = False

    def dressed(self, city: City, sheet: Sheet, title: str) -> Sheet:
        """A sheet with what this office types around its table."""
        if self.tidy:
            return sheet
        table = table_of(city, sheet.table)
        first = table.rows[0]
        days = tuple(
            name
            for name, cell in zip(table.columns, first, strict=True)
            if isinstance(cell, str) and _DAYS.fullmatch(cell)
        )
        counted = "figures/" in sheet.table and isinstance(first[-1], int)
        wide = table.columns[-1:] if counted and self.form == "csv-cp932" else ()
        thousands = table.columns[-1:] if counted and self.form == "xlsx" else ()
        return replace(
            sheet,
            headline=(title, f"令和8年11月1日現在　{city.name}"),
            notes=(f"※{city.name}が調べたものです。",) if counted else (),
            eras=days,
            wide=wide,
            thousands=thousands,
        )


def _home_habit(city: City, name: str, _: str) -> _Habit:
    forms = ("csv", "csv-bom", "csv-cp932", "xlsx")
    form = city.dice(f"form/{name}").choice(forms)
    return _Habit(form, tidy=form in {"csv", "csv-bom"})


def _sakurano_habit(city: City, name: str, _: str) -> _Habit:
    english = name.startswith("figures/") and city.dice(f"english/{name}").random() < 0.25
    return _Habit("csv-bom", bilingual=english)


def _mizuumi_habit(city: City, name: str, _: str) -> _Habit:
    return _Habit("csv-cp932", tidy=False)


def _iwaya_habit(city: City, name: str, _: str) -> _Habit:
    return _Habit("xlsx", tidy=False)


_HABITS: Mapping[str, Callable[[City, str, str], _Habit]] = {
    "matsunoki": _home_habit,
    "sakurano": _sakurano_habit,
    "mizuumi": _mizuumi_habit,
    "iwaya": _iwaya_habit,
}
