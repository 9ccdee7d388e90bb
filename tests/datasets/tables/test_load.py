import csv
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.folding import fold
from datasets.tables.column import ColumnType
from datasets.tables.folding import folded, register
from datasets.tables.load import load
from tests.datasets.tables.making import loaded, write_csv

CELLS = st.text(max_size=8) | st.sampled_from(
    [
        "",
        "07202",
        "1.50",
        "1.5",
        "-0",
        "1e5",
        "true",
        "2026-04-01",
        "2026-02-30",
        "1,000",
        '"',
        "\n",
        "\r\n",
        "'",
        "﻿",
        "NULL",
        "NaN",
        "inf",
        "12:30",
        " 1",
    ]
)


def cells(parquet: Path, count: int) -> list[tuple[str | None, ...]]:
    names = ", ".join(f"c{index}" for index in range(count))
    with duckdb.connect() as connection:
        return connection.execute(f"FROM read_parquet(?) SELECT {names}", [str(parquet)]).fetchall()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "-20", ""], ColumnType.INTEGER),
        (["07202", "07203"], ColumnType.TEXT),
        (["1.50", "1.5", "10"], ColumnType.NUMBER),
        (["37.4952", "139.92961234567890"], ColumnType.NUMBER),
        (["1E5"], ColumnType.TEXT),
        (["+5"], ColumnType.TEXT),
        (["12345678901234567890"], ColumnType.TEXT),
        (["true", "false", ""], ColumnType.BOOLEAN),
        (["TRUE"], ColumnType.TEXT),
        (["2026-04-01", "", "2024-02-29"], ColumnType.DATE),
        (["2026-02-30"], ColumnType.TEXT),
        (["2026/04/01"], ColumnType.TEXT),
        (["2026-04-01T09:30:00", "", "2026-04-01 09:30"], ColumnType.DATETIME),
        (["2026-04-01T09:30:00Z"], ColumnType.DATETIME),
        (["09:30", "23:59:59"], ColumnType.TIME),
        (["9:30"], ColumnType.TEXT),
        (["24:00"], ColumnType.TEXT),
        (["", ""], ColumnType.TEXT),
        (["1"] * 6_000 + ["無"], ColumnType.TEXT),
    ],
)
def test_a_column_has_a_type_only_if_every_value_is_written_so(tmp_path, values, expected):
    table = loaded(tmp_path, ["番号", "値"], [["x", value] for value in values])

    assert table.rows == len(values)
    assert table.columns[1].type is expected


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), max_size=6)),
    CELLS,
)
def test_every_cell_keeps_its_text_and_every_row_its_place(tmp_path, rows, name):
    width = len(rows[0]) if rows else 2

    table = loaded(tmp_path, [f"{name}列{index}" for index in range(width)], rows)

    assert table.rows == len(rows)
    kept = cells(tmp_path / "table.parquet", width)
    assert kept == [tuple(cell or None for cell in row) for row in rows]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=10) | st.text(alphabet="京都3-aーアあZ ", max_size=6), min_size=1))
def test_folding_in_the_engine_is_folding_everywhere(texts):
    with duckdb.connect() as connection:
        register(connection)
        sql = f"FROM (SELECT unnest(?::VARCHAR[]) AS c0) SELECT {folded('c0')}"

        answer = connection.execute(sql, [texts]).fetchall()

    assert [value for (value,) in answer] == [fold(text) for text in texts]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["列", "人\n口", "人\r\n口", '人"\r口'])
def test_breaks_inside_of_names_and_cells_lose_no_row(tmp_path, ending, name):
    rows = [("a\nb", "1"), ("c\r\nd", ""), ("e\rf", "2")]
    source = tmp_path / "table.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ending, quoting=csv.QUOTE_ALL)
        writer.writerows([(name, "値"), *rows])

    load(source, [name, "値"], tmp_path / "table.parquet")

    assert cells(tmp_path / "table.parquet", 2) == [(text, cell or None) for text, cell in rows]


def test_a_row_with_a_cell_too_many_is_refused_and_leaves_nothing(tmp_path):
    source = tmp_path / "table.csv"
    source.write_text("a,b\n1,2\n1,2,3\n", encoding="utf-8")

    with pytest.raises(UnreadableFile):
        load(source, ["a", "b"], tmp_path / "table.parquet")

    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_a_column_may_be_called_anything(tmp_path):
    names = ['"; DROP TABLE x; --', "c1", "a]b", "", "\0"]

    table = loaded(tmp_path, names, [["1", "2", "3", "4", "5"]])

    assert [column.name for column in table.columns] == names


def test_a_table_of_many_columns_is_typed_whole(tmp_path):
    names = [f"列{index}" for index in range(450)]

    table = loaded(tmp_path, names, [["1" if index % 2 else "無" for index in range(450)]])

    found = [column.type for column in table.columns]
    assert found == [ColumnType.TEXT, ColumnType.INTEGER] * 225


def test_real_tables_keep_every_cell(tmp_path, test_data):
    seen = 0
    for path in sorted((test_data / "data" / "open" / "csv").glob("*.csv")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        records = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
        width = len(records[0]) if records else 0
        if not 2 <= width <= 200 or len(records) > 3_000:
            continue
        rows = [tuple(record) for record in records[1:] if len(record) == width]
        source = write_csv(tmp_path / "real.csv", records[0], rows)

        load(source, records[0], tmp_path / "real.parquet")

        kept = cells(tmp_path / "real.parquet", width)
        assert kept == [tuple(cell or None for cell in row) for row in rows], path.name
        seen += 1
    assert seen > 0
