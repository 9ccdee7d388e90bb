"""What the repair did or could do to a file, one thing each, to be switched on and off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import Message
from datasets.models.quality import QualityReport
from portal.web.language import said, stored
from portal.web.repairs import Change, place


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that was mended by itself, or waits for a person's yes.

    Attributes:
        key: Of the offer, as `datasets.mending.choose` takes it.
        columns: Their names in one line; empty if it is about rows.
        doubtful: Whether a person must look first.
        taken: Whether the table was made with it.
    """

    key: str
    title: str
    sentence: str
    columns: str
    doubtful: bool
    taken: bool
    changes: tuple[Change, ...]


def offered(kept: QualityReport | None) -> tuple[Offered, ...]:
    """What a person may switch, what waits for them first."""
    found = [_one(offer) for offer in (kept.offers if kept else ())]
    return tuple(sorted(found, key=lambda offer: not (offer.doubtful and not offer.taken)))


def others(kept: QualityReport) -> Sequence[Mapping[str, Any]]:
    """What was done to a file besides, which nobody can switch."""
    switched = {offer["step"] for offer in kept.offers}
    return [record for record in kept.repairs if record["name"] not in switched]


def chosen(kept: QualityReport, wanted: Sequence[str]) -> dict[str, bool]:
    """Whether each offer is wanted, as far as that is not what was done.

    Args:
        kept: What was made of the file.
        wanted: Keys of all that shall be on.
    """
    found = {str(offer["key"]): str(offer["key"]) in wanted for offer in kept.offers}
    taken = {str(offer["key"]): bool(offer["taken"]) for offer in kept.offers}
    return {key: want for key, want in found.items() if want != taken[key]}


def _one(offer: Mapping[str, Any]) -> Offered:
    return Offered(
        key=offer["key"],
        title=said(Message(offer["title"])),
        sentence=stored(offer["sentence"]),
        columns="、".join(offer["columns"]),
        doubtful=offer["doubtful"],
        taken=offer["taken"],
        changes=tuple(
            Change(place(cell["row"], cell["column"]), cell["before"], cell["after"])
            for cell in offer["examples"]
        ),
    )
