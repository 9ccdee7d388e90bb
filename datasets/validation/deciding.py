"""What staff decided of a table: which standard it follows, what its columns must hold.

Decisions are kept with the choices on repairs and hold for the next file of the kind too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datasets.repair.offers import offer_key
from datasets.validation.standards.schema import is_edition

FOLLOWS = "standard"
REQUIRED = "required"
UNIQUE = "unique"
_ABOUT_ONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided; nothing is as good as never asked.

    Attributes:
        follows: Id of the edition that the table is to follow; empty if nobody said so.
        declined: Ids of editions that it does not follow, whatever it looks like.
        required: Names of columns that are never empty.
        unique: Names of columns in which nothing stands twice.
    """

    follows: str = ""
    declined: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()


def decision_key(about: str, name: str) -> str:
    """The key of a decision among the choices: `["standard","aed"]`, `["required","名称"]`."""
    return offer_key(about, (name,))


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
    )


def is_decision(key: str, columns: Sequence[str]) -> bool:
    """Whether a key is of a decision that can be taken on a table of these columns."""
    about, name = _parsed(key)
    if about == FOLLOWS:
        return is_edition(name)
    return about in (REQUIRED, UNIQUE) and name in columns


def _parsed(key: str) -> tuple[str, str]:
    try:
        named = json.loads(key)
    except ValueError:
        return "", ""
    whole = isinstance(named, list) and len(named) == _ABOUT_ONE
    return (str(named[0]), str(named[1])) if whole else ("", "")
