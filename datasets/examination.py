"""The first look at a stranger's file: what it is, and whether it may be opened at all.

Light on purpose: most of what does harm is refused here, before the libraries that read tables are
loaded. Runs in the limited child process (`datasets.kernel.cell`) for the portal's jobs and for
the command line alike.
"""

import importlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets.kept import kept, kept_format, with_defects
from datasets.kernel.messages import N_, Message
from datasets.reading.active_pdf import pdf_defects
from datasets.reading.archive import Member, members_of, unpacked
from datasets.reading.archive_contents import contents_of, is_packed
from datasets.reading.defect import Defect
from datasets.reading.json_document import document_defects
from datasets.reading.markup import examined_markup
from datasets.reading.markup_records import way_to_records
from datasets.reading.refusals import refusal
from datasets.reading.signature import kind_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# RDF"
_HEAD_BYTES = 16
_PICTURES = frozenset({"jpg", "png", "webp", "gif", "bmp", "tif"})
_PROGRAMS = (b"MZ\x90\x00", b"MZ\x00", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_PACKAGES = frozenset({"xlsx", "xlsb", "docx", "pptx", "ods", "odt"})


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a first look found.

    Attributes:
        format: What a file is kept as that is no table; None if tables are made of it.
        copy: What goes out in place of the bytes as they came.
    """

    format: str | None
    defects: tuple[Defect, ...] = ()
    copy: Path | None = None


def prepare_file(
    path: str, filename: str, folder: str, options: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Make everything that can be made of one file.

    Args:
        path: A local file.
        filename: What its sender called it.
        folder: An empty folder for what is made.
        options: How a table is to be mended; see `datasets.preparation`.

    Returns:
        `Prepared` as JSON.

    Raises:
        UnreadableFile: if it is damaged or not what its name says.
        TooLarge: if it is beyond a limit.
    """
    started = time.perf_counter()
    looked = _looked(Path(path), filename, Path(folder))
    if looked.format is None:
        # pandas, DuckDB and Frictionless are loaded for tables only
        tables = importlib.import_module("datasets.preparation")
        told = tables.prepare_file(path, filename, folder, options)
        made = with_defects(told, looked.defects)
    else:
        search = importlib.import_module("datasets.scanning")
        # nobody is given a picture as it came, so that what it told does not matter
        privacy = () if looked.copy else search.scan_kept(Path(path), filename)
        made = kept(looked.format, looked.defects, privacy)
    made["copy_path"] = str(looked.copy) if looked.copy else None
    made["seconds"] = round(time.perf_counter() - started, 3)
    return made


def _looked(path: Path, filename: str, folder: Path) -> _Looked:
    kind = kind_of(path, filename)
    format_ = kept_format(kind, filename)
    if kind in _PACKAGES:
        members_of(path, is_package=True)
        return _Looked(format_)
    if kind == "image":
        return _picture(path, format_, folder, Path(filename).suffix.lower().removeprefix("."))
    look = _LOOKS.get(kind)
    return look(path, format_, folder) if look else _Looked(format_)


def _zip(path: Path, format_: str | None, _: Path) -> _Looked:
    members = members_of(path)
    if not members:
        raise refusal("empty")
    for member in members:
        head = _head(path, member)
        if head.startswith(_PROGRAMS):
            raise refusal("exe")
        if is_packed(member.name, head):
            raise refusal("nested")
    contents = contents_of(members)
    renamed = sum(member.renamed for member in members)
    said = Message(N_("{count} names in the zip file were not in UTF-8"), {"count": renamed})
    defects = (Defect("R_NAME", renamed, said),) if renamed else ()
    return _Looked(format_ if contents.kind == "files" else None, defects)


def _head(path: Path, member: Member) -> bytes:
    """The first bytes of a member that was read to its end."""
    head = b""
    for chunk in unpacked(path, member):
        head = head if len(head) >= _HEAD_BYTES else head + chunk[:_HEAD_BYTES]
    return head


def _markup(path: Path, format_: str | None, _: Path) -> _Looked:
    found = examined_markup(path)
    defects = found.defects
    if found.root == _RDF:
        if found.encoding == "utf-8":
            defects += _graph_defects(path, "rdf")
    elif way_to_records(path) is not None:
        format_ = None
    return _Looked(format_, defects)


def _turtle(path: Path, format_: str | None, _: Path) -> _Looked:
    return _Looked(format_, _graph_defects(path, "turtle"))


def _ntriples(path: Path, format_: str | None, _: Path) -> _Looked:
    return _Looked(format_, _graph_defects(path, "ntriples"))


def _graph_defects(path: Path, kind: str) -> tuple[Defect, ...]:
    graphs = importlib.import_module("datasets.reading.graph")
    found: tuple[Defect, ...] = graphs.graph_defects(path, kind)
    return found


def _json(path: Path, format_: str | None, _: Path) -> _Looked:
    return _Looked(format_, document_defects(path))


def _pdf(path: Path, format_: str | None, _: Path) -> _Looked:
    return _Looked(format_, pdf_defects(path))


def _picture(path: Path, format_: str | None, folder: Path, ending: str) -> _Looked:
    pictures = importlib.import_module("datasets.reading.picture")
    picture = pictures.made_anew(path, folder)
    defects: tuple[Defect, ...] = picture.defects
    named = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif"}.get(ending, ending)
    if named in _PICTURES and named != picture.source:
        places = {"ending": ending, "kind": picture.source}
        said = N_("The file is called .{ending} but is {kind}")
        defects = (*defects, Defect("E_TYPE", 1, Message(said, places)))
    return _Looked(picture.format if picture.path else format_, defects, picture.path)


_LOOKS: dict[str, Callable[[Path, str | None, Path], _Looked]] = {
    "zip": _zip,
    "xml": _markup,
    "turtle": _turtle,
    "ntriples": _ntriples,
    "json": _json,
    "pdf": _pdf,
}
