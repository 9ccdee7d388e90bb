"""The way from a file to the public, in five steps."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.staff.standing import Stand, Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as the macro `step_list` takes it.

    Attributes:
        state: done, now or later.
    """

    text: str
    state: str
    url: str = ""


_LAST = 4
_OF_STAND = {Stand.WORKING: 1, Stand.REFUSED: 1, Stand.BLOCKED: 2, Stand.ASKED: 2}


def steps(
    slug: str, standing: Standing, *, described: bool, public: bool, at: int | None = None
) -> tuple[Step, ...]:
    """The five steps of a dataset.

    Args:
        slug: Of the dataset.
        standing: Where it stands.
        described: Whether its description says enough.
        public: Whether everyone sees it already.
        at: The step of the page that shows them, 0..4; None for the one that waits.
    """
    here = url_for("staff_dataset.show", slug=slug)
    texts = (
        (_("File"), f"{here}#files"),
        (_("Check"), f"{here}#files"),
        (_("Safety"), f"{here}#questions"),
        (_("Description"), url_for("staff_describe.show", slug=slug)),
        (_("Preview"), url_for("staff_preview.show", slug=slug)),
    )
    waits = _OF_STAND.get(standing.stand, _LAST if described else 3)
    if public and waits == _LAST:
        waits += 1  # nothing waits
    now = waits if at is None else at
    done = [
        place < waits if place < 3 else described if place == 3 else public for place in range(5)
    ]
    return tuple(
        Step(
            str(text),
            "now" if place == now else "done" if done[place] else "later",
            "" if place == now else url,
        )
        for place, (text, url) in enumerate(texts)
    )
