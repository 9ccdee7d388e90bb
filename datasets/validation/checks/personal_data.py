"""Personal data in a table, graded by column over all rows.

One cell says little: one in ten numbers of twelve digits, and every tenth time stamp, passes for a
My Number. So a column is judged by its name, its neighbours and the share of its cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from datasets.validation.checks import headers, judging
from datasets.validation.checks.anonymity import Groups, K
from datasets.validation.checks.judging import Neighbours
from datasets.validation.checks.masking import masked
from datasets.validation.checks.privacy import Place, PrivacyFinding, PrivacyKind
from datasets.validation.checks.scans import ColumnScan
from datasets.validation.checks.split_numbers import SplitNumbers

if TYPE_CHECKING:
    import pandas as pd


class Scanner:
    """Reads one sheet, chunk by chunk, and says what looks like personal data.

    Args:
        sheet: Its name; None for a CSV.
        hidden: A reader of the workbook does not see these cells. Their first record may be
            their header, because nobody has looked for it.
        headed: Their names are known all the same.
        place: Where it is, in place of `sheet` and `hidden`.
    """

    def __init__(
        self,
        sheet: str | None = None,
        *,
        hidden: bool = False,
        headed: bool = False,
        place: Place | None = None,
    ) -> None:
        self._place = place or Place(sheet, hidden)
        self._seeks_header = self._place.hidden and not headed
        self._is_document = False
        self._columns: list[ColumnScan] = []
        self._groups = Groups(())
        self._split = SplitNumbers()
        self._next_row = 2

    def feed(self, frame: "pd.DataFrame") -> None:
        """Look at the next rows.

        Args:
            frame: Text of any number of rows; the same columns each time; a missing cell is NA or
                empty. Column names are read from the first frame.
        """
        if not self._columns:
            self._columns = [ColumnScan(str(name)) for name in frame.columns]
            if self._seeks_header and len(frame):
                for column, first in zip(self._columns, frame.iloc[0].fillna(""), strict=True):
                    column.add_to_header(str(first))
            self._groups = Groups([column.header for column in self._columns])
        cells = [_texts(column) for _, column in frame.items()]
        for column, texts in zip(self._columns, cells, strict=True):
            numbers = column.feed(texts, self._next_row)
            saying = [beside for beside in cells if numbers and _may_say_my_number(beside)]
            for row in numbers if saying else ():
                column.hinted += _says_my_number(texts[row], [beside[row] for beside in saying])
        self._split.feed(cells)
        counted = [cells[position] for position in self._groups.positions]
        self._groups.feed(zip(*counted, strict=True))
        self._next_row += len(frame)

    def feed_texts(self, labelled: Mapping[str, Sequence[str]]) -> None:
        """Look at texts that stand under names but in no rows.

        Args:
            labelled: Names to n >= 0 texts each; together they are what one sheet is else.
        """
        self._is_document = not self._seeks_header
        for name, texts in labelled.items():
            column = ColumnScan(name)
            if self._seeks_header and texts:
                column.add_to_header(texts[0])
            for row in column.feed(texts, self._next_row):
                column.hinted += _says_my_number(texts[row], ())
            self._columns.append(column)

    def findings(self) -> tuple[PrivacyFinding, ...]:
        """What was found so far: what blocks first, then in the order of the columns."""
        found = [
            self._found(column, PrivacyKind.MY_NUMBER)
            for column in self._columns
            if judging.holds_my_numbers(column)
        ]
        for first, count in self._split.found([column.header for column in self._columns]):
            column = self._columns[first]
            rows = tuple(column.first_rows)
            found.append(self._place.finding(PrivacyKind.MY_NUMBER, count, column.name, rows))
        beside = Neighbours.of(self._columns, is_document=self._is_document)
        for column in self._columns:
            found += [self._found(column, kind) for kind in judging.kinds_of(column, beside)]
        found += self._one_by_one()
        return tuple(found)

    def _one_by_one(self) -> Iterator[PrivacyFinding]:
        filled = [column for column in self._columns if column.filled]
        if not self._groups.positions or judging.count_people(filled):
            return
        if not self._groups.tell_who and judging.are_of_facilities(filled):
            return
        counted = set(self._groups.positions)
        others = [c.values for n, c in enumerate(self._columns) if n not in counted]
        found = self._groups.measured([column.name for column in self._columns], others)
        if found is not None and found.smallest < K:
            column = self._columns[self._groups.positions[0]]
            yield self._place.finding(
                PrivacyKind.ONE_BY_ONE,
                found.exposed,
                column.name,
                tuple(column.first_rows),
                columns="、".join(map(masked, found.columns)),
                total=found.rows,
                alone=found.alone,
                smallest=found.smallest,
            )

    def _found(self, column: ColumnScan, kind: PrivacyKind) -> PrivacyFinding:
        count = column.counts.get(kind) or column.filled
        rows = column.rows.get(kind) or column.first_rows
        return self._place.finding(kind, count, column.name, tuple(rows))


def _may_say_my_number(cells: Sequence[str]) -> bool:
    return headers.MY_NUMBER.search(headers.folded("\n".join(set(cells)))) is not None


def _says_my_number(cell: str, row: Sequence[str]) -> bool:
    """Whether a number is called a My Number before it, or in a cell of its own beside it."""
    if headers.SAID_MY_NUMBER.search(headers.folded(cell)):
        return True
    return any(headers.ONLY_MY_NUMBER.fullmatch(headers.folded(beside)) for beside in row)


def _texts(cells: "pd.Series[str]") -> list[str]:
    """The cells as text, "" where nothing is."""
    texts = cells.tolist()
    if set(map(type, texts)) - {str}:
        texts = cells.fillna("").astype(str).tolist()
    return texts
