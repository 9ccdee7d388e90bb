"""The files of a CKAN's package: which can be fetched, which linked, which neither; pure.

Source: CKAN 2.11, package_show; SHIRASAGI's answer of the same name.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin

from datasets.drafts import DistributionDraft
from datasets.kernel.messages import N_, Message
from datasets.recognising import ending_of
from datasets.vocabulary import FORMATS
from harvesters.ckan_package import is_there, words_of
from harvesters.translating import (
    LONGEST_TITLE,
    digest,
    filename_of,
    is_web_address,
    link_reason,
    text,
    without_tags,
)

LEFT_OUT = N_(
    "{count} of its files are left out, because they have no web address: {names}. Correct them "
    "at the source."
)
NO_FILES = N_(
    "Its source names no file of it. A dataset without files does not go public by itself."
)

_SAID = ("url", "download_url", "last_modified", "updated", "size", "hash")
_LONGEST_URL = 8_000
_ENDINGS = frozenset(format_.extension for format_ in FORMATS)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.IGNORECASE)


def files_of(base: str, told: list[dict[str, Any]]) -> Iterator[DistributionDraft]:
    """The files that have an address, each once.

    Args:
        base: Address of the portal, from which addresses without a host are meant.
        told: The resources, as the source gives them.
    """
    seen = dict[str, str]()
    for file in filter(is_there, told):
        url = _address(base, file)
        identifier = _identifier(file) or url
        if seen.get(identifier, url) != url:  # another file of the same name
            identifier = url
        if is_web_address(url) and identifier not in seen:
            seen[identifier] = url
            yield _file(file, identifier, url)


def doubt_of(base: str, told: list[dict[str, Any]]) -> Message | None:
    """What a person should know of the files of a package; None if there is nothing."""
    files = list(filter(is_there, told))
    if not files:
        return Message(NO_FILES)
    names = [
        next(iter(words_of(file, "name").values()), "") or _identifier(file) or "?"
        for file in files
        if not is_web_address(_address(base, file))
    ]
    return (
        Message(LEFT_OUT, {"count": len(names), "names": ", ".join(names[:5])}) if names else None
    )


def _identifier(file: Mapping[str, Any]) -> str:
    return text(file.get("id"), 200) or text(file.get("uuid"), 200)


def _address(base: str, file: Mapping[str, Any]) -> str:
    """Where a file is; empty if that cannot be understood."""
    url = text(file.get("download_url")) or text(file.get("url"))
    if len(url) > _LONGEST_URL:
        return ""  # half of an address leads elsewhere
    if _HOST.match(url):
        url = f"http://{url}"  # as CKAN understands it
    try:
        return urljoin(f"{base}/", url) if url else ""
    except ValueError:
        return ""


def _file(file: Mapping[str, Any], identifier: str, url: str) -> DistributionDraft:
    format_text = text(file.get("format"), 100)
    title = words_of(file, "name")
    name = next(iter(title.values()), "")
    described = words_of(file, "description") or words_of(file, "text")
    description = {language: without_tags(words) for language, words in described.items()}
    is_api = text(file.get("resource_type")) == "api"
    format_meant = format_text or _format_meant(file, name)
    dated = file.get("last_modified") or file.get("updated") or file.get("hash")
    reason = link_reason(url, "API" if is_api else format_meant)
    return DistributionDraft(
        filename=filename_of(url, format_meant, name),
        uri=url,
        url=None if reason else url,
        title={language: words[:LONGEST_TITLE] for language, words in title.items()},
        identifier=identifier,
        description=description if description != title else {},
        format_text=format_text,
        # what says nothing of its own changes is asked again, by its ETag
        mark=digest([text(file.get(each)) for each in _SAID]) if dated else "",
        link_reason=reason,
    )


def _format_meant(file: Mapping[str, Any], name: str) -> str:
    """The format of a file of which none is said, from its media type or its name."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    return ending_of(text(file.get("mimetype"), 100)) or (ending if ending in _ENDINGS else "")
