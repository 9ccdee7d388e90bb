"""Colours, fonts and sizes of every chart, for a light and a dark page.

Source: the portal's design tokens; each colour is at least 3:1 against its background, text 4.5:1.
"""

from dataclasses import dataclass
from typing import Any

# A renderer without Japanese fonts of its own has Noto; a reader's browser takes what it has.
FONT = (
    '"Noto Sans CJK JP", "Hiragino Sans", "BIZ UDPGothic", "Noto Sans JP", "Yu Gothic UI", '
    "Meiryo, system-ui, sans-serif"
)
TEXT_PX = 13
SMALL_PX = 12
TITLE_PX = 17
DASHES: tuple[list[int], ...] = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 5])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #RRGGBB.

    Attributes:
        background: Of the picture.
        ink: Titles and values.
        ink2: Labels and notes.
        hairline: Grid lines.
        rest: The bar of all that is not shown by itself.
        series: Six that differ for every kind of colour vision.
    """

    background: str
    ink: str
    ink2: str
    hairline: str
    rest: str
    series: tuple[str, str, str, str, str, str]


LIGHT = Theme(
    "#FFFFFF",
    "#1A2230",
    "#4A5567",
    "#CBD5E1",
    "#8A95A6",
    ("#17509E", "#D97C12", "#6795AD", "#6C20DF", "#634236", "#A68C59"),
)
DARK = Theme(
    "#0F1520",
    "#EDF2F9",
    "#B5C0D0",
    "#33415A",
    "#8391A8",
    ("#7FB2FF", "#ECA413", "#DFD9C3", "#7E7930", "#725FF2", "#D0438E"),
)
THEMES = {"light": LIGHT, "dark": DARK}


def config(theme: Theme) -> dict[str, Any]:
    """The Vega-Lite config that all charts share."""
    label = {"labelFontSize": SMALL_PX, "labelColor": theme.ink2, "labelFont": FONT}
    title = {
        "titleFontSize": SMALL_PX,
        "titleColor": theme.ink2,
        "titleFontWeight": "normal",
        "titleFont": FONT,
    }
    quiet = {"domain": False, "ticks": False, "gridColor": theme.hairline, "labelPadding": 6}
    return {
        "aria": False,  # the picture is named as a whole; its table is beside it
        "background": theme.background,
        "font": FONT,
        "padding": {"left": 4, "right": 8, "top": 10, "bottom": 8},
        "view": {"stroke": None},
        "axis": {**label, **title, **quiet},
        "legend": {**label, **title, "symbolSize": 110, "labelLimit": 160},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "font": FONT,
            "fontSize": TITLE_PX,
            "fontWeight": "bold",
            "color": theme.ink,
            "lineHeight": 24,
            "subtitleFont": FONT,
            "subtitleFontSize": SMALL_PX,
            "subtitleColor": theme.ink2,
            "subtitleLineHeight": 18,
            "subtitlePadding": 6,
            "offset": 14,
        },
        "text": {"font": FONT, "fontSize": SMALL_PX, "color": theme.ink},
        "bar": {"cornerRadiusEnd": 2},
    }
