"""The answer key of the hostile files, and how an answer is held against it."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LINES = re.compile(r"lines? ([\d,]+)")


@dataclass(frozen=True)
class Row:
    """One hostile file.

    Attributes:
        channel: By which door it comes in.
        verdicts: Any of them is right; `accept`, `repair`, `quarantine` or `reject`.
        codes: Any of them is right; OK where nothing need be said.
        lines: Lines that the answer must name.
        here: Whether the file is in the set; big ones are made when they are asked for.
    """

    name: str
    path: Path
    channel: str
    verdicts: tuple[str, ...]
    codes: tuple[str, ...]
    lines: tuple[str, ...]
    max_seconds: float
    max_rss_mb: float
    here: bool


def answer_key(folder: Path) -> list[Row]:
    """Every row of `expected.csv`.

    Args:
        folder: Holds `open/expected.csv`.
    """
    with (folder / "open/expected.csv").open(encoding="utf-8", newline="") as stream:
        return [_row(folder, told) for told in csv.DictReader(stream)]


def agrees(row: Row, verdict: str, codes: Sequence[str], says: Sequence[str]) -> bool:
    """Whether an answer is one of those that are right."""
    if verdict not in row.verdicts:
        return False
    if "OK" in row.codes and verdict == "repair":  # what was mended has a code of its own
        return True
    text = " ".join(says)
    lines = set(re.findall(r"\d+", text))
    named = all(line in lines for line in row.lines)
    return named and any(code in codes for code in row.codes)


def _row(folder: Path, told: dict[str, str]) -> Row:
    lines = _LINES.search(told["code"])
    return Row(
        name=Path(told["file"]).name,
        path=folder / told["file"],
        channel=told["channel"],
        verdicts=tuple(told["expected"].replace("accept_safe", "accept").split("|")),
        codes=tuple(word.split()[0] for word in told["code"].split("|")),
        lines=tuple(lines[1].split(",")) if lines else (),
        max_seconds=float(told["max_seconds"]),
        max_rss_mb=float(told["max_rss_mb"]),
        here=told["on_demand"] == "no",
    )
