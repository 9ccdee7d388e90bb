import pytest

from datasets import publishing, queries
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import ANYONE, SYSTEM, Actor, Permission
from datasets.kernel.errors import Gone, NotFound
from tests import factories

NUMBERS = "名称,携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))
EDITOR = Actor("editor", frozenset({Permission.EDIT}), frozenset({"kikikanri"}))
STRANGER = Actor("stranger", frozenset({Permission.EDIT}), frozenset({"zaisei"}))


@pytest.fixture
def catalogue(services):
    """One public dataset, one that waits in review, and one of another organization."""
    factories.received(services)
    factories.received(services, slug="phones", csv=NUMBERS)
    factories.received(services, slug="budget", organization=OrganizationDraft(slug="zaisei"))
    return services


def slugs(found):
    return {dataset.slug for dataset in found}


@pytest.mark.parametrize(
    ("actor", "visible"),
    [
        (ANYONE, {"shelters", "budget"}),
        (EDITOR, {"shelters", "phones", "budget"}),
        (STRANGER, {"shelters", "budget"}),
        (SYSTEM, {"shelters", "phones", "budget"}),
    ],
)
def test_each_actor_sees_what_is_public_and_what_is_theirs(catalogue, actor, visible):
    asked = ["phones", "budget", "shelters", "nothing"]

    with catalogue.reading() as session:
        found = queries.datasets_by_slug(session, asked, actor)

    assert slugs(found) == visible
    assert [d.slug for d in found] == [slug for slug in asked if slug in visible]


def test_lists_and_counts_hold_public_datasets_only(catalogue):
    with catalogue.reading() as session:
        newest = queries.newest_datasets(session, SYSTEM, 10)
        counts = {o.slug: count for o, count in queries.organizations(session, SYSTEM)}

    assert slugs(newest) == {"shelters", "budget"}
    assert counts == {"kikikanri": 1, "zaisei": 1}


def test_a_dataset_that_is_not_public_is_not_found(catalogue):
    with catalogue.reading() as session:
        for slug in ("phones", "nothing"):
            with pytest.raises(NotFound):
                queries.public_dataset(session, slug)


def test_a_withdrawn_dataset_is_gone_with_its_reason(catalogue):
    with catalogue.begin(SYSTEM) as uow:
        found = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        publishing.withdraw(uow, found, "統合しました")

    with catalogue.reading() as session, pytest.raises(Gone) as gone:
        queries.public_dataset(session, "shelters")

    assert "統合しました" in str(gone.value)


def test_staff_see_their_own_datasets_in_any_state(catalogue):
    with catalogue.reading() as session:
        assert queries.staff_dataset(session, "phones", EDITOR).slug == "phones"
        assert slugs(queries.staff_datasets(session, EDITOR)) == {"shelters", "phones"}
        for actor in (STRANGER, ANYONE):
            with pytest.raises(NotFound):
                queries.staff_dataset(session, "phones", actor)


def test_a_version_that_was_never_public_is_not_found(catalogue):
    factories.received(catalogue, csv=NUMBERS)

    with catalogue.reading() as session:
        found = queries.public_dataset(session, "shelters")
        assert queries.public_file(found, "shelters").version.number == 1
        for name, number in (("shelters", 2), ("shelters", 3), ("nothing", None)):
            with pytest.raises(NotFound):
                queries.public_file(found, name, number)


def test_the_first_table_is_the_first_file_with_rows(services):
    pdf = factories.draft(services, content=b"%PDF-1.7", filename="plan.pdf").files[0]
    table = factories.draft(services).files[0]
    factories.received(services, files=(pdf, table))

    with services.reading() as session:
        found = queries.public_dataset(session, "shelters")

    assert [file.version.format for file in queries.public_files(found)] == ["pdf", "csv"]
    assert queries.first_table(found).distribution.name == "shelters"


def test_an_organization_that_is_not_there_is_not_found(catalogue):
    with catalogue.reading() as session:
        assert queries.organization(session, "zaisei").slug == "zaisei"
        with pytest.raises(NotFound):
            queries.organization(session, "nothing")
