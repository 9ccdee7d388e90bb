"""Numbers as they stand on a chart and in the sentence above it."""

from datasets.charts.data import number

_LARGE = {
    "ja": ((10**12, "兆"), (10**8, "億"), (10**4, "万")),
    "en": ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")),
}


def written(value: float | None) -> str:
    """A value in full, with at most two decimals and commas: 12,345.6; empty for None."""
    if value is None:
        return ""
    if abs(value) < 0.01 and value != 0:
        return f"{value:.2g}"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def short(value: float | None, locale: str) -> str:
    """A value that fits at the end of a bar: in full below a million, then 123.5万 or 1.2M."""
    return _short(value, locale).replace("-", "\u2212")


def _short(value: float | None, locale: str) -> str:
    if value is None or abs(value) < 10**6:
        rounded = None if value is None else round(value, 0 if abs(value) >= 1_000 else 2)
        return written(rounded)
    for size, word in _LARGE["ja" if locale == "ja" else "en"]:
        if abs(value) >= size:
            return written(round(value / size, 1)) + word
    return written(value)


def percent(part: float, whole: float) -> str:
    """A share such as 42%, or 8.5% with one decimal below ten; `whole` is not 0."""
    share = 100 * part / whole
    return written(number(round(share, 1 if abs(share) < 10 else 0))) + "%"


def axis_expression(locale: str) -> str:
    """A Vega expression that writes an axis label as `short` does."""
    steps = _LARGE["ja" if locale == "ja" else "en"]
    expression = "format(datum.value, ',~r')"
    for size, word in reversed(steps):
        shown = f"format(datum.value / {size}, ',.3~r') + '{word}'"
        expression = f"abs(datum.value) >= {size} ? {shown} : {expression}"
    return expression
