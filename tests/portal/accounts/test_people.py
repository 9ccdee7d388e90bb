"""Who may do what where, and who may decide about whom."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import InvalidDraft, InvalidMove, NotAllowed, NotFound, SignInRefused
from datasets.models.organization import OrganizationKind
from portal.accounts import invitations, offices, passwords, people, reach
from portal.accounts.models import PERMISSIONS, Role, User

PASSWORD = "correct horse battery"
places = st.sampled_from(["aa", "bb", "c"])


@given(st.frozensets(st.tuples(st.none() | places, st.sampled_from(Permission)), max_size=8))
def test_an_actor_may_exactly_what_was_granted_there_or_everywhere(grants):
    actor = Actor("x", grants=grants)

    for permission, place in itertools.product(Permission, [None, "aa", "bb", "c"]):
        granted = (place, permission) in grants or (None, permission) in grants
        assert actor.may(permission, place) is granted
        mine = actor.organizations_for(permission)
        assert (mine is None) is ((None, permission) in grants)
        assert place is None or mine is None or (place in mine) is granted


def test_different_roles_hold_each_in_its_own_organization(office, person, acting):
    office("aa")
    office("bb")

    actor = acting(person("x@example.jp", aa=Role.PUBLISHER, bb=Role.REVIEWER))

    for permission in Permission:
        assert actor.may(permission, "aa") is (
            permission in PERMISSIONS[Role.PUBLISHER] | {Permission.MODERATE}
        )
        assert actor.may(permission, "bb") is (permission in PERMISSIONS[Role.REVIEWER])
    assert not actor.may(Permission.EDIT)


def test_nobody_of_an_organization_under_review_lets_its_data_through(office, person, acting):
    office("uni", kind=OrganizationKind.UNIVERSITY, needs_review=True)

    admin = acting(person("a@uni.example", uni=Role.ADMIN))
    reviewer = acting(person("r@city.example", uni=Role.REVIEWER))

    assert admin.may(Permission.PUBLISH, "uni")
    assert not admin.may(Permission.REVIEW, "uni")
    assert not admin.may(Permission.MODERATE)
    assert reviewer.may(Permission.REVIEW, "uni")


def test_an_administrator_of_one_organization_stays_in_it(services, office, person, acting):
    for slug in ("aa", "bb"):
        office(slug)
    office("uni", needs_review=True)
    admin = acting(person("admin@a.example", aa=Role.ADMIN, uni=Role.ADMIN))
    own = person("own@a.example", aa=Role.PUBLISHER)
    shared = person("shared@example.jp", aa=Role.PUBLISHER, bb=Role.PUBLISHER)
    chief = person("chief@example.jp", admin=True)

    forbidden = [
        lambda uow, user: people.give_role(uow, user, "bb", Role.PUBLISHER),
        lambda uow, user: people.give_role(uow, user, "uni", Role.REVIEWER),
        lambda uow, user: people.take_role(uow, user, "bb"),
        lambda uow, user: people.make_admin(uow, user, admin=True),
        people.enable,
        lambda uow, _: people.invite(uow, email="new@example.jp", name="n"),
        lambda uow, _: people.add(uow, email="n@example.jp", name="", password=None, admin=True),
        lambda uow, _: offices.add(uow, "new", offices.OfficeDraft(title_ja="n")),
        lambda uow, _: offices.edit(uow, "bb", offices.OfficeDraft(title_ja="n")),
    ]
    over = [people.disable, people.end_sessions, invitations.make]
    for deed, user in [
        *((deed, own) for deed in forbidden),
        *((deed, user) for deed in over for user in (shared, chief)),
    ]:
        with pytest.raises(NotAllowed), services.begin(admin) as uow:
            deed(uow, uow.session.get(User, user.id))
    for deed in over:
        with services.begin(admin) as uow:
            deed(uow, uow.session.get(User, own.id))
    with services.reading() as session:
        seen = {user.email for user in reach.managed(session, admin)}
        assert seen == {"admin@a.example", "own@a.example", "shared@example.jp"}
        with pytest.raises(NotFound):
            reach.one_managed(session, admin, chief.id)


def test_an_own_administrator_does_not_lift_the_review(services, office, person, acting):
    office("uni", kind=OrganizationKind.UNIVERSITY, needs_review=True)
    admin = acting(person("a@uni.example", uni=Role.ADMIN))

    with services.begin(admin) as uow:
        changed = offices.edit(uow, "uni", offices.OfficeDraft(title_ja="大学", contact="0242"))

    assert (changed.needs_review, changed.kind) == (True, OrganizationKind.UNIVERSITY)
    assert (changed.title, changed.contact) == ({"ja": "大学"}, "0242")


def test_to_add_never_changes_what_is_there(services, office, person):
    office("aa", contact="0242")
    before = person("x@example.jp", aa=Role.PUBLISHER).password_hash

    with pytest.raises(InvalidDraft), services.begin(SYSTEM) as uow:
        people.add(uow, email=" X@example.jp", name="other", password="another password")
    with pytest.raises(InvalidDraft), services.begin(SYSTEM) as uow:
        offices.add(uow, "aa", offices.OfficeDraft(title_ja="other"))
    with services.begin(SYSTEM) as uow:
        known, secret = people.invite(
            uow, email="x@example.jp", name="", organization_slug="aa", role=Role.ADMIN
        )

    assert (known.name, known.password_hash, secret) == ("x@example.jp", before, "")


def test_a_change_of_rights_ends_sessions_and_open_links_and_is_written_down(
    services, office, person
):
    office("aa")
    user = person("x@example.jp")
    with services.begin(SYSTEM) as uow:
        secret = invitations.make(uow, uow.session.get(User, user.id))
    epoch, deeds = user.session_epoch, 0

    for deed in (
        lambda uow, user: people.give_role(uow, user, "aa", Role.PUBLISHER),
        lambda uow, user: people.give_role(uow, user, "aa", Role.REVIEWER),
        lambda uow, user: people.take_role(uow, user, "aa"),
        lambda uow, user: people.make_admin(uow, user, admin=True),
        people.end_sessions,
        people.disable,
    ):
        with services.begin(SYSTEM) as uow:
            before = uow.session.query(AuditEntry).count()
            changed = uow.session.get(User, user.id)
            deed(uow, changed)
            deeds += 1
            assert changed.session_epoch == epoch + deeds
            assert uow.session.query(AuditEntry).count() == before + 1
    with services.reading() as session, pytest.raises(NotFound):
        invitations.invited(session, secret, services.clock.now())


def test_nobody_changes_their_own_rights(services, person, acting):
    chief = person("chief@example.jp", admin=True)

    for deed in (people.disable, lambda uow, user: people.make_admin(uow, user, admin=False)):
        with pytest.raises(InvalidMove), services.begin(acting(chief)) as uow:
            deed(uow, uow.session.get(User, chief.id))


def test_only_the_own_password_is_changed_and_only_with_the_present_one(services, person, acting):
    one, other = person("one@example.jp"), person("other@example.jp")

    with pytest.raises(NotAllowed), services.begin(acting(one)) as uow:
        people.change_password(uow, other.id, PASSWORD, "quite another one")
    for old, new in (("wrong", "quite another one"), (PASSWORD, "short")):
        with pytest.raises(SignInRefused), services.begin(acting(one)) as uow:
            people.change_password(uow, one.id, old, new)
    with services.begin(acting(one)) as uow:
        people.change_password(uow, one.id, PASSWORD, "quite another one")

    with services.reading() as session:
        assert people.sign_in(session, "one@example.jp", "quite another one").session_epoch == 1


def test_who_has_set_no_password_signs_in_with_none(services):
    with services.begin(SYSTEM) as uow:
        people.add(uow, email="x@example.jp", name="", password=None)

    for tried in ("", "nobody has this password"):
        assert not passwords.matches(tried, "")
        with services.reading() as session, pytest.raises(SignInRefused):
            people.sign_in(session, "x@example.jp", tried)
