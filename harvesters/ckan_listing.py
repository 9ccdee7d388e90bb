"""The list of a CKAN, entry by entry, in the first of three ways in which it answers.

Source: CKAN Action API v3: package_search; current_package_list_with_resources, or package_list
and package_show, where that is missing.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.http_client import Response
from harvesters.base import Fetcher, IncompleteListing
from harvesters.ckan_answer import result_of
from harvesters.limits import RunLimits
from harvesters.translating import digest, text

PAGE_TIME_S = 60.0
_ACTIONS = "/api/3/action/"
_API = re.compile(r"(/api(/3)?(/action(/[a-z_]+)?)?|/dataset|/organization|/group)?/*$")
_NOT_OFFERED = frozenset({400, 401, 403, 404, 405, 409, 410, 501})
_ABSENT = frozenset({404, 405, 410, 501})
_NARROWER = frozenset({"q", "fq", "organization", "groups", "tags", "res_format", "license_id"})

Page = tuple[list[Any], int]
"""Some entries, and how many the source says that there are; 0 if it does not say."""


def base_of(address: str) -> str:
    """The address of a portal, from that of its front page, its API or its list of datasets."""
    return _API.sub("", address.split("#", 1)[0].split("?", 1)[0])


class CkanListing:
    """Asks for the list.

    Args:
        http: What asks.
        address: As staff gave it.
        organization: Only what this one publishes; everything if empty.
        query: Only what these words find; everything if empty.
        page_size_rows: Datasets asked for at once, n >= 1.
        limits: Of one run.
    """

    def __init__(
        self,
        http: Fetcher,
        address: str,
        *,
        organization: str,
        query: str,
        page_size_rows: int,
        limits: RunLimits,
    ) -> None:
        self._http = http
        self._address = address
        self._organization = organization
        self._query = query
        self._rows = str(page_size_rows)
        self._limits = limits

    def entries(self) -> Iterator[Any]:
        """Yield every entry, as the source gives it; None for one that it does not show.

        Raises:
            SourceUnavailable: if the source does not answer as agreed.
            IncompleteListing: at the end, if the list is not to be trusted in what it leaves out.
        """
        self._refuse_narrower()
        if (first := self._searched(0)) is not None:
            yield from self._paged(first, self._searched)
            return
        if self._query:
            self._require_ckan(self._ask("package_list", {}))
            raise SourceUnavailable(
                "{url} has no search, so what matches “{words}” cannot be picked out. Leave these "
                "words empty to harvest all datasets",
                words=self._query,
                url=self._url("package_search"),
            )
        first = self._recent(0)
        every = self._shown() if first is None else self._paged(first, self._recent)
        yield from (entry for entry in every if self._is_wanted(entry))

    def _refuse_narrower(self) -> None:
        """Refuse an address of a part of a catalogue: all of it would be harvested."""
        told = [name for name, _ in parse_qsl(urlsplit(self._address).query) if name in _NARROWER]
        if told:
            raise SourceUnavailable(
                "The address asks for a part of the catalogue ({names}). Give the address of the "
                "portal alone, and say with the options which part is meant",
                names=", ".join(told),
            )

    def _paged(self, first: Page, ask: Callable[[int], Page | None]) -> Iterator[Any]:
        """Every entry, page by page, until a page is empty."""
        (page, claimed), start, seen = first, 0, set[str]()
        for number in range(1, self._limits.pages + 1):
            if not page:
                break
            if (mark := digest(orjson.dumps(page))) in seen:
                if start == claimed:  # it does not know of pages, and gave everything at once
                    break
                raise IncompleteListing(
                    "Page {number} of the list is the same as an earlier one, so it is not known "
                    "where the list ends",
                    number=number,
                )
            seen.add(mark)
            yield from page
            start += len(page)  # a server may clamp its pages: only an empty one is the end
            page, claimed = ask(start) or ([], claimed)
        else:
            raise SourceUnavailable(
                "The list of the source did not end within {limit} pages", limit=self._limits.pages
            )
        if claimed > start:
            raise IncompleteListing(
                "The source says that it has {claimed} datasets, but lists {count}",
                claimed=claimed,
                count=start,
            )

    def _searched(self, start: int) -> Page | None:
        """A page of package_search; None if there is no such action."""
        asked = {
            "q": self._query,
            "fq": f"organization:{self._organization}" if self._organization else "",
            "rows": self._rows,
            "start": str(start),
            "sort": "id asc",
        }
        answer = self._ask("package_search", {name: said for name, said in asked.items() if said})
        if start == 0 and answer.status == 200:
            self._require_ckan(answer)
        if start == 0 and answer.status in _NOT_OFFERED:
            return None
        result = result_of(answer)
        page = result.get("results") if isinstance(result, dict) else None
        if not isinstance(page, list):
            raise SourceUnavailable("{url} lists no datasets", url=answer.final_url)
        count = text(result.get("count"), 20)
        return page, int(count) if count.isascii() and count.isdigit() else 0

    def _recent(self, start: int) -> Page | None:
        """A page of current_package_list_with_resources; None if there is no such action."""
        asked = {"limit": self._rows, "offset": str(start)}
        answer = self._ask("current_package_list_with_resources", asked)
        if start == 0 and answer.status in _NOT_OFFERED:
            return None
        page = result_of(answer)
        if not isinstance(page, list):
            raise SourceUnavailable("{url} lists no datasets", url=answer.final_url)
        return page, 0

    def _shown(self) -> Iterator[Any]:
        """Every package, asked for by its name."""
        answer = self._ask("package_list", {})
        self._require_ckan(answer)
        listed = result_of(answer)
        if not isinstance(listed, list):
            raise SourceUnavailable("{url} lists no datasets", url=answer.final_url)
        told = (each.get("name") if isinstance(each, dict) else each for each in listed)
        names = {text(name, 200) for name in told} - {""}
        for name in sorted(names)[: self._limits.records + 1]:
            shown = self._ask("package_show", {"id": name})
            # one that is refused or gone meanwhile says nothing of the others
            yield result_of(shown) if shown.status == 200 else None

    def _require_ckan(self, answer: Response) -> None:
        """Refuse an address where something else answers, in the words of who typed it."""
        is_page = answer.body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"
        if answer.status in _ABSENT or (answer.status == 200 and is_page):
            raise SourceUnavailable(
                "No CKAN answers at {url}. Check the address of the portal. If it is a list in "
                "CSV or Excel, or a page with links to files, choose that kind of source instead",
                url=self._address,
            )

    def _is_wanted(self, entry: Any) -> bool:
        told = entry.get("organization") if isinstance(entry, dict) else None
        of = [told.get(name) for name in ("name", "id", "title")] if isinstance(told, dict) else []
        return not self._organization or entry is None or self._organization in [*of, told]

    def _ask(self, action: str, parameters: Mapping[str, str]) -> Response:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self._http.get(
            self._url(action) + query,
            max_bytes=self._limits.page_bytes,
            deadline_s=PAGE_TIME_S,
        )

    def _url(self, action: str) -> str:
        return f"{base_of(self._address)}{_ACTIONS}{action}"
