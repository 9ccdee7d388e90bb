"""Remarks on columns as a whole: what most of their cells are like."""

import re
from collections.abc import Iterable, Iterator

from datasets.kernel.messages import N_
from datasets.reading.remarks.sample import BLANKS, Column, defect
from datasets.reading.result import Defect

_RINGS = frozenset("○〇◯")
_MARKS = _RINGS | frozenset("◎●×✕✖△▲☓レ✓有無")
_NONE = frozenset(("-", "－", "―", "ー", ""))
_MOST = 0.8
_FEW = 4
_LIST = re.compile(r"[^、。,;；\n]{1,30}(?:[、;；][^、。,;；\n]{1,30})+")
_LIST_SHARE = 0.1
_PREFECTURE = re.compile(r"(?:東京都|北海道|(?:京都|大阪)府|.{2,3}県).{1,8}[市区町村]")
_TIME = re.compile(r"\s*(\d{1,2})\s*([:：])\s*\d{2}")
_GOVERNMENT = re.compile(r"(?:0[1-9]|[1-3]\d|4[0-7])\d{3}")
_GOVERNMENT_NAME = re.compile(
    r"(?:団体|市区町村|都道府県|自治体|市町村).*コード|(?:city|muni|pref|region)?_?code",
    re.IGNORECASE,
)
_PERSON_ID = re.compile(
    r"(?:回答者?|応募者?|利用者|会員|参加者|受検者|respondent|user|member).*(?:ID|番号|No)",
    re.IGNORECASE,
)
_ONE = frozenset(("1", "1.0", "TRUE", "true"))


def column_remarks(columns: list[Column]) -> Iterator[Defect]:
    """What is said of columns, each kind once."""
    yield from _mark_remarks([column for column in columns if _is_marked(column)])
    for code, sentence, met in (
        ("W_FLAGS", N_("{count} columns hold 1 or nothing: {columns}"), _flags(columns)),
        ("W_LIST", N_("{count} columns hold lists: {columns}"), _lists(columns)),
        (
            "W_JOINED_PLACE",
            N_("Prefecture and municipality are in one cell in {count} columns: {columns}"),
            _mostly(columns, _PREFECTURE),
        ),
        (
            "W_MIXED_TIMES",
            N_("Times are written in several ways in {count} columns: {columns}"),
            _mixed_times(columns),
        ),
        (
            "W_LEADING_ZERO",
            N_("{count} columns hold codes that begin with zeros, kept as text: {columns}"),
            _zeros(columns),
        ),
        (
            "W_CODE_5",
            N_("{count} columns hold municipality codes without their check digit: {columns}"),
            _short_codes(columns),
        ),
        (
            "W_PERSON_ID",
            N_("{count} columns number the people who answered: {columns}"),
            [c for c in columns if c.filled and _PERSON_ID.search(c.name)],
        ),
    ):
        if met:
            yield defect(code, len(met), sentence, met)


def _is_marked(column: Column) -> bool:
    told = {value.strip(BLANKS): count for value, count in column.values.items()}
    marks = sum(count for value, count in told.items() if value in _MARKS)
    none = sum(count for value, count in told.items() if value in _NONE)
    few = len(told) <= _FEW and marks * 2 >= column.filled
    return marks > 0 and (few or marks + none >= _MOST * column.filled)


def _mark_remarks(marked: list[Column]) -> Iterator[Defect]:
    if not marked:
        return
    said = N_("{count} columns hold marks such as ○ and ×: {columns}")
    yield defect("W_MARKS", len(marked), said, marked)
    used = [_RINGS & column.signs for column in marked]
    if len(frozenset().union(*used)) > 1:
        mixed = [column for column, rings in zip(marked, used, strict=True) if rings]
        said = N_("Several circles that look alike are used in {count} columns: {columns}")
        yield defect("W_MIXED_MARKS", len(mixed), said, mixed)
    silent = [
        c
        for c in marked
        if c.filled < len(c.cells) and len({v.strip(BLANKS) for v in c.values} & _MARKS) == 1
    ]
    if silent:
        said = N_("A blank cell beside marks means something in {count} columns: {columns}")
        yield defect("W_BLANK_MARK", len(silent), said, silent)


def _flags(columns: list[Column]) -> list[Column]:
    return [c for c in columns if c.values and c.values.keys() <= _ONE and c.filled < len(c.cells)]


def _lists(columns: list[Column]) -> list[Column]:
    return [
        column
        for column in columns
        if {"、", ";", "；"} & column.signs
        and column.filled >= 3
        and column.share(v for v in column.values if _LIST.fullmatch(v.strip(BLANKS)))
        >= _LIST_SHARE
    ]


def _mostly(columns: list[Column], pattern: re.Pattern[str]) -> list[Column]:
    return [
        column
        for column in columns
        if column.filled and column.share(v for v in column.values if pattern.fullmatch(v)) >= _MOST
    ]


def _mixed_times(columns: list[Column]) -> list[Column]:
    return [c for c in columns if _forms(c.values) > 1]


def _forms(values: Iterable[str]) -> int:
    found = map(_TIME.match, values)
    return len({time[2] for time in found if time})


def _zeros(columns: list[Column]) -> list[Column]:
    met = []
    for column in columns:
        if not column.filled or not column.signs <= frozenset("0123456789"):
            continue
        widths = {len(value) for value in column.values}
        if len(widths) == 1 and max(widths) > 1 and any(v[0] == "0" for v in column.values):
            met.append(column)
    return met


def _short_codes(columns: list[Column]) -> list[Column]:
    return [c for c in _mostly(columns, _GOVERNMENT) if _GOVERNMENT_NAME.search(c.name)]
