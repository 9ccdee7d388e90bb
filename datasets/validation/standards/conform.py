"""A table in the columns, order and spelling of a standard; blank where it has nothing.

Source: 自治体標準オープンデータセット: `{code6}_{slug}.csv`, comma, header first; UTF-8 with BOM.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from datasets.validation.standards.kinds import standard_form
from datasets.validation.standards.matching import matches
from datasets.validation.standards.names import key
from datasets.validation.standards.schema import Edition, Field, newest

CONFORM_VERSION = "2"
"""Goes up when the same table would be written otherwise."""
BOM = b"\xef\xbb\xbf"
_TOGETHER = 1_000

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a field comes from: places in a row that are put together; none if nowhere."""

    field: Field
    places: tuple[int, ...]

    def cell(self, row: Row) -> str:
        return standard_form(self.field, "".join(row[place] or "" for place in self.places))


def to_standard(
    names: Sequence[str],
    rows: Iterable[Row],
    standard: str,
    told: Mapping[str, str] | None = None,
) -> Iterator[bytes]:
    """The conforming file of a table, in pieces.

    Args:
        names: Headers of the table.
        rows: Its cells, each row as long as `names`; a blank one is None or empty.
        standard: Id of a standard whose columns are known; its newest edition is written.
        told: What a person said of columns, as `matches` takes it.
    """
    edition = _newest(standard)
    sources = _sources(names, edition, told)
    yield BOM + _csv([[field.name for field in edition.fields]])
    waiting: list[list[str]] = []
    for row in rows:
        waiting.append([source.cell(row) for source in sources])
        if len(waiting) == _TOGETHER:
            yield _csv(waiting)
            waiting = []
    if waiting:
        yield _csv(waiting)


def file_name(standard: str, area_code: str) -> str:
    """What the standard calls the file of a municipality; without the code if that is not known."""
    return f"{area_code}_{standard}.csv" if area_code else f"{standard}.csv"


def _newest(standard: str) -> Edition:
    edition = newest(standard)
    if edition is None:
        raise ValueError(standard)
    return edition


def _sources(
    names: Sequence[str], edition: Edition, told: Mapping[str, str] | None
) -> list[_Source]:
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    keys = {key(name): place for name, place in places.items()}
    found = {match.field.name: (places[match.column],) for match in matches(names, edition, told)}
    return [
        _Source(field, found.get(field.name) or _together(field, keys)) for field in edition.fields
    ]


def _together(field: Field, keys: dict[str, int]) -> tuple[int, ...]:
    """The columns that make the field when their cells are put together."""
    for alias in field.aliases:
        parts = [keys.get(key(part)) for part in alias.split("+")]
        if len(parts) > 1 and None not in parts:
            return tuple(part for part in parts if part is not None)
    return ()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()
