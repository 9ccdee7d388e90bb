"""Any row of a table by its number, in microseconds; what a column file is slow at.

Blocks of `BLOCK_ROWS` records as RFC 4180 text (UTF-8, CRLF, a blank cell is empty), each deflated;
then their offsets; then a footer. Made from the Parquet, and made again from it when lost.
"""

import csv
import io
import mmap
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_

BLOCK_ROWS = 32
_LONGEST_CELL_CHARACTERS = 2**31 - 1
_FOOTER = struct.Struct("<8sQQ")
_MARK = b"machirow"
_OFFSET = struct.Struct("<QQ")

Row = tuple[str | None, ...]


def write_rows(batches: Iterable[Sequence[Sequence[Any]]], to: Path) -> None:
    """Write a row file.

    Args:
        batches: Rows of text in the original order, None for a blank; each batch but the last a
            multiple of `BLOCK_ROWS`.
        to: The file, replaced if it is there.
    """
    offsets = array("Q", [0])
    rows = 0
    with to.open("wb") as file:
        for batch in batches:
            rows += len(batch)
            for start in range(0, len(batch), BLOCK_ROWS):
                block = zlib.compress(_as_text(batch[start : start + BLOCK_ROWS]), 1)
                file.write(block)
                offsets.append(offsets[-1] + len(block))
        offsets.tofile(file)
        file.write(_FOOTER.pack(_MARK, rows, len(offsets)))


def _as_text(rows: Sequence[Sequence[str | None]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


class RowFile:
    """An open row file; safe to read from many threads.

    Raises:
        NotFound: if there is none at that path, or it is not whole.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            mark, rows, offsets = _FOOTER.unpack(self._bytes[-_FOOTER.size :])
        except (OSError, ValueError, struct.error) as error:
            raise NotFound(N_("The rows of this file are not ready.")) from error
        if mark != _MARK:
            raise NotFound(N_("The rows of this file are not ready."))
        self.rows: int = rows
        self._index = len(self._bytes) - _FOOTER.size - offsets * 8

    def pick(self, numbers: Sequence[int]) -> list[Row]:
        """The rows of those numbers, in that order; each 0..rows-1."""
        blocks: dict[int, list[Row]] = {}
        for number in numbers:
            block = number // BLOCK_ROWS
            if block not in blocks:
                blocks[block] = self._read(block)
        return [blocks[number // BLOCK_ROWS][number % BLOCK_ROWS] for number in numbers]

    def texts(self) -> Iterator[bytes]:
        """All rows as RFC 4180 text, block by block."""
        for block in range(-(-self.rows // BLOCK_ROWS)):
            yield self._text(block)

    def _text(self, block: int) -> bytes:
        start, end = _OFFSET.unpack_from(self._bytes, self._index + block * 8)
        return zlib.decompress(self._bytes[start:end])

    def _read(self, block: int) -> list[Row]:
        text = io.StringIO(self._text(block).decode(), newline="")
        return [tuple(cell or None for cell in row) for row in csv.reader(text)]


csv.field_size_limit(_LONGEST_CELL_CHARACTERS)
