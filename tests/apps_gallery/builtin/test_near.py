import math
import random
from collections.abc import Iterator

import pytest

from apps_gallery.builtin.facilities import flags
from apps_gallery.builtin.geometry import Direction, Point, direction, distance_m, walking_minutes
from apps_gallery.builtin.near import LocatedAsked, NearTemplate, shown_metres
from apps_gallery.builtin.surveying import make_gazetteer
from tests.apps_gallery.builtin.asking import answer, config_of, published_table

HERE = (37.5512, 139.9048)
NEAR = NearTemplate()
HEADER = "名称,住所,緯度,経度,電話番号,地区,災害種別_洪水,災害種別_地震,バリアフリー,定員"


def _places(count: int = 60) -> list[dict[str, str]]:
    rng = random.Random("near")  # noqa: S311 - made-up places, nothing to guess
    return [
        {
            "名称": f"避難所{number}",
            "住所": f"福島県まつのき市{rng.choice(('本町', '大手', '栄町'))}{number}番地",
            "緯度": f"{HERE[0] + rng.uniform(-0.03, 0.03):.6f}",
            "経度": f"{HERE[1] + rng.uniform(-0.03, 0.03):.6f}",
            "電話番号": f"0000-00-{number:04d}",
            "地区": rng.choice(("中央", "北原")),
            "災害種別_洪水": rng.choice(("1", "")),
            "災害種別_地震": rng.choice(("1", "1", "")),
            "バリアフリー": rng.choice(("あり", "なし")),
            "定員": str(rng.randint(20, 900)),
        }
        for number in range(count)
    ]


def _csv(rows: list[dict[str, str]]) -> str:
    return "\n".join([HEADER, *(",".join(row.values()) for row in rows)]) + "\n"


def _by_cosines(row: dict[str, str]) -> float:
    """The great circle by another formula than the one under test."""
    (lat, lon), (south, east) = (float(row["緯度"]), float(row["経度"])), HERE
    a, b = math.radians(lat), math.radians(south)
    turn = math.radians(lon - east)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return 6_371_008.8 * math.acos(min(1.0, cosine))


@pytest.fixture
def places(services):
    return published_table(services, "shelters", _csv(_places()))


def _at(point: tuple[float, float] = HERE, **more: list[str]) -> dict[str, list[str]]:
    return {"lat": [str(point[0])], "lon": [str(point[1])]} | more


@pytest.mark.parametrize("only", [[], ["災害種別_洪水"], ["災害種別_洪水", "災害種別_地震"]])
def test_the_nearest_are_those_that_measuring_every_row_finds(services, places, only):
    found = answer(services, NEAR, places, _at(only=only)).found

    fitting = [row for row in _places() if all(row[name] for name in only)]
    wanted = sorted(fitting, key=_by_cosines)[:5]
    assert [place.name for place in found] == [row["名称"] for row in wanted]
    for place, row in zip(found, wanted, strict=True):
        assert place.metres == pytest.approx(_by_cosines(row), abs=0.5)
        assert place.minutes == math.ceil(place.metres / 80)
        assert ("flood" in place.hazards) == bool(row["災害種別_洪水"])


def test_the_headline_is_how_far_the_first_place_is(services, places):
    asked = answer(services, NEAR, places, _at())

    first = min(_places(), key=_by_cosines)
    assert asked.headline.figure == round(_by_cosines(first), -1)
    assert first["名称"] in str(asked.headline.sentence)


def test_until_a_place_is_known_the_headline_counts_the_places(services, places):
    asked = answer(services, NEAR, places, {})

    assert asked.headline.figure == len(_places())
    assert not asked.found


def test_a_town_is_the_middle_of_the_rows_in_it(services, places):
    asked = answer(services, NEAR, places, {"place": ["大手"]})

    there = [row for row in _places() if "大手" in row["住所"]]
    middle = sum(float(row["緯度"]) for row in there) / len(there)
    assert asked.where.here.name == "大手"
    assert asked.where.here.point.latitude == pytest.approx(middle)
    assert len(asked.found) == 5


def test_a_name_nobody_bears_is_told_so(services, places):
    asked = answer(services, NEAR, places, {"place": ["うちゅうセンター"]})

    assert asked.where.is_unknown
    assert asked.where.here is None


@pytest.mark.parametrize(
    "place", [("91", "0"), ("nan", "1"), ("inf", "0"), ("x", ""), ("1", "181"), ("1e400", "0")]
)
def test_what_is_no_position_is_no_place(services, places, place):
    asked = answer(services, NEAR, places, _at(place))

    assert asked.where.here is None


def test_a_position_is_rounded_to_some_ten_metres(services, places):
    asked = answer(services, NEAR, places, _at((37.55123456, 139.90487654)))

    assert asked.where.here.point == Point(37.5512, 139.9049)


def test_the_store_remembers_no_position(services, places):
    answer(services, NEAR, places, _at(only=["災害種別_洪水"]))

    assert str(HERE[0]) not in repr(services.tables._answers)


def test_places_without_coordinates_lie_in_the_middle_of_their_town(services, places):
    rows = "".join(f"クラブ{town},まつのき市{town}9-1\n" for town in ("栄町", "本町", "大手"))
    clubs = published_table(services, "clubs", f"名称,所在地\n{rows}")
    gazetteer = make_gazetteer(services.tables, [places])

    asked = LocatedAsked({"place": ["本町"]}, gazetteer)
    found = NEAR.answer(services.tables, config_of(NEAR, clubs), asked).found

    assert found[0].name == "クラブ本町"
    assert found[0].metres == pytest.approx(0, abs=1)
    assert all(place.is_rough for place in found)
    assert len(found) == 3


def test_yes_or_no_columns_are_flags_and_hazards_come_first(places):
    config = config_of(NEAR, places)

    labels = [(flag.label, flag.hazard) for flag in flags(config.source)]
    assert labels == [("洪水", "flood"), ("地震", "earthquake"), ("バリアフリー", "")]


@pytest.mark.parametrize(
    "csv",
    [
        "年,人口\n2025,100\n2026,90\n",
        "施設名,月,利用者数\n" + "".join(f"館,{month},{month * 9}\n" for month in range(1, 13)),
        "名称,定員\n北館,10\n南館,20\n",
    ],
)
def test_a_table_without_places_does_not_suit(services, csv):
    table = published_table(services, "figures", csv)

    assert NEAR.fits(table.columns, table.rows) is None


def _compass() -> Iterator[tuple[Direction, float, float]]:
    for turn, name in enumerate(Direction):
        angle = math.radians(turn * 45)
        east = 0.01 * math.sin(angle) / math.cos(math.radians(HERE[0]))
        yield name, HERE[0] + 0.01 * math.cos(angle), HERE[1] + east


def test_directions_are_those_of_the_compass():
    start = Point(*HERE)

    for name, latitude, longitude in _compass():
        assert direction(start, Point(latitude, longitude)) is name


def test_walking_counts_a_part_of_a_minute_as_a_minute():
    assert [walking_minutes(metres) for metres in (0, 1, 80, 81, 420)] == [1, 1, 1, 2, 6]
    assert [shown_metres(metres) for metres in (0.2, 3, 418, 996, 1_149)] == [
        0,
        10,
        420,
        1000,
        1100,
    ]


def test_distances_hold_across_the_date_line():
    assert distance_m(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22_239, abs=1)
