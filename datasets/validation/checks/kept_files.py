"""Personal data in files that are no tables: documents, letters, pictures, whatever is kept."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from datasets.reading.told.columnar import told_by_parquet
from datasets.reading.told.documents import told_by_graph, told_by_json, told_by_markup
from datasets.reading.told.office import told_by_office
from datasets.reading.told.part import Told
from datasets.reading.told.pdf_text import is_locked, told_by_pdf
from datasets.reading.told.pictures import told_by_picture
from datasets.reading.told.plain import told_by_bytes, told_by_rtf, told_by_text
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import Place, PrivacyFinding
from datasets.validation.checks.prose import scan_prose

OFFICE = frozenset({"docx", "pptx", "odt"})
_TABLE_ENDINGS = frozenset({".csv", ".tsv"})
_ALONE: dict[str, Callable[[Path], Told]] = {
    "json": told_by_json,
    "xml": told_by_markup,
    "svg": told_by_markup,
    "turtle": partial(told_by_graph, kind="turtle"),
    "ntriples": partial(told_by_graph, kind="ntriples"),
    "text": told_by_text,
    "rtf": told_by_rtf,
    "flatgeobuf": told_by_bytes,
    "ole": told_by_bytes,
    "parquet": told_by_parquet,
}


def scan_kept_file(
    path: Path, kind: str, called: str, *, inside: bool = False, is_hidden: bool = False
) -> Iterator[PrivacyFinding]:
    """Search a file that is no table; what it packs is not opened.

    Args:
        path: A local file that was examined before.
        kind: As `datasets.reading.signature` tells it.
        called: Its name for people.
        inside: It lies in another file.
        is_hidden: A reader of that other file does not see it.

    Raises:
        UnreadableFile, TooLarge: as the readers of its kind do.
    """
    if kind == "image":
        yield from _scan_picture(path, called, is_hidden=is_hidden)
    if kind == "pdf" and is_locked(path):
        yield Place(called, hidden=is_hidden, inside=True).finding(PrivacyKind.LOCKED, 1)
        return
    for told in _told(path, kind):
        part = "/".join(filter(None, (called if inside else "", told.name)))
        place = Place(part or None, hidden=is_hidden or told.is_hidden, inside=bool(part))
        if told.is_unread:
            yield Place(part or called, hidden=True).finding(PrivacyKind.UNREAD, 1)
        yield from scan_told(told, place)


def says_more(kind: str, filename: str) -> bool:
    """Whether a file may say more than the tables that are made of it."""
    is_letter = kind == "text" and Path(filename).suffix.lower() not in _TABLE_ENDINGS
    return is_letter or kind in ("json", "xml")


def scan_told(told: Told, place: Place) -> Iterator[PrivacyFinding]:
    """Search the texts of one part of a file."""
    scanner = Scanner(place=place, headed=True)
    scanner.feed_texts(told.labelled)
    found = [*scanner.findings(), *scan_prose(told.prose, place)]
    yield from found


def _told(path: Path, kind: str) -> Iterable[Told]:
    if kind in OFFICE:
        return told_by_office(path)
    if kind == "pdf":
        return told_by_pdf(path)
    read = _ALONE.get(kind)
    return [read(path)] if read else []


def _scan_picture(path: Path, called: str, *, is_hidden: bool) -> Iterator[PrivacyFinding]:
    told = told_by_picture(path)
    place = Place(called, hidden=is_hidden, inside=True)
    if told.leads_to_people:
        yield place.finding(PrivacyKind.PICTURE, 1)
    yield from scan_prose([*told.people, *told.words], place)
