"""How a script reads the original: which kinds of files it can, with what, else why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import N_, Message

_SQUARED = """    rows = [(row[{left}:] + [""] * {width})[:{width}] for row in rows]
    return pd.DataFrame(
        rows, index=range({first}, {first} + len(rows)), columns=range({width}), dtype=object
    )"""
_READ_CSV = (
    '''def read(path):
    """The cells of the table as they stand in the file; the index counts its records from 0."""
    csv.field_size_limit(10_000_000)
    with open(path, encoding={encoding!r}, newline="") as file:
        lines = csv.reader(file, delimiter={mark!r}, skipinitialspace={blank}, strict=True)
        rows = list(lines)[{first}:{stop}]
'''
    + _SQUARED
)
_READ_XLSX = (
    '''def read(path):
    """The cells of the table as they stand on the sheet; the index counts its rows from 0."""
    sheet = pd.read_excel(
        path, sheet_name={sheet!r}, header=None, dtype=object, engine="calamine", na_filter=False
    )
    rows = [[shown(value) for value in row] for row in sheet.to_numpy()[{first}:{stop}]]
'''
    + _SQUARED
)
_READ_XLS = (
    '''def read(path):
    """The cells of the table as they stand on the sheet; the index counts its rows from 0."""
    book = xlrd.open_workbook(str(path), formatting_info=True)
    sheet = book.sheet_by_name({sheet!r})
    every = (sheet.row(number) for number in range(sheet.nrows))
    rows = [[cell_shown(book, cell) for cell in row] for row in every][{first}:{stop}]
'''
    + _SQUARED
)
_READ_JSON = (
    '''def read(path):
    """The records of the document as text; the index counts them from 0."""
    with open(path, encoding={encoding!r}, newline="") as file:
        document = {parsed}
    records = flattened(records_in(document))
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = [[as_text(record.get(name)) for name in names] for record in records]
'''
    + _SQUARED
)
_WHOLE = "json.load(file)"
_LINES = 'json.loads("[" + ",".join(line for line in map(tidy, file) if line) + "]")'
_TIDY = '''def tidy(line):
    """A line without what separates records."""
    return line.strip("\\x1e \\t\\r\\n")'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files of one kind are read.

    Attributes:
        needs: What must be installed.
        text: The function `read`, with places for what the source of a recipe says.
        imports: Lines that the function needs.
        takes: Functions of ours that it calls: module below `datasets`, and name.
        besides: Functions of its own.
    """

    needs: str
    text: str
    imports: tuple[str, ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    besides: tuple[str, ...] = ()


_RECORDS = (
    ("reading/json_records.py", "records_in"),
    ("reading/json_records.py", "flattened"),
    ("reading/structured.py", "as_text"),
)
READINGS: Mapping[str, Reading] = {
    "csv": Reading(needs="pip install pandas", text=_READ_CSV, imports=("import csv",)),
    "xlsx": Reading(
        needs="pip install pandas python-calamine",
        text=_READ_XLSX,
        takes=(("reading/shown.py", "shown"),),
    ),
    "xls": Reading(
        needs="pip install pandas xlrd",
        text=_READ_XLS,
        imports=("import xlrd",),
        takes=(("reading/workbook_xls.py", "cell_shown"),),
    ),
    "json": Reading(
        needs="pip install pandas",
        text=_READ_JSON,
        imports=("import json",),
        takes=_RECORDS,
    ),
    "ndjson": Reading(
        needs="pip install pandas",
        text=_READ_JSON,
        imports=("import json",),
        takes=_RECORDS,
        besides=(_TIDY,),
    ),
}
_WHY_NOT: Mapping[str, str] = {
    "ods": N_(
        "There is no script: in OpenDocument, readings above words and remarks stand among the"
        " cells, and pandas takes them for text."
    ),
    "zip": N_("There is no script: the table lies inside of a zip file, or is a layer of a map."),
    "geojson": N_("There is no script: the table was made of shapes on a map."),
    "cube": N_("There is no script: the file is a cube of numbers, each of which became a row."),
    "xml": N_("There is no script: the table was gathered from the elements of an XML document."),
}
_UNKNOWN = N_("There is no script: pandas cannot read files of this kind.")


def reading(source: Mapping[str, Any]) -> tuple[Reading, str] | None:
    """How the original is read, and the text of its function; None where no script can.

    Args:
        source: Of a recipe.
    """
    kind = str(source.get("kind", ""))
    found = READINGS.get(kind)
    if found is None:
        return None
    mark = str(source.get("delimiter") or ",")
    told = {**source, "mark": mark[0], "blank": len(mark) > 1}
    told["parsed"] = _LINES if kind == "ndjson" else _WHOLE
    return found, found.text.format_map(told)


def why_not(source: Mapping[str, Any]) -> Message:
    """Why there is no script for files of a kind."""
    return Message(_WHY_NOT.get(str(source.get("kind", "")), _UNKNOWN))
