from dataclasses import replace

import pytest

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import SourceUnavailable
from harvesters.limits import LIMITS
from harvesters.models import HarvestSource, Outcome
from harvesters.politeness import PoliteHttp
from harvesters.queries import last_run
from harvesters.robots import Robots
from tests.harvesters.making import TABLE, harvest, records, source
from tests.harvesters.serving import CkanCity, package, resource, send, served

ROBOTS = """
# for everybody
User-agent: *
Disallow: /private/
Allow: /private/open/
Disallow: /*.zip$
Crawl-delay: 3

User-agent: OtherBot
User-agent: MachiData/2.0
Disallow: /api/
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/a.csv", False),
        ("/private/open/a.csv", True),
        ("/data/all.zip", False),
        ("/data/all.zip?x=1", True),
        ("/api/3/action/package_search", True),
    ],
)
def test_the_longest_rule_for_everybody_decides(path, allowed):
    assert Robots.read(ROBOTS, "Unknown").allow(f"https://example.jp{path}") is allowed


def test_a_group_of_ones_own_replaces_that_for_everybody():
    robots = Robots.read(ROBOTS, "MachiData")

    assert not robots.allow("https://example.jp/api/3")
    assert robots.allow("https://example.jp/private/a.csv")
    assert robots.delay_s is None
    assert Robots.read(ROBOTS, "Unknown").delay_s == 3.0


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<html>not found</html>", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-AGENT : *\r\ndisallow : / # all of it", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", True),
        ("User-agent: *\nDisallow: /" + "*a" * 5_000, True),
        ("User-agent: MachiData\n\nUser-agent: *\nDisallow: /", False),
    ],
)
def test_odd_files_are_read_as_the_standard_says(text, allowed):
    assert Robots.read(text, "MachiData").allow("https://example.jp/a") is allowed


@pytest.fixture
def city():
    city = CkanCity([package("aed")], {"/files/aed.csv": TABLE.encode()})
    with served(city) as city.address:
        yield city


def test_a_source_that_wants_no_programs_is_left_alone(services, city):
    city.robots = "User-agent: *\nDisallow: /api/"
    harvested = source(services, city.address, "ckan")

    with pytest.raises(SourceUnavailable, match=r"robots\.txt"):
        harvest(services, harvested)

    assert city.asked == ["/robots.txt"]


def test_an_agreement_with_its_operator_is_the_way_round(services, city):
    city.robots = "User-agent: *\nDisallow: /"
    harvested = source(services, city.address, "ckan")
    with services.begin(SYSTEM) as uow:
        uow.session.get_one(HarvestSource, harvested.id).agreement = "情報政策課と合意"

    assert harvest(services, harvested) == {Outcome.NEW: 1}
    assert "/robots.txt" not in city.asked


def test_of_a_file_that_programs_shall_not_fetch_only_the_link_is_kept(services, city):
    city.robots = "User-agent: *\nDisallow: /secret/"
    city.files["/secret/b.csv"] = TABLE.encode()
    city.packages[0]["resources"].append(resource("b", url="{here}/secret/b.csv"))

    harvest(services, source(services, city.address, "ckan"))

    assert "/secret/b.csv" not in city.asked
    assert "robots.txt" in str(records(services)["id-aed"].message)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_robots_txt_that_is_not_there_allows_and_one_that_is_broken_does_not(
    services, city, status, allowed
):
    whole = city.__call__

    def answer(handler):
        if handler.path == "/robots.txt":
            send(handler, b"", status)
        else:
            whole(handler)

    with served(answer) as address, services.http() as http:
        polite = PoliteHttp(http, pause_s=0.0)
        if allowed:
            assert polite.get(f"{address}/files/aed.csv").status == 200
        else:
            with pytest.raises(SourceUnavailable, match="with the status 500"):
                polite.get(f"{address}/files/aed.csv")


def test_it_waits_between_two_questions_and_as_long_as_it_is_asked_to(services, city):
    city.robots = "User-agent: *\nCrawl-delay: 500"
    waits = []
    with services.http() as http:
        polite = PoliteHttp(http, pause_s=1.0, sleep=waits.append)
        for _ in range(2):
            polite.get(f"{city.address}/files/aed.csv")

    assert [round(wait) for wait in waits] == [10, 10]


def test_a_run_that_has_fetched_enough_leaves_the_rest_to_the_next(services, city):
    city.packages = [package(f"d{n}", resources=[resource("aed")]) for n in range(4)]
    harvested = source(services, city.address, "ckan")
    few = replace(LIMITS, files_bytes=len(TABLE.encode()) * 2 - 1)

    counts = [harvest(services, harvested, few) for _ in range(2)]

    assert counts[0] == {Outcome.NEW: 2}
    assert counts[1] == {Outcome.SAME: 2, Outcome.NEW: 2}
    with services.reading() as session:
        assert last_run(session, harvested).message is None


def test_what_a_person_agrees_to_is_withdrawn_once(services, city):
    city.packages = [package(f"d{n:02}", resources=[]) for n in range(30)]
    harvested = source(services, city.address, "ckan")
    harvest(services, harvested)
    del city.packages[10:20]
    held = [harvest(services, harvested) for _ in range(3)]
    with services.begin(SYSTEM) as uow:
        uow.session.get_one(HarvestSource, harvested.id).absence_agreed_at = uow.now
    agreed = harvest(services, harvested)
    del city.packages[10:20]

    later = [harvest(services, harvested) for _ in range(4)]

    assert held == [{Outcome.SAME: 20}] * 3
    assert agreed == {Outcome.SAME: 20, Outcome.WITHDRAWN: 10}
    assert later == [{Outcome.SAME: 10}] * 4
