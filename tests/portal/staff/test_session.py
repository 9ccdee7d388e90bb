import pytest
from flask import Flask
from flask.testing import FlaskClient

from datasets.kernel.actors import SYSTEM
from portal.accounts import people
from portal.wiring import Services
from tests.browser import Browser

EMAIL, PASSWORD = "aoki@example.jp", "correct horse battery"


@pytest.fixture
def person(services: Services) -> str:
    with services.begin(SYSTEM) as uow:
        people.add(uow, email=EMAIL, name="青木", password=PASSWORD, admin=True)
    return EMAIL


def _sign_in(client: FlaskClient, **given: str):
    browser = Browser(client)
    token = browser.get("/staff/sign-in").field("csrf_token")
    form = {"csrf_token": token, "email": EMAIL, "password": PASSWORD, **given}
    return client.post("/staff/sign-in", data=form)


def test_who_signs_in_goes_on_to_the_page_that_was_wanted(client, person):
    sent = client.get("/staff/data/new")
    assert sent.location == "/staff/sign-in?next=/staff/data/new"

    answer = _sign_in(client, next="/staff/data/new")

    assert (answer.status_code, answer.location) == (303, "/staff/data/new")
    assert client.get("/staff/data/new").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/staff/",
        "/staff//evil.example",
        "/staff/\\evil.example",
        "/staff/../ja/",
        "/ja/",
        "/staffing",
        "/staff/sign-out",
        "/staff/data/new\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_sent_out_of_the_pages_for_staff(client, person, elsewhere):
    answer = _sign_in(client, next=elsewhere)

    assert answer.location == "/staff/"


def test_a_wrong_password_keeps_the_address_and_says_neither_which_was_wrong(client, person):
    wrong = _sign_in(client, password="wrong horse battery")
    nobody = _sign_in(client, email="nobody@example.jp")

    assert wrong.status_code == nobody.status_code == 401
    page = Browser(client)._page(wrong)
    assert page.field("email") == EMAIL
    assert page.texts("title")[0].startswith("確認してください")
    assert "wrong horse" not in wrong.text
    assert client.get("/staff/").status_code == 302


def test_a_form_without_its_token_is_refused(client, person):
    answer = client.post("/staff/sign-in", data={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 400
    assert client.get("/staff/").status_code == 302


def test_signing_out_ends_a_copied_session_too(app: Flask, client, person):
    _sign_in(client)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    assert copy.get("/staff/").status_code == 200

    token = Browser(client).get("/staff/").field("csrf_token")
    client.post("/staff/sign-out", data={"csrf_token": token})

    assert client.get("/staff/").status_code == 302
    assert copy.get("/staff/").status_code == 302


def test_too_many_tries_have_to_wait(client, person, limited):
    answers = [_sign_in(client, password="wrong horse battery") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].headers["Retry-After"]


def test_the_language_is_switched_and_kept(client, person):
    _sign_in(client)
    japanese = Browser(client).get("/staff/data/new")
    switch = next(link for link in japanese.links() if "/staff/language/en" in link)

    english = Browser(client).get(switch)

    assert japanese.root.get("lang") == "ja"
    assert english.root.get("lang") == "en"
    assert english.texts("h1") == ["Publish new data"]
    assert Browser(client).get("/staff/").root.get("lang") == "en"


def test_the_sign_in_page_can_be_read_in_english_too(client):
    page = Browser(client).get("/staff/language/en?next=/staff/sign-in")

    assert page.texts("h1") == ["Sign in"]


def test_pages_for_staff_are_never_kept(client, person):
    _sign_in(client)

    assert client.get("/staff/").headers["Cache-Control"] == "no-store"
