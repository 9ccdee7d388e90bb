"""Days and events as an iCalendar file.

Source: RFC 5545; X-WR-CALNAME and REFRESH-INTERVAL (RFC 7986) for those who subscribe.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE_OCTETS = 75
_PRODUCT = "-//Machi Data//Calendar//JA"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event, or a day that comes again.

    Attributes:
        identity: What makes it this one; the same text gives the same UID for ever.
        start: A day, or an aware instant.
        end: The last day, or the instant it ends at; None for one day or no known end.
        recurrence: Value of an RRULE; empty if it does not come again.
    """

    identity: str
    summary: str
    start: date | datetime
    end: date | datetime | None = None
    recurrence: str = ""
    description: str = ""
    location: str = ""
    url: str = ""


def to_icalendar(
    title: str, events: Iterable[CalendarEvent], *, host: str, stamp: datetime
) -> bytes:
    """Write a calendar.

    Args:
        title: What the reader's calendar calls it.
        events: Two of one identity are one.
        host: Of the portal; ends every UID.
        stamp: When the data last changed, aware.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    unique = {event.identity: event for event in events}
    for event in unique.values():
        lines.extend(_event(event, host, stamp))
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Text as a value of type TEXT; control characters are left out."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n")):
        text = text.replace(plain, written)
    text = text.replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c >= " " and c != "\x7f")


def folded(line: str) -> bytes:
    """A content line of at most 75 octets a part, no character cut, ended by CRLF."""
    parts: list[bytes] = [b""]
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(parts[-1]) + len(octets) > LONGEST_LINE_OCTETS:
            parts.append(b" ")
        parts[-1] += octets
    return b"\r\n".join(parts) + b"\r\n"


def _event(event: CalendarEvent, host: str, stamp: datetime) -> Iterator[str]:
    digest = hashlib.sha256(event.identity.encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{digest}@{host}"
    yield f"DTSTAMP:{_instant(stamp)}"
    yield from _span(event)
    if event.recurrence:
        yield f"RRULE:{event.recurrence}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    if event.url:
        yield f"URL:{''.join(event.url.split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _span(event: CalendarEvent) -> Iterator[str]:
    if isinstance(event.start, datetime):
        yield f"DTSTART:{_instant(event.start)}"
        if isinstance(event.end, datetime) and event.end > event.start:
            yield f"DTEND:{_instant(event.end)}"
        return
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    last = event.end if event.end and not isinstance(event.end, datetime) else event.start
    # the end of a whole day is the day after it
    yield f"DTEND;VALUE=DATE:{max(last, event.start) + timedelta(days=1):%Y%m%d}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
