"""Front page."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from apps_gallery import queries as gallery
from datasets import listening, queries
from datasets.kernel.actors import ANYONE
from datasets.search.index import SearchQuery
from portal.pages.category import ThemeCount, theme_counts
from portal.pages.requests import RequestRow, request_row
from portal.web.app_card import AppCard, app_card
from portal.web.cards import DatasetCard, dataset_card
from portal.web.context import Page, services
from portal.web.figure_cards import FigureCard, figure_cards, put_forward
from portal.web.jinja import number
from portal.web.page_memory import kept_with_catalogue
from portal.web.urls import current_locale, public_blueprint

NEWEST = 6
APPS = 6
WISHES = 3
_WORDS = {
    "ja": ("避難所", "AED", "ごみ", "給食", "人口", "バス", "図書館", "除雪"),
    "en": ("shelter", "AED", "garbage", "school lunch", "population", "bus", "library", "snow"),
}
_MOST_CHIPS = 6

bp = public_blueprint("home", __name__)


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What the front page shows.

    Attributes:
        chips: Words to try, each with something to find.
        arriving: How many files are being taken in just now; empty if none.
        command: One line for a terminal that works now.
    """

    lead: str
    suggest_url: str
    chips: tuple[str, ...]
    arriving: str
    themes: tuple[ThemeCount, ...]
    apps: tuple[AppCard, ...]
    figures: tuple[FigureCard, ...]
    newest: tuple[DatasetCard, ...]
    wishes: tuple[RequestRow, ...]
    command: str


@bp.get("/")
@kept_with_catalogue()
def show() -> str:
    """What there is, by words, by topic, by app, by number and by date."""
    today = services().clock.now().date()
    with services().reading() as session:
        total = sum(count for _owner, count in queries.organizations(session, ANYONE))
        newest = put_forward(session)
        cards = tuple(dataset_card(dataset) for dataset in newest[:NEWEST])
        figures = figure_cards(newest, today)
        apps = tuple(app_card(app) for app in gallery.shown_first(session, APPS, today))
        wishes = tuple(
            request_row(each) for each in listening.public_requests(session, limit=WISHES)
        )
        arriving = queries.arriving_count(session)
    first = next((dataset for dataset in newest if queries.first_table(dataset)), None)
    slug = first.slug if first else "shelters"
    lead = _lead(total)
    page = HomePage(
        title=_("Find out about your town, in data."),
        description=lead,
        lead=lead,
        suggest_url=url_for("api.suggest"),
        chips=_chips(),
        arriving=number(arriving) if arriving else "",
        themes=theme_counts(),
        apps=apps,
        figures=figures,
        newest=cards,
        wishes=wishes,
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
