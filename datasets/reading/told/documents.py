"""What documents of keys and values say: JSON, XML, RDF.

Sources: RFC 8259; XML 1.0; OGC KML 2.3 (the name of a value stands in an attribute); RDF 1.1.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, parse

from datasets.reading.graph import FORMATS
from datasets.reading.listed import local_name
from datasets.reading.markup import read_through
from datasets.reading.markup_records import local
from datasets.reading.told.part import LARGEST_BYTES, MOST_TEXTS, Told

_DEPTH = 60
_XML_REMARK = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LINE_REMARK = re.compile(r"^\s*#+(.*)$", re.MULTILINE)
_BASE = "http://document.invalid/"
_WRAPPERS = frozenset({"CharacterString", "value", "Value", "li", "string", "text"})
"""Elements that only hold what the one around them is called (ISO 19139, KML, RDF/XML)."""
_NAMING = ("name", "key", "k", "label")
_CONTACTS = ("mailto:", "tel:")


def told_by_json(path: Path) -> Told:
    """Every text and number by the key it stands under; nothing of what cannot be parsed."""
    if path.stat().st_size > LARGEST_BYTES:
        return Told()
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    labelled: dict[str, list[str]] = {}
    for document in _documents(text):
        for number, (key, value) in enumerate(_values(document)):
            if number >= MOST_TEXTS:
                break
            labelled.setdefault(key, []).append(value)
    return Told(labelled=labelled)


def told_by_markup(path: Path) -> Told:
    """Every text and attribute of an XML document.

    Raises:
        UnreadableFile, TooLarge: as `datasets.reading.markup` does.
    """
    seen = _Labels()
    read_through(path, seen)
    return Told(labelled=seen.labelled, prose=_remarks(path, _XML_REMARK))


def told_by_graph(path: Path, kind: str) -> Told:
    """Every literal of an RDF document by the last part of its property, and ways to reach people.

    Args:
        path: A local file.
        kind: One of `datasets.reading.graph.FORMATS`.
    """
    labelled: dict[str, list[str]] = {}
    try:
        for number, quad in enumerate(
            parse(path=str(path), format=FORMATS[kind], base_iri=_BASE, lenient=True)
        ):
            text = _said(quad.object)
            if text and number < MOST_TEXTS:
                labelled.setdefault(local_name(quad.predicate.value), []).append(text)
    except (SyntaxError, OSError, ValueError):
        pass  # what was read until then is searched all the same
    return Told(labelled=labelled, prose=_remarks(path, _LINE_REMARK))


def _remarks(path: Path, pattern: re.Pattern[str]) -> list[str]:
    """What its writers told each other."""
    with path.open("rb") as stream:
        text = stream.read(LARGEST_BYTES).decode("utf-8", errors="replace")
    return [line for found in pattern.findall(text) for line in found.split("\n") if line.strip()]


def _said(thing: object) -> str:
    if isinstance(thing, Literal):
        return thing.value
    if isinstance(thing, NamedNode) and thing.value.startswith(_CONTACTS):
        return thing.value.partition(":")[2]
    return ""


def _documents(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except RecursionError:
        return
    except ValueError:
        for line in text.splitlines():
            try:
                yield json.loads(line.strip("\x1e \t\r"))
            except (ValueError, RecursionError):
                continue


def _values(document: Any) -> Iterator[tuple[str, str]]:
    """Keys and values, depth first; the items of a list stand under the key of the list."""
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        key, value, depth = waiting.pop()
        if isinstance(value, dict) and depth < _DEPTH:
            waiting += [(str(k), part, depth + 1) for k, part in reversed(value.items())]
        elif isinstance(value, list) and depth < _DEPTH:
            waiting += [(key, part, depth + 1) for part in reversed(value)]
        elif isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            yield key, str(value)


class _Labels:
    """Texts by the name of their element, or by the name that an attribute gives them."""

    def __init__(self) -> None:
        self.labelled: dict[str, list[str]] = {}
        self._open: list[tuple[str, str | None]] = []
        self._count = 0

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        given = {local(key).lower(): value for key, value in attributes.items()}
        naming = next((given[key] for key in _NAMING if key in given), None)
        self._open.append((local(name), naming))
        for key, value in attributes.items():
            label = naming if naming and local(key).lower() in ("v", "value") else local(key)
            self._keep(label, value)

    def text(self, text: str) -> None:
        said = text.strip()
        if said and self._open:
            named = [naming for _, naming in self._open[-2:] if naming]
            plain = [name for name, _ in self._open if name not in _WRAPPERS]
            self._keep((named or plain or [""])[-1], said)

    def leave(self, _: str) -> None:
        self._open.pop()

    def _keep(self, label: str, text: str) -> None:
        self._count += 1
        if text and self._count < MOST_TEXTS:
            self.labelled.setdefault(label, []).append(text)
