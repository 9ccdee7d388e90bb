"""Harvest a folder: a directory of this machine, a web folder with an index page, or a city's page.

A folder that holds `dataset.json` is one dataset with all its other files; elsewhere every file
is a dataset of its own, titled as its link is, or by its name. Links to other hosts are not
followed, nor those to pages.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance, Words
from datasets.kernel.errors import SourceUnavailable
from harvesters.base import Harvester, RemoteRecord, UnusableRecord
from harvesters.index_page import Link, links_of, name_in
from harvesters.translating import filename_of
from harvesters.written_addresses import unquoted

SIDECAR = "dataset.json"
MOST_FILES = 10_000
MOST_DEPTH = 30
LARGEST_INDEX_BYTES = 5_000_000
INDEX_TIME_S = 30.0
_SHAPES = {
    "slug": str,
    "theme": str,
    "themes": list,
    "keywords": list,
    "files": dict,
    "organization": dict,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOptions:
    """What may be set on a folder source.

    Attributes:
        recursive: Whether folders inside are read too.
        publish_originals: Whether original workbooks are public.
        license: Of files without a sidecar.
    """

    recursive: bool = False
    publish_originals: bool = False
    license: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file: its path inside the source, where it lies, and a mark that changes with it.

    Attributes:
        title: What the page with its link calls it; empty if no more than its name.
    """

    path: PurePosixPath
    location: str
    mark: str
    title: str = ""

    @property
    def told(self) -> str:
        """What changes when the file does, or what is said of it."""
        return " ".join(part for part in (str(self.path), self.mark, self.title) if part)


class FolderHarvester(Harvester[FolderOptions]):
    """Lists files; groups those that lie beside a sidecar."""

    kind = "folder"
    options_type = FolderOptions

    def discover(self) -> Iterator[RemoteRecord]:
        """Yield a record for each sidecar folder and each lone file, by path."""
        entries = sorted(self._entries(), key=lambda entry: entry.path)
        described = {entry.path.parent for entry in entries if entry.path.name == SIDECAR}
        groups: dict[PurePosixPath, list[_Entry]] = {}
        for entry in entries:
            folder = entry.path.parent
            groups.setdefault(folder if folder in described else entry.path, []).append(entry)
        for path, group in groups.items():
            marks = "\n".join(entry.told for entry in group)
            version = hashlib.sha256(f"{self.options} {marks}".encode()).hexdigest()
            yield RemoteRecord(
                str(path),
                # a file of which nothing is said may be another by now: it is fetched again
                version if all(entry.mark for entry in group) else "",
                {
                    "files": [(str(entry.path), entry.location) for entry in group],
                    "title": group[0].title,
                },
            )

    def read(self, record: RemoteRecord) -> DatasetDraft:
        """Translate one folder or file, with what its sidecar says of it."""
        files = [(PurePosixPath(path), location) for path, location in record.body["files"]]
        sidecar = next((where for path, where in files if path.name == SIDECAR), None)
        told = self._sidecar(sidecar) if sidecar else {}
        path = PurePosixPath(record.identifier)
        if all(inside.name == SIDECAR for inside, _ in files):
            raise UnusableRecord("There is no file beside {file}.", file=SIDECAR)
        return DatasetDraft(
            title=_words(told.get("title")) or {"ja": record.body.get("title", "") or path.stem},
            organization=self._organization(told),
            provenance=Provenance(
                kind=self.kind,
                source=self.place.slug,
                identifier=record.identifier,
                uri=self._address(files[0][1] if not sidecar else sidecar.rsplit("/", 1)[0], path),
                path=str(path),
            ),
            slug=told.get("slug"),
            summary=_words(told.get("summary")),
            description=_words(told.get("description")),
            themes=tuple(t for t in [told.get("theme"), *told.get("themes", [])] if t),
            keywords=tuple(map(str, told.get("keywords", ()))),
            license=str(told.get("license", self.options.license)),
            frequency=str(told.get("frequency", "unknown")),
            files=tuple(
                self._file(where, inside, told.get("files", {}).get(inside.name, {}))
                for inside, where in files
                if inside.name != SIDECAR
            ),
            publish_originals=self.options.publish_originals,
        )

    def _address(self, location: str, inside: PurePosixPath) -> str:
        # where the folder lies on this machine is nobody's business
        return location if _is_remote(location) else str(inside)

    def _organization(self, told: Mapping[str, Any]) -> OrganizationDraft:
        named = told.get("organization")
        # permission was asked for the source's own organization: only a folder of this machine,
        # which none but its operator can name, may speak for others
        if _is_remote(self.place.url) or not named or not named.get("slug"):
            return self.place.organization
        return OrganizationDraft(slug=str(named["slug"]), title=_words(named.get("title")))

    def _file(
        self, where: str, inside: PurePosixPath, told: Mapping[str, Any]
    ) -> DistributionDraft:
        remote = _is_remote(where)
        asked = remote and bool(urlsplit(where).query)
        return DistributionDraft(
            filename=filename_of(where, "", inside.stem) if asked else inside.name,
            identifier=str(inside) if asked else "",  # its name is known when it comes
            uri=where if remote else str(inside),
            path=None if remote else Path(where),
            url=where if remote else None,
            title=_words(told.get("title")),
            columns={name: _words(words) for name, words in told.get("columns", {}).items()},
        )

    def _sidecar(self, where: str) -> dict[str, Any]:
        try:
            if _is_remote(where):
                body = self.http.get(
                    where, max_bytes=LARGEST_INDEX_BYTES, deadline_s=INDEX_TIME_S
                ).body
            else:
                body = Path(where).read_bytes()
            told = json.loads(body)
        except (ValueError, OSError) as fault:
            raise UnusableRecord("{file} cannot be read as JSON.", file=SIDECAR) from fault
        if not isinstance(told, dict):
            raise UnusableRecord("{file} must hold one JSON object.", file=SIDECAR)
        odd = [key for key, kind in _SHAPES.items() if not isinstance(told.get(key, kind()), kind)]
        if odd:
            raise UnusableRecord(
                "In {file}, “{key}” is not written as it should be.", file=SIDECAR, key=odd[0]
            )
        return told

    def _entries(self) -> Iterator[_Entry]:
        if _is_remote(self.place.url):
            yield from self._web_entries(self.place.url, PurePosixPath(), set())
            return
        root = Path(self.place.url)
        if not root.is_dir():
            raise SourceUnavailable("There is no folder {path}.", path=str(root))
        for path in root.rglob("*") if self.options.recursive else root.glob("*"):
            inside = PurePosixPath(path.relative_to(root).as_posix())
            if any(part.startswith(".") for part in inside.parts) or path.is_symlink():
                continue
            if path.is_file():
                stat = path.stat()
                yield _Entry(inside, str(path), f"{stat.st_size} {stat.st_mtime_ns}")

    def _web_entries(self, url: str, inside: PurePosixPath, seen: set[str]) -> Iterator[_Entry]:
        if len(inside.parts) > MOST_DEPTH:
            raise SourceUnavailable(
                "{url} has folders in folders without end. Read its folders one by one", url=url
            )
        here, links = self._page(url)
        if _plain(here) in seen:  # a folder that leads to one that was read
            return
        seen |= {_plain(url), _plain(here)}
        for link in links:
            name, plain = name_in(here, link), _plain(link.url)
            if not name or plain in seen:
                continue
            if len(seen) > MOST_FILES:
                raise SourceUnavailable("{url} lists more than 10,000 files.", url=self.place.url)
            if not name.endswith("/"):
                seen.add(plain)
                mark = self.http.head_mark(link.url)
                yield _Entry(inside / name, link.url, mark, link.title)
            elif self.options.recursive:
                yield from self._web_entries(link.url, inside / name, seen)

    def _page(self, url: str) -> tuple[str, list[Link]]:
        """Where a page was found in the end, and its links."""
        page = self.http.get(url, max_bytes=LARGEST_INDEX_BYTES, deadline_s=INDEX_TIME_S)
        if page.status != 200:
            raise SourceUnavailable("{url} answers {status}.", url=url, status=page.status)
        links = links_of(page.body, page.headers.get("content-type", ""), page.final_url)
        if links is None:
            raise SourceUnavailable(
                "{url} is no web page. Give the address of a folder, or of a page with links to "
                "files",
                url=url,
            )
        return page.final_url, links


def _plain(url: str) -> str:
    return unquoted(url.rstrip("/"))


def _is_remote(location: str) -> bool:
    return urlsplit(location).scheme in {"http", "https"}


def _words(told: Any) -> Words:
    if isinstance(told, str):
        return {"ja": told}
    if not isinstance(told, Mapping):
        return {}
    return {k: str(v) for k, v in told.items() if k in {"ja", "en"}}
