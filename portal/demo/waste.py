"""Waste: which day, how much, and how to sort it."""

import csv
from datetime import date
from importlib import resources

from portal.demo.names import City, District
from portal.demo.series import Month, along, days, months, rounded, season
from portal.demo.statistics import population
from portal.demo.tables import Cell, Record, Table, TableMaker, filled, table

_WEEKDAYS = "月火水木金土日"
_BURNABLE = ((0, 3), (1, 4), (0, 3), (1, 4), (2, 5), (2, 5))  # by district, 0 is Monday
_PLASTIC = (2, 2, 4, 3, 1, 0)
_KINDS = (
    # kind, grams a person and day in 2018, in 2026, peak month, width of the season
    ("燃やせるごみ", 668.0, 598.0, 7.5, 0.07),
    ("燃やせないごみ", 44.0, 38.0, 4.0, 0.22),
    ("粗大ごみ", 38.0, 45.0, 3.6, 0.35),
    ("プラスチック", 41.0, 56.0, 12.0, 0.08),
    ("びん・かん・ペットボトル", 62.0, 57.0, 8.0, 0.16),
    ("古紙・布", 108.0, 68.0, 12.0, 0.10),
)


def collection_days(city: City) -> Table:
    """On which weekdays waste is collected, one row a town and kind."""
    rows: list[tuple[Cell, ...]] = []
    for district in city.districts:
        for town in district.towns:
            for kind, when in _rules(city, district, district.towns.index(town)).items():
                rows.append((district.name, town.name, town.kana, kind, when, "朝8時まで"))
    return table(("地区", "町名", "町名_カナ", "ごみの種類", "収集日", "出す時刻"), rows)


def collection_calendar(city: City) -> Table:
    """Every collection from April 2026 to March 2027, by district."""
    rows: list[tuple[Cell, ...]] = []
    for day in days(date(2026, 4, 1), date(2027, 3, 31)):
        if (day.month, day.day) in {(1, 1), (1, 2), (1, 3)}:
            continue
        for index, district in enumerate(city.districts):
            rows.extend(
                (day.isoformat(), _WEEKDAYS[day.weekday()], district.name, kind)
                for kind in _collected(day, index)
            )
    return table(("収集日", "曜日", "地区", "ごみの種類"), rows)


def amounts(city: City) -> Table:
    """Waste by month and kind, tonnes, from April 2018."""
    rows: list[tuple[Cell, ...]] = []
    for month in months(Month(2018, 4), Month(2026, 10)):
        for kind, before, now, peak, width in _KINDS:
            rng = city.dice(f"waste/{month}/{kind}")
            grams = along({2018: before, 2026.9: now}, month.year + month.month / 12)
            grams *= 1 + width * season(month.month, peak=peak)
            if kind == "粗大ごみ" and Month(2020, 4) <= month <= Month(2020, 8):
                grams *= 1.4  # people at home cleared their cupboards
            tonnes = rounded(
                grams * population(city, month.year) * 30.4 / 1_000_000 * rng.uniform(0.97, 1.03)
            )
            rows.append((str(month), kind, tonnes))
    return table(("年月", "ごみの種類", "収集量(トン)"), rows)


def dictionary(city: City) -> Table:
    """How to sort each thing, standard 28."""
    text = resources.files("portal.demo").joinpath("data/sorting.csv").read_text("utf-8")
    records: list[Record] = [
        {
            "ゴミの分別方法_全国地方公共団体コード": city.code,
            "ゴミの分別方法_ID": f"G{number:04d}",
            "地方公共団体名": city.name,
            "ゴミの分別方法_品目": thing,
            "ゴミの分別方法_分別区分": kind,
            "ゴミの分別方法_注意点": advice,
            "ゴミの分別方法_料金種別": "有料" if kind == "粗大ごみ" else "無料",
            "ゴミの分別方法_料金": "500円" if kind == "粗大ごみ" else "",
        }
        for number, (thing, kind, advice) in enumerate(csv.reader(text.splitlines()), 1)
    ]
    return filled("garbage_separation", records)


def _rules(city: City, district: District, town_number: int) -> dict[str, str]:
    index = city.districts.index(district)
    first, second = _BURNABLE[index]
    turn = town_number % 2
    paper = _WEEKDAYS[(_PLASTIC[index] + 1) % 5]
    return {
        "燃やせるごみ": f"毎週{_WEEKDAYS[first]}曜日・{_WEEKDAYS[second]}曜日",
        "プラスチック": f"毎週{_WEEKDAYS[_PLASTIC[index]]}曜日",
        "びん・かん・ペットボトル": f"第{1 + turn}・第{3 + turn}{paper}曜日",
        "古紙・布": f"第{2 - turn}・第{4 - turn}{paper}曜日",
        "燃やせないごみ": f"第{2 + turn}{_WEEKDAYS[_PLASTIC[index]]}曜日",
    }


def _collected(day: date, index: int) -> list[str]:
    week = (day.day - 1) // 7 + 1
    kinds = []
    if day.weekday() in _BURNABLE[index]:
        kinds.append("燃やせるごみ")
    if day.weekday() == _PLASTIC[index]:
        kinds.append("プラスチック")
        kinds.extend(["燃やせないごみ"] if week == 2 else [])
    if day.weekday() == (_PLASTIC[index] + 1) % 5:
        kinds.extend(["びん・かん・ペットボトル"] if week in {1, 3} else [])
        kinds.extend(["古紙・布"] if week in {2, 4} else [])
    return kinds


TABLES: dict[str, TableMaker] = {
    "collection_days": collection_days,
    "collection_calendar": collection_calendar,
    "waste_amounts": amounts,
    "waste_dictionary": dictionary,
}
