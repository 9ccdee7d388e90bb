"""Search results."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.organization import Organization
from datasets.search.facets import AGES, LABELS, UPDATED
from datasets.search.index import FacetCount, SearchPage, SearchQuery, Sort
from datasets.vocabulary import FORMAT_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.web.cards import DatasetCard
from portal.web.context import Page, services
from portal.web.filters import Chip, FacetChoice, FacetGroup
from portal.web.found import FoundTab, found_apps, found_tabs
from portal.web.jinja import number
from portal.web.language import words
from portal.web.page_memory import kept_with_catalogue
from portal.web.paging import Pager, page_number, pager
from portal.web.results import results
from portal.web.standards import standard_title
from portal.web.urls import public_blueprint

PAGE_SIZE_DATASETS = 20
LONGEST_QUERY = 200
MOST_TYPED = 1000
_MOST_CHOSEN = 20
_SHOWN_CHOICES = 10
_CLOSED_AT_FIRST = {"std", "lic", UPDATED}

bp = public_blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the results.

    Attributes:
        usual: Whether it needs no word in the address.
    """

    value: str
    text: str
    url: str
    chosen: bool
    usual: bool


@dataclass(frozen=True, kw_only=True)
class SearchResultsPage(Page):
    """What the template shows.

    Attributes:
        text: What was looked for, as typed.
        healthy: Whether the index answered; without it all data are listed, newest first.
        kept: Names and values that the search box carries along.
        suggestion: A query that may have been meant, and its address.
        tabs: The data and the apps for the same words.
        apps: The first of those apps.
        unfiltered_url: The same words with no filter.
    """

    text: str
    sentence: str
    total: int
    healthy: bool
    relaxed: bool
    cards: tuple[DatasetCard, ...]
    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    orders: tuple[Order, ...]
    pager: Pager
    kept: tuple[tuple[str, str], ...]
    suggestion: Chip | None
    tabs: tuple[FoundTab, ...]
    apps: tuple[Chip, ...]
    unfiltered_total: int
    unfiltered_url: str
    first_url: str


@bp.get("/search")
@kept_with_catalogue()
def show() -> str:
    """Datasets that fit words and filters."""
    asked = _asked(request.args)
    with services().reading() as session:
        answer = results(session, asked)
        labels = _Labels(lambda: queries.organizations(session, ANYONE))
        groups = _groups(answer.found, asked, labels) if answer.healthy else ()
        chips = _chips(asked, labels)
        apps = found_apps(session, asked.text)
    found = answer.found
    sentence = _sentence(asked.text, found.total, relaxed=found.relaxed)
    page = SearchResultsPage(
        title=_("“%(text)s”", text=asked.text) if asked.text else _("All data"),
        description=sentence,
        breadcrumbs=((_("Data"), None),),
        text=asked.text,
        sentence=sentence,
        total=found.total,
        healthy=answer.healthy,
        relaxed=found.relaxed,
        cards=answer.cards,
        facets=groups,
        chips=chips,
        orders=_orders(asked),
        pager=pager(
            found.total, asked.page, asked.size, lambda page: _url(replace(asked, page=page))
        ),
        kept=_kept(asked),
        suggestion=_suggestion(found.suggestion),
        tabs=found_tabs(asked.text, found.total, apps.total, at_apps=False),
        apps=apps.named,
        unfiltered_total=found.without_filters_total,
        unfiltered_url=_url(replace(asked, facets={}, page=1)),
        first_url=_url(replace(asked, page=1)),
    )
    return render_template("pages/search/show.html", page=page)


def _asked(args: MultiDict[str, str]) -> SearchQuery:
    typed = (letter if letter.isprintable() else " " for letter in args.get("q", "")[:MOST_TYPED])
    text = " ".join("".join(typed).split())[:LONGEST_QUERY]
    sort = args.get("sort", "")
    usual = Sort.RELEVANCE if text else Sort.NEW
    return SearchQuery(
        text=text,
        facets={
            parameter: frozenset(filter(None, args.getlist(parameter)[:_MOST_CHOSEN]))
            for parameter in LABELS
            if any(args.getlist(parameter))
        },
        sort=Sort(sort) if sort in list(Sort) else usual,
        page=page_number(args.get("page")),
        size=PAGE_SIZE_DATASETS,
    )


def _url(query: SearchQuery) -> str:
    return url_for("search.show", **_arguments(query))


def _arguments(query: SearchQuery) -> dict[str, Any]:
    usual = Sort.RELEVANCE if query.text else Sort.NEW
    return {
        "q": query.text or None,
        **{name: sorted(values) for name, values in query.facets.items()},
        "sort": query.sort.value if query.sort is not usual else None,
        "page": str(query.page) if query.page > 1 else None,
    }


def _kept(query: SearchQuery) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in query.facets for value in sorted(query.facets[name]))


def _sentence(text: str, total: int, *, relaxed: bool) -> str:
    shown = number(total)
    if not text:
        return str(ngettext("%(shown)s dataset", "%(shown)s datasets", total, shown=shown))
    if not total:
        return str(_("Nothing was found for “%(text)s”.", text=text))
    if relaxed:
        return str(_("Data near to “%(text)s”: %(count)s", text=text, count=shown))
    return str(
        ngettext(
            "%(count)s dataset for “%(text)s”",
            "%(count)s datasets for “%(text)s”",
            total,
            count=shown,
            text=text,
        )
    )


def _suggestion(text: str | None) -> Chip | None:
    return Chip(text, url_for("search.show", q=text)) if text else None


def _orders(query: SearchQuery) -> tuple[Order, ...]:
    texts = {
        Sort.RELEVANCE: _("Best match"),
        Sort.NEW: _("Newest"),
        Sort.POPULAR: _("Most used"),
        Sort.TITLE: _("By name"),
    }
    if not query.text:
        del texts[Sort.RELEVANCE]
    usual = Sort.RELEVANCE if query.text else Sort.NEW
    return tuple(
        Order(
            sort.value,
            text,
            _url(replace(query, sort=sort, page=1)),
            chosen=sort is query.sort,
            usual=sort is usual,
        )
        for sort, text in texts.items()
    )


def _chips(query: SearchQuery, labels: "_Labels") -> tuple[Chip, ...]:
    return tuple(
        Chip(
            labels.of(name, value),
            _url(replace(query, facets=_without(query.facets, name, value), page=1)),
        )
        for name in query.facets
        for value in sorted(query.facets[name])
    )


def _without(
    facets: Mapping[str, frozenset[str]], name: str, value: str
) -> dict[str, frozenset[str]]:
    left = {**facets, name: facets[name] - {value}}
    return {name: values for name, values in left.items() if values}


def _groups(found: SearchPage, asked: SearchQuery, labels: "_Labels") -> tuple[FacetGroup, ...]:
    groups = []
    for name, legend in LABELS.items():
        chosen = asked.facets.get(name, frozenset())
        counted = _counted(name, found.facets.get(name, ()), chosen)
        choices = tuple(
            FacetChoice(
                count.value, labels.of(name, count.value), count.count, count.value in chosen
            )
            for count in counted
        )
        if choices:
            is_open = bool(chosen) or name not in _CLOSED_AT_FIRST
            groups.append(FacetGroup(name, _(legend), choices, is_open))
    return tuple(groups)


def _counted(name: str, counts: Iterable[FacetCount], chosen: frozenset[str]) -> list[FacetCount]:
    counts = list(counts)
    if name == UPDATED:  # spans of time read in their own order
        order = {age.value: place for place, age in enumerate(AGES)}
        counts.sort(key=lambda count: order.get(count.value, len(order)))
    shown = [
        count
        for place, count in enumerate(counts)
        if place < _SHOWN_CHOICES or count.value in chosen
    ]
    missing = chosen - {count.value for count in shown}
    return shown + [FacetCount(value, 0) for value in sorted(missing)]


class _Labels:
    """Words for the values of facets; publishers are read from the catalogue, once."""

    def __init__(self, read: Callable[[], list[tuple[Organization, int]]]) -> None:
        self._read = read
        self._publishers: dict[str, str] | None = None

    def of(self, name: str, value: str) -> str:
        """The words for one value; the value itself if nothing is known of it."""
        known = {
            "cat": THEME_BY_CODE[value].label if value in THEME_BY_CODE else None,
            "lic": LICENSE_BY_CODE[value].title if value in LICENSE_BY_CODE else None,
            "fmt": FORMAT_BY_CODE[value.lower()].label if value.lower() in FORMAT_BY_CODE else None,
            UPDATED: next((age.label for age in AGES if age.value == value), None),
        }.get(name)
        if known is not None:
            return str(_(known))
        if name == "std":
            return standard_title(value) or value
        return self._publisher(value) if name == "org" else value

    def _publisher(self, slug: str) -> str:
        if self._publishers is None:
            self._publishers = {
                organization.slug: words(organization.title)
                for organization, _count in self._read()
            }
        return self._publishers.get(slug) or slug
