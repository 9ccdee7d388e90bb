"""Remarks on single cells: each rule looks at a cell alone and counts over the columns."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datasets.kernel.messages import N_
from datasets.reading.remarks.sample import BLANKS, Column, defect
from datasets.reading.result import Defect

NULL_MARKS = frozenset(
    (
        "-",
        "－",
        "―",
        "ー",
        "‐",
        "−",
        "--",
        "…",
        "...",
        "*",
        "＊",
        "**",
        "***",
        "集計中",
        "不明",
    )
)
_DIGITS = "0123456789０１２３４５６７８９"
_FULL_WIDTH = [*map(chr, range(0xFF10, 0xFF1A)), *map(chr, range(0xFF21, 0xFF3B))]
_FULL_WIDTH += map(chr, range(0xFF41, 0xFF5B))
_HALF_KANA = [*map(chr, range(0xFF61, 0xFFA0))]
# signs for which other programs have other letters: ㎡ for m2, ① for (1), № for No
_COMPATIBLE = [*map(chr, (*range(0x3220, 0x3400), *range(0x2460, 0x2500), 0x2116, 0x2121))]
_COMPATIBLE += map(chr, range(0x2160, 0x2180))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of cell that is worth a remark.

    Attributes:
        code: Of the remark.
        sentence: With the places `count` and `columns`.
        needs: A cell is looked at only if its column has one of these signs; blank for any.
        fits: Whether a cell is of this kind.
        least: Cells it takes to be worth a remark.
    """

    code: str
    sentence: str
    needs: frozenset[str]
    fits: Callable[[str], object]
    least: int = 1


def _matching(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def _any_of(signs: frozenset[str]) -> Callable[[str], bool]:
    return lambda value: not signs.isdisjoint(value)


def _is_cp932(value: str) -> bool:
    try:
        # these have two forms each, and Windows knows the other one
        value.translate({0x301C: "～", 0x2212: "－", 0x2014: "―", 0x2016: "∥"}).encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _rule(
    code: str, sentence: str, needs: str | list[str], fits: str | None = None, least: int = 1
) -> _Rule:
    signs = frozenset(needs)
    return _Rule(code, sentence, signs, _matching(fits) if fits else _any_of(signs), least)


_RULES = (
    _rule("W_LINE_BREAK", N_("Line breaks inside {count} cells: {columns}"), "\n\r"),
    _rule(
        "W_HTML",
        N_("Marks of web pages such as <br> in {count} cells: {columns}"),
        "<&",
        r"(?i)</?(?:br|p|a|b|i|u|div|span|font|img|table|t[rdh]|[ou]?l|li|strong|em)\b[^<>]*>|&nbsp;",
    ),
    _rule(
        "W_WAREKI",
        N_("Years of Japanese eras in {count} cells: {columns}"),
        "治正和成元MTSHR",
        r"(?:明治|大正|昭和|平成|令和)\s*(?:[0-9０-９]{1,2}|元)\s*年?"
        r"|^[MTSHR](?:\d{1,2}|元)[./]\d{1,2}[./]\d{1,2}$",
    ),
    _rule(
        "W_ERA_MISSING",
        N_("Years of an era that is not named in {count} cells: {columns}"),
        "年",
        r"^\s*[0-9０-９]{1,2}\s*年度?\s*$",
    ),
    _rule(
        "W_FULL_WIDTH", N_("Full-width digits or letters in {count} cells: {columns}"), _FULL_WIDTH
    ),
    _rule("W_HALF_KANA", N_("Half-width kana in {count} cells: {columns}"), _HALF_KANA),
    _rule(
        "W_COMPAT_SIGN",
        N_("Signs such as ㎡ or ① in {count} cells: {columns}"),
        _COMPATIBLE,
    ),
    _rule(
        "W_DASH",
        N_("Wave dashes or minus signs that change in Shift_JIS in {count} cells: {columns}"),
        "\u301c\u2212\u2014",
    ),
    _Rule(
        "W_EDGES",
        N_("Blanks at the ends of {count} cells: {columns}"),
        frozenset(BLANKS),
        lambda value: value != value.strip(BLANKS),
    ),
    _rule(
        "W_THOUSANDS",
        N_("Thousands separators in {count} cells: {columns}"),
        ",，",
        r"^\s*[-+△▲−－]?\s*[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:\.\d+)?\s*$",
    ),
    _rule(
        "W_TRIANGLE",
        N_("Numbers below zero written with △ or ▲ in {count} cells: {columns}"),
        "△▲",
        r"^\s*[△▲]\s*[0-9０-９][\d.,０-９]*\s*%?\s*$",
    ),
    _rule("W_APOSTROPHE", N_("An apostrophe before {count} numbers: {columns}"), "'", r"^'\d"),
    _rule(
        "W_US_DATE",
        N_("Dates with the month first in {count} cells: {columns}"),
        "/",
        r"^\s*\d{1,2}/\d{1,2}/\d{4}(?:\s|$)",
    ),
    _rule(
        "W_DATE_TEXT",
        N_("Days without a year in {count} cells: {columns}"),
        "月",
        r"^\s*[0-9０-９]{1,2}月\s*[0-9０-９]{1,2}日",
        2,
    ),
    _rule(
        "W_TIME_TEXT",
        N_("Times written out in words in {count} cells: {columns}"),
        "時",
        r"[0-9０-９]{1,2}時(?:[0-9０-９]{1,2}分|半)?\s*(?:[～〜~－―ー-]|から)",
    ),
    _rule(
        "W_DMS",
        N_("Degrees, minutes and seconds in {count} cells: {columns}"),
        "度°",
        r"^\s*(?:[東西南北]経|[南北]緯|[NSEW])?\s*\d{1,3}\s*[度°]\s*\d{1,2}\s*[分′'’]",
    ),
    _rule(
        "W_JOINED_POINT",
        N_("Latitude and longitude in one cell in {count} cells: {columns}"),
        ",、 ",
        r"^\s*\(?(?:[2-4]\d\.\d+\s*[,、\s]\s*1[2-5]\d\.\d+|1[2-5]\d\.\d+\s*[,、\s]\s*[2-4]\d\.\d+)",
    ),
    _rule(
        "W_TWO_FACTS",
        N_("Two facts in one cell in {count} cells: {columns}"),
        "／/(（,",
        r"\d[\d,]*\s*[人台件室席戸校][^0-9]{0,2}[／/].{0,6}\d"
        r"|\d\s*[（(]\s*うち|^\d+,[^\d\s,]{1,3}\d+$",
    ),
    _rule(
        "W_SPACED",
        N_("Words with a blank after every character in {count} cells: {columns}"),
        " \u3000",
        r"^[ \u3000]*[一-鿿々ぁ-ヶ](?:[ \u3000]+[一-鿿々ぁ-ヶー])+[ \u3000\n]*$",
    ),
    _rule(
        "W_TEMPLATE",
        N_("Hints for filling in a template are left in {count} cells: {columns}"),
        "←",
        r"^\s*←",
    ),
    _Rule(
        "W_NULL_MARK",
        N_("Marks such as - or … for no value in {count} cells: {columns}"),
        frozenset("".join(NULL_MARKS)),
        lambda value: value.strip(BLANKS) in NULL_MARKS,
    ),
    _Rule(
        "W_NOT_CP932",
        N_("Characters that Shift_JIS does not have in {count} cells: {columns}"),
        frozenset(),
        lambda value: not value.isascii() and not _is_cp932(value),
    ),
)


def cell_remarks(columns: list[Column]) -> Iterator[Defect]:
    """One remark a rule, with the cells of all columns counted."""
    for rule in _RULES:
        met = {}
        for column in columns:
            if rule.needs and rule.needs.isdisjoint(column.signs):
                continue
            count = sum(n for value, n in column.values.items() if rule.fits(value))
            if count:
                met[column.place] = count
        total = sum(met.values())
        if total >= rule.least:
            yield defect(rule.code, total, rule.sentence, (columns[place] for place in met))
