"""Harvester: it lists, and it translates; nothing else."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, BinaryIO, ClassVar, Generic, Protocol, TypeVar

from datasets.drafts import DatasetDraft, OrganizationDraft
from datasets.kernel.errors import DomainError, InvalidDraft, SourceUnavailable
from datasets.kernel.http_client import Response
from harvesters.limits import LIMITS, RunLimits

Options = TypeVar("Options")


class UnusableRecord(DomainError):
    """One record of a source that cannot become a dataset; the run goes on."""

    code = "unusable-record"


class IncompleteListing(SourceUnavailable):
    """Raised at the end of a list that did not end as it should.

    What was listed until then is real and is received; what was not listed is not held absent.
    """


class Fetcher(Protocol):
    """What a harvester may ask of the network; see `datasets.kernel.http_client`."""

    def get(self, url: str, *, max_bytes: int = ..., deadline_s: float = ...) -> Response:
        """Fetch something small enough for memory."""
        ...

    def download(
        self, url: str, to: BinaryIO, *, max_bytes: int, deadline_s: float = ...
    ) -> Response:
        """Fetch something into a file."""
        ...

    def head_mark(self, url: str) -> str:
        """What changes when the thing behind an address changes."""
        ...


@dataclass(frozen=True, slots=True)
class RemoteRecord:
    """One dataset as a source lists it.

    Attributes:
        identifier: The source's own name for it; unique and stable in the source.
        version: Changes when the record or one of its files changes.
        body: What `read` needs, as the source gave it; plain JSON.
    """

    identifier: str
    version: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a source is and for whom it is harvested.

    Attributes:
        slug: Of the source; part of every record's key.
        url: Address, or a path on this machine for the kinds that read one.
    """

    slug: str
    url: str
    organization: OrganizationDraft


class Harvester(ABC, Generic[Options]):
    """A kind of source: lists records, and translates each to a draft.

    It opens no database, keeps no books and catches nothing: `harvesters.runner` does.
    """

    kind: ClassVar[str]
    options_type: type[Options]
    narrowing: ClassVar[tuple[str, ...]] = ()
    """Options that pick out a part of the source: with others, the same address gives others."""
    limits: RunLimits = LIMITS

    def __init__(self, place: Place, options: Options, http: Fetcher) -> None:
        self.place = place
        self.options = options
        self.http = http

    @classmethod
    def root_of(cls, address: str) -> str:
        """The one address of what a source of this kind reads, of those that lead to it."""
        return address

    @abstractmethod
    def discover(self) -> Iterator[RemoteRecord]:
        """Yield every record of the source, in a stable order.

        Raises:
            SourceUnavailable: if the source does not answer as agreed.
            IncompleteListing: at the end, if the list is not to be trusted in what it leaves out.
        """

    @abstractmethod
    def read(self, record: RemoteRecord) -> DatasetDraft:
        """Translate one record; its files are named, not fetched.

        Raises:
            UnusableRecord: if it cannot become a dataset.
        """


def read_options(options_type: type[Options], given: Mapping[str, str]) -> Options:
    """Options of a kind from `k=v` words.

    Raises:
        InvalidDraft: naming the options there are, if one is unknown or unreadable.
    """
    known = {f.name: f.type for f in fields(options_type)}  # type: ignore[arg-type]  # a dataclass
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in known:
            raise InvalidDraft(
                "There is no option “{name}”. There are: {known}",
                name=name,
                known=", ".join(sorted(known)),
            )
        values[name] = _value(name, known[name], text)
    return options_type(**values)


def _value(name: str, kind: Any, text: str) -> Any:
    if kind is bool:
        if text.lower() not in {"true", "false", "1", "0", "yes", "no"}:
            raise InvalidDraft("The option “{name}” is true or false.", name=name)
        return text.lower() in {"true", "1", "yes"}
    if kind is int:
        if not text.isdigit():
            raise InvalidDraft("The option “{name}” is a whole number.", name=name)
        return int(text)
    return text
