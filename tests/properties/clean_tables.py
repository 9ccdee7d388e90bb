"""Six clean tables of ours, and what becomes of them on their way."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from datasets.repair.steps.area_codes import area_check_digit

Rows = list[list[str]]
TOWNS = ("北区", "南区", "中央区", "港町", "緑が丘", "桜台", "東山", "西浜", "城下", "松原")
PLACES = ("図書館", "公民館", "体育館", "児童館", "市民センター", "運動公園", "資料館")


@dataclass
class Sent:
    """A table on its way: what is sent, and what must come of it.

    Attributes:
        named: Steps that may be offered, or codes of defects, where mending needs a person.
    """

    names: list[str]
    rows: Rows
    clean_names: list[str]
    clean_rows: Rows
    above: Rows = field(default_factory=list)
    below: Rows = field(default_factory=list)
    encoding: str = "utf-8"
    newline: str = "\n"
    delimiter: str = ","
    named: set[str] = field(default_factory=set)

    def content(self) -> bytes:
        """The file."""
        records = [*self.above, self.names, *self.rows, *self.below]
        return written(records, self.delimiter, self.newline).encode(self.encoding)

    def clean(self) -> str:
        """What must come of it."""
        return written([self.clean_names, *self.clean_rows], ",", "\n")


def written(records: Rows, delimiter: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(records)
    return out.getvalue()


def clean_tables() -> dict[str, tuple[list[str], Rows]]:
    """Six tables without a fault."""
    rng = random.Random(7)  # noqa: S311 - the same every time
    made = {
        "facilities": _facilities(rng),
        "population": _population(rng),
        "events": _events(rng),
        "budget": _budget(rng),
        "aed": _aed(rng),
        "shelters": _shelters(rng),
    }
    return {
        name: (list(table[0]), [list(row) for row in table[1:]]) for name, table in made.items()
    }


def _town(n: int) -> str:
    return TOWNS[n % len(TOWNS)]


def _facilities(rng: random.Random) -> Rows:
    head = ["番号", "名称", "所在地", "緯度", "経度", "電話番号", "郵便番号", "利用者数"]
    return [head] + [
        [
            f"F{n:03}",
            f"{_town(n)}{PLACES[n % 7]}",
            f"会津市{_town(n)}{n + 1}番地",
            f"{37.4 + rng.random() / 10:.6f}",
            f"{139.9 + rng.random() / 10:.6f}",
            f"0242-{rng.randint(20, 39)}-{rng.randint(1000, 9999)}",
            f"965-{rng.randint(1, 999):04}",
            str(rng.randint(1000, 90000)),
        ]
        for n in range(24)
    ]


def _population(rng: random.Random) -> Rows:
    head = ["地区", "世帯数", "男", "女", "増減"]
    return [head] + [
        [
            f"{_town(n)}{n // 10 + 1}丁目",
            str(rng.randint(1000, 5000)),
            str(rng.randint(1500, 9000)),
            str(rng.randint(1500, 9000)),
            str(rng.randint(-90, 90)),
        ]
        for n in range(20)
    ]


def _events(rng: random.Random) -> Rows:
    head = ["催し", "開始日", "終了日", "定員", "参加費"]
    rows = []
    for n in range(22):
        day = date(2019, 6, 1) + timedelta(days=rng.randint(0, 1500))
        last = day + timedelta(days=rng.randint(0, 3))
        rows.append(
            [f"第{n + 1}回{_town(n)}まつり", str(day), str(last), str(rng.randint(10, 400)), "500"]
        )
    return [head, *rows]


def _budget(rng: random.Random) -> Rows:
    head = ["科目", "予算額", "決算額", "執行率"]
    return [head] + [
        [
            f"{_town(n)}整備費",
            str(rng.randint(1_000, 900_000)),
            str(rng.randint(1_000, 900_000)),
            f"{rng.randint(600, 999) / 10}",
        ]
        for n in range(18)
    ]


def _aed(rng: random.Random) -> Rows:
    head = ["全国地方公共団体コード", "名称", "設置日", "設置位置"]
    codes = ["07202", "28100", "37201", "01202", "13101"]
    return [head] + [
        [
            codes[n % 5] + area_check_digit(codes[n % 5]),
            f"{_town(n)}{PLACES[n % 7]}",
            str(date(2010, 1, 1) + timedelta(days=rng.randint(0, 4000))),
            "1階受付",
        ]
        for n in range(20)
    ]


def _shelters(rng: random.Random) -> Rows:
    head = ["名称", "洪水", "地震", "収容人数", "備考"]
    return [head] + [
        [
            f"{_town(n)}小学校",
            rng.choice("○×"),
            rng.choice("○×"),
            str(rng.randint(50, 900)) if n % 7 else "",
            "",
        ]
        for n in range(20)
    ]


def columns(sent: Sent, *wanted: str) -> list[int]:
    return [n for n, name in enumerate(sent.clean_names) if name in wanted]


def numbers(sent: Sent) -> list[int]:
    return columns(sent, "利用者数", "世帯数", "男", "女", "定員", "予算額", "決算額", "収容人数")


def each(sent: Sent, places: list[int], change: Callable[[str], str]) -> bool:
    for row in sent.rows:
        for place in places:
            if row[place]:
                row[place] = change(row[place])
    return bool(places)


def some(sent: Sent, places: list[int], change: Callable[[str], str], rng: random.Random) -> bool:
    for place in places:
        for row in rng.sample(sent.rows, 5):
            if row[place]:
                row[place] = change(row[place])
    return bool(places)


def days(sent: Sent) -> list[int]:
    return columns(sent, "開始日", "終了日", "設置日")
