"""What people look for nearby, found among the published tables by their own words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps_gallery.builtin.base import Source, Table
from apps_gallery.builtin.facilities import flags
from apps_gallery.builtin.gazetteer import Gazetteer
from apps_gallery.builtin.geometry import Point
from apps_gallery.builtin.ranking import Nearby, nearest, yes
from apps_gallery.builtin.surveying import surveyed
from datasets.kernel.messages import N_
from datasets.tables.store import TableStore


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of place.

    Attributes:
        title: A msgid.
        words: Found in the title of its datasets; `but` is not.
        by_hazard: Only those for a chosen kind of disaster are shown.
    """

    code: str
    title: str
    icon: str
    words: re.Pattern[str]
    but: re.Pattern[str] = re.compile("(?!)")
    by_hazard: bool = False


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


GROUPS: tuple[Group, ...] = (
    Group(
        "shelters",
        N_("Places of refuge"),
        "shield-alert",
        _words("避難(所|場所|施設|地)|shelter|evacuation"),
        _words("混雑|状況|人数|備蓄"),
        by_hazard=True,
    ),
    Group("aed", N_("AED"), "heart-pulse", _words("AED|除細動器")),
    Group("toilets", N_("Toilets"), "accessibility", _words("トイレ|便所|toilet")),
    Group(
        "hospitals",
        N_("Hospitals and clinics"),
        "plus",
        _words("医療機関|病院|診療所|hospital|clinic"),
        _words("病床|受診"),
    ),
    Group("parks", N_("Parks"), "trees", _words("公園|park"), _words("遊具|点検|駐車|car park")),
    Group(
        "childcare",
        N_("Childcare"),
        "baby",
        _words("子育て|保育|こども園|児童館|childcare|nursery|preschool"),
        _words("あき|空き|待機|人数"),
    ),
    Group("facilities", N_("Public buildings"), "building-2", _words("公共施設|public facilit")),
    Group("wifi", N_("Free Wi-Fi"), "map-pin", _words("Wi-?Fi|無線LAN")),
)


@dataclass(frozen=True, slots=True)
class GroupNearby:
    """The nearest places of one kind.

    Attributes:
        sources: The tables they come from.
        asked_hazards: Whether any of these says something about disasters.
    """

    group: Group
    sources: tuple[Source, ...]
    found: tuple[Nearby, ...]
    asked_hazards: bool


def grouped(tables: Iterable[Table]) -> dict[str, list[Source]]:
    """The lists of places by code of their group, in the order of `GROUPS`; none is empty."""
    found: dict[str, list[Source]] = {group.code: [] for group in GROUPS}
    for survey in surveyed(list(tables)):
        title = " ".join(survey.table.title.values())
        for group in GROUPS:
            if group.words.search(title) and not group.but.search(title):
                found[group.code].append(survey.source)
                break
    return {code: _placed(sources) for code, sources in found.items() if sources}


def nearby(
    store: TableStore,
    groups: dict[str, list[Source]],
    here: Point,
    *,
    limit: int = 3,
    hazard: str = "",
    gazetteer: Gazetteer | None = None,
) -> list[GroupNearby]:
    """The nearest places of every group.

    Args:
        store: Where the rows lie.
        groups: As `grouped` made them.
        here: From where distances are counted.
        limit: Places a group, n >= 1.
        hazard: Code of `facilities.HAZARDS`; only places for it in groups that tell. Empty: any.
        gazetteer: Where towns are, for tables without coordinates.
    """
    answer = []
    for group in GROUPS:
        sources = groups.get(group.code, [])
        if not sources:
            continue
        wanted = hazard if group.by_hazard else ""
        found: list[Nearby] = []
        for source in sources:
            found += _of(store, source, here, limit, wanted, gazetteer)
        found.sort(key=lambda place: place.metres)
        tells = any(flag.hazard for source in sources for flag in flags(source))
        answer.append(GroupNearby(group, tuple(sources), tuple(found[:limit]), tells))
    return answer


def hazards_known(groups: dict[str, list[Source]]) -> list[str]:
    """Codes of the hazards that some list of places tells of, in the order of `HAZARDS`."""
    sources = (source for listed in groups.values() for source in listed)
    return list(dict.fromkeys(f.hazard for source in sources for f in flags(source) if f.hazard))


def _of(
    store: TableStore,
    source: Source,
    here: Point,
    limit: int,
    hazard: str,
    gazetteer: Gazetteer | None,
) -> list[Nearby]:
    if not store.has(source.table.key):
        return []
    asked = [flag for flag in flags(source) if flag.hazard == hazard] if hazard else []
    if hazard and not asked:  # it says nothing of this disaster: nobody should flee there for it
        return []
    where = [yes(flag) for flag in asked]
    return nearest(store, source, here, limit, where=where, gazetteer=gazetteer)


def _placed(sources: Sequence[Source]) -> list[Source]:
    """Those with coordinates; the others only where a group has none, for they are rough."""
    exact = [source for source in sources if source.maybe("latitude")]
    return exact or list(sources)
