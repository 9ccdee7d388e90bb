"""The standards themselves: which there are, and the columns of each edition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_

NEWEST = "2023"
AUTO = "auto"
"""In the place of an edition's id: whichever it is recognised as."""
_DATA = files(__package__) / "data"


class Use(StrEnum):
    """How much a standard wants a column."""

    MANDATORY = "◎"
    RECOMMENDED = "○"
    OPTIONAL = ""


class Kind(StrEnum):
    """What the cells of a column of a standard are."""

    TEXT = "text"
    LIST = "list"
    KANA = "kana"
    INTEGER = "integer"
    NUMBER = "number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    DATE = "date"
    TIME = "time"
    DAYS = "days"
    FLAG = "flag"
    YES_NO = "yes_no"
    PHONE = "phone"
    POSTAL = "postal"
    AREA_CODE = "area_code"
    CORPORATE_NUMBER = "corporate_number"
    URL = "url"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a standard.

    Attributes:
        name: Its header.
        aliases: Other headers it goes by; two with a plus between stand in two columns.
        values: The only values it may have; empty if it may have any.
    """

    name: str
    kind: Kind
    use: Use = Use.OPTIONAL
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The columns of a standard in one of its editions.

    Attributes:
        standard: Its id.
        edition: Year in which this line of editions began.
        key: Name of the field that tells rows apart; empty if there is none.
    """

    standard: str
    edition: str
    key: str
    fields: tuple[Field, ...]

    @property
    def id(self) -> str:
        """What a person types to name it: `aed`, or `aed-2017` for a past edition."""
        return self.standard if self.edition == NEWEST else f"{self.standard}-{self.edition}"

    def mandatory(self) -> tuple[Field, ...]:
        """The fields that no table may lack."""
        return tuple(one for one in self.fields if one.use is Use.MANDATORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One standard dataset.

    Attributes:
        id: ASCII; in file names after the code of the municipality.
        number: In the official list.
        title: By language.
        theme: Code of `datasets.vocabulary.THEMES`.
        editions: Years, the newest first; none if it is no table or its columns are not known.
        note: Why there are no columns, by language; empty if there are.
        unlike: Pattern of headers that only tables of another matter have; empty if none.
    """

    id: str
    number: str
    title: dict[str, str]
    theme: str
    editions: tuple[str, ...]
    note: dict[str, str] = field(default_factory=dict)
    unlike: str = ""


@lru_cache(maxsize=1)
def standards() -> tuple[Standard, ...]:
    """All standards, in the order of the official list."""
    return tuple(
        Standard(**{**told, "editions": tuple(told["editions"])}) for told in _read("catalogue")
    )


@lru_cache(maxsize=1)
def editions() -> tuple[Edition, ...]:
    """All editions whose columns are known, the newest of each standard first."""
    return tuple(_edition(one.id, year) for one in standards() for year in one.editions)


def standard(id_: str) -> Standard:
    """One standard.

    Raises:
        NotFound: if there is none with this id.
    """
    found = next((one for one in standards() if one.id == id_), None)
    if found is None:
        raise NotFound(N_("There is no standard “{name}”."), name=id_)
    return found


def edition(name: str) -> Edition:
    """An edition by its id (`aed`, `aed-2017`) or by its number in the official list (`08`).

    Without a year it is the newest.

    Raises:
        NotFound: if there is none of that name.
    """
    numbers = {one.number: one.id for one in standards()}
    wanted = numbers.get(name.zfill(2), name).removesuffix(f"-{NEWEST}")
    found = next((one for one in editions() if one.id == wanted), None)
    if found is None:
        raise NotFound(N_("There is no standard “{name}” with columns."), name=name)
    return found


def is_edition(name: str) -> bool:
    """Whether an edition goes by this name or number."""
    try:
        return bool(edition(name))
    except NotFound:
        return False


def edition_ids() -> tuple[str, ...]:
    """The ids of all editions."""
    return tuple(one.id for one in editions())


def newest(id_: str) -> Edition | None:
    """The edition of a standard that tables should follow; None if its columns are not known."""
    return next((one for one in editions() if one.standard == id_), None)


def writing(kind: Kind) -> dict[str, str]:
    """How the cells of a kind are written, by language."""
    told: dict[str, str] = _words("kinds")[kind.value]
    return told


def hint(kind: Kind) -> dict[str, str]:
    """The same for whoever fills a cell in; empty where anything may stand."""
    return {} if kind in (Kind.TEXT, Kind.LIST) else writing(kind)


def meaning(name: str) -> dict[str, str]:
    """What a column of the standards holds, by language; empty if its name says it all."""
    told: dict[str, str] = _words("meanings").get(name, {})
    return told


def _edition(id_: str, year: str) -> Edition:
    told = _read(f"{id_}-{year}")
    shared = _shared_aliases()
    return Edition(
        standard=id_,
        edition=year,
        key=told.get("key", ""),
        fields=tuple(_field(one, shared) for one in told["fields"]),
    )


def _field(told: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Field:
    name = told["name"]
    aliases = (*told.get("aliases", ()), *shared.get(name, ()))
    return Field(
        name=name,
        kind=Kind(told["kind"]),
        use=Use(told.get("use", "")),
        aliases=tuple(dict.fromkeys(aliases)),
        values=tuple(told.get("values", ())),
    )


@lru_cache(maxsize=1)
def _shared_aliases() -> Mapping[str, list[str]]:
    shared: Mapping[str, list[str]] = _read("aliases")
    return shared


@lru_cache(maxsize=2)
def _words(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = _read(name)
    return told


def _read(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text("utf-8"))
