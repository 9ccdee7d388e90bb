"""What a handler reaches for: services, the actor, the page frame."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request, url_for
from flask_login import current_user

from datasets.kernel.actors import ANYONE, Actor
from portal.accounts import people
from portal.accounts.models import User
from portal.wiring import Services


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page hands to its template.

    Attributes:
        title: Of the page itself, without the site's name.
        description: One plain sentence for search engines.
        breadcrumbs: Label and address of each step after home; the last has no address.
    """

    title: str
    description: str = ""
    breadcrumbs: tuple[tuple[str, str | None], ...] = ()

    @property
    def canonical(self) -> str:
        """The address of this page without its question; that of `/` is its language's.

        What has no page shows nothing of the address that was asked for.
        """
        is_page = request.endpoint is not None and request.path != "/"
        return request.path if is_page else url_for("home.show")


def services() -> Services:
    """The working parts of this process."""
    return cast(Services, current_app.extensions["services"])


def person() -> User:
    """Who has signed in, with what they work for; only behind the staff gate."""
    return cast(User, current_user.user)


def actor() -> Actor:
    """Who asks; on public pages always anyone, so that no page depends on a session."""
    if not g.get("staff_door", False) or not current_user.is_authenticated:
        return ANYONE
    return people.as_actor(person())
