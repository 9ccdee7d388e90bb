"""Who did something, as staff read it."""

from flask_babel import gettext as _

from datasets.kernel.actors import ANYONE, SYSTEM


def who_words(actor: str) -> str:
    """The address of a person; a word for the portal itself and for people without an account."""
    if actor in {SYSTEM.name, ""}:
        return str(_("The portal itself"))
    return str(_("Somebody without an account")) if actor == ANYONE.name else actor
