"""What a search for personal data answers: PrivacyFinding.

A finding never holds a value, so that it may be kept, mailed and logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datasets.kernel.messages import Message
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.masking import masked
from datasets.validation.checks.privacy_words import said_of

__all__ = ["RULES_VERSION", "Place", "PrivacyFinding", "PrivacyKind", "Severity", "scan_hidden"]


RULES_VERSION = "3"
"""Goes up when the rules find more; what is public is then searched again."""


class Severity(StrEnum):
    """Whether a person may decide that it is fine."""

    BLOCK = "block"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyFinding:
    """Personal data, or a place where it hides.

    Attributes:
        kind: What it looks like.
        severity: BLOCK cannot be overridden; REVIEW waits for a person with a reason.
        sheet: Name of the sheet; None for a CSV.
        column: Name of the column; None for a finding about a whole sheet.
        count: Cells (or hidden sheets, rows, columns), >= 1.
        rows: The first five of those cells' record numbers; the header is 1, the first record 2.
        hidden: It is where a reader of the workbook does not see it.
        message: What was found and what to do; holds no value of a cell.
    """

    kind: PrivacyKind
    severity: Severity
    sheet: str | None
    column: str | None
    count: int
    rows: tuple[int, ...] = ()
    hidden: bool = False
    message: Message

    def to_json(self) -> dict[str, Any]:
        """The finding as it is kept in the database."""
        return {
            "kind": self.kind.value,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "column": self.column,
            "count": self.count,
            "rows": list(self.rows),
            "hidden": self.hidden,
            "message": self.message.to_json(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PrivacyFinding":
        """The finding that `to_json` wrote."""
        return cls(
            kind=PrivacyKind(stored["kind"]),
            severity=Severity(stored["severity"]),
            sheet=stored["sheet"],
            column=stored["column"],
            count=stored["count"],
            rows=tuple(stored["rows"]),
            hidden=stored["hidden"],
            message=Message.from_json(stored["message"]),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scanner looks.

    Attributes:
        sheet: Name of the sheet; None for a CSV.
        hidden: A reader of the workbook does not see it.
        inside: It is a file inside of the file, named by `sheet`.
    """

    sheet: str | None = None
    hidden: bool = False
    inside: bool = False

    def finding(
        self,
        kind: PrivacyKind,
        count: int,
        column: str | None = None,
        rows: tuple[int, ...] = (),
        **said: str | int,
    ) -> PrivacyFinding:
        """A finding here, with its severity and its words; names that may be data are masked."""
        msgid = said_of(kind, hidden=self.hidden and not self.inside)
        sheet = self.sheet and masked(self.sheet)
        column = column and masked(column)
        is_apart = (self.hidden or self.inside) and column and "{sheet}" not in msgid
        shown = f"{sheet} › {column}" if is_apart else column
        places = {"sheet": sheet or "", "column": shown or "", "count": count, **said}
        return PrivacyFinding(
            kind=kind,
            severity=Severity.BLOCK if kind is PrivacyKind.MY_NUMBER else Severity.REVIEW,
            sheet=sheet,
            column=column,
            count=count,
            rows=rows,
            hidden=self.hidden,
            message=Message(
                msgid, {name: place for name, place in places.items() if f"{{{name}}}" in msgid}
            ),
        )


def scan_hidden(
    sheets: int, rows: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[PrivacyFinding, ...]:
    """What a workbook hides, whatever is in it.

    Args:
        sheets: Hidden and very hidden sheets, >= 0.
        rows: Hidden rows of each visible sheet, by its name.
        columns: Hidden columns of each visible sheet, by its name.

    Returns:
        One finding for all sheets, then one for each sheet with hidden rows, then columns.
    """
    found = [Place(None, hidden=True).finding(PrivacyKind.HIDDEN_SHEET, sheets)] if sheets else []
    for kind, counts in ((PrivacyKind.HIDDEN_ROW, rows), (PrivacyKind.HIDDEN_COLUMN, columns)):
        found += [
            Place(sheet, hidden=True).finding(kind, count)
            for sheet, count in counts.items()
            if count
        ]
    return tuple(found)
