from datetime import date

import pytest
from sqlalchemy import select, update

from datasets import assessing, disclosure, gate, panel, pipeline, publishing, queries
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, InvalidDraft, NotAllowed
from datasets.kernel.jobs import Job
from datasets.models.assessment import ImpactAssessment
from datasets.models.dataset import State
from datasets.threshold import Level, level, prefilled
from portal import worker
from tests import factories

PATIENTS = "氏名,生年月日,住所,病名\n" + "".join(
    f"佐藤 花{n},1951-04-0{n},栄町{n}-1,糖尿病\n" for n in range(1, 8)
)
AUTHOR = Actor("author@example.jp", {Permission.EDIT, Permission.PUBLISH}, {"kikikanri"})
OFFICER = Actor("officer@example.jp", {Permission.DISCLOSE}, {"kikikanri"})
WHOLE = assessing.AssessmentDraft(
    answers={},
    stakeholders="利用者",
    data_flow="窓口から",
    risks=[assessing.Risk("だれか分かる", 2, 3, "")],
    public_summary={"ja": "同意のある人だけです"},
    review_on=date(2027, 1, 1),
)


@pytest.fixture
def patients(services):
    factories.received(services, csv=PATIENTS)


def acting(services, actor, deed):
    with services.begin(actor) as uow:
        return deed(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))


def answer_all(uow, dataset):
    versions = [version for _, version in publishing.newest_versions(uow, dataset)]
    for question in gate.open_questions(uow.session, versions):
        disclosure.decide(uow, question.id, allow=True, reason="同意", basis="consent")
    return dataset.state


def accept(uow, dataset):
    assessing.decide(uow, dataset, accept=True, reason="十分です")
    return dataset.state


def write(uow, dataset, draft=WHOLE):
    return assessing.write(uow, dataset, draft)


def test_the_threshold_is_answered_by_what_was_found():
    assert level(prefilled([])) is Level.NONE
    assert level(prefilled(["mobile"])) is Level.LIGHT
    assert level(prefilled(["person", "illness"])) is Level.FULL


def test_names_and_illnesses_wait_for_an_assessment_that_another_person_accepted(
    services, patients, client
):
    assert acting(services, OFFICER, answer_all) is State.IN_REVIEW

    acting(services, AUTHOR, write)
    assert acting(services, OFFICER, accept) is State.PUBLISHED

    page = client.get("/ja/dataset/shelters").get_data(as_text=True)
    assert "同意のある人だけです" in page


def test_who_wrote_it_does_not_accept_it(services, patients):
    both = Actor("author@example.jp", set(Permission), {"kikikanri"})
    acting(services, both, write)

    with pytest.raises(NotAllowed):
        acting(services, both, accept)


@pytest.mark.parametrize("missing", ["stakeholders", "data_flow", "risks", "review_on"])
def test_what_is_not_whole_or_leaves_a_grave_risk_is_not_accepted(services, patients, missing):
    parts = {name: getattr(WHOLE, name) for name in WHOLE.__slots__}
    empty = {"review_on": None, "risks": [assessing.Risk("漏れる", 3, 4, "")]}.get(missing, "")
    acting(
        services,
        AUTHOR,
        lambda uow, dataset: write(
            uow, dataset, assessing.AssessmentDraft(**parts | {missing: empty})
        ),
    )

    with pytest.raises(DisclosureBlocked):
        acting(services, OFFICER, accept)


def test_a_panel_that_was_set_up_is_asked_before_anything_personal_is_allowed(services, patients):
    members = ["a@example.jp", "b@example.jp"]
    with services.begin(SYSTEM) as uow:
        panel.set_up(uow, "kikikanri", members, 2)
    with pytest.raises(DisclosureBlocked):
        acting(services, OFFICER, answer_all)

    for name in members:
        acting(services, Actor(name), lambda uow, dataset: panel.vote(uow, dataset, "yes", "よい"))

    acting(services, OFFICER, answer_all)
    with pytest.raises(NotAllowed):
        acting(services, OFFICER, lambda uow, dataset: panel.vote(uow, dataset, "yes", ""))


def test_a_panel_needs_a_quorum_it_can_reach_and_no_needs_a_reason(services, patients):
    with services.begin(SYSTEM) as uow, pytest.raises(InvalidDraft):
        panel.set_up(uow, None, ["a@example.jp"], 2)
    with services.begin(SYSTEM) as uow:
        panel.set_up(uow, None, ["a@example.jp"], 1)

    with pytest.raises(InvalidDraft):
        acting(
            services,
            Actor("a@example.jp"),
            lambda uow, dataset: panel.vote(uow, dataset, "no", " "),
        )


def test_a_panel_of_the_site_is_asked_where_an_organization_has_none(services, patients):
    office = OrganizationDraft(slug="zaisei")
    factories.received(services, slug="taxes", csv=PATIENTS, organization=office)
    with services.begin(SYSTEM) as uow:
        panel.set_up(uow, "kikikanri", ["own@example.jp"], 1)
        panel.set_up(uow, None, ["site@example.jp"], 1)

    with services.reading() as session:
        asked = {
            name: [dataset.slug for dataset in panel.waiting(session, Actor(f"{name}@example.jp"))]
            for name in ("own", "site", "nobody")
        }

    assert asked == {"own": ["shelters"], "site": ["taxes"], "nobody": []}


def test_new_columns_ask_a_second_person_and_what_was_public_stays(services):
    factories.published(services, csv="名称,定員\n北,10\n")

    factories.received(services, csv="名 称,定員,患者氏名\n北,10,\n")

    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        versions = [version for _, version in publishing.newest_versions(uow, dataset)]
        (question,) = gate.open_questions(uow.session, versions)
    assert (question.kind, question.message["places"]["column"]) == ("new_column", "患者氏名")
    assert dataset.distributions[0].current_number == 1


@pytest.fixture
def overdue(services, patients):
    """Public data whose assessment was to be looked at again long ago."""
    acting(services, OFFICER, answer_all)
    acting(services, AUTHOR, write)
    acting(services, OFFICER, accept)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(update(ImpactAssessment).values(review_on=date(2020, 1, 1)))
    pipeline.index(factories.workshop(services))


def look(services):
    worker.assessments_due(services, {}, None)


def letters(services):
    with services.reading() as session:
        jobs = session.scalars(select(Job).where(Job.name == "mail")).all()
    return [(job.payload["to"], job.payload["text"]) for job in jobs]


def test_data_whose_day_of_the_next_look_has_passed_are_put_forward_no_longer(
    services, overdue, resident
):
    look(services)

    home = resident.get("/ja/")
    assert not any("/dataset/shelters" in link for link in home.links())
    about = resident.get("/ja/dataset/shelters").texts("dd")
    assert "影響評価を見直す期日が過ぎています。担当者が確認しています。" in about
    found = resident.get("/ja/search?q=避難所").links()
    assert any("/dataset/shelters" in link for link in found)


def test_they_are_put_forward_again_once_somebody_has_looked(services, overdue, resident):
    look(services)

    acting(services, AUTHOR, write)
    acting(services, OFFICER, accept)

    assert any("/dataset/shelters" in link for link in resident.get("/ja/").links())


def test_who_may_decide_is_told_once_for_each_day_that_passes(services, overdue, staff):
    for _ in range(2):
        look(services)

    ((to, text),) = letters(services)
    assert "@" in to
    assert "/staff/assessment/shelters" in text
    assert "佐藤" not in text
    (task,) = [link for link in staff.get("/staff/").links() if "/staff/assessment/" in link][:1]
    assert task == "/staff/assessment/shelters"
