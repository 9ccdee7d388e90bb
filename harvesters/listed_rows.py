"""Pure: the rows of a list of datasets without its remarks, each with the dataset it is of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from datasets.kernel.folding import fold
from harvesters.translating import text

Row = Mapping[str, str]

ADDRESSES = ("download", "access", "page")
_NAMES = ("identifier", "title")
_OF_DATASET = frozenset(
    {"subtitle", "description", "keywords", "theme", "menu", "changed", "frequency", "notes"}
)
_REMARK = re.compile(r"[※＊*■◆【]|[(（]?(?:注|備考|出典)|(?:以上|合計|総計|小計|総数|計|total)$")


def rows_of(fields: Sequence[str], table: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Yield what each row says, by field; a row that names no dataset comes without a name.

    A row that says nothing before its file, or no more than the row above does, is a further file
    of that dataset, as where the cells of a dataset are merged. Titles of sections, totals, notes
    and rows that wait to be filled in are left aside.
    """
    named: Row = {}
    above: Sequence[str] = ()
    for record in table:
        cells = [text(cell) for cell in record]
        row = {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell}
        if not any(row.get(name) for name in ADDRESSES) and _is_remark(row, cells):
            continue
        if any(row.get(name) for name in _NAMES):
            named, above = row, cells[: fields.index("title") + 1]
        elif named and _goes_on(row, zip(cells, above, strict=False)):
            row = {name: named[name] for name in _NAMES if name in named} | row
        else:
            named = {}
        yield row


def titles_of(rows: Iterable[Row]) -> list[str]:
    """The titles that rows of one dataset give it, but for how they are written."""
    titles = [row["title"] for row in rows if row.get("title")]
    return list({"".join(fold(title).split()): title for title in reversed(titles)}.values())[::-1]


def _is_remark(row: Row, cells: Sequence[str]) -> bool:
    names = [row[name] for name in _NAMES if name in row]
    if names:
        return _REMARK.match(fold(names[0])) is not None
    return not row or sum(map(bool, cells)) == 1


def _goes_on(row: Row, before: Iterable[tuple[str, str]]) -> bool:
    has_address = any(row.get(name) for name in ADDRESSES)
    says_no_other = all(cell in {"", above} for cell, above in before)
    return has_address and says_no_other and not _OF_DATASET & row.keys()
