"""From what was sent to a table."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.kernel.errors import InvalidDraft, UnreadableFile
from datasets.reading.read import read_file
from datasets.repair.names import clear_names
from datasets.repair.planning import plan
from datasets.repair.recipe import Recipe
from datasets.repair.repair import RepairResult, apply, file_records, write_clean_csv


def repaired(folder: Path, content: bytes) -> tuple[RepairResult, str]:
    path, out = folder / "sent.csv", folder / "clean.csv"
    path.write_bytes(content)
    table = read_file(path, "sent.csv").tables[0]
    result = write_clean_csv(table, plan(table), out)
    return result, out.read_bytes().decode("utf-8")


def test_blanks_separators_and_full_width_digits_are_mended_where_columns_are_numbers(
    tmp_path: Path,
) -> None:
    sent = '名称,面積,定員\n　城　,"32,500 ",１２\n橋３,"1,176",３４\n"山1,000",５,6\n'

    result, clean = repaired(tmp_path, sent.encode("cp932"))

    assert clean == '名称,面積,定員\n城,32500,12\n橋３,1176,34\n"山1,000",5,6\n'
    assert {record.name: record.cell_count for record in result.records} == {
        "blanks": 2,
        "full_width": 3,
        "thousands": 2,
    }


def test_every_change_is_shown_with_its_row_before_and_after(tmp_path: Path) -> None:
    result, _ = repaired(tmp_path, "名称,数\n城,1\n 橋 ,2\n".encode())

    example = result.records[0].examples[0]
    assert (example.row, example.column, example.before, example.after) == (3, "名称", " 橋 ", "橋")


@pytest.mark.parametrize("rough", ["約20", "20人以上", "およそ１，２００", "3〜5", "20くらい"])
def test_words_between_numbers_are_told_with_their_row_and_left(tmp_path: Path, rough: str) -> None:
    numbers = "".join(f"{number}地点,{number}\n" for number in range(20))

    result, clean = repaired(tmp_path, f"地点,水温\n{numbers}川口,{rough}\n".encode())

    [told] = [defect for defect in result.defects if defect.code == "W_ROUGH_NUMBER"]
    assert (told.count, told.where.places["rows"]) == (1, "22")
    assert "川口," in clean.splitlines()[-1]


@pytest.mark.parametrize("fine", ["20", "-3.5", "1,200", "20人", "", "-", "以上"])
def test_numbers_and_blanks_are_no_words_between_numbers(tmp_path: Path, fine: str) -> None:
    numbers = "".join(f"{number}地点,{number}\n" for number in range(20))

    result, _ = repaired(tmp_path, f'地点,水温\n{numbers}川口,"{fine}"\n'.encode())

    assert "W_ROUGH_NUMBER" not in {defect.code for defect in result.defects}


def test_names_of_columns_become_unique_and_not_blank() -> None:
    assert clear_names(["a", "", "a", "名\n称 ", "列2", "a_2"]) == [
        "a",
        "列2_2",
        "a_3",
        "名 称",
        "列2",
        "a_2",
    ]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("人　口", "人口"),
        ("所　　在　　地", "所在地"),
        ("世　帯　数（世帯）", "世帯数（世帯）"),
        ("男 女", "男 女"),
        ("名前　カナ", "名前　カナ"),
        ("A　B", "A　B"),
    ],
)
def test_a_name_that_was_spread_over_its_cell_is_one_word(given, named):
    assert clear_names([given]) == [named]


def test_blank_rows_and_nameless_blank_columns_are_left_out_and_counted(tmp_path: Path) -> None:
    result, clean = repaired(tmp_path, b"a,b,,\n1,2,,\n,,,\n3,4,,\n ,,,\n")

    assert clean == "a,b\n1,2\n3,4\n"
    assert {record.name: record.cell_count for record in result.records} == {
        "header_names": 2,
        "blank_rows": 2,
        "blank_columns": 2,
    }


def test_notes_below_the_table_are_kept_beside_it(tmp_path: Path) -> None:
    sent = "一覧,,\n番号,名称,数\n1,城,3\n合計,,3\n※数は目安,,\n出典：市,,\n"

    result, clean = repaired(tmp_path, sent.encode())

    assert clean == "番号,名称,数\n1,城,3\n"
    assert result.notes == ("一覧", "※数は目安", "出典：市")


def test_headings_between_rows_become_a_column(tmp_path: Path) -> None:
    body = "".join(f"{n},所{n},町{n},{n}\n" for n in range(1, 6))

    result, clean = repaired(
        tmp_path, f"番号,名称,住所,数\n,都心,,\n{body},郊外,,\n{body}".encode()
    )

    assert result.rows == 10
    assert clean.splitlines()[0] == "番号,名称,住所,数,区分"
    assert clean.splitlines()[1] == "1,所1,町1,1,都心"
    assert clean.splitlines()[-1] == "5,所5,町5,5,郊外"


def test_ragged_rows_are_reported_with_their_numbers(tmp_path: Path) -> None:
    result, _ = repaired(tmp_path, b"a,b,c\n1,2,3\n4,5\n6,7\n,,\n10,11,12\n")

    defect = next(defect for defect in result.defects if defect.code == "E_RAGGED")
    assert (defect.count, defect.where.places) == (2, {"rows": "3, 4"})


def test_rows_with_more_and_rows_with_fewer_cells_are_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        repaired(tmp_path, b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n,,\n10,11,12\n")

    places = refused.value.message.places
    assert (places["rows"], places["detail_code"]) == ("3, 4", "E_RAGGED")


def test_what_was_done_to_the_bytes_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("番号,名称\r\n1,城\n2,橋\r".encode("cp932"))

    records = file_records(read_file(path, "a.csv"))

    assert [record.name for record in records] == ["encoding", "newline"]


def test_a_recipe_is_replayed_on_another_file(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text('名称,数\n城,"1,000"\n', encoding="utf-8")
    second.write_text('数,名称\n"2,000",橋\n', encoding="utf-8")
    recipe = plan(read_file(first, "1.csv").tables[0]).recipe
    table = read_file(second, "2.csv").tables[0]

    again = plan(table, like=Recipe.from_json(recipe.to_json())).recipe

    assert [frame.to_numpy().tolist() for frame in apply(table, again)] == [[["2000", "橋"]]]


def test_what_is_no_recipe_is_refused() -> None:
    with pytest.raises(InvalidDraft):
        Recipe.from_json("[]")


_NAMES = st.lists(st.text("あいう名称数 　ABC\n_", max_size=4), min_size=2, max_size=4)
_CELLS = st.one_of(
    st.text('あい城１２34,　 \n"-.か\u3099\x07', max_size=6),
    st.integers(-5, 99_999).map(lambda number: f"{number:,}"),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_repairing_what_is_clean_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("repair")
    names = [f"名{number}{name}" for number, name in enumerate(data.draw(_NAMES))]
    lines = data.draw(
        st.lists(st.lists(_CELLS, min_size=len(names), max_size=len(names)), max_size=8)
    )
    quoted = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (names, *lines)
    ]

    _, once = repaired(folder, "\r\n".join(quoted).encode())
    result, twice = repaired(folder, once.encode())

    assert twice == once
    assert result.records == ()
