import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.kernel.errors import InvalidQuery, TooLarge
from datasets.packaging import spreadsheet
from datasets.packaging.convert import (
    EXCEL_CSV,
    PLAIN_CSV,
    SHIFT_JIS_CSV,
    CsvStyle,
    Download,
    csv_bytes,
    json_bytes,
    ndjson_bytes,
    parquet_file,
    sent,
)
from datasets.packaging.geojson import geojson_bytes, geometry
from datasets.packaging.spreadsheet import xlsx_file
from datasets.tables.grammar import parse
from datasets.tables.local import LocalTables
from tests.datasets.tables.making import profiled

NAMES = ["番号", "名称", "定員", "面積", "緯度", "経度", "開設日", "車いす", "備考"]
ROWS = [
    ("001", "第一センター", "500", "1.50", "37.4951", "139.9296", "2020-04-01", "true", "=1+1"),
    ("002", "髙校", "", "20.25", "", "", "", "false", "改行\nあり"),
    ("003", "広場,東", "-3", "3", "37.6", "140.1", "1899-12-31", "", '"引用"'),
    ("004", "公園", "80", "", "37.4", "139.9", "2021-12-31", "true", "-なし"),
]
QUERIES = [[], [("_sort", "-定員")], [("定員__gte", "0"), ("_cols", "名称,定員,緯度,経度")]]


def made(folder: Path, rows: list[tuple[str, ...]], *args: tuple[str, str]) -> Download:
    columns = profiled(folder, NAMES, rows)
    store = LocalTables(folder / "tables")
    store.put("one-table", folder / "table.parquet")
    return Download(store, "one-table", columns, parse(args, columns))


def read_csv(download: Download, style: CsvStyle = PLAIN_CSV) -> list[list[str]]:
    text = b"".join(csv_bytes(download, style)).decode(style.encoding)
    return list(csv.reader(io.StringIO(text, newline="")))


def as_json_text(value: object) -> str:
    """A JSON value as the text that a cell of the same value has, numbers by their value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(float(value)) if isinstance(value, int | float) else str(value)


def by_value(rows: list[list[str]]) -> list[list[str]]:
    number = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
    return [[str(float(c)) if number.fullmatch(c) else c for c in row] for row in rows]


@pytest.mark.parametrize("args", QUERIES)
def test_every_form_holds_the_same_rows(tmp_path, args):
    download = made(tmp_path, ROWS, *args, ("_size", "25"), ("_page", "3"))
    names = [column.name for column in download.shown]

    text = read_csv(download)
    objects = json.loads(b"".join(json_bytes(download)))
    lines = [json.loads(line) for line in b"".join(ndjson_bytes(download)).splitlines()]
    features = json.loads(b"".join(geojson_bytes(download)))["features"]
    xlsx_file(download, tmp_path / "out.xlsx")
    sheet = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))

    assert text[0] == names
    assert len(text) - 1 == len(objects) >= 2
    assert objects == lines == [feature["properties"] for feature in features]
    assert [list(row) for row in objects] == [names] * len(objects)
    values = [[as_json_text(value) for value in row.values()] for row in objects]
    assert values == by_value(text[1:])
    assert list(sheet[0]) == names
    cells = [
        [as_json_text(v.date() if hasattr(v, "date") else v) for v in row] for row in sheet[1:]
    ]
    assert cells == values


def test_plain_csv_is_every_cell_as_it_was(tmp_path):
    assert read_csv(made(tmp_path, ROWS)) == [NAMES, *map(list, ROWS)]


def test_a_spreadsheet_is_told_of_utf8_and_runs_no_formula(tmp_path):
    written = b"".join(csv_bytes(made(tmp_path, ROWS), EXCEL_CSV))

    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [row[-1] for row in rows[1:]] == ["'=1+1", "改行\nあり", '"引用"', "'-なし"]
    assert rows[3][2] == "-3"


def test_shift_jis_holds_the_same_rows_or_names_what_it_cannot_write(tmp_path):
    good = made(tmp_path, ROWS, ("_cols", "名称"))
    assert read_csv(good, SHIFT_JIS_CSV)[1:] == [[row[1]] for row in ROWS]

    (tmp_path / "bad").mkdir()
    bad = made(tmp_path / "bad", [("1", "𠮷野😀", *[""] * 7)])
    with pytest.raises(InvalidQuery) as refusal:
        b"".join(csv_bytes(bad, SHIFT_JIS_CSV))

    assert refusal.value.message.places["characters"] == "𠮷 😀"


def test_a_row_without_a_place_is_a_feature_without_geometry(tmp_path):
    features = json.loads(b"".join(geojson_bytes(made(tmp_path, ROWS))))["features"]

    assert features[0]["geometry"] == {"type": "Point", "coordinates": [139.9296, 37.4951]}
    assert features[1]["geometry"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT (139.9 37.5)", {"type": "Point", "coordinates": [139.9, 37.5]}),
        ("LINESTRING(1 2, 3 4)", {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        (
            "POLYGON ((0 0, 1 0, 1 1, 0 0))",
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        ),
        ("MULTIPOINT ((1 2), (3 4))", {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}),
        ("MULTIPOINT (1 2, 3 4)", {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}),
        ('{"type":"Point","coordinates":[1,2]}', {"type": "Point", "coordinates": [1, 2]}),
        ("POINT EMPTY", None),
        ("POINT (1 2", None),
        ("POINT ((((1 2))))", None),
        ("{broken", None),
        ("[1]", None),
        (None, None),
    ],
)
def test_a_geometry_is_read_from_either_writing(text, expected):
    assert geometry(text) == expected


@given(st.text(alphabet='POINTpolygZ(){}[]0123456789-., ":', max_size=40) | st.text(max_size=20))
def test_any_text_is_a_geometry_or_none(text):
    found = geometry(text)

    assert found is None or isinstance(found["type"], str)


def test_a_workbook_keeps_codes_decimals_and_days_as_a_person_saw_them(tmp_path):
    xlsx_file(made(tmp_path, ROWS), tmp_path / "out.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet["A2"].value == "001"
    assert (sheet["D2"].value, sheet["D2"].number_format) == (1.5, "0.00")
    assert sheet["G2"].value.date() == date(2020, 4, 1)
    assert sheet["G4"].value == "1899-12-31"
    assert sheet["I2"].value == "=1+1"
    assert sheet["I2"].data_type == "s"


def test_what_a_workbook_cannot_hold_is_refused(tmp_path, monkeypatch):
    download = made(tmp_path, ROWS)
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)

    with pytest.raises(TooLarge):
        xlsx_file(download, tmp_path / "out.xlsx")


def test_parquet_has_types_and_the_published_names_whatever_they_are(tmp_path):
    download = made(tmp_path, ROWS, ("_sort", "-番号"))
    path = download.tables.outgoing / "out.parquet"

    parquet_file(download, path)

    with duckdb.connect() as connection:
        answer = connection.execute("FROM read_parquet(?)", [str(path)])
        types = {name: str(kind) for name, kind, *_ in answer.description or ()}
        rows = answer.fetchall()
    assert list(types) == NAMES
    assert [types["定員"], types["面積"], types["開設日"], types["車いす"]] == [
        "BIGINT",
        "DOUBLE",
        "DATE",
        "BOOLEAN",
    ]
    assert [row[0] for row in rows] == ["004", "003", "002", "001"]
    assert b"".join(sent(path))[:4] == b"PAR1"
    assert not path.exists()


CELL = st.text(max_size=6) | st.sampled_from(["", "0", "-1.50", "true", "2026-04-01", "\r", "\n"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(*[CELL] * len(NAMES)), max_size=4))
def test_any_rows_are_the_same_in_text_json_and_workbook(tmp_path_factory, rows):
    download = made(tmp_path_factory.mktemp("rows"), rows)

    text = read_csv(download)
    objects = json.loads(b"".join(json_bytes(download)))
    lines = [json.loads(line) for line in b"".join(ndjson_bytes(download)).split(b"\n") if line]

    assert text == [NAMES, *map(list, rows)]
    assert objects == lines
    assert [[as_json_text(value) for value in row.values()] for row in objects] == [
        by_type(download, row) for row in rows
    ]


def by_type(download: Download, row: tuple[str, ...]) -> list[str]:
    return [
        str(float(cell)) if cell and column.type in ("integer", "number") else cell
        for column, cell in zip(download.columns, row, strict=True)
    ]
