"""The way from a file to the public, in five steps."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from datasets import declaring, describing
from datasets.models.dataset import Dataset, State
from portal.staff.standing import Stand, Standing

FILE, CHECK, DESCRIPTION, SAFETY, PREVIEW = range(5)

_ENDPOINTS = (
    "staff_files.show",
    "staff_check.show",
    "staff_describe.show",
    "staff_safety.show",
    "staff_preview.show",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as the macro `step_list` takes it.

    Attributes:
        state: done, now or later.
    """

    text: str
    state: str
    url: str = ""


def first_steps() -> tuple[Step, ...]:
    """The five steps before there is anything but the first."""
    return tuple(
        Step(text, "now" if place == FILE else "later") for place, text in enumerate(_texts())
    )


def steps(dataset: Dataset, standing: Standing, *, at: int | None = None) -> tuple[Step, ...]:
    """The five steps of a dataset.

    Args:
        dataset: Loaded whole.
        standing: Where it stands.
        at: The step of the page that shows them; None for the one that waits.
    """
    done = _done(dataset, standing.stand)
    now = at if at is not None else next((n for n, is_done in enumerate(done) if not is_done), 5)
    return tuple(
        Step(
            text,
            "now" if place == now else "done" if done[place] else "later",
            "" if place == at else url_for(_ENDPOINTS[place], slug=dataset.slug),
        )
        for place, text in enumerate(_texts())
    )


def _texts() -> tuple[str, ...]:
    names = (_("File"), _("Check"), _("Describe"), _("Safety"), _("Preview"))
    return tuple(str(name) for name in names)


def _done(dataset: Dataset, stand: Stand) -> tuple[bool, ...]:
    checked = stand not in {Stand.WORKING, Stand.REFUSED}
    asked = stand in {Stand.BLOCKED, Stand.ASKED}
    public = dataset.state is State.PUBLISHED
    return (
        any(part.versions for part in dataset.distributions),
        checked,
        describing.is_described(dataset),
        checked and not asked and (public or declaring.is_declared(dataset)),
        public,
    )
