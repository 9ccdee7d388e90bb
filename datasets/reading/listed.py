"""What is told of a list of datasets, in whatever language of catalogues it is written."""

from collections import Counter
from collections.abc import Iterator

from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect

ADDRESSES = frozenset(
    {"accessurl", "downloadurl", "landingpage", "endpointurl", "homepage", "page", "contenturl"}
)
_MASS_DELETE = N_("The catalogue names no dataset at all; nothing is removed until a person agrees")


def identifier_defects(identifiers: list[str]) -> Iterator[Defect]:
    """Whether several datasets go by one identifier."""
    twice = [name for name, count in Counter(identifiers).items() if count > 1]
    if twice:
        said = N_("Several datasets have the identifier {name}; only the first would be kept")
        yield Defect("E_DUP_ID", len(twice), Message(said, {"name": twice[0][:80]}))


def link_defects(count: int) -> Iterator[Defect]:
    """Whether addresses lead elsewhere than to the public network."""
    if count:
        said = N_("{count} addresses do not lead to the public network; they are not followed")
        yield Defect("W_BAD_URL", count, Message(said, {"count": count}))


def emptiness() -> Defect:
    """That a catalogue is empty, which a harvest never takes for an answer."""
    return Defect("E_MASS_DELETE", 1, Message(_MASS_DELETE))


def local_name(name: str) -> str:
    """The last part of a property's name, in lower case."""
    return name.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2].lower()
