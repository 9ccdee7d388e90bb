"""Whether a timetable of buses is still in force.

Sources: GTFS reference (feed_info, calendar, calendar_dates); GTFS-JP 3.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect
from datasets.reading.result import ReadTable

# what the publisher says, else the last day on which anything runs
_LAST_DAYS = (
    (("feed_info", "feed_end_date"),),
    (("calendar", "end_date"), ("calendar_dates", "date")),
)


def expiry_defects(files: Mapping[str, ReadTable], today: dt.date) -> Iterator[Defect]:
    """A remark if the last day of the timetable is past.

    Args:
        files: The tables by the names of their files, without the ending.
        today: In the city.
    """
    for places in _LAST_DAYS:
        days = [day for name, column in places for day in _days(files.get(name), column)]
        if days:
            if max(days) < today:
                said = N_("The timetable ended on {day}: publish the one that is in force")
                yield Defect("W_EXPIRED", 1, Message(said, {"day": max(days).isoformat()}))
            return


def _days(table: ReadTable | None, column: str) -> Iterator[dt.date]:
    if table is None or column not in table.header:
        return
    place = table.header.index(column)
    for _, records in table.batches():
        for record in records:
            text = record[place].strip() if place < len(record) else ""
            try:
                yield dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
