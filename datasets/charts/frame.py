"""The paper a chart is drawn on: its size, words and colours, and how text fits on it."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from datasets.charts.theme import FONT, SMALL_PX, THEMES, TITLE_PX, Theme

# Kinsoku: what may not begin a line.
_NOT_FIRST = "、。，．・：；？！）〉》」』】〕’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%％,.)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTexts:
    """Every word on a chart, in the reader's language.

    Attributes:
        title: Above the chart; empty where the page says it.
        notes: Lines under the title, such as the source.
        x: What the groups are.
        y: What the values are, with their unit.
        description: Of the whole picture, for those who do not see it.
        locale: "ja" or "en": how months and large numbers are written.
    """

    title: str = ""
    notes: tuple[str, ...] = ()
    x: str = ""
    y: str = ""
    description: str = ""
    locale: Literal["ja", "en"] = "ja"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the drawing functions share.

    Attributes:
        texts: The words.
        width: Of the whole picture in px; 640 or 360.
        theme: The colours.
    """

    texts: ChartTexts
    width: int
    theme: Theme

    @property
    def narrow(self) -> bool:
        """A phone's layout."""
        return self.width < 480

    def colours(self, names: Sequence[str], other: str | None = None) -> dict[str, Any]:
        """A Vega-Lite scale that gives each name its colour, the rest grey."""
        series = iter(self.theme.series)
        colours = [self.theme.rest if name == other else next(series) for name in names]
        return {"domain": list(names), "range": colours}

    def legend(self, names: Sequence[str], **symbol: Any) -> dict[str, Any]:
        """A legend above the chart, in as many columns as fit."""
        widest = max(text_width(name) for name in names) + 40
        return {
            "orient": "top",
            "title": None,
            "direction": "horizontal",
            "columns": max(1, min(len(names), int(self.width / widest))),
            "labelLimit": self.width - 60,
            "offset": 10,
            **symbol,
        }

    def wrapped(self, view: dict[str, Any], height: float) -> dict[str, Any]:
        """A view with the frame around it; text is at least SMALL_PX high at every width."""
        whole = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": self.texts.description or self.texts.title,
            "width": self.width,
            "height": round(height),
            "autosize": {"type": "fit-x", "contains": "padding"},
            **view,
        }
        if self.texts.title:
            room = self.width - 16
            notes = [
                line for note in self.texts.notes for line in lines(note, room, SMALL_PX) if line
            ]
            whole["title"] = {
                "text": lines(self.texts.title, room, TITLE_PX),
                **({"subtitle": notes} if notes else {}),
            }
        return whole


def frame(texts: ChartTexts, width: int, theme: str) -> Frame:
    """The paper for one chart; `theme` is a key of THEMES."""
    return Frame(texts, width, THEMES[theme])


def text_width(text: str, size_px: float = SMALL_PX) -> float:
    """About how wide a text is, in px: a full-width character is a square."""
    em = sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)
    return em * size_px


def lines(text: str, width_px: float, size_px: float = SMALL_PX, most: int = 0) -> list[str]:
    """A text in lines that fit; never begins a line with a closing mark.

    Args:
        text: Any text; a run of ASCII letters or digits is not cut if it can be helped.
        width_px: Of a line.
        size_px: Of the letters.
        most: Number of lines, the last of which ends in "…" if there is more; 0 for any number.
    """
    made, line = [], ""
    for piece in _pieces(text):
        closing = piece[0] in _NOT_FIRST
        if line.strip() and not closing and text_width(line + piece, size_px) > width_px:
            made.append(line.strip())
            line = ""
        line += piece
    made.append(line.strip())
    if most and len(made) > most:
        made = [*made[: most - 1], made[most - 1][:-1] + "…"]
    return made


def _pieces(text: str) -> list[str]:
    """Single characters, but runs of ASCII with the blank after them, at most 12 long."""
    made: list[str] = []
    for character in text:
        run = made and made[-1].isascii() and character.isascii() and len(made[-1]) < 12
        if run and not made[-1].endswith(" "):
            made[-1] += character
        else:
            made.append(character)
    return made


def nice_ticks(low: float, high: float, count: int) -> list[float]:
    """Round values that enclose a range, low < high or equal; about `count` of them."""
    span = max(high - low, 1e-9 * abs(high)) or 1
    span = span if span > 1e-9 else 1  # what no axis could tell apart is one value
    power = 10 ** math.floor(math.log10(span / count))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= span / count * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return [round(i * step, 10) for i in range(first, last + 1)]


def value_text(frame: Frame, **mark: Any) -> dict[str, Any]:
    """A text mark for a value beside its mark."""
    return {"type": "text", "font": FONT, "fontSize": SMALL_PX, "color": frame.theme.ink, **mark}
