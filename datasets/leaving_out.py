"""Hidden sheets in which nothing personal was found: whoever publishes leaves them out, alone.

A hidden sheet is never made into a table. What could show it is the workbook as it came; that is
never public once its hidden sheets were left out.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets import publishing
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.disclosure import Basis, Decision, DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import PrivacyFinding
from datasets.vocabulary import WORKBOOKS

_PARTS = frozenset({PrivacyKind.HIDDEN_SHEET, PrivacyKind.HIDDEN_ROW, PrivacyKind.HIDDEN_COLUMN})


def note_harmless(
    uow: UnitOfWork, version: FileVersion, findings: Sequence[PrivacyFinding]
) -> None:
    """Mark what one person may answer, and answer it as for the version before, if that was so.

    Args:
        uow: The unit in which the questions were asked.
        version: Whose questions were just asked.
        findings: All that the search found: one in a hidden part is one too many.
    """
    asked = _of_sheets(uow.session, version)
    searched = not any(f.hidden and f.kind not in _PARTS for f in findings)
    for question in asked:
        # in a zip file a workbook goes out as it came
        question.alone = searched and not question.blocking and version.format in WORKBOOKS
        before = _left_out_before(uow.session, version) if question.alone else None
        if before is not None and question.decision is Decision.PENDING:
            _answer(uow, question, before.decided_by)


def waiting(session: Session, dataset: Dataset) -> Sequence[DisclosureQuestion]:
    """Questions about hidden sheets of a dataset that one person may answer and nobody has."""
    return session.scalars(
        select(DisclosureQuestion)
        .join(FileVersion, FileVersion.id == DisclosureQuestion.version_id)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(
            Distribution.dataset_id == dataset.id,
            DisclosureQuestion.alone,
            DisclosureQuestion.decision == Decision.PENDING,
        )
    ).all()


def leave_out(uow: UnitOfWork, dataset: Dataset) -> None:
    """Leave the hidden sheets of a dataset out of all that is public; none is harmless.

    Raises:
        NotAllowed: if the actor may not edit for the organization.
    """
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    asked = waiting(uow.session, dataset)
    if not asked:
        return
    for question in asked:
        _answer(uow, question, uow.actor.name)
    if dataset.originals_public:
        dataset.originals_public = False
        publishing.note_change(uow, dataset)
    audit.record(uow, "leave-out", "dataset", str(dataset.id))
    uow.session.flush()
    publishing.settle(uow, dataset)


def _answer(uow: UnitOfWork, question: DisclosureQuestion, who: str) -> None:
    question.decision, question.basis = Decision.ALLOWED, Basis.LEFT_OUT
    question.decided_by, question.decided_at = who, uow.now


def _of_sheets(session: Session, version: FileVersion) -> Sequence[DisclosureQuestion]:
    return session.scalars(
        select(DisclosureQuestion).where(
            DisclosureQuestion.version_id == version.id,
            DisclosureQuestion.kind == PrivacyKind.HIDDEN_SHEET,
        )
    ).all()


def _left_out_before(session: Session, version: FileVersion) -> DisclosureQuestion | None:
    earlier = session.scalars(
        select(FileVersion)
        .where(
            FileVersion.distribution_id == version.distribution_id,
            FileVersion.number < version.number,
        )
        .order_by(FileVersion.number.desc())
    ).first()
    found = _of_sheets(session, earlier) if earlier is not None else ()
    return next((question for question in found if question.basis == Basis.LEFT_OUT), None)
