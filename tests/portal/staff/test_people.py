"""Colleagues, organizations and one's own account, as pages."""

import io

import pytest

from datasets.kernel.actors import SYSTEM
from portal.accounts import offices, people
from portal.accounts.models import Role
from tests import factories
from tests.browser import Browser
from tests.portal.staff.conftest import PASSWORD

NEW = "quite another password"


@pytest.fixture
def shimin(services):
    with services.begin(SYSTEM) as uow:
        offices.add(uow, "shimin", offices.OfficeDraft(title_ja="市民課"))


def _link(page):
    (link,) = [code for code in page.texts("code") if "/staff/welcome/" in code]
    assert link.startswith("http://127.0.0.1:8000/"), "of the setting, not of the request"
    return link.removeprefix("http://127.0.0.1:8000")


def _invite(staff, **given):
    form = {"email": "ito@example.jp", "name": "伊藤", "organization": "shimin"}
    page = staff.get("/staff/people/new")
    return staff.submit(page, "/staff/people/new", **(form | {"role": "publisher"} | given))


def test_a_person_is_invited_sets_a_password_and_works(app, staff, services, shimin):
    invited = _invite(staff)
    link = _link(invited)
    again = staff.get(invited.response.request.path)
    newcomer = Browser(app.test_client())
    form = newcomer.get(link)
    wrong = newcomer.submit(form, link, password=NEW, again="other")
    newcomer.submit(form, link, password=NEW, again=NEW)
    home = newcomer.submit(
        newcomer.get("/staff/sign-in"), "/staff/sign-in", email="ito@example.jp", password=NEW
    )

    assert "市民課" in invited.text
    assert "/staff/welcome/" not in again.text
    assert wrong.status == 422
    assert home.response.request.path == "/staff/"
    assert [o.get("value") for o in newcomer.get("/staff/data/new").all("option")] == ["shimin"]
    assert newcomer.get(link).status == 404


def test_what_was_typed_stays_when_a_person_cannot_be_added(staff, shimin):
    nobody = _invite(staff, email="nobody")
    no_role = _invite(staff, role="king")
    no_office = _invite(staff, organization="")

    assert nobody.status == no_role.status == no_office.status == 422
    assert nobody.field("name") == "伊藤"
    assert "#field-email" in nobody.links()
    assert "#field-role" in no_role.links()


def test_who_is_shut_out_is_out_at_once_and_comes_back_only_by_the_site(
    staff, colleague, services, shimin
):
    person = colleague("shimin")
    admin = colleague("shimin", Role.ADMIN)
    with services.reading() as session:
        user = people.by_email(session, "shimin-publisher@example.jp")
    here = f"/staff/people/{user.id}"

    page = admin.submit(admin.get(here), f"{here}/disable")
    refused = admin.submit(page, f"{here}/enable")

    assert person.client.get("/staff/").status_code == 302
    assert f"{here}/enable" not in [form.get("action") for form in page.all("form")]
    assert refused.status == 403
    staff.submit(staff.get(here), f"{here}/enable")
    with services.reading() as session:
        assert people.sign_in(session, user.email, PASSWORD)


def test_a_new_role_holds_from_the_next_sign_in(staff, colleague, services, shimin):
    person = colleague("shimin")
    with services.reading() as session:
        user = people.by_email(session, "shimin-publisher@example.jp")
    here = f"/staff/people/{user.id}"

    page = staff.submit(staff.get(here), f"{here}/role", organization="shimin", role="reviewer")
    gone = staff.submit(page, f"{here}/role", organization="shimin", role="")

    assert person.client.get("/staff/").status_code == 302
    assert "市民課" in page.text
    assert staff.submit(gone, f"{here}/role", organization="shimin", role="king").status == 409


def test_an_administrator_of_an_office_sees_only_its_people(staff, colleague, services, shimin):
    colleague("kikikanri")
    admin = colleague("shimin", Role.ADMIN)
    with services.reading() as session:
        stranger = people.by_email(session, "kikikanri-publisher@example.jp")

    people_page = admin.get("/staff/people")

    assert "shimin-admin@example.jp" in people_page.text
    assert "kikikanri" not in people_page.text
    assert "staff@example.jp" not in people_page.text
    assert admin.get(f"/staff/people/{stranger.id}").status == 404
    offered = [o.get("value") for o in admin.get("/staff/people/new").all("option")]
    assert offered == ["shimin"]


def test_a_university_is_added_with_a_review_its_people_cannot_lift(staff, colleague, services):
    form = staff.get("/staff/organizations/new")
    unfit = staff.submit(form, "/staff/organizations/new", slug="大学", title_ja="まつのき大学")
    kept = staff.submit(
        form,
        "/staff/organizations/new",
        slug="matsunoki-u",
        title_ja="まつのき大学",
        kind="university",
        area="072991",
        needs_review="1",
    )
    taken = staff.submit(form, "/staff/organizations/new", slug="matsunoki-u", title_ja="x")
    admin = colleague("matsunoki-u", Role.ADMIN)
    own = admin.get("/staff/organizations/matsunoki-u")
    admin.submit(own, "/staff/organizations/matsunoki-u", title_ja="まつのき総合大学", area="")

    assert unfit.status == taken.status == 422
    assert unfit.field("title_ja") == "まつのき大学"
    assert kept.field("area") == "072991"
    assert not [e for e in own.all("input") if e.get("name") in {"kind", "needs_review", "area"}]
    row = staff.get("/staff/organizations").text
    assert "まつのき総合大学" in row
    again = staff.get("/staff/organizations/matsunoki-u")
    assert again.field("area") == "072991"


def test_ones_own_password_is_changed_and_other_devices_sign_in_again(app, colleague):
    here, elsewhere = colleague("shimin"), Browser(app.test_client())
    email = "shimin-publisher@example.jp"
    elsewhere.submit(
        elsewhere.get("/staff/sign-in"), "/staff/sign-in", email=email, password=PASSWORD
    )
    page = here.get("/staff/me")

    wrong = here.submit(page, "/staff/me/password", old="wrong", new=NEW, again=NEW)
    done = here.submit(page, "/staff/me/password", old=PASSWORD, new=NEW, again=NEW)

    assert wrong.status == 422
    assert done.status == 200
    assert here.client.get("/staff/").status_code == 200
    assert elsewhere.client.get("/staff/").status_code == 302


def test_a_token_is_shown_once_opens_the_api_and_is_revoked(colleague, services):
    factories.published(services)
    person = colleague()
    page = person.get("/staff/me")
    form = {"name": "月次", "organization": "kikikanri", "deeds": ["edit", "publish"]}

    unfit = person.submit(page, "/staff/me/tokens", **form, days="400")
    made = person.submit(page, "/staff/me/tokens", **form, days="30")
    (token,) = [code for code in made.texts("code") if len(code) > 40 and "machi_" in code]
    again = person.get("/staff/me")
    (revoke,) = [f.get("action") for f in again.all("form") if "/revoke" in f.get("action", "")]
    person.submit(again, revoke)
    answer = person.client.post(
        "/api/v1/datasets/shelters/files",
        data={"file": (io.BytesIO(b"a,b\n1,2\n"), "shelters.csv")},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert unfit.status == 422
    assert unfit.field("name") == "月次"
    assert token not in again.text
    assert token[:12] in again.text
    assert answer.status_code == 401
