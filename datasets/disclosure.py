"""What must be answered before publishing: personal data, hidden parts, columns nobody knew."""

from collections.abc import Iterable
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import select

from datasets import panel, publishing, threshold
from datasets.kernel import audit
from datasets.kernel.actors import SYSTEM, Permission
from datasets.kernel.errors import DisclosureBlocked, NotAllowed, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import GROUNDS, Basis, Decision, DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion
from datasets.validation.checks import headers
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import Place, PrivacyFinding

LONGEST_REASON = 500
_TELLING = (headers.NAME, headers.ROLE, headers.BIRTH, headers.HOME, headers.PHONE, headers.ILLNESS)


def ask(uow: UnitOfWork, version: FileVersion, findings: tuple[PrivacyFinding, ...]) -> None:
    """Turn what the privacy scan found in a version into questions; again is harmless.

    A file that was read otherwise may show more: what nobody has answered or explained yet is asked
    in the new words, and nothing that was asked is forgotten.
    """
    asked = uow.session.scalars(
        select(DisclosureQuestion).where(DisclosureQuestion.version_id == version.id)
    ).all()
    for kind in dict.fromkeys(finding.kind for finding in findings):
        of_kind = [question for question in asked if question.kind == kind]
        told = [q.message for q in of_kind if q.decision is not Decision.PENDING or q.explanation]
        new = [f for f in findings if f.kind == kind and f.message.to_json() not in told]
        waiting = [question for question in of_kind if question.message not in told]
        for finding, question in zip_longest(new, waiting):
            if finding is None:
                uow.session.delete(question)
            elif question is None:
                add_question(uow, version, finding)
            else:
                question.message = finding.message.to_json()
                question.blocking = finding.severity == "block"
    uow.session.flush()


def ask_of_new_columns(uow: UnitOfWork, version: FileVersion) -> None:
    """Ask a second person about columns that the last public version did not have.

    Only columns that seem to be about people are asked about where data are harvested, for they
    are public already where they come from, and where a reviewer sees every change anyway.
    """
    distribution = uow.session.get_one(Distribution, version.distribution_id)
    dataset = uow.session.get_one(Dataset, distribution.dataset_id)
    public = uow.session.scalars(
        select(FileVersion).where(
            FileVersion.distribution_id == distribution.id,
            FileVersion.number == distribution.current_number,
        )
    ).one_or_none()
    if public is None or public.id == version.id or not public.columns or not version.columns:
        return
    new = new_columns(_names(public), _names(version))
    if dataset.origin_source or publishing.organization_of(uow, dataset).needs_review:
        new = [name for name in new if headers.folded(name) and _is_telling(name)]
    asked = uow.session.scalars(
        select(DisclosureQuestion.id).where(
            DisclosureQuestion.version_id == version.id,
            DisclosureQuestion.kind == PrivacyKind.NEW_COLUMN,
        )
    ).first()
    if new and asked is None:
        telling = next((name for name in new if _is_telling(name)), new[0])
        add_question(uow, version, Place().finding(PrivacyKind.NEW_COLUMN, len(new), telling))


def new_columns(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Names that were not there before, however they were written."""
    known = {_bare(name) for name in before}
    return [name for name in after if _bare(name) not in known]


def add_question(uow: UnitOfWork, version: FileVersion, finding: PrivacyFinding) -> None:
    """One question about a version."""
    uow.session.add(
        DisclosureQuestion(
            version_id=version.id,
            kind=finding.kind,
            blocking=finding.severity == "block",
            message=finding.message.to_json(),
            asked_at=uow.now,
        )
    )


def explain(uow: UnitOfWork, question_id: UUID, *, basis: str, text: str) -> Dataset:
    """Say why something may be public; another person decides on it.

    Raises:
        NotFound: if there is no such question.
        NotAllowed: if the actor may not edit the organization's data.
        DisclosureBlocked: if the question cannot be overridden, or nothing is said.
    """
    question, dataset = _asked(uow, question_id)
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    if question.blocking:
        _refuse_my_numbers()
    if not text.strip() or (_is_personal(question) and basis not in GROUNDS):
        raise DisclosureBlocked("Choose on what ground it may be public, and write why.")
    question.basis = basis if basis in GROUNDS else ""
    question.explanation = text.strip()[:LONGEST_REASON]
    question.explained_by = uow.actor.name
    audit.record(
        uow, "explain", "dataset", str(dataset.id), kind=question.kind, basis=question.basis
    )
    return dataset


def decide(
    uow: UnitOfWork, question_id: UUID, *, allow: bool, reason: str, basis: str = ""
) -> Dataset:
    """Answer one question with a reason, and let the dataset go on if it was the last.

    Whoever handed the file in, changed the dataset last or explained it may withhold it, but not
    allow it. What is public already and is withheld is withdrawn at once.

    Args:
        uow: Whose actor may decide on disclosure for the organization.
        question_id: Of the question.
        allow: Whether it may be public.
        reason: Kept with the name of the actor.
        basis: Value of `Basis`; the one of who explained it if empty.

    Raises:
        NotFound: if there is no such question.
        NotAllowed: if the actor may not decide, or it is their own work.
        DisclosureBlocked: if the question cannot be overridden, if no reason or ground is given,
            or while a review panel has not agreed.
    """
    question, dataset = _asked(uow, question_id)
    uow.require(Permission.DISCLOSE, publishing.organization_slug(uow, dataset))
    if not reason.strip():
        raise DisclosureBlocked("Write the reason for your decision; it is kept in the record.")
    if allow:
        _require_may_allow(uow, question, dataset, basis or question.basis)
    question.decision = Decision.ALLOWED if allow else Decision.REFUSED
    question.basis = basis or question.basis
    question.reason = reason.strip()[:LONGEST_REASON]
    question.decided_by, question.decided_at = uow.actor.name, uow.now
    audit.record(
        uow,
        "disclose" if allow else "withhold",
        "dataset",
        str(dataset.id),
        kind=question.kind,
        reason=question.reason,
        basis=question.basis,
    )
    uow.session.flush()
    if not allow and _is_public(uow, question, dataset):
        publishing.withdraw_emptied(uow, dataset, WITHHELD)
        audit.record(uow, "withdraw", "dataset", str(dataset.id), reason=WITHHELD)
    publishing.settle(uow, dataset)
    return dataset


WITHHELD = "個人に関する情報が見つかったため"
"""What the public reads where something was withdrawn because of what a question is about."""


def is_own_work(uow: UnitOfWork, question: DisclosureQuestion, dataset: Dataset) -> bool:
    """Whether the actor handed it in, changed it last or explained it."""
    version = uow.session.get_one(FileVersion, question.version_id)
    hands = {
        version.handed_in_by,
        question.explained_by,
        dataset.changed_by,
        dataset.submitted_by,
    }
    return uow.actor != SYSTEM and uow.actor.name in hands


def _require_may_allow(
    uow: UnitOfWork, question: DisclosureQuestion, dataset: Dataset, basis: str
) -> None:
    if question.blocking:
        _refuse_my_numbers()
    if is_own_work(uow, question, dataset):
        raise NotAllowed(
            "You handed this in, changed it last or explained it. Another person with the right"
            " must decide."
        )
    if _is_personal(question) and basis not in GROUNDS:
        raise DisclosureBlocked("Choose on what ground it may be public, and write why.")
    if _is_personal(question) and basis != Basis.NOT_PERSONAL:
        panel.require_agreement(uow, dataset)


def _refuse_my_numbers() -> None:
    raise DisclosureBlocked(
        "A file holds what look like My Numbers. It can never be published; "
        "remove the column and upload the file again."
    )


def _is_personal(question: DisclosureQuestion) -> bool:
    return question.kind in threshold.PERSONAL


def _is_public(uow: UnitOfWork, question: DisclosureQuestion, dataset: Dataset) -> bool:
    version = uow.session.get_one(FileVersion, question.version_id)
    return version.published_at is not None and dataset.state is State.PUBLISHED


def _is_telling(name: str) -> bool:
    return headers.any_of_these(_TELLING, headers.folded(name))


def _names(version: FileVersion) -> list[str]:
    return [str(column.get("name", "")) for column in version.columns]


def _bare(name: str) -> str:
    return "".join(headers.folded(name).split()).casefold()


def _asked(uow: UnitOfWork, question_id: UUID) -> tuple[DisclosureQuestion, Dataset]:
    question = uow.session.get(DisclosureQuestion, question_id)
    if question is None:
        raise NotFound("There is no such question")
    dataset = uow.session.scalars(
        select(Dataset)
        .join(Distribution, Distribution.dataset_id == Dataset.id)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .where(FileVersion.id == question.version_id)
    ).one()
    return question, dataset
