"""By what rows and columns are known again."""

from pathlib import Path

import pytest

from datasets.tables.compare import Table, compare
from datasets.tables.difference import Difference, Identity, Renamed
from tests.datasets.tables.making import profiled

Rows = list[tuple[str, ...]]


@pytest.fixture
def difference(tmp_path: Path):
    def made(before: tuple[tuple[str, ...], Rows], after: tuple[tuple[str, ...], Rows], **given):
        tables = []
        for name, (names, rows) in (("before", before), ("after", after)):
            (tmp_path / name).mkdir()
            columns = profiled(tmp_path / name, names, rows)
            tables.append(Table(tmp_path / name / "table.parquet", columns))
        return compare(*tables, tmp_path, **given)

    return made


def counts(found: Difference) -> tuple[int, int, int]:
    return found.added, found.changed, found.removed


SHELTERS = ("ID", "名称", "地区", "定員")
ROWS: Rows = [
    (f"A{n:02}", f"第{n}小学校", ["中央", "北原", "南町"][n % 3], str(100 + n)) for n in range(30)
]


def test_rows_are_known_again_by_their_id(difference):
    new = [*ROWS[1:], ("A99", "新しい公民館", "中央", "80")]
    new[4] = (*new[4][:3], "999")

    found = difference((SHELTERS, ROWS), (SHELTERS, new))

    assert counts(found) == (1, 1, 1)
    assert (found.identity, found.key) == (Identity.ID, ("ID",))
    (changed,) = found.changed_rows
    assert (changed.row, changed.label[0].text) == (5, "A05")
    assert [(c.column, c.before, c.after) for c in changed.cells] == [("定員", "105", "999")]
    assert found.added_rows[0].cells[1].text == "新しい公民館"
    assert found.removed_rows[0].row == 1


def test_rows_that_are_numbered_anew_are_known_again_by_their_name(difference):
    names = ("No", "名称", "地区", "定員")
    before = [(str(n + 1), *row[1:]) for n, row in enumerate(ROWS)]
    after = [("1", "いちばん新しい施設", "中央", "5")]
    after += [(str(n + 2), *row[1:]) for n, row in enumerate(ROWS)]

    found = difference((names, before), (names, after))

    assert (found.identity, found.key) == (Identity.COLUMNS, ("名称",))
    assert (found.added, found.removed) == (1, 0)
    assert [(c.name, c.count) for c in found.changed_cells] == [("No", 30)]


def test_without_an_id_the_fewest_columns_that_tell_rows_apart_do(difference):
    names = ("年度", "地区", "人口", "備考")
    before = [
        (str(year), area, str(year * place), "確定" if year < 2024 else "速報")
        for year in range(2015, 2025)
        for place, area in enumerate(("中央", "北原", "南町"), 1)
    ]
    after = [(*row[:3], "確定") for row in before]

    found = difference((names, before), (names, after))

    assert (found.identity, set(found.key)) == (Identity.COLUMNS, {"年度", "地区"})
    assert counts(found) == (0, 3, 0)


def test_a_declared_key_comes_first(difference):
    found = difference((SHELTERS, ROWS), (SHELTERS, ROWS), key=("名称",))

    assert (found.identity, found.key) == (Identity.DECLARED, ("名称",))
    assert found.is_nothing


def test_rows_of_figures_alone_are_told_apart_by_all_they_hold(difference):
    names = ("気温", "湿度")
    before = [("12.5", "40"), ("12.5", "40"), ("13.0", "41"), ("9.9", "60")]
    after = [("12.5", "40"), ("13.0", "41"), ("13.0", "42"), ("9.9", "60")]

    found = difference((names, before), (names, after))

    assert (found.identity, counts(found)) == (Identity.CONTENT, (1, 0, 1))


def test_columns_that_came_went_or_moved_are_named(difference):
    before = (SHELTERS, ROWS)
    names = ("名称", "ID", "電話番号", "定員")
    after = [(row[1], row[0], f"0242-00-{n:04}", row[3]) for n, row in enumerate(ROWS)]

    found = difference(before, (names, after))

    assert (found.columns_added, found.columns_removed) == (("電話番号",), ("地区",))
    assert found.columns_moved
    assert counts(found) == (0, 0, 0)


def test_a_column_that_holds_the_same_under_another_name_was_renamed(difference):
    names = ("ID", "施設の名称", "町名", "定員（人）")
    after = [*ROWS, ("A99", "新しい公民館", "中央", "80")]

    found = difference((SHELTERS, ROWS), (names, after))

    assert found.columns_renamed == (
        Renamed("名称", "施設の名称"),
        Renamed("地区", "町名"),
        Renamed("定員", "定員（人）"),
    )
    assert counts(found) == (1, 0, 0)
    assert not found.columns_added
    assert not found.columns_removed


def test_a_column_of_other_values_and_another_name_is_another_column(difference):
    names = ("ID", "名称", "地区", "電話番号")
    after = [(*row[:3], f"0242-00-{n:04}") for n, row in enumerate(ROWS)]

    found = difference((SHELTERS, ROWS), (names, after))

    assert (found.columns_added, found.columns_removed) == (("電話番号",), ("定員",))


def test_a_type_that_changed_is_told(difference):
    after = [(*row[:3], "約100") for row in ROWS]

    found = difference((SHELTERS, ROWS), (SHELTERS, after))

    (retyped,) = found.columns_retyped
    assert (retyped.name, retyped.before, retyped.after) == ("定員", "integer", "string")


def test_empty_tables_and_wide_ones_are_compared_too(difference):
    names = tuple(f"列{n}" for n in range(120))
    row = tuple(str(n) for n in range(120))

    found = difference((names, []), (names, [row]))

    assert counts(found) == (1, 0, 0)
    assert len(found.added_rows[0].cells) == 12
