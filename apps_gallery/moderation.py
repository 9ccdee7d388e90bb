"""What the city promises those who hand in an app: by when it answers, and why it may say no."""

from datetime import date, timedelta

from apps_gallery.vocabulary import Term
from datasets.kernel.messages import N_

ANSWER_DAYS = 3
_SATURDAY = 5

REASONS: tuple[Term, ...] = (
    Term("does-not-open", N_("The address does not open, or shows something else.")),
    Term("no-open-data", N_("It is not clear which data of this site the app uses.")),
    Term("picture", N_("The picture does not show the app, or its description is missing.")),
    Term("unclear", N_("From the words one cannot tell what the app does.")),
    Term("privacy", N_("It collects personal data without saying which and what for.")),
    Term("misleading", N_("It looks like a service of the city, but is not one.")),
    Term("harmful", N_("It may harm people, or breaks a law.")),
    Term("advertising", N_("Its main purpose is advertising or selling.")),
    Term("duplicate", N_("The same app is in the gallery already.")),
    Term("author-asked", N_("The author asked for it.")),
    Term("closed", N_("The app has been closed.")),
)
REASON_BY_CODE = {reason.code: reason for reason in REASONS}


def answer_by(submitted: date) -> date:
    """The day by which the city answers: working days after the one it came, without holidays."""
    day, left = submitted, ANSWER_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
