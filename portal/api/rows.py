"""Rows of a table, by the same grammar as its page, and typed as its downloads are."""

from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from datasets import queries
from datasets.scoring import columns_of
from datasets.tables.column import Column
from datasets.tables.grammar import parse
from datasets.tables.query import LONGEST_PAGE_ROWS, RowQuery
from datasets.tables.values import json_row
from portal.api.answers import raw
from portal.api.catalogue import SLUG
from portal.api.registry import Parameter, described
from portal.api.shapes import RowsShape
from portal.web.caching import tag, unchanged
from portal.web.context import services

_PAGED = {"_page", "_after"}


@described(
    "/api/v1/datasets/{slug}/files/{file}/rows",
    "Rows of a table. Any column may be asked: col=v, col__gte=, __lte, __gt, __lt, __contains, "
    "__starts, __in, __null",
    RowsShape,
    SLUG,
    Parameter("file", "Name of the file", where="path"),
    Parameter("_q", "Words anywhere in the row"),
    Parameter("_near", "latitude,longitude,metres"),
    Parameter("_bbox", "west,south,east,north"),
    Parameter("_sort", "Columns; a minus for the largest first"),
    Parameter("_cols", "Only these columns"),
    Parameter("_facet", "Count the values of this column", repeated=True),
    Parameter("_group", "One row for each value of these columns"),
    Parameter("_agg", "count, or sum, avg, min, max or median of a column, as sum:col"),
    Parameter("_size", f"Rows a page, 1 to {LONGEST_PAGE_ROWS}", schema="integer"),
    Parameter("_page", "From 1", schema="integer"),
    Parameter("_after", "Instead of a page: where the last one ended", schema="integer"),
)
def rows(slug: str, file: str) -> ResponseReturnValue:
    """One page of rows, and the address of the next."""
    with services().reading() as session:
        version = queries.public_file(queries.public_dataset(session, slug), file).version
    key = services().tables
    if version.table_key is None:
        return not_a_table(file)
    etag = tag("rows", version.table_key, request.full_path, services().settings.base_url)
    if (same := unchanged(etag)) is not None:
        return same
    columns = columns_of(version)
    query = parse(request.args.items(multi=True), columns)
    del key
    if query.group or query.aggregates:
        return raw(_groups(version.table_key, columns, query), etag)
    return raw(_page(version.table_key, columns, query, (slug, file)), etag)
