"""Personal data in a table, graded by column over all rows.

One cell says little: one in ten numbers of twelve digits, and every tenth time stamp, passes for a
My Number. So a column is judged by its name, its neighbours and the share of its cells.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datasets.validation.checks.patterns import Cells, Hits, valid_my_numbers
from datasets.validation.checks.privacy import Place, PrivacyFinding, PrivacyKind

if TYPE_CHECKING:
    import pandas as pd

MY_NUMBER_MIN_COUNT = 5
MY_NUMBER_MIN_SHARE = 0.6
_ROWS_SHOWN = 5
_DISTINCT_KEPT = 10_000

_MY_NUMBER_HEADER = re.compile(r"マイナンバー|個人番号|個人識別番号|my\s*number", re.IGNORECASE)
_NAME_HEADER = re.compile(
    r"氏\s*名|姓名|^お?名前$|(患者|世帯主|対象者|申請者|申込者|受給者|保護者|生徒|児童|本人)名|^本名$"
)
_BIRTH_HEADER = re.compile(r"(?<!発)生年月日|出生年?月?日|誕生日|^生年$|birth", re.IGNORECASE)
_ADDRESS_HEADER = re.compile(r"住所|居住地|現住|番地|自宅|home\s*address", re.IGNORECASE)
_PHONE_HEADER = re.compile(r"携帯|mobile", re.IGNORECASE)


class _ColumnScan:
    """What is known of one column so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.header = unicodedata.normalize("NFKC", name)
        self.filled = 0
        self.counts: dict[PrivacyKind, int] = {}
        self.rows: dict[PrivacyKind, list[int]] = {}
        self.twelve: set[str] = set()
        self.valid: set[str] = set()

    def named(self, pattern: re.Pattern[str]) -> bool:
        """Whether the name of the column says so, and it holds anything."""
        return self.filled > 0 and pattern.search(self.header) is not None

    def feed(self, values: Sequence[str], first_row: int) -> None:
        """Look at the next cells."""
        if not any(values):
            return
        self._count_filled(values, first_row)
        cells = Cells(values)
        self._note(PrivacyKind.EMAIL, cells.emails(), first_row)
        self._note(PrivacyKind.MOBILE, cells.mobiles(), first_row)
        twelve = cells.twelve_digits()
        valid = valid_my_numbers(twelve.texts)
        if len(self.twelve) < _DISTINCT_KEPT:
            self.twelve.update(
                text.translate({32: None, 45: None, 95: None}) for text in twelve.texts
            )
            self.valid.update(valid)
        self._note(PrivacyKind.MY_NUMBER, twelve if valid else Hits(), first_row, len(valid))

    def holds_my_numbers(self) -> bool:
        """The graded rule: a telling name and one, or enough and mostly valid ones."""
        if self.valid and _MY_NUMBER_HEADER.search(self.header):
            return True
        enough = len(self.twelve) >= MY_NUMBER_MIN_COUNT
        return enough and len(self.valid) >= MY_NUMBER_MIN_SHARE * len(self.twelve)

    def _count_filled(self, values: Sequence[str], first_row: int) -> None:
        """Count the cells of columns named after people; of others, use is enough."""
        if not (_NAME_HEADER.search(self.header) or _BIRTH_HEADER.search(self.header)):
            self.filled += 1
            return
        filled = [position for position, value in enumerate(values) if value]
        if self.filled == 0:
            rows = [first_row + position for position in filled[:_ROWS_SHOWN]]
            self.rows[PrivacyKind.PERSON] = self.rows[PrivacyKind.BIRTH_DATE] = rows
        self.filled += len(filled)

    def _note(
        self, kind: PrivacyKind, hits: Hits, first_row: int, count: int | None = None
    ) -> None:
        if hits.cells:
            rows = self.rows.setdefault(kind, [])
            rows += [first_row + cell for cell in hits.cells[: _ROWS_SHOWN - len(rows)]]
            number = len(hits.cells) if count is None else count
            self.counts[kind] = self.counts.get(kind, 0) + number


class Scanner:
    """Reads one sheet, chunk by chunk, and says what looks like personal data.

    Args:
        sheet: Its name; None for a CSV.
        hidden: A reader of the workbook does not see these cells. Their first record may be
            their header, because nobody has looked for it.
    """

    def __init__(self, sheet: str | None = None, *, hidden: bool = False) -> None:
        self._place = Place(sheet, hidden)
        self._columns: list[_ColumnScan] = []
        self._next_row = 2

    def feed(self, frame: "pd.DataFrame") -> None:
        """Look at the next rows.

        Args:
            frame: Text of any number of rows; the same columns each time; a missing cell is NA or
                empty. Column names are read from the first frame.
        """
        if not self._columns:
            self._columns = [_ColumnScan(str(name)) for name in frame.columns]
            if self._place.hidden and len(frame):
                self._read_header_of_hidden(frame)
        for position, column in enumerate(self._columns):
            values = frame.iloc[:, position]
            if values.isna().any():
                values = values.fillna("")
            column.feed(values.astype(str).tolist(), self._next_row)
        self._next_row += len(frame)

    def findings(self) -> tuple[PrivacyFinding, ...]:
        """What was found so far: what blocks first, then in the order of the columns."""
        found = [
            self._found(c, PrivacyKind.MY_NUMBER) for c in self._columns if c.holds_my_numbers()
        ]
        persons = self._has_persons()
        for column in self._columns:
            if persons and column.named(_NAME_HEADER):
                found.append(self._found(column, PrivacyKind.PERSON))
            if column.named(_BIRTH_HEADER):
                found.append(self._found(column, PrivacyKind.BIRTH_DATE))
            found += [
                self._found(column, kind)
                for kind in (PrivacyKind.MOBILE, PrivacyKind.EMAIL)
                if kind in column.counts
            ]
        return tuple(found)

    def _read_header_of_hidden(self, frame: "pd.DataFrame") -> None:
        for column, first in zip(self._columns, frame.iloc[0].fillna("").tolist(), strict=True):
            column.header += " " + unicodedata.normalize("NFKC", str(first))[:40]

    def _has_persons(self) -> bool:
        """Something beside a name tells who the person is."""
        beside = (_BIRTH_HEADER, _ADDRESS_HEADER, _PHONE_HEADER)
        return any(
            PrivacyKind.MOBILE in column.counts or any(column.named(header) for header in beside)
            for column in self._columns
        )

    def _found(self, column: _ColumnScan, kind: PrivacyKind) -> PrivacyFinding:
        count = column.counts.get(kind, column.filled)
        return self._place.finding(kind, count, column.name, tuple(column.rows.get(kind, ())))
