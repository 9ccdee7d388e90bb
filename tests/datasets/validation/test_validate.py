import csv
from pathlib import Path

import pytest
from frictionless.checks import baseline
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.tables.column import Column, ColumnType
from datasets.validation.advice import ADVICE, GENERAL, advice, title
from datasets.validation.report import Finding, Report
from datasets.validation.validate import EXAMPLES_EACH, validate

CODE = Column(name="団体コード")
CAPACITY = Column(name="定員", type=ColumnType.INTEGER)


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def test_a_clean_table_is_valid_and_its_rows_are_counted(table):
    path = table("団体コード,定員\n07202,500\n07203,\n")

    report = validate(path, [CODE, CAPACITY])

    assert (report.valid, report.row_count, report.findings) == (True, 2, ())
    assert report.complete
    assert report.frictionless_version.startswith("5.")


def test_a_code_with_a_leading_zero_stays_what_it_is(table):
    path = table("団体コード\n07202\n7202\n07202\n")

    report = validate(path, [CODE], primary_key=["団体コード"])

    assert [(f.code, f.row, f.value) for f in report.findings] == [("primary-key", 4, "07202")]


def test_a_value_that_is_no_number_is_named_with_its_row_and_column(table):
    path = table("団体コード,定員\n07202,500\n07203,約500\n")

    [finding] = validate(path, [CODE, CAPACITY]).findings

    assert (finding.code, finding.row, finding.column) == ("type-error", 3, "定員")
    assert str(finding.message) == "Row 3, “定員”: “約500” is not a whole number."
    assert "500" in str(finding.remedy)


def test_an_id_that_appears_twice_names_both_rows(table):
    path = table("団体コード,定員\nA-12,1\nB-1,1\nA-12,2\n")

    [finding] = validate(path, [CODE, CAPACITY], primary_key=["団体コード"]).findings

    assert str(finding.message) == "ID “A-12” appears in rows 2 and 4."


def test_rows_without_an_id_with_too_many_or_too_few_cells_are_each_said(table):
    path = table("団体コード,定員\n,1\nA\nB,1,2\n\n")

    report = validate(path, [CODE, CAPACITY], primary_key=["団体コード"])

    assert [str(f.message) for f in report.findings if f.code != "primary-key"] == [
        "Row 3 ends before “定員”.",
        "Row 4 has a cell too many (cell 3).",
        "Row 5 is empty.",
    ]
    assert "Row 2 has no ID." in [str(f.message) for f in report.findings]


def test_a_header_that_differs_is_a_finding(table):
    path = table("団体コード,収容人数\n07202,5\n")

    [finding] = validate(path, [CODE, CAPACITY]).findings

    assert finding.code == "incorrect-label"
    assert str(finding.message) == "Column 2 is called “収容人数”; “定員” is expected here."


def test_an_empty_file_and_foreign_bytes_are_findings_and_no_exceptions(table, tmp_path):
    (tmp_path / "sjis.csv").write_bytes("定員\nあ\n".encode("cp932"))

    empty = validate(table(""), [CAPACITY])
    foreign = validate(tmp_path / "sjis.csv", [CAPACITY])

    assert [f.code for f in empty.findings] == ["source-error"]
    assert [f.code for f in foreign.findings] == ["encoding-error"]


def test_the_name_of_a_file_never_decides_how_it_is_read(table):
    path = table("団体コード\n07202\n", name="http:x.csv.zip")

    assert validate(path, [CODE]).valid


def test_separators_inside_cells_do_not_change_the_dialect(table):
    path = table('団体コード,定員\n"a;b;c\nd|e",1\n"f;g;""h""",2\n')

    assert validate(path, [CODE, CAPACITY]).valid


def test_many_errors_end_the_reading_and_few_of_each_are_kept(table):
    path = table("団体コード,定員\n" + "x,約\n" * 200)

    report = validate(path, [CODE, CAPACITY], limit_errors=100)

    assert not report.complete
    assert report.counts == {"type-error": 100}
    assert len(report.findings) == EXAMPLES_EACH
    assert {f.count for f in report.findings} == {100}


def test_a_limit_of_rows_ends_the_reading(table):
    path = table("団体コード,定員\n" + "x,1\n" * 50)

    report = validate(path, [CODE, CAPACITY], limit_rows=10)

    assert (report.row_count, report.complete, report.valid) == (10, False, True)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (ColumnType.INTEGER, "-3", "1.5"),
        (ColumnType.NUMBER, "1.50", "一"),
        (ColumnType.BOOLEAN, "true", "有"),
        (ColumnType.DATE, "2024-02-29", "2023-02-29"),
        (ColumnType.DATETIME, "2024-02-29T09:30:00", "2024-02-29"),
        (ColumnType.TIME, "09:30:00", "9時"),
    ],
)
def test_every_type_is_read_and_its_advice_is_its_own(table, kind, good, bad):
    path = table(f"a,b\n{good},x\n{bad},x\n{good},x\n")

    [finding] = validate(path, [Column(name="a", type=kind), Column(name="b")]).findings

    assert (finding.row, finding.value) == (3, bad)
    assert finding.message.msgid == ADVICE[f"type-error/{kind.value}"].sentence


def test_every_error_that_frictionless_can_find_in_a_table_has_advice():
    known = {error.type for error in baseline.Errors}

    assert known <= {code.split("/")[0] for code in ADVICE}
    assert advice("no-such-code") is GENERAL
    assert str(title("extra-cell")) == "Too many cells"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text('0123456789約, "あ\n-.', max_size=6), min_size=1, max_size=8))
def test_a_whole_number_column_is_valid_if_and_only_if_every_cell_is_a_whole_number(
    tmp_path, cells
):
    with (tmp_path / "any.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerows([["a", "b"], *[[cell, "x"] for cell in cells]])

    report = validate(
        tmp_path / "any.csv", [Column(name="a", type=ColumnType.INTEGER), Column(name="b")]
    )

    def whole(cell: str) -> bool:
        return cell.strip().lstrip("-").isdigit() and cell.strip().count("-") <= 1

    wrong = [at + 2 for at, cell in enumerate(cells) if cell and not whole(cell)]
    assert [finding.row for finding in report.findings] == wrong


def test_a_report_comes_back_from_json_as_it_was(table):
    report = validate(table("団体コード,定員\nx,約\n,\n"), [CODE, CAPACITY])

    assert Report.from_json(report.to_json()) == report
    assert all(isinstance(f, Finding) for f in report.findings)
