"""Looking for, and changing, cells of a column: quick where there is nothing to do."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from datasets.repair.recipe import Tally

SEPARATOR = "\x1f"
BLANKS = " \t\r\n\v\f\u00a0\u3000"
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff]"
)
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FULL_DIGITS = "０１２３４５６７８９"
STRUCTURED = re.compile(
    r"[-+△▲]?\s*(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*%?"
    r"|\d{1,4}([-/.:])\d{1,2}(?:\1\d{1,4})?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\(?0\d[\d()]*(?:-[\d()]+)*|〒?\d{3}-\d{4}|[A-Z]{0,3}\d+(?:-\d+)*"
    r"|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日"
    r"|(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年(?:\d{1,2}月(?:\d{1,2}日)?)?"
)
GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
UNITS = (
    "人|名|世帯|戸|件|台|個|本|枚|冊|箇所|か所|カ所|ヶ所|ヵ所|円|千円|万円|百万円|億円|km|㎞|km2|m|cm|mm|㎡|m2|㎢"
    "|ha|t|トン|kg|g|L|kL|kWh|%|％|℃|隻|頭|羽|匹|両"
)
NUMBER = re.compile(
    r"'?[¥￥]?\s?[-+△▲−－]?\s?[¥￥]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:" + UNITS + ")?"
)
NOTHING = frozenset(
    (
        *("", "-", "－", "―", "ー", "—", "–", "‐", "−", "--", "---", "…", "……", "...", "‥"),
        *("*", "**", "***", "×", "x", "X", "・", "･", "/", "／", "集計中", "不明", "なし", "無し"),
        *("未定", "未集計", "調査中", "該当なし", "データなし", "N/A", "n/a", "NA", "null", "NULL"),
    )
)


def half_width(text: str) -> str:
    """The text with full-width ASCII as ASCII; blanks and kana stay as they are."""
    return text.translate(HALF_WIDTH)


def ungrouped(text: str) -> str:
    """1,234 as 1234; anything else as it is."""
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def is_structured(text: str) -> bool:
    """Whether it is a number, date, time, phone or postal number or code."""
    plain = half_width(text)
    return len(plain) <= 40 and STRUCTURED.fullmatch(plain) is not None


def is_number(text: str) -> bool:
    """Whether it is a number, however its sign, separators and unit are written."""
    return NUMBER.fullmatch(half_width(text)) is not None


def bare(text: str) -> str:
    """The text without control characters, and then without blanks at its ends."""
    return (text if text.isprintable() else CONTROLS.sub("", text)).strip(BLANKS)


def is_blank(text: str) -> bool:
    """Whether nothing is left of it without blanks and control characters."""
    if not text or text.isspace():
        return True
    return len(text) < 50 and not text.isprintable() and not CONTROLS.sub("", text).strip()


def has_edges(joined: str) -> bool:
    """Whether any cell of a column, joined with SEPARATOR at both ends, has a blank at an end."""
    return any(
        f"{SEPARATOR}{blank}" in joined or f"{blank}{SEPARATOR}" in joined
        for blank in BLANKS
        if blank in joined
    )


def joined(values: Iterable[str]) -> str:
    """A column as one text, to be searched at once."""
    return f"{SEPARATOR}{SEPARATOR.join(values)}{SEPARATOR}"


def change(
    frame: pd.DataFrame, columns: Iterable[Any], mend: Callable[[str], str], tally: Tally
) -> pd.DataFrame:
    """Mend every cell of some columns; columns the frame lacks are passed over."""
    for column in columns:
        if column not in frame.columns:
            continue
        before = frame[column].tolist()
        mended = {value: mend(value) for value in dict.fromkeys(before)}
        if all(old == new for old, new in mended.items()):
            continue
        after = [mended[value] for value in before]
        rows = frame.index.tolist()
        for row, old, new in zip(rows, before, after, strict=True):
            if old != new:
                tally.add(row + 1, str(column), old, new)
        values = np.empty(len(after), dtype=object)
        values[:] = after
        frame[column] = values
    return frame


def columns_in(options: Mapping[str, Any]) -> list[str]:
    """The columns that a recipe names."""
    return list(options.get("columns", ()))


def composed(text: str) -> str:
    """Kana and their marks as one character each; nothing else changes."""
    return _MARKED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


_MARKED = re.compile("[\u3040-\u30ff][\u3099\u309a]")
