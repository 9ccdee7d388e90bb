import pytest

from datasets import queries
from datasets.kernel.actors import SYSTEM
from harvesters.models import Outcome
from tests.harvesters.making import dataset, harvest, records, run, source, states
from tests.harvesters.serving import package, resource


def test_a_package_becomes_a_dataset_with_what_its_portal_says_of_it(services, city):
    run(services, source(services, city.address, "ckan"))

    aed = dataset(services, "aed")
    assert aed.state == "published"
    assert aed.title == {"ja": "aed一覧"}
    assert aed.summary == {"ja": "aedの位置です。"}
    assert aed.themes == ["bousai"]
    assert aed.keywords == ["施設"]
    assert (aed.license, aed.license_text, aed.frequency) == ("CC-BY-4.0", "cc-by", "monthly")
    assert aed.origin_uri == f"{city.address}/dataset/aed"
    assert aed.organization.slug == "machi"
    [file] = aed.distributions
    assert (file.filename, file.title, file.format_text) == ("aed.csv", {"ja": "aedのCSV"}, "CSV")
    assert file.versions[0].rows == 3


def test_an_unchanged_second_run_fetches_no_file_and_asks_no_server_for_one(services, city):
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    city.asked.clear()

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 3}
    assert set(city.asked) == {"/robots.txt", "/api/3/action/package_search"}


@pytest.mark.parametrize("most_rows", [1, 2, 1_000])
def test_pages_that_the_server_cuts_shorter_are_followed_to_the_empty_one(
    services, city, most_rows
):
    city.most_rows = most_rows

    assert harvest(services, source(services, city.address, "ckan")) == {Outcome.NEW: 3}


@pytest.mark.parametrize("tail", ["/", "/api/3/action/", "/dataset"])
def test_the_address_may_be_of_the_portal_or_of_its_api(services, city, tail):
    harvested = source(services, city.address + tail, "ckan")

    assert harvest(services, harvested) == {Outcome.NEW: 3}


def test_a_portal_without_a_search_is_asked_for_each_package(services, city):
    city.has_search = False

    assert harvest(services, source(services, city.address, "ckan")) == {Outcome.NEW: 3}


def test_only_one_organization_of_the_source_may_be_harvested(services, city):
    city.packages[0]["organization"]["name"] = "kankou-ka"
    harvested = source(services, city.address, "ckan", organization="kankou-ka")

    harvest(services, harvested)

    assert list(states(services)) == ["id-aed"]


def test_an_organization_of_the_source_becomes_one_under_ours_if_staff_say_so(services, city):
    run(services, source(services, city.address, "ckan", keep_organizations="true"))

    aed = dataset(services, "aed")
    assert (aed.organization.slug, aed.organization.title) == ("machi-bousai-ka", {"ja": "防災課"})


def test_what_was_deleted_or_is_no_dataset_is_left_out(services, city):
    city.packages[1]["state"] = "deleted"
    city.packages.append(package("app", type="showcase"))

    harvest(services, source(services, city.address, "ckan"))

    assert set(states(services)) == {"id-aed", "id-toilet"}


def test_what_is_private_at_its_source_is_a_draft_without_files(services, city):
    city.packages[0]["private"] = True

    run(services, source(services, city.address, "ckan"))

    assert states(services)["id-aed"] == "draft"
    assert dataset(services, "aed").distributions == []
    assert "/files/aed.csv" not in city.asked


def test_what_becomes_private_at_its_source_stays_until_a_person_withdraws_it(services, city):
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    city.packages[0]["private"] = True

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 2, Outcome.SKIPPED: 1}
    assert states(services)["id-aed"] == "published"
    assert "withdraw" in str(records(services)["id-aed"].message)


def test_what_staff_pinned_survives_the_next_harvest(services, city):
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    with services.begin(SYSTEM) as uow:
        aed = queries.staff_dataset(uow.session, "aed", SYSTEM)
        aed.title, aed.license, aed.pinned = {"ja": "AEDの場所"}, "CC0-1.0", ["title", "license"]
    city.packages[0] |= {"title": "別の題", "notes": "新しい説明", "metadata_modified": "2026-05"}

    run(services, harvested)

    aed = dataset(services, "aed")
    assert aed.title == {"ja": "AEDの場所"}
    assert (aed.license, aed.license_text) == ("CC0-1.0", "cc-by")
    assert aed.description == {"ja": "新しい説明"}


def test_one_record_alone_can_be_received_again(services, city):
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    for each in city.packages:
        each["title"] += "（新）"
        each["metadata_modified"] = "2026-06"

    counts = harvest(services, harvested, only="id-park")

    assert counts == {Outcome.CHANGED: 1}
    assert dataset(services, "aed").title == {"ja": "aed一覧"}
    assert dataset(services, "aed").missing_since is None


def test_a_whole_catalogue_that_did_not_change_is_met_without_a_write_for_each(services, city):
    city.packages = [package(f"d{n:04}", resources=[resource("aed")]) for n in range(300)]
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    city.asked.clear()

    counts = harvest(services, harvested)

    assert counts == {Outcome.SAME: 300}
    assert city.fetched == []
