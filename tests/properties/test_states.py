"""Whoever acts, and in whatever order: states keep to their table, and two people agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import describing, disclosure, publishing, queries, reviewing, states
from datasets.describing import Description
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DomainError
from datasets.models.dataset import State
from datasets.models.organization import Organization
from tests import factories

PEOPLE = {
    "publisher": Actor("publisher", {Permission.EDIT, Permission.PUBLISH}, {"univ"}),
    "reviewer": Actor("reviewer", set(Permission), {"univ"}),
    "other": Actor("other", set(Permission), None),
    "stranger": Actor("stranger", set(Permission), {"kikikanri"}),
}
MOVES = (
    "publish",
    "approve",
    "send back",
    "withdraw",
    "file",
    "private file",
    "describe",
    "answer",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(MOVES)), min_size=3, max_size=12
)
PRIVATE = "名称,携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))


class World:
    """One dataset of an organization whose data need a review, and who touched what last."""

    def __init__(self, services, slug):
        self.services, self.slug, self.count = services, slug, 0
        self.unseen_by: set[str] = set()

    def load(self, session):
        return session.scalars(
            queries.whole().where(queries.Dataset.slug == self.slug)
        ).one_or_none()

    def now(self):
        with self.services.reading() as session:
            dataset = self.load(session)
        shown = [file.current_number for file in dataset.distributions]
        return dataset.state, shown, dict(dataset.title), dataset.revision

    def step(self, actor, move):
        if move.endswith("file"):
            self.file(actor, PRIVATE if move == "private file" else f"名称\n{self.count}\n")
            return
        with self.services.begin(actor) as uow:
            dataset = self.load(uow.session)
            {
                "publish": lambda: publishing.publish(uow, dataset),
                "approve": lambda: reviewing.approve(uow, dataset, dataset.revision),
                "send back": lambda: reviewing.send_back(uow, dataset, "直してください"),
                "withdraw": lambda: publishing.withdraw(uow, dataset, "まちがい"),
                "describe": lambda: describing.describe(
                    uow, dataset, Description(title={"ja": f"題名{self.count}"})
                ),
                "answer": lambda: self.answer(uow, dataset),
            }[move]()

    def file(self, actor, text):
        with self.services.begin(actor) as uow:
            factories.intake.receive(
                uow,
                factories.draft(
                    self.services,
                    slug=self.slug,
                    title=self.now_title(uow),
                    organization=OrganizationDraft(slug="univ"),
                    csv=text,
                    publish=False,
                ),
            )
        factories.prepare_all(self.services, self.slug)

    def now_title(self, uow):
        dataset = self.load(uow.session)
        return dataset.title["ja"] if dataset else "はじめ"

    def answer(self, uow, dataset):
        versions = [v.id for _, v in publishing.newest_versions(uow, dataset)]
        for question in queries.questions(uow.session, versions):
            disclosure.decide(uow, question.id, allow=True, reason="公開ずみです", basis="business")


@pytest.fixture
def university(services):
    with services.begin(SYSTEM) as uow:
        uow.session.add(
            Organization(slug="univ", title={"ja": "大学"}, needs_review=True, created_at=uow.now)
        )
    return services


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, name=st.uuids())
def test_states_keep_to_their_table_and_nobody_publishes_alone(university, steps, name):
    world = World(university, f"data-{name.hex[:12]}")
    world.file(PEOPLE["publisher"], "名称\nはじめ\n")
    changed_by = "publisher"

    for who, move in steps:
        world.count += 1
        before = world.now()
        try:
            world.step(PEOPLE[who], move)
        except DomainError:
            assert world.now()[0] is before[0]
            continue
        state, shown, title, _ = world.now()

        assert state is before[0] or (before[0], state) in states.MOVES
        went_public = state is State.PUBLISHED and (before[0], before[1]) != (state, shown)
        reworded = state is State.PUBLISHED and title != before[2]
        if went_public or reworded:
            assert who not in {changed_by, "publisher", "stranger"}
            assert move in {"publish", "approve"}
        if move in {"file", "private file", "describe"}:
            changed_by = who
