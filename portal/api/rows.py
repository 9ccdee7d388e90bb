"""Rows of a table, by the same grammar as its page, and typed as its downloads are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from datasets import queries
from datasets.kernel.errors import NotFound
from datasets.scoring import columns_of
from datasets.tables.column import Column
from datasets.tables.grammar import parse
from datasets.tables.query import LONGEST_PAGE_ROWS, Aggregate, RowQuery
from datasets.tables.values import json_row
from portal.api.answers import raw
from portal.api.catalogue import SLUG
from portal.api.registry import Parameter, described
from portal.api.shapes import RowsShape
from portal.web.caching import tag, unchanged
from portal.web.context import services

_LARGEST_WHOLE = 2**53  # beyond it JSON readers round


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
    if version.table_key is None:
        raise NotFound("The file “{name}” is not a table, so it has no rows.", name=file)
    etag = tag("rows", version.table_key, request.full_path, services().settings.base_url)
    if (same := unchanged(etag)) is not None:
        return same
    table = _Table(version.table_key, columns_of(version))
    query = parse(request.args.items(multi=True), table.columns)
    if query.group or query.aggregates:
        return raw(table.groups(query), etag)
    return raw(table.page(query, url_for("api.rows", slug=slug, file=file)), etag)


class _Table:
    """One table, asked for JSON."""

    def __init__(self, key: str, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._key = key

    def page(self, query: RowQuery, address: str) -> dict[str, Any]:
        """One page of rows; its next page starts after its last row, however long the table."""
        found = services().tables.rows(self._key, self.columns, query)
        shown = query.shown_columns(self.columns)
        body: dict[str, Any] = {
            "total": found.total,
            "items": [json_row(shown, row) for row in found.rows],
            "next": None,
        }
        if found.next_after is not None:
            following = replace(query, page=1, after=found.next_after)
            asked = urlencode(following.to_args(self.columns))
            body["next"] = f"{services().settings.base_url}{address}?{asked}"
        if query.facets:
            body["facets"] = {name: self._facet(query, name) for name in query.facets}
        return body

    def groups(self, query: RowQuery) -> dict[str, Any]:
        """One item for each group: its values, then its figures by the words that asked."""
        found = services().tables.aggregate(self._key, self.columns, query, LONGEST_PAGE_ROWS)
        by_name = {column.name: column for column in self.columns}
        figures = [_figure_name(figure) for figure in query.aggregates] or ["count"]
        width = len(query.group)
        items = [
            json_row([by_name[name] for name in query.group], row[:width])
            | {name: _plain(value) for name, value in zip(figures, row[width:], strict=True)}
            for row in found
        ]
        return {"total": len(items), "items": items, "next": None}

    def _facet(self, query: RowQuery, name: str) -> list[dict[str, Any]]:
        counts = services().tables.facet(self._key, self.columns, query, name)
        return [{"value": value, "count": count} for value, count in counts]


def _figure_name(figure: Aggregate) -> str:
    return f"{figure.function}:{figure.column}" if figure.column else figure.function.value


def _plain(value: Any) -> int | float | None:
    if value is None or (isinstance(value, int) and abs(value) <= _LARGEST_WHOLE):
        return value
    return float(value)
