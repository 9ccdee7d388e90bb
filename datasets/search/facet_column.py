"""What documents have of one facet, as arrays to count in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Documents = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet of all documents, flat: a document with three values has three rows.

    Attributes:
        starts: First row of each document, and at the end the number of rows.
        codes: Position in `values` of each row.
        values: The different values.
    """

    starts: Documents
    codes: Documents
    values: tuple[str, ...]

    def codes_of(self, documents: Documents) -> Documents:
        """The codes of all rows of some documents."""
        counts = self.starts[documents + 1] - self.starts[documents]
        offsets = self.starts[documents] - np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows: Documents = np.repeat(offsets, counts) + np.arange(int(counts.sum()))
        return self.codes[rows]

    def documents_with(self, chosen: frozenset[str]) -> npt.NDArray[np.bool_]:
        """One flag for each document: whether it has one of some values."""
        codes = [code for code, value in enumerate(self.values) if value in chosen]
        rows = np.isin(self.codes, codes)
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        flags = np.zeros(len(self.starts) - 1, bool)
        flags[owners[rows]] = True
        return flags


def facet_column(values: Iterable[Sequence[str]]) -> FacetColumn:
    """The values of each document in turn, as one column."""
    known: dict[str, int] = {}
    starts = [0]
    codes: list[int] = []
    for row in values:
        codes.extend(known.setdefault(value, len(known)) for value in row)
        starts.append(len(codes))
    return FacetColumn(np.array(starts, np.int64), np.array(codes, np.int64), tuple(known))


def joined(columns: Sequence[FacetColumn]) -> FacetColumn:
    """The columns of several segments, one or more, as one."""
    known: dict[str, int] = {}
    codes = []
    for column in columns:
        to = [known.setdefault(value, len(known)) for value in column.values]
        codes.append(np.array(to, np.int64)[column.codes])
    counts = [np.diff(column.starts) for column in columns]
    starts = np.cumsum(np.concatenate([[0], *counts]))
    return FacetColumn(starts, np.concatenate(codes), tuple(known))
