import json

import pytest

from datasets.kernel.errors import SourceUnavailable
from harvesters.models import Outcome, RunState
from harvesters.queries import last_run
from tests.harvesters.making import TABLE, dataset, harvest, records, source, states
from tests.harvesters.serving import CkanCity, action, package, resource, send, served


@pytest.fixture
def odd(services, city):
    """A way to harvest a city that answers some questions in a way of its own."""

    def harvested(answers, **options):
        def answered(handler):
            own = next((told for part, told in answers.items() if part in handler.path), city)
            own(handler)

        with served(answered) as address:
            return harvest(services, source(services, address, "ckan", **options))

    return harvested


def refusal(status):
    return lambda handler: send(handler, action("Access denied", success=False), status)


def search(city, handler, *, every_page=False):
    packages = city.packages if every_page or "start=0" in handler.path else []
    told = {"success": True, "result": {"count": 3, "results": packages}}
    here = f"http://{handler.headers['Host']}"
    return json.dumps(told, ensure_ascii=False).replace("{here}", here)


def test_a_portal_that_gives_everything_at_once_whatever_is_asked_is_whole(city, odd):
    def everything(handler):
        send(handler, search(city, handler, every_page=True).encode())

    assert odd({"package_search": everything}) == {Outcome.NEW: 3}


@pytest.mark.parametrize("status", [401, 403, 409])
def test_a_search_that_is_closed_leaves_the_other_lists(odd, status):
    counts = odd({"package_search": refusal(status)}, organization="bousai-ka")

    assert counts == {Outcome.NEW: 3}


def test_a_portal_may_only_give_its_packages_in_pages(city, odd):
    def pages(handler):
        city._send(handler, city.packages if "offset=0" in handler.path else [])

    assert odd({"package_search": refusal(404), "current_package": pages}) == {Outcome.NEW: 3}
    assert "/api/3/action/package_show" not in city.asked


def test_one_package_that_is_not_shown_takes_nothing_from_the_others(services, city, odd):
    city.has_search = False

    assert odd({"package_show?id=park": refusal(403)}) == {Outcome.NEW: 2}
    assert set(states(services)) == {"id-aed", "id-toilet"}


def test_where_nothing_can_be_searched_a_query_is_refused_and_not_forgotten(services, city):
    city.has_search = False

    with pytest.raises(SourceUnavailable, match="has no search"):
        harvest(services, source(services, city.address, "ckan", query="避難"))
    assert states(services) == {}


def test_an_address_of_a_part_of_a_catalogue_is_refused(services, city):
    part = source(services, f"{city.address}/dataset?organization=bousai-ka", "ckan")

    with pytest.raises(SourceUnavailable, match="organization"):
        harvest(services, part)
    assert city.asked == []


@pytest.mark.parametrize(
    ("write", "media_type"),
    [
        (lambda words: words.encode("utf-8-sig"), "application/json"),
        (lambda words: words.encode("cp932"), "application/json; charset=Shift_JIS"),
        (lambda words: words.encode("utf-16"), "application/json;charset=utf-16"),
        (lambda words: words.encode(), "text/html; charset=Shift_JIS"),
        (lambda words: words.replace("位置", "位置\\ud83d").encode(), "application/json"),
        (lambda words: words.replace("true,", '"true",', 1).encode(), "application/json"),
    ],
)
def test_an_answer_that_is_not_quite_json_is_read(services, city, odd, write, media_type):
    def written(handler):
        send(handler, write(search(city, handler)), media_type=media_type)

    assert odd({"package_search": written}) == {Outcome.NEW: 3}
    assert dataset(services, "aed").title == {"ja": "aed一覧"}


def test_a_file_that_is_called_html_and_is_none_is_taken(odd):
    def called_html(handler):
        send(handler, TABLE.encode(), media_type="text/html")

    assert odd({"/files/aed.csv": called_html}) == {Outcome.NEW: 3}


@pytest.mark.parametrize(
    ("whose", "given"),
    [
        ("dataset", {"title": "別の題"}),
        ("dataset", {"license_id": "cc-zero"}),
        ("dataset", {"name": "aed-2026"}),
        ("file", {"name": "別の名"}),
        ("file", {"format": "HTML"}),
    ],
)
def test_a_change_counts_even_if_its_portal_does_not_date_it(services, city, whose, given):
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    city.asked.clear()
    changed = city.packages[0] if whose == "dataset" else city.packages[0]["resources"][0]
    changed |= given

    counts = harvest(services, harvested)

    assert counts == {Outcome.SAME: 2, Outcome.CHANGED: 1}
    assert city.fetched == []
    assert dataset(services, "aed").origin_uri.endswith(f"/dataset/{city.packages[0]['name']}")


def test_tags_in_another_order_and_counts_of_views_are_no_change(services, city):
    city.packages[0]["tags"] = [{"name": "a"}, {"name": "b"}]
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    city.packages[0] |= {"tags": [{"name": "b"}, {"name": "a"}], "tracking_summary": {"total": 9}}

    assert harvest(services, harvested) == {Outcome.SAME: 3}


def test_what_was_held_for_a_page_is_fetched_once_it_is_called_a_table(services, city):
    city.packages[0]["resources"][0]["format"] = "HTML"
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    city.packages[0]["resources"][0]["format"] = "CSV"

    harvest(services, harvested)

    [file] = dataset(services, "aed").distributions
    assert not file.is_link
    assert len(file.versions) == 1


def test_files_stand_in_the_order_of_their_source(services, city):
    city.packages[0]["resources"].append(resource("park"))
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    city.packages[0]["resources"].reverse()
    city.packages[0]["resources"].insert(1, resource("toilet"))

    harvest(services, harvested)

    files = dataset(services, "aed").distributions
    assert [file.filename for file in files] == ["park.csv", "toilet.csv", "aed.csv"]


def test_what_is_left_out_of_a_dataset_is_still_told_by_a_run_that_changes_nothing(services, city):
    city.packages[0]["resources"] = []
    city.packages[1]["resources"].append(resource("bad", url=None))
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)

    assert harvest(services, harvested) == {Outcome.SAME: 3}

    told = {name: record.message for name, record in records(services).items()}
    assert "no file" in told["id-aed"]["msgid"]
    assert told["id-park"]["places"] == {"count": 1, "names": "badのCSV"}
    assert told["id-toilet"] is None


def test_a_count_in_words_is_a_count(services, city):
    city.lied_count = "9"
    harvested = source(services, city.address, "ckan")

    harvest(services, harvested)

    with services.reading() as session:
        assert last_run(session, harvested).state is RunState.FAILED


def test_a_name_in_capitals_makes_an_address_of_ours(services):
    shelters = package("AED-List", id="3bff05b2", resources=[])
    with served(CkanCity([shelters])) as address:
        harvest(services, source(services, address, "ckan"))

    assert dataset(services, "aed-list").title == {"ja": "AED-List一覧"}


@pytest.mark.parametrize(("status", "query"), [(404, ""), (404, "避難"), (200, ""), (200, "避難")])
def test_where_no_ckan_answers_the_address_is_named_as_it_was_typed(services, status, query):
    def page(handler):
        known = 404 if handler.path == "/robots.txt" else status
        send(handler, b"\n<!DOCTYPE html><title>City</title>", known, "text/html")

    with served(page) as address, pytest.raises(SourceUnavailable) as refused:
        harvest(services, source(services, f"{address}/ja/", "ckan", query=query))

    assert f"No CKAN answers at {address}/ja/." in str(refused.value)
