"""The files inside a file: members of a zip, pictures and objects of an office document.

They are searched whether or not a table is made of them, for whoever saves the file has them too.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import pandas as pd

from datasets.kernel.errors import DomainError
from datasets.reading.archive import members_of, unpacked
from datasets.reading.archive_contents import contents_of
from datasets.reading.read import read_file
from datasets.reading.result import ReadTable
from datasets.reading.signature import kind_of
from datasets.reading.told.part import LARGEST_BYTES
from datasets.reading.told.pdf_text import carried_by_pdf
from datasets.validation.checks.hidden_parts import scan_workbook
from datasets.validation.checks.kept_files import OFFICE, says_more, scan_kept_file
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import Place, PrivacyFinding
from datasets.validation.checks.prose import scan_prose

MOST_FILES = 2_000
DEEPEST = 3
_NAMES = "（ファイル名）"
PACKAGES = OFFICE | {"xlsx", "ods"}
_HOLDERS = PACKAGES | {"zip", "pdf"}
_WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
_TABLES = _WORKBOOKS | {"text", "json", "xml"}
_OBJECTS = frozenset({"embeddings", "attachments"})
_INSIDE = frozenset({"media", "Pictures", "embeddings", "activeX"})
"""Folders of office documents, wherever they lie (ECMA-376, OpenDocument)."""


def scan_inner_files(
    path: Path, kind: str, called: str, depth: int = 1
) -> Iterator[PrivacyFinding]:
    """Search the files inside a file; nothing of what has none.

    Args:
        path: A local file.
        kind: As `datasets.reading.signature` tells it.
        called: Its name for people.
        depth: How many files this one lies in, itself counted.

    Raises:
        UnreadableFile, TooLarge: if it is damaged; what lies in it is a finding if it is.
    """
    if kind not in _HOLDERS:
        return
    tables = _tables_of(path) if kind == "zip" else frozenset()
    if kind == "zip":
        yield from scan_prose([member.name for member in members_of(path)], Place(), _NAMES)
    with tempfile.TemporaryDirectory(prefix="portal-inner-") as folder:
        objects = 0
        for number, (name, size_bytes, chunks) in enumerate(_inside(path, kind)):
            shown, is_table = kind == "zip", name in tables
            objects += bool(_OBJECTS & set(PurePosixPath(name).parts)) and not shown
            if number >= MOST_FILES:
                yield _unread(called)
                break
            if size_bytes > LARGEST_BYTES and not is_table:
                yield _unread(name)
                continue
            local = Path(folder) / str(number)
            yield from _scan(local, chunks, name, depth, is_table=is_table, is_hidden=not shown)
            local.unlink()
        if objects:
            yield Place(called, hidden=True).finding(PrivacyKind.EMBEDDED, objects)


def _scan(
    path: Path, chunks: Iterable[bytes], name: str, depth: int, *, is_table: bool, is_hidden: bool
) -> Iterator[PrivacyFinding]:
    """Write a file inside to `path`, and search it; what cannot be read waits for a person."""
    try:
        with path.open("wb") as stream:
            stream.writelines(chunks)
        kind = kind_of(path, name)
        if kind in PACKAGES:
            members_of(path, is_package=True)
        if kind in _TABLES and not is_table:
            yield from _scan_tables(path, name, is_hidden=is_hidden)
        elif not is_table:
            yield from scan_kept_file(path, kind, name, inside=True, is_hidden=is_hidden)
        yield from scan_workbook(path, kind)
        if depth == DEEPEST and kind in _HOLDERS:
            yield _unread(name)
        else:
            yield from scan_inner_files(path, kind, name, depth + 1)
    except DomainError:
        yield _unread(name)


def _unread(name: str) -> PrivacyFinding:
    return Place(name, hidden=True).finding(PrivacyKind.UNREAD, 1)


def _scan_tables(path: Path, name: str, *, is_hidden: bool) -> Iterator[PrivacyFinding]:
    """What is a table, as a table; what is none, by what it says."""
    kind = kind_of(path, name)
    try:
        read = read_file(path, name)
    except DomainError:
        if kind in _WORKBOOKS:
            raise
        yield from scan_kept_file(path, kind, name, inside=True, is_hidden=is_hidden)
        return
    known = set()
    for table in (*read.tables, *read.aside):
        sheet = " ".join(filter(None, (name, table.sheet)))
        for finding in _scan_table(table, Place(sheet, hidden=is_hidden, inside=True)):
            known.add(finding.kind)
            yield finding
    if says_more(kind, name):
        found = scan_kept_file(path, kind, name, inside=True, is_hidden=is_hidden)
        yield from (finding for finding in found if finding.kind not in known)


def _scan_table(table: ReadTable, place: Place) -> Iterator[PrivacyFinding]:
    scanner = Scanner(place=place, headed=True)
    for frame in table.frames():
        scanner.feed(frame.set_axis(pd.Index(table.header), axis=1))
    yield from scanner.findings()


def _tables_of(path: Path) -> frozenset[str]:
    """The members of a zip that are read, and searched, as its tables."""
    return frozenset(member.name for member in contents_of(members_of(path)).tables)


def _inside(path: Path, kind: str) -> Iterator[tuple[str, int, Iterable[bytes]]]:
    """Name, size and content of each file inside."""
    if kind == "pdf":
        for name, content in carried_by_pdf(path):
            yield name, len(content), (content,)
        return
    for member in members_of(path, is_package=kind != "zip"):
        if kind == "zip" or _INSIDE & set(PurePosixPath(member.name).parts[:-1]):
            yield member.name, member.size_bytes, unpacked(path, member)
