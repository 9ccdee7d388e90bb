"""What holds of every repair, whatever was sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasets.reading.read import read_file
from datasets.reading.result import ReadTable
from datasets.repair.planning import plan
from datasets.repair.recipe import Recipe
from datasets.repair.repair import apply, changes, write_clean_csv
from tests.properties.clean_tables import Sent, written
from tests.properties.corruptions import corruptions

_SHAPE = {"totals", "likely_totals", "notes_below", "section_rows", "blank_rows", "blank_columns"}
_CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "-",
                "…",
                "○",
                "〇",
                "×",
                "12人",
                "3.5km",
                "￥1,200",
                "1,200",
                "△5",
                "▲ 0.3",
                "'01",
            ),
            *("令和6年4月1日", "R6.4.1", "H31.5.1", "2024/4/1", "2024-02-30", "45383", "3/4/2024"),
            *(
                "北",
                "新 神 戸",
                "合計",
                "小計",
                "⻲山",
                "a<br>b",
                "か\u3099",
                "03(1234)5678",
                "９６５－０８７１",
            ),
            *(
                "37度29分42秒",
                "35.1",
                "139.7",
                "0",
                "34.3, 134.0",
                "※ 注",
                "07202",
                "372013",
                "50%",
            ),
        ]
    ),
    st.integers(-5, 99_999).map(lambda number: f"{number:,}"),
    st.text('あ城１２34,　 \n"-.か\u3099\x07年月日令和<>br', max_size=6),
)
_NAMES = st.sampled_from(
    [
        "名称",
        "日付",
        "緯度",
        "経度",
        "電話",
        "郵便番号",
        "市区町村コード",
        "数",
        "2019年",
        "2020年",
        "2021年",
    ]
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files of all that a repair looks for, one kind of value in most columns."""
    names = draw(st.lists(_NAMES, min_size=2, max_size=4, unique=True))
    kinds = [draw(st.lists(_CELLS, min_size=1, max_size=3)) for _ in names]
    count = draw(st.integers(0, 9))
    rows = [[draw(st.sampled_from(kind)) for kind in kinds] for _ in range(count)]
    return written([names, *rows], ",", "\n").encode()


def table_of(folder: Path, content: bytes) -> ReadTable:
    path = folder / "sent.csv"
    path.write_bytes(content)
    return read_file(path, "sent.csv").tables[0]


def rows(table: ReadTable, recipe: Recipe) -> list[list[str]]:
    return [row for frame in apply(table, recipe) for row in frame.to_numpy().tolist()]


@settings(max_examples=120, deadline=None)
@given(content=files())
def test_repairing_twice_is_repairing_once(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("repair")
    out = folder / "clean.csv"
    table = table_of(folder, content)
    made = write_clean_csv(table, plan(table), out)
    once = out.read_bytes()

    table = table_of(folder, once)
    assume(table.header == made.columns)  # what is left must be enough to tell names from rows
    again = write_clean_csv(table, plan(table), out)

    assert out.read_bytes() == once
    assert again.records == ()


@settings(max_examples=60, deadline=None)
@given(content=files())
def test_replaying_a_recipe_is_applying_it(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    table = table_of(tmp_path_factory.mktemp("repair"), content)
    recipe = plan(table).recipe

    kept = Recipe.from_json(recipe.to_json())

    assert rows(table, kept) == rows(table, recipe)
    assert plan(table, like=kept).recipe.steps == recipe.steps


@settings(max_examples=60, deadline=None)
@given(content=files())
def test_every_changed_cell_is_in_the_record(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    table = table_of(tmp_path_factory.mktemp("repair"), content)

    assert list(untold(table, plan(table).recipe)) == []


def test_every_changed_cell_of_a_corruption_is_in_the_record(tmp_path: Path) -> None:
    missing = {}
    for name, sent in corruptions(160):
        table = table_of(tmp_path, sent.content())
        found = list(untold(table, plan(table).recipe))
        if found:
            missing[name] = found[:3]

    assert missing == {}


def untold(table: ReadTable, recipe: Recipe) -> Iterator[tuple[int, str, str, str]]:
    """Cells that differ from the original without a chain of records from one to the other."""
    told: dict[tuple[int, int | None], list[tuple[str, str]]] = {}
    for change in changes(table, recipe):
        if change.step not in _SHAPE:
            told.setdefault((change.row - 1, change.place), []).append(
                (change.before, change.after)
            )
    places = places_of(recipe)
    original = {n: r for start, records in table.batches() for n, r in enumerate(records, start)}
    for frame in apply(table, recipe):
        for column in set(frame.columns) & set(places):
            for row, after in frame[column].items():
                cells, place = original[row], places[column]
                before = cells[place] if place < len(cells) else ""
                if followed(before, told.get((row, place), [])) != after:
                    yield row, column, before, after


def places_of(recipe: Recipe) -> dict[str, int]:
    """Where in the original the columns of the table stand."""
    names = next(use.options["named"] for use in recipe.steps if use.name == "header_names")
    places = {name: place for place, name in enumerate(names)}
    for use in recipe.steps:
        places |= {new: places[old] for old, new in use.options.get("renamed", {}).items()}
    return places


def followed(text: str, chain: list[tuple[str, str]]) -> str:
    """What becomes of a text, by the record."""
    for before, after in chain:
        text = after if before == text else text
    return text


def test_a_clean_table_is_offered_nothing(tmp_path: Path) -> None:
    table = table_of(tmp_path, Sent(["a", "b"], [["1", "2"]], [], []).content())

    assert plan(table).offers == ()
