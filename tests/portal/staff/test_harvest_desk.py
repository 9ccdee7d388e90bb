"""From an address to a source that runs by itself, as a member of staff goes."""

from pathlib import Path

import pytest

from datasets.kernel.actors import SYSTEM
from datasets.kernel.jobs import recent_jobs
from datasets.kernel.messages import Message
from harvesters import queries, sources
from harvesters.models import HarvestRecord, HarvestRun, Outcome, RunState
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser
from tests.harvesters.making import TABLE, run, web_folder, write


@pytest.fixture
def office(services: Services) -> None:
    factories.published(services)


@pytest.fixture
def city(tmp_path: Path):
    folder = write(tmp_path / "city", {f"{name}.csv": TABLE for name in ("aed", "park", "toilet")})
    with web_folder(folder) as web:
        yield web


def _asked(url: str, **more: str) -> dict[str, str]:
    return {"kind": "folder", "url": url, "organization": "kikikanri"} | more


def _added(services: Services, url: str) -> str:
    with services.begin(SYSTEM) as uow:
        return sources.add(uow, kind="folder", url=url, organization="kikikanri", options={}).slug


def _source(services: Services, slug: str = "kikikanri-folder"):
    with services.reading() as session:
        return sources.by_slug(session, slug)


def _jobs(services: Services) -> list[dict[str, str]]:
    with services.reading() as session:
        return [job.payload for job in recent_jobs(session, name="harvest")]


def test_what_a_source_gives_is_seen_before_anything_is_kept(
    staff: Browser, services: Services, office, city
):
    page = staff.get("/staff/harvest/new/trial", query_string=_asked(city.url))

    assert page.texts("h3") == ["aed", "park", "toilet"]
    assert "aed.csv" in page.text
    assert len(page.all("span", class_="is-warn")) == 3  # terms that nobody stated
    with services.reading() as session:
        assert list(sources.everything(session)) == []
    assert ("GET", "/aed.csv") not in city.asked


def test_a_source_that_does_not_answer_leaves_the_form_as_it_was_typed(
    staff: Browser, office, city
):
    page = staff.get("/staff/harvest/new/trial", query_string=_asked(f"{city.url}/nowhere"))

    assert page.status == 422
    assert page.field("url") == f"{city.url}/nowhere"
    assert page.all("div", class_="error-summary")


def test_a_path_of_the_machine_is_no_address(staff: Browser, office):
    page = staff.get("/staff/harvest/new/trial", query_string=_asked("/etc"))

    assert page.status == 422


def test_a_source_is_kept_with_its_rhythm_and_runs_at_once_if_asked(
    staff: Browser, services: Services, office
):
    page = staff.get("/staff/harvest/new", query_string={"kind": "folder"})
    answer = staff.submit(
        staff.get("/staff/data/new"),
        "/staff/harvest/new",
        **_asked("https://city.example/data/"),
        **{"option-recursive": "1", "rhythm": "daily", "now": "1"},
    )

    kept = _source(services)
    assert "kind" in [field.get("name") for field in page.all("input")]
    assert answer.response.request.path == "/staff/harvest/kikikanri-folder"
    assert (kept.options, kept.publish) == ({"recursive": "true"}, False)
    assert kept.cron.endswith(" * * *")
    assert _jobs(services) == [{"source": str(kept.id)}]


def test_a_source_that_is_kept_already_is_named_and_nothing_is_overwritten(
    staff: Browser, services: Services, office
):
    slug = _added(services, "https://city.example/data/")
    other = _added(services, "https://city.example/other/")
    typed = _asked("HTTPS://city.example/data") | {"option-recursive": "1", "rhythm": "daily"}
    token = staff.get("/staff/data/new")

    tried = staff.get("/staff/harvest/new/trial", query_string=typed)
    added = staff.submit(token, "/staff/harvest/new", **typed)
    moved = staff.submit(token, f"/staff/harvest/{other}/edit", url="https://city.example/data")
    kept = staff.submit(token, f"/staff/harvest/{slug}/edit", url="https://city.example/data")

    for page in (tried, added, moved):
        assert page.status == 422
        assert page.field("url").lower() == "https://city.example/data"
        assert f"/staff/harvest/{slug}" in page.links()
        assert "（https://city.example/data/）" in page.text
    assert kept.status == 200
    with services.reading() as session:
        assert [each.options for each in sources.everything(session)] == [{}, {}]


def test_one_failed_record_is_tried_again_alone(staff: Browser, services: Services, office, city):
    slug = _added(services, city.url)
    run(services, _source(services, slug))
    with services.begin(SYSTEM) as uow:
        record = uow.session.query(HarvestRecord).filter_by(identifier="park.csv").one()
        record.outcome = Outcome.FAILED
        record.message = Message("{url} answers {status}.", {"url": "x", "status": 500}).to_json()

    page = staff.get(f"/staff/harvest/{slug}")
    assert "park" in page.text
    answer = staff.submit(page, f"/staff/harvest/{slug}/retry", identifier="park.csv")

    assert answer.status == 200
    assert _jobs(services) == [{"source": str(_source(services, slug).id), "only": "park.csv"}]
    assert staff.submit(page, f"/staff/harvest/{slug}/retry", identifier="x").status == 404


def test_a_run_tells_what_became_of_each_record_and_can_be_filtered(
    staff: Browser, services: Services, office, city
):
    slug = _added(services, city.url)
    run(services, _source(services, slug))
    with services.reading() as session:
        done = queries.last_run(session, sources.by_slug(session, slug))

    page = staff.get(f"/staff/harvest/{slug}/runs/{done.id}")
    none = staff.get(f"/staff/harvest/{slug}/runs/{done.id}?outcome=failed")

    assert page.texts("li", class_="harvest-new") == ["新しい3件"]
    assert len(page.all("ul", class_="rows")[0]) == 3
    assert not none.all("ul", class_="rows")


def test_a_pause_wants_a_reason_and_shows_it(staff: Browser, services: Services, office):
    slug = _added(services, "https://city.example/data/")
    page = staff.get(f"/staff/harvest/{slug}")

    assert staff.submit(page, f"/staff/harvest/{slug}/pause", reason=" ").status == 422
    paused = staff.submit(page, f"/staff/harvest/{slug}/pause", reason="サーバーの引っこし中")

    assert "サーバーの引っこし中" in paused.text
    assert _source(services, slug).paused_at is not None
    staff.submit(paused, f"/staff/harvest/{slug}/resume")
    assert _source(services, slug).paused_at is None


def test_held_datasets_are_listed_and_go_only_when_the_list_was_read(
    staff: Browser, services: Services, office, city
):
    slug = _added(services, city.url)
    run(services, _source(services, slug))
    with services.begin(SYSTEM) as uow:
        for record in uow.session.query(HarvestRecord):
            record.missing_runs = 3

    page = staff.get(f"/staff/harvest/{slug}")
    stale = staff.submit(page, f"/staff/harvest/{slug}/absence", shown="2")
    assert page.field("shown") == "3"
    assert stale.status == 422
    assert _source(services, slug).absence_agreed_at is None

    staff.submit(page, f"/staff/harvest/{slug}/absence", shown="3")
    assert _source(services, slug).absence_agreed_at is not None


def test_the_desk_of_another_office_knows_nothing_of_a_source(
    colleague, services: Services, office
):
    slug = _added(services, "https://city.example/data/")
    stranger = colleague("shimin", Role.ADMIN)
    page = stranger.get("/staff/data/new")

    assert "city.example" not in stranger.get("/staff/harvest").text
    for place in ("", "/edit", "/records"):
        assert stranger.get(f"/staff/harvest/{slug}{place}").status == 404
    for action in ("run", "retry", "pause", "resume", "agreement", "absence", "edit"):
        answer = stranger.submit(page, f"/staff/harvest/{slug}/{action}", reason="xxxxx", url="x")
        assert answer.status == 404
    answer = stranger.submit(page, "/staff/harvest/new", **_asked("https://other.example/"))
    assert answer.status == 403
    assert _source(services, slug).paused_at is None


def test_a_source_is_changed_where_it_is(staff: Browser, services: Services, office):
    slug = _added(services, "https://city.example/data/")
    page = staff.get(f"/staff/harvest/{slug}/edit")

    staff.submit(
        page,
        f"/staff/harvest/{slug}/edit",
        **{"url": "https://city.example/new/", "option-license": "CC-BY-4.0", "rhythm": "weekly"},
    )

    kept = _source(services, slug)
    assert (kept.url, kept.options) == ("https://city.example/new/", {"license": "CC-BY-4.0"})
    refused = staff.submit(page, f"/staff/harvest/{slug}/edit", url="/etc")
    assert (refused.status, refused.field("url")) == (422, "/etc")


def test_who_may_add_a_publisher_is_led_there_from_the_form(staff: Browser, office):
    page = staff.get("/staff/harvest/new?kind=folder")

    assert "/staff/organizations/new" in page.links()


def test_a_record_that_came_in_with_a_remark_shows_it(
    staff: Browser, services: Services, office, city
):
    slug = _added(services, city.url)
    run(services, _source(services))
    with services.begin(SYSTEM) as uow:
        record = uow.session.query(HarvestRecord).filter_by(identifier="aed.csv").one()
        record.message = Message("A remark about a file").to_json()
        address = f"/staff/harvest/{slug}/runs/{record.run_id}"

    page = staff.get(address)

    assert record.outcome is Outcome.NEW
    assert "A remark about a file" in page.text


def test_a_source_that_needs_somebody_stands_above_those_that_do_well(
    staff: Browser, services: Services, office
):
    fine, stuck = _added(services, "https://a.example/"), _added(services, "https://b.example/")
    with services.begin(SYSTEM) as uow:
        for slug, failed in ((fine, 0), (stuck, 1)):
            source = sources.by_slug(uow.session, slug)
            told = {"counts": {"new": 3, "failed": failed}, "state": RunState.COMPLETE}
            uow.session.add(
                HarvestRun(source_id=source.id, started_at=uow.now, finished_at=uow.now, **told)
            )

    page = staff.get("/staff/harvest")

    links = [
        link
        for link in page.links()
        if link in (f"/staff/harvest/{fine}", f"/staff/harvest/{stuck}")
    ]
    assert links == [f"/staff/harvest/{stuck}", f"/staff/harvest/{fine}"]
    assert "新しい3件、失敗1件" in page.text
