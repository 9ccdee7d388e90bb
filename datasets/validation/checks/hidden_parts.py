"""What a workbook carries besides the tables one sees: hidden sheets, comments, kept copies.

Searched as bytes, never laid out as a sheet: a cell in the last column costs nothing, and what is
too large is named without being read. Source: ECMA-376 part 1, 18.2 to 18.10.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import xlrd

from datasets.reading.opendocument import open_sheets
from datasets.reading.result import LIMITS
from datasets.reading.told.office import lines_of
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import Place, PrivacyFinding
from datasets.validation.checks.prose import scan_prose

LARGEST_PART_BYTES = 64_000_000
MOST_PARTS = 200
_BLOCK_BYTES = 1 << 18
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_STRING = re.compile(r"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_CELL = re.compile(
    r'<(?:\w+:)?c\b([^>]*?)\br="([A-Z]{1,3})\d{1,7}"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)<")
_COMMENT = re.compile(r"<(?:\w+:)?(?:comment|threadedComment)\b(.*?)</", re.DOTALL)
_DEFINED = re.compile(r"<(?:\w+:)?definedName\b[^>]*>([^<]*)<")
_FIELD = re.compile(
    r'<(?:\w+:)?cacheField\b[^>]*?\bname="([^"]*)"[^>]*>(.*?)</(?:\w+:)?cacheField>', re.DOTALL
)
_ITEM = re.compile(r'<(?:\w+:)?[sn]\b[^>]*?\bv="([^"]*)"')
_STRINGS = "xl/sharedStrings.xml"
_ELSEWHERE = (
    r"docProps/.*\.xml|customXml/item\d*\.xml|xl/(?:drawings|charts)/[^/]*\.(?:xml|vml)"
    r"|xl/(?:connections|queryTables/[^/]*|tables/[^/]*|customProperty/[^/]*)\.xml"
)
"""Properties, text boxes, what charts remember of their cells, where data were fetched from."""
_CHOICES = re.compile(r"<(?:\w+:)?formula1>\s*(?:&quot;|\")([^<]*?)(?:&quot;|\")\s*<")
_OUTSIDE = "…"


def scan_workbook(path: Path, kind: str) -> tuple[PrivacyFinding, ...]:
    """Personal data in the parts of a workbook that a reader does not see.

    Args:
        path: Of a workbook that was read before, so that its package is sound.
        kind: `xlsx`, `xls` or `ods`; anything else has no such parts.
    """
    if kind == "ods":
        return tuple(_scan_opendocument(path))
    if kind == "xlsx":
        with zipfile.ZipFile(path) as archive:
            return tuple(_scan_package(_Package(archive)))
    return tuple(_scan_old(path)) if kind == "xls" else ()


class _Package:
    """The parts of a package, as text."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()
        self._strings: list[str] | None = None

    def text(self, name: str) -> str:
        """One part; empty if it is missing or too large to be searched."""
        if name not in self.names or self.is_too_large(name):
            return ""
        return self._archive.read(name).decode(errors="replace")

    def after_cells(self, name: str) -> str:
        """What stands behind the cells of a sheet: headers of pages, lists to choose from."""
        kept = b""
        with self._archive.open(name) as stream:
            while block := stream.read(_BLOCK_BYTES):
                kept = (kept + block)[-2 * _BLOCK_BYTES :]
        return kept.rpartition(b"</sheetData>")[2].decode(errors="replace")

    def is_too_large(self, name: str) -> bool:
        """Whether a part is there but larger than what is searched."""
        return name in self.names and self._archive.getinfo(name).file_size > LARGEST_PART_BYTES

    def like(self, pattern: str) -> list[str]:
        """Parts whose names match."""
        return [name for name in self.names if re.fullmatch(pattern, name)][:MOST_PARTS]

    @property
    def strings(self) -> list[str]:
        """The texts that cells refer to by number."""
        if self._strings is None:
            shared = _STRING.findall(self.text(_STRINGS))
            self._strings = ["".join(_TEXT.findall(each)) for each in shared]
        return self._strings


def _scan_package(package: _Package) -> Iterator[PrivacyFinding]:
    for name, member in _hidden_sheets(package):
        if package.is_too_large(member) or package.is_too_large(_STRINGS):
            yield Place(name, hidden=True).finding(PrivacyKind.HIDDEN_UNREAD, 1)
        yield from _scan(name, _columns(package, member))
    comments = [
        html.unescape("".join(_TEXT.findall(package.text(name))))
        for name in package.like(r"xl/(?:comments|threadedComments/)[^/]*\.xml|xl/comments/.*\.xml")
    ]
    if any(comments):
        count = sum(
            len(_COMMENT.findall(package.text(name)))
            for name in package.like(r"xl/comments[^/]*\.xml|xl/comments/.*\.xml")
        )
        yield Place(None, hidden=True).finding(PrivacyKind.COMMENT, max(count, 1))
        yield from _scan(_OUTSIDE, {"comment": comments})
    yield from _scan_beside(package)
    yield from _scan_kept_copies(package)


def _scan_beside(package: _Package) -> Iterator[PrivacyFinding]:
    """Headers of pages, lists to choose from, names of cells, and the parts beside the sheets."""
    for name in package.like(r"xl/worksheets/[^/]*\.xml"):
        behind = package.after_cells(name)
        choices = [each for found in _CHOICES.findall(behind) for each in found.split(",")]
        yield from _scan(_OUTSIDE, {"list": [html.unescape(choice) for choice in choices]})
        yield from scan_prose(lines_of(behind), Place(name, hidden=True))
    yield from _scan(_OUTSIDE, {"name": _DEFINED.findall(package.text("xl/workbook.xml"))})
    for name in package.like(_ELSEWHERE):
        yield from scan_prose(lines_of(package.text(name)), Place(name, hidden=True))


def _scan_kept_copies(package: _Package) -> Iterator[PrivacyFinding]:
    """What pivot tables and links remember of cells that may be gone."""
    for name in package.like(r"xl/pivotCache/pivotCacheDefinition\d*\.xml"):
        kept = {
            html.unescape(title): [html.unescape(item) for item in _ITEM.findall(items)]
            for title, items in _FIELD.findall(package.text(name))
        }
        yield from _scan("pivot", kept)
    for name in package.like(r"xl/externalLinks/externalLink\d*\.xml"):
        yield from _scan(_OUTSIDE, {"link": _VALUE.findall(package.text(name))})
    for name in package.like(r"xl/pivotCache/pivotCacheRecords\d*\.xml"):
        yield from _scan(
            "pivot", {"record": [html.unescape(text) for text in _ITEM.findall(package.text(name))]}
        )


def _hidden_sheets(package: _Package) -> Iterator[tuple[str, str]]:
    """Name and member of each sheet that is hidden or very hidden."""
    relations = [
        dict(_ATTRIBUTE.findall(each))
        for each in _RELATION.findall(package.text("xl/_rels/workbook.xml.rels"))
    ]
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    for found in _SHEET.findall(package.text("xl/workbook.xml")):
        said = dict(_ATTRIBUTE.findall(found))
        if said.get("state", "visible") != "visible":
            relation = next((value for key, value in said.items() if key.endswith(":id")), "")
            member = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))
            yield html.unescape(said.get("name", "")), member.lstrip("/")


def _columns(package: _Package, member: str) -> dict[str, list[str]]:
    """The texts of a sheet by column letter, from the top; what is blank is left out."""
    columns: dict[str, list[str]] = {}
    for before, letter, after, inner in _CELL.findall(package.text(member)):
        text = _said(package, before + after, inner)
        if text:
            columns.setdefault(letter, []).append(text)
    return columns


def _said(package: _Package, attributes: str, inner: str) -> str:
    if 't="inlineStr"' in attributes:
        return html.unescape("".join(_TEXT.findall(inner)))
    found = _VALUE.search(inner)
    if found is None:
        return ""
    if 't="s"' in attributes:
        number = int(found[1]) if found[1].isdecimal() else -1
        return html.unescape(package.strings[number]) if 0 <= number < len(package.strings) else ""
    return html.unescape(found[1])


def _scan_old(path: Path) -> Iterator[PrivacyFinding]:
    """Hidden sheets and comments of a workbook of before 2007."""
    book = xlrd.open_workbook(str(path), on_demand=True)
    comments: list[str] = []
    for sheet in book.sheets():
        notes = [note.text for note in sheet.cell_note_map.values() if note.text]
        comments += notes
        if sheet.visibility:
            columns = {
                str(column): [str(value) for value in sheet.col_values(column) if value != ""]
                for column in range(sheet.ncols)
            }
            yield from _scan(sheet.name, columns)
    if comments:
        yield Place(None, hidden=True).finding(PrivacyKind.COMMENT, len(comments))
        yield from _scan(_OUTSIDE, {"comment": comments})


def _scan_opendocument(path: Path) -> Iterator[PrivacyFinding]:
    """Hidden sheets and comments of an OpenDocument spreadsheet."""
    comments: list[str] = []
    for sheet in open_sheets(path, LIMITS):
        comments += sheet.comments
        if not sheet.visible:
            columns: dict[str, list[str]] = {str(place): [] for place in range(sheet.width)}
            for record in sheet.records:
                for place, cell in enumerate(record):
                    if cell:
                        columns[str(place)].append(cell)
            yield from _scan(sheet.name, columns)
    if comments:
        yield Place(None, hidden=True).finding(PrivacyKind.COMMENT, len(comments))
        yield from _scan(_OUTSIDE, {"comment": comments})


def _scan(sheet: str, columns: dict[str, list[str]]) -> Iterator[PrivacyFinding]:
    """Scan columns of different lengths as one sheet."""
    scanner = Scanner(sheet, hidden=True)
    scanner.feed_texts({name: texts for name, texts in columns.items() if texts})
    yield from scanner.findings()
