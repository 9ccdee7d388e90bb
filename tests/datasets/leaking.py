"""Files with and without people's data, in all the forms that come to a portal."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from datasets.examination import prepare_file
from tests.datasets.validation.checks.test_personal_data import my_number

NUMBERS = [my_number(20_450_000_100 + 104_729 * n) for n in range(9)]
ZERO_FIRST = my_number(1_234_567_890)
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
PARTED = [f"{n[:4]}-{n[4:8]}-{n[8:]}" for n in NUMBERS]
BLANKS = [f"{n[:4]} {n[4:8]} {n[8:]}" for n in NUMBERS]
TOWNS = [
    "栄町1-2",
    "中町3-4",
    "本町5-6",
    "南町7-8",
    "北町9-1",
    "東栄町2-3",
    "門田町4-5",
    "湯川町6-7",
    "城前8-9",
]
NAMES = [
    "佐藤 花子",
    "鈴木 一郎",
    "高橋 美咲",
    "渡部 健",
    "星 真一",
    "小林 陽菜",
    "遠藤 修",
    "五十嵐 光",
    "斎藤 学",
]
KANA = [
    "サトウ ハナコ",
    "スズキ イチロウ",
    "タカハシ ミサキ",
    "ワタナベ ケン",
    "ホシ シンイチ",
    "コバヤシ ヒナ",
]
ERAS = [
    "昭和32年4月24日",
    "S40.1.2",
    "平成元年1月8日",
    "H3/5/6",
    "大正15年12月1日",
    "昭和64年1月7日",
]
DAYS = ["1957-04-24", "1965/1/2", "19890108", "1991年5月6日", "1926-12-01", "1989-01-07"]
MOBILES = [
    "090-1234-5678",
    "０８０－２３４５－６７８９",
    "07034567890",
    "090 4567 8901",
    "(080)5678-9012",
]
ADDRESSES = [f"会津若松市栄町{n}-1 コーポ会津{n}0{n}号室" for n in range(1, 7)]

Table = Mapping[str, Sequence[str]]


def csv(table: Table, *, header: bool = True, codec: str = "utf-8") -> bytes:
    height = max(len(cells) for cells in table.values())
    rows = [[cells[n % len(cells)] for cells in table.values()] for n in range(height)]
    lines = [list(table), *rows] if header else rows
    return "".join(",".join(line) + "\r\n" for line in lines).encode(codec)


def book(**sheets: Table) -> bytes:
    """A workbook; sheets beginning with 隠 are hidden, columns named so likewise."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        for name, table in sheets.items():
            sheet = made.add_worksheet(name)
            if name.startswith("隠"):
                sheet.very_hidden()
            for column, (header, cells) in enumerate(table.items()):
                sheet.write_column(0, column, [header.removeprefix("隠"), *cells])
                if header.startswith("隠"):
                    sheet.set_column(column, column, None, None, {"hidden": True})
    return buffer.getvalue()


def commented(text: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet("一覧")
        sheet.write_column(0, 0, ["施設名", "公民館", "図書館"])
        sheet.write_comment("A2", text)
        made.define_name("控え", '="なし"')
    return buffer.getvalue()


def headed(text: str) -> bytes:
    """A workbook whose printed pages have a header, and a cell with a list to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet("一覧")
        sheet.write_column(0, 0, ["施設名", "公民館", "図書館"])
        sheet.set_header(text)
        sheet.data_validation("A2", {"validate": "list", "source": ["公民館", "図書館"]})
    return buffer.getvalue()


def packed(**members: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def features(*properties: Mapping[str, object]) -> str:
    point = {"type": "Point", "coordinates": [139.9, 37.5]}
    made = [{"type": "Feature", "geometry": point, "properties": each} for each in properties]
    return json.dumps({"type": "FeatureCollection", "features": made}, ensure_ascii=False)


def kml(name: str, values: Sequence[str]) -> str:
    marks = "".join(
        f'<Placemark><name>地点{n}</name><ExtendedData><Data name="{name}"><value>{value}</value>'
        "</Data></ExtendedData><Point><coordinates>139.9,37.5</coordinates></Point></Placemark>"
        for n, value in enumerate(values)
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'


PLACES = {"施設名": ["公民館", "図書館", "体育館", "児童館", "美術館", "資料館"]}


def searched(folder: Path, filename: str, content: bytes | str) -> dict:
    """What a file is made into; nothing that was found says what was found."""
    path, made = folder / "stored", folder / "made"
    made.mkdir()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    prepared = prepare_file(str(path), filename, str(made))
    told = json.dumps(prepared["privacy"], ensure_ascii=False)
    secrets = (*NUMBERS, *PARTED, *BLANKS, ZERO_FIRST, *NAMES, *KANA, *MOBILES, *ADDRESSES, *ERAS)
    assert not [secret for secret in secrets if secret in told]
    return prepared
