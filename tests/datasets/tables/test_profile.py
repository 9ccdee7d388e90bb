import pytest

from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.roles import role, unit
from tests.datasets.tables.making import profiled


def test_a_profile_counts_ranges_and_shows_what_is_there(tmp_path):
    rows = [
        [f"{index:03}", "北区" if index % 3 else "南区", str(index), ""] for index in range(100)
    ]

    code, ward, people, blank = profiled(tmp_path, ["番号", "区", "人口（人）", "備考"], rows)

    assert (code.role, code.distinct_count, code.minimum) == (ColumnRole.ID, 100, None)
    assert ward.role is ColumnRole.CATEGORY
    assert ward.top == (("北区", 66), ("南区", 34))
    assert people.role is ColumnRole.MEASURE
    assert (people.unit, people.minimum, people.maximum) == ("人", "0", "99")
    assert people.histogram == (10,) * 10
    assert people.examples == ("0", "1", "2")
    assert (blank.blank_count, blank.distinct_count, blank.examples) == (100, 0, ())


def test_days_have_a_range_and_a_histogram(tmp_path):
    (day,) = profiled(tmp_path, ["開設日"], [["2020-01-01"], ["2020-12-31"], [""]])

    assert (day.role, day.minimum, day.maximum) == (ColumnRole.DATE, "2020-01-01", "2020-12-31")
    assert sum(day.histogram) == 2


@pytest.mark.parametrize(
    ("name", "kind", "values", "expected"),
    [
        ("緯度", ColumnType.NUMBER, ("37.1", "38.0"), ColumnRole.LATITUDE),
        ("緯度", ColumnType.NUMBER, ("371.0", "380.0"), ColumnRole.MEASURE),
        ("経度", ColumnType.NUMBER, ("139.1", "140.0"), ColumnRole.LONGITUDE),
        ("Latitude", ColumnType.NUMBER, ("37.1", "38.0"), ColumnRole.LATITUDE),
        ("lng", ColumnType.NUMBER, ("139.1", "140.0"), ColumnRole.LONGITUDE),
        ("全国地方公共団体コード", ColumnType.TEXT, (None, None), ColumnRole.AREA_CODE),
        ("郵便番号", ColumnType.TEXT, (None, None), ColumnRole.POSTAL),
        ("電話番号", ColumnType.TEXT, (None, None), ColumnRole.PHONE),
        ("施設名", ColumnType.TEXT, (None, None), ColumnRole.NAME),
        ("名称_カナ", ColumnType.TEXT, (None, None), ColumnRole.TEXT),
        ("所在地_連結表記", ColumnType.TEXT, (None, None), ColumnRole.ADDRESS),
        ("年度", ColumnType.INTEGER, ("2010", "2025"), ColumnRole.YEAR),
        ("年度", ColumnType.INTEGER, ("5000", "90000"), ColumnRole.MEASURE),
        ("更新年月日", ColumnType.TEXT, (None, None), ColumnRole.DATE),
        ("性別", ColumnType.TEXT, (None, None), ColumnRole.SEX),
        ("年齢", ColumnType.TEXT, (None, None), ColumnRole.AGE),
        ("定員", ColumnType.INTEGER, ("1", "500"), ColumnRole.MEASURE),
        ("URL", ColumnType.TEXT, (None, None), ColumnRole.URL),
        ("開館", ColumnType.BOOLEAN, (None, None), ColumnRole.FLAG),
    ],
)
def test_a_column_is_for_what_its_header_and_values_say(name, kind, values, expected):
    least, most = values
    column = Column(name=name, type=kind, minimum=least, maximum=most, distinct_count=90)

    assert role(column, 100) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("人口（人）", "人"),
        ("面積(㎢)", "㎢"),
        ("割合［％］", "％"),
        ("人口", ""),
        ("(注)人口", ""),
    ],
)
def test_a_unit_is_read_from_the_end_of_a_header(name, expected):
    assert unit(name) == expected
