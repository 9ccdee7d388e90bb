"""A file of a dataset with everything one can do with it, or the link where it is not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from datasets.queries import PublicFile
from datasets.scoring import columns_of
from datasets.tables.query import RowQuery
from datasets.vocabulary import FORMAT_BY_CODE, WORKBOOKS
from portal.web.jinja import day, number, size
from portal.web.language import stored, words, words_lang
from portal.web.table_file import TableFile, has_places


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the macro `details_menu`; `note` is a size."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """One file in its public version.

    Attributes:
        title_lang: Its language where it is not the page's.
        facts: Format, rows, size and day in one line.
        csv_url: For a spreadsheet; empty for what is no table, as are the two after it.
        csv_size: Of the plain CSV, in words.
        formats: Every other form it can be had in.
        original_url: Its bytes as they came; empty if they are not public.
        missing: That its source no longer names it; empty while it does.
    """

    name: str
    title: str
    title_lang: str | None
    facts: str
    csv_url: str
    csv_size: str
    table_url: str
    chart_url: str
    formats: tuple[MenuItem, ...]
    original_url: str
    original_size: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """One file that stays where its publisher keeps it.

    Attributes:
        title_lang: Its language where it is not the page's; likewise `description_lang`.
        facts: Format, as its source words it, and the site, in one line.
        url: Begins with https:// or http://; empty if its address cannot be followed.
        reason: Why only the link is kept.
        missing: That its source no longer names it; empty while it does.
    """

    title: str
    title_lang: str | None
    description: str
    description_lang: str | None
    facts: str
    url: str
    reason: str
    missing: str


def file_card(dataset: Dataset, file: PublicFile) -> FileCard:
    """The card of a file of a dataset that was loaded whole."""
    distribution, version = file.distribution, file.version
    table = TableFile(dataset, file, columns_of(version)) if file.is_table else None
    named: dict[str, Any] = {"slug": dataset.slug, "file": distribution.name}
    original = url_for("download.original", **named) if original_is_public(dataset, file) else ""
    return FileCard(
        name=distribution.name,
        title=words(distribution.title) or version.filename,
        title_lang=words_lang(distribution.title) if distribution.title else None,
        facts=_facts(file),
        csv_url=table.url("download.file", [("_enc", "excel")], ext="csv") if table else "",
        csv_size=size(version.clean_size_bytes) if version.clean_size_bytes else "",
        table_url=table.url("table.show") if table else "",
        chart_url=table.url("chart.show") if table else "",
        formats=tuple(formats(table, RowQuery(), original)) if table else (),
        original_url=original,
        original_size=size(version.outgoing_size_bytes),
        missing=missing_words(distribution.missing_since),
    )


def link_card(distribution: Distribution) -> LinkCard:
    """The card of a distribution of which only the address is kept."""
    url = followed(distribution.uri)
    site = urlsplit(url).hostname or ""
    return LinkCard(
        title=words(distribution.title) or distribution.filename,
        title_lang=words_lang(distribution.title) if distribution.title else None,
        description=words(distribution.description),
        description_lang=words_lang(distribution.description),
        facts=" · ".join(filter(None, (distribution.format_text, site))),
        url=url,
        reason=stored(distribution.link_reason),
        missing=missing_words(distribution.missing_since, is_here=False),
    )


def followed(url: str) -> str:
    """An address of a stranger's, if a reader may be led to it; empty if not."""
    return url if url.startswith(("https://", "http://")) else ""


def missing_words(since: datetime | None, *, is_here: bool = True) -> str:
    """That a source no longer lists something; empty while it does."""
    if since is None:
        return ""
    on = day(since)
    if is_here:
        return str(
            _("No longer in the list of its source (%(day)s). It can still be used here.", day=on)
        )
    return str(
        _("No longer in the list of its source (%(day)s). The link may not open any more.", day=on)
    )


def original_is_public(dataset: Dataset, file: PublicFile) -> bool:
    """Whether the bytes may go out as they came; a workbook only if its publisher chose so."""
    return dataset.originals_public or file.version.format not in WORKBOOKS


def formats(table: TableFile, query: RowQuery, original_url: str = "") -> Sequence[MenuItem]:
    """The rows of a question in every form; sizes only where they are known."""
    plain = table.file.version.clean_size_bytes
    known = size(plain) if plain and query.all_rows() == RowQuery() else ""
    found = [
        MenuItem(str(_("Excel")), table.asked("download.file", query, ext="xlsx")),
        MenuItem(str(_("JSON")), table.asked("download.file", query, ext="json")),
    ]
    if has_places(table.columns):
        url = table.asked("download.file", query, ext="geojson")
        found.append(MenuItem(str(_("GeoJSON (maps)")), url))
    sjis = [("_enc", "sjis")]
    found += [
        MenuItem(str(_("CSV for programs")), table.asked("download.file", query, ext="csv"), known),
        MenuItem(str(_("CSV in Shift_JIS")), table.asked("download.file", query, sjis, ext="csv")),
        MenuItem(str(_("NDJSON")), table.asked("download.file", query, ext="ndjson")),
        MenuItem(str(_("Parquet")), table.asked("download.file", query, ext="parquet")),
    ]
    if table.file.version.standard and query.all_rows() == RowQuery():
        found.append(
            MenuItem(str(_("CSV in the columns of the standard")), table.url("download.conforming"))
        )
    if original_url:
        version = table.file.version
        label = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"]).label
        text = str(_("As it was received (%(format)s)", format=_(label)))
        found.append(MenuItem(text, original_url, size(version.outgoing_size_bytes)))
    return found


def _facts(file: PublicFile) -> str:
    version = file.version
    label = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"]).label
    parts = [str(_(label))]
    if version.rows is not None and file.is_table:
        shown = number(version.rows)
        parts.append(str(ngettext("%(count)s row", "%(count)s rows", version.rows, count=shown)))
    else:
        parts.append(size(version.outgoing_size_bytes))
    if version.published_at:
        parts.append(day(version.published_at))
    return " · ".join(parts)
