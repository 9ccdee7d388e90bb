"""A city in figures: its people, its money, its roads and its visitors."""

import math
from functools import cache

from portal.demo.names import City, District
from portal.demo.series import Month, along, era_year, months, rounded, season, shared_out
from portal.demo.tables import Cell, Record, Table, TableMaker, filled, table

BANDS = (*(f"{age}-{age + 4}歳" for age in range(0, 85, 5)), "85歳以上")
_PURPOSES = (
    # purpose, million yen in 2008, growth a year
    ("議会費", 330, -0.004),
    ("総務費", 5_400, 0.006),
    ("民生費", 11_800, 0.028),
    ("衛生費", 3_700, 0.011),
    ("労働費", 160, -0.02),
    ("農林水産業費", 1_350, -0.004),
    ("商工費", 1_500, 0.008),
    ("土木費", 5_900, -0.003),
    ("消防費", 1_750, 0.009),
    ("教育費", 5_100, 0.004),
    ("災害復旧費", 60, 0.0),
    ("公債費", 5_600, -0.016),
)
_INCOMES = (
    ("市税", 14_900, 0.002),
    ("地方交付税", 9_800, 0.006),
    ("国庫支出金", 5_200, 0.030),
    ("県支出金", 2_600, 0.022),
    ("市債", 4_300, -0.012),
    ("地方消費税交付金", 1_250, 0.048),
    ("使用料・手数料", 980, -0.006),
    ("寄附金", 90, 0.14),
    ("繰入金", 1_100, 0.01),
    ("その他", 2_430, 0.0),
)


def population(city: City, year: int) -> int:
    """People living in the city on the first of November."""
    return rounded(along(city.people, year))


def population_history(city: City) -> Table:
    """People, households and what changed them, by year from 1980."""
    rows: list[tuple[Cell, ...]] = []
    for year in range(1980, 2027):
        rng = city.dice(f"vital/{year}")
        total = population(city, year)
        men = _men(city, year)
        born = rounded(along({1980: 1_720, 1995: 1_340, 2010: 1_010, 2026: 612}, year) * city.scale)
        died = rounded(
            along({1980: 830, 2000: 1_090, 2026: 1_585}, year)
            * rng.uniform(0.97, 1.03)
            * city.scale
        )
        came = rounded(
            along({1980: 5_400, 1995: 4_900, 2026: 3_320}, year)
            * rng.uniform(0.98, 1.02)
            * city.scale
        )
        left = came + born - died - (total - population(city, year - 1))
        homes = rounded(along({1980: 34_200, 2000: 44_600, 2026: 48_930}, year) * city.scale)
        rows.append((year, era_year(year), homes, total, men, total - men, born, died, came, left))
    columns = ("年", "和暦", "世帯数", "総人口", "男性", "女性", "出生", "死亡", "転入", "転出")
    return table(columns, rows)


def population_by_age(city: City) -> Table:
    """People by year, district, age band and sex, 2016 to 2026: one row each."""
    rows = [
        (year, district.name, band, sex, people)
        for year in range(2016, 2027)
        for district in city.districts
        for (band, sex), people in _ages(city, year, district).items()
    ]
    return table(("年", "地区", "年齢", "性別", "人口"), rows)


def population_standard(city: City) -> Table:
    """People by district on 1 November 2026, one row a district, standard 04."""
    records: list[Record] = []
    for number, district in enumerate(city.districts, 1):
        ages = _ages(city, 2026, district)
        men = sum(people for (_, sex), people in ages.items() if sex == "男性")
        total = sum(ages.values())
        records.append(
            {
                "全国地方公共団体コード": city.code,
                "地域コード": f"{number:03d}",
                "地方公共団体名": city.name,
                "調査年月日": "2026-11-01",
                "地域名": district.name,
                "総人口": total,
                "男性": men,
                "女性": total - men,
                **{f"{band}の{sex}": people for (band, sex), people in ages.items()},
                "世帯数": round(total / 2.334),
            }
        )
    return filled("population", records)


def spending(city: City) -> Table:
    """What the city spends, by year and purpose, thousand yen."""
    return _money(city, _PURPOSES, "目的")


def income(city: City) -> Table:
    """What the city takes in, by year and source, thousand yen."""
    return _money(city, _INCOMES, "科目")


def accidents(city: City) -> Table:
    """Traffic accidents by month and district, from 2018."""
    rows: list[tuple[Cell, ...]] = []
    for month in months(Month(2018, 1), Month(2026, 10)):
        for district in city.districts:
            rng = city.dice(f"accident/{month}/{district.name}")
            level = along({2018: 46, 2020: 33, 2026: 27}, month.year + month.month / 12)
            count = rounded(
                level * district.share * (1 + 0.35 * season(month.month, peak=12.5)) * city.scale
                + rng.gauss(0, 1) * city.scale
            )
            hurt = rounded(count * rng.uniform(1.0, 1.35))
            killed = 1 if count and rng.random() < 0.012 else 0
            rows.append((str(month), f"{district.name}地区", count, hurt, killed))
    return table(("年月", "地区", "事故件数", "けがをした人", "亡くなった人"), rows)


def visitors(city: City) -> Table:
    """Visitors to six sights by month, from 2016; few in 2020 and 2021."""
    rows: list[tuple[Cell, ...]] = []
    for month in months(Month(2016, 1), Month(2026, 10)):
        for spot, best, peak, width in city.spots:
            rng = city.dice(f"visitors/{month}/{spot}")
            when = month.year + (month.month - 1) / 12
            level = along(
                {2016: 0.92, 2020.0: 1.0, 2020.3: 0.18, 2021.5: 0.45, 2023: 0.93, 2026: 1.12}, when
            )
            wave = 1 - width * (1 - season(month.month, peak=peak)) / 2
            count = rounded(best * level * max(wave, 0.0) ** 2 * rng.uniform(0.92, 1.08))
            abroad = rounded(
                count * along({2016: 0.03, 2019: 0.06, 2020.3: 0, 2022.5: 0, 2026: 0.11}, when)
            )
            rows.append((str(month), spot, count, count - abroad, abroad))
    return table(("年月", "観光地", "観光客数", "日本から", "海外から"), rows)


def _men(city: City, year: int) -> int:
    if year < 2016:  # no ages are kept for the years before
        return round(population(city, year) * along({1980: 0.4965, 2016: 0.4922}, year))
    found = [_ages(city, year, district) for district in city.districts]
    return sum(n for ages in found for (_, sex), n in ages.items() if sex == "男性")


@cache
def _ages(city: City, year: int, district: District) -> dict[tuple[str, str], int]:
    parts = shared_out(population(city, year), [place.share for place in city.districts])
    total = parts[city.districts.index(district)]
    keys = [(band, sex) for band in BANDS for sex in ("男性", "女性")]
    weights = [_weight(year, BANDS.index(band), sex, district) for band, sex in keys]
    return dict(zip(keys, shared_out(total, weights), strict=True))


def _weight(year: int, band: int, sex: str, district: District) -> float:
    age = band * 5 + 2 - district.age_shift
    born = year - age
    cohort = along({1930: 1.15, 1948: 1.45, 1958: 1.05, 1973: 1.35, 1985: 0.98, 2026: 0.5}, born)
    lives = 1 / (1 + math.exp((age - (80 if sex == "男性" else 86.5)) / 6))
    away = 0.72 if 18 <= age < 30 else 1.0  # many leave to study and come back
    born_as = 1.05 if sex == "男性" else 1.0  # more boys are born than girls
    open_ended = 1.6 if band == len(BANDS) - 1 else 1.0
    return cohort * lives * away * born_as * open_ended


def _money(city: City, lines: tuple[tuple[str, int, float], ...], kind: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for year in range(2008, 2027):
        for name, million, growth in lines:
            rng = city.dice(f"money/{name}/{year}")
            amount = million * city.scale * (1 + growth) ** (year - 2008) * rng.uniform(0.97, 1.03)
            amount *= _event(name, year)
            rows.append((year, f"{era_year(year)}度", name, round(amount * 1_000)))
    return table(("年度", "年度(和暦)", kind, "金額(千円)"), rows)


def _event(name: str, year: int) -> float:
    events = {
        ("総務費", 2020): 3.1,  # a payment to every resident
        ("国庫支出金", 2020): 2.9,
        ("国庫支出金", 2021): 1.5,
        ("災害復旧費", 2011): 14.0,
        ("災害復旧費", 2012): 6.0,
        ("災害復旧費", 2019): 9.0,
        ("災害復旧費", 2020): 5.0,
        ("教育費", 2017): 1.35,  # a new school
        ("教育費", 2018): 1.25,
        ("市債", 2017): 1.5,
    }
    return events.get((name, year), 1.0)


TABLES: dict[str, TableMaker] = {
    "population_history": population_history,
    "population_by_age": population_by_age,
    "population_standard": population_standard,
    "spending": spending,
    "income": income,
    "accidents": accidents,
    "visitors": visitors,
}
