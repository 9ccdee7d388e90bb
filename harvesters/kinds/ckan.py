"""Harvest another portal's CKAN, or one that answers like it.

Source: CKAN Action API v3: package_search; package_list and package_show where that is missing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import orjson

from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.http_client import Response
from datasets.kernel.text import slugify_ascii
from datasets.recognising import frequency_of, themes_of
from harvesters.base import Harvester, IncompleteListing, RemoteRecord, UnusableRecord
from harvesters.ckan_answer import result_of
from harvesters.ckan_package import (
    dicts,
    frequency,
    identifier_of,
    is_dataset,
    license_words,
    names,
    part,
    topics,
    words_of,
)
from harvesters.translating import (
    LONGEST_TITLE,
    digest,
    filename_of,
    is_web_address,
    link_reason,
    summary_of,
    text,
)

PAGE_TIME_S = 60.0
_ACTIONS = "/api/3/action/"
_API = re.compile(r"(/api(/3)?(/action)?|/dataset)?/*$")
_NO_SEARCH = frozenset({400, 404, 405, 501})
_KEPT = (
    *("id", "uuid", "name", "private", "title", "title_translated", "notes", "text", "url"),
    *("metadata_modified", "updated", "license_id", "license_title", "license_url"),
    *("organization", "tags", "groups", "categories", "extras", "resources", "update_plan"),
    *("frequency", "update_frequency"),
)
_KEPT_OF_FILES = (
    *("id", "uuid", "name", "description", "text", "format", "url", "download_url", "license"),
    *("last_modified", "updated", "size", "hash", "resource_type", "filename"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CkanOptions:
    """What may be set on a CKAN source.

    Attributes:
        organization: Only what this organization of the source publishes.
        query: Only what these words find, in the source's own search.
        page_size_rows: Datasets asked for at once.
        license: Of datasets that state none.
        keep_organizations: Whether each organization of the source becomes one here.
        publish_originals: Whether original workbooks are public.
    """

    organization: str = ""
    query: str = ""
    page_size_rows: int = 100
    license: str = ""
    keep_organizations: bool = False
    publish_originals: bool = False


class CkanHarvester(Harvester[CkanOptions]):
    """Another portal's CKAN, or one like it: its search answers with whole packages."""

    kind = "ckan"
    options_type = CkanOptions

    def discover(self) -> Iterator[RemoteRecord]:
        """Yield every package, in the order of its id."""
        odd = 0
        for package in self._packages():
            if not isinstance(package, dict) or not identifier_of(package):
                odd += 1
            elif is_dataset(package):
                yield self._record(package)
        if odd:
            raise IncompleteListing(
                "{count} entries of the list cannot be read, so nothing is held absent", count=odd
            )

    def read(self, record: RemoteRecord) -> DatasetDraft:
        """Translate the package; no further request."""
        package = record.body["package"]
        name = text(package.get("name"), 100)
        title = words_of(package, "title") or ({"ja": name} if name else {})
        if not title:
            raise UnusableRecord(
                "The dataset {identifier} has no title. Give it one.", identifier=name or "?"
            )
        notes = words_of(package, "notes") or words_of(package, "text")
        return DatasetDraft(
            title={language: words[:LONGEST_TITLE] for language, words in title.items()},
            organization=self._organization(package),
            provenance=Provenance(
                kind=self.kind,
                source=self.place.slug,
                identifier=record.identifier,
                uri=f"{self._base()}/dataset/{quote(name or record.identifier)}",
            ),
            slug=name,
            summary={k: found for k, words in notes.items() if (found := summary_of(words))},
            description=notes,
            themes=themes_of(topics(package)),
            keywords=tuple(names(package.get("tags")))[:50],
            license=license_words(package) or self.options.license,
            frequency=frequency_of(frequency(package)),
            files=() if package.get("private") is True else tuple(self._files(package)),
            restricted=package.get("private") is True,
            publish_originals=self.options.publish_originals,
        )

    def _packages(self) -> Iterator[Any]:
        """Every entry of the list, page by page, until a page is empty."""
        start, claimed, seen = 0, 0, set[str]()
        for number in range(self.limits.pages):
            found = self._page(start)
            if found is None:
                yield from self._shown()
                return
            page, claimed = found
            if not page:
                break
            if (mark := digest(orjson.dumps(page))) in seen:
                raise IncompleteListing(
                    "Page {number} of the list is the same as an earlier one, so it is not known "
                    "where the list ends",
                    number=number + 1,
                )
            seen.add(mark)
            yield from page
            start += len(page)  # a server may clamp its pages: only an empty one is the end
        else:
            raise SourceUnavailable(
                "The list of the source did not end within {limit} pages", limit=self.limits.pages
            )
        if claimed > start:
            raise IncompleteListing(
                "The source says that it has {claimed} datasets, but lists {count}",
                claimed=claimed,
                count=start,
            )

    def _page(self, start: int) -> tuple[list[Any], int] | None:
        """One page of the list and the number of all; None if there is no package_search."""
        asked = {
            "q": self.options.query,
            "fq": f"organization:{self.options.organization}" if self.options.organization else "",
            "rows": str(max(1, self.options.page_size_rows)),
            "start": str(start),
            "sort": "id asc",
        }
        answer = self._ask("package_search", {name: said for name, said in asked.items() if said})
        if start == 0 and answer.status in _NO_SEARCH:
            return None
        result = result_of(answer)
        page = result.get("results") if isinstance(result, dict) else None
        if not isinstance(page, list):
            raise SourceUnavailable("{url} lists no datasets", url=answer.final_url)
        count = result.get("count")
        return page, count if isinstance(count, int) else 0

    def _shown(self) -> Iterator[Any]:
        """Every package, asked for by its name."""
        listed = result_of(self._ask("package_list", {}))
        if not isinstance(listed, list):
            raise SourceUnavailable("{url} lists no datasets", url=self.place.url)
        for name in sorted({text(name, 200) for name in listed[: self.limits.records + 1]}):
            package = result_of(self._ask("package_show", {"id": name}))
            if not self.options.organization or self.options.organization in names(
                [package.get("organization")] if isinstance(package, dict) else []
            ):
                yield package

    def _ask(self, action: str, parameters: Mapping[str, str]) -> Response:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self.http.get(
            f"{self._base()}{_ACTIONS}{action}{query}",
            max_bytes=self.limits.page_bytes,
            deadline_s=PAGE_TIME_S,
        )

    def _base(self) -> str:
        return _API.sub("", self.place.url)

    def _record(self, package: Mapping[str, Any]) -> RemoteRecord:
        kept = {name: package[name] for name in _KEPT if name in package}
        files = [part(file, _KEPT_OF_FILES) for file in dicts(package.get("resources"))]
        kept["resources"] = files
        kept["organization"] = part(package.get("organization"), ("name", "title"))
        version = digest(
            self.options,
            package.get("private") is True,
            package.get("metadata_modified") or package.get("updated"),
            [[text(file.get(name)) for name in ("id", *_SAID)] for file in files],
        )
        return RemoteRecord(identifier_of(package), version, {"package": kept})

    def _organization(self, package: Mapping[str, Any]) -> OrganizationDraft:
        told = package.get("organization") or {}
        name = slugify_ascii(text(told.get("name"), 60))
        # under the name of the one that permission was asked for: nobody else's is taken
        if not self.options.keep_organizations or name is None:
            return self.place.organization
        return OrganizationDraft(
            slug=f"{self.place.organization.slug}-{name}"[:100],
            title={"ja": text(told.get("title"), 200) or name},
            area_code=self.place.organization.area_code,
        )

    def _files(self, package: Mapping[str, Any]) -> Iterator[DistributionDraft]:
        seen = set[str]()
        for file in package["resources"]:
            url = _join(self._base(), text(file.get("download_url") or file.get("url"), 2_000))
            identifier = text(file.get("id") or file.get("uuid"), 200) or url
            if not is_web_address(url) or identifier in seen:
                continue
            seen.add(identifier)
            yield self._file(file, identifier, url)

    def _file(self, file: Mapping[str, Any], identifier: str, url: str) -> DistributionDraft:
        format_text = text(file.get("format"), 100)
        title = text(file.get("name"), LONGEST_TITLE)
        description = text(file.get("description") or file.get("text"))
        is_api = text(file.get("resource_type")) == "api"
        reason = link_reason(url, "API" if is_api else format_text)
        dated = file.get("last_modified") or file.get("updated") or file.get("hash")
        return DistributionDraft(
            filename=filename_of(url, format_text, title),
            uri=url,
            url=None if reason else url,
            title={"ja": title} if title else {},
            identifier=identifier,
            description={"ja": description} if description and description != title else {},
            format_text=format_text,
            # what says nothing of its own changes is asked again, by its ETag
            mark=digest([text(file.get(name)) for name in _SAID]) if dated else "",
            link_reason=reason,
        )


_SAID = ("url", "download_url", "last_modified", "updated", "size", "hash")


def _join(base: str, url: str) -> str:
    try:
        return urljoin(f"{base}/", url)
    except ValueError:
        return ""
