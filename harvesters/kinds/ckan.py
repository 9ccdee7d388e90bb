"""Harvest another portal's CKAN, or one that answers like it.

Source: CKAN Action API v3, CKAN 2.11; SHIRASAGI.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

from datasets.drafts import DatasetDraft, OrganizationDraft, Provenance
from datasets.kernel.text import slugify_ascii
from datasets.recognising import frequency_of, themes_of
from harvesters.base import Harvester, IncompleteListing, RemoteRecord, UnusableRecord
from harvesters.ckan_files import doubt_of, files_of
from harvesters.ckan_listing import CkanListing, base_of
from harvesters.ckan_package import (
    dicts,
    extras,
    frequency,
    identifier_of,
    is_dataset,
    is_private,
    license_words,
    name_of,
    names,
    part,
    topics,
    words_of,
)
from harvesters.translating import (
    LONGEST_TITLE,
    digest,
    is_web_address,
    one_line,
    summary_of,
    text,
    without_tags,
)

_KEPT = (
    *("id", "uuid", "name", "title", "title_translated", "notes", "notes_translated", "text"),
    *("url", "metadata_modified", "updated", "license_id", "license_title", "license_url"),
    *("license", "update_plan", "frequency", "update_frequency"),
    *("accrualPeriodicity", "accrual_periodicity"),
)
_KEPT_OF_FILES = (
    *("id", "uuid", "name", "name_translated", "description", "description_translated", "text"),
    *("format", "mimetype", "state", "url", "download_url", "filename", "resource_type"),
    *("license", "license_id", "license_title", "license_url"),
    *("last_modified", "updated", "size", "hash"),
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
    narrowing = ("organization", "query")

    @classmethod
    def root_of(cls, address: str) -> str:
        """The address of the portal."""
        return base_of(address)

    def discover(self) -> Iterator[RemoteRecord]:
        """Yield every package, in the order of its id."""
        options, odd = self.options, 0
        listing = CkanListing(
            self.http,
            self.place.url,
            organization=options.organization,
            query=options.query,
            page_size_rows=max(1, options.page_size_rows),
            limits=self.limits,
        )
        for package in listing.entries():
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
                "The dataset {identifier} has no title. Give it one.",
                identifier=record.identifier,
            )
        told = words_of(package, "notes") or words_of(package, "text")
        notes = {language: without_tags(words) for language, words in told.items()}
        files = () if package["private"] else tuple(files_of(self._base(), package["resources"]))
        return DatasetDraft(
            title={language: one_line(words, LONGEST_TITLE) for language, words in title.items()},
            organization=self._organization(package),
            provenance=Provenance(
                kind=self.kind,
                source=self.place.slug,
                identifier=record.identifier,
                uri=self._uri(package, name or record.identifier),
            ),
            slug=name if name == name.lower() else slugify_ascii(name),
            summary={k: found for k, words in notes.items() if (found := summary_of(words))},
            description=notes,
            themes=themes_of(topics(package)),
            keywords=tuple(names(package.get("tags")))[:50],
            license=license_words(package) or self.options.license,
            frequency=frequency_of(frequency(package)),
            files=files,
            restricted=package["private"],
            publish_originals=self.options.publish_originals,
            doubt=None if package["private"] else doubt_of(self._base(), package["resources"]),
        )

    def _base(self) -> str:
        return base_of(self.place.url)

    def _uri(self, package: Mapping[str, Any], name: str) -> str:
        # SHIRASAGI says where the page is; the `url` of CKAN is the page of somebody else
        page = text(package.get("url"), 2_000) if package.get("uuid") else ""
        return page if is_web_address(page) else f"{self._base()}/dataset/{quote(name)}"

    def _record(self, package: Mapping[str, Any]) -> RemoteRecord:
        kept = {
            **{name: package[name] for name in _KEPT if name in package},
            "private": is_private(package),
            "organization": part(
                package.get("organization"), ("name", "title", "title_translated")
            ),
            "extras": extras(package),
            "resources": [part(f, _KEPT_OF_FILES) for f in dicts(package.get("resources"))],
            **{name: names(package.get(name)) for name in ("categories", "groups")},
            "tags": names(package.get("tags")) or names(package.get("keywords")),
        }
        # not every portal renews metadata_modified when it should, so all that is read here counts;
        # that it joined a group is a change of the group, by CKAN's own account
        said = {**kept, "tags": sorted(kept["tags"])}
        if package.get("metadata_modified"):
            del said["groups"]
        version = digest(self.options, orjson.dumps(said, option=orjson.OPT_SORT_KEYS))
        return RemoteRecord(identifier_of(package), version, {"package": kept})

    def _organization(self, package: Mapping[str, Any]) -> OrganizationDraft:
        told = package.get("organization") or {}
        name = slugify_ascii(text(told.get("name"), 60))
        # under the name of the one that permission was asked for: nobody else's is taken
        if not self.options.keep_organizations or name is None:
            return self.place.organization
        return OrganizationDraft(
            slug=f"{self.place.organization.slug}-{name}"[:100],
            title={"ja": name_of(told)[:200] or name},
            area_code=self.place.organization.area_code,
        )
