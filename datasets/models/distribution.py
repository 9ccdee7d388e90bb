"""Distribution: a file of a dataset, and its versions (dcat:Distribution)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.db import Base, JsonType, UtcDateTime


class Stage(StrEnum):
    """How far a file version has come.

    What is tabulated has its table and the quick check's verdict; Frictionless's report is still
    to come, and nothing of it is public before that.
    """

    RECEIVED = "received"
    STORED = "stored"
    READ = "read"
    REPAIRED = "repaired"
    VALIDATED = "validated"
    TABULATED = "tabulated"
    PACKAGED = "packaged"
    REFUSED = "refused"


class Hold(StrEnum):
    """Whether a version that is ready waits all the same."""

    NONE = ""
    ASKED = "asked"
    LARGE = "large"
    ASIDE = "aside"


FINAL_STAGES = frozenset({Stage.PACKAGED, Stage.REFUSED})


class FileVersion(Base):
    """The bytes of a distribution as they were received once, and what was made of them.

    Attributes:
        number: From 1 in its distribution.
        sha256: Digest of the original bytes, which lie in the file store.
        format: Code of `datasets.vocabulary.FORMATS`, decided from the content.
        encoding: Text encoding of the original; None for a workbook.
        header_row: Of the original, in records from 0; None if it is not a table.
        rows: Records of the table; None if it is not a table.
        choices: What staff decided on offers of the repair, by the key of the offer.
        told: What staff corrected of how it was read, as `datasets.corrections` takes it.
        made_before: Tables that were made with other choices: `table_key` and `clean_sha256`
            each, so that an erasure reaches them.
        columns: `datasets.tables.column.Column` as JSON, in order.
        clean_sha256: Digest of the repaired table as UTF-8 CSV, in the file store; of a picture
            the digest of the copy that goes out in its place.
        table_key: Key of the typed table in the table store.
        standard: Id of the national standard it is sure to follow; empty if there is none.
        refusal: Message as JSON, if refused.
        published_at: When it became the public version; None if it never was.
        erased_at: When its bytes and all that was made of them were destroyed.
        hold: Value of `Hold`: `asked` until who handed it in has seen what it changes, `large`
            until a person has agreed to a large change, `aside` if nobody wants it; none of them
            goes public by itself.
        handed_in_by: Who; empty for the portal.
        privacy_rules: Version of the rules it was last searched by for personal data.
    """

    __tablename__ = "file_version"
    __table_args__ = (UniqueConstraint("distribution_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    distribution_id: Mapped[UUID] = mapped_column(ForeignKey("distribution.id"), index=True)
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(default=Stage.STORED)
    filename: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str] = mapped_column(default="bin")
    encoding: Mapped[str | None]
    newline: Mapped[str | None]
    header_row: Mapped[int | None]
    rows: Mapped[int | None] = mapped_column(BigInteger)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JsonType, default=list)
    choices: Mapped[dict[str, bool]] = mapped_column(JsonType, default=dict, server_default="{}")
    told: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict, server_default="{}")
    made_before: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonType, default=list, server_default="[]"
    )
    geometry_type: Mapped[str | None]
    clean_sha256: Mapped[str | None]
    clean_size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    table_key: Mapped[str | None]
    standard: Mapped[str] = mapped_column(default="")
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold: Mapped[str] = mapped_column(String(10), default=Hold.NONE)
    handed_in_by: Mapped[str] = mapped_column(String(320), default="", server_default="")
    privacy_rules: Mapped[str] = mapped_column(String(10), default="", server_default="")

    distribution: Mapped["Distribution"] = relationship(lazy="raise", back_populates="versions")

    @property
    def outgoing_sha256(self) -> str:
        """Digest of what goes out for it: of a picture the copy that was made anew."""
        is_copy = self.clean_sha256 is not None and self.table_key is None
        return self.clean_sha256 or "" if is_copy else self.sha256

    @property
    def outgoing_size_bytes(self) -> int:
        """Bytes of the same."""
        is_copy = self.clean_size_bytes is not None and self.table_key is None
        return self.clean_size_bytes or 0 if is_copy else self.size_bytes


class Distribution(Base):
    """A file of a dataset, through all its versions.

    Attributes:
        name: `{file}` in addresses: ASCII, unique in its dataset, frozen.
        filename: As the source calls it; with `sheet` the key on re-receipt.
        sheet: Name of the sheet, for the further tables of a workbook; empty otherwise.
        uri: Where it came from; what a reader follows where only the link is kept.
        column_notes: Descriptions by column name, then by language.
        current_number: The version the public sees; None if there is none.
        origin_identifier: The source's own name for it; empty where it is known by `filename`.
        format_text: Its format, as the source words it.
        link_reason: Why only its address is kept, as a message in JSON; None if its bytes are.
        fetched_mark: What the source said of it when it was last fetched; with `fetched_etag`
            and `fetched_modified` it tells whether it must be fetched again.
        missing_since: When its source stopped naming it; it is kept.
    """

    __tablename__ = "distribution"
    __table_args__ = (
        UniqueConstraint("dataset_id", "name"),
        UniqueConstraint("dataset_id", "filename", "sheet"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    filename: Mapped[str]
    sheet: Mapped[str] = mapped_column(default="")
    uri: Mapped[str] = mapped_column(default="")
    column_notes: Mapped[dict[str, dict[str, str]]] = mapped_column(JsonType, default=dict)
    current_number: Mapped[int | None]
    origin_identifier: Mapped[str] = mapped_column(default="")
    description: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    format_text: Mapped[str] = mapped_column(default="")
    link_reason: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    fetched_mark: Mapped[str] = mapped_column(default="")
    fetched_etag: Mapped[str] = mapped_column(default="")
    fetched_modified: Mapped[str] = mapped_column(default="")
    missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    versions: Mapped[list[FileVersion]] = relationship(
        lazy="raise", order_by=FileVersion.number, back_populates="distribution"
    )

    @property
    def is_link(self) -> bool:
        """Whether only its address is kept."""
        return self.link_reason is not None
