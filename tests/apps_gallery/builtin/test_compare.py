from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from apps_gallery.builtin.base import Config, Source
from apps_gallery.builtin.cities import city_tables
from apps_gallery.builtin.compare import Compare, Missing
from apps_gallery.builtin.measures import MEASURES, measures_of
from datasets.drafts import OrganizationDraft
from datasets.kernel.errors import InvalidQuery

AED = "全国地方公共団体コード,ID,地方公共団体名,名称,設置位置,小児対応設備の有無\n"
PEOPLE = "全国地方公共団体コード,地域コード,地方公共団体名,調査年月日,地域名,総人口\n"
SHELTERS = "名称,災害種別_洪水,災害種別_地震,想定収容人数\n"
MATSU, SUGI, UME = "072991", "072992", "072993"


def aed(city, count):
    return AED + "".join(f"{city},{n},{city}市,施設{n},玄関,無\n" for n in range(count))


def people(city, *districts, day="2026-10-01"):
    return PEOPLE + "".join(
        f"{city},{at:03d},{city}市,{day},{name},{count}\n"
        for at, (name, count) in enumerate(districts, 1)
    )


@pytest.fixture
def city(published):
    """Publish one file of a city."""

    def publish(code, csv, slug, **more):
        office = OrganizationDraft(slug=f"city-{code}", title={"ja": f"{code}市"}, area_code=code)
        return published(csv=csv, slug=f"{slug}-{code}", title=slug, organization=office, **more)

    return publish


@pytest.fixture
def compared(services):
    """The comparison of everything that is published."""

    def compare(measure="aed", aged=None, **asked):
        with services.reading() as session:
            tables = city_tables(session)
        if aged:
            old = datetime(2024, 1, 1, tzinfo=UTC)
            tables = tuple(
                replace(table, modified_at=old) if table.dataset == aged else table
                for table in tables
            )
        config = Config(
            sources=tuple(Source(table, {}) for table in tables),
            settings={"measure": measure},
            today=date(2026, 11, 22),
        )
        return Compare().answer(services.tables, config, asked)

    return compare


def test_a_value_is_the_count_for_every_ten_thousand_people(city, compared):
    city(MATSU, aed(MATSU, 6), "aed")
    city(MATSU, people(MATSU, ("中央", 12_000), ("北原", 8_000)), "people")
    city(SUGI, aed(SUGI, 2), "aed")
    city(SUGI, people(SUGI, ("本町", 5_000)), "people")

    answer = compared()

    assert [(row.code, row.value, row.count, row.people) for row in answer.rows] == [
        (SUGI, 2 / 5_000 * 10_000, 2, 5_000),
        (MATSU, 6 / 20_000 * 10_000, 6, 20_000),
    ]
    assert answer.headline.figure == 4
    assert f"{SUGI}市" in str(answer.headline.sentence)
    assert all(row.people_on == date(2026, 10, 1) and row.counted_on for row in answer.rows)


def test_the_newest_table_counts_but_not_one_of_a_part_of_the_city(city, compared):
    city(MATSU, people(MATSU, ("中央", 10_000)), "people")
    city(MATSU, aed(MATSU, 6), "aed")
    city(MATSU, aed(MATSU, 5), "aed-of-next-year")
    city(MATSU, aed(MATSU, 2), "aed-of-the-hall")

    [row] = compared().rows

    assert row.count == 5


def test_a_row_of_the_whole_city_is_not_added_to_its_districts(city, compared):
    city(MATSU, aed(MATSU, 1), "aed")
    city(MATSU, people(MATSU, ("中央", 4_000), ("北原", 6_000), ("合計", 10_000)), "people")

    [row] = compared().rows

    assert (row.people, row.value) == (10_000, 1)


def test_only_the_last_count_of_people_is_taken(city, compared):
    before = people(MATSU, ("中央", 9_000), day="2025-10-01")
    now = people(MATSU, ("中央", 8_000), day="2026-10-01").removeprefix(PEOPLE)
    city(MATSU, aed(MATSU, 4), "aed")
    city(MATSU, before + now, "people")

    [row] = compared().rows

    assert (row.people, row.value) == (8_000, 5)


def test_what_a_town_does_not_publish_is_a_row_without_a_value_and_last(city, compared):
    city(MATSU, people(MATSU, ("中央", 5_000)), "people")
    city(SUGI, aed(SUGI, 2), "aed")
    city(UME, aed(UME, 1), "aed")
    city(UME, people(UME, ("本町", 5_000)), "people")

    answer = compared(city=[MATSU, SUGI, UME])

    assert [(row.code, row.missing, row.value) for row in answer.rows] == [
        (UME, Missing.NOTHING, 2),
        (MATSU, Missing.DATA, None),
        (SUGI, Missing.PEOPLE, None),
    ]


def test_a_sum_with_too_many_blanks_is_no_value(city, compared):
    rows = "".join(f"避難所{n},1,1,{'' if n % 2 else 100}\n" for n in range(8))
    city(MATSU, SHELTERS + rows, "shelters")
    city(MATSU, people(MATSU, ("中央", 5_000)), "people")

    [row] = compared("shelter-places").rows

    assert row.missing is Missing.BLANKS


def test_a_sum_is_that_of_its_column(city, compared):
    rows = "".join(f"避難所{n},1,1,{100 + n}\n" for n in range(8))
    city(MATSU, SHELTERS + rows, "shelters")
    city(MATSU, people(MATSU, ("中央", 5_000)), "people")

    [row] = compared("shelter-places").rows

    assert row.value == (800 + 28) / 5_000 * 10_000


def test_dates_more_than_a_year_apart_are_told(city, compared):
    city(MATSU, aed(MATSU, 1), "aed")
    city(MATSU, people(MATSU, ("中央", 5_000)), "people")
    city(SUGI, aed(SUGI, 1), "aed")
    city(SUGI, people(SUGI, ("本町", 5_000)), "people")

    answer = compared(aged=f"aed-{SUGI}")

    assert {row.code: row.far_apart for row in answer.rows} == {MATSU: False, SUGI: True}


def test_at_most_six_towns_stand_side_by_side(city, compared):
    codes = [f"07299{n}" for n in range(1, 8)]
    for code in codes:
        city(code, people(code, ("中央", 5_000)), "people")

    answer = compared(city=codes)

    assert len(answer.rows) == 6
    assert answer.cut


def test_a_town_that_is_not_there_is_refused(city, compared):
    city(MATSU, people(MATSU, ("中央", 5_000)), "people")

    with pytest.raises(InvalidQuery, match="999999"):
        compared(city=["999999"])


def test_no_towns_are_no_rows(compared):
    answer = compared()

    assert answer.rows == ()
    assert answer.headline.figure is None


def test_a_standard_is_known_by_its_columns_in_either_edition(test_data):
    first = {
        "yaizu_aed.csv": "aed",
        "yaizu_public_toilet.csv": "toilets",
        "yaizu_evacuation_space.csv": "shelter-places",
        "yaizu_preschool.csv": "childcare",
        "aizu_public_toilet.csv": "toilets",
    }
    for name, measure in first.items():
        raw = (test_data / "data/open/csv" / name).read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp932")
        header = [cell.strip('"') for cell in text.splitlines()[0].split(",")]

        assert measure in {one.name for one in measures_of(header)}, (name, header)


def test_every_measure_says_what_one_of_it_is_and_how_counting_differs():
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        assert measure.question.endswith("?")
        assert measure.note.endswith(".")
        assert measure.unit
