"""Every built-in app of the demo answers its question with the figure that the data hold."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from apps_gallery.models import AppState, CitizenApp
from apps_gallery.vocabulary import TEMPLATE_BY_CODE
from portal.demo.apps import builtin_apps, slug_of
from portal.demo.catalogue import CityFile
from portal.demo.cities import CITIES, HOME
from portal.demo.citizens import citizen_apps, picture
from portal.demo.recipes import holdings, table_of
from portal.wiring import Services
from tests.browser import Browser, Page
from tests.portal.demo.conftest import NOW

Row = Mapping[str, Any]
TODAY = NOW.date()
BUILTIN = pytest.mark.parametrize("entry", builtin_apps(), ids=slug_of)
_SUMMED = {"shelter-places": "想定収容人数"}
_AREA = ("中央", "本町")


def made_rows(entry: Row, city: str = "matsunoki") -> list[Row]:
    """The rows of the table an app stands on, as they were made up."""
    prefix = "" if city == "matsunoki" else f"{city}-"
    dataset = next(d for d in holdings(CITIES[city]) if d.slug == prefix + entry["dataset"])
    named = {name for names in entry.get("columns", {}).values() for name in names}
    for file in dataset.files:
        table = table_of(CITIES[city], file.sheets[0].table)
        if named <= set(table.columns) and is_meant(file, entry):
            return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    raise AssertionError(entry)


def is_meant(file: CityFile, entry: Row) -> bool:
    return file.name.startswith(entry.get("file", file.name))


def counted(entry: Row) -> float:
    return len(made_rows(entry))


def drawn(entry: Row) -> float:
    columns = {slot: names[0] for slot, names in entry["columns"].items()}
    rows = made_rows(entry)
    time = next(name for name in ("年", "年月", "年度", "年月日") if name in rows[0])
    last = max(row[time] for row in rows)
    sums: dict[tuple[Any, Any], float] = defaultdict(float)
    for row in rows:
        if row[time] == last:
            sums[row[columns["x"]], row.get(columns.get("series", ""))] += row[columns["y"]]
    return max(sums.values())


def latest(entry: Row) -> float:
    rows = made_rows(entry)
    time, *names = rows[0]
    measure = next(name for name in names if not isinstance(rows[0][name], str))
    last = max(row[time] for row in rows)
    return max(row[measure] for row in rows if row[time] == last)


def compared(entry: Row) -> float:
    values = []
    for slug, city in CITIES.items():
        rows, summed = made_rows(entry, slug), _SUMMED.get(entry["measure"])
        count = sum(row[summed] for row in rows) if summed else len(rows)
        values.append(count / city.people[2026] * 10_000)
    return round(max(values), 2)


FIGURES = {
    "graph": drawn,
    "board": latest,
    "compare": compared,
    "near": counted,
    "finder": counted,
}


def figure(page: Page) -> float:
    """The number an app says first, without its unit."""
    (said,) = page.texts("p", class_="app-figure")
    found = re.match(r"[\d,.]+", said)
    assert found, said
    return float(found[0].replace(",", ""))


def next_day(visitor: Browser, slug: str, asked: str = "") -> date:
    """The day a calendar says first, on its page and where it is embedded."""
    page = visitor.get(f"/ja/apps/{slug}?{asked}")
    embedded = visitor.get(f"/embed/apps/{slug}?lang=ja&{asked}")
    assert first_day(page) == first_day(embedded)
    return first_day(page)


def first_day(page: Page) -> date:
    """The day a page says first."""
    (box,) = page.all("p", class_="app-figure")
    times = [one.get("datetime", "") for one in box.iter() if one.get("datetime")]
    return date.fromisoformat(times[0])


def falls_on(day: date, rule: str) -> bool:
    """Whether a rule such as 第1・第3木曜日 means a day."""
    if "月火水木金土日"[day.weekday()] not in re.findall("([月火水木金土日])曜日", rule):
        return False
    return "毎週" in rule or f"第{(day.day - 1) // 7 + 1}" in rule


def test_there_are_fifty_apps_and_forty_come_with_the_portal() -> None:
    pairs = [(entry["template"], entry["dataset"]) for entry in builtin_apps()]

    assert len(pairs) >= 40
    assert len(set(pairs)) == len(pairs)
    assert len(pairs) + len(citizen_apps()) >= 50
    assert {template for template, _ in pairs} == set(TEMPLATE_BY_CODE)


def test_every_app_has_words_of_its_own_in_both_languages() -> None:
    for place in range(3):
        for language in ("ja", "en"):
            words = [entry[language][place] for entry in builtin_apps()]
            assert len(set(words)) == len(words), sorted(w for w in words if words.count(w) > 1)
            assert all(0 < len(one) <= 80 for one in words)


def test_every_citizen_shows_a_small_picture_of_the_app() -> None:
    for slug in citizen_apps():
        assert picture(slug)[8:12] == b"WEBP"
        assert len(picture(slug)) < 20_000


@BUILTIN
def test_an_app_answers_its_question_with_the_true_figure(visitor: Browser, entry: Row) -> None:
    page = visitor.get(f"/ja/apps/{slug_of(entry)}")
    embedded = visitor.get(f"/embed/apps/{slug_of(entry)}?lang=ja")

    assert (page.status, embedded.status) == (200, 200)
    assert entry["ja"][2] in page.texts("h2")
    assert entry["ja"][2] in embedded.texts("h2")
    if entry["template"] in FIGURES:
        true = FIGURES[entry["template"]](entry)
        assert figure(page) == pytest.approx(true)
        assert figure(embedded) == pytest.approx(true)


@pytest.mark.parametrize(
    "entry", [e for e in builtin_apps() if e["template"] == "near"], ids=slug_of
)
def test_the_nearest_place_is_as_far_as_it_is(visitor: Browser, entry: Row) -> None:
    home = HOME.districts[0]
    metres = min(
        math.hypot(
            (row["緯度"] - home.lat) * 111_195,
            (row["経度"] - home.lon) * 111_195 * math.cos(math.radians(home.lat)),
        )
        for row in made_rows(entry)
    )

    page = visitor.get(f"/ja/apps/{slug_of(entry)}?lat={home.lat}&lon={home.lon}")

    assert figure(page) == pytest.approx(metres, abs=12)


def test_the_calendar_of_events_says_the_day_of_the_next_one(visitor: Browser) -> None:
    entry = next(e for e in builtin_apps() if slug_of(e) == "calendar-events")
    true = min(row["開始日"] for row in made_rows(entry) if row["開始日"] >= TODAY.isoformat())

    assert next_day(visitor, "calendar-events").isoformat() == true


@pytest.mark.parametrize(
    ("dataset", "column"), [("school-lunch", "年月日"), ("road-works", "開始日")]
)
def test_a_calendar_of_days_says_the_next_one(visitor: Browser, dataset: str, column: str) -> None:
    rows = made_rows({"dataset": dataset})
    true = min(row[column] for row in rows if row[column] >= TODAY.isoformat())

    assert next_day(visitor, f"calendar-{dataset}").isoformat() == true


def test_the_waste_calendar_says_the_next_day_of_a_town(visitor: Browser) -> None:
    rules = [
        row["収集日"]
        for row in made_rows({"dataset": "garbage-days", "file": "garbage_days"})
        if (row["地区"], row["町名"]) == _AREA
    ]
    days = (TODAY + timedelta(days=number) for number in range(31))
    true = next(day for day in days if any(falls_on(day, rule) for rule in rules))

    assert next_day(visitor, "calendar-garbage-days", f"area={' '.join(_AREA)}") == true


def test_people_handed_in_their_apps_by_the_form(made_city: Services) -> None:
    with made_city.reading() as session:
        found = session.scalars(select(CitizenApp).where(CitizenApp.slug.in_(citizen_apps())))
        apps = {app.slug: app for app in found}

    assert apps.keys() == citizen_apps().keys()
    for app in apps.values():
        assert app.state is AppState.APPROVED
        assert app.confirm_digest is None
        assert app.submitted_at is not None
        assert app.alive
        assert app.contact.endswith(".example")
        assert app.url.startswith("http://127.0.0.1:")
