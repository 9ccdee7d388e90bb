"""Datasets found by the index and read again from the database, as every list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import Dataset
from datasets.search.index import Hit, SearchPage, SearchQuery, Sort
from portal.web.cards import DatasetCard, dataset_card
from portal.web.context import services
from portal.web.marking import marker

_MOST_WITHOUT_INDEX = 2000


@dataclass(frozen=True, slots=True)
class Results:
    """One page of datasets.

    Attributes:
        found: What the index answered; without it, all datasets that fit theme and publisher.
        healthy: Whether the index answered; if not, words and most filters were left out.
    """

    cards: tuple[DatasetCard, ...]
    found: SearchPage
    healthy: bool


def results(session: Session, query: SearchQuery) -> Results:
    """Find datasets; what the public may not see is left out, whatever the index holds."""
    found = services().index.search(query)
    # only an empty answer can come from a lost index, and asking costs a look at the disk
    if not found.total and not services().index.healthy():
        return _without_index(session, query)
    slugs = [hit.slug for hit in found.hits]
    return Results(_cards(session, slugs, found.hits, query.text), found, healthy=True)


def counts(parameter: str) -> dict[str, int]:
    """How many datasets there are of each value of a facet; empty while the index is lost."""
    found = services().index.search(SearchQuery(size=0, sort=Sort.NEW))
    return {count.value: count.count for count in found.facets.get(parameter, ())}


def _cards(
    session: Session, slugs: Sequence[str], hits: Sequence[Hit], text: str
) -> tuple[DatasetCard, ...]:
    mark = marker(text)
    columns = {hit.slug: hit.matched_columns for hit in hits}
    return tuple(
        dataset_card(dataset, columns=columns[dataset.slug], mark=mark)
        for dataset in queries.datasets_by_slug(session, slugs, ANYONE)
    )


def _without_index(session: Session, query: SearchQuery) -> Results:
    fitting = [
        dataset
        for dataset in queries.newest_datasets(session, ANYONE, _MOST_WITHOUT_INDEX)
        if _fits(dataset, query)
    ]
    start = (query.page - 1) * query.size
    shown = fitting[start : start + query.size]
    return Results(
        tuple(dataset_card(dataset) for dataset in shown),
        SearchPage(total=len(fitting), without_filters_total=len(fitting)),
        healthy=False,
    )


def _fits(dataset: Dataset, query: SearchQuery) -> bool:
    themes = query.facets.get("cat")
    publishers = query.facets.get("org")
    return (not themes or bool(themes & set(dataset.themes))) and (
        not publishers or dataset.organization.slug in publishers
    )
