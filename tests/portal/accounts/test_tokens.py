from datetime import timedelta

import pytest

from datasets.kernel.actors import SYSTEM, Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed, NotFound, TokenRefused
from portal.accounts import people, tokens
from portal.accounts.models import ApiToken, Role, User


@pytest.fixture
def publisher(office, person):
    office("aa")
    office("bb")
    return person("x@example.jp", aa=Role.PUBLISHER)


def _issue(services, acting, user, **given):
    wanted = {"name": "月次", "organization_slug": "aa", "permissions": tokens.SCRIPTED, "days": 30}
    with services.begin(acting(user)) as uow:
        return tokens.issue(uow, user, **(wanted | given))


def _recognise(services, secret, later=timedelta()):
    with services.reading() as session:
        return tokens.recognise(session, secret, services.clock.now() + later)


def test_a_token_opens_one_organization_and_is_kept_only_as_its_digest(services, publisher, acting):
    secret = _issue(services, acting, publisher)

    actor = _recognise(services, secret).actor

    assert actor.name == publisher.email
    assert actor.may(Permission.EDIT, "aa")
    assert not actor.may(Permission.EDIT, "bb")
    assert not actor.may(Permission.EDIT)
    with services.reading() as session:
        kept = session.query(ApiToken).one()
        assert secret not in str(vars(kept))
        assert secret.startswith(kept.prefix)


def test_a_token_never_may_more_than_its_owner(services, office, person, acting):
    office("aa")
    chief = person("chief@example.jp", admin=True)
    secret = _issue(services, acting, chief, permissions=Permission)

    assert _recognise(services, secret).actor.organizations_for(Permission.EDIT) == {"aa"}
    for permission in set(Permission) - set(tokens.SCRIPTED):
        assert not _recognise(services, secret).actor.may_somewhere(permission)
    with services.begin(SYSTEM) as uow:
        people.make_admin(uow, uow.session.get(User, chief.id), admin=False)

    assert not _recognise(services, secret).actor.grants


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"organization_slug": "bb"}, NotAllowed),
        ({"organization_slug": "nothing"}, NotAllowed),
        ({"permissions": ()}, InvalidDraft),
        ({"permissions": (Permission.ADMINISTER,)}, InvalidDraft),
        ({"name": " "}, InvalidDraft),
        ({"days": 0}, InvalidDraft),
        ({"days": 366}, InvalidDraft),
    ],
)
def test_a_token_is_refused_where_it_would_open_too_much(
    services, publisher, acting, given, refusal
):
    with pytest.raises(refusal):
        _issue(services, acting, publisher, **given)


def test_a_token_dies_by_age_revocation_and_with_its_owner(services, publisher, acting):
    old, revoked, orphan = (_issue(services, acting, publisher) for _ in range(3))
    with services.begin(acting(publisher)) as uow:
        for token in tokens.of(uow.session, publisher):
            if revoked.startswith(token.prefix):
                tokens.revoke(uow, publisher, token.id)

    for secret, later in (
        (old, timedelta(days=30)),
        (revoked, timedelta()),
        ("", timedelta()),
        ("machi_" + "a" * 43, timedelta()),
        (orphan + "\n", timedelta()),
    ):
        with pytest.raises(TokenRefused):
            _recognise(services, secret, later)
    assert _recognise(services, orphan)
    with services.begin(SYSTEM) as uow:
        people.disable(uow, uow.session.get(User, publisher.id))
    with pytest.raises(TokenRefused):
        _recognise(services, orphan)


def test_nobody_revokes_or_makes_a_token_of_somebody_else(services, publisher, person, acting):
    secret = _issue(services, acting, publisher)
    other = person("other@example.jp", aa=Role.ADMIN)
    token = _recognise(services, secret).token_id

    with pytest.raises(NotFound), services.begin(acting(other)) as uow:
        tokens.revoke(uow, other, token)
    with pytest.raises(NotFound), services.begin(acting(other)) as uow:
        tokens.revoke(uow, publisher, token)
    with pytest.raises(NotAllowed), services.begin(acting(other)) as uow:
        tokens.issue(uow, publisher, name="x", organization_slug="aa", permissions=(), days=1)

    assert _recognise(services, secret)
