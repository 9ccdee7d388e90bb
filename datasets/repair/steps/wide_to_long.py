"""One row for each year, age or pair instead of one column: offered, never forced."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.names import clear_names
from datasets.repair.step import Found, FrameStep, Seen

_LEAST = 3
_KINDS = {
    "年": re.compile(
        r"(?:19|20)\d{2}年?度?|(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})年度?|[HRS]\d{1,2}(?:年度?)?"
    ),
    "年齢": re.compile(r"\d{1,3}歳?(?:以上|未満)?|\d{1,3}[-~〜～]\d{1,3}歳?"),
    "月": re.compile(r"(?:1[0-2]|[1-9])月"),
}
_NUMBERED = re.compile(r"(.+?)[_\s]?(\d{1,3})")


def one_row_each(
    frame: pd.DataFrame, columns: list[str], groups: list[list[str]], named: list[str]
) -> pd.DataFrame:
    """A row for each group of columns; the first of the new columns says which group it was.

    Args:
        frame: Any.
        columns: All columns that go.
        groups: Columns that make one row together, in order; the same number in each.
        named: The new columns: what the group is called (if groups are of one), then its values.
    """
    kept = [name for name in frame.columns if name not in columns]
    parts = []
    for group in groups:
        part = frame[kept].assign(
            **dict(zip(named[-len(group) :], _cells(frame, group), strict=True))
        )
        if len(named) > len(group):
            part.insert(len(kept), named[0], group[0])
        parts.append(part)
    long = pd.concat(parts)
    return long.sort_index(kind="stable")


def _cells(frame: pd.DataFrame, group: list[str]) -> Iterator[pd.Series]:
    for name in group:
        yield frame[name] if name in frame.columns else pd.Series("", index=frame.index)


def _found(seen: Seen) -> Iterator[Found]:
    for kind, pattern in _KINDS.items():
        names = [f.name for f in seen.columns if pattern.fullmatch(f.name) and f.is_numeric]
        if len(names) >= _LEAST and len(names) < len(seen.columns):
            kept = [name for name in seen.names if name not in names]
            named = clear_names([*kept, kind, "値"])[-2:]
            groups = [[name] for name in names]
            yield Found(tuple(names), {"groups": groups, "named": named}, doubtful=True)
            return
    yield from _pairs(seen.columns)


def _pairs(columns: Sequence[ColumnFacts]) -> Iterator[Found]:
    """項目1, 内容1, 項目2, 内容2: the same names with numbers, side by side."""
    numbered = [
        (found, facts.name) for facts in columns if (found := _NUMBERED.fullmatch(facts.name))
    ]
    groups: dict[str, list[tuple[str, str]]] = {}
    for found, name in numbered:
        groups.setdefault(found[2], []).append((found[1], name))
    stems = [[stem for stem, _ in group] for group in groups.values()]
    if len(groups) < 2 or any(stem != stems[0] for stem in stems) or len(stems[0]) < 2:
        return
    gone = tuple(name for _, name in numbered)
    kept = [facts.name for facts in columns if facts.name not in gone]
    named = clear_names([*kept, *stems[0]])[len(kept) :]
    rows = [[name for _, name in group] for group in groups.values()]
    yield Found(gone, {"groups": rows, "named": named}, doubtful=True)


STEP = FrameStep(
    name="wide_to_long",
    title=N_("Years, ages or pairs in columns"),
    sentence=N_("{count} rows were made long: one row for each value."),
    mended=one_row_each,
    found=_found,
)
