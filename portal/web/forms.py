"""A form: what stands in its fields, what is wrong with it, and its guard without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from datasets.kernel.errors import NotAllowed
from portal.web.context import Page, services

TRAP = "website"
"""A field nobody sees: who fills it in is a program."""


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


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """A page with a form."""

    form: Form

    @property
    def errors(self) -> tuple[FormError, ...]:
        """What is wrong with the form."""
        return tuple(self.form.errors)


def refuse_programs(form: Mapping[str, str]) -> None:
    """Refuse a form that was filled in by a program.

    Raises:
        NotAllowed: if the field that nobody sees holds something.
    """
    if form.get(TRAP):
        raise NotAllowed("Leave the field “website” empty, then send the form again.")


def sealed(value: Any, purpose: str) -> str:
    """A JSON value that goes into a hidden field, so that it comes back unchanged or not at all."""
    return str(_seal(purpose).dumps(value))


def unsealed(text: str, purpose: str) -> Any:
    """The value that was sealed for this purpose; None if it is not ours."""
    try:
        return _seal(purpose).loads(text)
    except BadSignature:
        return None


def _seal(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(services().settings.secret_key, salt=purpose)
