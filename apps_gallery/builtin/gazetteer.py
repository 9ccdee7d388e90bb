"""Where names of towns, districts, facilities and postal codes are, by the data themselves."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps_gallery.builtin.addresses import parse_address, same_place_name
from apps_gallery.builtin.geometry import Point, distance_m, mean_point
from datasets.kernel.folding import fold

MOST_CHOICES = 8
_LEAST_POSTAL_DIGITS = 3
_OFFICE_DIGITS = 5
_POSTAL = re.compile(r"[〒\s]*(\d{3})-?(\d{0,4})$")


class PlaceKind(StrEnum):
    """What a name is the name of; earlier ones come first among choices."""

    DISTRICT = "district"
    TOWN = "town"
    BLOCK = "block"
    POSTAL = "postal"
    FACILITY = "facility"


# places of one name that lie farther apart are different places, metres
_APART_M = {
    PlaceKind.DISTRICT: 8_000,
    PlaceKind.TOWN: 4_000,
    PlaceKind.BLOCK: 3_000,
    PlaceKind.POSTAL: 4_000,
    PlaceKind.FACILITY: 600,
}
_WIDER_IN_A_CITY = 3
_KINDS = tuple(PlaceKind)


@dataclass(frozen=True, slots=True)
class Sighting:
    """That a row with a position bears a name."""

    kind: PlaceKind
    name: str
    point: Point
    city: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A name with the middle of where it was seen.

    Attributes:
        city: The municipality it lies in; empty if no row says.
        seen: Rows that bear it.
    """

    kind: PlaceKind
    name: str
    point: Point
    city: str
    seen: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed name may mean: one place, or some to choose from, or nothing."""

    place: Place | None = None
    choices: tuple[Place, ...] = ()


class Gazetteer:
    """Places by name; made once from what was seen, never changed."""

    def __init__(
        self, sightings: Iterable[Sighting], aliases: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Gather what was seen.

        Args:
            sightings: In any order; names of whole addresses are those of `sightings_at`.
            aliases: A reading or other spelling, and the name it stands for.
        """
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        seen: dict[tuple[PlaceKind, str], list[Sighting]] = defaultdict(list)
        for sighting in sightings:
            if sighting.name and sighting.point.is_on_earth:
                seen[sighting.kind, same_place_name(sighting.name)].append(sighting)
        for (_kind, key), group in seen.items():
            self._by_name[key].extend(_gathered(group))
        self._aliases: dict[str, set[str]] = defaultdict(set)
        for alias, name in aliases:
            key = same_place_name(name)
            if key in self._by_name and alias:
                self._aliases[fold(alias).replace(" ", "")].add(key)

    def __len__(self) -> int:
        return sum(map(len, self._by_name.values()))

    def resolve(self, text: str) -> Resolution:
        """What a reader may mean by a name; part of one is enough if only one place has it."""
        text = text.strip()[:100]
        found = self._postal(text) or self._named(text) or self._in_address(text)
        found = found or self._holding(text)
        if len(found) == 1:
            return Resolution(found[0])
        ranked = sorted(found, key=lambda p: (_KINDS.index(p.kind), len(p.name), -p.seen))
        return Resolution(choices=tuple(ranked[:MOST_CHOICES]))

    def locate(self, *texts: str | None) -> Point | None:
        """Roughly where a row without coordinates lies: by its address, else its district."""
        for text in texts:
            found = self._named(text) or self._in_address(text) if text else []
            if found:
                return max(found, key=lambda place: place.seen).point
        return None

    def of_kind(self, kind: PlaceKind) -> list[Place]:
        """All places of a kind, those with most rows first."""
        every = (place for places in self._by_name.values() for place in places)
        return sorted((p for p in every if p.kind is kind), key=lambda p: (-p.seen, p.name))

    def _postal(self, text: str) -> list[Place]:
        digits = _POSTAL.match(fold(text))
        if digits is None or len("".join(digits.groups())) < _LEAST_POSTAL_DIGITS:
            return []
        wanted = "".join(digits.groups())
        codes = [p for places in self._by_name.values() for p in places if p.kind == "postal"]
        # a code nobody has here lies among those of the same post office: its first five digits
        for start in (wanted, wanted[:_OFFICE_DIGITS]):
            found = [p for p in codes if p.name.replace("-", "").startswith(start)]
            if len(found) > 1:
                shown = f"{start[:3]}-{start[3:]}".removesuffix("-")
                return _gathered([Sighting(p.kind, shown, p.point, p.city) for p in found])
            if found:
                return found
        return []

    def _named(self, text: str) -> list[Place]:
        key = same_place_name(text)
        exact = self._by_name.get(key, [])
        spelled = [p for name in sorted(self._aliases.get(key, ())) for p in self._by_name[name]]
        return _preferred(exact or spelled)

    def _in_address(self, text: str) -> list[Place]:
        """The town of an address that was typed or published whole."""
        address = parse_address(text)
        for name in (address.town_and_block, address.town):
            found = self._by_name.get(same_place_name(name), []) if name else []
            inside = [place for place in found if place.city == address.city]
            if found:
                return _preferred(inside or found)
        return []

    def _holding(self, text: str) -> list[Place]:
        part = fold(text).replace(" ", "")
        if not part:
            return []
        names = [name for name in self._by_name if part in name]
        for alias, meant in self._aliases.items():
            names += meant if alias.startswith(part) else ()
        places = [p for name in dict.fromkeys(names) for p in _preferred(self._by_name[name])]
        # 「本町1丁目」 and 「本町2丁目」 say no more than 「本町」
        wide = [place for place in places if place.kind is not PlaceKind.BLOCK]
        return wide or places


def sightings_at(point: Point, *, city: str, address: str, district: str) -> Iterable[Sighting]:
    """What a row with a position says about its town and district."""
    if district:
        yield Sighting(PlaceKind.DISTRICT, district, point, city)
    if address:
        parsed = parse_address(address, city)
        yield Sighting(PlaceKind.TOWN, parsed.town, point, parsed.city)
        yield Sighting(PlaceKind.BLOCK, parsed.town_and_block, point, parsed.city)


def _preferred(places: Sequence[Place]) -> list[Place]:
    """Towns and districts before facilities that bear their name; one of those close together."""
    areas = [place for place in places if place.kind is not PlaceKind.FACILITY] or list(places)
    kept: list[Place] = []
    for place in areas:
        if all(distance_m(place.point, other.point) > _APART_M[place.kind] for other in kept):
            kept.append(place)
    return kept


def _are_one(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings of a name are of one place; a city seldom has two towns of a name."""
    same_city = one.city != "" and one.city == other.city
    apart = _APART_M[one.kind] * (_WIDER_IN_A_CITY if same_city else 1)
    return distance_m(one.point, other.point) <= apart


def _gathered(group: Sequence[Sighting]) -> list[Place]:
    """Sightings of one name as places, those that lie apart kept apart."""
    clusters: list[list[Sighting]] = []
    for sighting in group:
        for cluster in clusters:
            if _are_one(cluster[0], sighting):
                cluster.append(sighting)
                break
        else:
            clusters.append([sighting])
    return [
        Place(
            kind=cluster[0].kind,
            name=cluster[0].name,
            point=mean_point([sighting.point for sighting in cluster]),
            city=next((one.city for one in cluster if one.city), ""),
            seen=len(cluster),
        )
        for cluster in clusters
    ]
