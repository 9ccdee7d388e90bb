"""Catalogue documents in RDF: what would go wrong if they were harvested.

Sources: RDF 1.1 Turtle and XML; DCAT 3; Hydra Core Vocabulary.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect
from datasets.reading.links import is_public_link
from datasets.reading.listed import (
    ADDRESSES,
    emptiness,
    identifier_defects,
    link_defects,
    local_name,
)

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
MOST_BYTES = 50_000_000
_BASE = "http://document.invalid/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NEXT = frozenset({"next", "nextpage"})


@dataclass(slots=True)
class _Graph:
    datasets: set[str] = field(default_factory=set)
    catalogues: set[str] = field(default_factory=set)
    identifiers: dict[str, str] = field(default_factory=dict)
    following: dict[str, str] = field(default_factory=dict)
    bad_links: int = 0
    triples: int = 0


def graph_defects(path: Path, kind: str) -> tuple[Defect, ...]:
    """What is wrong with an RDF document.

    Args:
        path: A local file.
        kind: One of `FORMATS`.

    Raises:
        UnreadableFile: E_RDF, with the line.
    """
    if path.stat().st_size > MOST_BYTES:
        return ()
    graph = _Graph()
    try:
        for quad in parse(path=str(path), format=FORMATS[kind], base_iri=_BASE):
            graph.triples += 1
            _take(graph, quad.triple)
    except (SyntaxError, ValueError) as fault:
        raise UnreadableFile(
            N_("The RDF is broken at line {line}. Export it again."),
            line=getattr(fault, "lineno", None) or 1,
            detail_code="E_RDF",
        ) from fault
    return tuple(_defects(graph))


def _take(graph: _Graph, triple: Triple) -> None:
    subject, predicate = str(triple.subject), triple.predicate.value
    value = str(getattr(triple.object, "value", ""))
    name = local_name(predicate)
    if predicate == _TYPE:
        _take_type(graph, subject, local_name(value))
    elif name == "identifier":
        graph.identifiers[subject] = value
    elif name in _NEXT and value:
        graph.following[subject.strip("<>")] = value
    elif name in ADDRESSES and value and not is_public_link(value):
        graph.bad_links += 1


def _take_type(graph: _Graph, subject: str, type_: str) -> None:
    if type_ == "dataset":
        graph.datasets.add(subject)
    elif type_ == "catalog":
        graph.catalogues.add(subject)


def _defects(graph: _Graph) -> Iterator[Defect]:
    named = [name for subject, name in graph.identifiers.items() if subject in graph.datasets]
    yield from identifier_defects(named)
    if _is_loop(graph.following):
        yield Defect("E_PAGE_LOOP", 1, Message(N_("The next page of the catalogue is this one")))
    yield from link_defects(graph.bad_links)
    if not graph.triples or (graph.catalogues and not graph.datasets):
        yield emptiness()


def _is_loop(following: dict[str, str]) -> bool:
    for start in following:
        page, seen = start, {start}
        while (page := following.get(page, "")) and page not in seen:
            seen.add(page)
        if page in seen:
            return True
    return False
