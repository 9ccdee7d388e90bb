"""What a zip is by the names of its members: layers of a map, a timetable, tables, just files.

Sources: ESRI Shapefile Technical Description; GTFS reference; GTFS-JP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.archive import Member

MOST_TABLES = 50
MOST_LISTS = 5
_PARTS = frozenset({"shp", "shx", "dbf", "prj", "cpg"})
_TABLES = frozenset({"csv", "tsv", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "kml"})
_LISTS = frozenset({"csv", "xlsx", "xls"})
_OFFICE = frozenset({"xlsx", "xlsm", "docx", "pptx", "ods", "odt", "odp", "epub"})
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
# in the order in which people ask for them; what else there is follows by name
GTFS_ORDER = (
    *("stops", "routes", "trips", "stop_times", "calendar", "calendar_dates", "shapes"),
    *("fare_attributes", "fare_rules", "agency", "feed_info", "translations", "frequencies"),
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a zip.

    Attributes:
        kind: shapefile, gtfs, tables or files.
        layers: Of a shapefile: the member of each part, by its ending, for each layer.
        tables: The members that are read as tables, in order; of a shapefile, lists that may tell
            what its fields are called.
    """

    kind: str
    layers: tuple[Mapping[str, Member], ...] = ()
    tables: tuple[Member, ...] = ()


def contents_of(members: Sequence[Member]) -> Contents:
    """Tell what the members of a zip make together.

    Raises:
        UnreadableFile: E_SHP_INCOMPLETE if parts of a map's layer are missing.
    """
    seen = [member for member in members if not _is_by_the_way(member.name)]
    layers = _layers(seen)
    if layers:
        beside = tuple(member for member in seen if ending_of(member.name) in _LISTS)
        return Contents("shapefile", layers, beside[:MOST_LISTS])
    names = {PurePosixPath(member.name).name.lower() for member in seen}
    if "stops.txt" in names and names & {"routes.txt", "trips.txt", "stop_times.txt"}:
        return Contents("gtfs", tables=_timetable(seen))
    tables = tuple(member for member in seen if ending_of(member.name) in _TABLES)
    return Contents("tables" if tables else "files", tables=tables[:MOST_TABLES])


def ending_of(name: str) -> str:
    """The ending of a name, in lower case and without its dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def is_packed(name: str, head: bytes) -> bool:
    """Whether a member is itself an archive, and no office document."""
    return head.startswith(_PACKED) and ending_of(name) not in _OFFICE


def _is_by_the_way(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        path.parts[0] == "__MACOSX" or path.name.startswith((".", "~$")) or path.name == "Thumbs.db"
    )


def _layers(members: Sequence[Member]) -> tuple[Mapping[str, Member], ...]:
    found: dict[str, dict[str, Member]] = {}
    for member in members:
        ending = ending_of(member.name)
        if ending in _PARTS:
            stem = member.name[: -len(ending) - 1].casefold()
            found.setdefault(stem, {})[ending] = member
    layers = [parts for parts in found.values() if {"shp", "shx"} & set(parts)]
    for parts in layers:
        if "shp" not in parts or not {"dbf", "prj"} & set(parts):
            raise UnreadableFile(
                N_(
                    "Parts of the map’s layer are missing: a Shapefile is made of .shp, .shx, "
                    ".dbf and .prj. Pack all of them."
                ),
                detail_code="E_SHP_INCOMPLETE",
            )
    return tuple(layers)


def _timetable(members: Sequence[Member]) -> tuple[Member, ...]:
    order = {name: place for place, name in enumerate(GTFS_ORDER)}
    tables = [member for member in members if ending_of(member.name) == "txt"]
    return tuple(sorted(tables, key=lambda m: (order.get(PurePosixPath(m.name).stem, 99), m.name)))[
        :MOST_TABLES
    ]
