"""Buses, snow and the roads between: lines on the map and figures by day."""

import math
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from portal.demo.names import TODAY, City, town_middle
from portal.demo.series import along, days, is_day_off, rounded, season
from portal.demo.tables import Cell, Table, TableMaker, table

_ROUTES = (
    # number, name, English, riders on a weekday, districts it runs through
    ("1", "市街地循環線", "City Loop", 920, ("中央", "南町")),
    ("2", "北原線", "Kitahara Line", 640, ("中央", "北原")),
    ("3", "西浜線", "Nishihama Line", 520, ("中央", "西浜")),
    ("4", "東山温泉線", "Higashiyama Spa Line", 430, ("中央", "東山")),
    ("5", "松ヶ丘線", "Matsugaoka Line", 380, ("中央", "北原", "松ヶ丘")),
    ("6", "南北線", "North-South Line", 410, ("南町", "中央", "北原")),
    ("7", "病院線", "Hospital Line", 290, ("南町", "中央")),
    ("8", "川ぞい線", "Riverside Line", 170, ("西浜", "南町")),
)
_STATIONS = (
    # name, district, metres above the sea, depth against the city's middle
    ("本町", "中央", 208, 1.0),
    ("西浜", "西浜", 184, 0.82),
    ("見晴", "松ヶ丘", 290, 1.45),
    ("湯ノ沢", "東山", 402, 2.05),
)
# how heavy each winter was, by the year it began in
_WINTERS = dict(
    zip(range(2016, 2026), (0.95, 1.35, 0.7, 0.28, 1.2, 1.4, 0.85, 0.45, 1.3, 1.0), strict=True)
)


def bus_stops(city: City) -> Table:
    """Bus stops in the order of each route."""
    rows: list[tuple[Cell, ...]] = []
    for number, name, _, _, _ in _ROUTES:
        for order, (stop, kana, english, home, lat, lon) in enumerate(_stops(city, number), 1):
            rng = city.dice(f"stop/{stop}")
            roof, bench = rng.choice(("あり", "なし")), rng.choice(("あり", "なし"))
            identifier = f"S{number}{order:02d}"
            rows.append(
                (identifier, stop, kana, english, number, name, order, home, lat, lon, roof, bench)
            )
    columns = (
        *("停留所ID", "停留所名", "停留所名_カナ", "停留所名_英語", "路線番号", "路線名"),
        *("停車順", "地区", "緯度", "経度", "屋根", "ベンチ"),
    )
    return table(columns, rows)


def bus_routes(city: City) -> Table:
    """Bus routes as lines."""
    rows, lines = [], []
    for number, name, english, _, through in _ROUTES:
        points = [[lon, lat] for _, _, _, _, lat, lon in _stops(city, number)]
        far = sum(_metres(a, b) for a, b in pairwise(points))
        rows.append((number, name, english, "・".join(through), round(far / 1000, 1)))
        lines.append({"type": "LineString", "coordinates": points})
    columns = ("路線番号", "路線名", "路線名_英語", "通る地区", "延長(km)")
    return Table(columns, tuple(rows), tuple(lines))


def riders(city: City) -> Table:
    """Bus riders by route and day, from November 2023."""
    rows: list[tuple[Cell, ...]] = []
    for day in days(TODAY - timedelta(days=1_096), TODAY - timedelta(days=1)):
        level = along({2023.8: 0.89, 2026.9: 1.0}, day.year + day.month / 12)
        level *= 0.62 if is_day_off(day) else 1.0
        level *= 1 + 0.10 * season(day.month, peak=1.0)  # snow puts people on the bus
        for number, name, _, usual, _ in _ROUTES:
            rng = city.dice(f"riders/{day}/{number}")
            sights = 1.7 if number == "4" and is_day_off(day) else 1.0
            people = rounded(usual * level * sights * rng.uniform(0.9, 1.1))
            rows.append((day.isoformat(), number, name, people, rounded(people * 0.34)))
    return table(("年月日", "路線番号", "路線名", "利用者数", "うち定期券"), rows)


def snow_depth(city: City) -> Table:
    """Snow on the ground by day and station, ten winters from 2016, centimetres."""
    rows: list[tuple[Cell, ...]] = []
    for name, home, height, factor in _STATIONS:
        district = city.district(home)
        town = next((t for t in district.towns if t.name == name), district.towns[0])
        lat, lon = town_middle(city, district, town)
        for day, depth, fresh, warm, cold in _winter_days(city, name, factor, height):
            rows.append((day, name, home, depth, fresh, warm, cold, round(lat, 5), round(lon, 5)))
    columns = (
        *("観測日", "観測所", "地区", "積雪深(cm)", "降雪量(cm)", "最高気温(℃)", "最低気温(℃)"),
        *("緯度", "経度"),
    )
    return table(columns, sorted(rows, key=lambda row: str(row[0])))


def plough_routes(city: City) -> Table:
    """Roads that are cleared of snow."""
    rows: list[tuple[Cell, ...]] = []
    for number, (district, town) in enumerate(
        ((d, t) for d in city.districts for t in d.towns for _ in range(3)), 1
    ):
        rng = city.dice(f"plough/{number}")
        lat, lon = town_middle(city, district, town)
        rank = rng.choices(("1 幹線", "2 生活道路", "3 通学路・歩道"), (3, 5, 3))[0]
        rows.append(
            (
                f"R{number:03d}",
                f"{town.name}{number % 3 + 1}号線",
                district.name,
                rank,
                rng.randint(18, 320) * 10,
                rng.choice((4.0, 5.5, 6.0, 7.5, 9.0)),
                10 if rank[0] == "1" else 15,
                f"{rng.randint(0, 3)}時{rng.choice(('00', '30'))}分",
                round(lat + rng.gauss(0, 0.003), 6),
                round(lon + rng.gauss(0, 0.003), 6),
            )
        )
    columns = (
        *("路線番号", "路線名", "地区", "区分", "延長(m)", "道幅(m)"),
        *("出動する積雪(cm)", "出動の時刻", "緯度", "経度"),
    )
    return table(columns, rows)


def plough_turnouts(city: City) -> Table:
    """When ploughs went out, by day and district."""
    rows: list[tuple[Cell, ...]] = []
    fresh = {str(day): snow for day, _, snow, _, _ in _winter_days(city, "本町", 1.0, 208)}
    for day, snow in fresh.items():
        for district in city.districts:
            here = snow * (1.8 if district.height > 300 else 1.3 if district.height > 250 else 1.0)
            if here < 10:
                continue
            rng = city.dice(f"turnout/{day}/{district.name}")
            machines = rounded(len(district.towns) * rng.uniform(1.2, 2.4))
            rows.append((day, district.name, machines, round(machines * rng.uniform(4.2, 9.6), 1)))
    return table(("出動日", "地区", "出動台数", "作業した距離(km)"), rows)


@cache
def _stops(city: City, number: str) -> list[tuple[str, str, str, str, float, float]]:
    through = next(route[4] for route in _ROUTES if route[0] == number)
    half = int(number) % 2
    stops = []
    for name in through:
        district = city.district(name)
        for town in district.towns[half : half + 6]:
            lat, lon = town_middle(city, district, town)
            stops.append((town.name, town.kana, town.english, name, round(lat, 6), round(lon, 6)))
    goal = max(stops, key=lambda stop: math.dist(stop[4:6], stops[0][4:6]))
    return sorted(stops, key=lambda stop: -math.dist(stop[4:6], goal[4:6]))


def _metres(a: list[float], b: list[float]) -> float:
    return math.hypot((a[0] - b[0]) * 88_300, (a[1] - b[1]) * 111_000)


@cache
def _winter_days(
    city: City, station: str, factor: float, height: int
) -> list[tuple[str, int, int, float, float]]:
    found = []
    for winter, weight in _WINTERS.items():
        depth = 0.0
        for number, day in enumerate(days(date(winter, 11, 15), date(winter + 1, 4, 15))):
            sky, here = city.dice(f"sky/{day}"), city.dice(f"snow/{station}/{day}")
            mean = 6.2 - 7.4 * math.sin(number / 151 * math.pi)
            mean += sky.gauss(0, 2.2) - (height - 208) * 0.006
            falls = sky.random() < 0.42 and mean < 2.2
            fresh = (
                sky.expovariate(1 / 9) * weight * factor * here.uniform(0.8, 1.2) if falls else 0
            )
            depth = max(0.0, depth * 0.955 + fresh * 0.75 - max(0.0, mean) * 1.7)
            warm = round(mean + here.uniform(2, 5), 1)
            cold = round(mean - here.uniform(2, 5), 1)
            found.append((day.isoformat(), round(depth), round(fresh), warm, cold))
    return found


TABLES: dict[str, TableMaker] = {
    "bus_stops": bus_stops,
    "bus_routes": bus_routes,
    "riders": riders,
    "snow_depth": snow_depth,
    "plough_routes": plough_routes,
    "plough_turnouts": plough_turnouts,
}
