"""What the gallery writes to people; who carries it is for the portal to say."""

from typing import Any, Protocol

from apps_gallery.models import CitizenApp
from datasets.kernel.unit_of_work import UnitOfWork


class Post(Protocol):
    """Writes letters to authors, and knows the secret by which they read how their app stands."""

    def status_secret(self, app: CitizenApp) -> str:
        """The secret in the author's link; the same one every time."""
        ...

    def send(self, uow: UnitOfWork, event: str, app: CitizenApp, **places: Any) -> None:
        """Queue a letter to the author in the same transaction.

        Args:
            uow: Whose transaction it is.
            event: Name of the letter: `confirm`, `approved`, `returned`, `retired`, `not_opening`.
            app: With its contact.
            places: Text that stands in the letter, besides the title and the links.
        """
        ...
