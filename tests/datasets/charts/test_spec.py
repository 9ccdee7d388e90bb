import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import points
from datasets.charts.frame import ChartTexts, lines, nice_ticks, text_width
from datasets.charts.numbers import percent, short, written
from datasets.charts.spec import spec
from datasets.charts.theme import DARK, LIGHT

TEXTS = ChartTexts(
    title="人口がもっとも多いのは一箕です", y="人口（人）", description="地区ごとの人口"
)
BAR = ChartChoice(ChartType.BAR, "地区", "人口", None, Aggregate.SUM)
COLUMN = ChartChoice(ChartType.COLUMN, "年", "人口", None, Aggregate.SUM)
LINE = ChartChoice(ChartType.LINE, "年", "人口", "性別", Aggregate.SUM)


def drawn(choice, rows, **options):
    return spec(choice, points(choice, rows, other="その他"), texts=TEXTS, **options)


def marks(made) -> list[dict]:
    return [layer["mark"] for layer in made["layer"]]


def test_bars_begin_at_zero_and_say_their_value_at_their_end():
    made = drawn(BAR, [("湊", 12_345), ("一箕", 20_000)])

    scale = made["encoding"]["x"]["scale"]
    assert scale["domain"][0] == 0
    assert scale["domain"][1] > 20_000
    assert [row["label"] for row in made["data"]["values"]] == ["20,000", "12,345"]
    assert made["encoding"]["x"]["axis"] is None


def test_bars_below_zero_reach_to_the_left_of_it():
    made = drawn(BAR, [("湊", -50), ("一箕", 20)])

    low, high = made["encoding"]["x"]["scale"]["domain"]
    assert low < -50
    assert high > 20


def test_columns_begin_at_zero_and_leave_a_gap_for_a_missing_year():
    made = drawn(COLUMN, [(2020, 900), (2022, 950)])

    assert made["encoding"]["y"]["scale"]["domain"][0] == 0
    assert [row["x"] for row in made["data"]["values"]] == ["2020", "2021", "2022"]
    assert made["data"]["values"][1]["y"] is None


def test_lines_break_at_gaps_and_differ_by_dashes_too():
    made = drawn(LINE, [(y, s, y) for y in (2000, 2001, 2004) for s in ("男", "女")])

    stroke = made["layer"][0]
    assert stroke["mark"]["invalid"].startswith("break-paths")
    assert len(stroke["encoding"]["strokeDash"]["scale"]["range"]) == 2
    assert made["encoding"]["x"]["scale"]["domain"][0] == 2000


def test_the_names_at_the_ends_of_lines_do_not_cover_each_other():
    made = drawn(LINE, [(y, f"{s}組", y + s) for y in range(2000, 2010) for s in range(6)])

    ends = made["layer"][-1]["data"]["values"]
    low, high = made["layer"][0]["encoding"]["y"]["scale"]["domain"]
    pixels = sorted(end["y"] / (high - low) * made["height"] for end in ends)
    assert all(b - a >= 15 for a, b in pairwise(pixels))


def test_colours_are_those_of_the_theme():
    light, dark = drawn(BAR, [("湊", 1), ("一箕", 2)]), drawn(BAR, [("湊", 1)], theme="dark")

    assert light["config"]["background"] == LIGHT.background
    assert dark["config"]["background"] == DARK.background
    assert light["layer"][0]["encoding"]["color"]["value"] == LIGHT.series[0]


def test_a_narrow_chart_is_360_px_wide_and_its_title_is_cut_into_lines():
    made = drawn(BAR, [("湊", 1), ("一箕", 2)], width=360)

    assert made["width"] == 360
    assert "".join(made["title"]["text"]) == TEXTS.title
    assert all(text_width(line, 17) <= 360 for line in made["title"]["text"])


def test_a_page_that_says_the_title_itself_gets_a_chart_without_one():
    made = spec(BAR, [{"x": "湊", "y": 1}], texts=ChartTexts(description="地区ごとの人口"))

    assert "title" not in made
    assert made["description"] == "地区ごとの人口"


def test_names_that_are_cut_to_the_same_stay_two_bars():
    rows = [("会津若松市立河東学園コミュニティプール附属体育館" + part, 5) for part in ("東", "西")]

    made = drawn(BAR, rows, width=360)

    assert len({row["x"] for row in made["data"]["values"]}) == 2


@pytest.mark.parametrize("kind", list(ChartType))
def test_nothing_to_draw_is_still_a_specification(kind):
    choice = ChartChoice(kind, "x", "y", "s" if kind is ChartType.PYRAMID else None)

    made = spec(choice, [], texts=TEXTS)

    assert json.loads(json.dumps(made)) == made


def test_large_numbers_are_short_in_both_languages_and_whole_in_sentences():
    assert short(98_765_432, "ja") == "9,876.5万"
    assert short(98_765_432, "en") == "98.8M"
    assert short(-1234.5, "ja") == "\u22121,234"
    assert written(98_765_432) == "98,765,432"
    assert (percent(1, 3), percent(1, 40)) == ("33%", "2.5%")


def test_no_line_begins_with_a_closing_mark_and_too_long_a_text_ends_in_an_ellipsis():
    made = lines("避難所（指定）、一覧。", 72, 12)

    assert "".join(made) == "避難所（指定）、一覧。"
    assert not any(line[0] in "）、。" for line in made)
    assert lines("あ" * 30, 60, 12, most=2)[-1].endswith("…")


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.integers(2, 8))
def test_ticks_enclose_the_range_and_rise(low, span, count):
    made = nice_ticks(low, low + span, count)

    slack = max(abs(low), span, 1) * 1e-6
    assert made[0] <= low + slack
    assert made[-1] >= low + span - slack
    assert made == sorted(made)
    assert len(made) >= 2
