"""Front page."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import Dataset
from datasets.search.index import SearchQuery
from portal.pages.category import ThemeCount, theme_counts
from portal.web.cards import DatasetCard, dataset_card
from portal.web.context import Page, services
from portal.web.figures import Figure, town_figures
from portal.web.jinja import number
from portal.web.language import words, words_lang
from portal.web.page_memory import kept_with_catalogue
from portal.web.urls import current_locale, public_blueprint

NEWEST = 6
FIGURES = 4
_LOOKED_AT_FOR_FIGURES = 60
_WORDS = {
    "ja": ("避難所", "AED", "ごみ", "給食", "人口", "バス", "図書館", "除雪"),
    "en": ("shelter", "AED", "garbage", "school lunch", "population", "bus", "library", "snow"),
}
_MOST_CHIPS = 6

bp = public_blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A number of the town, as the macro `stat` takes it.

    Attributes:
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


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What the front page shows.

    Attributes:
        chips: Words to try, each with something to find.
        command: One line for a terminal that works now.
    """

    lead: str
    suggest_url: str
    chips: tuple[str, ...]
    themes: tuple[ThemeCount, ...]
    figures: tuple[FigureCard, ...]
    newest: tuple[DatasetCard, ...]
    command: str


@bp.get("/")
@kept_with_catalogue()
def show() -> str:
    """What there is, by words, by topic, by number and by date."""
    with services().reading() as session:
        total = sum(count for _owner, count in queries.organizations(session, ANYONE))
        newest = queries.newest_datasets(session, ANYONE, _LOOKED_AT_FOR_FIGURES)
        cards = tuple(dataset_card(dataset) for dataset in newest[:NEWEST])
        figures = tuple(
            _figure_card(dataset, figure)
            for dataset, figure in town_figures(newest, FIGURES, services().clock.now().date())
        )
    first = next((dataset for dataset in newest if queries.first_table(dataset)), None)
    slug = first.slug if first else "shelters"
    lead = _lead(total)
    page = HomePage(
        title=_("Find out about your town, in data."),
        description=lead,
        lead=lead,
        suggest_url=url_for("api.suggest"),
        chips=_chips(),
        themes=theme_counts(),
        figures=figures,
        newest=cards,
        command=f'curl -O "{services().settings.base_url}/d/{slug}.csv"',
    )
    return render_template("pages/home/show.html", page=page)


def root() -> ResponseReturnValue:
    """The front page in the site's own language; its lasting address is under that language."""
    return show()


@bp.record_once
def _at_the_top(state: BlueprintSetupState) -> None:
    own = {"locale": state.app.config["DEFAULT_LOCALE"]}
    state.app.add_url_rule("/", "home.root", root, defaults=own)
    # the language switch of `/` leads to the same page under its language
    state.app.add_url_rule("/<any(ja, en):locale>/", "home.root", build_only=True)


def _lead(total: int) -> str:
    if not total:
        return str(_("The city’s open data will be here, free for everyone to use."))
    return str(
        ngettext(
            "%(count)s dataset of the city and its offices, free for everyone to use.",
            "%(count)s datasets of the city and its offices, free for everyone to use.",
            total,
            count=number(total),
        )
    )


def _chips() -> tuple[str, ...]:
    index = services().index
    found = (word for word in _WORDS[current_locale()] if index.search(_probe(word)).total)
    return tuple(word for word, _place in zip(found, range(_MOST_CHIPS), strict=False))


def _probe(word: str) -> SearchQuery:
    return SearchQuery(text=word, size=0)


def _figure_card(dataset: Dataset, figure: Figure) -> FigureCard:
    foreign = None if current_locale() == "ja" else "ja"
    return FigureCard(
        label=figure.label,
        lang=foreign,
        value=number(figure.latest),
        unit=figure.unit,
        note=_against_last_year(figure, "" if foreign else figure.unit),
        trend=figure.trend,
        title=words(dataset.title),
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
