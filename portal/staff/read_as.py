"""How a file was read, in words, and what a person says of it instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.reading.correctable import LAST_ROW
from datasets.reading.encoding import encoding_name
from portal.web.jinja import number
from portal.web.language import stored

_SURE, _LIKELY = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing the reader decided.

    Attributes:
        sureness: In words, with a percentage.
        unsure: Whether a person should look.
    """

    text: str
    reasons: tuple[str, ...]
    sureness: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of the file as it stands.

    Attributes:
        number: From 1.
        part: What it was taken for: above, names or data.
    """

    number: int
    cells: tuple[str, ...]
    part: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet that is shown in the workbook."""

    name: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """How one file was read.

    Attributes:
        rows: The first of them; empty where nothing can be corrected.
        columns: Cells of the widest of these.
        cut: Whether rows have more cells than are shown.
        first, last: Header rows, from 1; both are the first row of data where there are none.
        told: Whether a person said where the names are.
    """

    decided: tuple[Decided, ...]
    rows: tuple[RawRow, ...]
    columns: int
    cut: bool
    first: int
    last: int
    told: bool
    sheets: tuple[RawSheet, ...]
    last_row: int = LAST_ROW

    @property
    def unsure(self) -> bool:
        """Whether a person should look."""
        return any(each.unsure for each in self.decided)


def read_as(version: FileVersion, kept: QualityReport | None) -> ReadAs | None:
    """How a file was read; None where there is nothing to tell."""
    reading = kept.reading if kept else None
    if not reading:
        return None
    header, first = list(reading["header_rows"]), int(reading["first"])
    rows = tuple(
        RawRow(place + 1, tuple(cells), _part(place, header, first))
        for place, cells in enumerate(reading["rows"])
    )
    shown = max((len(row.cells) for row in rows), default=0)
    sheets = reading.get("sheets", ())
    return ReadAs(
        decided=tuple(_decided(version, reading)),
        rows=rows,
        columns=shown,
        cut=reading["width"] > shown,
        first=header[0] + 1 if header else first + 1,
        last=header[-1] + 1 if header else first + 1,
        told=bool(reading["told"]),
        sheets=tuple(RawSheet(s["name"], s["taken"]) for s in sheets) if len(sheets) > 1 else (),
    )


def told(form: MultiDict[str, str], kept: QualityReport) -> dict[str, Any]:
    """What a person says of how a file is read, as `datasets.mending.tell` takes it."""
    reading = kept.reading or {}
    then = form.get("then", "")
    if then == "sheets":
        wanted = set(form.getlist("sheet"))
        sheets = reading.get("sheets", ())
        take = [s["name"] for s in sheets if s["name"] in wanted and not s["thought"]]
        leave = [s["name"] for s in sheets if s["name"] not in wanted]
        return {"sheets": {"take": take, "leave": leave}}
    if then == "itself":
        return {"names": {}}
    first = form.get("first" if then == "rows" else "row", 0, type=int) - 1
    last = form.get("last", 0, type=int) - 1 if then == "rows" else first
    nameless = then == "nameless"
    rows = [] if nameless else list(range(first, last + 1)) or [-1]
    begins = first if nameless else last + 1
    return {"names": {"sheet": reading.get("sheet"), "rows": rows, "first": begins}}


def _part(place: int, header: Sequence[int], first: int) -> str:
    if place in header:
        return "names"
    return "above" if place < first else "data"


def _decided(version: FileVersion, reading: Mapping[str, Any]) -> list[Decided]:
    said = (
        (reading.get("encoding"), _("Encoding %(name)s", name=encoding_name(version.encoding))),
        (reading.get("delimiter"), _("What separates the cells")),
        (reading.get("names"), _names(reading["header_rows"], reading["first"])),
    )
    return [_one(str(text), grounds) for grounds, text in said if grounds]


def _names(header: Sequence[int], first: int) -> str:
    if not header:
        return str(_("No row names the columns; the data begin in row %(row)s", row=first + 1))
    if len(header) == 1:
        return str(_("Column names in row %(row)s", row=header[0] + 1))
    rows = {"first": header[0] + 1, "last": header[-1] + 1}
    return str(_("Column names in rows %(first)s to %(last)s", **rows))


def _one(text: str, grounds: Mapping[str, Any]) -> Decided:
    confidence = float(grounds["confidence"])
    percent = number(round(100 * confidence))
    if confidence >= _SURE:
        sureness = _("sure (%(percent)s %%)", percent=percent)
    elif confidence >= _LIKELY:
        sureness = _("likely (%(percent)s %%)", percent=percent)
    else:
        sureness = _("please look (%(percent)s %%)", percent=percent)
    reasons = tuple(stored(reason) for reason in grounds["reasons"])
    return Decided(text, reasons, str(sureness), confidence < _LIKELY)
