"""How the built-in board of numbers is shown."""

from dataclasses import dataclass
from typing import cast

from flask_babel import gettext as _

from apps_gallery.builtin.board import BoardAnswer, Number
from portal.web.builtin_part import Showing, period_words
from portal.web.chart_table import Head
from portal.web.jinja import number


@dataclass(frozen=True, slots=True)
class NumberCard:
    """A number, as the macro `stat` takes it."""

    label: str
    value: str
    unit: str
    note: str
    trend: tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class MeasureOption:
    """A measure to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardBody:
    """What the app shows under its headline.

    Attributes:
        measures: To choose from; none where each card is a measure.
        left_out: How many groups are not among the cards.
        rows: The same numbers as a table, with both periods.
    """

    cards: tuple[NumberCard, ...]
    measures: tuple[MeasureOption, ...]
    left_out: int
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]


def body(showing: Showing) -> BoardBody:
    """Cards, their table, and the measures to choose from."""
    answer = cast(BoardAnswer, showing.answer)
    return BoardBody(
        cards=tuple(_card(one) for one in answer.numbers),
        measures=tuple(
            MeasureOption(column.name, column.plain_name, column is answer.measure)
            for column in answer.measures
        ),
        left_out=answer.left_out,
        heads=(
            Head(str(_("What"))),
            Head(str(_("Of when"))),
            Head(str(_("Figure")), True),
            Head(str(_("A year before")), True),
            Head(str(_("Difference")), True),
        ),
        rows=tuple(_row(one) for one in answer.numbers),
    )


def _card(one: Number) -> NumberCard:
    return NumberCard(one.label, number(one.latest), one.unit, _note(one), one.trend)


def _note(one: Number) -> str:
    period = period_words(one.period)
    if one.change is None:
        return str(_("%(period)s; the year before is not known", period=period))
    if not one.change:
        return str(_("%(period)s: the same as a year before", period=period))
    amount = f"{number(abs(one.change))}{one.unit}"
    if one.change > 0:
        return str(
            _("%(period)s: %(amount)s more than a year before", period=period, amount=amount)
        )
    return str(_("%(period)s: %(amount)s less than a year before", period=period, amount=amount))


def _row(one: Number) -> tuple[str, ...]:
    before = "" if one.before is None else f"{number(one.before)}{one.unit}"
    change = "" if one.change is None else f"{one.change:+,}{one.unit}".replace("-", "\u2212")
    return one.label, period_words(one.period), f"{number(one.latest)}{one.unit}", before, change
