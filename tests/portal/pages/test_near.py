import logging
import math
import re

import pytest

from portal.web.places import distance_words
from portal.web.square import square

SHELTERS = (
    "名称,所在地,緯度,経度,電話番号,地区,災害種別_洪水,災害種別_地震\n"
    "本町小学校,まつのき市本町1-1,37.5510,139.9050,0242-00-0001,中央,1,1\n"
    "本町公園,まつのき市本町2-2,37.5512,139.9052,,中央,,1\n"
    "山の広場,まつのき市奥山3-3,37.5700,139.9500,0242-00-0003,東山,1,\n"
)
AEDS = (
    "名称,所在地,緯度,経度,地区\n"
    "市役所,まつのき市本町9-9,37.5500,139.9040,中央\n"
    "体育館,まつのき市奥山8-8,37.5710,139.9510,東山\n"
)


@pytest.fixture
def town(published):
    published(slug="shelters", title="避難所一覧", csv=SHELTERS, filename="shelters.csv")
    published(slug="aed", title="AED設置箇所一覧", title_en="AED", csv=AEDS, filename="aed.csv")


def _names(page) -> list[str]:
    return [re.sub(r"^\d+", "", text) for text in page.texts("h3") if re.match(r"\d", text)]


def test_a_town_name_gives_the_nearest_of_each_kind(resident, town):
    page = resident.get("/ja/near?place=本町")

    assert "本町" in page.texts("h1")[0]
    assert set(_names(page)) == {"本町小学校", "本町公園", "山の広場", "市役所", "体育館"}
    assert _names(page)[0] in {"本町小学校", "本町公園"}
    assert "tel:0242000001" in page.links()
    assert any(link.startswith("https://www.openstreetmap.org/?mlat=37.5") for link in page.links())


def test_the_first_place_is_the_one_that_measuring_finds(resident, town):
    page = resident.get("/ja/near?lat=37.5690&lon=139.9480")

    here = (37.5690, 139.9480)
    there = (37.5700, 139.9500)
    half = (
        math.sin(math.radians(there[0] - here[0]) / 2) ** 2
        + math.cos(math.radians(here[0]))
        * math.cos(math.radians(there[0]))
        * math.sin(math.radians(there[1] - here[1]) / 2) ** 2
    )
    metres = 2 * 6_371_008.8 * math.asin(math.sqrt(half))
    assert _names(page)[0] == "山の広場"
    assert page.texts("strong", class_="place-far")[0] == distance_words(metres)


def test_the_printed_sheet_leads_a_phone_back_without_a_position(resident, town, services):
    named = resident.get("/ja/near?place=本町&lat=37.55&lon=139.9&hazard=flood")
    here = resident.get("/ja/near?lat=37.5690&lon=139.9480")

    base = services.settings.base_url
    for page, sheet in (
        (named, f"{base}/ja/near?place=%E6%9C%AC%E7%94%BA&hazard=flood"),
        (here, f"{base}/ja/near"),
    ):
        [path] = re.findall(r' d="([^"]+)"', square(sheet, ""))
        assert path in page.response.get_data(as_text=True)


def test_choosing_a_disaster_leaves_only_places_for_it_and_every_other_kind(resident, town):
    page = resident.get("/ja/near?place=本町&hazard=flood")

    assert "本町公園" not in _names(page)
    assert {"本町小学校", "山の広場", "市役所"} <= set(_names(page))


def test_every_kind_of_disaster_that_the_data_name_is_one_link_away(resident, town):
    page = resident.get("/ja/near?place=本町")

    asked = [link for link in page.links() if "hazard=" in link]
    assert sorted(link.rpartition("=")[2] for link in asked) == ["earthquake", "flood"]
    assert all(resident.get(link).status == 200 for link in asked)


def test_an_unknown_name_leads_on_to_districts(resident, town):
    page = resident.get("/ja/near?place=うちゅうセンター")

    assert not _names(page)
    districts = [link for link in page.links() if "/ja/near?place=" in link]
    assert len(districts) == 2
    assert _names(resident.get(districts[0]))


def test_a_name_of_several_places_is_asked_back(resident, town):
    page = resident.get("/ja/near?place=町")
    choices = [link for link in page.links() if "lat=" in link]
    assert not _names(page)
    assert len(choices) >= 2
    assert _names(resident.get(choices[0]))


def test_a_portal_without_places_still_says_what_to_do(resident):
    page = resident.get("/ja/near")

    assert page.status == 200
    assert "/ja/search" in page.links()


def test_what_is_published_later_is_near_at_once(resident, town, published, monkeypatch):
    # else what is known is kept the longer the slower the machine is
    monkeypatch.setattr("portal.web.gazetteer._KEPT_TIMES", 0)
    assert "新しい館" not in resident.get("/ja/near?place=本町").text

    published(
        slug="wc",
        title="公衆トイレ一覧",
        title_en="Toilets",
        csv="名称,所在地,緯度,経度\n新しい館,まつのき市本町5,37.551,139.905\n新駅,まつのき市泉5,37.58,139.9\n",
        filename="wc.csv",
    )

    assert "新しい館" in resident.get("/ja/near?place=本町").text


def test_a_position_is_neither_logged_nor_kept_by_caches(client, town, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/ja/near?lat=37.5512&lon=139.9048")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "37.5512" not in caplog.text
    assert "139.9048" not in caplog.text
    assert "Set-Cookie" not in answer.headers


def test_a_position_goes_no_farther_than_ten_metres_exact(resident, town):
    page = resident.get("/ja/near?lat=37.551234567&lon=139.904812345")

    marked = [link for link in page.links() if "hazard=" in link]
    assert page.status == 200
    assert not any("openstreetmap" in link and "37.5512345" in link for link in page.links())
    assert marked


@pytest.mark.parametrize(
    "query",
    ["lat=x&lon=y", "lat=91&lon=0", "lat=nan&lon=nan", "hazard=zzz&place=本町", "place=%00"],
)
def test_odd_addresses_are_answered(resident, town, query):
    assert resident.get(f"/ja/near?{query}").status == 200
