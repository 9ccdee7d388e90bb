import csv
import io
import logging
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.validation.checks.patterns import MOBILE, Cells, valid_my_numbers
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import PrivacyFinding, PrivacyKind, Severity, scan_hidden

# Made up: 1 + 10 digits and the check digit the rule gives them.
WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def my_number(first_eleven: int) -> str:
    digits = f"{first_eleven:011d}"
    rest = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + str(0 if rest <= 1 else 11 - rest)


MY_NUMBERS = [my_number(12_345_678_900 + 7_919 * n) for n in range(10)]


def scan(*, hidden: bool = False, sheet: str | None = None, **columns: list[str]):
    scanner = Scanner(sheet, hidden=hidden)
    scanner.feed(pd.DataFrame(columns, dtype="str"))
    return scanner.findings()


def kinds(findings) -> list[tuple[str, str | None, int]]:
    return [(f.kind.value, f.column, f.count) for f in findings]


def file_findings(path: Path):
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932", "euc_jp"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    width = max(len(row) for row in rows)
    frame = pd.DataFrame([(row + [""] * width)[:width] for row in rows[1:]], dtype="str")
    frame.columns = pd.Index((rows[0] + [""] * width)[:width])
    scanner = Scanner()
    scanner.feed(frame)
    return scanner.findings()


@pytest.mark.parametrize(
    "disguise", ["{}-{}-{}", "{} {} {}", "{}　{}　{}", "{}ー{}ー{}", "No.:{}{}{}"]
)
def test_my_numbers_are_found_in_a_column_of_any_name_however_they_are_written(disguise):
    cells = [disguise.format(n[:4], n[4:8], n[8:]) for n in MY_NUMBERS]

    [finding] = scan(備考=cells)

    assert (finding.kind, finding.severity) == (PrivacyKind.MY_NUMBER, Severity.BLOCK)
    assert (finding.count, finding.rows) == (10, (2, 3, 4, 5, 6))


def test_my_numbers_in_full_width_digits_are_found():
    wide = [n.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for n in MY_NUMBERS]

    assert kinds(scan(備考=wide)) == [("my_number", "備考", 10)]


def test_one_my_number_is_enough_where_the_header_says_so_and_only_there():
    assert kinds(scan(個人番号=["", MY_NUMBERS[0]])) == [("my_number", "個人番号", 1)]
    assert scan(整理番号=["", MY_NUMBERS[0]]) == ()


def test_time_stamps_product_codes_and_corporate_numbers_are_no_my_numbers():
    stamps = [f"202312{d:02d}{h:02d}{m:02d}" for d in range(1, 29) for h in (0, 9) for m in (0, 17)]

    findings = scan(
        更新日時=stamps,
        法人番号=[f"7{n}" for n in (MY_NUMBERS * 12)[: len(stamps)]],
        JANコード=[f"4900000{n * 7919:05d}"[:12] for n in range(len(stamps))],
        経度=[f"139.{n}" for n in (MY_NUMBERS * 12)[: len(stamps)]],
    )

    assert findings == ()


@pytest.mark.parametrize(
    "cell",
    [
        "090-1234-5678",
        "08012345678",
        "０７０－１２３４－５６７８",
        "連絡先 090 1234 5678 まで",
        "+81-90-1234-5678",
    ],
)
def test_mobile_numbers_are_found_however_they_are_written(cell):
    assert kinds(scan(電話=["0242-39-0000", cell])) == [("mobile", "電話", 1)]


@pytest.mark.parametrize(
    "cell", ["0242-90-1234", "0120-090-123", "109012345678", "140.09012345678"]
)
def test_other_numbers_are_no_mobile_numbers(cell):
    assert scan(番号=[cell]) == ()


def test_mail_addresses_are_found_and_counted_by_cell():
    cells = ["", "a@example.jp, b@example.jp", "@home", "ｃ", "taro＠example.jp"]

    [finding] = scan(連絡先=cells)

    assert (finding.kind, finding.count, finding.rows) == (PrivacyKind.EMAIL, 2, (3, 6))


def test_names_wait_for_a_person_alone_and_beside_birth_dates_or_addresses():
    names = ["高橋 太郎", "高橋 花子"]

    assert kinds(scan(氏名=names)) == [("person", "氏名", 2)]
    assert scan(施設名=["公民館"], 所在地=["栄町1"]) == ()
    assert kinds(scan(氏名=names, 住所=["栄町1", "栄町2"])) == [("person", "氏名", 2)]
    assert kinds(scan(氏名=names, 生年月日=["昭和32年4月24日", ""])) == [
        ("person", "氏名", 2),
        ("birth_date", "生年月日", 1),
    ]


def test_the_date_of_an_accident_is_no_birth_date():
    assert scan(発生年月日=["2023-01-11"]) == ()


def test_columns_that_were_emptied_are_not_flagged():
    assert scan(氏名=["", ""], 住所=["", ""]) == ()


def test_chunks_are_judged_together_and_rows_are_counted_through():
    scanner = Scanner()
    for chunk in (MY_NUMBERS[:3], MY_NUMBERS[3:6]):
        scanner.feed(pd.DataFrame({"備考": chunk}, dtype="str"))

    [finding] = scanner.findings()

    assert (finding.count, finding.rows) == (6, (2, 3, 4, 5, 6))


def test_missing_cells_and_columns_of_one_name_are_read():
    scanner = Scanner()
    scanner.feed(pd.DataFrame([[None, "090-1234-5678"], ["x", pd.NA]], columns=["a", "a"]))

    assert kinds(scanner.findings()) == [("mobile", "a", 1)]


def test_a_hidden_sheet_says_that_it_is_hidden_and_its_first_row_may_be_its_header():
    findings = scan(hidden=True, sheet="作業用", A=["個人番号", MY_NUMBERS[0]])

    [finding] = findings
    assert (finding.hidden, finding.sheet, finding.severity) == (True, "作業用", Severity.BLOCK)
    assert "作業用" in str(finding.message)


def test_hidden_parts_are_named_whatever_is_in_them():
    findings = scan_hidden(1, {"一覧": 3, "凡例": 0}, {"一覧": 2})

    assert [(f.kind.value, f.sheet, f.count) for f in findings] == [
        ("hidden_sheet", None, 1),
        ("hidden_row", "一覧", 3),
        ("hidden_column", "一覧", 2),
    ]
    assert {f.severity for f in findings} == {Severity.REVIEW}


def test_no_value_is_in_a_finding_or_in_a_log(caplog):
    with caplog.at_level(logging.DEBUG):
        findings = scan(
            備考=MY_NUMBERS, 電話=["090-1234-5678"] * 10, メール=["taro@example.jp"] * 10
        )

    told = caplog.text + "".join(str(f.to_json()) + str(f.message) for f in findings)
    assert len(findings) == 3
    assert not any(secret in told for secret in (*MY_NUMBERS, "090-1234-5678", "1234", "taro"))


def test_a_finding_comes_back_from_json_as_it_was():
    [finding] = scan(備考=MY_NUMBERS)

    assert PrivacyFinding.from_json(finding.to_json()) == finding


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**11 - 1), st.integers(1, 9))
def test_every_made_number_is_valid_and_no_other_last_digit_is(first_eleven, off):
    made = my_number(first_eleven)

    assert valid_my_numbers([made]) == [made]
    assert valid_my_numbers([made[:11] + str((int(made[11]) + off) % 10)]) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("0９a-ー　 @.\x1f", max_size=10), min_size=1, max_size=6),
    st.sampled_from(["090-1234-5678", "０９０１２３４５６７８", "080 1234 5678"]),
    st.data(),
)
def test_the_quick_look_misses_no_cell_that_the_careful_look_finds(around, number, data):
    at = data.draw(st.integers(0, len(around) - 1))
    cells = [*around]
    cells[at] = f"電話{number}、"

    assert at in Cells(cells).find(MOBILE).cells


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a54_pii_mynumber.csv", {PrivacyKind.MY_NUMBER}),
        ("a55_pii_mynumber_disguised.csv", {PrivacyKind.MY_NUMBER}),
        (
            "a56_pii_patients_like_aichi2020.csv",
            {PrivacyKind.PERSON, PrivacyKind.FAMILY, PrivacyKind.ONE_BY_ONE},
        ),
        (
            "a58_pii_mixed.csv",
            {
                PrivacyKind.PERSON,
                PrivacyKind.BIRTH_DATE,
                PrivacyKind.MOBILE,
                PrivacyKind.EMAIL,
                PrivacyKind.BANK_ACCOUNT,
                PrivacyKind.INSURED_NUMBER,
                PrivacyKind.PLATE,
            },
        ),
        ("a59_pii_decoys.csv", set()),
    ],
)
def test_leaks_like_the_real_ones_are_stopped_and_decoys_pass(test_data, name, expected):
    findings = file_findings(test_data / "badinputs/open" / name)

    assert {finding.kind for finding in findings} == expected
