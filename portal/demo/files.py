"""Tables as files: tidy ones, and ones as they come out of a busy office."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from portal.demo.catalogue import Sheet
from portal.demo.series import era_date
from portal.demo.tables import Cell, Table

_CREATED = datetime(2026, 11, 1, tzinfo=UTC).replace(tzinfo=None)  # xlsxwriter takes naive times
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
Grid = list[list[Cell]]


def csv_bytes(sheet: Sheet, table: Table, *, encoding: str) -> bytes:
    """A sheet as CSV with CRLF line ends, in utf-8, utf-8-sig or cp932."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows(_above(sheet, table))
    writer.writerow([sheet.english.get(name, name) for name in table.columns])
    writer.writerows(_body(sheet, table))
    writer.writerows(_below(sheet, table))
    return out.getvalue().encode(encoding)


def json_bytes(table: Table) -> bytes:
    """A table as a JSON array, one object a row."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return _json(rows)


def geojson_bytes(table: Table) -> bytes:
    """A table with geometries as a GeoJSON FeatureCollection."""
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": dict(zip(table.columns, row, strict=True)),
        }
        for row, geometry in zip(table.rows, table.geometries, strict=True)
    ]
    return _json({"type": "FeatureCollection", "features": features})


def xlsx_bytes(parts: Sequence[tuple[Sheet, Table]]) -> bytes:
    """Sheets as one workbook; the same bytes in every run."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    bold = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDE6F2"})
    title = book.add_format({"bold": True, "font_size": 14})
    for sheet, table in parts:
        page = book.add_worksheet(sheet.sheet)
        top = _above(sheet, table)
        for number, row in enumerate(top):
            page.write_row(number, 0, row)
        if sheet.headline and len(table.columns) > 1:
            page.merge_range(0, 0, 0, len(table.columns) - 1, sheet.headline[0], title)
        start = len(top)
        if sheet.stacked:
            start = _stacked_header(page, table.columns, start, bold)
        else:
            page.write_row(start, 0, table.columns, bold)
        body = [*_body(sheet, table), *_below(sheet, table)]
        for number, row in enumerate(body, start + 1):
            page.write_row(number, 0, row)
        page.set_column(0, len(table.columns) - 1, 14)
    book.close()
    return out.getvalue()


def _stacked_header(
    page: Worksheet, columns: Sequence[str], row: int, style: xlsxwriter.format.Format
) -> int:
    pairs = [column.partition("_") for column in columns]
    left = 0
    for upper, group in groupby(pairs, key=lambda pair: pair[0]):
        lower = [pair[2] for pair in group]
        right = left + len(lower) - 1
        if lower == [""]:
            page.merge_range(row, left, row + 1, left, upper, style)
        else:
            page.merge_range(row, left, row, right, upper, style)
            page.write_row(row + 1, left, lower, style)
        left = right + 1
    return row + 1


def _above(sheet: Sheet, table: Table) -> Grid:
    width = len(table.columns)
    rows: Grid = [[line, *[None] * (width - 1)] for line in sheet.headline]
    if sheet.unit:
        rows.append([*[None] * (width - 1), sheet.unit])
    return rows


def _below(sheet: Sheet, table: Table) -> Grid:
    blank: list[Cell] = [None] * len(table.columns)
    notes: Grid = [[line, *blank[1:]] for line in sheet.notes]
    return [blank, *notes] if notes else []


def _body(sheet: Sheet, table: Table) -> Grid:
    columns = table.columns
    index = columns.index(sheet.blank_after) if sheet.blank_after else -1
    rows: Grid = []
    before = ""
    for row in table.rows:
        group = str(row[index])[:4] if index >= 0 else ""
        if rows and group != before:
            rows.append([None] * len(columns))
        before = group
        rows.append([_typed(sheet, name, cell) for name, cell in zip(columns, row, strict=True)])
    return rows


def _typed(sheet: Sheet, column: str, cell: Cell) -> Cell:
    if column in sheet.thousands and isinstance(cell, int):
        return f"{cell:,}"
    if column in sheet.wide:
        return str(cell).translate(_WIDE_DIGITS)
    if column in sheet.eras and cell:
        return era_date(date.fromisoformat(str(cell)))
    if column in sheet.padded:
        return f" {cell}　"
    return cell


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
