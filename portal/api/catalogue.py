"""Datasets and their files, who publishes them, and what to look for."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import Dataset
from datasets.models.quality import QualityReport
from datasets.search.facets import LABELS
from datasets.search.index import SearchPage, SearchQuery, Sort, SuggestionKind
from portal.api.answers import JSON, answer, body
from portal.api.records import dataset_shape, words_shape
from portal.api.registry import Parameter, described
from portal.api.shapes import (
    DatasetShape,
    DatasetsShape,
    FacetValueShape,
    OrganizationShape,
    OrganizationsShape,
    SuggestionShape,
    SuggestionsShape,
)
from portal.web.caching import tag, unchanged
from portal.web.context import services
from portal.web.page_memory import kept_with_catalogue
from portal.web.paging import page_number

LONGEST_QUERY = 200
USUAL_SIZE, LARGEST_SIZE = 20, 100
_MOST_WITHOUT_INDEX = 1000
_MOST_CHOSEN = 20
_MOST_SUGGESTIONS = 8

SLUG = Parameter("slug", "Slug of the dataset", where="path")


@described(
    "/api/v1/datasets",
    "Datasets that fit words and filters",
    DatasetsShape,
    Parameter("q", "Words, in Japanese, kana or English"),
    *(Parameter(name, f"Only these values of “{name}”", repeated=True) for name in LABELS),
    Parameter("sort", "relevance, new, popular or title"),
    Parameter("page", "From 1", schema="integer"),
    Parameter("size", f"Datasets a page, 1 to {LARGEST_SIZE}", schema="integer"),
)
@kept_with_catalogue(JSON)
def datasets() -> bytes:
    """Datasets that fit words and filters."""
    asked = _asked()
    found = services().index.search(asked)
    with services().reading() as session:
        if found.total or services().index.healthy():
            slugs = [hit.slug for hit in found.hits]
            shown = queries.datasets_by_slug(session, slugs, ANYONE)
        else:  # the index is being made anew: everything, newest first
            everything = queries.newest_datasets(session, ANYONE, _MOST_WITHOUT_INDEX)
            found = SearchPage(total=len(everything))
            start = (asked.page - 1) * asked.size
            shown = list(everything[start : start + asked.size])
        items = [
            dataset_shape(
                dataset,
                queries.quality_report(session, table.version.id)
                if (table := queries.first_table(dataset))
                else None,
            )
            for dataset in shown
        ]
    facets = {
        name: [FacetValueShape(value=count.value, count=count.count) for count in counts]
        for name, counts in found.facets.items()
    }
    return body(DatasetsShape(total=found.total, items=items, facets=facets))


@described("/api/v1/datasets/{slug}", "One dataset with its files", DatasetShape, SLUG)
def dataset(slug: str) -> ResponseReturnValue:
    """One dataset with its files and their columns."""
    with services().reading() as session:
        found = queries.public_dataset(session, slug)
        etag = _tag(found)
        if (same := unchanged(etag)) is not None:
            return same
        report: QualityReport | None = None
        if (table := queries.first_table(found)) is not None:
            report = queries.quality_report(session, table.version.id)
        return answer(dataset_shape(found, report), etag)


@described("/api/v1/organizations", "Everyone who has published something", OrganizationsShape)
def organizations() -> ResponseReturnValue:
    """Publishers, those with most datasets first."""
    settings = services().settings
    with services().reading() as session:
        items = [
            OrganizationShape(
                slug=organization.slug,
                title=words_shape(organization.title),
                description=words_shape(organization.description),
                contact=organization.contact,
                dataset_count=count,
                url=settings.base_url
                + url_for(
                    "organization.show", slug=organization.slug, locale=settings.default_locale
                ),
            )
            for organization, count in queries.organizations(session, ANYONE)
        ]
    return answer(OrganizationsShape(total=len(items), items=items))


@described(
    "/api/v1/suggest",
    "Something to look for, while it is being typed",
    SuggestionsShape,
    Parameter("q", "What has been typed, also half a word in kana or Latin letters"),
    Parameter("lang", "ja or en: which pages the addresses lead to"),
)
def suggest() -> ResponseReturnValue:
    """At most eight words and datasets, addresses without a host."""
    chosen = request.args.get("lang", "")
    locale = chosen if chosen in {"ja", "en"} else services().settings.default_locale
    text = request.args.get("q", "")[:LONGEST_QUERY]
    items = [
        SuggestionShape(
            text=found.text,
            kind=found.kind.value,
            url=url_for("dataset.show", slug=found.slug, locale=locale)
            if found.kind is SuggestionKind.DATASET and found.slug
            else url_for("search.show", q=found.text, locale=locale),
        )
        for found in services().index.suggest(text, _MOST_SUGGESTIONS)
    ]
    return answer(SuggestionsShape(items=items))


def _asked() -> SearchQuery:
    args = request.args
    text = " ".join(args.get("q", "").split())[:LONGEST_QUERY]
    sort = args.get("sort", "")
    return SearchQuery(
        text=text,
        facets={
            name: frozenset(filter(None, args.getlist(name)[:_MOST_CHOSEN]))
            for name in LABELS
            if any(args.getlist(name))
        },
        sort=Sort(sort) if sort in list(Sort) else Sort.RELEVANCE if text else Sort.NEW,
        page=page_number(args.get("page")),
        size=min(page_number(args.get("size")), LARGEST_SIZE) if args.get("size") else USUAL_SIZE,
    )


def _tag(found: Dataset) -> str:
    mark = (found.revision, found.quality_score, found.missing_since)
    return tag("api", found.id, *mark, services().settings.base_url)
