"""JSON that holds a table."""

import json
from pathlib import Path
from typing import Any

import pytest

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile

_POINT = {"type": "Point", "coordinates": [139.93, 37.49]}
_FEATURE = {"type": "Feature", "properties": {"名称": "城"}, "geometry": _POINT}
_ROWS = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]


def read(tmp_path: Path, document: Any, name: str = "a.json") -> ReadFile:
    path = tmp_path / "upload"
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return read_file(path, name)


def rows(found: ReadFile) -> list[list[str]]:
    return [row for frame in found.tables[0].frames() for row in frame.to_numpy().tolist()]


@pytest.mark.parametrize(
    "document",
    [
        _ROWS,
        {"success": True, "result": {"fields": [{"id": "a"}, {"id": "b"}], "records": _ROWS}},
        {"GET_DATA": {"STATISTICAL_DATA": {"RESULT": {"STATUS": 0}, "VALUE": _ROWS}}},
        {"@odata.context": "…", "value": _ROWS},
        [["a", "b"], [1, "x"], [2, "y"]],
        {"columns": ["a", "b"], "data": [[1, "x"], [2, "y"]]},
        {"fields": [{"name": "a"}, {"name": "b"}], "rows": [[1, "x"], [2, "y"]]},
        {
            "meta": {"view": {"columns": [{"name": "a"}, {"name": "b"}]}},
            "data": [[1, "x"], [2, "y"]],
        },
        {"a": [1, 2], "b": ["x", "y"]},
        {"geometryType": "esriGeometryPoint", "features": [{"attributes": row} for row in _ROWS]},
        "\x1e" + "\n\x1e".join(map(json.dumps, _ROWS)),
    ],
)
def test_records_are_found_in_what_is_wrapped_around_them(tmp_path: Path, document: Any) -> None:
    found = read(tmp_path, document)

    assert found.tables[0].header == ("a", "b")
    assert rows(found) == [["1", "x"], ["2", "y"]]


def test_records_by_name_keep_their_names(tmp_path: Path) -> None:
    found = read(tmp_path, {name: {"a": 1, "b": "x"} for name in ("北", "南", "東")})

    assert found.tables[0].header == ("key", "a", "b")
    assert rows(found)[0] == ["北", "1", "x"]


def test_rows_without_names_are_rows_all_the_same(tmp_path: Path) -> None:
    assert rows(read(tmp_path, [["北", 1], ["南", 2]])) == [["北", "1"], ["南", "2"]]


def test_a_position_written_as_text_is_a_position(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": ["139.5", "37.5"]}
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": point}

    assert rows(read(tmp_path, [feature])) == [["1", "139.5", "37.5"]]


def test_what_is_nested_becomes_columns_and_lists_stay(tmp_path: Path) -> None:
    found = read(
        tmp_path, [{"id": 1, "所": {"市": "若松", "点": {"x": 2}}, "札": ["a", "b"]}, {"id": 2}]
    )

    assert found.tables[0].header == ("id", "所.市", "所.点.x", "札")
    assert rows(found) == [["1", "若松", "2", '["a","b"]'], ["2", "", "", ""]]


def test_what_is_nested_under_a_name_that_is_taken_stays(tmp_path: Path) -> None:
    found = read(tmp_path, [{"a": {"b": 1}, "a.b": 2}])

    assert found.tables[0].header == ("a", "a.b")
    assert rows(found) == [['{"b":1}', "2"]]


def test_a_cube_becomes_a_row_for_each_of_its_values(tmp_path: Path) -> None:
    year = {"label": "年", "category": {"index": ["2020", "2021"]}}
    area = {"category": {"index": {"n": 1, "s": 0}, "label": {"n": "北", "s": "南"}}}
    cube = {
        "class": "dataset",
        "id": ["year", "area"],
        "size": [2, 2],
        "dimension": {"year": year, "area": area},
        "value": [1, 2, 3, None],
    }

    found = read(tmp_path, cube)

    assert found.tables[0].header == ("年", "area", "value")
    assert rows(found) == [
        ["2020", "南", "1"],
        ["2020", "北", "2"],
        ["2021", "南", "3"],
        ["2021", "北", ""],
    ]
    assert [defect.code for defect in found.tables[0].defects] == ["W_CUBE"]


@pytest.mark.parametrize(
    "document",
    [
        [_FEATURE],
        _FEATURE,
        f"\x1e{json.dumps(_FEATURE)}\n\x1e{json.dumps(_FEATURE)}\n",
        json.dumps(_FEATURE) + "\n" + json.dumps(_FEATURE),
    ],
)
def test_features_are_found_in_every_form_of_geojson(tmp_path: Path, document: Any) -> None:
    found = read(tmp_path, document, "a.geojson")

    assert (found.kind, found.tables[0].geometry_type) == ("geojson", "Point")
    assert rows(found)[0] == ["城", "139.93", "37.49"]


def test_a_bare_geometry_is_one_row(tmp_path: Path) -> None:
    assert rows(read(tmp_path, _POINT, "a.geojson")) == [["139.93", "37.49"]]


def test_empty_points_mixed_types_and_blank_properties_are_said(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[139.9, 37.4], [139.8, 37.5]]}
    huge = {"type": "Point", "coordinates": [-1.7976931348623157e308, -1.7976931348623157e308]}
    features = [
        _FEATURE,
        {"type": "Feature", "properties": {"名称": "道"}, "geometry": line},
        {"type": "Feature", "properties": {"名称": None}, "geometry": huge},
    ]

    found = read(tmp_path, {"type": "FeatureCollection", "features": features}, "a.geojson")

    codes = {defect.code for defect in found.tables[0].defects}
    assert {"W_MIXED_GEOMETRY", "W_EMPTY_POINT", "W_NO_PROPERTIES"} <= codes


@pytest.mark.parametrize("document", ["[1, 2]", '["a", "b"]', '"a"', "3"])
def test_what_holds_no_records_is_refused(tmp_path: Path, document: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, document)

    assert refused.value.message.places["detail_code"] == "E_TYPE"
