import pytest

from datasets import intake
from datasets.drafts import OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from harvesters.models import Outcome
from tests import factories
from tests.harvesters.making import TABLE, dataset, records, run, source, states
from tests.harvesters.serving import package, resource


def test_of_a_changed_package_only_the_changed_file_is_fetched(services, city):
    city.files["/files/more.csv"] = TABLE.encode()
    city.packages[0]["resources"].append(resource("more"))
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    city.asked.clear()
    city.files["/files/aed.csv"] = (TABLE + "3,南町中学校,450\n").encode()
    city.packages[0]["resources"][0]["last_modified"] = "2026-02-02T00:00:00"

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 2, Outcome.CHANGED: 1}
    assert city.fetched == ["/files/aed.csv"]
    aed = dataset(services, "aed")
    assert [file.current_number for file in aed.distributions] == [2, 1]


def test_a_file_of_which_nothing_is_said_is_asked_for_by_its_etag(services, city):
    city.packages[0]["resources"][0]["last_modified"] = None
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    city.packages[0]["metadata_modified"] = "2026-03-03T00:00:00"
    city.asked.clear()

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 3}
    assert city.unchanged == ["/files/aed.csv"]
    assert city.fetched == []


def test_a_file_that_its_source_names_no_more_is_kept_and_marked(services, city):
    city.files["/files/more.csv"] = TABLE.encode()
    city.packages[0]["resources"].append(resource("more"))
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    gone = city.packages[0]["resources"].pop()
    run(services, harvested)
    marked = {
        f.filename: f.missing_since is not None for f in dataset(services, "aed").distributions
    }

    city.packages[0]["resources"].append(gone)
    run(services, harvested)

    assert marked == {"aed.csv": False, "more.csv": True}
    assert [f.missing_since for f in dataset(services, "aed").distributions] == [None, None]


def test_a_file_with_a_new_id_and_the_same_name_is_the_same_file(services, city):
    harvested = source(services, city.address, "ckan")
    run(services, harvested)
    city.packages[0]["resources"][0]["id"] = "another"

    run(services, harvested)

    [file] = dataset(services, "aed").distributions
    assert (file.origin_identifier, file.missing_since) == ("another", None)


def test_two_files_of_one_name_are_two_files(services, city):
    city.files["/other/aed.csv"] = (TABLE + "9,別の学校,1\n").encode()
    other = resource("aed", id="second", url="{here}/other/aed.csv")
    city.packages[0]["resources"].append(other)

    run(services, source(services, city.address, "ckan"))

    files = dataset(services, "aed").distributions
    assert [file.filename for file in files] == ["aed.csv", "aed-2.csv"]
    assert [file.versions[0].rows for file in files] == [3, 3]


@pytest.mark.parametrize(
    ("format_text", "address"),
    [
        ("HTML", "/about.html"),
        ("API", "/files/aed.csv"),
        ("", "/dataset/1"),
        ("ＨＴＭＬ", "/x.php"),
    ],
)
def test_of_a_page_or_a_service_only_the_link_is_kept(services, city, format_text, address):
    link = resource("link", format=format_text, url=f"{{here}}{address}", name="案内")
    city.packages[0]["resources"].append(link)

    run(services, source(services, city.address, "ckan"))

    file = dataset(services, "aed").distributions[1]
    assert file.is_link
    assert file.versions == []
    assert file.uri == f"{city.address}{address}"
    assert city.asked.count(address) == (address == "/files/aed.csv")


def test_a_dataset_of_nothing_but_links_goes_public(services, city):
    city.packages = [package("guide", resources=[resource("page", format="HTML")])]

    run(services, source(services, city.address, "ckan"))

    assert states(services) == {"id-guide": "published"}


def test_of_a_file_that_is_too_large_only_the_link_is_kept(services, city):
    city.files["/files/aed.csv"] = b"a\n" + b"1\n" * (1 << 20)

    counts = run(services, source(services, city.address, "ckan"))

    assert counts == {Outcome.NEW: 3}
    [file] = dataset(services, "aed").distributions
    assert "1048576" in str(file.link_reason)


def test_a_file_that_cannot_be_fetched_is_a_link_until_it_can(services, city):
    whole = city.files.pop("/files/park.csv")
    city.packages[0]["resources"].append(resource("park", id="park-too"))
    harvested = source(services, city.address, "ckan")
    first = run(services, harvested)
    told = records(services)["id-aed"].message
    link = dataset(services, "aed").distributions[1].link_reason
    city.files["/files/park.csv"] = whole

    run(services, harvested)

    assert first == {Outcome.NEW: 2, Outcome.FAILED: 1}
    assert "404" in str(told)
    assert "404" in str(link)
    file = dataset(services, "aed").distributions[1]
    assert (file.link_reason, file.versions[0].rows) == (None, 3)
    assert "id-park" in states(services)


def test_a_page_to_sign_in_is_not_taken_for_the_file(services, city):
    city.files["/files/aed.csv"] = b"<!DOCTYPE html><title>Sign in</title>"

    counts = run(services, source(services, city.address, "ckan"))

    assert counts == {Outcome.NEW: 2, Outcome.FAILED: 1}
    assert "web page" in str(records(services)["id-aed"].message)


def test_an_address_that_is_no_web_address_never_becomes_a_link(services, city):
    for url in ("javascript:alert(1)", "file:///etc/passwd", "ftp://example.jp/a.csv"):
        city.packages[0]["resources"].append(resource(url[:4], url=url))

    run(services, source(services, city.address, "ckan"))

    assert [file.filename for file in dataset(services, "aed").distributions] == ["aed.csv"]


def test_a_file_that_staff_add_takes_nothing_from_the_files_of_the_source(services, city):
    run(services, source(services, city.address, "ckan"))
    own = factories.draft(
        services,
        slug="aed",
        filename="own.csv",
        organization=OrganizationDraft(slug="machi"),
        provenance=Provenance(kind="upload"),
    )

    with services.begin(SYSTEM) as uow:
        intake.receive(uow, own)

    files = dataset(services, "aed").distributions
    assert [(file.filename, file.missing_since) for file in files] == [
        ("aed.csv", None),
        ("own.csv", None),
    ]
