"""In which encoding a text file is written, decided over the whole file and in constant memory.

Byte order mark, then ISO-2022-JP's escapes, then strict UTF-8, then cp932 or EUC-JP by what they
would make of the text. A sample is never enough: it may be cut inside a character, and a file put
together from two encodings shows it only at its seam.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.grounds import Grounds

_BLOCK_BYTES = 1 << 20
_SCORED_CHARS = 1 << 16
_LONG_HEAD_BYTES = 1 << 16
_UTF8_BOM = codecs.BOM_UTF8
_UTF16_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# kanji of 1978 and 1983, half-width kana, JIS X 0212
_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b(I", b"\x1b$(D")
_ISO_2022 = ("iso2022_jp", "iso2022_jp_ext")
# Python's cp932 lets these bytes through, though Windows has no character there
_NOT_IN_CP932 = ("\x80", "\xa0", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")
_LOOSE_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]|[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3})*"
)
_JAPANESE_UTF8 = re.compile(rb"\xe3[\x80-\x83][\x80-\xbf]|[\xe4-\xe9][\x80-\xbf]{2}")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_HALF_KANA = re.compile("[\uff66-\uff9f]")
_HALF_MARKS = re.compile("[\uff61-\uff65]")
_KANJI = re.compile("[\u4e00-\u9fff]")
_WIDE = re.compile("[\u3000-\u3040\uff01-\uff5e\u2010-\u266f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")

UNREADABLE_TEXT = N_(
    "The text is not whole from line {line} on: parts are in another encoding or damaged. "
    "Open the original in its own program and save it again as CSV UTF-8."
)
_NAMES = {"cp932": "Shift_JIS", "euc-jp": "EUC-JP", "utf-8": "UTF-8", "utf-8-sig": "UTF-8"}


def encoding_name(codec: str | None) -> str:
    """What the codec of a text is called by people who save files; empty for a workbook."""
    return _NAMES.get(codec or "", codec or "")


def blocks(path: Path, skip: int = 0) -> Iterator[bytes]:
    """Yield the file's bytes from `skip` on, a mebibyte at a time."""
    with path.open("rb") as stream:
        stream.seek(skip)
        while block := stream.read(_BLOCK_BYTES):
            yield block


def encoding_of(path: Path) -> tuple[str, int, int]:
    """The encoding of a text file.

    Returns:
        Codec name (ASCII is utf-8; utf-8-sig with a byte order mark); bytes of byte order marks at
        the start; number of byte order marks.

    Raises:
        UnreadableFile: if no encoding reads the whole file; `detail_code` E_ENCODING.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    count = 0
    while head.startswith(_UTF8_BOM, 3 * count):
        count += 1
    if count:
        _require_utf8(path, 3 * count)
        return "utf-8-sig", 3 * count, count
    if head[:2] in _UTF16_BOMS:
        return _utf16(path, _UTF16_BOMS[head[:2]], 2)
    if _many_nuls(head):
        is_little = head[1::2].count(0) > head[::2].count(0)
        return _utf16(path, "utf-16-le" if is_little else "utf-16-be", 0)
    bare = _bare_utf16(path, head)
    return (bare, 0, 0) if bare else (_unmarked(path), 0, 0)


def encoding_grounds(path: Path, encoding: str) -> Grounds:
    """Why the file at `path` is in this encoding, which `encoding_of` told."""
    with path.open("rb") as stream:
        marked = stream.read(2) in _UTF16_BOMS or encoding == "utf-8-sig"
    if not marked and encoding in ("cp932", "euc-jp"):
        return _legacy_grounds(path, encoding)
    confidence, said = 0.99, N_("The whole file keeps the rules of UTF-8")
    if marked:
        confidence, said = 1.0, N_("It begins with the mark of its encoding")
    elif encoding.startswith("utf-16"):
        confidence, said = 0.9, N_("Every other byte is zero")
    elif encoding.startswith("iso2022"):
        said = N_("It switches to Japanese with escapes of its own")
    elif all(block.isascii() for block in blocks(path)):
        confidence, said = 1.0, N_("It is in Latin letters only")
    return Grounds(confidence, (Message(said),))


def _legacy_grounds(path: Path, encoding: str) -> Grounds:
    whole = Message(
        N_("The whole file can be read in {encoding}, and not in UTF-8"), {"encoding": encoding}
    )
    other = "euc_jp" if encoding == "cp932" else "cp932"
    if first_failure(path, other, 0) is not None:
        return Grounds(0.97, (whole,))
    mine, theirs = _score(path, encoding.replace("-", "_")), _score(path, other)
    share = max(mine, 1.0) / (max(mine, 1.0) + max(theirs, 0.0))
    more = Message(N_("Read so, it has more of the everyday Japanese characters"))
    return Grounds(round(min(0.95, share), 2), (more, whole))


def line_of(path: Path, offset: int) -> int:
    """The line, from 1, in which the byte at `offset` stands."""
    line, position, last = 1, 0, b""
    for block in blocks(path):
        part = block[: max(0, offset - position)]
        line += part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n")
        line -= 1 if last == b"\r" and part.startswith(b"\n") else 0
        last = part[-1:]
        position += len(block)
        if position >= offset:
            break
    return line


def _many_nuls(head: bytes) -> bool:
    half = len(head) // 2
    return half > 1 and (head[1::2].count(0) > half * 0.4) != (head[::2].count(0) > half * 0.4)


def _bare_utf16(path: Path, head: bytes) -> str | None:
    """UTF-16 without a mark and mostly Japanese: its line ends and commas tell, not its zeros."""
    if 0 not in head:
        return None
    with path.open("rb") as stream:  # a header of many columns is a long line
        head = stream.read(_LONG_HEAD_BYTES)
    for codec in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(codec, "replace")[:-1]
        lines = text.count("\n") or text.count("\r")
        cells = text.count(",") + text.count("\t")
        whole = "\ufffd" not in text and "\0" not in text
        if lines and cells >= lines and whole and first_failure(path, codec, 0) is None:
            return codec
    return None


def _utf16(path: Path, codec: str, bom: int) -> tuple[str, int, int]:
    offset = first_failure(path, codec, bom)
    if offset is not None:
        raise UnreadableFile(UNREADABLE_TEXT, line=line_of(path, offset), detail_code="E_ENCODING")
    return codec, bom, 1 if bom else 0


def _require_utf8(path: Path, skip: int) -> None:
    offset = first_failure(path, "utf-8", skip)
    if offset is not None:
        raise UnreadableFile(UNREADABLE_TEXT, line=line_of(path, offset), detail_code="E_ENCODING")


def _unmarked(path: Path) -> str:
    offset = first_failure(path, "utf-8", 0)
    if offset is None:
        return _iso2022(path) or "utf-8"
    if not _began_as_utf8(path, offset) and not _is_ill_formed_utf8(path):
        fitting = [name for name in ("cp932", "euc_jp") if first_failure(path, name, 0) is None]
        if len(fitting) == 1:
            return fitting[0].replace("_", "-")
        if fitting:
            return max(fitting, key=lambda name: _score(path, name)).replace("_", "-")
    raise UnreadableFile(UNREADABLE_TEXT, line=line_of(path, offset), detail_code="E_ENCODING")


def _iso2022(path: Path) -> str | None:
    """The variant of ISO-2022-JP whose escapes stand in a file of seven bits; None if none."""
    if not any(any(mark in block for mark in _ESCAPES) for block in blocks(path)):
        return None
    return next((name for name in _ISO_2022 if first_failure(path, name, 0) is None), None)


def first_failure(path: Path, codec: str, skip: int) -> int | None:
    """The offset of the first byte that `codec` cannot read strictly; None if it reads all."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    position = skip
    for block in blocks(path, skip):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as failure:
            return position - pending + failure.start
        if codec == "cp932" and any(mark in text for mark in _NOT_IN_CP932):
            return position
        position += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return position - 1
    return None


def _began_as_utf8(path: Path, offset: int) -> bool:
    # two whole Japanese characters in UTF-8 before the first fault are no accident of cp932
    with path.open("rb") as stream:
        before = stream.read(min(offset, 1 << 22))
    return len(_JAPANESE_UTF8.findall(before)) >= 2


def _is_ill_formed_utf8(path: Path) -> bool:
    # overlong forms and surrogates: the shape of UTF-8 throughout, but not its rules
    if path.stat().st_size > _BLOCK_BYTES:
        return False
    return _LOOSE_UTF8.fullmatch(path.read_bytes()) is not None


def _score(path: Path, codec: str) -> float:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    text = ""
    for block in blocks(path):
        text += "".join(char for char in decoder.decode(block) if char > "\x7f")
        if len(text) >= _SCORED_CHARS:
            break
    return (
        2.0 * len(_KANA.findall(text))
        + 1.0 * len(_WIDE.findall(text))
        + sum(_kanji_weight(char) for char in _KANJI.findall(text))
        + 0.7 * len(_HALF_KANA.findall(text))
        - 0.5 * len(_HALF_MARKS.findall(text))
        - 2.0 * len(_PRIVATE.findall(text))
    )


def _kanji_weight(char: str) -> float:
    # JIS level 1, rows 16 to 47, holds the kanji of daily use
    try:
        row = char.encode("euc_jp")[0] - 0xA0
    except UnicodeEncodeError:
        return -1.0
    return 1.2 if 16 <= row <= 47 else -0.4
