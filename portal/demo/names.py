"""What a city is made of: districts, towns and addresses."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

TODAY = date(2026, 11, 1)  # the cities' own "today": nothing here asks the clock
PREFECTURE = "福島県"
HOME_PEOPLE = 114_208  # figures are written down for a city of this size


@dataclass(frozen=True, slots=True)
class Town:
    """A part of a district; kana in full-width katakana."""

    name: str
    kana: str
    english: str


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """A part of a city.

    Attributes:
        lat: Latitude of its middle, decimal degrees.
        lon: Longitude of its middle, decimal degrees.
        spread: How far its places lie from the middle, degrees.
        height: Metres above the sea.
        share: Its part of the city's people, 0..1; all districts make 1.
        age_shift: Years by which its people are older than the city's.
        shelters: How many places to flee to it has.
    """

    name: str
    kana: str
    english: str
    lat: float
    lon: float
    spread: float
    height: int
    share: float
    age_shift: float
    towns: tuple[Town, ...]
    shelters: int


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """An invented municipality.

    Attributes:
        slug: Its short name; also the seed of all its numbers.
        code: Six digits, unassigned, with a right check digit.
        domain: Of its pages; reserved for examples.
        density: How full its schools are against the home city's.
        title: How it names a dataset, `ja` and `en`, around "{title}".
        people: Some years to the people living there on the first of November.
        hospitals: Name, kana, English, district, beds.
        spots: Name, visitors a month at its best, peak month, width of the season.
    """

    slug: str
    name: str
    english: str
    code: str
    domain: str
    density: float
    title: Mapping[str, str]
    people: Mapping[float, float]
    districts: tuple[District, ...]
    hospitals: tuple[tuple[str, str, str, str, int], ...]
    spots: tuple[tuple[str, int, float, float], ...]

    @property
    def scale(self) -> float:
        """Its people against the home city's: 1 for the home city itself."""
        return self.people[TODAY.year] / HOME_PEOPLE

    def dice(self, name: str) -> random.Random:
        """The same numbers for the same name, in every run and on every machine."""
        return random.Random(f"{self.slug}/{name}")  # noqa: S311 - invented data, nothing to guess

    def district(self, name: str) -> District:
        """Its district of that name."""
        return next(district for district in self.districts if district.name == name)

    def scaled(self, count: int, *, least: int = 1) -> int:
        """How many it has of what the home city has `count` of."""
        return max(least, round(count * self.scale))

    def spread(self, count: int) -> list[District]:
        """`count` districts, as many of each as it has people."""
        parts = (round(district.share * count) for district in self.districts)
        row = [d for d, part in zip(self.districts, parts, strict=True) for _ in range(part)]
        return [*row, *([self.districts[0]] * count)][:count]

    def place(self, rng: random.Random, district: District, town: Town | None = None) -> "Place":
        """A place in a district, in the given town or any of its towns."""
        town = town or rng.choice(district.towns)
        lat, lon = town_middle(self, district, town)
        number = district.towns.index(town) + 1
        return Place(
            self,
            district,
            town,
            rng.choice(("一丁目", "二丁目", "三丁目", "四丁目")),
            f"{rng.randint(1, 32)}-{rng.randint(1, 28)}",
            round(lat + rng.gauss(0, 0.0022), 6),
            round(lon + rng.gauss(0, 0.0028), 6),
            round(district.height + rng.uniform(-6, 14), 1),
            f"000-{self.districts.index(district)}{number:02d}{rng.randint(0, 9)}",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A point with an address.

    Attributes:
        lat: Latitude, decimal degrees, 6 decimals.
        lon: Longitude, decimal degrees, 6 decimals.
        height: Metres above the sea.
        postcode: Seven digits with a hyphen, of a range that does not exist.
    """

    city: City
    district: District
    town: Town
    chome: str
    lot: str
    lat: float
    lon: float
    height: float
    postcode: str

    @property
    def town_area(self) -> str:
        """Town and chome."""
        return f"{self.town.name}{self.chome}"

    @property
    def address(self) -> str:
        """The whole address in one string."""
        return f"{PREFECTURE}{self.city.name}{self.town_area}{self.lot}"


@cache
def town_middle(city: City, district: District, town: Town) -> tuple[float, float]:
    """Latitude and longitude of a town's middle, decimal degrees."""
    rng = city.dice(f"town/{district.name}/{town.name}")
    return (
        district.lat + rng.uniform(-1, 1) * district.spread,
        district.lon + rng.uniform(-1, 1) * district.spread * 1.25,
    )


def phone(rng: random.Random) -> str:
    """A telephone number that cannot be called."""
    return f"0000-00-{rng.randint(0, 9999):04d}"
