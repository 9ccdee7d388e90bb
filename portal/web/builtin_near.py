"""How the built-in app of what is near is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from apps_gallery.builtin.base import Asked, Config
from apps_gallery.builtin.near import ONLY, LocatedAsked, NearAnswer
from apps_gallery.builtin.ranking import yes
from datasets.tables.query import RowQuery
from portal.web.builtin_part import Known, Showing
from portal.web.gazetteer import surroundings
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
from portal.web.table_file import with_args

_FRAME_ARGS = ("lang", "height")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearBody:
    """What the app shows under its headline.

    Attributes:
        filters: What the places can be chosen by; each switches one on or off.
        lang: Language of the filters where it is not the page's.
        list_url: All places that say yes to what was chosen.
    """

    where: WhereForm
    filters: tuple[Way, ...]
    lang: str | None
    places: tuple[PlaceCard, ...]
    list_url: str


def asked(_config: Config, _known: Known, args: Asked) -> Asked:
    """What the address asks, with where names are; no cache keeps it if it holds a position."""
    keep_position_private(args)
    return LocatedAsked(args, surroundings().gazetteer)


def body(showing: Showing) -> NearBody:
    """The form, the filters and the places."""
    answer = cast(NearAnswer, showing.answer)
    known = cast(LocatedAsked, showing.asked).gazetteer
    frame = frame_args(showing)
    chosen: Args = [(ONLY, flag.column.name) for flag in answer.only]
    form = where_form(
        answer.where,
        known,
        lambda args: with_args(showing.action, [*args, *chosen, *frame]),
        action=showing.action,
        hidden=[*chosen, *frame],
    )
    query = RowQuery(conditions=tuple(yes(flag) for flag in answer.only))
    return NearBody(
        where=form,
        filters=tuple(_filters(showing, answer)) if answer.where.here else (),
        lang=form.lang,
        places=tuple(place_card(place) for place in answer.found),
        list_url=showing.file.asked("table.show", query),
    )


def frame_args(showing: Showing) -> Args:
    """What links of an app carry along inside a frame."""
    return [(name, showing.args[name][0]) for name in _FRAME_ARGS if showing.args.get(name)]


def _filters(showing: Showing, answer: NearAnswer) -> Iterator[Way]:
    here = here_args(answer.where, showing.args)
    for flag in answer.flags:
        wanted = [one for one in answer.only if one is not flag]
        if flag not in answer.only:
            wanted.append(flag)
        only = [(ONLY, one.column.name) for one in wanted]
        address = with_args(showing.action, [*here, *only, *frame_args(showing)])
        yield Way(flag.label, address, flag in answer.only)
