"""What the cells of a kind look like, and how a cell is written as the standard wants it.

Source: 自治体標準オープンデータセット: dates YYYY-MM-DD, times hh:mm, several values joined by `;`.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

import re2

from datasets.kernel.folding import fold
from datasets.tables.column import ColumnType
from datasets.validation.standards.schema import Field, Kind

PATTERNS: Mapping[Kind, str] = {
    Kind.AREA_CODE: "[0-9]{6}",
    Kind.CORPORATE_NUMBER: "[0-9]{13}",
    Kind.POSTAL: "[0-9]{3}-?[0-9]{4}",
    Kind.TIME: "([01]?[0-9]|2[0-4]):[0-5][0-9]",
    Kind.URL: "https?://[^ ]+",
    Kind.EMAIL: "[^@ ]+@[^@ ]+[.][^@ ]+",
    Kind.FLAG: "1",
    Kind.YES_NO: "有|無",
    Kind.KANA: "[ァ-ヿー　～（）－０-ｚ、・ -~]*",
    Kind.PHONE: "[0-9+()\\-;, 　内線代表]*",
}
TYPES: Mapping[Kind, ColumnType] = {
    Kind.INTEGER: ColumnType.INTEGER,
    Kind.NUMBER: ColumnType.NUMBER,
    Kind.LATITUDE: ColumnType.NUMBER,
    Kind.LONGITUDE: ColumnType.NUMBER,
    Kind.DATE: ColumnType.DATE,
}
BOUNDS: Mapping[Kind, tuple[float, float]] = {
    Kind.LATITUDE: (20, 46),
    Kind.LONGITUDE: (122, 154),
}
MARKS: Mapping[Kind, tuple[str, ...]] = {Kind.FLAG: ("1",), Kind.YES_NO: ("有", "無")}
EXAMPLES: Mapping[Kind, str] = {
    Kind.TEXT: "会津若松市役所",
    Kind.LIST: "内科;外科",
    Kind.KANA: "アイヅワカマツシヤクショ",
    Kind.INTEGER: "120",
    Kind.NUMBER: "1.5",
    Kind.LATITUDE: "37.494800",
    Kind.LONGITUDE: "139.929800",
    Kind.DATE: "2026-04-01",
    Kind.TIME: "09:30",
    Kind.DAYS: "月火水木金",
    Kind.FLAG: "1",
    Kind.YES_NO: "有",
    Kind.PHONE: "0242-39-1111",
    Kind.POSTAL: "965-8601",
    Kind.AREA_CODE: "072028",
    Kind.CORPORATE_NUMBER: "9000020072028",
    Kind.URL: "https://www.example.jp/",
    Kind.EMAIL: "madoguchi@example.jp",
}
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COMPILED = {kind: re2.compile(pattern) for kind, pattern in PATTERNS.items()}
_DATE = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?\s*(?P<year>元|\d{1,4})\s*[-/.年]\s*"
    r"(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2})\s*(?:[:時]\s*(?:(\d{1,2})\s*(?:分|:00)?)?)", re.ASCII)
_ERAS = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926} | {
    "大正": 1912,
    "T": 1912,
    "明治": 1868,
    "M": 1868,
}
_YES = frozenset(
    map(fold, ("1", "有", "あり", "有り", "可", "○", "◯", "〇", "◎", "はい", "true", "yes"))
)
_NO = frozenset(map(fold, ("0", "無", "なし", "無し", "不可", "×", "いいえ", "false", "no")))
_BETWEEN = re.compile(r"[;；、，,/／\r\n]+|・(?=\S)")
_DASH = re.compile(r"(?<=\d)[‐‑‒–—―−ー－](?=\d)")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_DASH_AFTER_KANA = re.compile("(?<=[ァ-ヺ])[‐‑‒–—―−－-]")
_FIVE = re.compile(r"\d{5}", re.ASCII)
_WEIGHTS = (6, 5, 4, 3, 2)
"""Of the first five digits of a code of a municipality; the sixth is the check digit."""


def fits(field: Field, cell: str) -> bool:
    """Whether a cell may stand in a column of a standard; a blank one may."""
    if not cell:
        return True
    if field.values:
        return cell in field.values
    if field.kind in TYPES:
        return _is_of_type(field.kind, cell)
    pattern = _COMPILED.get(field.kind)
    return pattern is None or bool(pattern.fullmatch(cell))


def _is_of_type(kind: Kind, cell: str) -> bool:
    if kind is Kind.DATE:
        return bool(_DAY.fullmatch(cell))
    low, high = BOUNDS.get(kind, (-math.inf, math.inf))
    whole = kind is Kind.INTEGER and "." in cell
    return bool(_NUMBER.fullmatch(cell)) and not whole and low <= float(cell) <= high


def readable(field: Field, cell: str) -> bool:
    """Whether a cell is meant to be what its field says, however it is written."""
    return fits(field, standard_form(field, cell))


def check_digit(five: str) -> int:
    """The last digit of a municipality's code.

    Args:
        five: Its first five digits.

    Source: 全国地方公共団体コード.
    """
    total = sum(int(digit) * times for digit, times in zip(five, _WEIGHTS, strict=True))
    return (11 - total % 11) % 10


def standard_form(field: Field, cell: str) -> str:
    """A cell as the standard writes it; as it is if that is not sure."""
    form = _FORMS.get(field.kind)
    return form(cell.strip()) if form and cell else cell


def _digits(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).replace(",", "")


def _number(cell: str) -> str:
    plain = _digits(cell)
    return plain if _NUMBER.fullmatch(plain) else cell


def _date(cell: str) -> str:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", cell))
    if not found:
        return cell
    era, year, month, day = found.group("era", "year", "month", "day")
    first = _ERAS.get(era, 1) if era else 1
    count = 1 if year == "元" else int(year)
    try:
        return date(first + count - 1, int(month), int(day)).isoformat()
    except ValueError:
        return cell


def _time(cell: str) -> str:
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", cell))
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return cell
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def _flag(cell: str) -> str:
    mark = fold(cell)
    return "1" if mark in _YES else "" if mark in _NO else cell


def _yes_no(cell: str) -> str:
    mark = fold(cell)
    return "有" if mark in _YES else "無" if mark in _NO else cell


def _list(cell: str) -> str:
    return ";".join(part.strip() for part in _BETWEEN.split(cell) if part.strip())


def _area_code(cell: str) -> str:
    plain = _digits(cell)
    if _FIVE.fullmatch(plain):
        return f"{plain}{check_digit(plain)}"
    return plain if plain.isdigit() else cell


def _phone(cell: str) -> str:
    return _DASH.sub("-", unicodedata.normalize("NFKC", cell))


def _kana(cell: str) -> str:
    wide = unicodedata.normalize("NFKC", cell) if _HALF_KANA.search(cell) else cell
    return _DASH_AFTER_KANA.sub("ー", wide)


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell)


_FORMS: Mapping[Kind, Callable[[str], str]] = {
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.LATITUDE: _number,
    Kind.LONGITUDE: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.FLAG: _flag,
    Kind.YES_NO: _yes_no,
    Kind.LIST: _list,
    Kind.KANA: _kana,
    Kind.AREA_CODE: _area_code,
    Kind.CORPORATE_NUMBER: _digits,
    Kind.PHONE: _phone,
    Kind.POSTAL: _phone,
    Kind.URL: _plain,
    Kind.EMAIL: _plain,
}
