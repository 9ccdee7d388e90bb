"""Places nearby in words: how far, which way, and the form that asks where one is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import after_this_request
from flask.wrappers import Response
from flask_babel import gettext as _

from apps_gallery.builtin.base import Asked
from apps_gallery.builtin.facilities import HAZARDS
from apps_gallery.builtin.gazetteer import Gazetteer, Place, PlaceKind
from apps_gallery.builtin.geometry import Direction
from apps_gallery.builtin.near import (
    LATITUDE,
    LONGITUDE,
    PLACE,
    Here,
    Whereabouts,
    rounded,
    shown_metres,
)
from apps_gallery.builtin.ranking import Nearby
from datasets.kernel.messages import N_
from portal.web.jinja import number
from portal.web.urls import current_locale

Args = list[tuple[str, str]]

_MOST_DISTRICTS = 12
_DIRECTIONS = {
    Direction.N: N_("to the north"),
    Direction.NE: N_("to the north-east"),
    Direction.E: N_("to the east"),
    Direction.SE: N_("to the south-east"),
    Direction.S: N_("to the south"),
    Direction.SW: N_("to the south-west"),
    Direction.W: N_("to the west"),
    Direction.NW: N_("to the north-west"),
}
_HAZARD_NAMES = {code: name for code, name, _words in HAZARDS}
_HERE_M = 20


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place nearby, as the macro `place_card` takes it.

    Attributes:
        lang: Language of what the data say, where it is not the page's.
        distance: 「420 m」; `walk` 「歩いて6分」; `direction` 「北東」, empty if it is
            right here.
        is_rough: Measured to the middle of its town.
        hazards: What it is for, in words; None if its table says nothing of that.
        says: What else the data say yes to.
        call: A tel: address; empty without a number that can be dialled.
        map_url: Of a public map, outside of the portal.
    """

    name: str
    lang: str | None
    distance: str
    walk: str
    direction: str
    is_rough: bool
    hazards: tuple[str, ...] | None
    says: tuple[str, ...]
    address: str
    phone: str
    call: str
    map_url: str


@dataclass(frozen=True, slots=True)
class Way:
    """A choice that is a link."""

    text: str
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereForm:
    """The form that asks where one is, as the macro `where_form` takes it.

    Attributes:
        action: Where it goes; `hidden` goes along.
        here: What the place is called; empty until one is known.
        lang: Language of names of places, where it is not the page's.
        is_unknown: What was typed is no name here.
        choices: Places that what was typed may mean.
        districts: Names to start with.
    """

    action: str
    typed: str
    hidden: tuple[tuple[str, str], ...]
    here: str
    lang: str | None
    is_unknown: bool
    choices: tuple[Way, ...]
    districts: tuple[Way, ...]


def place_card(nearby: Nearby) -> PlaceCard:
    """A place with its distance in words."""
    hazards = tuple(str(_(_HAZARD_NAMES[code])) for code in nearby.hazards)
    right_here = nearby.metres < _HERE_M
    return PlaceCard(
        name=nearby.name,
        lang=data_lang(),
        distance=distance_words(nearby.metres),
        walk=str(_("%(minutes)s min on foot", minutes=number(nearby.minutes))),
        direction="" if right_here else str(_(_DIRECTIONS[nearby.direction])),
        is_rough=nearby.is_rough,
        hazards=hazards if nearby.asked_hazards else None,
        says=nearby.says_yes,
        address=nearby.address,
        phone=nearby.phone,
        call=_call(nearby.phone),
        map_url=_map_url(nearby),
    )


def distance_words(metres: float) -> str:
    """Metres below one kilometre, else kilometres."""
    shown = shown_metres(metres)
    return f"{shown} m" if shown < 1_000 else f"{number(shown / 1_000)} km"


def where_form(
    where: Whereabouts,
    gazetteer: Gazetteer,
    link: Callable[[Args], str],
    *,
    action: str,
    hidden: Sequence[tuple[str, str]] = (),
) -> WhereForm:
    """The form with what was typed, and what to choose from.

    Args:
        where: What the address said.
        gazetteer: Where names are.
        link: The address of this page with a place, given its arguments.
        action: Of the form.
        hidden: What goes along with the form.
    """
    districts = gazetteer.of_kind(PlaceKind.DISTRICT)[:_MOST_DISTRICTS]
    return WhereForm(
        action=action,
        typed=where.typed,
        hidden=tuple(hidden),
        here=here_words(where.here) if where.here else "",
        lang=data_lang(),
        is_unknown=where.is_unknown,
        choices=tuple(Way(_place_words(p), link(_place_args(p))) for p in where.choices),
        districts=tuple(Way(place.name, link([(PLACE, place.name)])) for place in districts),
    )


def here_words(here: Here) -> str:
    """What the place from which distances are counted is called."""
    if not here.name:
        return str(_("where you are now"))
    return _with_city(here.name, here.city)


def here_args(where: Whereabouts, asked: Asked) -> Args:
    """The arguments that ask from the same place again."""
    names = (PLACE, LATITUDE, LONGITUDE) if where.here else (PLACE,)
    return [(name, asked[name][0]) for name in names if asked.get(name)]


def keep_position_private(asked: Asked) -> None:
    """Have no cache keep an answer whose address holds a position."""
    if not (asked.get(LATITUDE) or asked.get(LONGITUDE)):
        return

    @after_this_request
    def unkept(response: Response) -> Response:
        response.headers["Cache-Control"] = "private, no-store"
        return response


def data_lang() -> str | None:
    """The language of words out of the data, where it is not the page's."""
    return None if current_locale() == "ja" else "ja"


def _place_words(place: Place) -> str:
    return _with_city(place.name, place.city)


def _with_city(name: str, city: str) -> str:
    return str(_("%(place)s (%(city)s)", place=name, city=city)) if city else name


def _place_args(place: Place) -> Args:
    point = rounded(place.point)
    return [(PLACE, place.name), (LATITUDE, str(point.latitude)), (LONGITUDE, str(point.longitude))]


def _call(phone: str) -> str:
    digits = "".join(c for c in phone if c.isascii() and c.isdigit())
    return f"tel:{digits}" if len(digits) >= 9 else ""


def _map_url(nearby: Nearby) -> str:
    latitude, longitude = nearby.point.latitude, nearby.point.longitude
    marked = f"mlat={latitude:.6f}&mlon={longitude:.6f}"
    return f"https://www.openstreetmap.org/?{marked}#map=18/{latitude:.6f}/{longitude:.6f}"
