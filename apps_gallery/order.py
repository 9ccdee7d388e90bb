"""In which order the gallery shows apps: one published formula, the same for everyone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import log2

from apps_gallery.vocabulary import Term
from datasets.kernel.messages import N_

OPENS_DAYS = 30
POINTS_OPENS = 40
POINTS_LINK = 30
POINTS_FRESH = 15
POINTS_NEW = 15
_MANY_OPENS = 1000
_FRESH_DAYS = 365
_NEW_DAYS = 180

FORMULA: tuple[Term, ...] = (
    Term("opens", N_("Up to 40 points: how often it was opened in the last 30 days")),
    Term("link", N_("30 points: it opened when it was last checked")),
    Term("fresh", N_("Up to 15 points: how new the data it uses are, within a year")),
    Term("new", N_("Up to 15 points: how new the app is, within half a year")),
)
"""What the score is made of, for the page."""


@dataclass(frozen=True, slots=True)
class Merits:
    """What an app is ranked by.

    Attributes:
        opens: In the last 30 days, n >= 0.
        alive: Whether it opens.
        fresh_at: When the newest of its data changed; None if it uses none.
        approved_at: Since when it is shown.
    """

    featured: bool
    opens: int
    alive: bool
    fresh_at: datetime | None
    approved_at: datetime | None


def score(merits: Merits, today: date) -> float:
    """Points, 0..100; more opens count ever less, so that new apps are seen too."""
    opens = min(1.0, log2(1 + max(0, merits.opens)) / log2(1 + _MANY_OPENS))
    return round(
        POINTS_OPENS * opens
        + POINTS_LINK * merits.alive
        + POINTS_FRESH * _youth(merits.fresh_at, today, _FRESH_DAYS)
        + POINTS_NEW * _youth(merits.approved_at, today, _NEW_DAYS),
        3,
    )


def rank(merits: Merits, today: date) -> tuple[bool, float]:
    """The key to sort by, ascending: what the city recommends first, then by score."""
    return (not (merits.featured and merits.alive), -score(merits, today))


def _youth(at: datetime | None, today: date, days: int) -> float:
    if at is None:
        return 0.0
    age = (today - at.astimezone(UTC).date()).days
    return 1 - min(max(age, 0), days) / days
