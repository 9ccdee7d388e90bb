"""Calendars of built-in apps as files, to be taken or subscribed to."""

from flask import Blueprint, Response, request

from apps_gallery import queries
from apps_gallery.builtin.calendar import CalendarTemplate
from apps_gallery.models import AppState
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from portal.web.builtin_calendar import calendar_file
from portal.web.caching import public
from portal.web.context import services

_KEPT_S = 60

bp = Blueprint("calendar", __name__, url_prefix="/apps")


@bp.get("/<slug>.ics")
def file(slug: str) -> Response:
    """The days of one app, for the district that `area` names."""
    with services().reading() as session:
        app = queries.public_app(session, slug)
        if app.template != CalendarTemplate.name or app.state is not AppState.APPROVED:
            raise NotFound(N_("This app has no calendar."))
        written = calendar_file(session, app, dict(request.args.lists()))
    response = Response(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return public(response, max_age_s=_KEPT_S)
