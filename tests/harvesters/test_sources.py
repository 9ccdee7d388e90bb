import pytest
from sqlalchemy import func, select

from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed, NotFound
from harvesters import sources, trial
from harvesters.models import HarvestSource
from harvesters.trial import Proposal
from tests.harvesters.making import TABLE, write

ADDRESS = "https://www.city.example.jp/opendata/"


def add(services, actor=SYSTEM, **given):
    values = {"kind": "folder", "url": ADDRESS, "organization": "machi", "options": {}}
    with services.begin(actor) as uow:
        return sources.add(uow, **(values | given))


def test_who_may_not_harvest_adds_no_source(services):
    editor = Actor("editor", frozenset({Permission.EDIT, Permission.PUBLISH}), None)

    with pytest.raises(NotAllowed):
        add(services, editor)


def test_who_harvests_for_one_organization_adds_no_source_to_another(services):
    elsewhere = Actor("harvester", frozenset({Permission.HARVEST}), frozenset({"other"}))

    with pytest.raises(NotAllowed):
        add(services, elsewhere)


@pytest.mark.parametrize("url", ["/etc", "file:///etc", "ftp://city.example.jp/", ""])
def test_an_address_that_is_not_on_the_web_is_refused_unless_an_operator_gives_it(services, url):
    with pytest.raises(InvalidDraft):
        add(services, url=url)


def test_an_operator_may_name_a_folder_of_the_machine_that_is_there(services, tmp_path):
    folder = write(tmp_path / "city", {"a.csv": TABLE})

    assert add(services, url=str(folder), allow_local=True).url == str(folder)
    with pytest.raises(InvalidDraft):
        add(services, url=str(tmp_path / "nowhere"), allow_local=True)


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(services):
    with pytest.raises(NotFound) as refused:
        add(services, kind="gopher")

    assert "folder" in str(refused.value)


@pytest.mark.parametrize(
    ("options", "word"), [({"depth": "3"}, "recursive"), ({"recursive": "perhaps"}, "true")]
)
def test_an_option_that_cannot_be_used_is_refused_with_what_can(services, options, word):
    with pytest.raises(InvalidDraft) as refused:
        add(services, options=options)

    assert word in str(refused.value)


def test_the_same_address_again_changes_the_options_of_the_known_source(services):
    first = add(services)

    second = add(services, options={"recursive": "true"})

    with services.reading() as session:
        count = session.scalar(select(func.count(HarvestSource.id)))
    assert (second.id, second.options, count) == (first.id, {"recursive": "true"}, 1)


def test_sources_of_one_organization_have_names_of_their_own(services):
    first, second = add(services), add(services, url=f"{ADDRESS}more/")

    assert (first.slug, second.slug) == ("machi-folder", "machi-folder-2")
    with services.reading() as session:
        assert sources.by_slug(session, "machi-folder-2").id == second.id
        with pytest.raises(NotFound):
            sources.by_slug(session, "machi-folder-3")


def test_a_preview_shows_the_first_datasets_and_stores_nothing(services, tmp_path):
    folder = write(tmp_path / "city", {f"{n}.csv": TABLE for n in range(5)})
    proposal = Proposal(kind="folder", url=str(folder), organization="machi", allow_local=True)

    seen = trial.look(SYSTEM, proposal, allow_loopback=False, user_agent="test")

    assert [draft.title["ja"] for draft in seen.drafts] == ["0", "1", "2", "3", "4"]
    assert seen.refusal is None
    assert list((services.settings.home / "files").rglob("*.*")) == []


@pytest.mark.parametrize(
    "again",
    [
        "HTTPS://WWW.City.example.jp/opendata",
        "https://www.city.example.jp:443/opendata/",
        f"{ADDRESS}#top",
    ],
)
def test_the_same_place_in_other_letters_is_the_known_source(services, again):
    first = add(services)

    assert add(services, url=again).id == first.id


def test_a_portal_is_known_by_its_front_and_by_what_is_asked_of_it(services):
    whole = add(services, kind="ckan", url="https://data.example.jp")

    api = add(services, kind="ckan", url="https://data.example.jp/api/3/action/package_search")
    part = add(
        services, kind="ckan", url="https://data.example.jp/", options={"organization": "machi"}
    )

    assert api.id == whole.id != part.id


def test_half_an_address_is_refused(services):
    with pytest.raises(InvalidDraft):
        add(services, url="http://[machi/")
