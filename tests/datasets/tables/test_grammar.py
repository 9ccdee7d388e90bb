import pytest

from datasets.kernel.errors import InvalidQuery
from datasets.tables.column import Column, ColumnType
from datasets.tables.grammar import parse
from datasets.tables.query import Condition, Operator

COLUMNS = [
    Column(name="施設名"),
    Column(name="定員", type=ColumnType.INTEGER),
    Column(name="開設日", type=ColumnType.DATE),
    Column(name="_秘密"),
]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([("定員", "約500")], "Enter 定員 as a number, like 500."),
        ([("定員__gte", "nan")], "Enter 定員 as a number, like 500."),
        ([("開設日__lte", "令和8年")], "Enter 開設日 as a date, like 2026-04-01."),
        ([("施設", "x")], "There is no column 施設. The nearest are: 施設名、"),
        ([("_sort", "ていいん")], "There is no column ていいん"),
        ([("定員__like", "5")], "定員__like is not a condition"),
        ([("定員__null", "yes")], "Write 1 for blank or 0 for filled, for 定員."),
        ([("_秘密", "x")], "_秘密 is not known"),
        ([("_agg", "sum:施設名")], "施設名 is not a column of numbers."),
        ([("_agg", "evil:定員")], "evil:定員 is not a figure"),
        ([("_size", "5000")], "Write _size as a whole number from 1 to 1000."),
        ([("_page", "0")], "Write _page as a whole number"),
        ([("_near", "37,139,100")], "This table has no latitude and longitude"),
        ([("施設名", "x" * 3_000)], "This address asks too much at once"),
    ],
)
def test_a_refusal_says_what_to_write_instead(args, words):
    with pytest.raises(InvalidQuery) as refusal:
        parse(args, COLUMNS)

    assert words in str(refusal.value)


def test_full_width_digits_and_commas_are_understood():
    query = parse([("定員__gte", "１，０００")], COLUMNS)

    assert query.conditions == (Condition("定員", Operator.GTE, ("１，０００",)),)


def test_empty_and_foreign_arguments_ask_nothing():
    args = [("施設名", ""), ("utm_medium", "x"), ("gclid", "y"), ("_enc", "sjis"), ("_type", "bar")]

    assert parse(args, COLUMNS) == parse([], COLUMNS)


def test_a_repeated_value_is_one_or_the_other_and_each_can_be_taken_away():
    query = parse([("施設名", "甲"), ("施設名", "乙"), ("定員__gt", "5"), ("_page", "3")], COLUMNS)
    chosen, bound = query.conditions

    assert chosen.values == ("甲", "乙")
    assert query.describe() == (chosen, bound)
    assert query.without(bound).to_args(COLUMNS) == [("施設名", "甲"), ("施設名", "乙")]
    assert query.without_value(chosen, "甲").without(bound).to_args(COLUMNS) == [("施設名", "乙")]


def test_an_awkward_column_is_reached_by_its_place():
    query = parse([("c3", "x")], COLUMNS)

    assert query.conditions == (Condition("_秘密", Operator.IS, ("x",)),)
    assert query.to_args(COLUMNS) == [("c3", "x")]
