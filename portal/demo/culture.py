"""Heritage, sights, events and libraries."""

import csv
from datetime import date, timedelta
from importlib import resources

from portal.demo.names import TODAY, City, Place, phone
from portal.demo.series import along, days, era_date, is_day_off, rounded, season
from portal.demo.tables import Cell, Record, Table, TableMaker, filled, identity, location, table

_HERITAGE = (
    # what, kind, count, unit
    ("木造阿弥陀如来坐像", "彫刻", 1, "躯"),
    ("古文書群", "古文書", 214, "点"),
    ("旧家の主屋", "建造物", 1, "棟"),
    ("の大ケヤキ", "天然記念物", 1, "本"),
    ("獅子舞", "無形民俗文化財", 1, "件"),
    ("古墳", "史跡", 1, "基"),
    ("一里塚", "史跡", 1, "基"),
    ("神社本殿", "建造物", 1, "棟"),
    ("絵馬", "絵画", 3, "面"),
)
_RANKS = ("市指定", "市指定", "市指定", "市指定", "県指定", "県指定", "国指定")

_EVENTS = (
    # name, kind, number of a district, fee in yen, who may come
    ("朝市", "催し", 0, 0, "だれでも"),
    ("おはなし会", "講座", 1, 0, "0歳から6歳の子どもと保護者"),
    ("スマホの使い方教室", "講座", 2, 0, "60歳以上の市民"),
    ("防災訓練", "訓練", 3, 0, "だれでも"),
    ("親子料理教室", "講座", 0, 500, "小学生と保護者"),
    ("市民ハイキング", "スポーツ", 4, 300, "だれでも"),
    ("星を見る会", "催し", 5, 200, "だれでも"),
    ("健康づくり体操", "スポーツ", 1, 0, "市民"),
    ("吹奏楽コンサート", "音楽", 0, 800, "だれでも"),
    ("リサイクル広場", "催し", 2, 0, "市民"),
    ("郷土史講座", "講座", 4, 100, "だれでも"),
    ("雪あかりまつり", "まつり", 0, 0, "だれでも"),
)
_LIBRARIES = (
    ("中央図書館", 1_010),
    ("南町図書館", 520),
    ("西浜図書館", 360),
)  # books on a usual day


def heritage(city: City) -> Table:
    """Cultural properties, standard 02; the day of designation in the Japanese era."""
    records: list[Record] = []
    for district in city.districts:
        for town in district.towns:
            rng = city.dice(f"heritage/{town.name}")
            what, kind, count, unit = rng.choice(_HERITAGE)
            spot = city.place(rng, district, town)
            day = date(rng.randint(1952, 2021), rng.randint(1, 12), rng.randint(1, 28))
            records.append(
                {
                    **identity(city, len(records) + 1, prefix="B"),
                    "地方公共団体名": city.name,
                    "名称": f"{town.name}{what}",
                    "文化財分類": rng.choice(_RANKS),
                    "種類": kind,
                    **location(spot),
                    "員数（数）": count,
                    "員数（単位）": unit,
                    "所有者等": rng.choice((f"{town.name}町内会", city.name, "保存会")),
                    "文化財指定日": era_date(day),
                    "概要": f"{town.name}に伝わる{kind}です。",
                    "URL": f"https://{city.domain}/bunkazai/{len(records) + 1:03d}",
                    "地区": district.name,
                }
            )
    return filled("cultural_property", records, more=("地区",))


def sights(city: City) -> Table:
    """Sights for visitors, standard 11."""
    records: list[Record] = []
    station = f"{city.name[:-1]}駅"
    text = resources.files("portal.demo").joinpath("data/sights.csv").read_text("utf-8")
    lines = (line for line in csv.reader(text.splitlines()) if line[0] == city.slug)
    for number, line in enumerate(lines, 1):
        _, name, kana, english, home, fee, opens, closes, about, about_english = line
        rng = city.dice(f"sight/{name}")
        records.append(
            {
                **identity(city, number, prefix="T"),
                "地方公共団体名": city.name,
                "名称": name,
                "名称_カナ": kana,
                "名称_英語": english,
                **location(city.place(rng, city.district(home))),
                "利用可能曜日": "火水木金土日" if fee == "300" else "月火水木金土日",
                "開始時間": opens,
                "終了時間": closes,
                "料金(基本)": int(fee),
                "料金(詳細)": "中学生以下は半額" if int(fee) else "無料",
                "説明": about,
                "説明_英語": about_english,
                "アクセス方法": f"{station}からバスで{rng.randint(6, 38)}分",
                "駐車場情報": f"{rng.randint(2, 40) * 5}台",
                "連絡先名称": "観光課",
                "連絡先電話番号": phone(rng),
                "URL": f"https://{city.domain}/kankou/{number:03d}",
                "地区": home,
            }
        )
    return filled("tourism", records, more=("地区",))


def events(city: City) -> Table:
    """Events of the coming half year and the last, standard 12, in the order of their days."""
    found = [_event(city, number) for number in range(city.scaled(160, least=24))]
    ordered = sorted(found, key=lambda record: (str(record["開始日"]), str(record["イベント名"])))
    return filled(
        "event",
        [{**record, "ID": f"E{number:06d}"} for number, record in enumerate(ordered, 1)],
        more=("地区",),
    )


def lending(city: City) -> Table:
    """Books lent by library and day, from April 2023; shut on Mondays."""
    rows: list[tuple[Cell, ...]] = []
    for day in days(date(2023, 4, 1), TODAY - timedelta(days=1)):
        if day.weekday() == 0 or (day.month, day.day) in {(1, 1), (1, 2), (1, 3)}:
            continue
        for library, usual in _LIBRARIES:
            rng = city.dice(f"lending/{day}/{library}")
            level = along({2023.0: 0.94, 2027.0: 1.04}, day.year + day.month / 12)
            level *= 1.28 if is_day_off(day) else 0.92
            level *= 1.18 if day.month == 8 else 1 + 0.05 * season(day.month, peak=1)
            lent = rounded(usual * level * rng.uniform(0.86, 1.14))
            people = rounded(lent / rng.uniform(2.6, 3.1))
            rows.append((day.isoformat(), library, lent, rounded(lent * 0.31), people))
    return table(("年月日", "図書館", "貸出冊数", "うち児童書", "利用者数"), rows)


def _event(city: City, number: int) -> Record:
    rng = city.dice(f"event/{number}")
    name, kind, home, fee, who = rng.choice(_EVENTS)
    district = city.districts[home % len(city.districts)]
    spot: Place = city.place(rng, district)
    first = TODAY + timedelta(days=rng.randint(-120, 150))
    hour = rng.choice((9, 10, 13, 14, 18))
    return {
        "全国地方公共団体コード": city.code,
        "地方公共団体名": city.name,
        "イベント名": f"{spot.town.name} {name}",
        "状態": "終了" if first < TODAY else "予定どおり",
        "キーワード": kind,
        "開始日": first.isoformat(),
        "終了日": first.isoformat(),
        "開始時間": f"{hour:02d}:00",
        "終了時間": f"{hour + rng.randint(1, 3):02d}:00",
        "説明": f"{district.name}地区で開く{name}です。",
        "イベント種類": kind,
        "料金(基本)": fee,
        "料金種別": "有料" if fee else "無料",
        "主催者": rng.choice((city.name, f"{district.name}公民館", f"{city.name}観光協会")),
        "対象者": who,
        "場所名称": f"{spot.town.name}会場",
        **location(spot),
        "定員": rng.choice((None, 20, 30, 50, 100)),
        "参加申込終了日": (first - timedelta(days=7)).isoformat(),
        "参加申込方法": rng.choice(("電話", "申し込み不要", "市のホームページ")),
        "連絡先名称": "観光課",
        "連絡先電話番号": phone(rng),
        "URL": f"https://{city.domain}/event/{number:04d}",
        "地区": district.name,
    }


TABLES: dict[str, TableMaker] = {
    "heritage": heritage,
    "sights": sights,
    "events": events,
    "lending": lending,
}
