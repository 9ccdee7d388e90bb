"""The numbers of the town, on the front page and on that of a topic."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.kernel.clock import CITY_TIME
from datasets.models.dataset import Dataset
from portal.web.context import services
from portal.web.figures import Figure, town_figures
from portal.web.jinja import number
from portal.web.language import words, words_lang
from portal.web.urls import current_locale

FIGURES = 4
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A number of the town, as the macro `stat` takes it.

    Attributes:
        label: What is counted; empty where the title says it.
        lang: Language of label and unit where it is not the page's.
        value: Formatted for the reader.
        trend: Up to 12 values, oldest first.
        title: Of the dataset it comes from; `title_lang` as on a card.
    """

    label: str
    lang: str | None
    value: str
    unit: str
    note: str
    trend: tuple[float, ...]
    title: str
    title_lang: str | None
    url: str


def put_forward(session: Session, slugs: Collection[str] | None = None) -> Sequence[Dataset]:
    """The newest data of the city itself that may be put forward today, loaded whole.

    Args:
        session: To read in.
        slugs: Only these; any of them if None.
    """
    return queries.newest_datasets(
        session,
        ANYONE,
        _LOOKED_AT,
        area=services().settings.area_code,
        featured_on=services().clock.now().astimezone(CITY_TIME).date(),
        slugs=slugs,
    )


def figure_cards(datasets: Sequence[Dataset], today: date) -> tuple[FigureCard, ...]:
    """At most four numbers of datasets that were loaded whole, each against a year before."""
    found = town_figures(datasets, FIGURES, today)
    return tuple(_figure_card(dataset, figure) for dataset, figure in found)


def _figure_card(dataset: Dataset, figure: Figure) -> FigureCard:
    title = words(dataset.title)
    foreign = None if current_locale() == "ja" else "ja"
    return FigureCard(
        label="" if figure.label in title else figure.label,
        lang=foreign,
        value=number(figure.latest),
        unit=figure.unit,
        note=_against_last_year(figure, "" if foreign else figure.unit),
        trend=figure.trend,
        title=title,
        title_lang=words_lang(dataset.title),
        url=url_for("dataset.show", slug=dataset.slug),
    )


def _against_last_year(figure: Figure, unit: str) -> str:
    if not figure.change:
        return str(_("%(period)s: the same as a year before", period=figure.period))
    amount = f"{number(abs(figure.change))}{unit}"
    if figure.change > 0:
        return str(
            _("%(period)s: %(amount)s more than a year before", period=figure.period, amount=amount)
        )
    return str(
        _("%(period)s: %(amount)s less than a year before", period=figure.period, amount=amount)
    )
