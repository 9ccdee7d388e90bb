"""Big hostile files, made when they are asked for: whole where that is cheap, else smaller."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

_MIB = 1 << 20


def _single_line(path: Path) -> None:
    path.write_bytes(b"a\n" + b"x" * (24 * _MIB))


def _million_columns(path: Path) -> None:
    names = ",".join(f"c{number}" for number in range(1_000_000))
    path.write_text(f"{names}\n{',' * 999_999}\n")


def _zeros(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.csv", bytes(100 * _MIB))


def _members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        for number in range(20_000):
            target.writestr(str(number), b"")


def _vertices(path: Path) -> None:
    line = [[139.0 + number / 1e6, 37.0 + number / 1e6] for number in range(200_000)]
    geometry = {"type": "LineString", "coordinates": line}
    feature = {"type": "Feature", "properties": {"名称": "線"}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


ON_DEMAND: dict[str, Callable[[Path], None]] = {
    "g01_100mb_single_line.csv": _single_line,
    "g02_1e6_columns.csv": _million_columns,
    "g04_10gib_bomb.zip": _zeros,
    "g05_200k_members.zip": _members,
    "g06_1m_vertices.geojson": _vertices,
}
NOT_MADE = {
    "g03_1gib_good.csv": "a gibibyte takes minutes; `make bench` reads a million rows",
    "g07_5m_rows.csv": "five million rows take minutes; `make bench` reads a million",
    "g08_slowloris_body.http": "it takes two minutes of waiting",
}
