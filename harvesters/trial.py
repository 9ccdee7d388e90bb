"""A look at what a source would give, before it is one; nothing is stored."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from datasets.drafts import DatasetDraft, Words
from datasets.kernel import cell
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import DomainError, NotAllowed, TookTooLong
from datasets.kernel.http_client import HttpClient
from datasets.kernel.messages import Message
from datasets.vocabulary import license_from_text
from harvesters import sources
from harvesters.base import Harvester, IncompleteListing, RemoteRecord
from harvesters.models import HarvestSource
from harvesters.politeness import PoliteHttp

RECORDS = 20
ENOUGH_S = 14.0
PAUSE_S = 0.3
LIMITS = CellLimits(memory_bytes=1 << 30, cpu_s=15, wall_s=20, network=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source as somebody fills it in.

    Attributes:
        options: As given, `k=v`.
        agreement: Why robots.txt does not bind us there; empty if it does.
        allow_local: Whether a folder of this machine may be looked at; never from a page.
    """

    kind: str
    url: str
    organization: str
    options: Mapping[str, str] = field(default_factory=dict)
    agreement: str = ""
    allow_local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDraft:
    """One dataset as it would come in.

    Attributes:
        files: Their names.
        license_given: As the source words it; `license` is the code we read in it.
        problem: Why it would be left out, if it would.
    """

    identifier: str
    title: Words = field(default_factory=dict)
    files: tuple[str, ...] = ()
    license_given: str = ""
    license: str = ""
    themes: tuple[str, ...] = ()
    problem: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a look at a source gave.

    Attributes:
        drafts: The first, at most `RECORDS`.
        more: Whether the source has more than these.
        refusal: Why there is nothing to be seen, if there is nothing.
        doubt: Why the list did not end as it should, if it ended here.
    """

    drafts: tuple[TrialDraft, ...] = ()
    more: bool = False
    refusal: Message | None = None
    doubt: Message | None = None


def look(actor: Actor, proposal: Proposal, *, allow_loopback: bool, user_agent: str) -> Trial:
    """Read the first records of a source, in a process of its own and in 20 seconds.

    Raises:
        NotAllowed: if the actor may not harvest for the organization.
    """
    if not actor.may(Permission.HARVEST, proposal.organization):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")
    try:
        _unsaved(proposal)  # a fault in what was typed is told without asking anybody
        told = cell.run(_look, asdict(proposal), allow_loopback, user_agent, limits=LIMITS)
    except TookTooLong:
        return Trial(
            refusal=Message(
                "The source did not answer within {seconds} seconds. Check its address, or try "
                "again when it is less busy.",
                {"seconds": round(LIMITS.wall_s)},
            )
        )
    except DomainError as refusal:
        return Trial(refusal=refusal.message)
    return Trial(
        drafts=tuple(_draft(each) for each in told["drafts"]),
        more=told["more"],
        doubt=Message.from_json(told["doubt"]) if told["doubt"] else None,
    )


def _unsaved(proposal: Proposal) -> HarvestSource:
    return sources.unsaved(
        kind=proposal.kind,
        url=proposal.url,
        organization=proposal.organization,
        options=proposal.options,
        agreement=proposal.agreement,
        allow_local=proposal.allow_local,
    )


def _look(given: dict[str, Any], allow_loopback: bool, user_agent: str) -> dict[str, Any]:
    """The look itself, in the child; JSON in, JSON out."""
    enough = time.monotonic() + ENOUGH_S
    drafts: list[dict[str, Any]] = []
    with HttpClient(allow_loopback=allow_loopback, user_agent=user_agent) as http:
        source = _unsaved(Proposal(**given))
        polite = PoliteHttp(http, pause_s=PAUSE_S, agreement=source.agreement)
        harvester = sources.harvester(source, polite)
        try:
            for record in harvester.discover():
                if len(drafts) == RECORDS or (drafts and time.monotonic() > enough):
                    return {"drafts": drafts, "more": True, "doubt": None}
                drafts.append(_told(harvester, record))
        except IncompleteListing as doubt:
            return {"drafts": drafts, "more": False, "doubt": doubt.message.to_json()}
    return {"drafts": drafts, "more": False, "doubt": None}


def _told(harvester: Harvester[object], record: RemoteRecord) -> dict[str, Any]:
    try:
        draft = harvester.read(record)
    except DomainError as refusal:
        return {"identifier": record.identifier, "problem": refusal.message.to_json()}
    return {"identifier": record.identifier, "problem": None, **_shown(draft)}


def _shown(draft: DatasetDraft) -> dict[str, Any]:
    return {
        "title": dict(draft.title),
        "files": [file.filename for file in draft.files],
        "license_given": draft.license,
        "themes": list(draft.themes),
    }


def _draft(told: Mapping[str, Any]) -> TrialDraft:
    problem = told["problem"]
    given = str(told.get("license_given", ""))
    return TrialDraft(
        identifier=told["identifier"],
        title=told.get("title", {}),
        files=tuple(told.get("files", ())),
        license_given=given,
        license=license_from_text(given).code,
        themes=tuple(told.get("themes", ())),
        problem=Message.from_json(problem) if problem else None,
    )
