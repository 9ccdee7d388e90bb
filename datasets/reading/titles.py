"""Rows above a header that are wide enough to be taken for one: titles with a date or a page."""

import re

from datasets.reading.cells import kind_of_cell
from datasets.reading.header_shape import filled_columns
from datasets.reading.result import Record

_WORDS = re.compile(
    r"一覧|名簿|\d\s*[頁枚]|ページ|page\s*\d|^\s*\d+\s*/\s*\d+\s*$|現在|時点|作成|単位"
    r"|年\s*\d{1,2}\s*月|[年月]度?\s*分\s*$|概要|の状況|状況[調表]\s*$|集計表|調査票",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[\d０-９]+")


def is_title(record: Record, below: Record, types: list[str]) -> bool:
    """Whether a row is a title of the fuller row below it, and not a row of names or groups.

    Args:
        record: Cells of the upper row.
        below: Of the next one that holds something.
        types: The kind of most cells of each column further down.
    """
    upper, lower = filled_columns(record), filled_columns(below)
    if len(upper) >= len(lower) or len({below[n].strip() for n in lower}) < len(lower):
        return False
    if any(kind_of_cell(below[n]) != "text" for n in lower):
        return False
    if any(_WORDS.search(record[n]) for n in upper) and len(upper) * 2 <= len(lower) + 1:
        return True
    over = any(types[n] not in ("text", "blank") for n in lower if n < len(types))
    return over and upper == list(range(len(upper))) and len(upper) * 2 <= len(lower)


def without_numbers(record: Record) -> tuple[str, ...]:
    """Its texts without blanks, and with one sign for each number: what pages have in common."""
    return tuple(_DIGITS.sub("#", cell.strip()) for cell in record if cell.strip())
