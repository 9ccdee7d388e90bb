"""How requests and reports are put in words: their states, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from datasets.kernel.messages import N_
from datasets.models.voice import DataRequest, ReportState, RequestState, VoiceStep
from portal.web.jinja import day

_REQUEST_STATES = {
    RequestState.RECEIVED: (N_("Received"), "plain", "inbox"),
    RequestState.CHECKING: (N_("Being looked into"), "plain", "search"),
    RequestState.PLANNED: (N_("Planned"), "ok", "calendar"),
    RequestState.PUBLISHED: (N_("Now public"), "ok", "circle-check"),
    RequestState.DECLINED: (N_("Cannot be published"), "warn", "ban"),
}
_REPORT_STATES = {
    ReportState.RECEIVED: (N_("Received"), "plain", "inbox"),
    ReportState.CHECKING: (N_("Being looked into"), "plain", "search"),
    ReportState.FIXED: (N_("Put right"), "ok", "circle-check"),
    ReportState.KEPT: (N_("Left as it is"), "warn", "info"),
}


@dataclass(frozen=True, slots=True)
class StateMark:
    """Where a request or a report stands, for a badge."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One step, as the macro `timeline` takes it."""

    day: datetime
    title: str
    text: str
    now: bool


def request_mark(request: DataRequest) -> StateMark:
    """Where a request stands; a planned one says for when."""
    mark = _request_state(request.state)
    if request.state is RequestState.PLANNED and request.due_on:
        return StateMark(
            str(_("Planned for %(day)s", day=day(request.due_on))), mark.tone, mark.icon
        )
    return mark


def report_mark(state: ReportState) -> StateMark:
    """Where a report stands."""
    text, tone, icon = _REPORT_STATES[state]
    return StateMark(str(_(text)), tone, icon)


def request_entries(steps: Sequence[VoiceStep]) -> tuple[Entry, ...]:
    """What became of a request, newest first."""
    return tuple(
        Entry(step.at, _request_state(RequestState(step.state)).text, step.words, place == 0)
        for place, step in enumerate(steps)
    )


def report_entries(steps: Sequence[VoiceStep]) -> tuple[Entry, ...]:
    """What became of a report, newest first."""
    return tuple(
        Entry(step.at, report_mark(ReportState(step.state)).text, step.words, place == 0)
        for place, step in enumerate(steps)
    )


def request_state_name(state: RequestState) -> str:
    """A state of requests in words."""
    return _request_state(state).text


def _request_state(state: RequestState) -> StateMark:
    text, tone, icon = _REQUEST_STATES[state]
    return StateMark(str(_(text)), tone, icon)
