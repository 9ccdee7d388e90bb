"""A table as an Excel workbook: text stays text, nothing becomes a formula or a link."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it carries no types

from datasets.kernel.errors import TooLarge
from datasets.kernel.messages import N_
from datasets.packaging.convert import Download
from datasets.tables.column import ColumnType

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
_MOST_CELL_CHARACTERS = 32_767
# a spreadsheet keeps 15 digits of a number; a longer one stays text
_NUMBER = re.compile(r"-?(?!\d[\d.]{16})(?:0|[1-9]\d{0,14})(?:\.(\d{1,14}))?", re.ASCII)
_FIRST_SURE_DAY = date(1900, 3, 1)  # before it, spreadsheets count a day that never was
SAME_EVERY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def xlsx_file(download: Download, to: Path) -> None:
    """Write all matching rows as the one sheet of a workbook, in constant memory.

    Raises:
        TooLarge: if a workbook cannot hold as many rows or columns, or so long a cell.
    """
    rows = download.tables.count(download.key, download.columns, download.query)
    if rows > MOST_ROWS or len(download.shown) > MOST_COLUMNS:
        raise TooLarge(
            N_("Excel holds at most {most} rows. Please add a condition, or choose CSV."),
            most=MOST_ROWS,
        )
    options = {"constant_memory": True, "tmpdir": str(to.parent)}
    with xlsxwriter.Workbook(str(to), options) as workbook:
        workbook.set_properties({"created": SAME_EVERY_TIME})
        _Sheet(workbook).fill(download)


class _Sheet:
    """One sheet and the formats of its cells."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._sheet = workbook.add_worksheet("data")
        self._sheet.freeze_panes(1, 0)
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._decimals: dict[int, Any] = {}

    def fill(self, download: Download) -> None:
        types = [column.type for column in download.shown]
        for at, column in enumerate(download.shown):
            self._write_text(0, at, column.name)
        number = 0
        for batch in download.batches():
            for row in batch:
                number += 1
                for at, text in enumerate(row):
                    if text is not None:
                        self._write(number, at, types[at], text)

    def _write(self, row: int, at: int, kind: ColumnType, text: str) -> None:
        if kind in (ColumnType.INTEGER, ColumnType.NUMBER) and (found := _NUMBER.fullmatch(text)):
            self._sheet.write_number(row, at, float(text), self._with_decimals(found[1]))
        elif kind is ColumnType.DATE and date.fromisoformat(text) >= _FIRST_SURE_DAY:
            self._sheet.write_datetime(row, at, date.fromisoformat(text), self._day)
        elif kind is ColumnType.BOOLEAN:
            self._sheet.write_boolean(row, at, text == "true")
        else:
            self._write_text(row, at, text)

    def _write_text(self, row: int, at: int, text: str) -> None:
        if len(text) > _MOST_CELL_CHARACTERS:
            raise TooLarge(
                N_("A cell in row {row} is longer than Excel can hold. Please choose CSV."),
                row=row,
            )
        self._sheet.write_string(row, at, text)

    def _with_decimals(self, decimals: str | None) -> Any:
        """The format that shows a number with the decimals it is written with."""
        if not decimals:
            return None
        count = len(decimals)
        if count not in self._decimals:
            form = {"num_format": f"0.{'0' * count}"}
            self._decimals[count] = self._workbook.add_format(form)
        return self._decimals[count]
