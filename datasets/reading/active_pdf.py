"""Whether a PDF does something by itself when it is opened.

Source: ISO 32000-2, 12.6 (actions), 7.11.4 (embedded files); streams are looked into as far as
they are packed with Flate.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect

_BLOCK_BYTES = 1 << 22
_OVERLAP = 256
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_MOST_STREAMS = 2_000
_MOST_UNPACKED = 4 << 20
_MOST_TOGETHER = 64 << 20


def pdf_defects(path: Path) -> tuple[Defect, ...]:
    """What a reader of the PDF should know; nothing of it is run."""
    if not any(_ACTIVE.search(_plain(part)) for part in chain(_raw(path), _unpacked(path))):
        return ()
    said = N_("The PDF runs a script, opens a program or carries files; it is only ever saved")
    return (Defect("W_ACTIVE_PDF", 1, Message(said)),)


def _plain(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part


def _raw(path: Path) -> Iterator[bytes]:
    kept = b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            yield kept + block
            kept = block[-_OVERLAP:]


def _unpacked(path: Path) -> Iterator[bytes]:
    content = path.read_bytes() if path.stat().st_size <= _MOST_TOGETHER else b""
    left = _MOST_TOGETHER
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        # only what describes objects can hold an action; pictures and fonts are passed over
        if b"/ObjStm" not in content[max(0, found.start() - 400) : found.start()]:
            continue
        try:
            part = zlib.decompressobj().decompress(
                content[found.end() : found.end() + _MOST_UNPACKED], _MOST_UNPACKED
            )
        except zlib.error:
            continue
        left -= len(part)
        yield part
