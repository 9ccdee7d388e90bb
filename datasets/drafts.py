"""What every source hands in: a dataset and its files, before they are anything of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from datasets.kernel.messages import Message

Words = Mapping[str, str]
"""Text by language, `ja` and `en`; either may be absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionDraft:
    """One file of a draft.

    Attributes:
        filename: As the source calls it, without folders.
        uri: Where it came from; stable, kept as provenance.
        path: Where its bytes lie on this machine, until they are stored.
        url: Where its bytes can be fetched, until they are stored.
        sha256: Digest of its bytes, once they are in the file store.
        size_bytes: Their number, likewise.
        columns: Descriptions of columns by column name.
        identifier: The source's own name for the file, by which a re-harvest finds it, whatever
            it is called by then; empty where files are known by their names.
        format_text: Its format, as the source words it.
        mark: Changes when the source says that the file changed; empty if it says nothing.
        link_reason: Why only its address is kept; None for a file whose bytes are.
        unchanged: Its bytes are those of its newest version, and have not been fetched again.
        etag: Of the answer that brought its bytes; `last_modified` likewise.
    """

    filename: str
    uri: str = ""
    path: Path | None = None
    url: str | None = None
    sha256: str = ""
    size_bytes: int = 0
    title: Words = field(default_factory=dict)
    columns: Mapping[str, Words] = field(default_factory=dict)
    identifier: str = ""
    description: Words = field(default_factory=dict)
    format_text: str = ""
    mark: str = ""
    link_reason: Message | None = None
    unchanged: bool = False
    etag: str = ""
    last_modified: str = ""

    @property
    def has_arrived(self) -> bool:
        """Whether there is nothing left to wait for."""
        return bool(self.sha256) or self.unchanged or self.link_reason is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDraft:
    """The publisher a draft names; made if it is not there yet."""

    slug: str
    title: Words = field(default_factory=dict)
    area_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a draft came from.

    Attributes:
        kind: `upload`, `command`, or the kind of a harvest source.
        source: Slug of the harvest source; empty otherwise.
        identifier: The source's own name for the dataset; with `source` the key on re-harvest.
        uri: Address of the dataset at the source.
        path: Place inside the source, such as a folder.
    """

    kind: str
    source: str = ""
    identifier: str = ""
    uri: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDraft:
    """A dataset as its source describes it.

    Attributes:
        license: As the source words it; normalised on receipt, kept as given beside.
        publish: Whether it goes public by itself when nothing stands in the way.
        publish_originals: Whether an original workbook is public too.
        restricted: The source marks it as not for everyone: it never goes public by itself.
        doubt: What its source says that could not be taken, for those who look after the source.
    """

    title: Words
    organization: OrganizationDraft
    provenance: Provenance
    slug: str | None = None
    summary: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    license: str = ""
    frequency: str = "unknown"
    files: tuple[DistributionDraft, ...] = ()
    publish: bool = False
    publish_originals: bool = False
    restricted: bool = False
    doubt: Message | None = None

    def with_files(self, files: tuple[DistributionDraft, ...]) -> "DatasetDraft":
        """The same draft with other files."""
        return replace(self, files=files)
