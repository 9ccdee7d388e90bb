"""What a search for personal data answers: PrivacyFinding, its kinds and its words.

A finding never holds a value, so that it may be kept, mailed and logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datasets.kernel.messages import N_, Message


class PrivacyKind(StrEnum):
    """What was found; the names are kept in the database."""

    MY_NUMBER = "my_number"
    MOBILE = "mobile"
    EMAIL = "email"
    PERSON = "person"
    BIRTH_DATE = "birth_date"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"


class Severity(StrEnum):
    """Whether a person may decide that it is fine."""

    BLOCK = "block"
    REVIEW = "review"


_MESSAGES: dict[tuple[PrivacyKind, bool], str] = {
    (PrivacyKind.MY_NUMBER, False): N_(
        "Column “{column}” holds {count} My Numbers. They may never be published: remove them."
    ),
    (PrivacyKind.MY_NUMBER, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} My Numbers."
        " They may never be published: remove them."
    ),
    (PrivacyKind.MOBILE, False): N_(
        "Column “{column}” holds {count} mobile phone numbers."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.MOBILE, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} mobile phone numbers."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.EMAIL, False): N_(
        "Column “{column}” holds {count} e-mail addresses."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.EMAIL, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, holds {count} e-mail addresses."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.PERSON, False): N_(
        "Column “{column}” looks like names of {count} people, with their birth dates, addresses"
        " or phone numbers beside them. Remove them, or write down why they may be published."
    ),
    (PrivacyKind.PERSON, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, looks like names of {count} people."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.BIRTH_DATE, False): N_(
        "Column “{column}” looks like {count} people's birth dates."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.BIRTH_DATE, True): N_(
        "A hidden part of “{sheet}”, column “{column}”, looks like {count} people's birth dates."
        " Remove them, or write down why they may be published."
    ),
    (PrivacyKind.HIDDEN_SHEET, True): N_(
        "The workbook has {count} hidden sheets. Look at what is in them, and remove them."
    ),
    (PrivacyKind.HIDDEN_ROW, True): N_(
        "“{sheet}” has {count} hidden rows. Show them, look at what is in them, and decide."
    ),
    (PrivacyKind.HIDDEN_COLUMN, True): N_(
        "“{sheet}” has {count} hidden columns. Show them, look at what is in them, and decide."
    ),
}


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
    """

    sheet: str | None = None
    hidden: bool = False

    def finding(
        self, kind: PrivacyKind, count: int, column: str | None = None, rows: tuple[int, ...] = ()
    ) -> PrivacyFinding:
        """A finding here, with its severity and its words."""
        msgid = _MESSAGES[kind, self.hidden]
        places = {"sheet": self.sheet or "", "column": column or "", "count": count}
        return PrivacyFinding(
            kind=kind,
            severity=Severity.BLOCK if kind is PrivacyKind.MY_NUMBER else Severity.REVIEW,
            sheet=self.sheet,
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
