"""Schools: pupils and lunches."""

from datetime import date, timedelta
from itertools import count

from portal.demo.buildings import of_kinds
from portal.demo.names import City
from portal.demo.series import along, days, is_day_off, rounded
from portal.demo.tables import Cell, Table, TableMaker, table

_STAPLES = ("ごはん", "ごはん", "ごはん", "麦ごはん", "コッペパン", "ソフトめん", "わかめごはん")
_MAINS = (
    # dish, kilocalories, what it contains
    ("さばのみそ煮", 168, "小麦"),
    ("とりのからあげ", 214, "小麦;卵"),
    ("豆腐ハンバーグ", 176, "小麦;卵;乳"),
    ("さけの塩焼き", 122, ""),
    ("肉じゃが", 158, "小麦"),
    ("コロッケ", 231, "小麦;卵;乳"),
    ("カレー", 284, "小麦;乳"),
    ("麻婆豆腐", 196, "小麦"),
    ("えびフライ", 188, "小麦;卵;えび"),
    ("ホワイトシチュー", 242, "小麦;乳"),
    ("いかのてんぷら", 203, "小麦;卵"),
    ("ぎょうざ", 187, "小麦"),
)
_SIDES = (
    ("ほうれん草のおひたし", 28, ""),
    ("ポテトサラダ", 112, "卵"),
    ("きんぴらごぼう", 64, "小麦"),
    ("ごまあえ", 52, "小麦"),
    ("コールスロー", 71, "卵"),
    ("ひじきの煮物", 58, "小麦"),
    ("切り干し大根", 49, "小麦"),
)
_SOUPS = (
    ("とん汁", 96, ""),
    ("わかめスープ", 38, "小麦"),
    ("けんちん汁", 74, ""),
    ("コーンスープ", 118, "小麦;乳"),
    ("みそ汁", 52, ""),
    ("こづゆ", 61, "小麦"),
)
_ALLERGENS = ("卵", "乳", "小麦", "えび", "かに", "そば", "落花生", "くるみ")


def primary_lunches(city: City) -> Table:
    """Lunch at the elementary schools, September to December 2026, one row a school day."""
    return _lunches(city, "小学校", portion=1.0)


def junior_lunches(city: City) -> Table:
    """Lunch at the junior high schools, September to December 2026, one row a school day."""
    return _lunches(city, "中学校", portion=1.26)


def pupils(city: City) -> Table:
    """Pupils by school and year, boys and girls, from 2017."""
    rows: list[tuple[Cell, ...]] = []
    for school in of_kinds(city, "小学校", "中学校"):
        rng = city.dice(f"pupils/{school.name}")
        usual = rng.randint(190, 460) * city.density * (1.0 if school.kind == "小学校" else 1.35)
        drift = rng.uniform(-0.026, -0.004) + (0.03 if school.district.name == "松ヶ丘" else 0)
        for year in range(2017, 2027):
            level = usual * (1 + drift) ** (year - 2017) * rng.uniform(0.985, 1.015)
            boys, girls = rounded(level * 0.513), rounded(level * 0.487)
            rows.append(
                (
                    year,
                    school.name,
                    school.district.name,
                    school.kind,
                    boys,
                    girls,
                    boys + girls,
                    -(-(boys + girls) // 30),
                    rounded((boys + girls) * 0.021),
                )
            )
    columns = (
        *("年度", "学校名", "地区", "学校種"),
        *("児童生徒数_男", "児童生徒数_女", "児童生徒数_計", "学級数_通常", "学級数_特別支援"),
    )
    return table(columns, rows)


def absences(city: City) -> Table:
    """Children off school with influenza by week, the winters of 2022 to 2025."""
    rows: list[tuple[Cell, ...]] = []
    for winter in range(2022, 2026):
        first = date(winter, 11, 1) - timedelta(days=date(winter, 11, 1).weekday())
        best = {2022: 210, 2023: 380, 2024: 520, 2025: 300}[winter]
        for week in range(24):
            monday = first + timedelta(days=7 * week)
            rng = city.dice(f"flu/{monday}")
            level = along({0: 0.01, 5: 0.15, 9: 0.7, 12: 1.0, 15: 0.55, 19: 0.2, 23: 0.03}, week)
            ill = rounded(best * city.scale * level * rng.uniform(0.8, 1.2))
            rows.append((f"{winter}年度", monday.isoformat(), ill, ill // 45))
    return table(("年度", "週のはじめ", "休んだ人数", "学級閉鎖の数"), rows)


def _lunches(city: City, kind: str, *, portion: float) -> Table:
    number = count()
    rows = []
    for day in days(date(2026, 9, 1), date(2026, 12, 22)):
        if is_day_off(day):
            continue
        rng = city.dice(f"lunch/{day}")
        turn = next(number)
        main, side, soup = _MAINS[turn * 5 % 12], rng.choice(_SIDES), rng.choice(_SOUPS)
        staple = "ごはん" if main[0] == "カレー" else rng.choice(_STAPLES)
        holds = {"乳", *main[2].split(";"), *side[2].split(";"), *soup[2].split(";")}
        holds |= {"小麦"} if staple in {"コッペパン", "ソフトめん"} else set()
        rows.append(
            (
                day.isoformat(),
                "月火水木金"[day.weekday()],
                kind,
                staple,
                main[0],
                side[0],
                soup[0],
                "牛乳",
                round((410 + main[1] + side[1] + soup[1]) * portion),
                round(rng.uniform(23.5, 31.0) * portion, 1),
                *("○" if name in holds else "" for name in _ALLERGENS),
            )
        )
    columns = (
        *("年月日", "曜日", "学校種", "主食", "主菜", "副菜", "汁物", "飲み物"),
        *("エネルギー(kcal)", "たんぱく質(g)"),
        *_ALLERGENS,
    )
    return table(columns, rows)


TABLES: dict[str, TableMaker] = {
    "primary_lunches": primary_lunches,
    "junior_lunches": junior_lunches,
    "pupils": pupils,
    "absences": absences,
}
