"""What one part of a file says: Told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_TEXTS = 1_000_000
LARGEST_BYTES = 64_000_000
"""A part that is larger is no text that anybody wrote."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one part of a file says.

    Attributes:
        name: Of the part in its file; empty for the file itself.
        labelled: Texts by the key, element or property they stand under; lists of any length.
        prose: Texts that run on, a line or a row of a table each, in their order.
        is_hidden: A reader of the file does not see it.
        is_unread: It is too large to say what it says.
    """

    name: str = ""
    labelled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    prose: Sequence[str] = ()
    is_hidden: bool = False
    is_unread: bool = False
