"""Harvest a city's list of its open data (オープンデータ一覧), in CSV or Excel.

Source: 自治体標準オープンデータセット no. 06 (45 columns, one row a file), its older edition (15
columns), and lists like them; columns are known by their names, in whatever order they stand.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from datasets.drafts import DatasetDraft, DistributionDraft, Provenance
from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.folding import fold
from datasets.recognising import frequency_of, themes_of
from harvesters.base import Harvester, IncompleteListing, RemoteRecord, UnusableRecord
from harvesters.listed_table import tables_of
from harvesters.translating import (
    LONGEST_TITLE,
    digest,
    filename_of,
    is_web_address,
    link_reason,
    summary_of,
    text,
)

Row = Mapping[str, str]

LIST_TIME_S = 120.0

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "identifier": ("データセット_ID", "データセットID", "dataset_id"),
    "title": (
        *("データセット_タイトル", "データ名称", "データ名", "データセット名", "データセット名称"),
        *("データセットタイトル", "タイトル", "dataName", "title"),
    ),
    "subtitle": ("データセット_サブタイトル",),
    "description": ("データセット_概要", "データ概要", "概要", "説明", "description"),
    "keywords": ("データセット_キーワード", "キーワード", "タグ", "keyword", "keywords", "tags"),
    "theme": ("データセット_分類", "分類", "カテゴリ", "カテゴリー", "category"),
    "menu": ("データセット_ユニバーサルメニュー",),
    "changed": ("データセット_最終更新日",),
    "page": ("データセット_URL", "データセットURL"),
    "frequency": ("データセット_更新頻度", "更新頻度"),
    "notes": ("データセット_備考", "備考", "note"),
    "file_id": ("ファイル_ID",),
    "file_title": ("ファイル_タイトル", "ファイル名"),
    "access": ("ファイル_アクセスURL", "URL", "データURL", "公開URL", "リンク"),
    "download": ("ファイル_ダウンロードURL", "ダウンロードURL", "ファイルURL"),
    "file_description": ("ファイル_説明",),
    "format": ("ファイル_形式", "データ形式", "ファイル形式", "形式", "format"),
    "license": ("ファイル_ライセンス", "ライセンス", "利用条件", "license"),
    "size": ("ファイル_サイズ",),
    "file_changed": ("ファイル_最終更新日", "最終更新日", "更新日"),
}
_BY_NAME = {fold(name): field for field, names in _COLUMNS.items() for name in names}
_SEPARATORS = str.maketrans(dict.fromkeys(";；、，,・\n|／", " "))


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
        for row in self._rows():
            key = row.get("identifier") or row.get("title", "")
            if key:
                groups.setdefault(_key(key), []).append(row)
            else:
                nameless += 1
        for key, rows in groups.items():
            told = [sorted(row.items()) for row in rows]
            yield RemoteRecord(key, digest(self.options, told), {"rows": rows})
        if nameless:
            raise IncompleteListing(
                "{count} rows of the list name no dataset, so nothing is held absent",
                count=nameless,
            )

    def read(self, record: RemoteRecord) -> DatasetDraft:
        """Translate the rows of one dataset; its files are named, not fetched."""
        rows: list[Row] = record.body["rows"]
        told = {field: value for row in reversed(rows) for field, value in row.items() if value}
        title = told.get("title", "")[:LONGEST_TITLE]
        if not title:
            raise UnusableRecord(
                "The dataset {identifier} has no title. Give it one.", identifier=record.identifier
            )
        description = told.get("description", "")
        themes = themes_of(_words(f"{told.get('theme', '')} {told.get('menu', '')}"))
        summary = told.get("subtitle", "")[:80] or summary_of(description)
        return DatasetDraft(
            title={"ja": title},
            organization=self.place.organization,
            provenance=Provenance(
                kind=self.kind,
                source=self.place.slug,
                identifier=record.identifier,
                uri=told.get("page", "") or self.place.url,
            ),
            summary={"ja": summary} if summary else {},
            description={"ja": description} if description else {},
            themes=themes or themes_of([title]),
            keywords=tuple(_words(told.get("keywords", "")))[:50],
            license=told.get("license", "") or self.options.license,
            frequency=frequency_of(told.get("frequency", "")),
            files=tuple(self._files(rows)),
            publish_originals=self.options.publish_originals,
        )

    def _files(self, rows: list[Row]) -> Iterator[DistributionDraft]:
        seen = set[str]()
        for row in rows:
            url = self._absolute(row.get("download", "") or row.get("access", ""))
            url = url or self._absolute(row.get("page", ""))
            identifier = row.get("file_id", "") or url
            if not url or identifier in seen:
                continue
            seen.add(identifier)
            yield _file(row, url, identifier)

    def _absolute(self, url: str) -> str:
        try:
            whole = urljoin(self.place.url, url) if url else ""
        except ValueError:
            return ""
        return whole if is_web_address(whole) else ""

    def _rows(self) -> Iterator[Row]:
        tables = self._tables()
        found = [(table, _fields(table["header"])) for table in tables]
        table, fields = max(found, key=lambda pair: len(set(pair[1])), default=({}, []))
        if "title" not in fields:
            raise SourceUnavailable(
                "{url} is no list of datasets: no column is called {names}",
                url=self.place.url,
                names="データセット_タイトル, データ名称",
            )
        if len(table["rows"]) > self.limits.records:
            raise SourceUnavailable(
                "The source lists more than {limit} datasets, the most that are harvested",
                limit=self.limits.records,
            )
        for row in table["rows"]:
            yield _named(fields, row)

    def _tables(self) -> list[dict[str, Any]]:
        url = self.place.url
        if urlsplit(url).scheme not in {"http", "https"}:
            return tables_of(Path(url), Path(url).name, self.limits.records)
        with tempfile.TemporaryDirectory(prefix="portal-") as folder:
            landing = Path(folder) / "list"
            with landing.open("wb") as stream:
                answer = self.http.download(
                    url, stream, max_bytes=self.limits.page_bytes, deadline_s=LIST_TIME_S
                )
            media_type = answer.headers.get("content-type", "").lower()
            if media_type.startswith("text/html"):
                raise SourceUnavailable("{url} answers with a web page in place of a list", url=url)
            name = filename_of(answer.final_url, "", "list")
            return tables_of(landing, name, self.limits.records)


def _file(row: Row, url: str, identifier: str) -> DistributionDraft:
    format_text, title = row.get("format", ""), row.get("file_title", "")[:LONGEST_TITLE]
    # what is no address to download from is a page where the file can be had, unless it looks it
    reason = link_reason(url, format_text if row.get("download") else "")
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


def _fields(header: list[str]) -> list[str]:
    """What each column is; empty for one that is not known, or has come before."""
    fields: list[str] = []
    for name in header:
        field = _BY_NAME.get(fold(name.strip().removeprefix("#")), "")
        fields.append(field if field not in fields else "")
    return fields


def _named(fields: list[str], row: list[str]) -> Row:
    return {
        field: value
        for field, cell in zip(fields, row, strict=False)
        if field and (value := text(cell))
    }


def _key(name: str) -> str:
    return " ".join(name.split())[:200]


def _words(told: str) -> list[str]:
    return list(dict.fromkeys(told.translate(_SEPARATORS).split()))
