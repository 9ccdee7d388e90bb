"""The impact assessment of a dataset: written by its publisher, decided by another person.

Source: the order of JIS X 9251:2021 (ISO/IEC 29134): threshold, people touched, flow of the data,
risks by likelihood and impact with their treatment, decision, review, public summary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from datasets import gate, panel, publishing, queries, threshold
from datasets.kernel import audit
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, InvalidDraft, NotAllowed
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.assessment import ImpactAssessment
from datasets.models.dataset import Dataset, State
from datasets.threshold import Level

MOST_RISKS = 5
GRADES = (1, 2, 3, 4)
LONGEST_TEXT = 2_000
LONGEST_SUMMARY = 400
YEARS_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing that may happen to people.

    Attributes:
        what: In words.
        likelihood: 1 hardly .. 4 almost surely; likewise `impact`, 1 a nuisance .. 4 beyond repair.
        treatment: What is done about it.
    """

    what: str
    likelihood: int
    impact: int
    treatment: str

    @property
    def weight(self) -> int:
        """1..16; from 8 on it must not stay without treatment."""
        return self.likelihood * self.impact


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDraft:
    """What was written in the form."""

    answers: Mapping[str, bool]
    stakeholders: str = ""
    data_flow: str = ""
    risks: Sequence[Risk] = ()
    public_summary: Mapping[str, str] | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentStand:
    """Where the assessment of a dataset stands.

    Attributes:
        answers: The eight answers, of what was found and of what was said.
        due: It stands in the way of publishing.
        written: None while nothing was written.
    """

    answers: Mapping[str, bool]
    level: Level
    due: bool
    written: ImpactAssessment | None


def standing(session: Session, dataset: Dataset) -> AssessmentStand:
    """Where the assessment of a dataset that was loaded whole stands."""
    newest = [part.versions[-1] for part in dataset.distributions if part.versions]
    asked = gate.questions_of(session, newest) if newest else []
    written = gate.assessment(session, dataset.id)
    answers = gate.answers(asked, written)
    return AssessmentStand(
        answers=answers,
        level=threshold.level(answers),
        due=bool(newest) and gate.assessment_due(session, dataset.id, newest),
        written=written,
    )


def write(uow: UnitOfWork, dataset: Dataset, draft: AssessmentDraft) -> ImpactAssessment:
    """Keep an assessment; what was decided on an earlier one no longer holds.

    Args:
        uow: Whose actor may edit the organization's data.
        dataset: Loaded whole.
        draft: May be incomplete; deciding on it asks for all of it.

    Raises:
        NotAllowed: if the actor may not.
        InvalidDraft: if a grade or the day of the review is beyond its bounds.
    """
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    _check(draft, uow.now)
    written = gate.assessment(uow.session, dataset.id)
    if written is None:
        written = ImpactAssessment(dataset_id=dataset.id, written_at=uow.now)
        uow.session.add(written)
    written.answers = {name: bool(draft.answers.get(name)) for name in threshold.QUESTIONS}
    written.stakeholders = draft.stakeholders.strip()[:LONGEST_TEXT]
    written.data_flow = draft.data_flow.strip()[:LONGEST_TEXT]
    written.risks = [
        {
            "what": risk.what.strip()[:LONGEST_TEXT],
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "treatment": risk.treatment.strip()[:LONGEST_TEXT],
        }
        for risk in draft.risks
    ]
    summary = draft.public_summary or {}
    written.public_summary = {
        language: text.strip()[:LONGEST_SUMMARY]
        for language, text in summary.items()
        if text.strip()
    }
    written.review_on = draft.review_on
    written.written_by, written.written_at = uow.actor.name, uow.now
    written.accepted, written.decided_by, written.decided_at = None, "", None
    written.decision_reason = ""
    audit.record(uow, "assess", "dataset", str(dataset.id))
    uow.session.flush()
    return written


def decide(uow: UnitOfWork, dataset: Dataset, *, accept: bool, reason: str) -> None:
    """Accept an assessment or refuse it; a dataset that only waited for it goes on.

    Raises:
        NotAllowed: if the actor may not decide on disclosure, or wrote it or handed the data in.
        DisclosureBlocked: if there is none, if a part of it is missing, without a reason, or
            while a review panel has not agreed.
    """
    uow.require(Permission.DISCLOSE, publishing.organization_slug(uow, dataset))
    written = gate.assessment(uow.session, dataset.id)
    if written is None:
        raise DisclosureBlocked("There is no assessment yet. Write it first.")
    if not reason.strip():
        raise DisclosureBlocked("Write the reason for your decision; it is kept in the record.")
    if accept:
        if is_own_work(uow.actor, written, dataset):
            raise NotAllowed(
                "You wrote this assessment or handed in the data. Another person must decide on it."
            )
        _require_whole(uow.session, dataset, written)
        panel.require_agreement(uow, dataset)
    written.accepted, written.decision_reason = accept, reason.strip()[:LONGEST_TEXT]
    written.decided_by, written.decided_at = uow.actor.name, uow.now
    audit.record(
        uow,
        "accept-assessment" if accept else "refuse-assessment",
        "dataset",
        str(dataset.id),
        reason=written.decision_reason,
    )
    uow.session.flush()
    publishing.settle(uow, dataset)


def is_own_work(actor: Actor, written: ImpactAssessment, dataset: Dataset) -> bool:
    """Whether an actor wrote it, or handed in what it is about."""
    hands = {written.written_by, dataset.changed_by, dataset.submitted_by}
    return actor != SYSTEM and actor.name in hands


def public_summary(session: Session, dataset_id: UUID) -> dict[str, str]:
    """What readers are told of the assessment, by language; empty unless it was accepted."""
    written = gate.assessment(session, dataset_id)
    return dict(written.public_summary) if written and written.accepted else {}


def is_overdue(session: Session, dataset_id: UUID, today: date) -> bool:
    """Whether the assessment of a dataset was to be looked at again by a day in the city."""
    mine = queries.overdue_ids(today).where(ImpactAssessment.dataset_id == dataset_id)
    return session.scalars(mine).first() is not None


def overdue(session: Session, actor: Actor, today: date) -> Sequence[Dataset]:
    """Public datasets this actor may decide on whose assessment is to be looked at again."""
    found = session.scalars(_overdue(today)).all()
    return [d for d in found if actor.may(Permission.DISCLOSE, d.organization.slug)]


def note_overdue(uow: UnitOfWork, today: date) -> Sequence[Dataset]:
    """Write down, once for each day of a next look that has passed, that nobody has looked.

    Returns:
        The public datasets that are overdue since the last time; whoever may decide on them is to
        be told, and they are put forward no longer.
    """
    found = []
    for dataset in uow.session.scalars(_overdue(today)):
        written = gate.assessment(uow.session, dataset.id)
        review_on = written.review_on.isoformat() if written and written.review_on else ""
        last = audit.newest(uow.session, "overdue", "dataset", str(dataset.id))
        if last is None or last.detail.get("review_on") != review_on:
            audit.record(uow, "overdue", "dataset", str(dataset.id), review_on=review_on)
            publishing.note_change(uow, dataset)
            found.append(dataset)
    return found


def _overdue(today: date) -> Select[Dataset]:
    return (
        queries.whole()
        .join(ImpactAssessment, ImpactAssessment.dataset_id == Dataset.id)
        .where(ImpactAssessment.review_on <= today, Dataset.state == State.PUBLISHED)
        .order_by(ImpactAssessment.review_on, Dataset.slug)
    )


def _check(draft: AssessmentDraft, now: datetime) -> None:
    grades = [grade for risk in draft.risks for grade in (risk.likelihood, risk.impact)]
    if len(draft.risks) > MOST_RISKS or any(grade not in GRADES for grade in grades):
        raise InvalidDraft("Choose how likely and how grave each risk is, from 1 to 4.")
    today = now.date()
    if draft.review_on and not today <= draft.review_on <= today + YEARS_AHEAD:
        raise InvalidDraft("Choose a day within the next three years for looking at it again.")


def _require_whole(session: Session, dataset: Dataset, written: ImpactAssessment) -> None:
    level = standing(session, dataset).level
    missing = not written.public_summary.get("ja") or written.review_on is None
    if level is Level.FULL:
        missing = missing or not (written.stakeholders and written.data_flow and written.risks)
    if missing:
        raise DisclosureBlocked(
            "The assessment is not whole: people touched, flow of the data, at least one risk,"
            " a summary for readers and the day of the next look are needed."
        )
    bare = [r for r in written.risks if r["likelihood"] * r["impact"] >= 8 and not r["treatment"]]
    if bare:
        raise DisclosureBlocked("A grave risk has no treatment. Write what is done about it.")
