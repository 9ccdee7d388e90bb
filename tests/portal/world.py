"""Two offices, what they keep to themselves, and everybody who might come to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select

from datasets import indexing, pipeline
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.models import Base
from datasets.models.dataset import Dataset
from portal.accounts import offices, people, tokens
from portal.accounts.models import Role, User
from portal.schema import METADATA
from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases, factories
from tests.sites import make_site

Kept = dict[str, list[dict[str, object]]]

PASSWORD = "correct-horse-battery"
OFFICE, OTHER = "office-a", "office-b"
PHONES = "{},携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))
PEOPLE = {
    "publisher of A": (OFFICE, Role.PUBLISHER),
    "reviewer of A": (OFFICE, Role.REVIEWER),
    "admin of A": (OFFICE, Role.ADMIN),
    "publisher of B": (OTHER, Role.PUBLISHER),
    "site admin": ("", None),
}
ANONYMOUS, TOKEN, TOKEN_OF_B = "anonymous", "token of A", "token of B"
ROLES = (ANONYMOUS, *PEOPLE, TOKEN, TOKEN_OF_B)


@dataclass
class World:
    """A portal, and how each role shows who it is."""

    services: Services
    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> FlaskClient:
        """A browser of a role, as it was just after signing in."""
        client = self.app.test_client()
        if role in self.cookies:
            client.set_cookie("session", self.cookies[role])
        return client

    def kept(self) -> Kept:
        """Everything in the database: table to its rows."""
        with self.services.engine.connect() as connection:
            return {
                table.name: sorted(map(dict, connection.execute(select(table)).mappings()), key=str)
                for table in METADATA.sorted_tables
            }

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Put the database back afterwards as it was."""
        before = self.kept()
        try:
            yield
        finally:
            if self.kept() != before:
                self._put_back(before)

    def _put_back(self, before: Kept) -> None:
        with self.services.engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
            for table in METADATA.sorted_tables:
                if before[table.name]:
                    connection.execute(insert(table), before[table.name])


def make_world(home: Path) -> World:
    """Two offices, one public dataset in each, and the people."""
    services = wire(
        Settings(
            home=home,
            database_url=databases.url(home),
            secret_key="world" * 8,
            allow_loopback=True,
        )
    )
    Base.metadata.create_all(services.engine)
    app = make_site(services)
    app.config["WTF_CSRF_ENABLED"] = False
    world = World(services, app)
    with services.begin(SYSTEM) as uow:
        for slug in (OFFICE, OTHER):
            offices.add(uow, slug, offices.OfficeDraft(title_ja=slug, contact="0242-00-0000"))
    for slug, office in (("open-a", OFFICE), ("open-b", OTHER)):
        add_dataset(world, slug, organization=OrganizationDraft(slug=office))
    world.headers = {role: {} for role in ROLES}
    for role, (office, what) in PEOPLE.items():
        _add_person(world, role, office, what)
    for role, office in ((TOKEN, OFFICE), (TOKEN_OF_B, OTHER)):
        _add_token(world, role, office)
    index(world)
    return world


def add_dataset(world: World, slug: str, **given: object) -> Dataset:
    """A dataset of the first office, prepared, its ids kept under its slug."""
    values = {"organization": OrganizationDraft(slug=OFFICE), "title": slug, "title_en": slug}
    dataset = factories.received(
        world.services, slug=slug, filename=f"{slug.replace('-', '_')}.csv", **(values | given)
    )
    version = dataset.distributions[0].versions[-1]
    world.ids[f"{slug}:id"] = str(dataset.id)
    world.ids[f"{slug}:distribution"] = str(dataset.distributions[0].id)
    world.ids[f"{slug}:version"] = str(version.id)
    world.ids[f"{slug}:sha256"] = version.sha256
    return dataset


def index(world: World) -> None:
    """Let the index follow, as the job does."""
    pipeline.index(factories.workshop(world.services))


def rebuild(world: World) -> None:
    """Make the index anew from what the database holds now."""
    indexing.rebuild(world.services.sessions, world.services.index)


def email(role: str) -> str:
    """How somebody of a role signs in."""
    return f"{role.replace(' ', '-')}@example.jp".lower()


def _add_person(world: World, role: str, office: str, what: Role | None) -> None:
    with world.services.begin(SYSTEM) as uow:
        user = people.add(uow, email=email(role), name=role, password=PASSWORD, admin=what is None)
        if what is not None:
            people.give_role(uow, user, office, what)
    world.ids[role.replace(" ", "-")] = str(user.id)
    client = world.app.test_client()
    client.post("/staff/sign-in", data={"email": email(role), "password": PASSWORD})
    session = client.get_cookie("session")
    assert session is not None
    world.cookies[role] = session.value
    assert world.client(role).get("/staff/").status_code == 200, role


def _add_token(world: World, role: str, office: str) -> None:
    owner_role = next(name for name, (place, _) in PEOPLE.items() if place == office)
    with world.services.begin(SYSTEM) as uow:
        user = uow.session.query(User).filter_by(email=email(owner_role)).one()
        actor = people.as_actor(people.with_memberships(uow.session, user.id))
    with world.services.begin(actor) as uow:
        secret = tokens.issue(
            uow,
            user,
            name=role,
            organization_slug=office,
            permissions=tokens.SCRIPTED,
            days=30,
        )
        bearer = tokens.recognise(uow.session, secret, uow.now)
        tokens.note_use(uow, bearer)
        world.ids[role.replace(" ", "-")] = str(bearer.token_id)
    world.headers[role] = {"Authorization": f"Bearer {secret}"}
