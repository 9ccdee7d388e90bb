"""A day and a time that were typed into a form, in the city's time."""

from collections.abc import Mapping
from datetime import datetime

from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import InvalidMove

LATER = "later"


def chosen_time(form: Mapping[str, str]) -> datetime | None:
    """When something shall go public; None for now.

    Raises:
        InvalidMove: if a later time is wanted, but no day and time are said.
    """
    if form.get("when") != LATER:
        return None
    text = f"{form.get('day', '').strip()}T{form.get('time', '').strip()}"
    try:
        return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)
    except ValueError as error:
        raise InvalidMove("Choose a day and a time, like 2026-12-01 and 09:00.") from error
