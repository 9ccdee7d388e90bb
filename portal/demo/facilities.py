"""Lists of places by the municipal standards: where to flee, defibrillators, Wi-Fi, toilets."""

from itertools import groupby

from portal.demo.buildings import Building, buildings, of_kinds, thinned
from portal.demo.names import City, phone
from portal.demo.tables import Cell, Record, Table, TableMaker, filled, identity, location

_INDOORS = ("拠点施設", "小学校", "中学校", "公民館", "コミュニティ館", "児童館")


def evacuation_buildings(city: City) -> list[Building]:
    """The places to flee to: 243 in the home city."""
    chosen: list[Building] = []
    for district, group in groupby(buildings(city), key=lambda building: building.district):
        chosen.extend(list(group)[: district.shelters])
    return chosen


def evacuation_sites(city: City) -> Table:
    """Designated emergency evacuation sites, 243 rows, standard 03."""
    records = [
        {
            **_named(number, building),
            "標高": building.place.height,
            "電話番号": "" if building.is_outdoors else phone(city.dice(f"tel/{building.name}")),
            "郵便番号": building.place.postcode,
            "市区町村コード": city.code,
            "地方公共団体名": city.name,
            **_hazards(building),
            "指定避難所との重複": _flag(not building.is_outdoors and building.people >= 100),
            "想定収容人数": building.people,
            "対象となる町会・自治会": f"{building.place.town.name}町内会",
            "URL": f"https://{city.domain}/bousai/{number:03d}",
            "地区": building.district.name,
            "バリアフリー": _accessible(building),
        }
        for number, building in enumerate(evacuation_buildings(city), 1)
    ]
    return filled("evacuation_space", records, more=("地区", "バリアフリー"))


def defibrillators(city: City) -> Table:
    """Where an AED hangs, standard 08."""
    hosts = of_kinds(city, *_INDOORS, "保育園")
    records = []
    for number, building in enumerate((b for b in hosts if not b.is_outdoors), 1):
        rng = city.dice(f"aed/{building.name}")
        records.append(
            {
                **_named(number, building),
                "地方公共団体名": city.name,
                "高度の種別": "階数",
                "高度の値": rng.choice((1, 1, 1, 1, 2)),
                "設置位置": rng.choice(("正面玄関", "事務室前", "1階ロビー", "体育館入口", "受付")),
                "電話番号": phone(rng),
                "郵便番号": building.place.postcode,
                "団体名": city.name,
                **_open(building),
                "利用可能日時特記事項": rng.choice(("", "", "年末年始は閉館", "祝日は閉館")),
                "小児対応設備の有無": rng.choice(("有", "有", "無")),
                "URL": f"https://{city.domain}/aed",
                "地区": building.district.name,
            }
        )
    return filled("aed", records, more=("地区",))


def wireless_lan(city: City) -> Table:
    """Free Wi-Fi spots, standard 07."""
    hosts = of_kinds(city, "拠点施設", "公民館", "コミュニティ館")
    records = [
        {
            **_named(number, building, english="名称_英語"),
            "地方公共団体名": city.name,
            "設置者": city.name,
            "電話番号": phone(city.dice(f"wifi/{building.name}")),
            "郵便番号": building.place.postcode,
            "SSID": f"{city.english}_Free_Wi-Fi",
            "提供エリア": "広場全体" if building.is_outdoors else "1階ロビー",
            "URL": f"https://{city.domain}/wifi",
            "地区": building.district.name,
        }
        for number, building in enumerate(hosts, 1)
    ]
    return filled("public_wireless_lan", records, more=("地区",))


def public_toilets(city: City) -> Table:
    """Public toilets, 88 rows, standard 13."""
    hosts = [b for b in buildings(city) if b.is_outdoors] + of_kinds(
        city, "コミュニティ館", "公民館"
    )
    hosts = thinned(hosts, city.scaled(88, least=5))
    records = []
    for number, building in enumerate(hosts, 1):
        rng = city.dice(f"toilet/{building.name}")
        records.append(
            {
                **_named(number, building, english="名称_英語", suffix="トイレ"),
                "地方公共団体名": city.name,
                "設置位置": "入口の横" if building.is_outdoors else "1階",
                **_fixtures(rng.randint(1, 4), rng.randint(0, 2), rng.random() < 0.62),
                "乳幼児用設備設置トイレ有無": rng.choice(("有", "無")),
                "オストメイト設置トイレ有無": rng.choice(("有", "無", "無", "無")),
                "利用開始時間": building.opens[0],
                "利用終了時間": building.opens[1],
                "利用可能時間特記事項": "24時間" if building.is_outdoors else "",
                "備考": rng.choice(("", "", "", "冬は使えません")),
                "地区": building.district.name,
            }
        )
    return filled("public_toilet", records, more=("地区",))


def fire_water(city: City) -> Table:
    """Hydrants and water tanks for fire engines, 412 rows, standard 14."""
    rng = city.dice("fire water")
    records = []
    for number, district in enumerate(city.spread(city.scaled(412)), 1):
        kind = rng.choices(("消火栓", "防火水槽", "プール", "河川"), (310, 84, 12, 6))[0]
        records.append(
            {
                **identity(city, number, prefix="W"),
                "種別": kind,
                **location(city.place(rng, district)),
                "口径": rng.choice(("75", "100", "150")) if kind == "消火栓" else "",
                "備考": f"{rng.choice((40, 60, 100))}立方メートル" if kind == "防火水槽" else "",
                "地区": district.name,
            }
        )
    return filled("fire_hydrant", records, more=("地区",))


def public_facilities(city: City) -> Table:
    """Public buildings that anyone may use, standard 01."""
    records = [
        {
            **_named(number, building),
            "地方公共団体名": city.name,
            "電話番号": phone(city.dice(f"tel/{building.name}")),
            "郵便番号": building.place.postcode,
            "団体名": city.name,
            **_open(building),
            "利用可能日時特記事項": "12月29日から1月3日は休み",
            "説明": f"{building.district.name}地区の{building.kind}です。",
            "URL": f"https://{city.domain}/shisetsu/{number:03d}",
            "種類": building.kind,
            "地区": building.district.name,
        }
        for number, building in enumerate(of_kinds(city, *_INDOORS), 1)
    ]
    return filled("public_facility", records, more=("種類", "地区"))


def polling_places(city: City) -> Table:
    """Where to vote, 48 rows, standard 27."""
    hosts = thinned(of_kinds(city, "小学校", "公民館", "コミュニティ館"), city.scaled(48, least=3))
    voters, share = 96_400 * city.scale, len(hosts) / len(city.districts)
    rng = city.dice("voters")
    records: list[Record] = [
        {
            "投票所_全国地方公共団体コード": city.code,
            "投票所_ID": f"V{number:03d}",
            "投票所_名称": f"第{number}投票所（{building.name}）",
            "投票所_名称（英字）": f"Polling Place {number} ({building.english})",
            "投票所_説明": building.place.address,
            "投票所_緯度": building.place.lat,
            "投票所_経度": building.place.lon,
            "投票所_座標参照系": "JGD2011",
            "投票所_座標参照系コード": "EPSG:6668",
            "投票所_投票所区分": "当日投票所",
            "投票所_投票区名": f"第{number}投票区",
            "地区": building.district.name,
            "有権者数": round(voters * building.district.share * rng.uniform(0.7, 1.3) / share),
        }
        for number, building in enumerate(hosts, 1)
    ]
    return filled("polling_place", records, more=("地区", "有権者数"))


def _named(
    number: int, building: Building, *, english: str = "名称_英字", suffix: str = ""
) -> dict[str, Cell]:
    city = building.place.city
    return {
        **identity(city, number),
        "名称": f"{building.name}{suffix}",
        "名称_カナ": f"{building.kana}{suffix}",
        english: f"{building.english}{' Toilet' if suffix else ''}",
        **location(building.place),
    }


def _open(building: Building) -> dict[str, Cell]:
    return {
        "利用可能曜日": building.days,
        "開始時間": building.opens[0],
        "終了時間": building.opens[1],
    }


def _flag(is_so: bool) -> str:
    return "1" if is_so else ""


def _hazards(building: Building) -> dict[str, Cell]:
    low = building.district.height < 190
    steep = building.district.height > 300
    city = building.place.city
    rng = city.dice(f"hazard/{building.name}")
    safe_from_water = not building.is_outdoors and rng.random() < (0.25 if low else 0.8)
    return {
        "災害種別_洪水": _flag(safe_from_water),
        "災害種別_崖崩れ、土石流及び地滑り": _flag(rng.random() < (0.3 if steep else 0.85)),
        "災害種別_地震": _flag(building.is_outdoors or rng.random() < 0.9),
        "災害種別_大規模な火事": _flag(building.is_outdoors and building.people >= 200),
        "災害種別_内水氾濫": _flag(safe_from_water and rng.random() < 0.8),
        "災害種別_火山現象": _flag(not building.is_outdoors and rng.random() < 0.4),
    }


def _accessible(building: Building) -> str:
    odds = (6, 2, 1) if building.people >= 200 else (2, 3, 3)
    return building.place.city.dice(f"access/{building.name}").choices(
        ("あり", "一部", "なし"), odds
    )[0]


def _fixtures(stalls: int, squat: int, barrier_free: bool) -> dict[str, Cell]:
    return {
        "男性トイレ総数": stalls * 2 + squat,
        "男性トイレ数（小便器）": stalls,
        "男性トイレ数（和式）": squat,
        "男性トイレ数（洋式）": stalls,
        "女性トイレ総数": stalls + squat + 1,
        "女性トイレ数（和式）": squat,
        "女性トイレ数（洋式）": stalls + 1,
        "男女共用トイレ総数": int(barrier_free),
        "男女共用トイレ数（和式）": 0,
        "男女共用トイレ数（洋式）": int(barrier_free),
        "バリアフリートイレ数": int(barrier_free),
        "車椅子使用者用トイレ有無": "有" if barrier_free else "無",
    }


TABLES: dict[str, TableMaker] = {
    "evacuation_sites": evacuation_sites,
    "defibrillators": defibrillators,
    "wireless_lan": wireless_lan,
    "public_toilets": public_toilets,
    "fire_water": fire_water,
    "public_facilities": public_facilities,
    "polling_places": polling_places,
}
