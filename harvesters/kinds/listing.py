"""Harvest a city's list of its open data (オープンデータ一覧), in CSV or Excel.

Source: 自治体標準オープンデータセット no. 06 (45 columns, one row a file), its older edition (15
columns), and lists like them; columns are known by their names, in whatever order they stand.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasets.drafts import DatasetDraft, DistributionDraft, Provenance
from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.messages import N_, Message
from datasets.recognising import frequency_of, themes_of
from harvesters.base import Harvester, IncompleteListing, RemoteRecord, UnusableRecord
from harvesters.listed_columns import fields_of, missing_of
from harvesters.listed_rows import ADDRESSES, Row, rows_of, titles_of
from harvesters.listed_table import tables_of
from harvesters.translating import (
    LONGEST_TITLE,
    digest,
    filename_of,
    is_web_address,
    link_reason,
    summary_of,
)
from harvesters.written_addresses import addresses_in

LIST_TIME_S = 120.0
_PAGES = ("text/html", "application/xhtml+xml")

_NAMED_TITLES = 5
_NO_ADDRESS = N_(
    "“{address}” in the list is no address that can be fetched. An address begins with http:// "
    "or https://"
)
_SEPARATORS = str.maketrans(dict.fromkeys(";；、，,・\n|／", " "))
_BETWEEN = re.compile(r"[\r\n、，,;；・|/／]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingOptions:
    """What may be set on a list.

    Attributes:
        license: Of files whose licence the list does not state.
        publish_originals: Whether original workbooks are public.
    """

    license: str = ""
    publish_originals: bool = False


class ListingHarvester(Harvester[ListingOptions]):
    """A city's list of its open data, CSV or Excel; rows of one dataset are its files."""

    kind = "listing"
    options_type = ListingOptions

    def discover(self) -> Iterator[RemoteRecord]:
        """Yield every dataset of the list, in the order of its first row."""
        groups: dict[str, list[Row]] = {}
        nameless = 0
        base, listed = self._rows()
        for row in listed:
            key = row.get("identifier") or row.get("title", "")
            if key:
                groups.setdefault(_key(key), []).append(row)
            else:
                nameless += 1
        moved = () if base == self.place.url else (base,)
        for key, rows in groups.items():
            told = [sorted(row.items()) for row in rows]
            version = digest(self.options, told, *moved)
            yield RemoteRecord(key, version, {"rows": rows, "base": base})
        if nameless:
            raise IncompleteListing(
                "{count} rows of the list name no dataset, so nothing is held absent",
                count=nameless,
            )

    def read(self, record: RemoteRecord) -> DatasetDraft:
        """Translate the rows of one dataset; its files are named, not fetched."""
        rows: list[Row] = record.body["rows"]
        base = str(record.body["base"])
        told = {field: value for row in reversed(rows) for field, value in row.items() if value}
        title = told.get("title", "")[:LONGEST_TITLE]
        _require_one_title(record.identifier, rows)
        files, doubt = tuple(_files(rows, base)), _doubt(rows, base)
        if not files:
            raise _without_file(title, doubt)
        description = told.get("description", "")
        themes = themes_of(_words(f"{told.get('theme', '')} {told.get('menu', '')}"))
        summary = told.get("subtitle", "")[:80] or summary_of(description)
        pages = filter(is_web_address, addresses_in(told.get("page", ""), base))
        return DatasetDraft(
            title={"ja": title},
            organization=self.place.organization,
            provenance=Provenance(
                kind=self.kind,
                source=self.place.slug,
                identifier=record.identifier,
                uri=next(pages, self.place.url),
            ),
            summary={"ja": summary} if summary else {},
            description={"ja": description} if description else {},
            themes=themes or themes_of([title]),
            keywords=tuple(_words(told.get("keywords", "")))[:50],
            license=told.get("license", "") or self.options.license,
            frequency=frequency_of(told.get("frequency", "")),
            files=files,
            publish_originals=self.options.publish_originals,
            doubt=doubt,
        )

    def _rows(self) -> tuple[str, list[Row]]:
        """Where the list was found in the end, and the rows of all its tables."""
        base, tables = self._tables()
        found = [(table, fields_of(table["header"])) for table in tables]
        lists = [(table, fields) for table, fields in found if not missing_of(fields)]
        if not lists:
            nearest = max((fields for _, fields in found), key=_count, default=[])
            raise SourceUnavailable(
                "{url} is no list of datasets: no column is called {names}",
                url=self.place.url,
                names=", ".join(missing_of(nearest)),
            )
        if sum(len(table["rows"]) for table, _ in lists) > self.limits.records:
            raise SourceUnavailable(
                "The source lists more than {limit} datasets, the most that are harvested",
                limit=self.limits.records,
            )
        return base, [row for table, fields in lists for row in rows_of(fields, table["rows"])]

    def _tables(self) -> tuple[str, list[dict[str, Any]]]:
        url = self.place.url
        if urlsplit(url).scheme not in {"http", "https"}:
            return url, tables_of(Path(url), Path(url).name, self.limits.records)
        with tempfile.TemporaryDirectory(prefix="portal-") as folder:
            landing = Path(folder) / "list"
            with landing.open("wb") as stream:
                answer = self.http.download(
                    url, stream, max_bytes=self.limits.page_bytes, deadline_s=LIST_TIME_S
                )
            media_type = answer.headers.get("content-type", "").lower()
            if media_type.startswith(_PAGES):
                raise SourceUnavailable(
                    "{url} is a web page, not a list. Give the address of the CSV or Excel file "
                    "itself, or choose the kind “A web folder” for a page with links to files",
                    url=url,
                )
            name = filename_of(answer.final_url, "", "list")
            return answer.final_url, tables_of(landing, name, self.limits.records)


def _require_one_title(identifier: str, rows: Sequence[Row]) -> None:
    titles = titles_of(rows)
    if not titles:
        raise UnusableRecord(
            "The dataset {identifier} has no title. Give it one.", identifier=identifier
        )
    if len(titles) > 1:
        raise UnusableRecord(
            "The list gives {identifier} several titles: {titles}. Rows of one dataset have the "
            "same title; another dataset has an ID of its own",
            identifier=identifier,
            titles="、".join(f"「{title}」" for title in titles[:_NAMED_TITLES]),
        )


def _without_file(title: str, doubt: Message | None) -> UnusableRecord:
    if doubt is not None:
        return UnusableRecord(doubt.msgid, **doubt.places)
    return UnusableRecord(
        "The list gives no address (URL) for “{title}”. Write down where its file, or the page "
        "with its file, can be found",
        title=title,
    )


def _files(rows: Sequence[Row], base: str) -> Iterator[DistributionDraft]:
    seen, urls = set[str](), set[str]()
    for row in rows:
        field, found, _ = _addresses(row, base)
        for url, format_text in zip(found, _formats(row, len(found)), strict=True):
            identifier = row.get("file_id", "") or url
            if identifier in seen:
                if url in urls:
                    continue
                identifier = url  # an ID that another file of the dataset has
            seen.add(identifier)
            urls.add(url)
            yield _file(row, url, identifier, format_text, is_page=field != "download")


def _doubt(rows: Sequence[Row], base: str) -> Message | None:
    """What is told of the first address that cannot be fetched."""
    odd = next((address for row in rows for address in _addresses(row, base)[2]), None)
    return Message(_NO_ADDRESS, {"address": odd[:200]}) if odd else None


def _addresses(row: Row, base: str) -> tuple[str, list[str], list[str]]:
    """The column that says where the file of a row is, its addresses, and what is none."""
    odd: list[str] = []
    for field in ADDRESSES:
        told = addresses_in(row.get(field, ""), base)
        found = [address for address in told if is_web_address(address)]
        odd += [address for address in told if address not in found]
        if found:
            return field, found, [address for address in odd if "://" in address]
    return "", [], odd


def _formats(row: Row, count: int) -> list[str]:
    told = row.get("format", "")
    each = [part.strip() for part in _BETWEEN.split(told) if part.strip()]
    return each if len(each) == count else [told] * count


def _file(
    row: Row, url: str, identifier: str, format_text: str, *, is_page: bool
) -> DistributionDraft:
    title = row.get("file_title", "")[:LONGEST_TITLE]
    # what is no address to download from is a page where the file can be had, unless it looks it
    reason = link_reason(url, "" if is_page else format_text)
    description = row.get("file_description", "")
    changed = row.get("file_changed", "") or row.get("changed", "")
    return DistributionDraft(
        filename=filename_of(url, format_text, title or row.get("title", "")),
        uri=url,
        url=None if reason else url,
        title={"ja": title} if title else {},
        identifier=identifier,
        description={"ja": description} if description else {},
        format_text=format_text,
        mark=digest(url, changed, row.get("size", "")) if changed else "",
        link_reason=reason,
    )


def _count(fields: Sequence[str]) -> int:
    return sum(map(bool, fields))


def _key(name: str) -> str:
    return " ".join(name.split())[:200]


def _words(told: str) -> list[str]:
    return list(dict.fromkeys(told.translate(_SEPARATORS).split()))
