import xlsxwriter

from datasets.validation.checks.hidden_parts import scan_workbook
from tests.datasets.validation.checks.test_personal_data import MY_NUMBERS


def workbook(path, fill):
    with xlsxwriter.Workbook(path) as book:
        shown = book.add_worksheet("一覧")
        shown.write_row(0, 0, ["施設名", "定員"])
        shown.write_row(1, 0, ["公民館", 30])
        fill(book, shown)
    return path


def kinds(path):
    return [(f.kind.value, f.severity.value, f.sheet) for f in scan_workbook(path, "xlsx")]


def test_my_numbers_in_a_sheet_that_cannot_even_be_shown_block(tmp_path):
    def fill(book, _):
        hidden = book.add_worksheet("作業用")
        hidden.very_hidden()
        hidden.write_column(0, 2, ["個人番号", *MY_NUMBERS])

    assert kinds(workbook(tmp_path / "a.xlsx", fill)) == [("my_number", "block", "作業用")]


def test_names_beside_homes_in_a_hidden_sheet_are_found(tmp_path):
    def fill(book, _):
        hidden = book.add_worksheet("元データ")
        hidden.hide()
        hidden.write_row(0, 0, ["氏名", "自宅住所"])
        for row in range(8):
            hidden.write_row(row + 1, 0, [f"佐藤 花{row}", f"栄町{row}-1 コーポ10{row}号室"])

    found = kinds(workbook(tmp_path / "a.xlsx", fill))

    assert ("home_address", "review", "元データ") in found


def test_comments_are_named_and_what_they_hold_is_searched(tmp_path):
    def fill(_, shown):
        shown.write_comment("A2", "担当 090-1234-5678")

    found = kinds(workbook(tmp_path / "a.xlsx", fill))

    assert [kind for kind, _, _ in found] == ["comment", "mobile"]


def test_a_workbook_that_hides_nothing_has_nothing(tmp_path):
    assert kinds(workbook(tmp_path / "a.xlsx", lambda *_: None)) == []
