"""A column of a table, as everything downstream sees it."""

import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    """What every non-empty value of a column round-trips as."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


class ColumnRole(StrEnum):
    """What a column is for; drives filters, cards, charts and maps."""

    ID = "id"
    NAME = "name"
    CATEGORY = "category"
    MEASURE = "measure"
    DATE = "date"
    YEAR = "year"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ADDRESS = "address"
    POSTAL = "postal"
    PHONE = "phone"
    URL = "url"
    FLAG = "flag"
    AGE = "age"
    SEX = "sex"
    AREA_CODE = "area_code"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a published table.

    Attributes:
        name: As published; unique in its table; never used as SQL.
        type: The type every non-empty value round-trips as.
        format: How its values are written, in Table Schema's words; `default` if as usual.
        role: What it is for.
        unit: Of a measure, from a header such as 「人口（人）」; empty if none.
        blank_count: Cells without a value, 0..rows.
        distinct_count: Different values, 0..rows; exact up to 10,000.
        minimum: Smallest value as text in the column's own unit; None for text.
        maximum: Largest value, likewise.
        top: Most frequent values with their counts, at most 20.
        histogram: Counts in equal steps from minimum to maximum; numbers and dates, 8..12 bins.
        examples: At most 3 different values as text.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    format: str = "default"
    role: ColumnRole = ColumnRole.TEXT
    description: str = ""
    unit: str = ""
    blank_count: int = 0
    distinct_count: int = 0
    minimum: str | None = None
    maximum: str | None = None
    top: tuple[tuple[str, int], ...] = ()
    histogram: tuple[int, ...] = ()
    examples: tuple[str, ...] = field(default_factory=tuple)

    @property
    def plain_name(self) -> str:
        """The name without the unit in brackets that its values are shown with."""
        if not self.unit:
            return self.name
        ending = rf"\s*[（(\[［]\s*{re.escape(self.unit)}\s*[）)\]］]\s*$"
        return re.sub(ending, "", self.name) or self.name

    def to_json(self) -> dict[str, Any]:
        """The column as it is kept in the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Column":
        """The column that `to_json` wrote."""
        return cls(
            **{
                **stored,
                "type": ColumnType(stored["type"]),
                "role": ColumnRole(stored["role"]),
                "top": tuple((value, count) for value, count in stored.get("top", ())),
                "histogram": tuple(stored.get("histogram", ())),
                "examples": tuple(stored.get("examples", ())),
            }
        )
