"""A city's buildings and open places: one list that every dataset about places draws on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from portal.demo.names import City, District, Place, Town


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place.

    Attributes:
        people: Fewest and most people it can shelter.
        towns: Numbers, from 0, of the towns of a district that have one.
        opens: When it opens and closes, hh:mm; empty when it is never closed.
    """

    name: str
    kana: str
    english: str
    people: tuple[int, int]
    towns: tuple[int, ...]
    days: str = "月火水木金土日"
    opens: tuple[str, str] = ("09:00", "21:00")

    @property
    def is_outdoors(self) -> bool:
        """A place without a roof."""
        return not self.opens[0]


EVERY = tuple(range(8))
OFFICE_HOURS = ("08:30", "17:15")
OUTDOORS = ("", "")

KINDS: tuple[Kind, ...] = (
    Kind(
        "小学校",
        "ショウガッコウ",
        "Elementary School",
        (420, 980),
        (0, 2, 4),
        "月火水木金",
        OFFICE_HOURS,
    ),
    Kind(
        "中学校",
        "チュウガッコウ",
        "Junior High School",
        (380, 860),
        (1, 5),
        "月火水木金",
        OFFICE_HOURS,
    ),
    Kind("公民館", "コウミンカン", "Community Hall", (120, 540), (0, 2, 4, 6)),
    Kind("コミュニティ館", "コミュニティカン", "Community Center", (140, 480), (1, 3, 5, 7)),
    Kind(
        "保育園",
        "ホイクエン",
        "Nursery",
        (60, 320),
        (0, 1, 3, 5),
        "月火水木金土",
        ("07:30", "18:30"),
    ),
    Kind("公園", "コウエン", "Park", (150, 1600), EVERY, opens=OUTDOORS),
    Kind("児童館", "ジドウカン", "Children's Hall", (80, 200), (2,), "月火水木金土", OFFICE_HOURS),
    Kind("第一集会所", "ダイイチシュウカイジョ", "Meeting House 1", (30, 120), EVERY),
    Kind("ふれあい広場", "フレアイヒロバ", "Square", (60, 420), EVERY, opens=OUTDOORS),
    Kind("第二集会所", "ダイニシュウカイジョ", "Meeting House 2", (20, 90), EVERY),
    Kind("第三集会所", "ダイサンシュウカイジョ", "Meeting House 3", (20, 70), EVERY),
)
KIND_BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Building:
    """A building or an open place with a name.

    Attributes:
        number: From 1, in the order of the list.
        people: How many it can shelter.
        opens: When it opens and closes, hh:mm; empty when it is never closed.
    """

    number: int
    kind: str
    name: str
    kana: str
    english: str
    people: int
    days: str
    opens: tuple[str, str]
    place: Place

    @property
    def is_outdoors(self) -> bool:
        """A place without a roof."""
        return not self.opens[0]

    @property
    def district(self) -> District:
        """The part of the city it is in."""
        return self.place.district


@cache
def buildings(city: City) -> tuple[Building, ...]:
    """Everything with a name, district by district, the best known first."""
    found: list[Building] = []
    for district in city.districts:
        for make in (_landmarks, _of_every_kind):
            found.extend(make(city, district, len(found)))
    return tuple(found)


def of_kinds(city: City, *kinds: str) -> list[Building]:
    """The buildings of these kinds, in the order of the list."""
    return [building for building in buildings(city) if building.kind in kinds]


def thinned(chosen: list[Building], count: int) -> list[Building]:
    """At most `count` of them, evenly taken, in the order of the list."""
    ordered = sorted(chosen, key=lambda building: building.number)
    count = min(count, len(ordered))
    return [ordered[index * len(ordered) // count] for index in range(count)]


def _landmarks(city: City, district: District, before: int) -> Iterator[Building]:
    text = resources.files("portal.demo").joinpath("data/landmarks.csv").read_text("utf-8")
    lines = [li for li in csv.reader(text.splitlines()) if li[:2] == [city.slug, district.name]]
    for number, line in enumerate(lines, before + 1):
        _, _, name, kana, english, people, days, opens, closes = line
        yield Building(
            number,
            "拠点施設",
            name,
            kana,
            english,
            int(people),
            days or "月火水木金土日",
            (opens, closes),
            city.place(city.dice(f"building/{name}"), district),
        )


def _of_every_kind(city: City, district: District, before: int) -> Iterator[Building]:
    pairs = [
        (kind, town)
        for kind in KINDS
        for index, town in enumerate(district.towns)
        if index in kind.towns
    ]
    for number, (kind, town) in enumerate(pairs, before + 1):
        yield _building(city, number, kind, district, town)


def _building(city: City, number: int, kind: Kind, district: District, town: Town) -> Building:
    rng = city.dice(f"building/{town.name}{kind.name}")
    low, high = kind.people
    return Building(
        number,
        kind.name,
        f"{town.name}{kind.name}",
        f"{town.kana}{kind.kana}",
        f"{town.english} {kind.english}",
        round(rng.triangular(low, high, low + (high - low) / 4) / 10) * 10,
        kind.days,
        kind.opens,
        city.place(rng, district, town),
    )
