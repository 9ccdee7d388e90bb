"""A source that is kept already, and whether who would add it again may see it."""

from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft
from harvesters import queries, registry, twins
from harvesters.models import HarvestSource
from harvesters.trial import Proposal
from portal.staff.harvest_proposal import proposal_of
from portal.web.context import actor, services
from portal.web.forms import Form
from portal.web.language import words


def refuse_twin(proposal: Proposal, slug: str = "") -> None:
    """Refuse what another source brings already.

    Args:
        proposal: What was typed.
        slug: Of the source that is changed; empty if one is added.

    Raises:
        InvalidDraft: naming that source, if who asks looks after it.
    """
    twin = _twin(proposal, slug)
    if twin is None:
        return
    if not actor().may(Permission.HARVEST, twin.organization_slug):
        raise InvalidDraft(
            "Another publisher's source brings these datasets already. Ask an administrator."
        )
    raise InvalidDraft(
        "The source “{title}” ({url}) brings these datasets already. Change that one; nothing "
        "was kept of this form.",
        title=publisher(twin),
        url=twin.url,
    )


def known_twin(kind: str, form: Form, slug: str = "") -> tuple[str, str] | None:
    """Publisher and slug of the source that brings already what stands in a refused form."""
    if kind not in registry.kinds() or not form.errors:
        return None
    typed = {name: str(value) for name, value in form.values.items()}
    twin = _twin(proposal_of(kind, typed), slug)
    if twin is None or not actor().may(Permission.HARVEST, twin.organization_slug):
        return None
    return publisher(twin), twin.slug


def is_moved(source: HarvestSource, proposal: Proposal) -> bool:
    """Whether a source would bring other datasets than it does."""
    wanted = twins.reach_of(source.kind, proposal.url, proposal.options)
    return wanted != twins.reach_of(source.kind, source.url, source.options)


def publisher(source: HarvestSource) -> str:
    """What the organization of a source is called."""
    with services().reading() as session:
        found = queries.standing(session, source).organization
    return words(found.title if found else {}) or source.organization_slug


def _twin(proposal: Proposal, slug: str) -> HarvestSource | None:
    with services().reading() as session:
        twin = twins.twin_of(
            session, kind=proposal.kind, url=proposal.url, options=proposal.options
        )
    return None if twin is None or twin.slug == slug else twin
