"""How wide a table is when a spreadsheet was saved with its whole width."""

from datasets.kernel.errors import TooLarge
from datasets.kernel.messages import N_
from datasets.reading.result import ReadLimits, Record


def trimmed_width(held: list[Record], limits: ReadLimits) -> int:
    """The last column that holds or names something, from 1.

    Raises:
        TooLarge: E_TOO_MANY_COLUMNS if it is beyond the limit.
    """
    width = 1
    for record in held:
        while len(record) > width and any(cell.strip() for cell in record[width:]):
            width = max(width + 1, _last_filled(record))
    if width > limits.columns:
        raise TooLarge(
            N_("The table has {count} columns; at most {limit} are taken."),
            count=width,
            limit=limits.columns,
            detail_code="E_TOO_MANY_COLUMNS",
        )
    return width


def _last_filled(record: Record) -> int:
    return next(n for n in range(len(record), 0, -1) if record[n - 1].strip())
