"""What checking a table found, in our own words: Report and Finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.kernel.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a table is not what it says it is.

    Attributes:
        code: Frictionless's error type, such as `type-error`.
        message: Where, and what is there.
        remedy: What the publisher can do.
        row: Record number as a spreadsheet shows it: the header is 1, the first record 2;
            None if the finding is about a column or the whole file.
        column: Name of the column; None if it is about the row or the whole file.
        value: What the cell holds, cut after 100 characters; None if there is no cell.
        count: How often this code was found in this column, >= 1, this place included.
    """

    code: str
    message: Message
    remedy: Message
    row: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1

    def to_json(self) -> dict[str, Any]:
        """The finding as it is kept in the database."""
        return {
            "code": self.code,
            "message": self.message.to_json(),
            "remedy": self.remedy.to_json(),
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "count": self.count,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` wrote."""
        return cls(
            code=stored["code"],
            message=Message.from_json(stored["message"]),
            remedy=Message.from_json(stored["remedy"]),
            row=stored["row"],
            column=stored["column"],
            value=stored["value"],
            count=stored["count"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer of one validation.

    Attributes:
        valid: No finding at all in the rows that were read.
        row_count: Records read, without the header; 0..n.
        findings: In the order of the file, at most 20 of each code and column.
        counts: How often each code was found, those not in `findings` included.
        complete: Whether every row was read; False when a limit ended the reading.
        seconds: Wall-clock time.
        frictionless_version: Who checked.
    """

    valid: bool
    row_count: int
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True
    seconds: float = 0.0
    frictionless_version: str = ""

    def to_json(self) -> dict[str, Any]:
        """The report as it is kept in the database and shown by the API."""
        return {
            "valid": self.valid,
            "row_count": self.row_count,
            "findings": [finding.to_json() for finding in self.findings],
            "counts": dict(self.counts),
            "complete": self.complete,
            "seconds": self.seconds,
            "frictionless_version": self.frictionless_version,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Report":
        """The report that `to_json` wrote."""
        return cls(
            valid=stored["valid"],
            row_count=stored["row_count"],
            findings=tuple(Finding.from_json(finding) for finding in stored["findings"]),
            counts=dict(stored["counts"]),
            complete=stored["complete"],
            seconds=stored["seconds"],
            frictionless_version=stored["frictionless_version"],
        )
