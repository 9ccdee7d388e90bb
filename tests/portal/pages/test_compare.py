import pytest

from datasets.drafts import OrganizationDraft

AED = "全国地方公共団体コード,ID,地方公共団体名,名称,設置位置,小児対応設備の有無\n"
PEOPLE = "全国地方公共団体コード,地域コード,地方公共団体名,調査年月日,地域名,総人口\n"
COUNTS = {
    "072991": ("まつのき市", 20_000, 6),
    "072992": ("すぎのき市", 5_000, 2),
    "072993": ("うめのき市", 8_000, 0),
}


@pytest.fixture
def cities(published):
    """Three towns, of which the last publishes no AEDs."""
    for code, (name, people, count) in COUNTS.items():
        office = OrganizationDraft(slug=f"city-{code}", title={"ja": name}, area_code=code)
        rows = f"{code},001,{name},2026-10-01,全域の町,{people}\n"
        published(
            csv=PEOPLE + rows, slug=f"people-{code}", title="地域・年齢別人口", organization=office
        )
        if count:
            rows = "".join(f"{code},{n},{name},施設{n},玄関,無\n" for n in range(count))
            published(
                csv=AED + rows, slug=f"aed-{code}", title="AED設置箇所一覧", organization=office
            )


def test_values_are_those_of_the_fixtures_arithmetic_and_the_largest_comes_first(resident, cities):
    page = resident.get("/ja/compare", query_string={"measure": "aed", "city": list(COUNTS)})

    assert page.texts("th", scope="row") == ["すぎのき市", "まつのき市", "うめのき市"]
    assert page.texts("strong", class_="compare-value") == ["4", "3"]
    assert page.texts("p", class_="app-figure") == ["4"]


def test_every_value_stands_with_its_sources_and_both_dates(resident, cities):
    page = resident.get("/ja/compare", query_string={"measure": "aed", "city": ["072991"]})

    assert {"/ja/dataset/aed-072991", "/ja/dataset/people-072991"} <= set(page.links())
    assert "20,000" in page.text
    assert "2026年10月1日" in page.text


def test_what_a_town_does_not_publish_says_so_and_can_be_asked_for(resident, cities):
    page = resident.get("/ja/compare", query_string={"measure": "aed", "city": list(COUNTS)})

    wanted = [link for link in page.links() if "/requests/new?title=" in link]
    assert len(wanted) == 1
    assert page.texts("span", class_="compare-none")


def test_the_choices_made_are_ticked_in_the_form(resident, cities):
    page = resident.get("/ja/compare", query_string={"measure": "aed", "city": ["072992"]})

    ticked = [box.get("value") for box in page.all("input", name="city") if "checked" in box.attrib]
    assert ticked == ["072992"]


def test_the_first_visit_compares_towns_that_publish_it(resident, cities):
    page = resident.get("/ja/compare")

    assert page.texts("th", scope="row") == ["すぎのき市", "まつのき市"]


def test_a_measure_or_town_that_is_not_known_is_refused(client, cities):
    assert client.get("/ja/compare?measure=happiness").status_code == 400
    assert client.get("/ja/compare?city=999999").status_code == 400


def test_without_towns_there_is_a_next_step(resident):
    page = resident.get("/ja/compare")

    assert page.all("div", class_="empty")
    assert "/ja/search" in page.links()
