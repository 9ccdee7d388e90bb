"""Every route for staff and for programs, asked by everybody; role_matrix.txt says who gets in."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from apps_gallery.models import AppPicture, AppState, CitizenApp
from datasets import assessing, panel, queries, reviewing, scheduling
from datasets.kernel.actors import SYSTEM
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.voice import DataReport, DataRequest
from harvesters import sources
from harvesters.models import HarvestRecord, HarvestRun, Outcome
from portal.accounts import invitations, people
from portal.accounts.models import User
from tests.portal import world as made
from tests.portal.world import ANONYMOUS, PEOPLE, ROLES, TOKEN, World

TABLE = Path(__file__).with_name("role_matrix.txt")
DOORS = ("/staff", "/api/")
REFUSED = {401, 403, 404}
OF_A = ("publisher of A", "reviewer of A", "admin of A", "site admin")
LEAST = {
    "anyone": frozenset(ROLES),
    "signed-in": frozenset(PEOPLE),
    "publisher": frozenset(OF_A),
    "reviewer": frozenset(OF_A[1:]),
    "admin": frozenset(OF_A[2:]),
    "site": frozenset(OF_A[3:]),
    "own": frozenset({"publisher of A"}),
    "token": frozenset({TOKEN}),
}


@dataclass(frozen=True)
class Line:
    """One route, who gets in, and how it is asked."""

    method: str
    rule: str
    least: str
    arguments: dict[str, str]
    form: dict[str, str]

    @property
    def route(self) -> str:
        return f"{self.method} {self.rule}"


def _lines() -> list[Line]:
    found = []
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if text.strip() and not text.startswith("#"):
            route, least, arguments, form, *_ = [*(p.strip() for p in text.split("|")), "", ""]
            method, rule = route.split(" ", 1)
            found.append(Line(method, rule, least, _pairs(arguments), _pairs(form)))
    return found


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split())


def _routes(rules: list[Rule]) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in rules
        if rule.rule.startswith(DOORS)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """What the first office keeps to itself: a draft, and data about which something is asked."""
    world = made.make_world(tmp_path_factory.mktemp("roles") / "home")
    for slug in ("draft", "held", "due"):
        made.add_dataset(world, slug, publish=False)
    made.add_dataset(world, "updated")
    made.add_dataset(world, "updated", csv="名称\n北\n")  # a large change waits for a person
    asked = made.add_dataset(world, "asked", csv=made.PHONES.format("名称"))
    with world.services.reading() as session:
        version = asked.distributions[0].versions[-1].id
        question = session.query(DisclosureQuestion).filter_by(version_id=version).first()
        world.ids["question"] = str(question.id)
    more_ids(world)
    yield world
    world.services.engine.dispose()


def more_ids(world: World) -> None:
    """Whatever else lines name in braces; each part of the portal adds what it needs."""
    with world.services.begin(SYSTEM) as uow:
        newcomer = people.add(uow, email="newcomer@example.jp", name="n", password=None)
        world.ids["welcome"] = invitations.make(uow, newcomer)
        _harvest(uow, world.ids)
        _apps(world, uow)
        _voices(uow, world.ids)
        due = queries.staff_dataset(uow.session, "due", SYSTEM)
        scheduling.schedule(uow, due, uow.now + timedelta(days=1))
        _panel(uow)
        reviewing.submit(uow, queries.staff_dataset(uow.session, "held", SYSTEM))


def _panel(uow: UnitOfWork) -> None:
    """The publisher of A sits on its panel, and something is written to be decided on."""
    panel.set_up(uow, made.OFFICE, [made.email("publisher of A")], 1)
    asked = queries.staff_dataset(uow.session, "asked", SYSTEM)
    assessing.write(uow, asked, assessing.AssessmentDraft(answers={}))


def _harvest(uow: UnitOfWork, ids: dict[str, str]) -> None:
    source = sources.add(
        uow, kind="folder", url="https://a.example/", organization=made.OFFICE, options={}
    )
    run = HarvestRun(source_id=source.id, started_at=uow.now)
    uow.session.add(run)
    uow.session.flush()
    failed = {"identifier": "x", "outcome": Outcome.FAILED, "met_at": uow.now}
    uow.session.add(HarvestRecord(source_id=source.id, run_id=run.id, **failed))
    ids |= {"source": source.slug, "run": str(run.id)}


def _voices(uow: UnitOfWork, ids: dict[str, str]) -> None:
    request = DataRequest(title="wanted", secret_digest="1" * 64, created_at=uow.now)
    report = DataReport(
        dataset_id=UUID(ids["open-a:id"]),
        file="",
        text="wrong",
        secret_digest="2" * 64,
        created_at=uow.now,
    )
    uow.session.add_all([request, report])
    uow.session.flush()
    ids |= {"request": str(request.id), "report": str(report.id)}


def _apps(world: World, uow: UnitOfWork) -> None:
    picture = world.services.files.put(io.BytesIO(b"RIFF....WEBP"), 100).sha256
    world.ids["picture"] = picture
    for slug, state in (
        ("waiting-app", AppState.SUBMITTED),
        ("shown-app", AppState.APPROVED),
    ):
        app = CitizenApp(
            slug=slug,
            state=state,
            title={"ja": slug},
            line={"ja": slug},
            description={"ja": slug},
            url="https://app.example.jp/",
            author="author",
            contact="author@example.jp",
            confirm_digest=None,
            status_digest=slug.ljust(64, "0"),
            created_at=uow.now,
            updated_at=uow.now,
            submitted_at=uow.now,
            approved_at=uow.now if state is AppState.APPROVED else None,
        )
        app.pictures = [AppPicture(sha256=picture, small_sha256=picture, width=1, height=1)]
        uow.session.add(app)
        world.ids[slug] = slug


def _address(world: World, line: Line) -> str:
    values = dict(line.arguments)

    def filled(match: re.Match[str]) -> str:
        converter, _, name = match.group(1).rpartition(":")
        value = _value(world, values.pop(name, "")) or "nothing"
        return str(UUID(value)) if converter.startswith("uuid") else value

    path = re.sub(r"<([^>]+)>", filled, line.rule)
    question = "&".join(f"{name}={_value(world, value)}" for name, value in values.items())
    return f"{path}?{question}" if question else path


def _value(world: World, text: str) -> str:
    return world.ids[text[1:-1]] if text.startswith("{") else text


def _ask(world: World, line: Line, role: str) -> TestResponse:
    form: dict[str, object] = {
        name: (io.BytesIO(b"a,b\n1,2\n3,4\n"), value[1:])
        if value.startswith("@")
        else _value(world, value)
        for name, value in line.form.items()
    }
    options = {"data": form, "content_type": "multipart/form-data"} if line.method == "POST" else {}
    return world.client(role).open(
        _address(world, line), method=line.method, headers=world.headers[role], **options
    )


def _tried(world: World, line: Line, role: str, *, look: bool) -> tuple[int, bool, bool]:
    """Its status, whether that is a refusal, and (if one looks) whether anything changed."""
    if line.method == "GET":
        with _ask(world, line, role) as answer:
            return answer.status_code, _is_refused(answer), False
    with world.unchanged():
        before = world.kept() if look else {}
        answer = _ask(world, line, role)
        changed = look and world.kept() != before
    return answer.status_code, _is_refused(answer), changed


def _is_refused(answer: TestResponse) -> bool:
    return answer.status_code in REFUSED or "/staff/sign-in?next=" in answer.headers.get(
        "Location", ""
    )


def test_every_route_has_its_line_and_every_line_its_route(world):
    served = _routes(list(world.app.url_map.iter_rules()))
    written = [line.route for line in _lines()]

    assert not served - set(written), "\n".join(sorted(served - set(written)))
    assert not set(written) - served, "\n".join(sorted(set(written) - served))
    assert sorted({line.least for line in _lines()} - set(LEAST)) == []


def test_everybody_gets_in_exactly_where_the_table_says(world):
    wrong = []

    for line in _lines():
        for role in ROLES:
            let_in = role in LEAST[line.least]
            told = f"{line.route} as {role}"
            status, refused, changed = _tried(world, line, role, look=not let_in)
            if let_in and (refused or status >= 500):
                wrong.append(f"{told}: {status}, should be let in")
            if not let_in and not (refused or status == 422):
                wrong.append(f"{told}: {status}, should be refused")
            if changed:
                wrong.append(f"{told}: {status}, changed the database")

    assert not wrong, "\n".join(wrong)


def test_who_is_let_in_does_something(world):
    """So that no line stays green because its form is never understood."""
    idle = []

    for line in _lines():
        role = {"token": TOKEN, "own": "publisher of A"}.get(line.least, "site admin")
        if line.method != "POST" or not line.form or line.least == "anyone":
            continue
        with world.unchanged():
            before = world.kept()
            answer = _ask(world, line, role)
            if world.kept() == before:
                idle.append(f"{line.route}: {answer.status_code}")

    assert not idle, "\n".join(idle)


def test_a_session_opens_no_door_for_programs(world):
    for role in PEOPLE:
        answer = world.client(role).post("/api/v1/datasets/open-a/files")

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_opens_no_door_for_people(world):
    for role in (ANONYMOUS, TOKEN):
        answer = world.client(role).get("/staff/", headers=world.headers[role])

        assert answer.status_code == 302


def test_rights_that_were_taken_are_gone_at_once(world):
    with world.unchanged():
        with world.services.begin(SYSTEM) as uow:
            user = uow.session.get(User, UUID(world.ids["publisher-of-A"]))
            people.take_role(uow, user, made.OFFICE)

        assert world.client("publisher of A").get("/staff/data/draft").status_code == 302
        answer = world.client(TOKEN).post(
            "/api/v1/datasets/open-a/files", headers=world.headers[TOKEN]
        )
        assert answer.status_code == 403
