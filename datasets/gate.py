"""What stands between a file and the public: questions about people's data, and an assessment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets import threshold
from datasets.kernel.errors import DisclosureBlocked
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.assessment import ImpactAssessment
from datasets.models.disclosure import Basis, Decision, DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion
from datasets.threshold import Level


def questions_of(session: Session, versions: Sequence[FileVersion]) -> list[DisclosureQuestion]:
    """Every question about the files of these versions, answered or not.

    What was found in a workbook is asked once, of the version of its first table; it holds for
    the tables of its other sheets too, also when the first has a newer version by now.
    """
    dataset = (
        select(Distribution.dataset_id)
        .where(Distribution.id.in_({version.distribution_id for version in versions}))
        .distinct()
        .scalar_subquery()
    )
    found = session.execute(
        select(DisclosureQuestion, FileVersion)
        .join(FileVersion, FileVersion.id == DisclosureQuestion.version_id)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(
            Distribution.dataset_id == dataset,
            FileVersion.sha256.in_({version.sha256 for version in versions}),
        )
        .order_by(FileVersion.received_at, FileVersion.number)
    ).all()
    newest = {
        (version.distribution_id, version.sha256): version.id for _, version in found
    }  # the same bytes may come again
    return [
        question
        for question, version in found
        if newest[version.distribution_id, version.sha256] == version.id
    ]


def open_questions(
    session: Session, versions: Sequence[FileVersion]
) -> Sequence[DisclosureQuestion]:
    """Questions that stand in the way of publishing these versions."""
    return [each for each in questions_of(session, versions) if stands_in_the_way(each)]


def stands_in_the_way(question: DisclosureQuestion) -> bool:
    """Whether it is open or refused, or cannot be overridden."""
    return question.blocking or question.decision is not Decision.ALLOWED


def assessment(session: Session, dataset_id: UUID) -> ImpactAssessment | None:
    """The impact assessment of a dataset, if there is one."""
    return session.scalars(
        select(ImpactAssessment).where(ImpactAssessment.dataset_id == dataset_id)
    ).one_or_none()


def answers(
    asked: Sequence[DisclosureQuestion], written: ImpactAssessment | None
) -> dict[str, bool]:
    """The eight answers: what was found in the files, and what a person said besides."""
    found = threshold.prefilled(
        question.kind for question in asked if question.basis != Basis.NOT_PERSONAL
    )
    said = written.answers if written else {}
    return {name: yes or bool(said.get(name)) for name, yes in found.items()}


def assessment_due(session: Session, dataset_id: UUID, versions: Sequence[FileVersion]) -> bool:
    """Whether a whole assessment must be accepted first: there is none, or none so new."""
    written = assessment(session, dataset_id)
    asked = questions_of(session, versions)
    if threshold.level(answers(asked, written)) is not Level.FULL:
        return False
    if written is None or not written.accepted or written.decided_at is None:
        return True
    since = [question.asked_at for question in asked if question.asked_at is not None]
    return any(at > written.decided_at for at in since)


def is_asked(uow: UnitOfWork, dataset_id: UUID, versions: Sequence[FileVersion]) -> bool:
    """Whether anything stands in the way."""
    if open_questions(uow.session, versions):
        return True
    return assessment_due(uow.session, dataset_id, versions)


def refuse_what_is_asked(
    uow: UnitOfWork, dataset_id: UUID, versions: Sequence[FileVersion]
) -> None:
    """Stop here if anything stands in the way.

    Raises:
        DisclosureBlocked: while it does.
    """
    asked = open_questions(uow.session, versions)
    if any(question.blocking for question in asked):
        raise DisclosureBlocked(
            "A file holds what look like My Numbers. It can never be published; "
            "remove the column and upload the file again."
        )
    if asked:
        raise DisclosureBlocked(
            "{count} questions about personal data are still open. Answer them first.",
            count=len(asked),
        )
    if assessment_due(uow.session, dataset_id, versions):
        raise DisclosureBlocked(
            "What publishing may do to people must be written down first,"
            " and another person must agree. Open the impact assessment."
        )
