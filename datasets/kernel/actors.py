"""The domain's only idea of a user."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What an actor may be allowed to do."""

    EDIT = "edit"
    PUBLISH = "publish"
    DISCLOSE = "disclose"
    HARVEST = "harvest"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Attributes:
        name: Kept in the audit log; an e-mail address, or the name of a part of the portal.
        permissions: What is allowed, in every organization in `organizations`.
        organizations: Slugs; None means all.
    """

    name: str
    permissions: frozenset[Permission] = frozenset()
    organizations: frozenset[str] | None = frozenset()

    def may(self, permission: Permission, organization: str | None = None) -> bool:
        """Whether this actor has a permission, in one organization if it is named."""
        if permission not in self.permissions:
            return False
        if organization is None or self.organizations is None:
            return True
        return organization in self.organizations


ANYONE = Actor("anyone")
SYSTEM = Actor("system", frozenset(Permission), None)
