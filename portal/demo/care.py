"""Lists and figures about children and health."""

from portal.demo.buildings import Building, of_kinds
from portal.demo.names import City, phone
from portal.demo.series import Month, months, rounded
from portal.demo.tables import Cell, Record, Table, TableMaker, filled, identity, location, table

_AGES = ("0歳児", "1歳児", "2歳児", "3歳児", "4歳児", "5歳児")
_SEATS_SHARE = (0.07, 0.13, 0.16, 0.20, 0.22, 0.22)
_CLINICS = (
    ("内科", "内科・消化器内科", "Internal Medicine"),
    ("小児科", "小児科・アレルギー科", "Children's"),
    ("歯科", "歯科・小児歯科", "Dental"),
    ("整形外科", "整形外科・リハビリテーション科", "Orthopedic"),
    ("眼科", "眼科", "Eye"),
    ("耳鼻科", "耳鼻咽喉科", "Ear, Nose and Throat"),
    ("皮膚科", "皮膚科・形成外科", "Skin"),
)
_CHECKUPS = (
    ("特定健診", 41.0, 0.55),
    ("胃がん検診", 13.0, -0.15),
    ("大腸がん検診", 22.0, 0.30),
    ("乳がん検診", 31.0, 0.45),
    ("歯科健診", 9.0, 0.60),
)


def childcare(city: City) -> Table:
    """Nurseries and children's halls, standard 05."""
    records: list[Record] = []
    for number, building in enumerate(of_kinds(city, "保育園", "児童館"), 1):
        rng = city.dice(f"childcare/{building.name}")
        is_nursery = building.kind == "保育園"
        record: dict[str, Cell] = {
            **identity(city, number, prefix="K"),
            "地方公共団体名": city.name,
            "名称": building.name,
            "名称_カナ": building.kana,
            "名称_英字": building.english,
            "種別": rng.choice(("認可保育所", "認定こども園")) if is_nursery else "児童館",
            **location(building.place),
            "アクセス方法": f"「{building.place.town.name}」バス停から歩いて{rng.randint(1, 9)}分",
            "駐車場情報": f"{rng.randint(4, 24)}台",
            "電話番号": phone(rng),
            "郵便番号": building.place.postcode,
            "団体名": city.name,
            "許可等年月日": f"{rng.randint(1972, 2019)}-04-01",
            "収容定員": seats(building) if is_nursery else None,
            "受入年齢": "0歳から5歳" if is_nursery else "0歳から18歳",
            "利用可能曜日": building.days,
            "開始時間": building.opens[0],
            "終了時間": building.opens[1],
            "一時預かりの有無": rng.choice(("有", "無")) if is_nursery else "無",
            "病児保育の有無": rng.choice(("有", "無", "無", "無")) if is_nursery else "無",
            "授乳室": rng.choice(("有", "有", "無")),
            "おむつ替えコーナー": "有",
            "ベビーカー貸出": "無",
            "URL": f"https://{city.domain}/kosodate/{number:03d}",
            "地区": building.district.name,
        }
        records.append(record)
    return filled("preschool", records, more=("地区",))


def seats(building: Building) -> int:
    """How many children a nursery takes."""
    return building.place.city.dice(f"seats/{building.name}").choice((60, 80, 90, 100, 120, 150))


def nursery_vacancies(city: City) -> Table:
    """Free seats by nursery, age and month, from April 2025."""
    rows: list[tuple[Cell, ...]] = []
    for month in months(Month(2025, 4), Month(2026, 11)):
        since_april = (month.month - 4) % 12
        for building in of_kinds(city, "保育園"):
            rng = city.dice(f"vacancy/{building.name}/{month}")
            for age, share in zip(_AGES, _SEATS_SHARE, strict=True):
                room = round(seats(building) * share)
                free = round(room * max(0.0, rng.gauss(0.16 - 0.016 * since_april, 0.05)))
                rows.append(
                    (
                        str(month),
                        building.name,
                        building.district.name,
                        age,
                        room,
                        room - free,
                        free,
                        "○" if free >= 3 else "△" if free else "×",
                    )
                )
    columns = ("年月", "施設名", "地区", "年齢区分", "定員", "入所児童数", "あき", "受け入れ")
    return table(columns, rows)


def hospitals(city: City) -> Table:
    """Hospitals and clinics, standard 10."""
    records: list[Record] = []
    for number, (name, kana, english, home, beds) in enumerate(city.hospitals, 1):
        rng = city.dice(f"hospital/{name}")
        records.append(
            {
                **_medical(city, number, name, kana, english),
                "医療機関の種類": "病院",
                **location(city.place(rng, city.district(home))),
                "電話番号": phone(rng),
                "診療曜日": "月火水木金土",
                "診療開始時間": "08:30",
                "診療終了時間": "17:00",
                "時間外における対応": "救急の受け入れあり",
                "診療科目": "内科;外科;小児科;整形外科;眼科",
                "病床数": beds,
                "災害拠点分類": "地域災害拠点病院" if number == 1 else "",
                "地区": home,
            }
        )
    clinics = city.spread(city.scaled(84, least=3))
    for number, district in enumerate(clinics, len(city.hospitals) + 1):
        rng = city.dice(f"clinic/{number}")
        spot = city.place(rng, district)
        suffix, subjects, english = _CLINICS[number % len(_CLINICS)]
        records.append(
            {
                **_medical(
                    city,
                    number,
                    f"{spot.town.name}{suffix}クリニック{number:02d}",
                    "",
                    f"{spot.town.english} {english} Clinic {number:02d}",
                ),
                "医療機関の種類": "歯科診療所" if suffix == "歯科" else "診療所",
                **location(spot),
                "電話番号": phone(rng),
                "診療曜日": rng.choice(("月火水金土", "月火木金土", "月火水木金")),
                "診療開始時間": "09:00",
                "診療終了時間": rng.choice(("17:30", "18:00", "18:30", "19:00")),
                "診療日時特記事項": "土曜は12:30まで",
                "診療科目": subjects.replace("・", ";"),
                "病床数": 0,
                "地区": district.name,
            }
        )
    return filled("hospital", records, more=("地区",))


def checkup_rates(city: City) -> Table:
    """Share of people who took a health check-up, by year, district and kind, percent."""
    rows: list[tuple[Cell, ...]] = []
    for year in range(2015, 2026):
        for district in city.districts:
            for name, base, growth in _CHECKUPS:
                rng = city.dice(f"checkup/{year}/{district.name}/{name}")
                hit = 0.72 if year == 2020 else 0.9 if year == 2021 else 1.0
                rate = (base + growth * (year - 2015) - district.age_shift * 0.4) * hit
                asked = rounded(9_000 * city.scale * district.share * rng.uniform(0.97, 1.03))
                took = rounded(asked * (rate + rng.gauss(0, 0.8)) / 100)
                rows.append((year, district.name, name, asked, took, round(took / asked * 100, 1)))
    return table(("年度", "地区", "健診の種類", "対象者数", "受診者数", "受診率(%)"), rows)


def _medical(city: City, number: int, name: str, kana: str, english: str) -> dict[str, Cell]:
    return {
        **identity(city, number, prefix="M"),
        "地方公共団体名": city.name,
        "名称": name,
        "名称_カナ": kana,
        "名称_英字": english,
        "URL": f"https://{city.domain}/iryou/{number:03d}",
    }


TABLES: dict[str, TableMaker] = {
    "childcare": childcare,
    "nursery_vacancies": nursery_vacancies,
    "hospitals": hospitals,
    "checkup_rates": checkup_rates,
}
