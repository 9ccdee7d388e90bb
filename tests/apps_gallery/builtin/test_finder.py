import csv
import io
from urllib.parse import parse_qsl

import pytest

from apps_gallery.builtin.finder import FinderTemplate
from datasets.kernel.errors import InvalidQuery
from tests.apps_gallery.builtin.asking import answer, published_table

FINDER = FinderTemplate()
KINDS = ("燃やせるごみ", "プラスチック", "粗大ごみ")
ROWS = [
    {"品名": f"品{number:02d}", "分別区分": KINDS[number % 3], "地区": "北" if number < 9 else "南"}
    for number in range(45)
]
CSV = "品名,分別区分,地区\n" + "".join(",".join(row.values()) + "\n" for row in ROWS)


@pytest.fixture
def things(services):
    return published_table(services, "things", CSV, title="ごみの分け方")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"分別区分": ["粗大ごみ"]},
        {"分別区分": ["粗大ごみ", "プラスチック"], "地区": ["北"]},
        {"_q": ["品1"]},
        {"_q": ["品1"], "分別区分": ["燃やせるごみ"], "_page": ["1"]},
    ],
)
def test_the_cards_are_the_rows_of_the_csv_that_is_asked_the_same(services, client, things, asked):
    found = answer(services, FINDER, things, asked)

    address = found.query.all_rows().to_args(things.columns)
    body = client.get("/d/things/things.csv", query_string=dict_of_lists(address))
    rows = list(csv.DictReader(io.StringIO(body.get_data(as_text=True))))
    assert found.total == len(rows) == found.headline.figure
    assert [card.title for card in found.cards] == [row["品名"] for row in rows[:20]]


def dict_of_lists(args: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in args:
        found.setdefault(name, []).append(value)
    return found


def test_each_value_of_a_filter_says_how_many_rows_choosing_it_gives(services, things):
    found = answer(services, FINDER, things, {"地区": ["北"]})

    kinds = next(one for one in found.filters if one.column.name == "分別区分")
    for value, count in kinds.values:
        asked = {"地区": ["北"], "分別区分": [value]}
        assert answer(services, FINDER, things, asked).total == count


def test_the_sentence_says_how_many_of_how_many(services, things):
    found = answer(services, FINDER, things, {"分別区分": ["粗大ごみ"]})

    assert str(found.headline.sentence) == f"15 of {len(ROWS)} fit."


def test_the_pages_put_together_are_all_rows(services, things):
    titles = [
        card.title
        for page in ("1", "2", "3")
        for card in answer(services, FINDER, things, {"_page": [page]}).cards
    ]

    assert titles == [row["品名"] for row in ROWS]


def test_a_column_that_is_not_there_is_refused_with_a_hint(services, things):
    with pytest.raises(InvalidQuery, match="分別区分"):
        answer(services, FINDER, things, dict(parse_args("分別区=a")))


def parse_args(text: str) -> list[tuple[str, list[str]]]:
    return [(name, [value]) for name, value in parse_qsl(text)]


@pytest.mark.parametrize("table", ["年,人口\n2025,100\n2026,90\n", "種類\nあ\nあ\nあ\nい\n"])
def test_a_table_without_names_does_not_suit(services, table):
    published = published_table(services, "figures", table)

    assert FINDER.fits(published.columns, published.rows) is None
