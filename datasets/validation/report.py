"""What checking a table found, in our own words: Report and Finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from datasets.kernel.messages import Message


class Basis(StrEnum):
    """Whose promise a table was checked against; the names are part of the API."""

    STANDARD = "standard"
    STAFF = "staff"
    INFERRED = "inferred"


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
        deviation: Whether it only departs from a national standard, and is no fault of the table.
    """

    code: str
    message: Message
    remedy: Message
    row: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1
    deviation: bool = False

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
            "deviation": self.deviation,
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
            deviation=stored.get("deviation", False),
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
        frictionless_version: Who checked; empty if it was the sieve.
        basis: Whose promise it was checked against.
        standard: Id of the edition of the national standard, if that was it.
        stopped_at: Rows after which Frictionless had found enough and the sieve counted the rest;
            0 if it read as far as the report goes.
    """

    valid: bool
    row_count: int
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True
    seconds: float = 0.0
    frictionless_version: str = ""
    basis: Basis = Basis.INFERRED
    standard: str = ""
    stopped_at: int = 0

    def of_all_rows(self, quick: "Report") -> "Report":
        """The report; where Frictionless ended at its limit, with what the sieve found in all rows.

        Both find the same in the same place (a property test), so only the counts grow.
        """
        if self.complete or not quick.complete:
            return self
        return replace(
            quick,
            seconds=self.seconds,
            frictionless_version=self.frictionless_version,
            stopped_at=self.row_count,
        )

    @property
    def deviation_count(self) -> int:
        """Places that only depart from a national standard."""
        groups = {(f.code, f.column): f.count for f in self.findings if f.deviation}
        return sum(groups.values())

    @property
    def fault_count(self) -> int:
        """Places that are wrong whatever standard the table follows."""
        return sum(self.counts.values()) - self.deviation_count

    @property
    def sound(self) -> bool:
        """Whether the table has no fault; it may depart from a standard all the same."""
        return self.valid or (bool(self.counts) and not self.fault_count)

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
            "basis": self.basis.value,
            "standard": self.standard,
            "stopped_at": self.stopped_at,
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
            basis=Basis(stored.get("basis", Basis.INFERRED)),
            standard=stored.get("standard", ""),
            stopped_at=stored.get("stopped_at", 0),
        )
