"""A sentence for a person, before it has a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """An English msgid with named places, translated at the edge.

    Attributes:
        msgid: English sentence with `{name}` places; the key of its translation.
        places: What stands in the places: strings and numbers only.
    """

    msgid: str
    places: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format(**self.places) if self.places else self.msgid

    def to_json(self) -> dict[str, Any]:
        """The message as it is kept in the database."""
        return {"msgid": self.msgid, "places": dict(self.places)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Message":
        """The message that `to_json` wrote."""
        return cls(stored["msgid"], dict(stored.get("places", {})))


def N_(msgid: str) -> str:  # noqa: N802 - the name that Babel and gettext look for
    """Mark a msgid for translation without translating it here."""
    return msgid
