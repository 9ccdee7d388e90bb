"""Excel workbooks of today (.xlsx): values by calamine, the rest from the XML."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.package import DAMAGED, check_package
from datasets.reading.parts import SheetFacts, WorkbookFacts, workbook_facts
from datasets.reading.result import (
    Defect,
    HiddenParts,
    ReadFile,
    ReadLimits,
    ReadTable,
    Record,
)
from datasets.reading.sheet import Sheet, covers_apart, left_out, tables_of
from datasets.reading.shown import shown

METADATA = N_("The workbook names its authors or holds comments")
BLANK_WORKBOOK = N_("No sheet of the workbook holds anything.")
_ERROR_TYPES = (CalamineError, OSError, ValueError)


def read_xlsx(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read a workbook; hidden sheets are named and left unread.

    Raises:
        UnreadableFile: E_ZIP, E_ZIP_AMBIGUOUS, E_MACRO, E_XML_DTD or E_EMPTY as `detail_code`.
        TooLarge: E_BOMB, E_SHEET_TOO_LARGE, E_TOO_MANY_SHEETS, E_TOO_MANY_COLUMNS.
    """
    check_package(path, limits)
    # a cell in the last column would abort the process in calamine: sizes are known first
    facts = workbook_facts(path, limits)
    aside = left_out(facts.visible)
    tables: list[ReadTable] = []
    beside: list[ReadTable] = []
    try:
        workbook = CalamineWorkbook.from_path(path)
        for title, sheet_facts in facts.visible.items():
            if title in workbook.sheet_names:
                sheet = _sheet(workbook.get_sheet_by_name(title), title, sheet_facts)
                (beside if title in aside else tables).extend(tables_of(sheet, limits))
    except _ERROR_TYPES as fault:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault
    if not tables:
        raise UnreadableFile(BLANK_WORKBOOK, detail_code="E_EMPTY")
    tables, covers = covers_apart(tables)
    return ReadFile(
        kind="xlsx",
        tables=tuple(tables),
        aside=(*beside, *covers),
        hidden=_hidden(facts),
        notes=tuple(defect.where for defect in aside.values()),
        defects=(*aside.values(), *_defects(facts)),
    )


def _sheet(sheet: CalamineSheet, title: str, facts: SheetFacts) -> Sheet:
    width = max(facts.width, sheet.end[1] + 1 if sheet.end else 0)
    return Sheet(
        name=title,
        records=partial(_records, sheet, width, facts.padded),
        width=width,
        merges=tuple(sorted(facts.merges)),
    )


def _records(sheet: CalamineSheet, width: int, padded: dict[int, int]) -> Iterator[Record]:
    """The rows as they are shown; `padded` are columns whose numbers have so many digits."""
    if sheet.start is None:
        return
    # rows begin at the top of the sheet, cells at the first column that is not blank
    left = [""] * sheet.start[1]
    for values in sheet.iter_rows():
        cells = left + [shown(value) for value in values]
        for column, digits in padded.items():
            if column < len(cells) and cells[column].isdecimal():
                cells[column] = cells[column].zfill(digits)
        yield (cells + [""] * (width - len(cells)))[:width]


def _hidden(facts: WorkbookFacts) -> HiddenParts:
    sheets = facts.visible.values()
    return HiddenParts(
        sheets=facts.hidden,
        rows=sum(len(sheet.hidden_rows) for sheet in sheets),
        columns=sum(
            sum(sheet.first_column <= number <= sheet.width for number in sheet.hidden_columns)
            for sheet in sheets
        ),
    )


def _defects(facts: WorkbookFacts) -> Iterator[Defect]:
    errors = sum(len(sheet.errors) for sheet in facts.visible.values())
    if errors:
        said = Message(N_("{count} cells hold an error of Excel"), {"count": errors})
        yield Defect("W_ERROR_CELL", errors, said)
    unknown = sum(len(sheet.without_result) for sheet in facts.visible.values())
    if unknown:
        said = Message(
            N_("{count} formulas have no result: open the workbook in Excel and save it again"),
            {"count": unknown},
        )
        yield Defect("W_NO_RESULT", unknown, said)
    if facts.charts:
        said = Message(N_("The workbook has {count} charts"), {"count": facts.charts})
        yield Defect("W_CHART", facts.charts, said)
    if facts.metadata:
        yield Defect(
            "W_DOC_METADATA",
            len(facts.metadata),
            Message(METADATA),
        )
