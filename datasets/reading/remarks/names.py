"""Remarks on the names of columns."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from datasets.kernel.messages import N_
from datasets.reading.remarks.sample import BLANKS, Column, defect
from datasets.reading.result import Defect, ReadTable

_LOOK_ALIKE = re.compile("[―‐‑–—−]|[^\\s][\u3000 ]{2,}[^\\s]|\u3000")
_UNCLEAR = re.compile(r"[A-Za-wz]|(?:unnamed|column|field|列|フィールド)[ _:]*\d*", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:\d{4}年|(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年|[MTSHR]\d{1,2}[./])\s*\d{1,2}[月./]"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}|最終更新"
)
_NUMBERED = re.compile(r"^(.*\D)[ _]?([1-9１-９]\d?)$")
_DIGITS = re.compile(r"[0-9０-９]+")
_DATE_PARTS = ({"年", "月", "日"}, {"year", "month", "day"})
_CODE_OF = re.compile(r"^(.+?)[ _]?(?:区分|コード|CD|code|ｺｰﾄﾞ|番号)$", re.IGNORECASE)
_ERA_YEAR = re.compile(r"\d{1,2}\s*年度?")
_SPACED = re.compile(r"[一-鿿々](?:[ \u3000]+[一-鿿々])+")
_TERM = re.compile(r"^[a-z]{2,6}:\w")
_WIDE = 12
_MANY_CODES = 5


def name_remarks(columns: list[Column], table: ReadTable) -> Iterator[Defect]:
    """What is said of the header, each at most once."""
    if table.header_row is None and not table.keeps_blank_rows:
        yield defect("W_NO_HEADER", 1, N_("The columns have no names in the file"))
        return
    for code, sentence, fits in _EACH:
        met = [column for column in columns if fits(table.header[column.place])]
        if met:
            yield defect(code, len(met), sentence, met)
    yield from _groups(columns)
    if any(name.startswith("#LINK") for name in table.above) or table.header[0] == "#property":
        said = N_("The layout of LinkData: the first column is a running number")
        yield defect("W_LINKDATA", 1, said)
    if _is_english(columns, table):
        said = N_("All {count} columns are named in Latin letters, though the cells are Japanese")
        yield defect("W_HEADER_ASCII", len(columns), said)


def _is_look_alike(name: str) -> bool:
    text = name.strip(BLANKS)
    return unicodedata.normalize("NFKC", text) != text or _LOOK_ALIKE.search(text) is not None


def _named(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda name: pattern.fullmatch(name.strip(BLANKS)) is not None


_EACH: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    (
        "W_HEADER_SIGNS",
        N_("{count} names of columns have full-width or look-alike signs: {columns}"),
        _is_look_alike,
    ),
    (
        "W_HEADER_BLANKS",
        N_("{count} names of columns begin or end with a blank: {columns}"),
        lambda name: name != name.strip(BLANKS),
    ),
    (
        "W_HEADER_BREAK",
        N_("{count} names of columns have a line break: {columns}"),
        lambda name: "\n" in name.strip() or "\r" in name.strip(),
    ),
    ("W_HEADER_UNCLEAR", N_("{count} names of columns say nothing: {columns}"), _named(_UNCLEAR)),
    (
        "W_HEADER_DATE",
        N_("{count} names of columns hold a date: {columns}"),
        lambda name: _MOMENT.search(name) is not None,
    ),
    (
        "W_HEADER_ERA",
        N_("{count} names of columns are years of an era that is not named: {columns}"),
        _named(_ERA_YEAR),
    ),
    (
        "W_HEADER_SPACED",
        N_("{count} names of columns have a blank after every character: {columns}"),
        _named(_SPACED),
    ),
    (
        "W_HEADER_TERM",
        N_("{count} names of columns are terms of a vocabulary: {columns}"),
        lambda name: _TERM.match(name) is not None,
    ),
    (
        "W_TEMPLATE",
        N_("{count} names of columns are hints of a template: {columns}"),
        lambda name: name.strip(BLANKS).startswith("←"),
    ),
)


def _groups(columns: list[Column]) -> Iterator[Defect]:
    yield from _repeated(columns)
    patterns = defaultdict(list)
    for column in columns:
        patterns[_DIGITS.sub("#", column.name)].append(column)
    wide = max(patterns.items(), key=lambda item: len(item[1]), default=("", []))
    if "#" in wide[0] and len(wide[1]) >= _WIDE:
        said = N_("{count} columns of one kind stand side by side: {columns}")
        yield defect("W_WIDE", len(wide[1]), said, wide[1])
    last = {column.name.lower()[-1:]: column for column in columns}
    words = {column.name.lower(): column for column in columns}
    for parts in _DATE_PARTS:
        known = last if "年" in parts else words
        if parts <= known.keys():
            said = N_("A date is split over {count} columns: {columns}")
            yield defect("W_SPLIT_DATE", len(parts), said, (known[part] for part in parts))
    yield from _codes(columns)


def _repeated(columns: list[Column]) -> Iterator[Defect]:
    numbers = defaultdict(set)
    for column in columns:
        found = _NUMBERED.match(column.name)
        if found and len(found[1].strip()) > 1:
            numbers[found[1].strip()].add(unicodedata.normalize("NFKC", found[2]))
    groups = {base for base, met in numbers.items() if {"1", "2"} <= met and len(met) < _WIDE}
    met = [c for c in columns if (m := _NUMBERED.match(c.name)) and m[1].strip() in groups]
    if met:
        said = N_("{count} columns are numbered repeats of others: {columns}")
        yield defect("W_REPEATED_GROUPS", len(met), said, met)


def _codes(columns: list[Column]) -> Iterator[Defect]:
    names = {column.name for column in columns}
    beside = [c for c in columns if (m := _CODE_OF.match(c.name)) and m[1] in names]
    if beside:
        said = N_("{count} codes stand beside their words: {columns}")
        yield defect("W_CODE_BESIDE", len(beside), said, beside)
    short = [column for column in columns if 2 <= len(column.values) <= column.filled // 4]
    coded = [column for column in short if max(map(len, column.values)) <= 12]
    if len(coded) >= max(_MANY_CODES, len(columns) // 4):
        said = N_("{count} columns hold a few values again and again, as codes do: {columns}")
        yield defect("W_CODED", len(coded), said, coded)


def _is_english(columns: list[Column], table: ReadTable) -> bool:
    if len(columns) < 3 or not all(name.isascii() for name in table.header):
        return False
    japanese = Counter(any(sign > "\u3040" for sign in column.signs) for column in columns)
    return japanese[True] > 0
