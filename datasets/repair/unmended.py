"""What is wrong with values and cannot be mended: named with its rows, never changed."""

import re
from collections.abc import Callable, Collection, Iterator

from datasets.kernel.messages import N_, Message
from datasets.reading.result import Defect
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.days import is_impossible_day
from datasets.repair.step import Seen
from datasets.repair.steps.area_codes import is_area_code, named_area_codes

_NAMED_ROWS = 5
_FEWEST_NUMBERS = 10
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_ROUGHLY = re.compile(
    rf"(?:(?:約|およそ|おおよそ|概ね|ほぼ|≒)\s*{_FIGURE}.{{0,8}}"
    rf"|{_FIGURE}\s*[^\W\d]{{0,3}}(?:くらい|ぐらい|程度|以上|以下|未満|前後|余り?|あまり|超|弱|強|\?)"
    rf"|{_FIGURE}\s*[~〜～]\s*{_FIGURE}\s*[^\W\d]{{0,3}})"
)


def unmended(seen: Seen) -> Iterator[Defect]:
    """Days that never were, codes whose check digit is wrong, and words between numbers.

    Raises:
        UnreadableFile, TooLarge: as the table's source does.
    """
    for facts in seen.columns:
        if facts.is_days:
            yield from _defect(
                seen,
                facts,
                "W_DATE",
                is_impossible_day,
                N_("“{column}” holds days that never were, in rows {rows}"),
            )
        if facts.is_numeric and facts.told.total() >= _FEWEST_NUMBERS:
            yield from _defect(
                seen,
                facts,
                "W_ROUGH_NUMBER",
                _is_rough,
                N_(
                    "“{column}” holds numbers, but in rows {rows} with words such as “about”, so "
                    "it can be neither added up nor drawn. Write the number alone there"
                ),
            )
        if named_area_codes(facts):
            yield from _defect(
                seen,
                facts,
                "W_AREA_CODE",
                _is_wrong_code,
                N_("“{column}” holds codes with a wrong check digit, in rows {rows}"),
            )


def _is_rough(text: str) -> bool:
    return _ROUGHLY.fullmatch(half_width(text.strip(BLANKS))) is not None


def _is_wrong_code(text: str) -> bool:
    plain = half_width(text.strip(BLANKS))
    return len(plain) == 6 and plain.isdecimal() and not is_area_code(plain)


def _defect(
    seen: Seen, facts: ColumnFacts, code: str, wrong: Callable[[str], bool], msgid: str
) -> Iterator[Defect]:
    texts = {text for text in facts.values if wrong(text)}
    if texts:
        rows = ", ".join(str(row + 1) for row in _first_rows(seen, facts.place, texts))
        places = {"column": facts.name, "rows": rows}
        yield Defect(code, facts.count(texts), Message(msgid, places))


def _first_rows(seen: Seen, place: int, texts: Collection[str]) -> list[int]:
    rows: list[int] = []
    for start, records in seen.table.batches():
        for number, record in enumerate(records, start):
            if place < len(record) and record[place] in texts:
                rows.append(number)
                if len(rows) == _NAMED_ROWS:
                    return rows
    return rows
