"""Names of columns that come again on each printed page, or where files were joined."""

from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.reading.result import ReadTable, Record
from datasets.reading.titles import without_numbers
from datasets.repair.column_facts import MOST_VALUES
from datasets.repair.step import Found, FrameStep, Seen
from datasets.repair.steps.totals import without_records

_BOM = "\ufeff"


def _found(seen: Seen) -> Iterator[Found]:
    table = seen.table
    if table.header_row is None or table.keeps_blank_rows or table.width < 2:
        return
    names = table.printed[-(table.first_data_record - table.header_rows[0]) :]
    titles = table.printed[: -len(names)]
    if not names or not _may_come_again(seen, names[-1]):
        return
    records = sorted(
        _again(table, {_plain(row) for row in names}, set(map(without_numbers, titles)))
    )
    if records and len(records) < seen.survey.rows:
        yield Found(options={"records": records})


def _may_come_again(seen: Seen, names: Record) -> bool:
    """Whether each column that is known in full holds its own name."""
    return all(
        name in facts.values or f"{_BOM}{name}" in facts.values
        for name, facts in zip(names, seen.columns, strict=False)
        if name.strip() and len(facts.values) < MOST_VALUES
    )


def _again(
    table: ReadTable, names: set[tuple[str, ...]], titles: set[tuple[str, ...]]
) -> Iterator[int]:
    """Records with the names, and the titles of the page above them."""
    above: list[int] = []
    for start, records in table.batches():
        for number, record in enumerate(records, start):
            plain = _plain(record)
            if plain in names:
                yield from above
                yield number
            if plain in names or without_numbers(record) not in titles:
                above = above if not any(plain) else []
            else:
                above.append(number)


def _plain(record: Record) -> tuple[str, ...]:
    texts = [cell.strip().removeprefix(_BOM) for cell in record]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


STEP = FrameStep(
    name="repeated_headers",
    title=N_("Headers that come again"),
    sentence=N_("{count} rows that say the header again were left out."),
    mended=without_records,
    found=_found,
)
