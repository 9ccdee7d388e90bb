"""What is this file? One question, one answer."""

from pathlib import Path

from datasets.kernel.errors import UnreadableFile
from datasets.reading.delimited import read_delimited
from datasets.reading.refusals import refusal
from datasets.reading.result import LIMITS, ReadFile, ReadLimits
from datasets.reading.signature import kind_of
from datasets.reading.structured import read_structured
from datasets.reading.workbook_xls import read_xls
from datasets.reading.workbook_xlsx import read_xlsx

_READERS = {
    "text": read_delimited,
    "json": read_structured,
    "xlsx": read_xlsx,
    "xls": read_xls,
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
    reader = _READERS.get(kind)
    if reader is None:
        raise refusal(kind)
    found = reader(path, name, limits)
    if not found.tables:
        raise UnreadableFile(NO_TABLE, detail_code="E_EMPTY")
    return found
