"""Where a dataset stands, in words, and what a person should do next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import declaring, describing, scheduling, scoring, states
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import Decision, DisclosureQuestion
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Hold, Stage
from portal.web.jinja import moment
from portal.web.language import stored
from portal.web.who import who_words


class Stand(StrEnum):
    """Where a dataset stands, the most urgent first."""

    WORKING = "working"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    BLOCKED = "blocked"
    ASKED = "asked"
    MISSED = "missed"
    HELD = "held"
    RETURNED = "returned"
    UNDESCRIBED = "undescribed"
    UNDECLARED = "undeclared"
    READY = "ready"
    LATE = "late"
    SCHEDULED = "scheduled"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


TASKS = frozenset(
    {
        Stand.REFUSED,
        Stand.BLOCKED,
        Stand.ASKED,
        Stand.MISSED,
        Stand.HELD,
        Stand.RETURNED,
        Stand.UNDESCRIBED,
        Stand.UNDECLARED,
        Stand.READY,
        Stand.LATE,
        Stand.SCHEDULED,
    }
)


_BADGES = {
    Stand.WORKING: (N_("Being checked"), "plain", "clock"),
    Stand.WITHDRAWN: (N_("Withdrawn"), "plain", "archive"),
    Stand.REFUSED: (N_("A file could not be taken"), "bad", ""),
    Stand.BLOCKED: (N_("Cannot be published as it is"), "bad", "ban"),
    Stand.ASKED: (N_("Waits for a decision"), "warn", "shield-alert"),
    Stand.SCHEDULED: (N_("Goes public at its time"), "plain", "clock"),
    Stand.MISSED: (N_("Did not go public at its time"), "bad", ""),
    Stand.HELD: (N_("An update waits for you"), "warn", "eye"),
    Stand.RETURNED: (N_("Sent back to you"), "warn", "undo-2"),
    Stand.IN_REVIEW: (N_("Waits for a review"), "plain", "users"),
    Stand.UNDESCRIBED: (N_("Not described yet"), "warn", "pencil"),
    Stand.UNDECLARED: (N_("Not declared yet"), "warn", "shield-check"),
    Stand.READY: (N_("Ready to publish"), "ok", "eye"),
    Stand.LATE: (N_("Published, update is late"), "warn", "calendar"),
    Stand.PUBLISHED: (N_("Published"), "ok", ""),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one dataset stands.

    Attributes:
        text: A word or two, for a badge.
        tone: plain, ok, warn or bad.
        todo: What a person should do next, as a sentence; empty if nothing.
        url: Where they do it.
    """

    stand: Stand
    text: str
    tone: str
    icon: str
    todo: str
    url: str

    @property
    def urgency(self) -> int:
        """The lowest is the most urgent."""
        return list(Stand).index(self.stand)

    @property
    def is_task(self) -> bool:
        """Whether somebody is waited for."""
        return self.stand in TASKS


def newest_files(dataset: Dataset) -> list[tuple[Distribution, FileVersion]]:
    """Each file of a dataset that was loaded whole, in its newest version, public or not.

    What was set aside is passed over.
    """
    return [
        (distribution, kept[-1])
        for distribution in dataset.distributions
        if (kept := [version for version in distribution.versions if version.hold != Hold.ASIDE])
    ]


def asked_versions(dataset: Dataset) -> list[FileVersion]:
    """Versions about which something may be asked: the newest, and all that are public."""
    return [
        version
        for distribution in dataset.distributions
        for version in distribution.versions
        if version is distribution.versions[-1] or version.published_at is not None
    ]


def waiting_versions(datasets: Iterable[Dataset]) -> list[UUID]:
    """Those versions of several datasets."""
    return [version.id for dataset in datasets for version in asked_versions(dataset)]


def by_version(
    questions: Iterable[DisclosureQuestion],
) -> dict[UUID, list[DisclosureQuestion]]:
    """Questions by the version they are about."""
    found: dict[UUID, list[DisclosureQuestion]] = {}
    for question in questions:
        found.setdefault(question.version_id, []).append(question)
    return found


def standing(
    dataset: Dataset, questions: Mapping[UUID, Sequence[DisclosureQuestion]], now: datetime
) -> Standing:
    """Where a dataset stands.

    Args:
        dataset: Loaded whole.
        questions: By version; those of `asked_versions` are enough.
        now: The instant lateness is counted from.
    """
    # what was erased is neither waited for nor to be put right
    newest = [version for _, version in newest_files(dataset) if version.erased_at is None]
    asked = [
        question
        for version in asked_versions(dataset)
        for question in questions.get(version.id, ())
        if question.blocking or question.decision is not Decision.ALLOWED
    ]
    stand = _stand(dataset, newest, asked, now)
    text, tone, icon = _badge(stand)
    return Standing(
        stand, text, tone, icon, _todo(stand, dataset, asked, now), _url(stand, dataset)
    )


def _stand(
    dataset: Dataset,
    newest: Sequence[FileVersion],
    asked: Sequence[DisclosureQuestion],
    now: datetime,
) -> Stand:
    found = {
        Stand.WORKING: any(version.stage not in FINAL_STAGES for version in newest)
        and (dataset.wants_publishing or not states.awaits_report(newest)),
        Stand.IN_REVIEW: dataset.submitted_at is not None and not asked,
        Stand.WITHDRAWN: dataset.state is State.WITHDRAWN and not asked,
        Stand.REFUSED: any(version.stage is Stage.REFUSED for version in newest),
        Stand.BLOCKED: any(question.blocking for question in asked),
        Stand.ASKED: bool(asked),
        Stand.SCHEDULED: dataset.publish_at is not None,
        Stand.MISSED: dataset.publish_missed is not None,
        Stand.RETURNED: bool(dataset.returned_reason),
        Stand.HELD: dataset.published_at is not None and any(v.hold for v in newest),
        Stand.LATE: dataset.state is State.PUBLISHED and scoring.late_days(dataset, now) > 0,
        Stand.PUBLISHED: dataset.state is State.PUBLISHED,
        Stand.UNDESCRIBED: not describing.is_described(dataset),
        Stand.UNDECLARED: not declaring.is_declared(dataset),
    }
    return next((stand for stand, holds in found.items() if holds), Stand.READY)


def _badge(stand: Stand) -> tuple[str, str, str]:
    text, tone, icon = _BADGES[stand]
    return str(_(text)), tone, icon


def _todo(
    stand: Stand, dataset: Dataset, asked: Sequence[DisclosureQuestion], now: datetime
) -> str:
    count = len(asked)
    late = scoring.late_days(dataset, now)
    sentences: dict[Stand, Callable[[], str]] = {
        Stand.REFUSED: lambda: _("Read why, put the file right and hand it in again."),
        Stand.BLOCKED: lambda: _("Remove the numbers that may never be public, then hand it in."),
        Stand.ASKED: lambda: ngettext(
            "Answer %(num)s question about personal data.",
            "Answer %(num)s questions about personal data.",
            count,
        ),
        Stand.SCHEDULED: lambda: _scheduled(dataset),
        Stand.MISSED: lambda: stored(dataset.publish_missed),
        Stand.HELD: lambda: _("Look at what changes, then publish it or set it aside."),
        Stand.RETURNED: lambda: _("What to change: %(reason)s", reason=dataset.returned_reason),
        Stand.IN_REVIEW: lambda: _(
            "Another person looks at it before it goes public. There is nothing to do."
        ),
        Stand.UNDESCRIBED: lambda: _("Say in a few words what it is."),
        Stand.UNDECLARED: lambda: _("Say that it may be open, and who may use it."),
        Stand.READY: lambda: _("Look at how it will appear, then publish it."),
        Stand.LATE: lambda: ngettext(
            "The update is %(num)s day late. Hand in the new file.",
            "The update is %(num)s days late. Hand in the new file.",
            late,
        ),
    }
    return str(sentences[stand]()) if stand in sentences else ""


def _scheduled(dataset: Dataset) -> str:
    if scheduling.is_stale(dataset):
        return str(
            _("It has changed since its time was chosen. Look at it and choose the time again.")
        )
    told = {"time": moment(dataset.publish_at), "who": who_words(dataset.publish_by)}
    return str(_("It goes public by itself on %(time)s, as %(who)s chose.", **told))


def _url(stand: Stand, dataset: Dataset) -> str:
    endpoint = {
        Stand.WORKING: "staff_check.show",
        Stand.REFUSED: "staff_check.show",
        Stand.BLOCKED: "staff_safety.show",
        Stand.ASKED: "staff_safety.show",
        Stand.HELD: "staff_update.check",
        Stand.UNDESCRIBED: "staff_describe.show",
        Stand.UNDECLARED: "staff_safety.show",
        Stand.READY: "staff_preview.show",
        Stand.LATE: "staff_update.new",
    }.get(stand, "staff_dataset.show")
    return url_for(endpoint, slug=dataset.slug)
