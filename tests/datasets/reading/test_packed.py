import io
import zipfile
from pathlib import Path

import pytest
import shapefile

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile, ReadTable

CSV = "名称,定員\n北,10\n南,20\n".encode()
ZONE_9 = (
    'PROJCS["JGD_2011_Japan_Zone_9",GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",139.833333333333],PARAMETER["Scale_Factor",0.9999],'
    'PARAMETER["Latitude_Of_Origin",36.0],UNIT["Meter",1.0]]'
)


@pytest.fixture
def read(tmp_path: Path):
    def packed(**members: bytes) -> ReadFile:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in members.items():
                target.writestr(name.replace("__", "."), content)
        return read_file(path, "a.zip")

    return packed


def records(table: ReadTable) -> list[list[str]]:
    return [record for _, batch in table.batches() for record in batch]


def layer(
    kind: int,
    shapes: list,
    codec: str = "utf-8",
    prj: str = ZONE_9,
    names: tuple[str, str] = ("名称", "数"),
) -> dict[str, bytes]:
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=kind, encoding=codec) as writer:
        writer.field(names[0], "C", size=10)
        writer.field(names[1], "N", size=5)
        for number, shape in enumerate(shapes, 1):
            writer.point(*shape) if kind == shapefile.POINT else writer.poly([shape])
            writer.record("橋" * 3, number)
    content = {f"橋__{ending}": part.getvalue() for ending, part in parts.items()}
    return content | ({"橋__prj": prj.encode()} if prj else {})


def codes(file: ReadFile) -> set[str]:
    return {defect.code for defect in file.defects}


def test_every_table_in_a_zip_is_read_under_its_own_name(read) -> None:
    file = read(a__csv=CSV, b__csv=CSV.decode().encode("cp932"), 読んで__txt=b".")

    assert [(table.sheet, len(records(table))) for table in file.tables] == [("a", 2), ("b", 2)]
    assert "R_ENCODING" in codes(file)


def test_a_single_table_in_a_zip_is_the_table(read) -> None:
    file = read(a__csv=CSV)

    assert [(table.sheet, table.header) for table in file.tables] == [(None, ("名称", "定員"))]


def test_what_is_no_table_beside_tables_is_named(read) -> None:
    file = read(a__csv=CSV, b__csv=b"", c__csv=b"<html><body>503</body></html>")

    assert len(file.tables) == 1
    assert [d.where.places["count"] for d in file.defects if d.code == "W_MEMBER"] == [2]


def test_a_timetable_begins_with_its_stops(read) -> None:
    file = read(
        **{
            "bus/trips__txt": b"trip_id\n1\n",
            "bus/stops__txt": "\ufeffstop_id,stop_name\r\n1,駅\r\n".encode(),
            "bus/routes__txt": b"route_id\n1\n",
            "bus/route_jp__txt": b"route_id\n1\n",
        }
    )

    assert [table.sheet for table in file.tables] == ["stops", "routes", "trips", "route_jp"]
    assert file.tables[0].header == ("stop_id", "stop_name")
    assert [d.where.places["meant"] for d in file.defects] == ["routes_jp"]


@pytest.mark.parametrize(
    ("feed", "calendar", "is_over"),
    [("20210331", "20210331", True), ("", "20210331", True), ("29990331", "20210331", False)],
)
def test_a_timetable_that_ended_is_said_to_have(read, feed, calendar, is_over) -> None:
    file = read(
        stops__txt=b"stop_id\n1\n",
        routes__txt=b"route_id\n1\n",
        calendar__txt=f"service_id,end_date\na,20200101\nb,{calendar}\n".encode(),
        feed_info__txt=f"feed_lang,feed_end_date\nja,{feed}\n".encode(),
    )

    assert ("W_EXPIRED" in codes(file)) is is_over


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (("P20_001", "P20_002"), "項目名,説明\nP20_001,施設の名称\nP20_002,収容人数\n"),
        (("施設の", "収容人"), "項目\n施設の名称\n収容人数\n"),
    ],
)
def test_a_list_beside_a_layer_names_its_fields(read, fields, told: str) -> None:
    parts = layer(shapefile.POINT, [(0, 0)], names=fields)

    file = read(**parts, 項目一覧__csv=told.encode("cp932"))

    assert file.tables[0].header[:2] == ("施設の名称", "収容人数")
    assert "W_FIELD_NAMES" in codes(file)


def test_points_in_metres_become_degrees(read) -> None:
    file = read(**layer(shapefile.POINT, [(0, 0), (1000, 2000)]))

    [table] = file.tables
    assert (table.geometry_type, table.crs) == ("POINT", "JGD_2011_Japan_Zone_9")
    assert table.header == ("名称", "数", "longitude", "latitude")
    assert table.column_count == 2
    first, second = records(table)
    assert first == ["橋橋橋", "1", "139.8333333", "36.0"]
    assert float(second[2]) > 139.8333333
    assert float(second[3]) > 36.0
    assert codes(file) == {"R_CRS"}


def test_an_area_keeps_its_shape(read) -> None:
    ring = [(0, 0), (0, 100), (100, 100), (100, 0), (0, 0)]

    file = read(**layer(shapefile.POLYGON, [ring], codec="cp932"))

    [table] = file.tables
    assert (table.geometry_type, file.encoding) == ("POLYGON", "cp932")
    [[_, _, _, _, kind, shape]] = records(table)
    assert kind == "Polygon"
    assert shape.startswith('{"type":"Polygon","coordinates":[[[139.8')


def test_text_cut_inside_of_a_character_loses_only_that_character(read) -> None:
    parts = layer(shapefile.POINT, [(0, 0)], codec="cp932")
    whole = "橋橋橋".encode("cp932")
    parts["橋__dbf"] = parts["橋__dbf"].replace(whole + b"    ", whole + whole[:1] + b"   ")

    file = read(**parts)

    assert records(file.tables[0])[0][0] == "橋橋橋"
    assert codes(file) == {"R_CRS", "W_CUT_TEXT"}


@pytest.mark.parametrize("told", [b"UTF-8", b"Shift_JIS\n", b"nonsense", b"ISO-8859-1"])
def test_a_wrong_word_on_the_encoding_is_seen_through(read, told: bytes) -> None:
    file = read(**layer(shapefile.POINT, [(0, 0)], codec="cp932"), 橋__cpg=told)

    assert records(file.tables[0])[0][0] == "橋橋橋"


def test_a_layer_without_attributes_has_places_only(read) -> None:
    parts = layer(shapefile.POINT, [(0, 0)])
    del parts["橋__dbf"]

    file = read(**parts)

    assert file.tables[0].header == ("longitude", "latitude")
    assert "W_NO_ATTRIBUTES" in codes(file)


def test_degrees_need_no_word_on_how_they_are_measured(read) -> None:
    file = read(**layer(shapefile.POINT, [(139.9, 37.5)], prj=""))

    assert records(file.tables[0])[0][2:] == ["139.9", "37.5"]
    assert codes(file) == {"W_NO_CRS"}


def _without(*gone: str) -> dict[str, bytes]:
    parts = layer(shapefile.POINT, [(500_000, 0)])
    return {name: part for name, part in parts.items() if name.partition("__")[2] not in gone}


@pytest.mark.parametrize("gone", [("dbf", "prj"), ("shp",), ("prj",)])
def test_an_incomplete_layer_is_refused(read, gone: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(**_without(*gone))

    assert refused.value.message.places["detail_code"] == "E_SHP_INCOMPLETE"


def test_a_damaged_layer_is_refused(read) -> None:
    parts = layer(shapefile.POINT, [(0, 0)])
    parts["橋__shp"] = parts["橋__shp"][:110]

    with pytest.raises(UnreadableFile) as refused:
        read(**parts)

    assert refused.value.message.places["detail_code"] == "E_SHP"
