import pytest

from apps_gallery import gallery
from apps_gallery.builtin import registry
from apps_gallery.builtin.config import stored_config
from apps_gallery.builtin.tables import public_tables
from datasets import publishing, queries
from datasets.kernel.actors import SYSTEM

CSV = "地区,年,人口（人）\n" + "".join(
    f"{area},{year},{1000 * place + year}\n"
    for place, area in enumerate(["中央", "北原", "南町"], 1)
    for year in range(2015, 2027)
)
EMBED = "/embed/apps/people-graph"


@pytest.fixture
def app_of(services, published):
    """Put a built-in app of a table into the gallery."""

    def add(template="graph"):
        published(slug="people", title="地区別人口", csv=CSV, filename="people.csv")
        with services.reading() as session:
            table = public_tables(session, [("people", "people")])["people", "people"]
        kind = registry.template(template)
        fit = kind.fits(table.columns, table.rows)
        words = {
            "title": {"ja": "人口のグラフ", "en": "People in graphs"},
            "line": {"ja": "人口を見る", "en": "See the people"},
        }
        with services.begin(SYSTEM) as uow:
            gallery.add_builtin(
                uow,
                template,
                stored_config(kind, table, fit),
                words,
                ["people"],
                slug=f"people-{template}",
            )

    return add


@pytest.mark.parametrize("template", ["graph", "board"])
def test_any_site_may_frame_an_app_with_its_source_and_the_way_back(
    client, resident, app_of, template
):
    app_of(template)

    page = resident.get(f"/embed/apps/people-{template}", query_string={"height": "400"})

    policy = page.response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "地区別人口" in page.text
    assert "/ja/dataset/people" in page.links()
    assert any(link.endswith(f"/ja/apps/people-{template}") for link in page.links())
    assert [base.get("target") for base in page.all("base")] == ["_blank"]
    assert {form.get("target") for form in page.all("form")} <= {"_self"}
    assert "Set-Cookie" not in page.response.headers


def test_no_other_page_may_be_framed_by_others(client, app_of):
    app_of()

    for path in ("/ja/", "/ja/apps/people-graph", "/ja/compare", "/ja/dataset/people"):
        answer = client.get(path)
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"], path


def test_a_chart_that_is_chosen_in_the_frame_stays_in_it(resident, app_of):
    app_of()

    page = resident.get(EMBED, query_string={"_x": "地区", "_y": "人口（人）", "_type": "bar"})

    assert page.texts("p", class_="app-figure") == ["5,026人"]
    inside = [a for a in page.all("a") if a.get("href", "").startswith(EMBED)]
    assert inside
    assert {a.get("target") for a in inside} == {"_self"}


def test_the_frame_speaks_the_language_it_is_asked_for(resident, app_of):
    app_of()

    page = resident.get(EMBED, query_string={"lang": "en"})

    assert page.root.get("lang") == "en"
    assert page.texts("h1") == ["People in graphs"]


def test_an_app_whose_data_are_withdrawn_says_so(services, resident, app_of):
    app_of()
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "people", SYSTEM)
        publishing.withdraw(uow, dataset, "まちがいが見つかったため")

    page = resident.get(EMBED)

    assert page.status == 200
    assert page.all("div", class_="is-warn")
    assert "/ja/search" in page.links()
    assert not page.all("table")


def test_an_app_that_is_not_there_is_not_found(client):
    assert client.get("/embed/apps/nobody").status_code == 404
