"""Which columns of a table say where something is, and what may be said of it with yes or no."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps_gallery.builtin.base import Fit, Slot, Source
from datasets.kernel.folding import fold
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnRole, ColumnType

YES = frozenset(
    map(fold, ("1", "有", "あり", "有り", "可", "○", "◯", "〇", "◎", "はい", "true", "yes"))
)
NO = frozenset(
    map(fold, ("0", "無", "なし", "無し", "不可", "×", "いいえ", "false", "no", "-", "一部"))
)
HAZARDS: tuple[tuple[str, str, str], ...] = (
    # code in addresses, name, what stands in a header
    ("flood", N_("Flood"), "洪水|flood"),
    ("landslide", N_("Landslide"), "崖崩|がけ崩|土砂|土石流|landslide"),
    ("surge", N_("Storm surge"), "高潮|storm surge"),
    ("earthquake", N_("Earthquake"), "地震|earthquake"),
    ("tsunami", N_("Tsunami"), "津波|tsunami"),
    ("fire", N_("Large fire"), "大規模な火事|大火|大規模火災|fire"),
    ("inland", N_("Inland flooding"), "内水|inland"),
    ("volcano", N_("Volcano"), "火山|volcan"),
)
_HAZARD_WORDS = tuple((code, re.compile(words, re.IGNORECASE)) for code, _name, words in HAZARDS)
_COUNTED = re.compile(r"[数人計]$|数（|数\(")
_AFFIXES = re.compile(r"^(災害種別|災害の種類|対応災害)[_・:：]?|(の?有無|フラグ|対応|との重複)$")
_CITY = re.compile("市区町村名?$|市町村名?$|地方公共団体名$")
_DISTRICT = re.compile(
    "^(?:所在)?(?:地区|地域|区域|(?:小|中)?学?校区|学区|行政区|町内会?|district)(?:名|名称)?$",
    re.IGNORECASE,
)
_READING = re.compile("カナ|かな|フリガナ|ふりがな|英字|英語|ローマ字|kana|english", re.IGNORECASE)
_LEAST_NAMES_SHARE = 0.3  # below, a row is an event at a place, not the place


def _is_filled(column: Column) -> bool:
    return column.distinct_count > 0


def is_flag(column: Column) -> bool:
    """Whether its cells say yes or no, and some say yes."""
    if column.type in (ColumnType.NUMBER, ColumnType.DATE) or _COUNTED.search(column.name):
        return False
    values = {fold(value) for value, _count in column.top}
    return 0 < column.distinct_count <= 3 and values <= YES | NO and bool(values & YES)


SLOTS = (
    Slot(name="name", title=N_("Name"), roles=(ColumnRole.NAME,), test=_is_filled),
    Slot(name="latitude", title=N_("Latitude"), roles=(ColumnRole.LATITUDE,), needed=False),
    Slot(name="longitude", title=N_("Longitude"), roles=(ColumnRole.LONGITUDE,), needed=False),
    Slot(
        name="address",
        title=N_("Street address"),
        roles=(ColumnRole.ADDRESS,),
        needed=False,
        test=_is_filled,
    ),
    Slot(
        name="district",
        title=N_("District"),
        roles=(ColumnRole.CATEGORY, ColumnRole.NAME, ColumnRole.TEXT, ColumnRole.ADDRESS),
        needed=False,
        test=lambda column: bool(_DISTRICT.search(column.name)) and _is_filled(column),
    ),
    Slot(
        name="city",
        title=N_("Municipality"),
        roles=(ColumnRole.ADDRESS, ColumnRole.NAME, ColumnRole.CATEGORY),
        needed=False,
        test=lambda column: bool(_CITY.search(column.name)) and _is_filled(column),
    ),
    Slot(
        name="postal",
        title=N_("Postal code"),
        roles=(ColumnRole.POSTAL,),
        needed=False,
        test=_is_filled,
    ),
    Slot(
        name="phone",
        title=N_("Telephone"),
        roles=(ColumnRole.PHONE,),
        needed=False,
        test=_is_filled,
    ),
    Slot(name="flags", title=N_("Columns of yes or no"), needed=False, most=12, test=is_flag),
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A column that says yes or no of a place.

    Attributes:
        label: Its name without what every such column has.
        yes: The values that mean yes, as published.
        hazard: Code of `HAZARDS` if it says that the place is safe from one; else empty.
    """

    column: Column
    label: str
    yes: tuple[str, ...]
    hazard: str

    def holds(self, cell: str | None) -> bool:
        """Whether a cell of it says yes."""
        return cell is not None and fold(cell) in YES


def facility_fit(columns: Sequence[Column], rows: int) -> Fit | None:
    """The columns that make a table a list of places; None if it is none.

    It must name each place once or a few times, and have coordinates, an address or a district.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for slot in SLOTS:
        candidates = slot.candidates(columns)
        if slot.name in ("name", "address"):
            # 地方公共団体名 is a name too, the same in every row
            candidates.sort(key=lambda column: -column.distinct_count)
        chosen[slot.name] = tuple(column.name for column in candidates[: slot.most])
    named = next((c for c in columns if (c.name,) == chosen["name"]), None)
    if named is None or named.distinct_count < max(1, rows * _LEAST_NAMES_SHARE):
        return None
    if not (chosen["latitude"] and chosen["longitude"]):
        chosen["latitude"] = chosen["longitude"] = ()
    placed = chosen["latitude"] or chosen["address"] or chosen["district"]
    return Fit({slot: names for slot, names in chosen.items() if names}) if placed else None


def flags(source: Source) -> tuple[Flag, ...]:
    """The yes-or-no columns of a list of places, those of hazards first."""
    found = [_flag(column) for column in source.many("flags")]
    return tuple(sorted(found, key=lambda flag: not flag.hazard))


def readings(columns: Iterable[Column], name: str) -> tuple[str, ...]:
    """Columns that write the names of column `name` in kana or in Latin letters."""
    stem = unicodedata.normalize("NFKC", name)
    return tuple(
        column.name
        for column in columns
        if column.name != name
        and unicodedata.normalize("NFKC", column.name).startswith(stem)
        and _READING.search(unicodedata.normalize("NFKC", column.name)[len(stem) :])
        and column.distinct_count
    )


def _flag(column: Column) -> Flag:
    values = tuple(value for value, _count in column.top if fold(value) in YES)
    hazard = next((code for code, words in _HAZARD_WORDS if words.search(column.name)), "")
    label = _AFFIXES.sub("", column.name).strip("_ ") or column.name
    return Flag(column, label, values, hazard)
