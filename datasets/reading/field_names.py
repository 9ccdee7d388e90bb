"""Names of a Shapefile's fields, cut to ten bytes or coded, and the list beside it that says more.

Sources: dBase III (names of ten bytes); 国土数値情報 (A31_001 and the like, told in a list).
"""

from collections.abc import Iterable, Sequence

from datasets.reading.result import ReadTable

_LONGEST_NAME = 10
_LEAST_SHARE = 0.6
_MOST_RECORDS = 2_000


def told_names(fields: Sequence[str], codec: str, lists: Iterable[ReadTable]) -> dict[str, str]:
    """Longer names by the fields that have them; empty if no list says any.

    Args:
        fields: Names as they stand in the .dbf.
        codec: In which they are cut.
        lists: Tables that came with the layer.
    """
    for table in lists:
        records = [list(table.header), *_first_records(table)]
        for place in range(table.width):
            cells = [record[place].strip() if place < len(record) else "" for record in records]
            found = _coded(fields, cells, records, place) or _cut(fields, cells, codec)
            if found:
                return found
    return {}


def _first_records(table: ReadTable) -> list[list[str]]:
    records: list[list[str]] = []
    for _, batch in table.batches():
        records.extend(batch[: _MOST_RECORDS - len(records)])
        if len(records) >= _MOST_RECORDS:
            break
    return records


def _coded(
    fields: Sequence[str], cells: list[str], records: list[list[str]], place: int
) -> dict[str, str]:
    """The text to the right of each field's name."""
    rows = {cell.casefold(): record for cell, record in zip(cells, records, strict=True) if cell}
    met = {field: rows[field.casefold()] for field in fields if field.casefold() in rows}
    if len(met) < max(2, _LEAST_SHARE * len(fields)):
        return {}
    widest = max(map(len, met.values()))
    for right in range(place + 1, widest):
        names = {f: row[right].strip() for f, row in met.items() if right < len(row)}
        distinct = len(set(names.values())) == len(names) == len(met)
        if distinct and all(name and not name.isascii() for name in names.values()):
            return names
    return {}


def _cut(fields: Sequence[str], cells: list[str], codec: str) -> dict[str, str]:
    """Names of the list whose first ten bytes are those of the fields."""
    whole = dict.fromkeys(filter(None, cells))
    found = {}
    for field in fields:
        meant = [name for name in whole if name != field and _cut_name(name, codec) == field]
        if len(meant) == 1:
            found[field] = meant[0]
    known = sum(field in whole for field in fields) + len(found)
    return found if known >= max(2, _LEAST_SHARE * len(fields)) else {}


def _cut_name(name: str, codec: str) -> str:
    try:
        return name.encode(codec)[:_LONGEST_NAME].decode(codec, "ignore").strip()
    except UnicodeEncodeError:
        return name
