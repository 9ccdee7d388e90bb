"""The nearest places of a table: from a name of a town, or from where the reader stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from apps_gallery.builtin.base import Answer, Asked, Config, Fit, Headline, Setting, Template
from apps_gallery.builtin.facilities import SLOTS, Flag, facility_fit, flags
from apps_gallery.builtin.gazetteer import Gazetteer, Place, Resolution
from apps_gallery.builtin.geometry import Point, distance_m
from apps_gallery.builtin.ranking import Nearby, nearest, yes
from apps_gallery.builtin.surveying import make_gazetteer
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column
from datasets.tables.store import TableStore

PLACE, LATITUDE, LONGITUDE, ONLY = "place", "lat", "lon", "only"
POSITION_DECIMALS = 4  # some ten metres: enough to walk by, too little to tell a door
_SAME_PLACE_M = 50


class LocatedAsked(dict[str, Sequence[str]]):
    """Arguments of an address together with where names are, in all of the catalogue."""

    def __init__(self, asked: Asked, gazetteer: Gazetteer) -> None:
        super().__init__(asked)
        self.gazetteer = gazetteer


@dataclass(frozen=True, slots=True)
class Here:
    """From where distances are counted.

    Attributes:
        name: Of the place that was asked for; empty if only a position was given.
        city: It lies in; empty if unknown.
    """

    point: Point
    name: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the address says of where the reader is.

    Attributes:
        here: None until a place is known.
        choices: Places that a typed name may mean, where it means several.
        typed: As typed; `is_unknown` if no place has that name.
    """

    here: Here | None = None
    choices: tuple[Place, ...] = ()
    typed: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether something was typed that is no name here."""
        return bool(self.typed) and self.here is None and not self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class NearAnswer(Answer):
    """The nearest places.

    Attributes:
        flags: What the places can be chosen by; `only` are those that were.
        total: Places of the table, whatever was asked.
    """

    where: Whereabouts = field(default_factory=Whereabouts)
    found: tuple[Nearby, ...] = ()
    flags: tuple[Flag, ...] = ()
    only: tuple[Flag, ...] = ()
    total: int = 0


class NearTemplate(Template):
    """ちかくの○○."""

    name = "near"
    title = N_("Near me")
    promise = N_("Shows the nearest places, how far they are and how long one walks.")
    why_not = N_("This needs a name column, and coordinates or an address, one row a place.")
    slots = SLOTS
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            name="count",
            title=N_("How many places"),
            choices=(("5", "5"), ("3", "3"), ("10", "10")),
        ),
    )

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """Names with coordinates, an address or a district; each name once or a few times."""
        return facility_fit(columns, rows)

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> NearAnswer:
        """The nearest places from `place`, or `lat` and `lon`, that say yes to each `only`."""
        source = config.source
        known = asked.gazetteer if isinstance(asked, LocatedAsked) else None
        gazetteer = known or make_gazetteer(tables, [source.table])
        where = whereabouts(asked, gazetteer)
        choices = flags(source)
        wanted = {flag for flag in choices if flag.column.name in asked.get(ONLY, ())}
        only = tuple(flag for flag in choices if flag in wanted)
        found: list[Nearby] = []
        if where.here:
            count = int(config.settings.get("count", "5"))
            conditions = [yes(flag) for flag in only]
            found = nearest(
                tables,
                source,
                where.here.point,
                count,
                where=conditions,
                gazetteer=gazetteer,
            )
        return NearAnswer(
            question=Message(N_("Which place is nearest?")),
            headline=headline(where, found, source.table.rows),
            where=where,
            found=tuple(found),
            flags=choices,
            only=only,
            total=source.table.rows,
        )


def whereabouts(asked: Asked, gazetteer: Gazetteer) -> Whereabouts:
    """Where the reader is: a position counts before a name, and a name is what it is called by."""
    typed = "".join(c for c in _first(asked, PLACE)[:100] if c.isprintable()).strip()
    point = _position(asked)
    resolved = gazetteer.resolve(typed) if typed else Resolution()
    if point is not None:
        known = resolved.place, *resolved.choices
        meant = next((p for p in known if p and _is_close(p.point, point)), None)
        here = Here(point, meant.name, meant.city) if meant else Here(point)
        return Whereabouts(here, typed=typed)
    if resolved.place:
        place = resolved.place
        return Whereabouts(Here(place.point, place.name, place.city), typed=typed)
    return Whereabouts(choices=resolved.choices, typed=typed)


def rounded(point: Point) -> Point:
    """A position as it goes into an address."""
    return Point(
        round(point.latitude, POSITION_DECIMALS), round(point.longitude, POSITION_DECIMALS)
    )


def headline(where: Whereabouts, found: Sequence[Nearby], total: int) -> Headline:
    """How far the first place is; how many there are while no place is asked."""
    if where.here is None:
        text = Message(N_("{count} places are listed. Tell where you are."), {"count": total})
        return Headline(total, "", text)
    if not found:
        return Headline(None, "", Message(N_("No place fits what you asked for.")))
    first = found[0]
    metres = shown_metres(first.metres)
    places = {"name": first.name, "metres": f"{metres:,}", "minutes": first.minutes}
    text = Message(N_("The nearest is {name}: {metres} m away, {minutes} minutes on foot."), places)
    return Headline(metres, "m", text)


def shown_metres(metres: float) -> int:
    """Metres as people say them: in tens, and in hundreds from one kilometre on."""
    step = 10 if metres < 1_000 else 100
    return max(step, round(metres / step) * step) if metres >= 1 else 0


def _is_close(one: Point, other: Point) -> bool:
    return distance_m(one, other) <= _SAME_PLACE_M


def _position(asked: Asked) -> Point | None:
    try:
        point = Point(float(_first(asked, LATITUDE)), float(_first(asked, LONGITUDE)))
    except ValueError:
        return None
    return rounded(point) if point.is_on_earth else None


def _first(asked: Asked, name: str) -> str:
    return next(iter(asked.get(name, ())), "")
