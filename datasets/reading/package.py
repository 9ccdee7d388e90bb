"""Whether a workbook's package may be opened at all: a zip that is what it says it is.

Everything is unpacked once, counted and thrown away, so that no later reader can be surprised.
Source: ECMA-376 part 2 (Open Packaging Conventions).
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.result import ReadLimits

_CHUNK_BYTES = 1 << 20
_BOMB_BYTES = 64 << 20
_BOMB_RATIO = 100
_MEMBERS = 5_000
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_MARK = 16
_TYPES = "[Content_Types].xml"
# code may lie in any part: its type tells
_MACRO_TYPES = re.compile(rb"vbaProject|macrosheet", re.IGNORECASE)

DAMAGED = N_("The workbook is damaged or cut off. Open it in Excel, save it and hand it in again.")


def check_package(path: Path, limits: ReadLimits) -> None:
    """Refuse a workbook that would harm its reader.

    Raises:
        UnreadableFile: E_ZIP, E_ZIP_AMBIGUOUS, E_MACRO or E_XML_DTD as `detail_code`.
        TooLarge: E_BOMB.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, limits)
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, member, limits)
            if _TYPES in archive.namelist() and _MACRO_TYPES.search(archive.read(_TYPES)):
                raise _macros()
    except (  # all that zipfile says of what is damaged, packed in an unknown way or locked
        zipfile.BadZipFile,
        EOFError,
        OSError,
        NotImplementedError,  # said of a way of packing that this Python does not know
        RuntimeError,
        zlib.error,
    ) as fault:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault


def read_xml(
    archive: zipfile.ZipFile, member: str, use: Callable[[bytes], object], overlap: int = 4096
) -> None:
    """Hand a member to `use` in chunks; each begins with the last `overlap` bytes before it."""
    with archive.open(member) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK_BYTES):
            use(kept + chunk)
            kept = (kept + chunk)[-overlap:] if overlap else b""


def _check_members(archive: zipfile.ZipFile, limits: ReadLimits) -> None:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise UnreadableFile(
            N_("The workbook holds a part twice. Save it again from Excel."),
            detail_code="E_ZIP_AMBIGUOUS",
        )
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _macros()
    unpacked = sum(member.file_size for member in members)
    bombs = [
        member
        for member in members
        if member.file_size > _BOMB_BYTES
        and member.file_size > _BOMB_RATIO * max(1, member.compress_size)
    ]
    if bombs or unpacked > limits.unpacked_bytes or len(members) > _MEMBERS:
        raise TooLarge(
            N_("The workbook grows to {count} bytes when it is opened. It was not taken."),
            count=unpacked,
            detail_code="E_BOMB",
        )


def _macros() -> UnreadableFile:
    return UnreadableFile(
        N_("The workbook holds macros. Save it as .xlsx without macros."), detail_code="E_MACRO"
    )


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: ReadLimits) -> None:
    def check(chunk: bytes) -> None:
        if b"<!" in chunk and _DTD.search(chunk):
            raise UnreadableFile(
                N_("The workbook holds XML definitions that Excel never writes."),
                detail_code="E_XML_DTD",
            )

    with archive.open(member) as stream:
        start = stream.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or 0 in start:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP")
    with archive.open(member) as stream:
        size, before = 0, b""
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > limits.unpacked_bytes:
                raise TooLarge(DAMAGED, detail_code="E_BOMB")
            check(before + chunk)
            before = chunk[-_LONGEST_MARK:]
