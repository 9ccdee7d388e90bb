"""What a table is checked against, and what a departure from a standard is worth."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.tables.load import load
from datasets.tables.profile import profile
from datasets.validation.deciding import FOLLOWS, REQUIRED, UNIQUE, decided, decision_key
from datasets.validation.expected import Expected, expected, following
from datasets.validation.report import Basis, Report
from datasets.validation.sieve import sieve_loaded
from datasets.validation.standards.recognise import recognition_of
from datasets.validation.standards.schema import Kind, edition
from datasets.validation.validate import validate_schema
from datasets.validation.verdict import verdict_on

AED = {
    "都道府県コード又は市区町村コード": "072028",
    "NO": "1",
    "名称": "市役所",
    "名称_カナ": "シヤクショ",
    "住所": "東栄町3-46",
    "緯度": "37.4948",
    "経度": "139.9298",
    "設置位置": "1階",
    "電話番号": "0242-39-1111",
    "開始時間": "08:30",
    "小児対応設備の有無": "有",
}
SHELTERS = "番号,名称,定員\n1,北原体育館,500\n2,南町小学校,300\n2,,90\n"
# cells that fit some field of the standards, and cells that fit none
CELLS = [
    *("", "1", "2", "有", "無", "あり", "072028", "072020", "7202", "37.4", "139.9", "-1", "99"),
    *("2026-04-01", "2026/4/1", "2026-02-30", "09:30", "24:00", "25:00", "9000020072028"),
    *("965-8601", "965", "0242-39-1111", "でんわ", "https://x.jp/", "x@y.jp", "シヤク", "市役所"),
    *("1.50", "1e3", "５", "a\nb", ' "', "a;b", "水"),
]


@pytest.fixture
def judged(tmp_path):
    """What is expected of a table, and Frictionless's report on it in those words."""

    def judge(text: str, choices: dict[str, bool] | None = None) -> tuple[Expected, Report]:
        clean, parquet = tmp_path / "t.csv", tmp_path / "t.parquet"
        clean.write_text(text, encoding="utf-8", newline="")
        header = next(csv.reader(text.splitlines()))
        loaded = load(clean, header, parquet)
        columns = profile(parquet, loaded.columns)
        must = expected(parquet, columns, loaded.rows, title="t", decided=decided(choices))
        report, _ = validate_schema(clean, must.schema)
        return must, must.told(report)

    return judge


def aed(*rows: dict[str, str], without: tuple[str, ...] = ()) -> str:
    names = [f.name for f in edition("aed-2017").fields if f.name not in without]
    lines = [",".join((AED | row).get(name, "") for name in names) for row in rows]
    return "\n".join([",".join(names), *lines]) + "\n"


def test_a_table_that_follows_a_standard_is_checked_against_it(judged):
    must, report = judged(aed({}, {"NO": "2"}))

    assert (report.basis, report.standard, report.valid) == (Basis.STANDARD, "aed-2017", True)
    assert must.schema.primary_key == ("NO",)
    fields = {field.name: field for field in must.schema.fields}
    assert fields["名称"].constraints == {"required": True}
    assert fields["緯度"].constraints == {"minimum": 20, "maximum": 46}
    assert fields["小児対応設備の有無"].constraints == {"enum": ["有", "無"]}


def test_what_departs_from_the_standard_is_a_deviation_with_a_remedy_and_no_fault(judged):
    _, report = judged(
        aed({"名称": "", "電話番号": "あとで"}, {"NO": "2", "緯度": "139.9", "開始時間": "朝"})
    )

    assert (report.valid, report.sound, report.fault_count) == (False, True, 0)
    assert report.deviation_count == sum(report.counts.values()) == 4
    told = {finding.column: finding for finding in report.findings}
    assert str(told["名称"].message) == "Row 2: “名称” is empty, but the standard needs it."
    assert "latitude and longitude are swapped" in str(told["緯度"].remedy)
    assert str(told["開始時間"].remedy) == "Write it like this: 09:30"
    assert told["電話番号"].value is None
    assert "あとで" not in str(told["電話番号"].to_json())


def test_what_no_schema_can_say_is_told_once_for_the_whole_column(judged):
    rows = [
        {"NO": str(n), "名称": "", "都道府県コード又は市区町村コード": "072020"} for n in range(30)
    ]

    _, report = judged(aed(*rows, without=("住所",)))

    counts = Counter(report.counts)
    assert (counts["missing-label"], counts["blank-column"], counts["check-digit"]) == (1, 1, 30)
    assert [f.count for f in report.findings if f.code == "check-digit"] == [30] * 20
    assert report.deviation_count == 32
    assert report.sound


def test_staff_may_say_that_a_table_does_not_follow_it(judged):
    must, report = judged(aed({"緯度": "139.9"}), {decision_key(FOLLOWS, "aed-2017"): False})

    assert (report.basis, report.valid) == (Basis.INFERRED, True)
    assert must.standing["followed"] is False


def test_staff_may_say_that_a_table_follows_one_that_is_not_sure(judged):
    text = "名称,住所,設置位置\n市役所,東栄町3-46,\n図書館,栄町3-50,1階\n"
    assert judged(text)[1].basis is Basis.INFERRED

    must, report = judged(text, {decision_key(FOLLOWS, "aed"): True})

    assert (report.basis, report.standard) == (Basis.STANDARD, "aed")
    assert must.standing["followed"] is True
    assert any(f.column == "設置位置" and f.row == 2 for f in report.findings)


def test_what_staff_promise_of_a_column_is_checked_and_breaking_it_is_a_fault(judged):
    choices = {decision_key(REQUIRED, "名称"): True, decision_key(UNIQUE, "番号"): True}

    _, report = judged(SHELTERS, choices)

    assert (report.basis, report.sound) == (Basis.STAFF, False)
    assert {(f.code, f.row) for f in report.findings} == {
        ("constraint-error", 4),
        ("unique-error", 4),
    }


def test_a_table_of_no_standard_and_without_promises_is_checked_against_itself(judged):
    must, report = judged(SHELTERS)

    assert (report.basis, report.valid, must.standing) == (Basis.INFERRED, True, None)


def test_a_report_is_the_same_after_it_was_kept(judged):
    _, report = judged(aed({"緯度": "139.9"}, without=("住所",)))

    assert Report.from_json(report.to_json()) == report


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("promised")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_a_standard_is_judged_alike_by_the_sieve_and_by_frictionless(folder, data):
    kinds = data.draw(st.lists(st.sampled_from(Kind), min_size=1, max_size=4, unique=True))
    fields = [
        field
        for kind in kinds
        for name in ("aed-2017", "public_facility", "event", "preschool", "population")
        for field in edition(name).fields
        if field.kind is kind
    ]
    chosen = data.draw(
        st.lists(st.sampled_from(fields or edition("aed").fields), min_size=1, max_size=4)
    )
    names = list(dict.fromkeys(field.name for field in chosen))
    rows = data.draw(
        st.lists(st.tuples(*[st.sampled_from(CELLS)] * len(names)), min_size=1, max_size=6)
    )
    followed = edition(
        data.draw(st.sampled_from(["aed-2017", "public_facility", "event", "preschool"]))
    )
    clean, parquet = Path(folder) / "t.csv", Path(folder) / "t.parquet"
    with clean.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])
    loaded = load(clean, names, parquet)
    columns = profile(parquet, loaded.columns)
    must = following(parquet, columns, loaded.rows, recognition_of(names, followed))

    quick = must.told(sieve_loaded(parquet, loaded.rows, must.schema))
    report = must.told(validate_schema(clean, must.schema)[0])

    assert not (quick.valid and not report.valid)
    assert Counter(quick.counts) == Counter(report.counts)
    assert quick.fault_count == report.fault_count


def test_more_deviations_than_frictionless_lists_are_counted_in_all_rows(tmp_path):
    rows = [{"NO": str(n), "緯度": "139.9", "経度": "37.4"} for n in range(700)]
    clean, parquet = tmp_path / "t.csv", tmp_path / "t.parquet"
    clean.write_text(aed(*rows), encoding="utf-8")
    loaded = load(clean, next(csv.reader(aed().splitlines())), parquet)
    columns = profile(parquet, loaded.columns)
    must = expected(parquet, columns, loaded.rows, title="t", decided=decided(None))

    first, _ = verdict_on(clean, parquet, loaded.rows, must.schema)
    report = must.told(first)

    assert (report.row_count, report.complete, report.deviation_count) == (700, True, 1_400)
    assert 0 < report.stopped_at < 700
    assert report.frictionless_version.startswith("5.")
