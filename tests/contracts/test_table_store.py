"""What every store of tables answers, whatever it keeps them in."""

from pathlib import Path

import pytest

from datasets.kernel.errors import InvalidQuery, NotFound, TookTooLong
from datasets.tables.column import Column
from datasets.tables.grammar import parse
from datasets.tables.local import LocalTables
from datasets.tables.query import RowQuery
from datasets.tables.store import TableStore
from tests.datasets.tables.making import profiled

KEY = "shelters-1"
NAMES = ["番号", "名称", "区", "定員", "面積", "緯度", "経度", "開設日", "備考"]
ROWS = [
    ["001", "第一ｾﾝﾀｰ", "中央区", "500", "1.50", "37.4951", "139.9296", "2020-04-01", "駐車場なし"],
    ["002", "髙﨑小学校", "北区", "", "20.25", "37.5000", "139.9300", "2019-04-01", ""],
    ["003", "Wi-Fi広場", "中央区", "80", "3", "37.6000", "140.1000", "", "トイレ,水場"],
    ["004", "第二センター", "西区", "500", "", "", "", "2021-12-31", 'これは"引用"'],
    ["005", "公園", "中央区", "1200", "100.75", "37.4960", "139.9290", "2020-04-01", "改行\nあり"],
]


@pytest.fixture(params=["local"])
def store(tmp_path: Path) -> TableStore:
    return LocalTables(tmp_path / "tables")


@pytest.fixture
def columns(tmp_path: Path, store: TableStore) -> tuple[Column, ...]:
    columns = profiled(tmp_path, NAMES, ROWS)
    store.put(KEY, tmp_path / "table.parquet")
    return columns


@pytest.fixture
def ids(store, columns):
    """The numbers of the rows that an address finds, in their order."""

    def ask(*args: tuple[str, str]) -> list[str | None]:
        return [row[0] for row in store.rows(KEY, columns, parse(args, columns)).rows]

    return ask


def test_a_page_holds_the_text_of_every_cell(store, columns):
    page = store.rows(KEY, columns, RowQuery())

    assert page.total == 5
    assert page.rows == [tuple(cell or None for cell in row) for row in ROWS]
    assert page.next_after is None


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([("区", "中央区"), ("区", "西区")], ["001", "003", "004", "005"]),
        ([("区__in", "北区,西区")], ["002", "004"]),
        ([("名称__contains", "センター")], ["001", "004"]),
        ([("名称", "高崎小学校")], ["002"]),
        ([("名称__starts", "ｗｉｆｉ")], ["003"]),
        ([("定員__gte", "500")], ["001", "004", "005"]),
        ([("定員__gt", "80"), ("定員__lt", "1,200")], ["001", "004"]),
        ([("面積", "1.5")], ["001"]),
        ([("定員__null", "1")], ["002"]),
        ([("開設日__null", "0"), ("開設日__lte", "2020-04-01")], ["001", "002", "005"]),
        ([("_q", "第　センター")], ["001", "004"]),
        ([("_q", "1200")], ["005"]),
        ([("_near", "37.4951,139.9296,200")], ["001", "005"]),
        ([("_near", "37.4960,139.9290,2000")], ["005", "001", "002"]),
        ([("_bbox", "140,37,141,38")], ["003"]),
        ([("_bbox", "140,37,139.92950,38")], ["003", "005"]),
        ([("_sort", "-定員")], ["005", "001", "004", "003", "002"]),
        ([("_sort", "定員")], ["003", "001", "004", "005", "002"]),
        ([("_sort", "開設日,-番号")], ["002", "005", "001", "004", "003"]),
        ([("c0", "003"), ("utm_source", "x"), ("fbclid", "y"), ("_x", "区")], ["003"]),
        ([("区", "中央区' OR 1=1 --")], []),
    ],
)
def test_an_address_finds_its_rows(ids, args, expected):
    assert ids(*args) == expected


@pytest.mark.parametrize(
    "args",
    [
        [],
        [("_sort", "-定員")],
        [("_sort", "区,定員")],
        [("_near", "37.4960,139.9290,90000")],
        [("定員__null", "0")],
    ],
)
@pytest.mark.parametrize("size", ["1", "2", "3"])
def test_pages_put_together_are_the_download(store, columns, args, size):
    query = parse([*args, ("_size", size)], columns)
    download = [row for batch in store.stream(KEY, columns, query) for row in batch]

    by_number: list[tuple[str | None, ...]] = []
    by_after: list[tuple[str | None, ...]] = []
    for number in range(1, 6):
        page = store.rows(
            KEY, columns, parse([*args, ("_size", size), ("_page", str(number))], columns)
        )
        by_number += page.rows
    after: list[tuple[str, str]] = []
    while True:
        page = store.rows(KEY, columns, parse([*args, ("_size", size), *after], columns))
        by_after += page.rows
        if page.next_after is None:
            break
        after = [("_after", str(page.next_after))]

    assert by_number == download
    assert by_after == download


def test_a_facet_counts_as_if_none_of_its_values_were_chosen(store, columns):
    query = parse([("区", "北区"), ("定員__gte", "80")], columns)

    assert store.facet(KEY, columns, query, "区") == [("中央区", 3), ("西区", 1)]
    assert store.facet(KEY, columns, RowQuery(), "定員", limit=1) == [("500", 2)]


def test_a_facet_puts_together_what_reads_the_same(tmp_path, store):
    columns = profiled(tmp_path, ["種別"], [["ﾄｲﾚ"], ["トイレ"], ["公園"]])
    store.put("kinds", tmp_path / "table.parquet")

    assert store.facet("kinds", columns, RowQuery(), "種別") == [("ﾄｲﾚ", 2), ("公園", 1)]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            [("_group", "区"), ("_agg", "count,sum:定員")],
            [("中央区", 3, 1780), ("北区", 1, None), ("西区", 1, 500)],
        ),
        ([("_agg", "sum:面積,max:定員")], [(125.5, 1200)]),
        (
            [("_group", "開設日")],
            [("2019-04-01", 1), ("2020-04-01", 2), ("2021-12-31", 1), (None, 1)],
        ),
        (
            [("_group", "区"), ("_sort", "-区"), ("_agg", "avg:定員")],
            [("西区", 500.0), ("北区", None), ("中央区", 593.3333333333334)],
        ),
    ],
)
def test_groups_have_their_figures(store, columns, args, expected):
    assert store.aggregate(KEY, columns, parse(args, columns)) == expected


def test_one_row_is_found_by_its_place(store, columns):
    assert store.row(KEY, 2)[1] == "Wi-Fi広場"
    with pytest.raises(NotFound):
        store.row(KEY, 5)


def test_only_the_chosen_columns_are_shown(store, columns):
    page = store.rows(KEY, columns, parse([("_cols", "定員,番号"), ("番号", "002")], columns))

    assert page.rows == [(None, "002")]


@pytest.mark.parametrize("key", ["unknown-table", "../../etc/passwd", "", "A" * 200])
def test_an_unknown_table_is_not_found(store, columns, key):
    with pytest.raises(NotFound):
        store.rows(key, columns, RowQuery())
    with pytest.raises(NotFound):
        store.rows(key, columns, parse([("区", "中央区")], columns))


def test_an_erased_table_is_gone(store, columns):
    store.delete(KEY)

    assert not store.has(KEY)
    with pytest.raises(NotFound):
        store.rows(KEY, columns, RowQuery())


def test_a_table_without_rows_answers_every_question(tmp_path, store):
    columns = profiled(tmp_path, ["名称", "定員"], [])
    store.put("empty", tmp_path / "table.parquet")

    assert (
        store.rows("empty", columns, parse([("名称", "x"), ("_sort", "定員")], columns)).rows == []
    )
    assert store.facet("empty", columns, RowQuery(), "名称") == []


def test_a_place_is_refused_where_a_table_has_none(tmp_path):
    columns = profiled(tmp_path, ["名称"], [["公園"]])

    with pytest.raises(InvalidQuery):
        parse([("_near", "37,139,100")], columns)


def test_a_question_without_end_is_interrupted(tmp_path):
    store = LocalTables(tmp_path / "slow", deadline_s=0.3)
    endless = "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range * b.range = 7"

    with pytest.raises(TookTooLong):
        store._engine.ask(endless, [])

    assert store._engine.ask("SELECT 1", []) == [(1,)]


def test_the_engine_reads_nothing_outside_of_its_folder(tmp_path):
    store = LocalTables(tmp_path / "tables")
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")

    for sql, bound in [
        ("FROM read_csv(?)", [str(tmp_path / "secret.csv")]),
        ("FROM read_text(?)", ["/etc/passwd"]),
        ("COPY (SELECT 1) TO ?", [str(tmp_path / "out.csv")]),
        ("SET threads = 4", []),
        ("INSTALL httpfs", []),
    ]:
        with pytest.raises(Exception, match=r"Permission|locked"):
            store._engine.ask(sql, bound)
