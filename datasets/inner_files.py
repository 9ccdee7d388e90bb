"""The files inside a file: members of a zip, pictures and objects of an office document.

They are searched whether or not a table is made of them, for whoever saves the file has them too.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pandas as pd

from datasets.kernel.errors import DomainError
from datasets.reading.archive import members_of, unpacked
from datasets.reading.archive_contents import contents_of
from datasets.reading.read import read_file
from datasets.reading.result import ReadTable
from datasets.reading.signature import kind_of
from datasets.reading.told.pdf_text import carried_by_pdf
from datasets.validation.checks.hidden_parts import scan_workbook
from datasets.validation.checks.kept_files import OFFICE, says_more, scan_kept_file
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import Place, PrivacyFinding
from datasets.validation.checks.prose import scan_prose

MOST_FILES = 300
LARGEST_BYTES = 100_000_000
DEEPEST = 3
_NAMES = "（ファイル名）"
PACKAGES = OFFICE | {"xlsx", "ods"}
_TABLES = frozenset({"xlsx", "xls", "ods", "text", "json", "xml"})
_OBJECTS = frozenset({"embeddings", "attachments"})
_INSIDE = frozenset({"media", "Pictures", "embeddings", "activeX"})
"""Folders of office documents, wherever they lie (ECMA-376, OpenDocument)."""


def scan_inner_files(path: Path, kind: str, depth: int = 1) -> Iterator[PrivacyFinding]:
    """Search the files inside a file; nothing of what has none.

    Args:
        path: A local file whose members were examined before.
        kind: As `datasets.reading.signature` tells it.
        depth: How many files this one lies in, itself counted.
    """
    if depth > DEEPEST or kind not in PACKAGES | {"zip", "pdf"}:
        return
    tables = _tables_of(path) if kind == "zip" else frozenset()
    if kind == "zip":
        yield from scan_prose([member.name for member in members_of(path)], Place(), _NAMES)
    with tempfile.TemporaryDirectory(prefix="portal-inner-") as folder:
        objects = 0
        for number, (name, local) in enumerate(_unpacked(path, kind, Path(folder))):
            objects += bool(_OBJECTS & set(PurePosixPath(name).parts)) and kind != "zip"
            shown = kind == "zip"
            yield from _scan(local, name, depth, is_table=name in tables, is_hidden=not shown)
            local.unlink()
            if number >= MOST_FILES:
                break
        if objects:
            yield Place(path.name, hidden=True).finding(PrivacyKind.EMBEDDED, objects)


def _scan(
    path: Path, name: str, depth: int, *, is_table: bool, is_hidden: bool
) -> Iterator[PrivacyFinding]:
    kind = kind_of(path, name)
    try:
        if kind in _TABLES and not is_table:
            yield from _scan_tables(path, name, is_hidden=is_hidden)
        elif not is_table:
            yield from scan_kept_file(path, kind, name, is_hidden=is_hidden)
        yield from scan_workbook(path, kind)
        yield from scan_inner_files(path, kind, depth + 1)
    except DomainError:
        return  # a member that cannot be read is no reason to refuse the others


def _scan_tables(path: Path, name: str, *, is_hidden: bool) -> Iterator[PrivacyFinding]:
    """What is a table, as a table; what is none, by what it says."""
    try:
        read = read_file(path, name)
    except DomainError:
        yield from scan_kept_file(path, kind_of(path, name), name, is_hidden=is_hidden)
        return
    known = set()
    for table in (*read.tables, *read.aside):
        sheet = " ".join(filter(None, (name, table.sheet)))
        for finding in _scan_table(table, Place(sheet, hidden=is_hidden, inside=True)):
            known.add(finding.kind)
            yield finding
    kind = kind_of(path, name)
    if says_more(kind, name):
        found = scan_kept_file(path, kind, name, is_hidden=is_hidden)
        yield from (finding for finding in found if finding.kind not in known)


def _scan_table(table: ReadTable, place: Place) -> Iterator[PrivacyFinding]:
    scanner = Scanner(place=place, headed=True)
    for frame in table.frames():
        scanner.feed(frame.set_axis(pd.Index(table.header), axis=1))
    yield from scanner.findings()


def _tables_of(path: Path) -> frozenset[str]:
    """The members of a zip that are read, and searched, as its tables."""
    return frozenset(member.name for member in contents_of(members_of(path)).tables)


def _unpacked(path: Path, kind: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file inside by its name, under a name of ours."""
    if kind == "pdf":
        for number, (name, content) in enumerate(carried_by_pdf(path)):
            local = folder / str(number)
            local.write_bytes(content)
            yield name, local
        return
    if kind == "zip":
        for number, member in enumerate(members_of(path)):
            if member.size_bytes <= LARGEST_BYTES:
                local = folder / str(number)
                with local.open("wb") as stream:
                    stream.writelines(unpacked(path, member))
                yield member.name, local
        return
    with zipfile.ZipFile(path) as archive:
        for number, entry in enumerate(archive.infolist()):
            inside = _INSIDE & set(PurePosixPath(entry.filename).parts[:-1])
            if inside and not entry.is_dir() and entry.file_size <= LARGEST_BYTES:
                local = folder / str(number)
                local.write_bytes(archive.read(entry))
                yield entry.filename, local
