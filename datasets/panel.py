"""A review panel: named people whose advice is asked before data about people go out.

A city sets one up for an organization or for the whole site; then nothing that was found to be
personal is allowed before its quorum has said yes. Every vote and every advice is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from datasets import gate, queries
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, InvalidDraft, NotAllowed, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import Distribution, FileVersion
from datasets.models.organization import Organization
from datasets.models.panel import PanelVote, ReviewPanel

YES, NO, ABSTAIN = "yes", "no", "abstain"
VOTES = (YES, NO, ABSTAIN)
LONGEST_ADVICE = 2_000
MOST_MEMBERS = 30


@dataclass(frozen=True, slots=True)
class PanelStand:
    """Where a panel stands on one dataset.

    Attributes:
        votes: The last of each member since the newest file came, in the order they were given.
        quorum: How many must say yes.
    """

    votes: tuple[PanelVote, ...]
    quorum: int

    @property
    def yes(self) -> int:
        """How many said yes."""
        return sum(1 for vote in self.votes if vote.vote == YES)

    @property
    def no(self) -> int:
        """How many said no."""
        return sum(1 for vote in self.votes if vote.vote == NO)

    @property
    def agrees(self) -> bool:
        """Enough said yes, and more than said no."""
        return self.yes >= self.quorum and self.yes > self.no


def set_up(
    uow: UnitOfWork, organization: str | None, members: Sequence[str], quorum: int
) -> ReviewPanel:
    """Name the members of a panel and how many of them must agree.

    Args:
        uow: Whose actor administers the organization, or the site.
        organization: Its slug; None for the panel of all that have none of their own.
        members: Addresses by which they sign in; none at all ends the panel.
        quorum: 1..number of members.

    Raises:
        NotAllowed: if the actor may not administer.
        NotFound: if there is no such organization.
        InvalidDraft: if the quorum or the number of members is beyond its bounds.
    """
    uow.require(Permission.ADMINISTER, organization)
    named = list(dict.fromkeys(m.strip().lower() for m in members if m.strip()))
    if len(named) > MOST_MEMBERS:
        raise InvalidDraft("A panel has at most {most} members.", most=MOST_MEMBERS)
    if named and not 1 <= quorum <= len(named):
        raise InvalidDraft(
            "The panel has {members} members. Choose between 1 and that many.", members=len(named)
        )
    office = queries.organization(uow.session, organization).id if organization else None
    panel = _own_panel(uow.session, office)
    if panel is None:
        panel = ReviewPanel(organization_id=office, changed_at=uow.now)
        uow.session.add(panel)
    panel.members, panel.quorum = named, quorum if named else 0
    panel.changed_by, panel.changed_at = uow.actor.name, uow.now
    audit.record(
        uow, "set-panel", "organization", organization or "", members=len(named), quorum=quorum
    )
    return panel


def panel_of(session: Session, organization_id: UUID | None) -> ReviewPanel | None:
    """The panel that is asked about an organization's data; None if nobody is asked."""
    for office in (organization_id, None):
        panel = _own_panel(session, office)
        if panel is not None and panel.members:
            return panel
    return None


def own_panel(session: Session, organization: str | None) -> ReviewPanel | None:
    """The panel as it was set up for exactly this organization, or for the site."""
    office = queries.organization(session, organization).id if organization else None
    return _own_panel(session, office)


def every_panel(session: Session) -> dict[UUID | None, ReviewPanel]:
    """Every panel there is, by the id of its organization; that of the site under None."""
    return {panel.organization_id: panel for panel in session.scalars(select(ReviewPanel))}


def stand(session: Session, dataset: Dataset) -> PanelStand | None:
    """What the panel advised on the newest files of a dataset; None where no panel is asked."""
    panel = panel_of(session, dataset.organization_id)
    if panel is None:
        return None
    since = _newest_file_at(session, dataset.id)
    cast = session.scalars(
        select(PanelVote)
        .where(PanelVote.dataset_id == dataset.id, PanelVote.actor.in_(panel.members))
        .order_by(PanelVote.id)
    )
    last = {vote.actor: vote for vote in cast if since is None or vote.at >= since}
    return PanelStand(tuple(sorted(last.values(), key=lambda vote: vote.id)), panel.quorum)


def require_agreement(uow: UnitOfWork, dataset: Dataset) -> None:
    """Refuse while a panel is to be asked and has not agreed.

    Raises:
        DisclosureBlocked: while it has not.
    """
    found = stand(uow.session, dataset)
    if found is not None and not found.agrees:
        raise DisclosureBlocked(
            "The review panel has not agreed yet: {yes} of {quorum} said yes. Wait for its advice.",
            yes=found.yes,
            quorum=found.quorum,
        )


def vote(uow: UnitOfWork, dataset: Dataset, choice: str, advice: str) -> None:
    """Advise on a dataset, as a member of its panel who did not hand it in.

    Raises:
        NotAllowed: if the actor is no member, or it is their own work.
        InvalidDraft: if there is no such choice, or no reason beside a no.
    """
    panel = panel_of(uow.session, dataset.organization_id)
    if panel is None or uow.actor.name not in panel.members:
        raise NotAllowed("Only members of the review panel may advise on this.")
    if uow.actor.name in {dataset.submitted_by, dataset.changed_by}:
        raise NotAllowed("You handed this in or changed it last. The other members advise on it.")
    if choice not in VOTES:
        raise InvalidDraft("Choose yes, no or abstain.")
    if choice == NO and not advice.strip():
        raise InvalidDraft("Write why not; its publisher will read it.")
    uow.session.add(
        PanelVote(
            dataset_id=dataset.id,
            at=uow.now,
            actor=uow.actor.name,
            vote=choice,
            advice=advice.strip()[:LONGEST_ADVICE],
        )
    )
    audit.record(uow, "advise", "dataset", str(dataset.id), vote=choice)


def is_member(session: Session, actor: Actor) -> bool:
    """Whether an actor sits on any panel."""
    return any(actor.name in panel.members for panel in session.scalars(select(ReviewPanel)))


def waiting(session: Session, actor: Actor) -> list[Dataset]:
    """Datasets on which this member has not advised yet and whose questions are open."""
    found = session.scalars(
        queries.whole()
        .join(Organization, Organization.id == Dataset.organization_id)
        .where(
            Dataset.erased_at.is_(None),
            Dataset.state != State.WITHDRAWN,
            _asks(session, actor),
        )
        .order_by(Dataset.updated_at, Dataset.slug)
    ).all()
    return [dataset for dataset in found if _waits_for(session, dataset, actor)]


def dataset_for(session: Session, slug: str, actor: Actor) -> Dataset:
    """A dataset that a member may look at to advise on it; loaded whole.

    Raises:
        NotFound: if there is none, or this actor is not on its panel.
    """
    dataset = session.scalars(queries.whole().where(Dataset.slug == slug)).one_or_none()
    panel = panel_of(session, dataset.organization_id) if dataset else None
    if dataset is None or dataset.erased_at or panel is None or actor.name not in panel.members:
        raise NotFound("There is no dataset “{slug}”.", slug=slug)
    return dataset


def _asks(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Data about which a panel is asked that this actor sits on."""
    panels = every_panel(session)
    mine = {office for office, panel in panels.items() if actor.name in panel.members}
    own = Dataset.organization_id.in_(mine - {None})
    if None not in mine:
        return own
    others = {office for office, panel in panels.items() if panel.members} - {None}
    return or_(own, Dataset.organization_id.not_in(others))


def _waits_for(session: Session, dataset: Dataset, actor: Actor) -> bool:
    newest = [part.versions[-1] for part in dataset.distributions if part.versions]
    if not newest or not gate.open_questions(session, newest):
        return False
    found = stand(session, dataset)
    return found is not None and actor.name not in {vote.actor for vote in found.votes}


def _own_panel(session: Session, organization_id: UUID | None) -> ReviewPanel | None:
    return session.scalars(
        select(ReviewPanel).where(
            ReviewPanel.organization_id == organization_id
            if organization_id
            else ReviewPanel.organization_id.is_(None)
        )
    ).one_or_none()


def _newest_file_at(session: Session, dataset_id: UUID) -> datetime | None:
    return session.scalar(
        select(func.max(FileVersion.received_at))
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(Distribution.dataset_id == dataset_id)
    )
