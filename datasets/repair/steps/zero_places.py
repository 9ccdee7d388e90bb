"""Places at 0, 0 or outside the earth are no places: they become blank."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.places import degrees, is_latitude, is_longitude, place_columns
from datasets.repair.step import Found, FrameStep, Seen

_SHARE = 0.9


def without_zero_places(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Blank for both degrees where both are nearly 0, or one is beyond 180."""
    if not set(columns) <= set(frame.columns):
        return frame
    one, other = (frame[column].tolist() for column in columns)
    gone = [is_nowhere(a, b) for a, b in zip(one, other, strict=True)]
    blank = {name: frame[name].mask(pd.Series(gone, index=frame.index), "") for name in columns}
    return frame.assign(**blank) if any(gone) else frame


def is_nowhere(latitude: str, longitude: str) -> bool:
    """Whether two texts are numbers that name no place: 0 and 0, or beyond the earth."""
    one, other = degrees(latitude), degrees(longitude)
    if one is None or other is None:
        return False
    beyond = not (abs(one) <= 180 and abs(other) <= 180)
    return beyond or (abs(one) < 0.1 and abs(other) < 0.1)


def _found(seen: Seen) -> Iterator[Found]:
    pair = place_columns(seen.columns)
    if pair and all(_has_nowhere(facts) for facts in pair):
        kinds = (is_latitude, is_longitude)
        good = all(_are_places(f, fits) for f, fits in zip(pair, kinds, strict=True))
        yield Found((pair[0].name, pair[1].name), doubtful=not good)


def _has_nowhere(facts: ColumnFacts) -> bool:
    values = (degrees(text) for text in facts.told)
    return any(value is not None and not 0.1 <= abs(value) <= 180 for value in values)


def _are_places(facts: ColumnFacts, fits: object) -> bool:
    assert callable(fits)  # noqa: S101 - one of two functions
    real = [text for text in facts.told if not is_nowhere(text, text)]
    return bool(real) and sum(map(fits, real)) >= _SHARE * len(real)


STEP = FrameStep(
    name="zero_places",
    title=N_("Places that are nowhere"),
    sentence=N_("Latitudes and longitudes that name no place became blank: {count} cells."),
    mended=without_zero_places,
    found=_found,
)
