"""What cities can be compared by: one list, by the municipal standard datasets.

Source: 自治体標準オープンデータセット, names of its columns; those of its older edition
(推奨データセット) where a column was called otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from datasets.kernel.messages import N_

PER_PEOPLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing cities can be compared by, for every 10,000 people.

    Attributes:
        name: In addresses.
        title: A msgid, likewise `question`, `unit` (what one of it is) and `note` (how the cities
            may count differently).
        layouts: The table is of this standard if it has all columns of one of them.
        never: Columns that another standard has and this has not.
        summed: Columns whose sum is the numerator, the first that is there; rows if empty.
        least_share: Of rows with a figure in `summed`, 0..1; below, no value is told.
    """

    name: str
    title: str
    question: str
    unit: str
    note: str
    layouts: tuple[frozenset[str], ...]
    never: frozenset[str] = frozenset()
    summed: tuple[str, ...] = ()
    least_share: float = 0.9

    def is_of(self, names: Iterable[str]) -> bool:
        """Whether a table with these columns is of this standard."""
        known = frozenset(names)
        return any(layout <= known for layout in self.layouts) and not (self.never & known)


def _columns(*names: str) -> frozenset[str]:
    return frozenset(names)


MEASURES = (
    Measure(
        name="aed",
        title=N_("AEDs for every 10,000 people"),
        question=N_("How many AEDs are there for every 10,000 people?"),
        unit=N_("AEDs"),
        note=N_(
            "Some cities list only AEDs in their own buildings, others those of shops and offices"
            " too."
        ),
        layouts=(_columns("設置位置", "小児対応設備の有無"),),
    ),
    Measure(
        name="shelter-places",
        title=N_("Room in evacuation sites for every 10,000 people"),
        question=N_("For how many of every 10,000 people is there room in evacuation sites?"),
        unit=N_("people"),
        note=N_(
            "Open grounds are counted with the people that fit on them. Sites whose size is not"
            " published are left out."
        ),
        layouts=(_columns("災害種別_洪水", "災害種別_地震", "想定収容人数"),),
        summed=("想定収容人数",),
        least_share=0.8,
    ),
    Measure(
        name="shelters",
        title=N_("Evacuation sites for every 10,000 people"),
        question=N_("How many evacuation sites are there for every 10,000 people?"),
        unit=N_("sites"),
        note=N_("A large site and a small one count the same."),
        layouts=(_columns("災害種別_洪水", "災害種別_地震"),),
    ),
    Measure(
        name="toilets",
        title=N_("Public toilets for every 10,000 people"),
        question=N_("How many public toilets are there for every 10,000 people?"),
        unit=N_("toilets"),
        note=N_("Some cities count the toilets of parks and stations, others do not."),
        layouts=(
            _columns("男性トイレ総数", "女性トイレ総数"),
            _columns("多機能トイレ数", "オストメイト設置トイレ有無"),
        ),
    ),
    Measure(
        name="wifi",
        title=N_("Free Wi-Fi spots for every 10,000 people"),
        question=N_("How many free Wi-Fi spots are there for every 10,000 people?"),
        unit=N_("spots"),
        note=N_("A building with several access points may be one row or many."),
        layouts=(_columns("SSID", "提供エリア"),),
    ),
    Measure(
        name="childcare",
        title=N_("Childcare facilities for every 10,000 people"),
        question=N_("How many childcare facilities are there for every 10,000 people?"),
        unit=N_("facilities"),
        note=N_(
            "Nurseries, kindergartens and halls for children are counted alike; some cities list"
            " only their own."
        ),
        layouts=(_columns("受入年齢", "一時預かりの有無"),),
    ),
    Measure(
        name="childcare-places",
        title=N_("Places in childcare for every 10,000 people"),
        question=N_("How many places in childcare are there for every 10,000 people?"),
        unit=N_("places in childcare"),
        note=N_("Facilities that publish no number of places are left out."),
        layouts=(
            _columns("受入年齢", "一時預かりの有無", "収容定員"),
            _columns("受入年齢", "一時預かりの有無", "定員"),
        ),
        summed=("収容定員", "定員"),
        least_share=0.7,
    ),
    Measure(
        name="medical",
        title=N_("Hospitals and clinics for every 10,000 people"),
        question=N_("How many hospitals and clinics are there for every 10,000 people?"),
        unit=N_("places"),
        note=N_("Some cities count dentists, others do not."),
        layouts=(_columns("診療科目", "診療曜日"), _columns("診療科目", "病床数")),
    ),
    Measure(
        name="culture",
        title=N_("Cultural properties for every 10,000 people"),
        question=N_("How many cultural properties are there for every 10,000 people?"),
        unit=N_("properties"),
        note=N_("Some cities list those of nation and prefecture too, others only their own."),
        layouts=(_columns("文化財分類", "文化財指定日"), _columns("文化財分類", "所有者等")),
    ),
    Measure(
        name="hydrants",
        title=N_("Hydrants and water tanks for every 10,000 people"),
        question=N_("How many hydrants and water tanks are there for every 10,000 people?"),
        unit=N_("places"),
        note=N_("Ponds and rivers where fire engines take water are counted by some cities."),
        layouts=(_columns("種別", "口径", "緯度"),),
    ),
)
BY_NAME = {measure.name: measure for measure in MEASURES}

PEOPLE = frozenset({"総人口", "地域名"})
PEOPLE_COLUMN = "総人口"
PEOPLE_AREA = "地域名"
PEOPLE_DATE = "調査年月日"
CITY_COLUMN = "地方公共団体名"


def measures_of(names: Iterable[str]) -> tuple[Measure, ...]:
    """The measures that a table with these columns serves."""
    known = tuple(names)
    return tuple(measure for measure in MEASURES if measure.is_of(known))
