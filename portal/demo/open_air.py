"""Parks, playgrounds, and how full the shelters were on the day of the storm."""

import math
from datetime import date, datetime, timedelta
from typing import Any

from portal.demo.buildings import Building, of_kinds
from portal.demo.facilities import evacuation_buildings
from portal.demo.names import City
from portal.demo.series import along, rounded
from portal.demo.tables import Cell, Table, TableMaker, table

_EQUIPMENT = ("すべり台", "ブランコ", "砂場", "鉄棒", "シーソー", "複合遊具", "ジャングルジム")
_STORM = datetime(2026, 9, 12, 12, 0)  # noqa: DTZ001 - local wall time, as the city wrote it down


def parks(city: City) -> Table:
    """Parks with what is in them."""
    return table(
        (
            *("公園ID", "公園名", "公園名_カナ", "地区", "所在地", "緯度", "経度", "面積(㎡)"),
            *("種別", "開園年", "トイレ", "遊具の数", "駐車場(台)", "犬の散歩"),
        ),
        [_park(number, park) for number, park in enumerate(_parks(city), 1)],
    )


def park_areas(city: City) -> Table:
    """The larger parks as areas."""
    rows: list[tuple[Cell, ...]] = []
    areas: list[dict[str, Any]] = []
    for number, park in enumerate(_parks(city), 1):
        row = _park(number, park)
        if int(str(row[7])) >= 4_000:
            rows.append((row[0], row[1], row[3], row[7]))
            areas.append(_area(park, int(str(row[7]))))
    return Table(("公園ID", "公園名", "地区", "面積(㎡)"), tuple(rows), tuple(areas))


def playgrounds(city: City) -> Table:
    """Playground equipment and when it was last looked at."""
    rows: list[tuple[Cell, ...]] = []
    for number, park in enumerate(_parks(city), 1):
        rng = city.dice(f"play/{park.name}")
        for thing in rng.sample(_EQUIPMENT, rng.randint(1, 5)):
            checked = date(2026, rng.choice((5, 6, 9, 10)), rng.randint(1, 28))
            state = rng.choices(
                ("A 良い", "B 様子を見る", "C 直す予定", "D 使えません"), (60, 28, 9, 3)
            )[0]
            built = rng.randint(1988, 2025)
            rows.append(
                (
                    f"P{number:03d}",
                    park.name,
                    park.district.name,
                    thing,
                    built,
                    checked.isoformat(),
                    state,
                    park.place.lat,
                    park.place.lon,
                )
            )
    columns = ("公園ID", "公園名", "地区", "遊具", "設置年", "点検日", "点検の結果", "緯度", "経度")
    return table(columns, rows)


def shelter_crowding(city: City) -> Table:
    """How full 40 shelters were, every hour of two days of storm in September 2026."""
    shelters = sorted(
        (b for b in evacuation_buildings(city) if not b.is_outdoors), key=lambda b: -b.people
    )[:40]
    rows = [
        _crowd(hour, (_STORM + timedelta(hours=hour)).isoformat(timespec="minutes"), shelter)
        for hour in range(48)
        for shelter in sorted(shelters, key=lambda b: b.number)
    ]
    columns = ("日時", "避難所名", "地区", "緯度", "経度", "定員", "避難者数", "混雑率(%)", "混雑")
    return table(columns, rows)


def _crowd(hour: int, moment: str, shelter: Building) -> tuple[Cell, ...]:
    rng = shelter.place.city.dice(f"storm/{shelter.name}")
    best = rng.triangular(0.2, 1.6, 0.8) * (1.3 if shelter.district.height < 190 else 0.7)
    wave = along({0: 0.0, 6: 0.15, 11: 0.7, 15: 1.0, 20: 0.9, 28: 0.35, 40: 0.06, 47: 0.0}, hour)
    people = min(rounded(shelter.people * best * wave), round(shelter.people * 1.05))
    share = round(people / shelter.people * 100)
    crowd = "満員" if share >= 100 else "こんでいる" if share >= 70 else "あいている"
    spot = shelter.place
    return (
        *(moment, shelter.name, shelter.district.name, spot.lat, spot.lon),
        *(shelter.people, people, share, crowd),
    )


def _parks(city: City) -> list[Building]:
    return of_kinds(city, "公園", "ふれあい広場")


def _park(number: int, park: Building) -> tuple[Cell, ...]:
    rng = park.place.city.dice(f"park/{park.name}")
    size = rounded(rng.lognormvariate(7.6, 0.8))
    kind = "地区公園" if size >= 8_000 else "近隣公園" if size >= 4_000 else "街区公園"
    spot = park.place
    return (
        *(f"P{number:03d}", park.name, park.kana, park.district.name),
        *(spot.address, spot.lat, spot.lon, size, kind, rng.randint(1958, 2022)),
        rng.choice(("あり", "あり", "なし")),
        rng.randint(1, 5),
        size // 400 if size >= 4_000 else 0,
        rng.choice(("できる", "できる", "できない")),
    )


def _area(park: Building, size: int) -> dict[str, Any]:
    rng = park.place.city.dice(f"area/{park.name}")
    radius = math.sqrt(size / math.pi)
    corners = []
    for step in range(8):
        angle, far = step * math.pi / 4, radius * rng.uniform(0.85, 1.2)
        corners.append(
            [
                round(park.place.lon + math.cos(angle) * far / 88_300, 6),
                round(park.place.lat + math.sin(angle) * far / 111_000, 6),
            ]
        )
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


TABLES: dict[str, TableMaker] = {
    "parks": parks,
    "park_areas": park_areas,
    "playgrounds": playgrounds,
    "shelter_crowding": shelter_crowding,
}
