"""JSON documents that other programs act upon: answers of portals, descriptors, linked data.

Sources: JSON-LD 1.1; CKAN Action API v3; Data Package v1 and v2; DCAT-US 1.1.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.defect import Defect
from datasets.reading.links import is_inner_path, is_public_link
from datasets.reading.listed import (
    ADDRESSES,
    emptiness,
    identifier_defects,
    link_defects,
    local_name,
)

MOST_BYTES = 50_000_000
_DEPTH = 12
_COMMANDS = ("checklist", "pipeline", "steps", "inquiry", "extrapaths", "checks", "transforms")
_REFERENCES = ("schema", "dialect", "profile", "$schema")
_FORMATS = frozenset({"sql", "gsheets", "ckan", "bigquery", "sqlite", "multipart"})


def document_defects(path: Path) -> tuple[Defect, ...]:
    """What is wrong with a JSON document beyond its grammar, which its reader checks.

    Raises:
        UnreadableFile: E_JSON_DEPTH, E_REMOTE_CONTEXT, E_REMOTE, E_SHORT_PAGE or E_DESCRIPTOR.
    """
    document = _document(path)
    if isinstance(document, dict):
        _require_answer(document)
        _require_descriptor(document)
    objects = list(_objects(document)) if isinstance(document, dict | list) else []
    for thing in objects:
        _require_contexts(thing.get("@context"))
        _require_contexts(thing.get("@import"))
    if isinstance(document, dict):
        return tuple(_catalogue_defects(document, objects))
    return ()


def _document(path: Path) -> Any:
    if path.stat().st_size > MOST_BYTES:
        return None
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except RecursionError as fault:
        raise UnreadableFile(
            N_("The JSON is nested too deeply to be a table."), detail_code="E_JSON_DEPTH"
        ) from fault
    except ValueError:
        return None  # the reader of tables names the line


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        yield value
        parts: list[Any] = list(value.values())
    else:
        parts = [part for part in value if isinstance(part, dict)]  # rings of places hold none
    for part in parts:
        if isinstance(part, dict | list):
            yield from _objects(part, depth + 1)


def _require_contexts(context: Any) -> None:
    for address in context if isinstance(context, list) else [context]:
        if isinstance(address, str) and not is_public_link(address):
            raise UnreadableFile(
                N_("The JSON-LD names a context that must not be opened. Write it out instead."),
                detail_code="E_REMOTE_CONTEXT",
            )


def _require_answer(document: Mapping[str, Any]) -> None:
    """A portal's answer that is none: an error, or a count without what it counts."""
    if not isinstance(document.get("success"), bool):
        return
    result = document.get("result")
    if not document["success"]:
        raise UnreadableFile(
            N_("This is a server's error message saved in place of the data. Fetch it again."),
            detail_code="E_REMOTE",
        )
    if isinstance(result, dict) and result.get("results") == [] and result.get("count"):
        raise UnreadableFile(
            N_("The answer says that there is more, but holds nothing. Fetch it again."),
            detail_code="E_SHORT_PAGE",
        )


def _require_descriptor(document: Mapping[str, Any]) -> None:
    """A data package may name files beside it and public addresses, and nothing to be run."""
    resources = document.get("resources")
    if not isinstance(resources, list):
        return
    described = [part for part in resources if isinstance(part, dict)]
    if not any("path" in part or "data" in part for part in described):
        return
    if not all(_is_harmless(part) for part in (document, *described)):
        raise UnreadableFile(
            N_("The data package names files or commands outside of itself. It was not taken."),
            detail_code="E_DESCRIPTOR",
        )


def _is_harmless(part: Mapping[str, Any]) -> bool:
    if any(part.get(word) for word in _COMMANDS) or part.get("format") in _FORMATS:
        return False
    paths = part.get("path", [])
    named = paths if isinstance(paths, list) else [paths]
    named = [*named, *(part[word] for word in _REFERENCES if isinstance(part.get(word), str))]
    return all(isinstance(path, str) and _may_be_named(path) for path in named)


def _may_be_named(path: str) -> bool:
    return is_inner_path(path) or is_public_link(path)


def _catalogue_defects(
    document: Mapping[str, Any], objects: list[dict[str, Any]]
) -> Iterator[Defect]:
    result = document.get("result")
    if document.get("success") and isinstance(result, dict) and result.get("results") == []:
        yield emptiness()
    listed = document.get("dataset", document.get("dcat:dataset"))
    is_linked = "@context" in document or "@graph" in document
    if not isinstance(listed, list) and not is_linked:
        return
    entries = [entry for entry in listed or [] if isinstance(entry, dict)]
    names = [str(entry["identifier"]) for entry in entries if entry.get("identifier")]
    yield from identifier_defects(names)
    yield from link_defects(sum(_bad_links(thing) for thing in objects))
    if listed == []:
        yield emptiness()


def _bad_links(thing: Mapping[str, Any]) -> int:
    found = 0
    for key, value in thing.items():
        if local_name(key) in ADDRESSES and isinstance(value, str) and value:
            found += not is_public_link(value)
    return found
