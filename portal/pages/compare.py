"""Compare towns by what they publish alike."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from apps_gallery.builtin.measures import BY_NAME, MEASURES
from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from portal.web.builtin import part
from portal.web.builtin_part import AppPart
from portal.web.context import Page
from portal.web.urls import public_blueprint

bp = public_blueprint("compare", __name__)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What the page shows is the app of comparisons, with a measure of the reader's choice."""

    slug: str
    title: dict[str, str]
    template: str
    config: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """A measure to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """What the template shows.

    Attributes:
        whole: Whether there is a town at all.
    """

    measures: tuple[MeasureChoice, ...]
    app_part: AppPart
    whole: bool


@bp.get("/compare")
def show() -> ResponseReturnValue:
    """One measure of up to six towns."""
    measure = request.args.get("measure") or MEASURES[0].name
    if measure not in BY_NAME:
        raise InvalidQuery(N_("Towns cannot be compared by {name}."), name=measure[:40])
    config = {"sources": [], "settings": {"measure": measure}}
    app_part = part(_Comparison("", {}, "compare", config), request.args)
    page = ComparePage(
        title=_("Compare towns"),
        description=_("The same thing in several towns, for every 10,000 people."),
        breadcrumbs=((_("Compare towns"), None),),
        measures=tuple(
            MeasureChoice(one.name, str(_(one.title)), one.name == measure) for one in MEASURES
        ),
        app_part=app_part,
        whole=bool(app_part.body.options),
    )
    return render_template("pages/compare/show.html", page=page, app_part=app_part)
