"""The blank form of a standard: its headers as CSV, and as a workbook that explains each."""

import csv
import io

import xlsxwriter  # type: ignore[import-untyped]  # it carries no types

from datasets.packaging.spreadsheet import SAME_EVERY_TIME
from datasets.validation.standards.kinds import EXAMPLES, MARKS
from datasets.validation.standards.schema import Edition, Field, Use, meaning, standard, writing

_BOM = b"\xef\xbb\xbf"
_USES = {Use.MANDATORY: "必須 ◎", Use.RECOMMENDED: "推奨 ○", Use.OPTIONAL: "任意"}
_NOTES = ("項目", "区分", "書き方", "例", "使える値", "意味", "How to write it", "Meaning")
_NOTE_WIDTHS = (30, 10, 44, 24, 24, 44, 36, 36)
_LEAST_WIDTH, _MOST_WIDTH = 10, 40


def csv_template(edition: Edition) -> bytes:
    """The headers alone, as UTF-8 with BOM, which spreadsheets read rightly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([field.name for field in edition.fields])
    return _BOM + written.getvalue().encode()


def xlsx_template(edition: Edition) -> bytes:
    """A workbook: a sheet to fill in, and one that says what each column holds.

    Every cell of the first sheet is text, so that codes keep their zeros and dates their form.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": SAME_EVERY_TIME})
        head = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"}
        heads = {
            Use.MANDATORY: workbook.add_format({**head, "bg_color": "#FFE8B8"}),
            Use.RECOMMENDED: workbook.add_format(head),
            Use.OPTIONAL: workbook.add_format(head),
        }
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet("データ")
        sheet.freeze_panes(1, 0)
        for at, field in enumerate(edition.fields):
            width = min(_MOST_WIDTH, max(_LEAST_WIDTH, 2 * len(field.name) + 2))
            sheet.set_column(at, at, width, text)
            sheet.write_string(0, at, field.name, heads[field.use])
        _explain(workbook, edition)
    return out.getvalue()


def _explain(workbook: "xlsxwriter.Workbook", edition: Edition) -> None:
    sheet = workbook.add_worksheet("項目の説明")
    head = workbook.add_format({"bold": True, "bg_color": "#E8EEF4"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    known = standard(edition.standard)
    sheet.write_string(0, 0, f"{known.number} {known.title['ja']}　{known.title['en']}", head)
    sheet.freeze_panes(2, 1)
    for at, (name, width) in enumerate(zip(_NOTES, _NOTE_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, name, head)
    for row, field in enumerate(edition.fields, start=2):
        for at, note in enumerate(_notes(field)):
            sheet.write_string(row, at, note, wrapped)


def _notes(field: Field) -> tuple[str, ...]:
    values = field.values or MARKS.get(field.kind, ())
    how, what = writing(field.kind), meaning(field.name)
    return (
        field.name,
        _USES[field.use],
        how["ja"],
        values[0] if values else EXAMPLES[field.kind],
        "、".join(values),
        what.get("ja", ""),
        how["en"],
        what.get("en", ""),
    )
