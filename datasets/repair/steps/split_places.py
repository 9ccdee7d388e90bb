"""Latitude and longitude in one cell become two columns: 「34.3, 134.0」 → 「34.3」, 「134.0」."""

import re
from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import half_width
from datasets.repair.names import clear_names
from datasets.repair.places import is_latitude, is_longitude
from datasets.repair.step import Found, FrameStep, Seen

_SHARE = 0.8
PLACE_PAIR = re.compile(r"[(\[]?\s*(\d{1,3}(?:\.\d+)?)\s*[,、;/ ]\s*(\d{1,3}(?:\.\d+)?)\s*[)\]]?")


def place_in_two_columns(frame: pd.DataFrame, columns: list[str], named: list[str]) -> pd.DataFrame:
    """Latitude and longitude besides the column that holds both."""
    if columns[0] not in frame.columns:
        return frame
    pairs = [latitude_and_longitude(text) for text in frame[columns[0]].tolist()]
    new = {name: [pair[n] for pair in pairs] for n, name in enumerate(named)}
    return frame.assign(
        **{name: pd.Series(cells, index=frame.index, dtype=object) for name, cells in new.items()}
    )


def latitude_and_longitude(text: str) -> tuple[str, str]:
    """The two numbers of a place within Japan, the latitude first; blank if it is none."""
    found = PLACE_PAIR.fullmatch(half_width(text.strip()))
    if found is None:
        return "", ""
    one, other = found[1], found[2]
    if is_latitude(other) and is_longitude(one):
        one, other = other, one
    return (one, other) if is_latitude(one) and is_longitude(other) else ("", "")


def _found(seen: Seen) -> Iterator[Found]:
    for facts in seen.columns:
        if (
            facts.has(",、;/ ")
            and facts.share(lambda text: latitude_and_longitude(text)[0]) >= _SHARE
        ):
            named = clear_names([*seen.names, "緯度", "経度"])[-2:]
            if named == ["緯度", "経度"]:
                yield Found((facts.name,), {"named": named}, doubtful=True)
            return


STEP = FrameStep(
    name="split_places",
    title=N_("Latitude and longitude in one cell"),
    sentence=N_("Latitude and longitude got a column each: {count} cells."),
    mended=place_in_two_columns,
    found=_found,
)
