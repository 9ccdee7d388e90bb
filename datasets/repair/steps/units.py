"""Units go into the name of the column: 「12人」 → 「12」 below 「定員（人）」."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import UNITS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.names import clear_names
from datasets.repair.step import Found, FrameStep, Seen

_SHARE = 0.8
WITH_UNIT = re.compile(
    r"([¥￥]?)\s?([-+]?)\s?([¥￥]?)\s?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s?(" + UNITS + ")?"
)


def without_unit(text: str, unit: str) -> str:
    """The number alone, if it has this unit; anything else as it is."""
    found = WITH_UNIT.fullmatch(half_width(text))
    return found[2] + found[4].replace(",", "") if found and unit_of(found) == unit else text


def unit_of(found: re.Match[str]) -> str:
    """The unit of a match of WITH_UNIT; blank without one."""
    return found[5] or ("円" if found[1] or found[3] else "")


def units_into_names(
    frame: pd.DataFrame, columns: list[str], units: Mapping[str, str], renamed: Mapping[str, str]
) -> pd.DataFrame:
    """Take the units from the cells and write them behind the names."""
    for column in columns:
        if column in frame.columns:
            cells = [without_unit(text, units[column]) for text in frame[column].tolist()]
            frame = frame.assign(**{column: pd.Series(cells, index=frame.index, dtype=object)})
    return frame.rename(columns=renamed)


def _found(seen: Seen) -> Iterator[Found]:
    names = list(seen.names)
    for facts in seen.columns:
        units = _units(facts)
        unit, count = units.most_common(1)[0] if +units else ("", 0)
        if not unit or units.total() < _SHARE * facts.told.total():
            continue
        wanted = facts.name if unit in facts.name else f"{facts.name}（{unit}）"
        new = clear_names([*(name for name in names if name != facts.name), wanted])[-1]
        options = {"units": {facts.name: unit}, "renamed": {facts.name: new}}
        if count < facts.told.total():
            if count < facts.told.total() / 2:
                continue
            yield Found((facts.name,), options, doubtful=True)
        else:
            yield Found((facts.name,), options)


def _units(facts: ColumnFacts) -> Counter[str]:
    units: Counter[str] = Counter()
    for text, count in facts.told.items():
        found = WITH_UNIT.fullmatch(_signed(text))
        if found:
            units[unit_of(found)] += count
    return units


def _signed(text: str) -> str:
    return re.sub(r"^'?[△▲−]\s?", "-", text)


STEP = FrameStep(
    name="units",
    title=N_("Units"),
    sentence=N_("Units went from {count} cells into the names of their columns."),
    mended=units_into_names,
    found=_found,
)
