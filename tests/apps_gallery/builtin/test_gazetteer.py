import pytest

from apps_gallery.builtin.addresses import Address, parse_address
from apps_gallery.builtin.gazetteer import Gazetteer, PlaceKind, Sighting, sightings_at
from apps_gallery.builtin.geometry import Point


def _seen(city: str, address: str, latitude: float, longitude: float = 139.9) -> list[Sighting]:
    point = Point(latitude, longitude)
    return list(sightings_at(point, city=city, address=address, district=""))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("福島県まつのき市本町一丁目3-5", Address("まつのき市", "本町", "1")),
        ("本町１丁目", Address("", "本町", "1")),
        ("福島県南会津郡下郷町大字湯野上5", Address("南会津郡下郷町", "湯野上", "")),
        ("東京都千代田区霞が関3丁目2番1号", Address("千代田区", "霞が関", "3")),
        ("神奈川県横浜市中区本町6-50", Address("横浜市中区", "本町", "")),
        ("栄町十二丁目3", Address("", "栄町", "12")),
        ("三本松", Address("", "三本松", "")),
        ("十日町市本町2-1", Address("十日町市", "本町", "")),
    ],
)
def test_an_address_comes_apart(text, parts):
    assert parse_address(text) == parts


@pytest.mark.parametrize(
    "typed",
    ["本町", " 本　町 ", "まつのき市本町9-9", "福島県まつのき市本町", "ホンマチ", "ほんまち"],
)
def test_a_town_is_known_by_its_name_its_reading_and_in_an_address(typed):
    sightings = [*_seen("まつのき市", "本町1-1", 37.50), *_seen("まつのき市", "本町2-2", 37.52)]

    found = Gazetteer(sightings, [("ホンマチ", "本町")]).resolve(typed)

    assert found.place.name == "本町"
    assert found.place.point.latitude == pytest.approx(37.51)


def test_towns_of_one_name_in_two_cities_are_to_choose_from():
    sightings = [*_seen("まつのき市", "本町1-1", 37.50), *_seen("すぎ市", "本町1-1", 38.50)]

    found = Gazetteer(sightings).resolve("本町")

    assert found.place is None
    assert {place.city for place in found.choices} == {"まつのき市", "すぎ市"}
    assert Gazetteer(sightings).resolve("すぎ市本町").place.city == "すぎ市"


def test_a_postal_code_is_found_by_its_office_where_nobody_has_it():
    codes = [
        Sighting(PlaceKind.POSTAL, code, Point(37.5, 139.9), "")
        for code in ("000-0112", "000-0118", "000-2000")
    ]
    gazetteer = Gazetteer(codes)

    assert gazetteer.resolve("０００－０１１２").place.name == "000-0112"
    assert gazetteer.resolve("〒000-0115").place.name == "000-01"
    assert gazetteer.resolve("999-9999").place is None


def test_part_of_a_name_is_enough_if_only_one_place_has_it():
    point = Point(37.5, 139.9)
    names = ("桜通小学校", "本町小学校", "文化会館")
    gazetteer = Gazetteer(Sighting(PlaceKind.FACILITY, name, point) for name in names)

    assert gazetteer.resolve("文化").place.name == "文化会館"
    assert {place.name for place in gazetteer.resolve("小学校").choices} == set(names[:2])


@pytest.mark.parametrize("typed", ["", "   ", "0" * 5_000, "%", "\\", "(", "町" * 300])
def test_nothing_typed_can_upset_it(typed):
    gazetteer = Gazetteer(_seen("まつのき市", "本町1-1", 37.50))

    assert gazetteer.resolve(typed).place is None
