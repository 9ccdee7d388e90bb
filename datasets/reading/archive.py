"""Whether a zip is what it says it is, before anything in it is opened; and its members.

Strict where programs disagree: what one program would show and another would not is refused.
Source: PKWARE APPNOTE 6.3.10, 4.3 and 4.4; the upload rules of the Python package index.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from datasets.kernel.errors import DomainError, TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.member_names import decoded_name, is_safe, twice

MOST_MEMBERS = 10_000
MOST_BYTES = 1_500_000_000
BOMB_BYTES = 64 << 20
BOMB_RATIO = 100
_CHUNK_BYTES = 1 << 20
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LARGEST_DESCRIPTOR = 24
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR = 0x1, 0x8
_UNIX = 3

_DAMAGED = N_("The zip file is damaged or cut off. Pack it again.")
_AMBIGUOUS = N_("The zip file says two different things about what it holds. Pack it again.")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        name: With slashes between folders; never leaves the archive.
        size_bytes: Unpacked, as the archive says.
        renamed: The name was not in UTF-8, or written with backslashes.
    """

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    mode: int
    start: int
    renamed: bool

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder's own entry."""
        return self.name.endswith("/")


def members_of(path: Path, *, is_package: bool = False) -> list[Member]:
    """The members of a zip, folders left out, once its directory is known to be true.

    Args:
        path: A local file.
        is_package: It is an office document: its parts are found by their names and are never
            written out, so those names may be odd.

    Raises:
        UnreadableFile: E_ZIP, E_ZIP_PREFIX, E_ZIP_AMBIGUOUS, E_ZIP_OVERLAP, E_ZIP_PATH,
            E_ZIP_SYMLINK, E_ZIP_METHOD or E_ENCRYPTED as `detail_code`.
        TooLarge: E_TOO_MANY_MEMBERS or E_BOMB.
    """
    with path.open("rb") as stream:
        try:
            members = list(_entries(stream))
            if not is_package:
                _require_names(members)
            if twice(member.name for member in members):
                raise _refused(_AMBIGUOUS, "E_ZIP_AMBIGUOUS")
            _require_places(stream, members)
        except (struct.error, OSError) as fault:
            raise _refused(_DAMAGED, "E_ZIP") from fault
    for member in members:
        _require_kind(member)
    if not is_package:
        _require_size(members)
    return [member for member in members if not member.is_folder]


def unpacked(path: Path, member: Member) -> Iterator[bytes]:
    """Yield a member's bytes; never more than the archive says it has.

    Raises:
        UnreadableFile: E_ZIP if it is damaged.
        TooLarge: E_BOMB if it is larger than the archive says.
    """
    with path.open("rb") as stream:
        stream.seek(member.start)
        local = _LOCAL.unpack(stream.read(_LOCAL.size))
        stream.seek(local[9] + local[10], 1)
        size, crc = 0, 0
        for chunk in _chunks(stream, member):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
            if size > member.size_bytes:
                raise _bomb(size)
            yield chunk
    if size != member.size_bytes or crc != member.crc:
        raise _refused(_DAMAGED, "E_ZIP")


def _chunks(stream: BinaryIO, member: Member) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
    left = member.packed_bytes
    while left and (packed := stream.read(min(left, _CHUNK_BYTES))):
        left -= len(packed)
        if unpack is None:
            yield packed
            continue
        try:
            while packed:
                yield unpack.decompress(packed, _CHUNK_BYTES)
                packed = unpack.unconsumed_tail
        except zlib.error as fault:
            raise _refused(_DAMAGED, "E_ZIP") from fault
    while unpack is not None and (rest := unpack.decompress(unpack.unconsumed_tail, _CHUNK_BYTES)):
        yield rest


def _entries(stream: BinaryIO) -> Iterator[Member]:
    count, size, offset, end = _end(stream)
    if count > MOST_MEMBERS:
        raise TooLarge(
            N_("The zip file holds {count} files; at most {limit} are taken."),
            count=count,
            limit=MOST_MEMBERS,
            detail_code="E_TOO_MANY_MEMBERS",
        )
    if offset + size < end:
        raise _prefixed()
    if offset + size != end:
        raise _refused(_DAMAGED, "E_ZIP")
    stream.seek(offset)
    directory = stream.read(size)
    at = 0
    for _ in range(count):
        member, at = _entry(directory, at)
        yield member
    if at != size:
        raise _refused(_AMBIGUOUS, "E_ZIP_AMBIGUOUS")


def _end(stream: BinaryIO) -> tuple[int, int, int, int]:
    """Members, bytes and offset of the directory, and where it must end."""
    length = stream.seek(0, 2)
    from_ = max(0, length - _END.size - 0xFFFF)
    stream.seek(from_)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise _refused(_DAMAGED, "E_ZIP")
    _, _, _, _, count, size, offset, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail):
        raise _refused(_AMBIGUOUS, "E_ZIP_AMBIGUOUS")
    end = from_ + at
    stream.seek(max(0, end - 20))
    locator = stream.read(20)
    if locator[:4] != b"PK\x06\x07":
        return count, size, offset, end
    stream.seek(end_64 := struct.unpack_from("<Q", locator, 8)[0])
    found = _END_64.unpack(stream.read(_END_64.size))
    if found[0] != b"PK\x06\x06":
        raise _refused(_DAMAGED, "E_ZIP")
    return found[7], found[8], found[9], end_64


def _entry(directory: bytes, at: int) -> tuple[Member, int]:
    found = _ENTRY.unpack_from(directory, at)
    if found[0] != b"PK\x01\x02":
        raise _refused(_DAMAGED, "E_ZIP")
    flags, method, crc, packed, size = found[3], found[4], found[7], found[8], found[9]
    at += _ENTRY.size
    raw, extra = directory[at : at + found[10]], directory[at + found[10] : at + sum(found[10:12])]
    packed, size, start = _wide(extra, packed, size, found[16])
    name, renamed = decoded_name(raw, is_utf8=bool(flags & 0x800))
    mode = found[15] >> 16 if found[1] >> 8 == _UNIX else 0
    member = Member(name, raw, flags, method, crc, packed, size, mode, start, renamed)
    return member, at + sum(found[10:13])


def _wide(extra: bytes, packed: int, size: int, start: int) -> tuple[int, int, int]:
    """The three numbers of an entry, from its ZIP64 field where they do not fit."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        at += 4
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{length // 8}Q", extra, at))
            size, packed, start = (
                next(numbers, value) if value == 0xFFFFFFFF else value
                for value in (size, packed, start)
            )
        at += length
    return packed, size, start


def _require_names(members: list[Member]) -> None:
    for member in members:
        if not is_safe(member.name):
            raise _refused(
                N_("The zip file holds a file whose name could do harm. Pack it again."),
                "E_ZIP_PATH",
            )


def _require_places(stream: BinaryIO, members: list[Member]) -> None:
    """Every member begins where the directory says, is named alike there, and none overlap."""
    end = 0
    for number, member in enumerate(sorted(members, key=lambda m: m.start)):
        if number == 0 and member.start != 0:
            raise _prefixed()
        if member.start < end:
            raise _refused(
                N_("Files in the zip file lie on top of each other. It was not taken."),
                "E_ZIP_OVERLAP",
            )
        _require_no_hidden_member(stream, end, member.start)
        stream.seek(member.start)
        local = _LOCAL.unpack(stream.read(_LOCAL.size))
        name = stream.read(local[9])
        if local[0] != b"PK\x03\x04" or name != member.raw_name or not _agree(local, member):
            raise _refused(_AMBIGUOUS, "E_ZIP_AMBIGUOUS")
        end = member.start + _LOCAL.size + local[9] + local[10] + member.packed_bytes


def _agree(local: tuple[int, ...], member: Member) -> bool:
    flags, method, crc, packed, size = local[2], local[3], local[6], local[7], local[8]
    if method != member.method or (flags ^ member.flags) & (_ENCRYPTED | 0x800):
        return False
    if flags & _DESCRIPTOR or 0xFFFFFFFF in (packed, size):
        return True
    return (crc, packed, size) == (member.crc, member.packed_bytes, member.size_bytes)


def _require_no_hidden_member(stream: BinaryIO, end: int, start: int) -> None:
    if start - end > _LARGEST_DESCRIPTOR:
        stream.seek(end)
        if b"PK\x03\x04" in stream.read(min(start - end, _CHUNK_BYTES)):
            raise _refused(_AMBIGUOUS, "E_ZIP_AMBIGUOUS")


def _require_kind(member: Member) -> None:
    if member.mode and member.mode & 0xF000 not in (0, 0x8000, 0x4000):
        raise _refused(
            N_("The zip file holds a link or a device in place of a file. Pack the files."),
            "E_ZIP_SYMLINK",
        )
    if member.flags & _ENCRYPTED:
        raise _refused(
            N_("The zip file is protected by a password. Pack it again without one."), "E_ENCRYPTED"
        )
    if member.method not in (_STORED, _DEFLATED):
        raise _refused(
            N_("The zip file is packed in a way that not every program knows. Pack it again."),
            "E_ZIP_METHOD",
        )


def _require_size(members: list[Member]) -> None:
    total = sum(member.size_bytes for member in members)
    swells = any(
        member.size_bytes > BOMB_BYTES and member.size_bytes > BOMB_RATIO * member.packed_bytes
        for member in members
    )
    if swells or total > MOST_BYTES:
        raise _bomb(total)


def _bomb(size: int) -> TooLarge:
    return TooLarge(
        N_("The zip file grows to {count} bytes when it is opened. It was not taken."),
        count=size,
        detail_code="E_BOMB",
    )


def _prefixed() -> DomainError:
    return _refused(
        N_("Something stands in front of the zip file: it is two files in one. Pack it again."),
        "E_ZIP_PREFIX",
    )


def _refused(msgid: str, code: str) -> UnreadableFile:
    return UnreadableFile(msgid, detail_code=code)
