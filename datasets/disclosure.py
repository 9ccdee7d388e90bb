"""What must be answered before publishing: personal data and hidden parts of files."""

from uuid import UUID

from sqlalchemy import select

from datasets import publishing
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import DisclosureBlocked, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.disclosure import Decision, DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion
from datasets.validation.checks.privacy import PrivacyFinding


def ask(uow: UnitOfWork, version: FileVersion, findings: tuple[PrivacyFinding, ...]) -> None:
    """Turn what the privacy scan found in a version into questions; again is harmless."""
    known = set(
        uow.session.scalars(
            select(DisclosureQuestion.kind).where(DisclosureQuestion.version_id == version.id)
        )
    )
    if known:
        return
    for finding in findings:
        uow.session.add(
            DisclosureQuestion(
                version_id=version.id,
                kind=finding.kind,
                blocking=finding.severity == "block",
                message=finding.message.to_json(),
            )
        )


def decide(uow: UnitOfWork, question_id: UUID, *, allow: bool, reason: str) -> Dataset:
    """Answer one question with a reason, and let the dataset go on if it was the last.

    Raises:
        NotFound: if there is no such question.
        NotAllowed: if the actor may not decide on disclosure for the organization.
        DisclosureBlocked: if the question cannot be overridden, or no reason is given.
    """
    question = uow.session.get(DisclosureQuestion, question_id)
    if question is None:
        raise NotFound("There is no such question")
    dataset = _dataset_of(uow, question)
    uow.require(Permission.DISCLOSE, publishing.organization_slug(uow, dataset))
    if question.blocking and allow:
        raise DisclosureBlocked(
            "A file holds what look like My Numbers. It can never be published; "
            "remove the column and upload the file again."
        )
    if not reason.strip():
        raise DisclosureBlocked("Write the reason for your decision; it is kept in the record.")
    question.decision = Decision.ALLOWED if allow else Decision.REFUSED
    question.reason = reason.strip()
    question.decided_by = uow.actor.name
    question.decided_at = uow.now
    audit.record(
        uow,
        "disclose" if allow else "withhold",
        "dataset",
        str(dataset.id),
        kind=question.kind,
        reason=reason.strip(),
    )
    uow.session.flush()
    publishing.settle(uow, dataset)
    return dataset


def _dataset_of(uow: UnitOfWork, question: DisclosureQuestion) -> Dataset:
    return uow.session.scalars(
        select(Dataset)
        .join(Distribution, Distribution.dataset_id == Dataset.id)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .where(FileVersion.id == question.version_id)
    ).one()
