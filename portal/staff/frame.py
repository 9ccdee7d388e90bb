"""What every page for staff has around it, and the gate before it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from datasets.kernel.actors import Permission
from portal.web.context import actor
from portal.web.signin import guard

_PLACE_OF = {
    "staff_harvest_form": "staff_harvest",
    "staff_builtin": "staff_gallery",
    "staff_organization": "staff_people",
}
"""Pages that belong to the place of others."""


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A place in the navigation, as the layout takes it."""

    text: str
    url: str
    icon: str
    current: bool


def staff_blueprint(name: str, import_name: str, prefix: str = "") -> Blueprint:
    """A blueprint under `/staff{prefix}` for people who have signed in."""
    bp = Blueprint(name, import_name, url_prefix=f"/staff{prefix}")
    bp.context_processor(frame)
    return guard(bp)


def frame() -> dict[str, Any]:
    """What the layout needs besides the page."""
    return {
        "alternate_url": other_language_url,
        "sign_out_url": url_for("session.end"),
        "staff_links": _links() if current_user.is_authenticated else (),
    }


def other_language_url(locale: str) -> str:
    """This page in another language: the choice is kept in a cookie."""
    here = request.full_path.removesuffix("?")
    return url_for("session.language", code=locale, next=here)


def own_path(text: str | None) -> str:
    """A page of staff that an address asks to go on to; the desk if it is none of ours."""
    desk = url_for("staff_desk.show")
    if not text or not text.startswith("/staff/") or not text.isprintable():
        return desk
    if any(mark in text for mark in ("//", "\\", "..")):
        return desk
    path = text.partition("?")[0]
    return text if current_app.url_map.bind("").test(path, "GET") else desk


def _links() -> tuple[StaffLink, ...]:
    places = [(_("Publish new data"), "staff_upload.new", "upload")]
    if actor().may_somewhere(Permission.REVIEW):
        places.append((_("Reviews"), "staff_review.index", "badge-check"))
    if actor().may_somewhere(Permission.EDIT) or actor().may_somewhere(Permission.REVIEW):
        places.append((_("Requests and reports"), "staff_voice.index", "message-circle"))
    if actor().may_somewhere(Permission.HARVEST):
        places.append((_("Harvests"), "staff_harvest.index", "refresh-cw"))
    if actor().may(Permission.MODERATE):
        places.append((_("Apps"), "staff_gallery.index", "layout-grid"))
    if actor().may_somewhere(Permission.ADMINISTER):
        places.append((_("People"), "staff_people.index", "users"))
        places.append((_("Who did what"), "staff_audit.show", "history"))
    return tuple(
        StaffLink(str(text), url_for(endpoint), icon, current=_is_in(endpoint))
        for text, endpoint, icon in places
    )


def _is_in(endpoint: str) -> bool:
    """Whether the page asked for belongs to a place of the navigation."""
    here, place = request.blueprint or "", endpoint.partition(".")[0]
    return _PLACE_OF.get(here, here) == place
