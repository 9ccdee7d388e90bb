"""What is this file? One question, one answer."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from datasets.kernel.messages import N_, Message
from datasets.reading.delimited import read_delimited
from datasets.reading.markup_table import read_markup
from datasets.reading.packed import read_packed
from datasets.reading.refusals import refusal
from datasets.reading.result import LIMITS, Defect, ReadFile, ReadLimits
from datasets.reading.signature import kind_of
from datasets.reading.structure import defects_across
from datasets.reading.structured import read_structured
from datasets.reading.workbook_ods import read_ods
from datasets.reading.workbook_xls import read_xls
from datasets.reading.workbook_xlsx import read_xlsx

_READERS = {
    "text": read_delimited,
    "json": read_structured,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
    "xml": read_markup,
}
_ENDINGS = {
    "csv": ("csv",),
    "tsv": ("csv",),
    "xlsx": ("xlsx",),
    "xlsm": ("xlsx",),
    "xls": ("xls",),
    "ods": ("ods",),
    "json": ("json", "geojson", "ndjson"),
    "geojson": ("geojson",),
}


def read_file(path: Path, name: str, *, limits: ReadLimits = LIMITS) -> ReadFile:
    """Read what a file is; its rows are read only when asked for.

    Args:
        path: A local file.
        name: What its sender called it; names the table, and settles a doubt about its kind.
        limits: How much is taken.

    Raises:
        UnreadableFile: if it is no table, or damaged; the place `detail_code` holds an `E_` code.
        TooLarge: if it is beyond a limit; `detail_code` likewise.
    """
    kind = kind_of(path, name)
    if kind == "zip":
        return read_packed(path, limits, partial(read_file, limits=limits))
    reader = _READERS.get(kind)
    if reader is None:
        raise refusal(kind)
    found = reader(path, name, limits)
    found = replace(found, defects=(*found.defects, *defects_across(found.tables)))
    return _with_name_checked(found, name)


def _with_name_checked(found: ReadFile, name: str) -> ReadFile:
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in _ENDINGS or found.kind in _ENDINGS[ending]:
        return found
    told = Message(
        N_("The file is called .{ending} but is {kind}"), {"ending": ending, "kind": found.kind}
    )
    return replace(found, defects=(*found.defects, Defect("E_TYPE", 1, told)))
