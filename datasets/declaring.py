"""What a publisher answers for before data go public: their class, other people's rights, terms."""

from dataclasses import dataclass

from datasets import describing, publishing
from datasets.describing import Fault
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove
from datasets.kernel.messages import N_, Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import DataClass, Dataset, Rights, State
from datasets.vocabulary import LICENSE_BY_CODE

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a publisher says of data.

    Attributes:
        data_class: Code of `DataClass`; only open data may go public.
        rights: Code of `Rights`.
        rights_note: Whose consent there is, where others have rights.
        license: Code of `datasets.vocabulary.LICENSES`.
    """

    data_class: str
    rights: str
    rights_note: str
    license: str


def faults(declaration: Declaration) -> tuple[Fault, ...]:
    """What stands in the way of a declaration, in the order of the form; empty if nothing."""
    found: list[Fault] = []
    if declaration.data_class not in {DataClass.OPEN, DataClass.LIMITED, DataClass.CLOSED}:
        found.append(Fault("data_class", Message(N_("Choose the class of these data."))))
    if declaration.rights not in {Rights.OWN, Rights.PERMITTED, Rights.UNCLEAR}:
        found.append(Fault("rights", Message(N_("Choose whose work is in it."))))
    note = declaration.rights_note.strip()
    if declaration.rights == Rights.PERMITTED and not note:
        message = N_("Write who gave consent, and when.")
        found.append(Fault("rights_note", Message(message)))
    if len(note) > LONGEST_NOTE:
        found.append(Fault("rights_note", describing.too_long(len(note), LONGEST_NOTE)))
    if declaration.license not in LICENSE_BY_CODE or declaration.license == "notspecified":
        found.append(Fault("license", Message(N_("Choose the terms of use from the list."))))
    return tuple(found)


def ask(dataset: Dataset) -> None:
    """Let a dataset wait for its declaration before it goes public."""
    if dataset.data_class == DataClass.UNASKED:
        dataset.data_class = DataClass.ASKED


def declare(uow: UnitOfWork, dataset: Dataset, declaration: Declaration) -> None:
    """Write down what the publisher answers for.

    Args:
        uow: Whose actor may edit for the organization.
        dataset: Loaded with its distributions.
        declaration: Its terms are proposed only, where what is public needs a review.

    Raises:
        NotAllowed: if the actor may not edit for the organization.
        InvalidDraft: with the first of the faults.
        InvalidMove: if data that are public are declared to be anything but open.
    """
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    for fault in faults(declaration):
        raise InvalidDraft(fault.message.msgid, **fault.message.places)
    if dataset.state is State.PUBLISHED and declaration.data_class != DataClass.OPEN:
        raise InvalidMove("These data are public. Withdraw them first, then change their class.")
    dataset.data_class = DataClass(declaration.data_class)
    dataset.rights = Rights(declaration.rights)
    dataset.rights_note = declaration.rights_note.strip()
    audit.record(
        uow,
        "declare",
        "dataset",
        str(dataset.id),
        data_class=declaration.data_class,
        rights=declaration.rights,
    )
    describing.set_license(uow, dataset, declaration.license)


def is_declared(dataset: Dataset) -> bool:
    """Whether its publisher has answered, and nothing of the answer forbids publishing."""
    return describing.has_terms(dataset) and dataset.may_be_open
