"""The sieve never says clean where Frictionless finds something, and counts what it counts."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.validation.schema import SchemaField, TableSchema
from datasets.validation.sieve import sieve
from datasets.validation.validate import validate_schema

EXAMPLES = 150
CELLS = {
    "string": [
        "",
        "北原",
        "A-12",
        "a",
        "None",
        "５００",
        "x\ny",
        'x,"y"',
        "がが",
        " ",
        "k\r",
        "12",
    ],
    "integer": ["", "0", "7", "-3", "+5", "007", " 8", "５００", "1_000", "1.0", "約5", "9" * 25],
    "number": [
        "",
        "0",
        "-0",
        "1.50",
        "1.5",
        "1e3",
        "inf",
        "0.30000000000000001",
        ".5",
        "1,5",
    ],
    "boolean": ["", "true", "False", "1", "0", "yes", "TRUE"],
    "year": ["", "2026", "0000", "+123", "26", "２０２６", "2027"],
    "date": ["", "2026-01-05", "2026-1-5", "2026-02-30", "0000-01-01", "2026/01/05", "2026-01-06"],
    "datetime": [
        "",
        "2026-01-05T09:00:00",
        "2026-01-05 09:00:00",
        "2026-01-05T09:00:00Z",
        "2026-01-05T18:00:00+09:00",
        "2026-01-05T09:00",
        "2026-01-05T24:00:00",
        "2026-01-05T09:00:60",
    ],
    "time": ["", "09:00:00", "09:00", "24:00:00", "09:00:60", "9:00:00", "09:00:00.5"],
}
FORMATS = {"time": ["%H:%M", "any"], "datetime": ["%Y-%m-%dT%H:%M"], "date": ["%Y/%m/%d", "any"]}
BOUNDS = {
    "integer": [0, 7, 10**20],
    "number": [0.3, 0, 1000],
    "year": [2026],
    "date": ["2026-01-05"],
    "time": ["09:00:00"],
}
PATTERNS = ["[A-Z]-[0-9]+", "a|A.*", r"\d+", r"\w+", "[^0-9]*", "(?:北|南).*", "a{,3}", r"\S*"]


def constraints(kind: str) -> st.SearchStrategy[dict[str, object]]:
    """Those that Frictionless knows for a type."""
    known: dict[str, st.SearchStrategy[object]] = {
        "required": st.booleans(),
        "unique": st.booleans(),
        "enum": st.lists(st.sampled_from(CELLS[kind][1:3]), min_size=1),
    }
    if kind in BOUNDS:
        names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
        known |= {name: st.sampled_from(BOUNDS[kind]) for name in names}
    if kind == "string":
        known |= {
            "minLength": st.integers(1, 3),
            "maxLength": st.integers(1, 3),
            "pattern": st.sampled_from(PATTERNS),
        }
    return st.lists(st.sampled_from(sorted(known)), max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: known[name] for name in names})
    )


@st.composite
def fields(draw: st.DrawFn, name: str) -> SchemaField:
    kind = draw(st.sampled_from(sorted(CELLS)))
    format_ = draw(st.sampled_from(["default"] * 4 + FORMATS.get(kind, [])))
    limits = draw(constraints(kind)) if format_ == "default" else {}
    return SchemaField(name=name, type=kind, format=format_, constraints=limits)


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableSchema, str]:
    """A schema, and rows whose cells mostly fit it."""
    names = ["番号", "名前", "備考"][: draw(st.integers(1, 3))]
    chosen = tuple(draw(fields(name)) for name in names)
    key = draw(st.sampled_from([(), (names[0],), tuple(names[:2])]))
    cells = [st.sampled_from([*CELLS[field.type][:3] * 2, *CELLS[field.type]]) for field in chosen]
    rows = draw(st.lists(st.tuples(*cells), max_size=6))
    header = draw(
        st.sampled_from([names] * 6 + [[*names, "余り"], names[:-1] or names, [*names[1:], ""]])
    )
    ragged = draw(st.sampled_from([[]] * 5 + [[["7"]], [[]], [["", "", "", "", "x"]]]))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows, *ragged])
    return TableSchema(fields=chosen, primary_key=key), text.getvalue()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("sieve") / "table.csv"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables())
def test_what_the_sieve_calls_clean_is_valid_and_its_counts_are_frictionless_counts(path, table):
    schema, text = table
    path.write_text(text, encoding="utf-8", newline="")

    mine = sieve(path, schema)
    report, _ = validate_schema(path, schema)

    assert not (mine.valid and not report.valid), report
    assert mine.row_count == report.row_count
    assert Counter(mine.counts) == Counter(report.counts)
    assert {(f.code, f.row, f.column) for f in mine.findings} == {
        (f.code, f.row, f.column) for f in report.findings
    }
