"""Latitudes in the column of longitudes and the other way round, in all rows: exchanged."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.places import is_latitude, is_longitude, place_columns
from datasets.repair.step import Found, FrameStep, Seen


def exchanged(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The cells of two columns the other way round."""
    if not set(columns) <= set(frame.columns):
        return frame
    one, other = columns
    return frame.assign(**{one: frame[other], other: frame[one]})


def _found(seen: Seen) -> Iterator[Found]:
    pair = place_columns(seen.columns)
    if pair is None:
        return
    latitude, longitude = pair
    filled = latitude.told.total() and longitude.told.total()
    if filled and latitude.share(is_longitude) >= 1 and longitude.share(is_latitude) >= 1:
        yield Found((latitude.name, longitude.name))


STEP = FrameStep(
    name="swapped_places",
    title=N_("Latitude and longitude exchanged"),
    sentence=N_("Latitude and longitude were exchanged: {count} cells."),
    mended=exchanged,
    found=_found,
)
