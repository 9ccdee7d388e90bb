import re
import struct
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import points
from datasets.charts.frame import ChartTexts
from datasets.charts.spec import spec
from portal.web.charts import ChartRenderer
from portal.web.drawing import Drawing, DrawingFailed

TEXTS = ChartTexts(
    title="人口がもっとも多いのは<一箕>です",
    notes=("出典：会津若松市",),
    x="地区",
    y="人口（人）",
    description="地区ごとの人口 & 割合",
)
CASES = {
    ChartType.BAR: (("地区", "人口", None), [(f"地区{n}", n * 70) for n in range(20)]),
    ChartType.COLUMN: (("年", "人口", None), [(y, y * 50) for y in range(2005, 2026, 2)]),
    ChartType.LINE: (
        ("月", "量", "種類"),
        [(f"{y}-{m:02d}", k, y + m) for y in range(2020, 2024) for m in range(1, 13) for k in "ab"],
    ),
    ChartType.HISTOGRAM: (("定員", None, None), [(n, 1 + n % 7) for n in range(200)]),
    ChartType.SCATTER: (("面積", "定員", None), [(n, n * n % 31) for n in range(50)]),
    ChartType.PYRAMID: (
        ("年齢", "人口", "性別"),
        [(f"{a}-{a + 4}歳", s, 3_000 - a * 20) for a in range(0, 95, 5) for s in ("男", "女")],
    ),
    ChartType.STACKED: (
        ("地区", "人口", "年代"),
        [(f"地区{n}", s, n * 10 + 5) for n in range(5) for s in ("0-14歳", "15-64歳", "65歳以上")],
    ),
}


def made(kind: ChartType, **options):
    names, rows = CASES[kind]
    choice = ChartChoice(kind, *names, Aggregate.SUM if names[1] else Aggregate.COUNT)
    return spec(choice, points(choice, rows, other="その他"), texts=TEXTS, **options)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory):
    return ChartRenderer(tmp_path_factory.mktemp("charts"))


@pytest.mark.parametrize("kind", list(ChartType))
def test_every_chart_is_a_still_picture_with_a_name(renderer, kind):
    svg = renderer.svg(made(kind, width=360)).decode()

    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == [TEXTS.title, TEXTS.description]
    assert not re.search(r"\bstyle=|<style|<script|<foreignObject|\son\w+=", svg)
    assert not re.search(r'(?:href|src)="(?!#)', svg)


@pytest.mark.parametrize("kind", list(ChartType))
def test_a_phone_s_chart_is_no_wider_than_360_px_and_its_text_no_smaller_than_12(renderer, kind):
    svg = renderer.svg(made(kind, width=360)).decode()

    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert ElementTree.fromstring(svg).get("width") == "360"  # noqa: S314 - our own drawing
    assert sizes
    assert min(sizes) >= 12


def test_japanese_is_drawn_with_the_fonts_that_come_along(renderer):
    known = renderer.png(made(ChartType.STACKED, theme="dark"))
    other = renderer.png({**made(ChartType.STACKED, theme="dark"), "title": "人日がもっとも"})

    assert known[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", known[16:24])[0] == 1280
    assert known != other


def test_two_charts_on_a_page_share_no_id(renderer):
    first, second = (renderer.svg(made(kind)).decode() for kind in (ChartType.BAR, ChartType.LINE))

    ids = [set(re.findall(r'\sid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_chart_is_drawn_once_and_then_kept(tmp_path, monkeypatch):
    drawn = []
    renderer = ChartRenderer(tmp_path / "charts")
    monkeypatch.setattr(renderer, "_draw_svg", lambda spec, digest: drawn.append(1) or b"<svg/>")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: renderer.svg({"mark": "bar"}), range(8)))

    assert set(answers) == {b"<svg/>"}
    assert drawn == [1]
    assert ChartRenderer(tmp_path / "charts").svg({"mark": "bar"}) == b"<svg/>"


def test_a_chart_that_cannot_be_kept_is_still_shown(tmp_path, monkeypatch):
    (tmp_path / "charts").write_text("a file where the folder should be")
    drawing = Drawing()
    monkeypatch.setattr(drawing, "draw", lambda form, spec, scale: form.encode())
    renderer = ChartRenderer(tmp_path / "charts", drawing)

    assert renderer.png({"mark": "bar"}) == b"png"


def test_a_drawing_process_that_was_killed_is_started_again():
    drawing = Drawing()
    spec = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}
    assert b"<svg" in drawing.draw("svg", spec)
    drawing.stop()

    assert drawing.draw("png", spec, 1).startswith(b"\x89PNG")

    drawing.stop()


def test_a_chart_that_takes_too_long_is_refused():
    drawing = Drawing(deadline_s=0.0)
    spec = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}

    with pytest.raises(DrawingFailed):
        drawing.draw("svg", spec)

    drawing.stop()


def test_a_spec_that_is_none_is_refused_in_words():
    drawing = Drawing()

    with pytest.raises(DrawingFailed):
        drawing.draw("svg", {"mark": 7})

    drawing.stop()
