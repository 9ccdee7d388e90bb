"""The fields of city life, and the data of one."""

from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from flask_babel import gettext as _

from apps_gallery import queries as gallery
from datasets.kernel.errors import NotFound
from datasets.search.index import SearchQuery
from datasets.vocabulary import THEME_BY_CODE, THEMES, Theme
from portal.web.app_card import AppCard, app_card
from portal.web.cards import DatasetCard
from portal.web.context import Page, services
from portal.web.figure_cards import FigureCard, figure_cards, put_forward
from portal.web.page_memory import kept_with_catalogue
from portal.web.paging import Pager, page_number, pager
from portal.web.results import counts, results
from portal.web.standards import StandardItem, standard_items
from portal.web.urls import public_blueprint

PAGE_SIZE_DATASETS = 20
APPS = 3
_MOST_LOOKED_AT = 200

bp = public_blueprint("category", __name__, "/categories")


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A field of city life.

    Attributes:
        count: Datasets in it; None while that is unknown.
    """

    theme: Theme
    url: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class CategoriesPage(Page):
    """All fields."""

    themes: tuple[ThemeCount, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryPage(Page):
    """One field and its data.

    Attributes:
        apps: The first of its topic, on the first page only.
        figures: The numbers of its data, likewise.
        standards: The national standards of its topic, likewise.
        others: The fields that are not this one.
    """

    theme: Theme
    total: int
    cards: tuple[DatasetCard, ...]
    apps: tuple[AppCard, ...]
    figures: tuple[FigureCard, ...]
    pager: Pager
    search_url: str
    others: tuple[ThemeCount, ...]
    standards: tuple[StandardItem, ...]


@bp.get("/")
@kept_with_catalogue()
def index() -> str:
    """All fields with how many datasets each has."""
    page = CategoriesPage(
        title=_("Look by topic"),
        description=_("Open data of the city, sorted into fields of daily life."),
        breadcrumbs=((_("Topics"), None),),
        themes=theme_counts(),
    )
    return render_template("pages/category/index.html", page=page)


@bp.get("/<slug>")
@kept_with_catalogue()
def show(slug: str) -> str:
    """The data of one field, those of the own city first, newest first."""
    theme = THEME_BY_CODE.get(slug)
    if theme is None:
        raise NotFound("There is no topic “{slug}”.", slug=slug)
    query = SearchQuery(
        facets={"cat": frozenset({slug})},
        page=page_number(request.args.get("page")),
        size=PAGE_SIZE_DATASETS,
    )
    with services().reading() as session:
        answer = results(session, query)
        shown = gallery.shown(session, services().clock.now().date())
        apps = [app for app in shown if app.alive and slug in app.themes]
        newest = put_forward(session, _slugs(query)) if query.page == 1 else ()
    page = CategoryPage(
        title=_(theme.label),
        description=_(theme.intro),
        breadcrumbs=((_("Topics"), url_for("category.index")), (_(theme.label), None)),
        theme=theme,
        total=answer.found.total,
        cards=answer.cards,
        apps=tuple(app_card(app) for app in apps[:APPS]) if query.page == 1 else (),
        figures=figure_cards(newest, services().clock.now().date()),
        pager=pager(
            answer.found.total,
            query.page,
            query.size,
            lambda page: url_for("category.show", slug=slug, page=page if page > 1 else None),
        ),
        search_url=url_for("search.show", cat=slug),
        standards=standard_items(slug) if query.page == 1 else (),
        others=tuple(other for other in theme_counts() if other.theme is not theme),
    )
    return render_template("pages/category/show.html", page=page)


def _slugs(query: SearchQuery) -> list[str]:
    found = services().index.search(replace(query, size=_MOST_LOOKED_AT))
    return [hit.slug for hit in found.hits]


def theme_counts() -> tuple[ThemeCount, ...]:
    """Every field in its order, with its number of datasets."""
    found = counts("cat")
    return tuple(
        ThemeCount(
            theme,
            url_for("category.show", slug=theme.code),
            found.get(theme.code, 0) if found else None,
        )
        for theme in THEMES
    )
