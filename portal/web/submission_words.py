"""How an app stands, in words: the way of a submission, and what has happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from apps_gallery.models import AppEvent, AppState
from apps_gallery.moderation import REASON_BY_CODE
from portal.web.cards import BadgeItem
from portal.web.who import who_words


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as the macro `step_list` takes it."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class HappenedLine:
    """One thing that happened, as the macro `timeline` takes it."""

    day: datetime
    title: str
    text: str
    now: bool = False


def steps(now: int) -> tuple[Step, ...]:
    """The way of a submission; `now` is the step one is at, from 0."""
    texts = (
        _("Write"),
        _("Look at it"),
        _("Confirm by mail"),
        _("The city looks at it"),
        _("In the gallery"),
    )
    last = len(texts) - 1
    return tuple(
        Step(
            str(text),
            "done" if place < now or place == now == last else "now" if place == now else "later",
        )
        for place, text in enumerate(texts)
    )


def happened(events: Sequence[AppEvent], *, by_whom: bool = False) -> tuple[HappenedLine, ...]:
    """What happened to an app, newest first; who did it is for staff only."""
    labels = {
        "submit": _("Written"),
        "revise": _("Changed by the author"),
        "send": _("Letter to confirm the address sent"),
        "confirm": _("Confirmed and handed in"),
        "appeal": _("Handed in again, with an answer"),
        "approve": _("Approved"),
        "return": _("Returned to the author"),
        "feature": _("Recommended"),
        "unfeature": _("No longer recommended"),
        "retire": _("Taken out of the gallery"),
        "restore": _("Back in the gallery"),
        "add": _("Added by the city"),
        "does-not-open": _("Did not open twice in a row"),
        "opens-again": _("Opens again"),
    }
    return tuple(
        HappenedLine(
            event.at,
            str(labels.get(event.action, event.action)),
            " ".join(filter(None, _more(event, by_whom=by_whom))),
            now=place == 0,
        )
        for place, event in enumerate(events)
    )


def state_badge(state: AppState) -> BadgeItem:
    """Where an app stands, in a word or two."""
    text, tone, icon = {
        AppState.DRAFT: (_("Not confirmed yet"), "plain", "mail"),
        AppState.SUBMITTED: (_("Waits for a decision"), "warn", "clock"),
        AppState.APPROVED: (_("In the gallery"), "ok", "check"),
        AppState.RETURNED: (_("Returned to the author"), "plain", "undo-2"),
        AppState.RETIRED: (_("Out of the gallery"), "plain", "archive"),
    }[state]
    return BadgeItem(text, tone, icon)


def _more(event: AppEvent, *, by_whom: bool) -> tuple[str, ...]:
    reason = str(_(REASON_BY_CODE[event.reason].label)) if event.reason in REASON_BY_CODE else ""
    return (reason, event.words, f"({who_words(event.actor)})" if by_whom else "")
