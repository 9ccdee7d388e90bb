"""Districts, towns and addresses of the invented city Matsunoki."""

import random
from dataclasses import dataclass
from datetime import date
from functools import cache

TODAY = date(2026, 11, 1)  # the city's own "today": nothing here asks the clock
PREFECTURE = "福島県"
CITY = "まつのき市"
CODE = "072991"  # an unassigned municipality with a right check digit


@dataclass(frozen=True, slots=True)
class Town:
    """A part of a district; kana in full-width katakana."""

    name: str
    kana: str
    english: str


@dataclass(frozen=True, slots=True)
class District:
    """One of the six parts of the city.

    Attributes:
        lat: Latitude of its middle, decimal degrees.
        lon: Longitude of its middle, decimal degrees.
        spread: How far its places lie from the middle, degrees.
        height: Metres above the sea.
        share: Its part of the city's people, 0..1; all six make 1.
        age_shift: Years by which its people are older than the city's.
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


def _towns(text: str) -> tuple[Town, ...]:
    return tuple(Town(*entry.split("/")) for entry in text.split())


DISTRICTS: tuple[District, ...] = (
    District(
        *("中央", "チュウオウ", "Chuo", 37.552, 139.905, 0.0075, 205, 0.27, 0.5),
        _towns(
            "本町/ホンマチ/Honmachi 大手/オオテ/Ote 栄町/サカエマチ/Sakaemachi "
            "城西/ジョウサイ/Josai 駅前/エキマエ/Ekimae 若葉/ワカバ/Wakaba "
            "桜通/サクラドオリ/Sakuradori 宮前/ミヤマエ/Miyamae"
        ),
    ),
    District(
        *("南町", "ミナミマチ", "Minamimachi", 37.530, 139.910, 0.0080, 201, 0.22, -2.0),
        _towns(
            "花園/ハナゾノ/Hanazono 緑町/ミドリチョウ/Midoricho 寿/コトブキ/Kotobuki "
            "末広/スエヒロ/Suehiro 柳町/ヤナギマチ/Yanagimachi 朝日/アサヒ/Asahi "
            "川端/カワバタ/Kawabata"
        ),
    ),
    District(
        *("北原", "キタハラ", "Kitahara", 37.577, 139.898, 0.0085, 212, 0.18, -1.0),
        _towns(
            "稲荷台/イナリダイ/Inaridai 高原/タカハラ/Takahara 新田/シンデン/Shinden "
            "泉/イズミ/Izumi 上北/カミキタ/Kamikita 栗林/クリバヤシ/Kuribayashi "
            "広野/ヒロノ/Hirono"
        ),
    ),
    District(
        *("西浜", "ニシハマ", "Nishihama", 37.548, 139.868, 0.0090, 183, 0.14, 2.0),
        _towns(
            "舟場/フナバ/Funaba 芦原/アシハラ/Ashihara 水神/スイジン/Suijin "
            "砂田/スナダ/Sunada 橋本/ハシモト/Hashimoto 川岸/カワギシ/Kawagishi"
        ),
    ),
    District(
        *("東山", "ヒガシヤマ", "Higashiyama", 37.545, 139.946, 0.0100, 318, 0.11, 5.0),
        _towns(
            "滝見/タキミ/Takimi 湯ノ沢/ユノサワ/Yunosawa 石倉/イシクラ/Ishikura "
            "峠口/トウゲグチ/Togeguchi 杉平/スギダイラ/Sugidaira 奥山/オクヤマ/Okuyama"
        ),
    ),
    District(
        *("松ヶ丘", "マツガオカ", "Matsugaoka", 37.592, 139.932, 0.0070, 276, 0.08, -5.0),
        _towns(
            "見晴/ミハラシ/Miharashi 学園/ガクエン/Gakuen 東雲/シノノメ/Shinonome "
            "風見/カザミ/Kazami"
        ),
    ),
)
DISTRICT_BY_NAME = {district.name: district for district in DISTRICTS}


@dataclass(frozen=True, slots=True)
class Place:
    """A point with an address.

    Attributes:
        lat: Latitude, decimal degrees, 6 decimals.
        lon: Longitude, decimal degrees, 6 decimals.
        height: Metres above the sea.
        postcode: Seven digits with a hyphen, of a range that does not exist.
    """

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
        return f"{PREFECTURE}{CITY}{self.town_area}{self.lot}"


def dice(name: str) -> random.Random:
    """The same numbers for the same name, in every run and on every machine."""
    return random.Random(f"matsunoki/{name}")  # noqa: S311 - invented data, nothing to guess


@cache
def town_middle(district: District, town: Town) -> tuple[float, float]:
    """Latitude and longitude of a town's middle, decimal degrees."""
    rng = dice(f"town/{district.name}/{town.name}")
    return (
        district.lat + rng.uniform(-1, 1) * district.spread,
        district.lon + rng.uniform(-1, 1) * district.spread * 1.25,
    )


def place(rng: random.Random, district: District, town: Town | None = None) -> Place:
    """A place in a district, in the given town or any of its towns."""
    town = town or rng.choice(district.towns)
    lat, lon = town_middle(district, town)
    number = district.towns.index(town) + 1
    return Place(
        district,
        town,
        rng.choice(("一丁目", "二丁目", "三丁目", "四丁目")),
        f"{rng.randint(1, 32)}-{rng.randint(1, 28)}",
        round(lat + rng.gauss(0, 0.0022), 6),
        round(lon + rng.gauss(0, 0.0028), 6),
        round(district.height + rng.uniform(-6, 14), 1),
        f"000-{DISTRICTS.index(district)}{number:02d}{rng.randint(0, 9)}",
    )


def phone(rng: random.Random) -> str:
    """A telephone number that cannot be called."""
    return f"0000-00-{rng.randint(0, 9999):04d}"


def spread_over_districts(count: int, *, by: tuple[int, ...] | None = None) -> list[District]:
    """`count` districts, as many of each as it has people, or as `by` says (six numbers)."""
    parts = by or tuple(round(district.share * count) for district in DISTRICTS)
    row = [district for district, part in zip(DISTRICTS, parts, strict=True) for _ in range(part)]
    return [*row, *([DISTRICTS[0]] * count)][:count]
