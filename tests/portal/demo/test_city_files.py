import csv
import hashlib
import io
import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.demo.catalogue import CityFile, city_datasets, column_words
from portal.demo.cities import CITIES, HOME
from portal.demo.city_files import CityFiles, write_city
from portal.demo.names import City
from portal.demo.recipes import TABLES
from portal.demo.tables import layout


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    return write_city(tmp_path_factory.mktemp("city"))


def digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def sidecars(city: CityFiles) -> list[dict]:
    return [
        json.loads(item.sidecar.read_text("utf-8")) for item in (*city.harvested, *city.uploads)
    ]


def files_of_form(form: str) -> list[tuple[str, CityFile]]:
    return [(d.slug, file) for d in city_datasets() for file in d.files if file.form == form]


def decoded(city: CityFiles, slug: str, name: str, encoding: str) -> list[list[str]]:
    folder = next(item.folder for item in city.harvested if item.slug == slug)
    text = (folder / name).read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline="")))


def test_two_runs_write_the_same_bytes(city: CityFiles, tmp_path: Path) -> None:
    again = write_city(tmp_path / "again")

    assert digests(again.root) == digests(city.root)


def test_the_whole_city_is_smaller_than_six_megabytes(city: CityFiles) -> None:
    size_bytes = sum(path.stat().st_size for path in city.root.rglob("*") if path.is_file())

    assert size_bytes < 6_000_000


def test_most_datasets_wait_for_the_harvester_and_three_for_staff(city: CityFiles) -> None:
    assert len(city.harvested) == 32
    assert {item.slug for item in city.uploads} == {
        "nursery-vacancies",
        "playgrounds",
        "public-toilets",
    }
    assert all("staff-uploads" in item.folder.parts for item in city.uploads)


def test_a_folder_holds_its_files_and_its_sidecar_and_nothing_else(city: CityFiles) -> None:
    for item in (*city.harvested, *city.uploads):
        assert set(item.folder.iterdir()) == {item.sidecar, *item.files}
        assert item.folder.name == item.slug
        assert item.folder.parent.name == item.organization


def test_every_sidecar_speaks_japanese_and_english(city: CityFiles) -> None:
    for said in sidecars(city):
        pairs = [
            *(said[key] for key in ("title", "summary", "description")),
            said["organization"]["title"],
            *(file["title"] for file in said["files"].values()),
            *(words for file in said["files"].values() for words in file["columns"].values()),
        ]

        assert all(set(pair) == {"ja", "en"} and all(pair.values()) for pair in pairs)


def test_every_summary_fits_eighty_characters(city: CityFiles) -> None:
    assert [s["title"] for s in sidecars(city) if len(s["summary"]["ja"]) > 80] == []


def test_every_sidecar_uses_the_controlled_lists(city: CityFiles) -> None:
    for said in sidecars(city):
        assert said["theme"] in THEME_BY_CODE
        assert said["license"] in LICENSE_BY_CODE
        assert said["frequency"] in FREQUENCY_BY_CODE
        assert said["keywords"]
        assert said["modified"] <= "2026-11-01"


def test_every_theme_has_a_dataset(city: CityFiles) -> None:
    assert {said["theme"] for said in sidecars(city)} == set(THEME_BY_CODE)


def test_a_sidecar_names_every_file_and_every_column(city: CityFiles) -> None:
    for dataset, said in zip(
        sorted(city_datasets(), key=lambda d: d.title["ja"]),
        sorted(sidecars(city), key=lambda s: s["title"]["ja"]),
        strict=True,
    ):
        assert list(said["files"]) == [file.name for file in dataset.files]
        for file in dataset.files:
            columns = {c for sheet in file.sheets for c in TABLES[sheet.table](HOME).columns}
            assert set(said["files"][file.name]["columns"]) == columns


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_has_rows_as_wide_as_its_header(name: str) -> None:
    table = TABLES[name](HOME)

    assert table.rows
    assert len(set(table.columns)) == len(table.columns)
    assert {len(row) for row in table.rows} == {len(table.columns)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_place_lies_in_the_city(name: str) -> None:
    table = TABLES[name](HOME)
    if "緯度" not in table.columns:
        return

    lat, lon = table.columns.index("緯度"), table.columns.index("経度")

    assert all(37.48 < float(row[lat]) < 37.65 for row in table.rows)
    assert all(139.80 < float(row[lon]) < 140.02 for row in table.rows)


def test_the_evacuation_sites_follow_the_standard_and_number_243() -> None:
    table = TABLES["evacuation_sites"](HOME)

    assert len(table.rows) == 243
    assert table.columns[:39] == layout("evacuation_space")
    assert len({row[table.columns.index("名称")] for row in table.rows}) == 243


def test_the_people_of_the_districts_add_up_to_the_city() -> None:
    ages = TABLES["population_by_age"](HOME)
    history = TABLES["population_history"](HOME)

    total = sum(int(row[4]) for row in ages.rows if row[0] == 2026)

    assert total == 114_208
    assert history.rows[-1][3] == total


def test_births_deaths_and_moves_explain_every_change_of_the_population() -> None:
    rows = TABLES["population_history"](HOME).rows

    for before, now in pairwise(rows):
        assert now[3] - before[3] == now[6] - now[7] + now[8] - now[9]


@pytest.mark.parametrize("city", CITIES.values(), ids=list(CITIES))
def test_a_city_code_has_the_right_check_digit(city: City) -> None:
    weighted = sum(int(d) * w for d, w in zip(city.code[:5], (6, 5, 4, 3, 2), strict=True))

    assert int(city.code[5]) == (11 - weighted % 11) % 10


def test_every_telephone_number_is_fictitious() -> None:
    for make in TABLES.values():
        table = make(HOME)
        for column in (c for c in table.columns if c in {"電話番号", "連絡先電話番号"}):
            numbers = {row[table.columns.index(column)] for row in table.rows} - {"", None}
            assert all(str(number).startswith("0000-00-") for number in numbers)


def test_cp932_files_decode_and_are_no_utf_8(city: CityFiles) -> None:
    files = files_of_form("csv-cp932")

    assert len(files) == 4
    for slug, file in files:
        assert decoded(city, slug, file.name, "cp932")
        with pytest.raises(UnicodeDecodeError):
            decoded(city, slug, file.name, "utf-8")


def test_three_files_come_as_a_busy_office_writes_them(city: CityFiles) -> None:
    waste = decoded(city, "garbage-amounts", "gomi_shushuryo.csv", "cp932")
    people = decoded(city, "population-history", "jinko_suii.csv", "cp932")
    crashes = decoded(city, "traffic-accidents", "koutsu_jiko.csv", "cp932")

    assert waste[2][-1] == "（単位：トン）"
    assert waste[3] == ["年月", "ごみの種類", "収集量(トン)"]
    assert waste[4][2] == "２３３９"
    assert unicodedata.normalize("NFKC", waste[4][2]) == "2339"
    assert ["", "", ""] in waste[5:-3]
    assert waste[-1][0].startswith("※")
    assert people[4][3] == "118,900"
    assert crashes[4][1] == " 中央地区　"


def test_workbooks_have_title_rows_and_one_has_two_sheets(city: CityFiles) -> None:
    sheets = {}
    for item in (*city.harvested, *city.uploads):
        for path in item.files:
            if path.suffix == ".xlsx":
                book = load_workbook(path)
                sheets[path.name] = book.sheetnames
                top = [cell.value for cell in next(book.worksheets[0].iter_rows(max_row=1))]
                assert sum(value is not None for value in top) == 1

    assert len(sheets) == 7
    assert sheets["school_lunch.xlsx"] == ["小学校", "中学校"]


def test_a_stacked_header_spans_its_columns(city: CityFiles) -> None:
    folder = next(item.folder for item in city.harvested if item.slug == "school-pupils")
    page = load_workbook(folder / "school_pupils.xlsx").worksheets[0]

    merged = {str(area) for area in page.merged_cells.ranges}

    assert {"E4:G4", "H4:I4", "A4:A5"} <= merged
    assert [page["E4"].value, page["E5"].value, page["G5"].value] == ["児童生徒数", "男", "計"]


def test_json_and_geojson_hold_what_their_tables_hold(city: CityFiles) -> None:
    found = {path.name: path for item in city.harvested for path in item.files}

    crowding = json.loads(found["shelter_crowding.json"].read_bytes())
    routes = json.loads(found["bus_routes.geojson"].read_bytes())

    assert len(crowding) == 40 * 48
    assert {feature["geometry"]["type"] for feature in routes["features"]} == {"LineString"}
    assert len(routes["features"]) == 8


def test_no_column_is_explained_by_guessing() -> None:
    with pytest.raises(KeyError):
        column_words("知らない列")


@pytest.mark.parametrize(
    ("slug", "table"),
    [
        ("evacuation-sites", "evacuation_sites"),
        ("aed", "defibrillators"),
        ("fire-water", "fire_water"),
        ("childcare-facilities", "childcare"),
        ("garbage-dictionary", "waste_dictionary"),
        ("public-wifi", "wireless_lan"),
        ("tourism-spots", "sights"),
        ("events", "events"),
        ("cultural-properties", "heritage"),
        ("parks", "parks"),
        ("public-facilities", "public_facilities"),
        ("public-toilets", "public_toilets"),
        ("polling-places", "polling_places"),
    ],
)
def test_a_summary_tells_the_true_number(slug: str, table: str) -> None:
    summary = next(dataset.summary for dataset in city_datasets() if dataset.slug == slug)

    count = str(len(TABLES[table](HOME).rows))

    assert count in summary["ja"]
    assert count in summary["en"]


def test_the_two_population_files_agree_on_men_and_women() -> None:
    history = TABLES["population_history"](HOME).rows[-1]
    ages = [row for row in TABLES["population_by_age"](HOME).rows if row[0] == 2026]

    men = sum(int(row[4]) for row in ages if row[3] == "男性")

    assert history[4] == men
