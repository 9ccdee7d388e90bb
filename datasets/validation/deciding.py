"""What staff decided of a table: which standard it follows, what its columns must hold.

Decisions are kept with the choices on repairs and hold for the next file of the kind too.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datasets.repair.offers import offer_key
from datasets.validation.standards.schema import is_edition

FOLLOWS = "standard"
REQUIRED = "required"
UNIQUE = "unique"
FIELD = "field"
_ABOUT_ONE = 2
_ABOUT_TWO = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided; nothing is as good as never asked.

    Attributes:
        follows: Id of the edition that the table is to follow; empty if nobody said so.
        declined: Ids of editions that it does not follow, whatever it looks like.
        required: Names of columns that are never empty.
        unique: Names of columns in which nothing stands twice.
        fields: Which field of the standard a column is, by its name; empty where it is none.
    """

    follows: str = ""
    declined: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)


def decision_key(about: str, name: str) -> str:
    """The key of a decision among the choices: `["standard","aed"]`, `["required","名称"]`."""
    return offer_key(about, (name,))


def field_key(column: str, name: str) -> str:
    """The key of the decision that a column is a field of the standard; of none if it is empty."""
    return offer_key(FIELD, (column, name))


def decided(choices: Mapping[str, bool] | None) -> Decided:
    """The decisions among the choices on a file."""
    yes: dict[str, list[str]] = {FOLLOWS: [], REQUIRED: [], UNIQUE: []}
    no: list[str] = []
    for key, wanted in (choices or {}).items():
        about, name = _parsed(key)
        if about in yes and wanted:
            yes[about].append(name)
        elif about == FOLLOWS:
            no.append(name)
    return Decided(
        follows=next((name for name in yes[FOLLOWS] if is_edition(name)), ""),
        declined=frozenset(no),
        required=frozenset(yes[REQUIRED]),
        unique=frozenset(yes[UNIQUE]),
        fields=dict(_fields(choices or {})),
    )


def is_decision(key: str, columns: Sequence[str]) -> bool:
    """Whether a key is of a decision that can be taken on a table of these columns."""
    pair = _pair(key)
    if pair is not None:
        return pair[0] in columns
    about, name = _parsed(key)
    if about == FOLLOWS:
        return is_edition(name)
    return about in (REQUIRED, UNIQUE) and name in columns


def _fields(choices: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    pairs = ((_pair(key), wanted) for key, wanted in choices.items())
    return (pair for pair, wanted in pairs if pair is not None and wanted)


def _parsed(key: str) -> tuple[str, str]:
    named = _named(key)
    return (named[0], named[1]) if len(named) == _ABOUT_ONE else ("", "")


def _pair(key: str) -> tuple[str, str] | None:
    """The column and the field of a decision about them."""
    named = _named(key)
    if len(named) != _ABOUT_TWO or named[0] != FIELD:
        return None
    return named[1], named[2]


def _named(key: str) -> list[str]:
    try:
        named = json.loads(key)
    except ValueError:
        return []
    return [str(each) for each in named] if isinstance(named, list) else []
