from datetime import timedelta

import pytest

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import NotFound, SignInRefused
from portal.accounts import invitations, people
from portal.accounts.models import Invitation, Role, User

NEW = "quite another one"


def _invite(services):
    with services.begin(SYSTEM) as uow:
        return people.invite(
            uow, email="x@example.jp", name="", organization_slug="aa", role=Role.PUBLISHER
        )


def test_a_link_sets_a_password_once(services, office):
    office("aa")
    user, secret = _invite(services)

    with pytest.raises(SignInRefused), services.begin(invitations.as_invited(user)) as uow:
        invitations.take_up(uow, secret, "short")
    with services.begin(invitations.as_invited(user)) as uow:
        invitations.take_up(uow, secret, NEW)
    with pytest.raises(NotFound), services.begin(invitations.as_invited(user)) as uow:
        invitations.take_up(uow, secret, "a third one, longer")

    with services.reading() as session:
        assert people.sign_in(session, "x@example.jp", NEW).id == user.id


def test_a_link_is_kept_only_as_its_digest_and_dies_after_a_week(services, office):
    office("aa")
    _, secret = _invite(services)
    week = timedelta(days=invitations.VALID_DAYS)

    with services.reading() as session:
        assert secret not in str(vars(session.query(Invitation).one()))
        assert invitations.invited(session, secret, services.clock.now())
        for given, now in (
            (secret, services.clock.now() + week),
            (secret[:-1], services.clock.now()),
            ("", services.clock.now()),
        ):
            with pytest.raises(NotFound):
                invitations.invited(session, given, now)


def test_a_new_link_makes_the_old_one_useless_and_so_does_shutting_out(services, office):
    office("aa")
    user, first = _invite(services)
    with services.begin(SYSTEM) as uow:
        second = invitations.make(uow, uow.session.get(User, user.id))
    with services.reading() as session:
        assert invitations.invited(session, second, services.clock.now()).id == user.id
        with pytest.raises(NotFound):
            invitations.invited(session, first, services.clock.now())

    with services.begin(SYSTEM) as uow:
        people.disable(uow, uow.session.get(User, user.id))

    with services.reading() as session, pytest.raises(NotFound):
        invitations.invited(session, second, services.clock.now())
