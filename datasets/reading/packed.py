"""The tables in a zip: files side by side, a bus timetable, the layers of a map."""

import datetime as dt
import difflib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.archive import Member, members_of, unpacked
from datasets.reading.archive_contents import GTFS_ORDER, contents_of, ending_of
from datasets.reading.field_names import told_names
from datasets.reading.refusals import refusal
from datasets.reading.result import Defect, ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.shapefile import read_layer
from datasets.reading.timetable import expiry_defects

Read = Callable[[Path, str], ReadFile]

_GTFS_JP = ("agency_jp", "routes_jp", "office_jp", "transfers", "pattern_jp", "attributions")
_CITY = ZoneInfo("Asia/Tokyo")
_PASSED_OVER = frozenset({"E_TYPE", "E_EMPTY", "E_JSON"})


class _Scratch:
    """A folder that is gone when nothing refers to it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="portal-zip-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def unpack(self, archive: Path, member: Member, name: str) -> Path:
        """Write a member under a name of ours."""
        to = self.path / name
        with to.open("wb") as stream:
            for chunk in unpacked(archive, member):
                stream.write(chunk)
        return to

    def hold(self, source: Callable[[], Iterator[list[Record]]]) -> Iterator[list[Record]]:
        """The records of a file in this folder, which is there as long as they may be asked for."""
        yield from source()


def read_packed(path: Path, limits: ReadLimits, read: Read) -> ReadFile:
    """Read the tables in a zip.

    Args:
        path: A local file.
        limits: How much is taken.
        read: Reads one file of the zip, once it is unpacked.

    Returns:
        Tables named after the files they came in; `sheet` tells them apart.

    Raises:
        UnreadableFile: as `datasets.reading.archive` and the readers of its files do.
        TooLarge: likewise.
    """
    contents = contents_of(members_of(path))
    is_timetable = contents.kind == "gtfs"
    scratch = _Scratch()
    files: list[tuple[str, ReadFile]] = []
    for number, parts in enumerate(contents.layers):
        layer = PurePosixPath(parts["shp"].name).stem
        there = _unpacked_parts(scratch, path, parts, number)
        files.append((layer, read_layer(there, layer, limits)))
    if files:
        lists = _lists(scratch, path, contents.tables, read)
        return _joined([(layer, _named(file, lists)) for layer, file in files], scratch, [])
    passed_over = []
    for number, member in enumerate(contents.tables):
        name = PurePosixPath(member.name)
        local = scratch.unpack(path, member, f"{number}.{ending_of(name.name)}")
        try:
            told = read(local, f"{name.stem}.csv" if is_timetable else name.name)
        except UnreadableFile as fault:
            if fault.message.places.get("detail_code") not in _PASSED_OVER:
                raise
            passed_over.append(name.name)
        else:
            files.append((name.stem, told))
    if not files:
        raise refusal("zip")
    names = [PurePosixPath(member.name).stem for member in contents.tables if is_timetable]
    tables = {stem: file.tables[0] for stem, file in files if is_timetable}
    expired = expiry_defects(tables, dt.datetime.now(_CITY).date())
    return _joined(files, scratch, [*_passed(passed_over), *_odd_names(names), *expired])


def _lists(scratch: _Scratch, path: Path, members: Iterable[Member], read: Read) -> list[ReadTable]:
    """The tables beside a map's layers; what cannot be read says nothing."""
    found: list[ReadTable] = []
    for number, member in enumerate(members):
        name = f"list{number}.{ending_of(member.name)}"
        with suppress(UnreadableFile, TooLarge):
            found.extend(read(scratch.unpack(path, member, name), name).tables)
    return found


def _named(file: ReadFile, lists: list[ReadTable]) -> ReadFile:
    """A layer with the names that a list beside it gives its fields."""
    layer = file.tables[0]
    fields = layer.header[: layer.column_count]
    names = told_names(fields, file.encoding or "utf-8", lists)
    if not names:
        return file
    said = N_("{count} fields are called as a list in the zip says, {field} now {name}")
    field, name = next(iter(names.items()))
    places = {"count": len(names), "field": field, "name": name}
    header = tuple(names.get(one, one) for one in layer.header)
    return replace(
        file,
        tables=(replace(layer, header=header),),
        defects=(*file.defects, Defect("W_FIELD_NAMES", len(names), Message(said, places))),
    )


def _unpacked_parts(
    scratch: _Scratch, path: Path, parts: Mapping[str, Member], number: int
) -> dict[str, Path]:
    return {
        ending: scratch.unpack(path, member, f"{number}.{ending}")
        for ending, member in parts.items()
    }


def _joined(
    files: list[tuple[str, ReadFile]], scratch: _Scratch, defects: list[Defect]
) -> ReadFile:
    tables: list[ReadTable] = []
    taken: set[str] = set()
    for stem, file in files:
        for table in file.tables:
            name = stem if len(file.tables) == 1 else f"{stem} {table.sheet or table.name}"
            while name in taken:
                name += "_2"
            taken.add(name)
            source = partial(scratch.hold, table.source)
            alone = len(files) == 1 and len(file.tables) == 1
            sheet = None if alone else name
            tables.append(replace(table, name=name, sheet=sheet, source=source, whole=None))
    first = files[0][1]
    return ReadFile(
        kind="zip",
        tables=tuple(tables),
        encoding=first.encoding,
        newline=first.newline,
        delimiter=first.delimiter,
        notes=tuple(note for _, file in files for note in file.notes),
        defects=(*defects, *_together(file.defects for _, file in files)),
    )


def _together(told: Iterable[tuple[Defect, ...]]) -> list[Defect]:
    """What was said of several files, each kind once."""
    found: dict[str, Defect] = {}
    for defects in told:
        for defect in defects:
            before = found.get(defect.code)
            count = defect.count + (before.count if before else 0)
            found[defect.code] = replace(before or defect, count=count)
    return list(found.values())


def _passed(names: list[str]) -> Iterator[Defect]:
    if names:
        said = N_("{count} files in the zip are no tables, {name} for instance")
        places = {"count": len(names), "name": names[0]}
        yield Defect("W_MEMBER", len(names), Message(said, places))


def _odd_names(names: list[str]) -> Iterator[Defect]:
    """Files of a timetable that are called almost as they should be."""
    known = (*GTFS_ORDER, *_GTFS_JP)
    for name in names:
        meant = difflib.get_close_matches(name, known, 1, 0.85)
        if meant and name not in known and meant[0] not in names:
            said = N_("{name}.txt should be called {meant}.txt")
            yield Defect("W_MEMBER_NAME", 1, Message(said, {"name": name, "meant": meant[0]}))
