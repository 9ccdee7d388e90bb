"""Places of the old Japanese survey, as the world measures them: about 450 m to the north-west.

Source: the approximation of the Geospatial Information Authority between the Tokyo Datum
(EPSG 4301) and JGD2000 (EPSG 4612), good to some metres.
"""

import re
from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.places import degrees, is_latitude, is_longitude, place_columns
from datasets.repair.step import Found, FrameStep, Seen

_OLD = re.compile(r"日本測地系(?!2)|旧測地系|旧日本測地|tokyo\s*datum|EPSG:?4301", re.IGNORECASE)


def world_places(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Latitude and longitude of the Tokyo Datum in the world's system, to six places."""
    if not set(columns) <= set(frame.columns):
        return frame
    pairs = zip(frame[columns[0]].tolist(), frame[columns[1]].tolist(), strict=True)
    moved = [world_place(latitude, longitude) for latitude, longitude in pairs]
    one, other = ([pair[n] for pair in moved] for n in (0, 1))
    new = {columns[0]: one, columns[1]: other}
    return frame.assign(
        **{name: pd.Series(cells, index=frame.index, dtype=object) for name, cells in new.items()}
    )


def world_place(latitude: str, longitude: str) -> tuple[str, str]:
    """One place; what is no place within Japan stays as it is."""
    if not (is_latitude(latitude) and is_longitude(longitude)):
        return latitude, longitude
    y, x = degrees(latitude) or 0.0, degrees(longitude) or 0.0
    north = y - 0.00010695 * y + 0.000017464 * x + 0.0046017
    east = x - 0.000046038 * y - 0.000083043 * x + 0.010040
    return f"{north:.6f}", f"{east:.6f}"


def _found(seen: Seen) -> Iterator[Found]:
    pair = place_columns(seen.columns)
    told = (*seen.table.above, *seen.survey.notes, *seen.names)
    if pair and any(_OLD.search(text) for text in told):
        yield Found((pair[0].name, pair[1].name), doubtful=True)


STEP = FrameStep(
    name="tokyo_datum",
    title=N_("Places of the old survey (Tokyo Datum)"),
    sentence=N_("Places of the old Japanese survey were moved to where they are: {count} cells."),
    mended=world_places,
    found=_found,
)
