"""All remarks on one table, in the order in which they are told."""

from collections.abc import Iterator

from datasets.reading.remarks.columns import column_remarks
from datasets.reading.remarks.names import name_remarks
from datasets.reading.remarks.places import place_remarks
from datasets.reading.remarks.rows import Counted, row_remarks
from datasets.reading.remarks.sample import Sample
from datasets.reading.remarks.signs import cell_remarks
from datasets.reading.result import Defect, ReadTable


def remarks(table: ReadTable, sample: Sample, counted: Counted) -> Iterator[Defect]:
    """What a publisher should know of a table besides what refuses or mends it.

    Args:
        table: As read.
        sample: Of its records, without notes and section rows; counts of cells are counts in it.
        counted: Over the whole table.

    Yields:
        Defects whose codes begin with `W_`; none holds the value of a cell.
    """
    if any(defect.code in ("W_FORM", "W_TRANSPOSED") for defect in table.defects):
        yield from cell_remarks(sample.columns(table.header))
        return
    columns = sample.columns(table.header)
    yield from name_remarks(columns, table)
    yield from row_remarks(table, columns, sample, counted)
    yield from column_remarks(columns)
    yield from cell_remarks(columns)
    yield from place_remarks(columns, drawn=table.geometry_type is not None)
