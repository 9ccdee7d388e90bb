"""By what a row of a table is known again: a declared key, an ID, else the fewest columns that do.

A column of figures, a place or a mark never says which row it is: these are what changes.
"""

from collections.abc import Callable, Iterator, Sequence

from datasets.tables.column import ColumnRole
from datasets.tables.column_match import Pair
from datasets.tables.difference import Identity
from datasets.tables.table_source import Source

TOLD_APART = 0.98
"""Share of different keys in rows from which a key will do; real tables have a slip or two."""

_MOST_COLUMNS = 6
_MOST_TRIED = 16
_NEARLY = 0.85
_RANK = {
    ColumnRole.NAME: 0,
    ColumnRole.ID: 0,
    ColumnRole.YEAR: 1,
    ColumnRole.DATE: 1,
    ColumnRole.AREA_CODE: 2,
    ColumnRole.AGE: 2,
    ColumnRole.SEX: 2,
    ColumnRole.CATEGORY: 2,
    ColumnRole.ADDRESS: 3,
    ColumnRole.TEXT: 4,
    ColumnRole.POSTAL: 5,
    ColumnRole.PHONE: 5,
}

Share = Callable[[Sequence[Pair]], float]
"""The share of different keys in the rows of the version where it is smaller, 0..1."""


def identities(
    newer: Source, shared: Sequence[Pair], declared: Sequence[str], share: Share
) -> Iterator[tuple[Identity, tuple[Pair, ...]]]:
    """Ways to know rows again, the most trustworthy first; the last always works.

    Args:
        newer: The newer version.
        shared: Columns that both versions have.
        declared: Names of the key that the publisher declared; empty if none.
        share: Asks both tables.
    """
    columns = newer.columns
    named = {columns[pair.after].name: pair for pair in shared}
    if declared and all(name in named for name in declared):
        key = tuple(named[name] for name in declared)
        if share(key) >= TOLD_APART:
            yield Identity.DECLARED, key
    for pair in shared:
        is_id = columns[pair.after].role is ColumnRole.ID
        if is_id and _may_do(newer, pair) and share([pair]) >= TOLD_APART:
            yield Identity.ID, (pair,)
            break
    if chosen := _fewest(newer, shared, share):
        yield Identity.COLUMNS, chosen
    yield Identity.CONTENT, ()


def _may_do(newer: Source, pair: Pair) -> bool:
    """Whether a column may tell rows apart alone; its count is some per cent off."""
    return newer.columns[pair.after].distinct_count >= _NEARLY * newer.rows


def _fewest(newer: Source, shared: Sequence[Pair], share: Share) -> tuple[Pair, ...]:
    """The columns that tell rows apart together; empty if none do."""
    columns = newer.columns
    ranked = sorted(
        (pair for pair in shared if columns[pair.after].role in _RANK),
        key=lambda pair: (_RANK[columns[pair.after].role], pair.after),
    )
    if not ranked:
        return ()
    # an ID that numbers the rows anew each time is tried as an ID already
    candidates = [
        pair for pair in ranked if columns[pair.after].role is not ColumnRole.ID
    ] or ranked
    for pair in candidates:
        if _may_do(newer, pair) and share([pair]) >= TOLD_APART:
            return (pair,)
    chosen: list[Pair] = []
    told = 0.0
    for pair in candidates[:_MOST_TRIED]:
        if len(chosen) == _MOST_COLUMNS or told >= TOLD_APART:
            break
        if (more := share([*chosen, pair])) > told:
            chosen.append(pair)
            told = more
    return _without_the_needless(chosen, share) if told >= TOLD_APART else ()


def _without_the_needless(chosen: list[Pair], share: Share) -> tuple[Pair, ...]:
    for pair in list(chosen[:-1]):
        fewer = [other for other in chosen if other != pair]
        if share(fewer) >= TOLD_APART:
            chosen = fewer
    return tuple(chosen)
