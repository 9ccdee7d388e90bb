"""A secret that is shown on the next page, and never again."""

from flask import session

_KEPT = "once"


def show_once(place: str, secret: str) -> None:
    """Let one page show a secret the next time it is opened by this person."""
    session[_KEPT] = [place, secret]


def shown_once(place: str) -> str:
    """The secret this page shows now; empty if there is none. It is forgotten with this answer."""
    kept = session.get(_KEPT)
    if not isinstance(kept, list) or kept[0] != place:
        return ""
    session.pop(_KEPT)
    return str(kept[1])
