import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps_gallery.builtin.icalendar import CalendarEvent, escaped, folded, to_icalendar

STAMP = datetime(2026, 11, 1, 3, 4, 5, tzinfo=UTC)
# RFC 5545 3.1: a name, parameters, a value without control characters
LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=[^;:,\"]+)*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"}


def check(written: bytes) -> list[dict[str, str]]:
    """Every rule of RFC 5545 that such a file can break; the properties of its events."""
    assert written.endswith(b"\r\n")
    lines = written[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut by folding
    unfolded = written.decode().replace("\r\n ", "").split("\r\n")[:-1]
    found = [LINE.fullmatch(line) for line in unfolded]
    assert all(found), [line for line, ok in zip(unfolded, found, strict=True) if not ok]
    assert unfolded[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert unfolded[-1] == "END:VCALENDAR"
    assert sum(line.startswith("PRODID:") for line in unfolded) == 1
    events: list[dict[str, str]] = []
    for line in found[1:-1]:
        name, value = line["name"], line["value"]
        if name in TEXTS:
            assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
        if (name, value) == ("BEGIN", "VEVENT"):
            events.append({})
        elif events and name in ONCE:
            assert name not in events[-1], name
            events[-1][name] = line["params"] + ":" + value
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert re.fullmatch(r":\d{8}T\d{6}Z", event["DTSTAMP"])
        assert re.fullmatch(r";VALUE=DATE:\d{8}|:\d{8}T\d{6}Z", event["DTSTART"])
        if "DTEND" in event:
            assert event["DTEND"][:-8].count("VALUE=DATE") == event["DTSTART"].count("VALUE=DATE")
            assert event["DTEND"] > event["DTSTART"]
    assert len({event["UID"] for event in events}) == len(events)
    return events


def _written(*events: CalendarEvent, title: str = "ごみの日") -> bytes:
    return to_icalendar(title, events, host="data.example", stamp=STAMP)


def test_a_day_is_a_whole_day_and_ends_on_the_next():
    event = CalendarEvent(identity="a", summary="燃やせるごみ", start=date(2026, 11, 30))

    (found,) = check(_written(event))

    assert found["DTSTART"] == ";VALUE=DATE:20261130"
    assert found["DTEND"] == ";VALUE=DATE:20261201"
    assert found["DTSTAMP"] == ":20261101T030405Z"


def test_a_weekly_day_comes_again():
    event = CalendarEvent(
        identity="a", summary="a", start=date(2026, 11, 2), recurrence="FREQ=WEEKLY;BYDAY=MO"
    )

    (found,) = check(_written(event))

    assert found["RRULE"] == ":FREQ=WEEKLY;BYDAY=MO"


def test_the_same_event_keeps_its_uid_and_two_of_one_identity_are_one():
    first = CalendarEvent(identity="a", summary="前", start=date(2026, 11, 2))
    later = CalendarEvent(identity="a", summary="後", start=date(2026, 11, 3))

    (before,), (after,) = check(_written(first)), check(_written(first, later))

    assert before["UID"] == after["UID"]
    assert after["UID"].endswith("@data.example")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本館; 1階, ロビー", "本館\\; 1階\\, ロビー"),
        ("a\\b", "a\\\\b"),
        ("一\r\n二\n三\r四", "一\\n二\\n三\\n四"),
        ("a\x00b\x1fc", "abc"),
    ],
)
def test_text_is_escaped(text, value):
    assert escaped(text) == value


@given(
    title=st.text(max_size=120),
    events=st.lists(
        st.builds(
            CalendarEvent,
            identity=st.text(max_size=20),
            summary=st.text(max_size=200),
            start=st.one_of(
                st.dates(date(2000, 1, 1), date(2099, 1, 1)),
                st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware by timezones
            ),
            description=st.text(max_size=200),
            location=st.text(max_size=80),
            url=st.just("https://data.example/ja/apps/garbage"),
        ),
        max_size=4,
    ),
)
def test_whatever_the_data_say_the_file_keeps_the_rules(title, events):
    found = check(_written(*events, title=title))

    assert len(found) == len({event.identity for event in events})


@given(st.text(max_size=300).filter(lambda text: not set(text) & set("\r\n")))
def test_folding_can_be_undone(text):
    written = folded(text)

    unfolded = written.decode().removesuffix("\r\n").replace("\r\n ", "")
    assert unfolded == text.encode("utf-8", "replace").decode()
