"""Organizations and the people in them, without any page."""

from collections.abc import Callable

import pytest

from datasets.kernel.actors import SYSTEM, Actor
from portal.accounts import offices, people
from portal.accounts.models import Role, User
from portal.wiring import Services

PASSWORD = "correct horse battery"


@pytest.fixture
def office(services: Services) -> Callable[..., str]:
    def make(slug: str, **given: object) -> str:
        with services.begin(SYSTEM) as uow:
            offices.add(uow, slug, offices.OfficeDraft(**({"title_ja": slug} | given)))
        return slug

    return make


@pytest.fixture
def person(services: Services) -> Callable[..., User]:
    """Somebody with roles, given as organization=role."""

    def make(email: str, *, admin: bool = False, **roles: Role) -> User:
        with services.begin(SYSTEM) as uow:
            user = people.add(uow, email=email, name=email, password=PASSWORD, admin=admin)
            for organization, role in roles.items():
                people.give_role(uow, user, organization, role)
        return user

    return make


@pytest.fixture
def acting(services: Services) -> Callable[[User], Actor]:
    """A person as they may act now."""

    def act(user: User) -> Actor:
        with services.reading() as session:
            known = people.with_memberships(session, user.id)
            assert known is not None
            return people.as_actor(known)

    return act
