"""A made-up city's datasets, and what its people ask for."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from datasets.search.document import SearchDocument

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def document(slug: str, title: str, **facts: object) -> SearchDocument:
    facts = {
        "id": f"00000000-0000-4000-8000-{abs(hash_of(slug)) % 10**12:012d}",
        "modified": NOW,
        "organization": "mizuho-city",
        "organization_title": "みずほ市",
        "places": ("みずほ市",),
        "license": "CC-BY-4.0",
        "formats": ("CSV",),
    } | facts
    return SearchDocument(slug=slug, title=title, **facts)  # type: ignore[arg-type]  # facts vary


def hash_of(slug: str) -> int:
    return int.from_bytes(slug.encode(), "big")


_ROWS = csv.DictReader(
    Path(__file__).with_name("city.csv").read_text("utf-8").splitlines(), delimiter="|"
)

CITY = [
    document(
        row["slug"],
        row["title"],
        title_en=row["title_en"],
        summary=row["summary"],
        themes=(row["theme"],),
        keywords=tuple(filter(None, row["keywords"].split(","))),
        columns=tuple(row["columns"].split(",")),
        modified=NOW - timedelta(days=at * 9),
        view_count=at * 7 % 50,
    )
    for at, row in enumerate(_ROWS)
]

# what was typed, and the datasets a resident would accept as an answer
JUDGED = {
    "避難所": "shelters emergency-sites",
    "ひなんじょ": "shelters emergency-sites",
    "避難場所": "shelters emergency-sites",
    "ヒナンジョ": "shelters emergency-sites",
    "hinanjo": "shelters emergency-sites",
    "shelter": "shelters emergency-sites",
    "避難所はどこですか": "shelters emergency-sites",
    "ＡＥＤ": "aed",
    "aed": "aed",
    "ＡＥＤまっぷ": "aed",
    "AEDの場所": "aed",
    "除細動器": "aed",
    "ごみ 収集": "garbage-days",
    "ゴミの日": "garbage-days",
    "ごみ収集日": "garbage-days",
    "garbage": "garbage-days garbage-sorting bulky",
    "ゴミ": "garbage-days garbage-sorting bulky",
    "粗大ゴミ": "bulky",
    "ごみの分け方": "garbage-sorting",
    "リサイクル": "recycling",
    "population": "population",
    "人口": "population",
    "ｼﾞﾝｺｳ": "population",
    "popluation": "population",
    "みずほ市の人口": "population",
    "世帯": "households",
    "外国人": "foreigners",
    "引っ越し": "migration",
    "給食": "lunch",
    "きゅうしょく": "lunch",
    "kyushoku": "lunch",
    "school lunches": "lunch",
    "アレルギー": "lunch",
    "保育園": "nurseries vacancies",
    "ほいくえん": "nurseries vacancies",
    "保育園の空き": "vacancies",
    "学童": "after-school",
    "おむつ": "nursing-rooms",
    "バス": "bus-stops bus-times",
    "ばす": "bus-stops bus-times",
    "バス停": "bus-stops bus-times",
    "bus timetable": "bus-times",
    "電車": "stations",
    "自転車置き場": "bikes",
    "駐車場": "car-parks",
    "交通事故": "accidents",
    "橋": "bridges",
    "雪かき": "plow",
    "snow": "snow-depth plow",
    "雨": "rain",
    "川の水位": "river",
    "病院": "hospitals",
    "お医者さん": "hospitals",
    "歯医者": "dentists",
    "ワクチン": "vaccines",
    "老人ホーム": "care",
    "図書館": "library",
    "トイレ": "toilets",
    "お手洗い": "toilets",
    "public toilet": "toilets",
    "Ｗｉ－Ｆｉ": "wifi",
    "wifi": "wifi",
    "公園": "parks",
    "こうえん": "parks",
    "観光": "sights visitors",
    "文化財": "heritage",
    "予算": "budget",
    "投票": "votes",
    "熊": "bears",
    "レストラン": "restaurants",
    "街灯": "lights",
    "PM2.5": "air",
    "消火栓": "hydrants",
    "ハザードマップ": "hazard-flood",
    "がけ崩れ": "landslide",
    "避難所一欄": "shelters emergency-sites",
    "ふぁいる": "",
    "量子コンピュータ": "",
    "zzzz": "",
}
