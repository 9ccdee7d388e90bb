import itertools
import random
from collections import Counter

import pandas as pd
import pytest

from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import PrivacyFinding, PrivacyKind

AGES = ["20代", "30代", "40代", "50代", "60代"]
SEXES = ["男性", "女性"]
TOWNS = ["栄町", "中町", "本町"]


def one_by_one(frame: pd.DataFrame, chunk: int = 10_000) -> PrivacyFinding | None:
    scanner = Scanner()
    for start in range(0, len(frame), chunk):
        scanner.feed(frame.iloc[start : start + chunk])
    found = [each for each in scanner.findings() if each.kind is PrivacyKind.ONE_BY_ONE]
    return found[0] if found else None


def people(count: int, **more: list[str]) -> pd.DataFrame:
    """A row for each of some people; as many of every age, sex and town as can be."""
    who = itertools.islice(itertools.cycle(itertools.product(AGES, SEXES, TOWNS)), count)
    frame = pd.DataFrame(who, columns=["年代", "性別", "町名"])
    for name, values in more.items():
        frame[name] = [values[n % len(values)] for n in range(count)]
    return frame


def test_groups_of_five_who_look_alike_pass_and_of_four_wait():
    assert one_by_one(people(5 * 30)) is None

    found = one_by_one(people(5 * 30 - 1))
    assert found is not None
    assert (found.count, found.column) == (4, "年代")
    assert found.message.places == {
        "columns": "年代、性別、町名",
        "count": 4,
        "total": 149,
        "alone": 0,
        "smallest": 4,
    }


def test_rows_that_stand_alone_are_counted():
    frame = pd.concat(
        [people(150), pd.DataFrame([["90代", "男性", "中町"]], columns=people(1).columns)]
    )

    found = one_by_one(frame)

    assert found is not None
    assert (found.message.places["alone"], found.message.places["smallest"]) == (1, 1)


@pytest.mark.parametrize("chunk", [1, 7, 149])
def test_the_count_is_the_same_however_the_table_is_cut(chunk):
    shuffled = people(149).sample(frac=1, random_state=3)

    found, whole = one_by_one(shuffled, chunk), one_by_one(shuffled)
    assert found is not None
    assert whole is not None
    assert found.message == whole.message


def test_the_count_is_that_of_an_attacker_who_tries_every_row():
    rng = random.Random(11)  # noqa: S311 - people, not keys
    rows = [
        (
            str(rng.randint(20, 60)),
            rng.choice(SEXES),
            rng.choice(TOWNS),
            rng.choice(["会社員", "学生"]),
        )
        for _ in range(400)
    ]
    found = one_by_one(pd.DataFrame(rows, columns=["年齢", "性別", "地区", "職業"]))

    alike = Counter(rows)
    assert found is not None
    assert found.count == sum(1 for row in rows if alike[row] < 5)
    assert found.message.places["alone"] == sum(1 for row in rows if alike[row] == 1)
    assert found.message.places["smallest"] == min(alike.values())


@pytest.mark.parametrize(
    "more",
    [
        {"職業": ["会社員", "学生", "無職", "自営", "公務員", "その他", "主婦"]},
        {"生年月日": ["S40.1.2", "H3.4.5", "1988/12/1", "S5.6.7"]},
        {"発症日": [f"2020-04-{n:02d}" for n in range(1, 29)]},
        {"入院先": ["会津病院", "中央病院"], "確定日": [f"2020-05-{n:02d}" for n in range(1, 29)]},
        {"国籍": ["日本", "中国", "ベトナム", "ブラジル", "韓国", "米国", "ネパール"]},
    ],
)
def test_one_column_more_makes_people_stand_out(more):
    assert one_by_one(people(160, **more)) is not None


@pytest.mark.parametrize(
    "frame",
    [
        people(30).assign(人口=[str(100 + n) for n in range(30)]),  # counted by every combination
        people(30).assign(平均身長=[f"{150 + n}.5" for n in range(30)]),
        people(30).assign(接種率=[f"{n}.5" for n in range(30)]),
        pd.DataFrame({"対象年齢": ["0歳"], "性別": ["女"], "日程": ["4/1"], "地区": ["栄町"]}),
        pd.DataFrame(
            {"施設名": ["公園", "体育館"], "地区": ["栄町", "中町"], "開設年月日": ["H1", "H2"]}
        ),
        pd.DataFrame({"年齢": ["全年齢", "どなたでも"], "地区": ["栄町", "中町"]}),
        pd.DataFrame({"住所": ["栄町1", "中町2"], "発生年月日": ["2024-01-01", "2024-01-02"]}),
    ],
)
def test_statistics_events_and_facilities_are_no_people(frame):
    assert one_by_one(frame) is None
