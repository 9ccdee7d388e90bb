"""What plain text says, and the text among bytes that no reader of ours takes apart.

Source: Rich Text Format 1.9.1 (hexadecimal and Unicode escapes).
"""

import re
from pathlib import Path

from datasets.kernel.errors import UnreadableFile
from datasets.reading.encoding import encoding_of
from datasets.reading.told.part import LARGEST_BYTES, Told

_RTF = re.compile(
    rb"(?:\\'[0-9a-fA-F]{2})+|\\u(-?\d{1,6}) ?\??"
    rb"|\\(par|line|row|tab|cell)\b ?|\\[a-z]+-?\d* ?|[{}]"
)
_HEX = re.compile(rb"\\'([0-9a-fA-F]{2})")
_LEAST = 6
_PRINTED = "[ -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
_RUN = re.compile(f"{_PRINTED}{{{_LEAST},2000}}")


def told_by_text(path: Path) -> Told:
    """The lines of a text in any encoding."""
    if path.stat().st_size > LARGEST_BYTES:
        return Told()
    content = path.read_bytes()
    try:
        encoding, skip, _ = encoding_of(path)
        text = content[skip:].decode(encoding, errors="replace")
    except UnreadableFile:
        return told_by_bytes(path)
    return Told(prose=[line.strip() for line in text.splitlines() if line.strip()])


def told_by_rtf(path: Path) -> Told:
    """The lines of a document in Rich Text."""
    content = path.read_bytes()[:LARGEST_BYTES]
    text = _RTF.sub(_unescaped, content).decode("utf-8", errors="replace")
    return Told(prose=[line.strip() for line in text.splitlines() if line.strip()])


def told_by_bytes(path: Path) -> Told:
    """Runs of text among other bytes, as they would be written in UTF-8, UTF-16 or Shift_JIS."""
    content = path.read_bytes()[:LARGEST_BYTES]
    found: list[str] = []
    for codec in ("utf-8", "utf-16-le", "cp932"):
        found += _RUN.findall(content.decode(codec, errors="replace"))
    return Told(prose=list(dict.fromkeys(found)))


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"\\'"):
        escaped = bytes(int(each, 16) for each in _HEX.findall(match[0]))
        return escaped.decode("cp932", errors="replace").encode()
    if match[1] is not None:
        return chr(int(match[1]) % 0x10000).encode(errors="replace")
    return {b"tab": b"\t", b"cell": b"\t", None: b""}.get(match[2], b"\n")
