"""What a person typed into a page and has not sent yet: kept for them, offered back, forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from datasets import publishing
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import NotAllowed, TooLarge
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.form_draft import FormDraft

KEPT_DAYS = 30
MOST_CHARACTERS = 200_000
MOST_OF_ONE_PERSON = 50

Typed = Mapping[str, str | Sequence[str]]
"""Text by name of a field, or texts of a field that may be chosen more than once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, and when."""

    typed: Typed
    at: datetime


def keep(uow: UnitOfWork, page: str, typed: Typed, dataset: Dataset | None = None) -> None:
    """Keep what the actor typed into a page, in place of what they had typed there before.

    Args:
        uow: Whose actor may edit the dataset, or something where there is none yet.
        page: Name of the form, at most 60 characters.
        typed: Without secrets; a page's own tokens do not belong in it.
        dataset: None for data that are not there yet.

    Raises:
        NotAllowed: if the actor may not edit.
        TooLarge: if it is more than a form of ours takes.
    """
    _require(uow, dataset)
    kept = {name: _plain(value) for name, value in typed.items()}
    if sum(len(name) + len(str(value)) for name, value in kept.items()) > MOST_CHARACTERS:
        raise TooLarge("This is more text than can be kept. Shorten it.")
    draft = FormDraft(
        actor=uow.actor.name, page=page, subject=_subject(dataset), typed=kept, at=uow.now
    )
    uow.session.merge(draft)
    uow.session.flush()
    _forget_oldest(uow)


def kept(session: Session, actor: Actor, page: str, dataset: Dataset | None = None) -> Kept | None:
    """What this actor typed into a page and did not send; None if nothing, or too long ago."""
    found = session.get(FormDraft, (actor.name, page, _subject(dataset)))
    return Kept(found.typed, found.at) if found is not None else None


def forget(uow: UnitOfWork, page: str, dataset: Dataset | None = None) -> None:
    """Forget what the actor typed, for it was sent or is not wanted; again is harmless."""
    uow.session.execute(
        delete(FormDraft).where(
            FormDraft.actor == uow.actor.name,
            FormDraft.page == page,
            FormDraft.subject == _subject(dataset),
        )
    )


def forget_old(uow: UnitOfWork) -> None:
    """Forget what nobody came back to."""
    old = FormDraft.at < uow.now - timedelta(days=KEPT_DAYS)
    uow.session.execute(delete(FormDraft).where(old))


def _require(uow: UnitOfWork, dataset: Dataset | None) -> None:
    if dataset is not None:
        uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    elif not uow.actor.may_somewhere(Permission.EDIT):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def _subject(dataset: Dataset | None) -> str:
    return "" if dataset is None else str(dataset.id)


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _forget_oldest(uow: UnitOfWork) -> None:
    mine = (
        select(FormDraft)
        .where(FormDraft.actor == uow.actor.name)
        .order_by(FormDraft.at.desc())
        .offset(MOST_OF_ONE_PERSON)
    )
    for draft in uow.session.scalars(mine):
        uow.session.delete(draft)
