"""What is wrong with a form, as the macros take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FormError:
    """One mistake.

    Attributes:
        field: Name of the field; empty where it is of the whole form.
        message: Translated; what to do.
    """

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, of radio buttons or of check boxes."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields, and what is wrong with it.

    Attributes:
        values: By field; what was typed, else what is kept.
    """

    values: Mapping[str, Any]
    errors: Sequence[FormError] = ()

    def value(self, field: str) -> Any:
        """What stands in a field; empty text if nothing does."""
        return self.values.get(field, "")

    def error(self, field: str) -> str:
        """What is wrong with a field; empty if nothing is."""
        return next((error.message for error in self.errors if error.field == field), "")
