"""How cities are held side by side: on the page of comparisons and in an app."""

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from apps_gallery.builtin.base import Answer, Asked, Config, Source, Table
from apps_gallery.builtin.cities import city_tables
from apps_gallery.builtin.compare import CityRow, CompareAnswer, Missing
from datasets.charts.numbers import written
from portal.web.builtin_part import Showing
from portal.web.language import words, words_lang


@dataclass(frozen=True, slots=True)
class CityBar:
    """One city: its value as a bar, what it is made of, and where from.

    Attributes:
        share: Of the longest bar, 0..100; None if the city has no value.
        missing: Why, in words; `request_url` to ask for it.
        far_apart: Whether to say that the times differ.
    """

    name: str
    lang: str | None
    value: str
    share: float | None
    count: str
    people: str
    counted_on: date | None
    people_on: date | None
    data_title: str
    data_lang: str | None
    data_url: str
    people_title: str
    people_lang: str | None
    people_url: str
    missing: str
    request_url: str
    far_apart: bool


@dataclass(frozen=True, slots=True)
class CityOption:
    """A city to choose."""

    code: str
    name: str
    lang: str | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareBody:
    """What the comparison shows under its headline.

    Attributes:
        title: What is compared; `unit` is one of what is counted.
        note: How the cities may count differently.
        cut: Whether more cities were asked for than are shown.
        far_apart: Whether some times differ by more than a year.
    """

    title: str
    unit: str
    note: str
    bars: tuple[CityBar, ...]
    options: tuple[CityOption, ...]
    cut: bool
    far_apart: bool


def gathered(session: Session, config: Config, args: Asked) -> Config:
    """The same configuration with the tables of every city."""
    return replace(config, sources=tuple(Source(table, {}) for table in city_tables(session)))


def used(answer: Answer) -> tuple[Table, ...]:
    """The tables that the shown values come from."""
    rows = cast(CompareAnswer, answer).rows
    found = [table for row in rows for table in (row.table, row.people_table) if table]
    return tuple({table.address: table for table in found}.values())


def body(showing: Showing) -> CompareBody:
    """Bars, the longest first; below them what is not published."""
    answer = cast(CompareAnswer, showing.answer)
    longest = max((row.value or 0 for row in answer.rows), default=0) or 1
    shown = {row.code for row in answer.rows}
    return CompareBody(
        title=str(_(answer.measure.title)),
        unit=str(_(answer.measure.unit)),
        note=str(_(answer.measure.note)),
        bars=tuple(_bar(row, longest, str(_(answer.measure.title))) for row in answer.rows),
        options=tuple(
            CityOption(
                city.code,
                words(dict(city.name)) or city.code,
                words_lang(dict(city.name)),
                city.code in shown,
            )
            for city in answer.cities
        ),
        cut=answer.cut,
        far_apart=any(row.far_apart for row in answer.rows),
    )


def _bar(row: CityRow, longest: float, measure: str) -> CityBar:
    name = words(dict(row.name)) or row.code
    return CityBar(
        name=name,
        lang=words_lang(dict(row.name)),
        value=written(row.value),
        share=None if row.value is None else round(100 * row.value / longest, 1),
        count=written(row.count),
        people=written(row.people),
        counted_on=row.counted_on,
        people_on=row.people_on,
        data_title=_title(row.table),
        data_lang=_lang(row.table),
        data_url=_url(row.table),
        people_title=_title(row.people_table),
        people_lang=_lang(row.people_table),
        people_url=_url(row.people_table),
        missing=_missing(row.missing),
        request_url=_request_url(name, measure),
        far_apart=row.far_apart,
    )


def _missing(why: Missing) -> str:
    return {
        Missing.NOTHING: "",
        Missing.DATA: str(_("Not published")),
        Missing.PEOPLE: str(_("The number of people is not published")),
        Missing.BLANKS: str(_("Too many figures are left blank")),
    }[why]


def _title(table: Table | None) -> str:
    return words(dict(table.title)) if table else ""


def _lang(table: Table | None) -> str | None:
    return words_lang(dict(table.title)) if table else None


def _url(table: Table | None) -> str:
    return url_for("dataset.show", slug=table.dataset) if table else ""


def _request_url(city: str, measure: str) -> str:
    title = _("%(measure)s: data of %(city)s", measure=measure, city=city)
    return url_for("requests.new", title=str(title))
