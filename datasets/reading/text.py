"""Facts about a text file that can be counted in its bytes."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.encoding import blocks, encoding_of, line_of
from datasets.reading.result import ReadLimits

_NO_CONTROLS = bytes(byte for byte in range(256) if byte >= 0x20 and byte != 0x7F) + b"\t\n\r"
_UTF8_CONTROLS = re.compile(
    rb"\xc2[\x80-\x9f]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What the bytes of a text file say.

    Attributes:
        encoding: Codec; utf-8-sig with a byte order mark.
        skip_bytes: Bytes of byte order marks before the text.
        bom_count: Byte order marks at the start.
        newline: LF, CRLF, CR or several joined with +, most frequent first; LF if there is none.
        mixed_newlines: Lines outside quotes end in different ways.
        controls: Control characters may be in the text.
    """

    encoding: str
    skip_bytes: int
    bom_count: int
    newline: str
    mixed_newlines: bool
    controls: bool

    @property
    def codec(self) -> str:
        """The codec for the text after its byte order marks."""
        return "utf-8" if self.encoding == "utf-8-sig" else self.encoding


def text_facts(path: Path, limits: ReadLimits) -> TextFacts:
    """Read all bytes of a text file once or twice.

    Raises:
        UnreadableFile: E_ENCODING if no encoding fits, E_NUL if there are NUL bytes.
        TooLarge: E_LINE_TOO_LONG if a line is longer than the limit.
    """
    _require_lines(path, limits)
    encoding, skip, bom_count = encoding_of(path)
    wide = encoding.startswith("utf-16")
    if not wide:
        _require_no_nul(path)
    outer = newlines = _newlines_of_wide(path, encoding) if wide else _newlines(path)
    if len(newlines) > 1 and not wide:
        outer = _newlines_outside_quotes(path)
    return TextFacts(
        encoding=encoding.removesuffix("-le").removesuffix("-be") if wide and skip else encoding,
        skip_bytes=0 if wide else skip,
        bom_count=bom_count,
        newline="+".join(name for name, _ in newlines.most_common()) or "LF",
        mixed_newlines=len(outer) > 1,
        controls=wide or _has_controls(path, utf8=encoding.startswith("utf-8")),
    )


def _require_lines(path: Path, limits: ReadLimits) -> None:
    length = 0
    for block in blocks(path):
        end = max(block.rfind(b"\n"), block.rfind(b"\r"))
        length = length + len(block) if end < 0 else len(block) - end
        if length > limits.line_bytes:
            raise TooLarge(
                N_("A line is longer than {limit} bytes. Check that the file is a table."),
                limit=limits.line_bytes,
                detail_code="E_LINE_TOO_LONG",
            )


def _require_no_nul(path: Path) -> None:
    position = 0
    for block in blocks(path):
        found = block.find(0)
        if found >= 0:
            raise UnreadableFile(
                N_("Line {line} holds bytes that are not text (NUL). Export the table again."),
                line=line_of(path, position + found),
                detail_code="E_NUL",
            )
        position += len(block)


def _newlines(path: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    last = b""
    for block in blocks(path):
        _count(counted, block)
        if last == b"\r" and block.startswith(b"\n"):
            counted.update({"CRLF": 1, "LF": -1, "CR": -1})
        last = block[-1:]
    return +counted


def _newlines_of_wide(path: Path, encoding: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    with path.open(encoding=encoding, newline="") as stream:
        for line in stream:
            ending = line[len(line.rstrip("\r\n")) :]
            counted.update([{"\n": "LF", "\r": "CR", "\r\n": "CRLF"}.get(ending, "")])
    del counted[""]
    return counted


def _newlines_outside_quotes(path: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    quotes, last = 0, b""
    for block in blocks(path):
        for number, part in enumerate(block.split(b'"')):
            if (quotes + number) % 2:
                continue
            _count(counted, part)
            if number == 0 and last == b"\r" and part.startswith(b"\n"):
                counted.update({"CRLF": 1, "LF": -1, "CR": -1})
        quotes += block.count(b'"')
        last = block[-1:] if quotes % 2 == 0 else b""
    return +counted


def _count(counted: Counter[str], part: bytes) -> None:
    both = part.count(b"\r\n")
    counted.update({"CRLF": both, "LF": part.count(b"\n") - both, "CR": part.count(b"\r") - both})


def _has_controls(path: Path, *, utf8: bool) -> bool:
    for block in blocks(path):
        if block.translate(None, _NO_CONTROLS):
            return True
        if utf8 and not block.isascii() and _UTF8_CONTROLS.search(block):
            return True
    return False
