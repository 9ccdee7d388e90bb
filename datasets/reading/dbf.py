"""The attributes of a Shapefile: dBase III, whose text may be in any encoding and cut anywhere.

Source: dBase III file structure; ESRI Shapefile Technical Description, appendix.
"""

import codecs
import struct
from dataclasses import dataclass
from pathlib import Path

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_

_HEADER = struct.Struct("<4xLHH")
_FIELD = struct.Struct("<11sc4xBB14x")
_CODECS = ("utf-8", "cp932", "euc_jp")
_NAMED = {"shift_jis": "cp932", "sjis": "cp932", "932": "cp932", "ansi 932": "cp932"}
_WESTERN = ("iso8859", "cp125", "cp437", "cp850", "mac")
_LONGEST_CHARACTER = 4
_DAMAGED = N_("The attributes of the map’s layer (.dbf) are damaged. Pack the file again.")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a .dbf holds.

    Attributes:
        names: Of the fields.
        records: Text of every record; None for one that is marked as deleted.
        cut: Values that end inside of a character, whose broken end was left out.
    """

    names: tuple[str, ...]
    records: tuple[list[str] | None, ...]
    codec: str
    cut: int


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: bytes
    length: int


def read_dbf(path: Path, told_codec: str) -> Attributes:
    """Read the attributes.

    Args:
        path: A local file.
        told_codec: What the .cpg says; may be blank or wrong.

    Raises:
        UnreadableFile: E_SHP if it is damaged or in no encoding that is known.
    """
    content = path.read_bytes()
    try:
        count, header_bytes, record_bytes = _HEADER.unpack_from(content)
        fields = _fields(content, header_bytes)
    except struct.error as fault:
        raise UnreadableFile(_DAMAGED, detail_code="E_SHP") from fault
    if record_bytes < 1 or header_bytes + count * record_bytes > len(content) + 1:
        raise UnreadableFile(_DAMAGED, detail_code="E_SHP")
    rows = [
        content[at : at + record_bytes]
        for at in range(header_bytes, header_bytes + count * record_bytes, record_bytes)
    ]
    for codec in _candidates(told_codec):
        found = _decoded(fields, rows, codec)
        if found is not None:
            return found
    raise UnreadableFile(_DAMAGED, detail_code="E_SHP")


def _fields(content: bytes, header_bytes: int) -> list[_Field]:
    found = []
    at = 32
    while at + 32 <= header_bytes and content[at] != 0x0D:
        name, kind, length, decimals = _FIELD.unpack_from(content, at)
        # a text longer than 255 keeps the rest of its length where decimals would be
        length += decimals << 8 if kind == b"C" else 0
        found.append(_Field(name.split(b"\0", 1)[0].strip(), kind, length))
        at += 32
    return found


def _candidates(told: str) -> list[str]:
    name = told.strip("\ufeff \t\r\n").lower()
    try:
        first = [codecs.lookup(_NAMED.get(name, name)).name] if name else []
    except LookupError:
        first = []
    if first and first[0].startswith(_WESTERN):  # reads any bytes, so that it proves nothing
        return [*_CODECS, *first]
    return list(dict.fromkeys([*first, *_CODECS]))


def _decoded(fields: list[_Field], rows: list[bytes], codec: str) -> Attributes | None:
    cut = 0
    try:
        names = tuple(_text(field.name, codec)[0] or f"列{n}" for n, field in enumerate(fields, 1))
        records: list[list[str] | None] = []
        for row in rows:
            values, at = [], 1
            for field in fields:
                value, is_cut = _value(field, row[at : at + field.length], codec)
                values.append(value)
                cut += is_cut
                at += field.length
            records.append(None if row[:1] == b"*" else values)
    except UnicodeDecodeError:
        return None
    return Attributes(names, tuple(records), codec, cut)


def _value(field: _Field, raw: bytes, codec: str) -> tuple[str, bool]:
    if field.kind in b"CM":
        return _text(raw.rstrip(b" \0"), codec)
    text = raw.strip(b" \0").decode("ascii", "replace")
    if field.kind == b"D":
        return (f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) == 8 else ""), False
    if field.kind == b"L":
        return {"t": "true", "y": "true", "f": "false", "n": "false"}.get(text.lower(), ""), False
    return ("" if set(text) <= {"*"} else text), False


def _text(raw: bytes, codec: str) -> tuple[str, bool]:
    try:
        return raw.decode(codec).strip(), False
    except UnicodeDecodeError as fault:
        # fields are counted in bytes: the last character may have lost its end
        if len(raw) - fault.start >= _LONGEST_CHARACTER or not _is_beginning(
            raw[fault.start :], codec
        ):
            raise
        return raw[: fault.start].decode(codec).strip(), True


def _is_beginning(rest: bytes, codec: str) -> bool:
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(rest) == ""
    except UnicodeDecodeError:
        return False
