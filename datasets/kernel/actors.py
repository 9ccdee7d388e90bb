"""The domain's only idea of a user."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product


class Permission(StrEnum):
    """What an actor may be allowed to do."""

    EDIT = "edit"
    PUBLISH = "publish"
    REVIEW = "review"
    DISCLOSE = "disclose"
    HARVEST = "harvest"
    MODERATE = "moderate"
    ADMINISTER = "administer"


Grant = tuple[str | None, Permission]
"""Slug of an organization, None for the whole site, and what is allowed there."""


@dataclass(frozen=True, slots=True, init=False)
class Actor:
    """Who asks.

    Attributes:
        name: Kept in the audit log; an e-mail address, or the name of a part of the portal.
        grants: What is allowed where; each organization has exactly its own.
    """

    name: str
    grants: frozenset[Grant]

    def __init__(
        self,
        name: str,
        permissions: Iterable[Permission] = (),
        organizations: Iterable[str] | None = (),
        grants: Iterable[Grant] = (),
    ) -> None:
        """Name an actor.

        Args:
            name: Kept in the audit log.
            permissions: Allowed in every one of `organizations`.
            organizations: Slugs; None means the whole site.
            grants: More of what is allowed, each in its own place.
        """
        places: Iterable[str | None] = (None,) if organizations is None else organizations
        object.__setattr__(self, "name", name)
        object.__setattr__(
            self, "grants", frozenset([*product(places, tuple(permissions)), *grants])
        )

    def may(self, permission: Permission, organization: str | None = None) -> bool:
        """Whether this actor has a permission in an organization.

        What is done in no organization (None) is done to the whole site: it takes a permission
        that holds everywhere, never one that holds in some organization only.
        """
        return (None, permission) in self.grants or (organization, permission) in self.grants

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether there is any place where this actor has a permission: for what to offer."""
        return any(allowed is permission for _, allowed in self.grants)

    def organizations_for(self, permission: Permission) -> frozenset[str] | None:
        """Slugs of the organizations where this actor has a permission; None means all."""
        if (None, permission) in self.grants:
            return None
        return frozenset(
            place for place, allowed in self.grants if allowed is permission and place is not None
        )


ANYONE = Actor("anyone")
SYSTEM = Actor("system", frozenset(Permission), None)
