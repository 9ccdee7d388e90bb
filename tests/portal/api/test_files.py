"""A script hands in a file: the token's door."""

import io

import pytest

from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM, Permission
from datasets.kernel.audit import AuditEntry
from portal.accounts import people, tokens
from portal.accounts.models import ApiToken, Role
from tests import factories

CSV = "名称,地区,定員\n中央小学校,中央,950\n北原小学校,北原,990\n"
PUSH = "/api/v1/datasets/shelters/files"


@pytest.fixture
def token(services):
    """Headers of a token; by default of a publisher of the office of `shelters`."""

    def issue(organization="kikikanri", permissions=tokens.SCRIPTED):
        with services.begin(SYSTEM) as uow:
            email = f"{organization}@example.jp"
            user = people.by_email(uow.session, email) or people.add(
                uow, email=email, name="n", password=None
            )
            people.give_role(uow, user, organization, Role.PUBLISHER)
            actor = people.as_actor(people.with_memberships(uow.session, user.id))
        with services.begin(actor) as uow:
            secret = tokens.issue(
                uow,
                user,
                name="x",
                organization_slug=organization,
                permissions=permissions,
                days=30,
            )
        return {"Authorization": f"Bearer {secret}"}

    return issue


def _push(client, headers, text=CSV, name="shelters.csv", path=PUSH, **form):
    data = {"file": (io.BytesIO(text.encode()), name), **form}
    return client.post(path, data=data, headers=headers, content_type="multipart/form-data")


def test_a_monthly_file_becomes_the_new_version_and_its_check_can_be_followed(
    client, services, token
):
    factories.published(services)
    headers = token()

    taken = _push(client, headers, name="shelters_202612.csv", replaces="shelters")
    status = client.get(taken.headers["Location"], headers=headers)
    factories.prepare_all(services, "shelters")
    done = client.get(taken.headers["Location"], headers=headers)

    assert (taken.status_code, taken.json["version"], taken.json["file"]) == (202, 2, "shelters")
    assert taken.json["status_url"] == taken.headers["Location"]
    assert (status.status_code, status.json["stage"]) == (200, "stored")
    assert (done.json["stage"], done.json["rows"], done.json["findings"]) == ("packaged", 2, 0)
    assert (status.json["waits_for"], done.json["waits_for"]) == ("check", None)
    assert done.json["published_at"]
    assert client.get("/api/v1/datasets/shelters").json["files"][0]["rows"] == 2
    for answer in (taken, status):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]
        assert "Access-Control-Allow-Origin" not in answer.headers
    with services.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="push").one()
        assert entry.actor == "kikikanri@example.jp"
        assert session.query(ApiToken).one().last_used_on == services.clock.now().date()


def test_a_file_that_changes_nearly_everything_says_that_a_person_must_confirm_it(
    client, services, token
):
    rows = "".join(f"{number}番,{number}\n" for number in range(100))
    factories.published(services, csv=f"名称,定員\n{rows}")
    headers = token()

    taken = _push(
        client, headers, text=f"名称,定員\n{rows[:60]}".rpartition("\n")[0], replaces="shelters"
    )
    factories.prepare_all(services, "shelters")
    done = client.get(taken.headers["Location"], headers=headers).json

    assert (done["published_at"], done["waits_for"]) == (None, "confirmation")


def test_the_file_may_be_the_whole_body_and_the_same_bytes_make_no_new_version(
    client, services, token
):
    factories.published(services)
    headers = token()

    for body, version in ((factories.CSV, 1), (CSV, 2), (CSV, 2)):
        answer = client.post(f"{PUSH}?filename=shelters.csv", data=body.encode(), headers=headers)
        assert (answer.status_code, answer.json["version"]) == (202, version)
        factories.prepare_all(services, "shelters")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer machi_" + "a" * 43},
        {"Authorization": "Basic c3RhZmY6eA=="},
        {"Authorization": "Bearer"},
    ],
)
def test_without_a_valid_token_nothing_is_taken(client, services, headers):
    factories.published(services)

    answer = _push(client, headers)

    assert answer.status_code == 401
    assert answer.content_type.startswith("application/problem+json")
    assert answer.json["code"] == "token-refused"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_of_another_office_learns_nothing_of_what_is_private(client, services, token):
    factories.published(services)
    factories.received(services, slug="draft", filename="draft.csv", publish=False)
    factories.received(
        services,
        slug="other",
        filename="o.csv",
        organization=OrganizationDraft(slug="shimin"),
        publish=False,
    )
    stranger = token("shimin")

    public = _push(client, stranger)
    private = _push(client, stranger, path="/api/v1/datasets/draft/files")
    missing = _push(client, stranger, path="/api/v1/datasets/nihil/files")
    status = client.get("/api/v1/datasets/draft/files/draft/versions/1", headers=stranger)

    assert public.status_code == 403
    assert (private.status_code, status.status_code) == (404, 404)
    assert private.text.replace("draft", "nihil") == missing.text


def test_a_token_that_may_only_edit_changes_nothing_public(client, services, token):
    factories.published(services)
    headers = token(permissions=[Permission.EDIT])

    assert _push(client, headers).status_code == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"text": ""}, 422),
        ({"name": ""}, 422),
        ({"name": "shelters.xlsx", "replaces": "shelters"}, 422),
        ({"replaces": "nothing"}, 404),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(client, services, token, given, status):
    factories.published(services)

    answer = _push(client, token(), **given)

    assert answer.status_code == status
    assert answer.json["title"]


def test_a_file_that_is_too_large_is_refused(app, client, services, token):
    factories.published(services)
    app.config["MAX_CONTENT_LENGTH"] = 100
    headers = token()

    whole = client.post(f"{PUSH}?filename=a.csv", data=b"x" * 200, headers=headers)

    assert whole.status_code == _push(client, headers).status_code == 413


def test_guessing_tokens_is_slowed_down(client, limited):
    answers = [client.post(PUSH).status_code for _ in range(61)]

    assert answers == [401] * 60 + [429]


def test_an_answer_to_who_shows_a_token_is_not_kept_even_where_none_is_needed(client, services):
    answer = client.get("/api/v1/organizations", headers={"Authorization": "Bearer x"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
