"""What the four cities publish, before anything is harvested."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.demo.catalogue import CityDataset
from portal.demo.cities import CITIES, HOME, NEIGHBOURS
from portal.demo.city_files import columns, file_bytes
from portal.demo.names import City
from portal.demo.recipes import TABLES, holdings, table_of

EVERYTHING = [dataset for city in CITIES.values() for dataset in holdings(city)]
EVERY_CITY = pytest.mark.parametrize("city", CITIES.values(), ids=list(CITIES))


def of(city: str, slug: str) -> CityDataset:
    return next(dataset for dataset in holdings(CITIES[city]) if dataset.slug == slug)


def test_there_are_more_than_three_hundred_datasets_and_every_city_has_some() -> None:
    counts = [len(holdings(city)) for city in CITIES.values()]

    assert sum(counts) >= 320
    assert counts == sorted(counts, reverse=True)
    assert min(counts) >= 40


def test_no_two_datasets_share_a_slug_or_a_title() -> None:
    for told in ("slug", "ja", "en"):
        named = [d.slug if told == "slug" else d.title[told] for d in EVERYTHING]
        assert len(set(named)) == len(named)


def test_every_city_covers_every_theme() -> None:
    for city in CITIES.values():
        assert {dataset.theme for dataset in holdings(city)} == set(THEME_BY_CODE)


def test_every_dataset_is_described_from_the_controlled_lists_in_both_languages() -> None:
    for dataset in EVERYTHING:
        assert dataset.license in LICENSE_BY_CODE
        assert dataset.frequency in FREQUENCY_BY_CODE
        assert dataset.keywords
        assert dataset.modified <= "2026-11-01"
        assert re.fullmatch(r"[a-z0-9-]{2,100}", dataset.slug)
        assert len(dataset.summary["ja"]) <= 80
        for words in (dataset.title, dataset.summary, dataset.description):
            assert set(words) == {"ja", "en"}
            assert "{" not in words["ja"] + words["en"]


def test_every_column_is_explained_in_both_languages() -> None:
    for dataset in EVERYTHING:
        for file in dataset.files:
            for words in columns(dataset.city, file).values():
                assert words["ja"]
                assert words["en"]


def test_a_file_is_the_same_bytes_each_time_and_of_the_form_it_says() -> None:
    for city in CITIES.values():
        for dataset in holdings(city)[::9]:
            for file in dataset.files:
                made = file_bytes(city, file)
                assert made == file_bytes(city, file)
                assert made.startswith(b"PK") == (file.form == "xlsx")
                assert made.startswith(b"\xef\xbb\xbf") == (file.form == "csv-bom")


def test_the_neighbours_have_each_a_habit_of_their_own() -> None:
    forms = {
        city.slug: {file.form for dataset in holdings(city) for file in dataset.files}
        for city in NEIGHBOURS
    }

    assert forms["sakurano"] <= {"csv-bom", "csv", "xlsx", "geojson"}
    assert forms["mizuumi"] <= {"csv-cp932", "xlsx", "geojson"}
    assert forms["iwaya"] <= {"xlsx", "geojson"}


def test_a_shift_jis_file_has_title_rows_full_width_digits_and_days_of_an_era() -> None:
    figures = of("mizuumi", "mizuumi-care-certified").files[0]
    heritage = of("mizuumi", "mizuumi-events").files[0]

    rows = list(csv.reader(io.StringIO(file_bytes(CITIES["mizuumi"], figures).decode("cp932"))))
    events = file_bytes(CITIES["mizuumi"], heritage).decode("cp932")

    assert rows[0][0] == "要介護認定者数"
    assert rows[2] == ["年月", "要介護度", "認定者数"]
    assert re.fullmatch("[０-９]+", rows[3][2])
    assert rows[-1][0].startswith("※")
    assert "令和8年" in events


def test_a_workbook_of_the_village_has_title_rows() -> None:
    file = of("iwaya", "iwaya-aed").files[0]

    page = load_workbook(io.BytesIO(file_bytes(CITIES["iwaya"], file))).worksheets[0]

    assert page["A1"].value == "AED設置箇所一覧"
    assert page["A3"].value == "全国地方公共団体コード"


def test_a_file_with_english_headers_lies_beside_the_japanese_one() -> None:
    beside = [
        d for d in holdings(CITIES["sakurano"]) if len(d.files) == 2 and "_en" in d.files[1].name
    ]

    plain, english = beside[0].files
    city = CITIES["sakurano"]
    header = file_bytes(city, english).decode().splitlines()[0]

    assert len(beside) >= 5
    assert header.isascii()
    assert len(header.split(",")) == len(table_of(city, plain.sheets[0].table).columns)


def test_an_edition_holds_its_own_year_only() -> None:
    table = table_of(CITIES["sakurano"], "figures/budget/2024")

    assert {row[0] for row in table.rows} == {2024}


@EVERY_CITY
def test_a_place_lies_in_its_city(city: City) -> None:
    lats = [district.lat for district in city.districts]
    lons = [district.lon for district in city.districts]
    for dataset in holdings(city):
        table = table_of(city, dataset.files[0].sheets[0].table)
        if "緯度" not in table.columns:
            continue
        lat, lon = table.columns.index("緯度"), table.columns.index("経度")
        assert all(min(lats) - 0.05 < float(row[lat]) < max(lats) + 0.05 for row in table.rows)
        assert all(min(lons) - 0.05 < float(row[lon]) < max(lons) + 0.05 for row in table.rows)


@EVERY_CITY
def test_the_people_of_the_districts_add_up_to_the_city(city: City) -> None:
    ages = TABLES["population_by_age"](city)
    history = TABLES["population_history"](city)

    total = sum(int(row[4]) for row in ages.rows if row[0] == 2026)

    assert total == city.people[2026]
    assert history.rows[-1][3] == total


@EVERY_CITY
def test_the_shares_of_the_districts_make_one(city: City) -> None:
    assert sum(district.share for district in city.districts) == pytest.approx(1)


def test_a_summary_tells_how_many_places_there_are() -> None:
    bridges = of("matsunoki", "bridges")

    assert f"{len(table_of(HOME, 'points/bridges').rows)}の橋" in bridges.summary["ja"]
