"""How to use the data from programs, with lines that work now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.tables.column import Column, ColumnRole
from portal.web.context import Page, services
from portal.web.language import words, words_lang
from portal.web.urls import public_blueprint

_LOOKED_AT_DATASETS = 40
_FALLBACK_SLUG = "shelters"

GRAMMAR: tuple[tuple[str, str], ...] = (
    ("col=a&col=b", N_("Rows where the column is a or b")),
    ("col__gte=500  __lte  __gt  __lt", N_("At least, at most, more than, less than; dates too")),
    ("col__contains=x  __starts  __in=a,b", N_("Holds x, starts with it, is one of these")),
    ("col__null=1", N_("Only rows without a value; 0 for only rows with one")),
    ("_q=x", N_("Words anywhere in the row")),
    ("_near=37.49,139.93,500", N_("Within so many metres of a place: latitude, longitude, metres")),
    ("_bbox=west,south,east,north", N_("Inside a box on the map")),
    ("_sort=-col,col2", N_("Order; a minus for the largest first")),
    ("_cols=a,b", N_("Only these columns")),
    ("_group=col&_agg=sum:col2", N_("One row for each value, with sum, avg, min, max or count")),
    ("_size=100&_after=…", N_("Leaf through rows; downloads always hold all of them")),
    ("_enc=sjis  _enc=excel", N_("CSV in Shift_JIS, or in UTF-8 with a mark for Excel")),
)

bp = public_blueprint("developers", __name__, "/dev")


@dataclass(frozen=True, slots=True)
class Sample:
    """Lines to take away."""

    id: str
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Address:
    """A lasting address and what it answers."""

    address: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class DevelopersPage(Page):
    """What programs can ask for.

    Attributes:
        example: Title of the dataset that the lines use; empty if nothing is published yet.
        example_lang: Its language where it is not the page's.
    """

    example: str
    example_lang: str | None
    example_url: str
    samples: tuple[Sample, ...]
    addresses: tuple[Address, ...]
    catalogue: tuple[Address, ...]
    grammar: tuple[tuple[str, str], ...]


@bp.get("/")
def show() -> ResponseReturnValue:
    """Lines that work now, lasting addresses, and the grammar of questions."""
    today = services().clock.now().astimezone(CITY_TIME).date()
    with services().reading() as session:
        newest = queries.newest_datasets(session, ANYONE, _LOOKED_AT_DATASETS, featured_on=today)
    dataset = _example(newest)
    slug = dataset.slug if dataset else _FALLBACK_SLUG
    base = services().settings.base_url
    page = DevelopersPage(
        title=_("For developers"),
        description=_("Any table as CSV, JSON or GeoJSON, filtered by its address. No key needed."),
        breadcrumbs=((_("For developers"), None),),
        example=words(dataset.title) if dataset else "",
        example_lang=words_lang(dataset.title) if dataset else None,
        example_url=url_for("dataset.show", slug=slug) if dataset else "",
        samples=samples(base, slug),
        addresses=_addresses(dataset, slug),
        catalogue=_catalogue(slug),
        grammar=GRAMMAR,
    )
    return render_template("pages/developers/show.html", page=page)


def samples(base_url: str, slug: str) -> tuple[Sample, ...]:
    """The same table in four languages, three lines each at most."""
    csv = f"{base_url}/d/{slug}.csv"
    json = f"{base_url}/d/{slug}.json"
    return (
        Sample("sample-curl", "curl", f'curl -O "{csv}"'),
        Sample(
            "sample-python",
            "Python (pandas)",
            f'import pandas as pd\ntable = pd.read_csv("{csv}", dtype=str)\nprint(table.head())',
        ),
        Sample(
            "sample-r", "R", f'table <- read.csv("{csv}", colClasses = "character")\nhead(table)'
        ),
        Sample(
            "sample-js",
            "JavaScript",
            f'const answer = await fetch("{json}");\nconst rows = await answer.json();\n'
            "console.table(rows.slice(0, 5));",
        ),
    )


def _example(datasets: Sequence[Dataset]) -> Dataset | None:
    tables = [dataset for dataset in datasets if queries.first_table(dataset)]
    with_places = (dataset for dataset in tables if _has_places(dataset))
    return next(with_places, tables[0] if tables else None)


def _has_places(dataset: Dataset) -> bool:
    table = queries.first_table(dataset)
    stored = table.version.columns if table else []
    return any(Column.from_json(column).role is ColumnRole.LATITUDE for column in stored)


def _addresses(dataset: Dataset | None, slug: str) -> tuple[Address, ...]:
    table = queries.first_table(dataset) if dataset else None
    file = table.distribution.name if table else "table-1"
    return (
        Address(
            f"/d/{slug}.csv",
            _("The first table: csv, json, ndjson, xlsx, geojson or parquet"),
            url_for("download.first", slug=slug, ext="csv"),
        ),
        Address(
            f"/d/{slug}/{file}.json",
            _("A table by its name"),
            url_for("download.file", slug=slug, file=file, ext="json"),
        ),
        Address(
            f"/d/{slug}/{file}@1.csv",
            _("An older version; it never changes"),
            url_for("download.version", slug=slug, file=file, number=1),
        ),
    )


def _catalogue(slug: str) -> tuple[Address, ...]:
    return (
        Address(
            url_for("api.datasets"),
            _("All data as JSON, with search and filters"),
            url_for("api.datasets"),
        ),
        Address(
            f"/dataset/{slug}/datapackage.json",
            _("One dataset as a Data Package v2: files, digests, columns"),
            url_for("download.datapackage", slug=slug),
        ),
        Address(
            url_for("openapi.show"), _("The API described, OpenAPI 3.1"), url_for("openapi.show")
        ),
    )
