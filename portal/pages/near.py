"""What is near: shelters, AEDs, toilets and more, from a name of a town or a position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from apps_gallery.builtin.facilities import HAZARDS
from apps_gallery.builtin.near import PLACE, Whereabouts, whereabouts
from apps_gallery.builtin.near_groups import GROUPS, GroupNearby, hazards_known, nearby
from portal.web.builtin import city_today, source_lines
from portal.web.builtin_part import SourceLine
from portal.web.context import Page, services
from portal.web.gazetteer import Surroundings, surroundings
from portal.web.places import (
    Args,
    PlaceCard,
    Way,
    WhereForm,
    here_args,
    keep_position_private,
    place_card,
    where_form,
)
from portal.web.square import square
from portal.web.table_file import with_args
from portal.web.urls import public_blueprint

HAZARD = "hazard"
PLACES_A_GROUP = 3

bp = public_blueprint("near", __name__)


@dataclass(frozen=True, slots=True)
class NearGroup:
    """A kind of place and the nearest of it.

    Attributes:
        hazard: Only places for it are shown; empty for all.
        list_url: The whole list.
    """

    code: str
    title: str
    icon: str
    hazard: str
    places: tuple[PlaceCard, ...]
    list_url: str


@dataclass(frozen=True, kw_only=True)
class NearPage(Page):
    """What the page of what is near shows.

    Attributes:
        hazards: Kinds of disaster to choose by; the first is all of them.
        today: Printed on the sheet; `address` likewise, short enough to be typed.
        square: Where a phone finds the sheet as it is then; it never holds a position.
    """

    where: WhereForm
    hazards: tuple[Way, ...]
    groups: tuple[NearGroup, ...]
    kinds: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    today: date
    address: str
    square: Markup


@bp.get("/near")
def show() -> ResponseReturnValue:
    """The nearest three of each kind of place."""
    asked = dict(request.args.lists())
    keep_position_private(asked)
    around = surroundings()
    where = whereabouts(asked, around.gazetteer)
    hazard = request.args.get(HAZARD, "")
    hazard = hazard if hazard in hazards_known(around.groups) else ""
    page = _page(around, where, hazard, asked)
    return render_template("pages/near/show.html", page=page)


def _page(
    around: Surroundings, where: Whereabouts, hazard: str, asked: Mapping[str, Sequence[str]]
) -> NearPage:
    found: list[GroupNearby] = []
    if where.here:
        found = nearby(
            services().tables,
            around.groups,
            where.here.point,
            limit=PLACES_A_GROUP,
            hazard=hazard,
            gazetteer=around.gazetteer,
        )
    kept: Args = [(HAZARD, hazard)] if hazard else []
    here = here_args(where, asked)
    sources = [source.table for listed in around.groups.values() for source in listed]
    form = where_form(
        where,
        around.gazetteer,
        lambda args: with_args(url_for("near.show"), [*args, *kept]),
        action=url_for("near.show"),
        hidden=kept,
    )
    named = asked.get(PLACE, ())[:1] if where.here else ()
    address = services().settings.base_url + url_for("near.show")
    sheet = with_args(address, [*((PLACE, name) for name in named), *kept])
    return NearPage(
        title=_title(form),
        description=_("The nearest shelters, AEDs, toilets, hospitals and parks of the town."),
        breadcrumbs=((str(_("What is near")), None),),
        where=form,
        hazards=_hazards(around, hazard, here) if where.here else (),
        groups=tuple(_group(one, hazard) for one in found),
        kinds=tuple(_kinds(around)),
        sources=source_lines(sources),
        today=city_today(),
        address=address,
        square=square(sheet, _title(form)),
    )


def _title(form: WhereForm) -> str:
    if not form.here:
        return str(_("What is near"))
    return str(_("Near %(place)s", place=form.here))


def _hazards(around: Surroundings, chosen: str, here: Args) -> tuple[Way, ...]:
    known = hazards_known(around.groups)
    ways = [Way(str(_("Any disaster")), _address(here), not chosen)]
    ways += [
        Way(str(_(name)), _address([*here, (HAZARD, code)]), code == chosen)
        for code, name, _words in HAZARDS
        if code in known
    ]
    return tuple(ways) if known else ()


def _address(args: Args) -> str:
    return with_args(url_for("near.show"), args)


def _group(found: GroupNearby, hazard: str) -> NearGroup:
    names = {code: name for code, name, _words in HAZARDS}
    table = found.sources[0].table
    return NearGroup(
        code=found.group.code,
        title=str(_(found.group.title)),
        icon=found.group.icon,
        hazard=str(_(names[hazard])) if hazard and found.group.by_hazard else "",
        places=tuple(place_card(place) for place in found.found),
        list_url=url_for("table.show", slug=table.dataset, file=table.file),
    )


def _kinds(around: Surroundings) -> list[str]:
    return [str(_(group.title)) for group in GROUPS if group.code in around.groups]
