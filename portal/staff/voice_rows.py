"""What people ask for and point out, one row each."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from datasets.models.voice import CLOSED_REPORTS, CLOSED_REQUESTS, DataReport, DataRequest
from portal.web import voice_words
from portal.web.language import words
from portal.web.voice_words import StateMark


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One request or report in the list.

    Attributes:
        title: Of the request; of a report the dataset's.
        hidden: Whether it is a request that nobody has let everybody read yet.
    """

    url: str
    title: str
    text: str
    is_request: bool
    mark: StateMark
    hidden: bool
    is_open: bool
    created_at: datetime


def request_row(found: DataRequest) -> VoiceRow:
    """A request in the list."""
    return VoiceRow(
        url=url_for("staff_voice.wanted", number=found.id),
        title=found.title,
        text=found.purpose,
        is_request=True,
        mark=voice_words.request_mark(found),
        hidden=found.accepted_at is None,
        is_open=found.state not in CLOSED_REQUESTS,
        created_at=found.created_at,
    )


def report_row(found: DataReport) -> VoiceRow:
    """A report in the list, by the name of its dataset."""
    return VoiceRow(
        url=url_for("staff_voice.show", number=found.id),
        title=words(found.dataset.title) or found.dataset.slug,
        text=found.text,
        is_request=False,
        mark=voice_words.report_mark(found.state),
        hidden=False,
        is_open=found.state not in CLOSED_REPORTS,
        created_at=found.created_at,
    )
