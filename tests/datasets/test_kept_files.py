"""Personal data in files that no table is made of, and in the files inside a file."""

import io
import json
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import xlsxwriter
from PIL import Image

from datasets.examination import prepare_file
from tests.datasets.validation.checks.test_personal_data import MY_NUMBERS

NUMBER = MY_NUMBERS[3]
SPACED = f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}"
LETTER = ["申請書", f"個人番号 {SPACED}", "以上"]
ROWS = [
    "佐藤 花子\t昭和32年4月24日\t栄町1-2",
    "鈴木 一郎\tS40.1.2\t栄町3-4",
    "高橋 美咲\t平成元年1月8日\t栄町5-6",
]
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="37,29N">'
    "<dc:creator><rdf:Seq><rdf:li>会津 太郎</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.fixture
def found(tmp_path: Path):
    """What is found in a file, as kind and severity."""
    folder = tmp_path / "made"
    folder.mkdir()

    def find(filename: str, content: bytes | str) -> list[tuple[str, str]]:
        path = tmp_path / "stored"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        made = prepare_file(str(path), filename, str(folder))
        told = json.dumps(made["privacy"], ensure_ascii=False)
        assert not any(number in told for number in (*MY_NUMBERS, "佐藤", "090-1234"))
        assert (made["verdict"] == "quarantine") == bool(made["privacy"])
        return [(each["kind"], each["severity"]) for each in made["privacy"]]

    return find


def zipped(**members: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def word(*paragraphs: str, **members: bytes | str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f"<w:document><w:body>{body}</w:body></w:document>"
    return zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": document}, **members)


def picture(**saved: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(buffer, "JPEG", **saved)
    return buffer.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 29.0, 0.0), 3: "E", 4: (139.0, 55.0, 0.0)})
    return picture(exif=exif)


def workbook(fill) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("一覧")
        sheet.write_column(0, 0, ["施設名", "公民館", "図書館", "体育館"])
        sheet.write_column(0, 1, ["定員", 30, 40, 50])
        fill(book, sheet)
    return buffer.getvalue()


def rtf(text: str) -> bytes:
    escaped = "".join(
        c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("cp932")) for c in text
    )
    return b"{\\rtf1\\ansi\\ansicpg932 " + escaped.replace("\n", "\\par ").encode() + b"}"


def parquet(tmp_path: Path) -> bytes:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"n": MY_NUMBERS}).to_csv(tmp_path / "a.csv", index=False)
    numbers = duckdb.read_csv(str(tmp_path / "a.csv"), dtype={"n": "VARCHAR"})
    numbers.project("n AS 個人番号").write_parquet(str(path))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.txt", "\n".join(LETTER)),
        ("a.md", "\n".join(["# 申請", "", "マイナンバー: " + NUMBER])),
        ("a.rtf", rtf("\n".join(LETTER))),
        ("a.docx", word(*LETTER)),
        ("a.docx", word("議事録", **{"word/comments.xml": f"<w:p>個人番号 {SPACED}</w:p>"})),
        ("a.docx", word("議事録", **{"word/footnotes.xml": f"<w:p>個人番号{NUMBER}</w:p>"})),
        (
            "a.docx",
            word(
                "案内",
                word__embeddings__a=workbook(
                    lambda book, _: book.add_worksheet("原票").write_column(
                        0, 0, ["個人番号", *MY_NUMBERS]
                    )
                ),
            ),
        ),
        ("a.xml", f"<申請><個人番号>{SPACED}</個人番号></申請>"),
        ("a.xml", f'<r><人 個人番号="{NUMBER}"/></r>'),
        ("a.ttl", f'@prefix x: <http://a.example/> .\nx:1 x:個人番号 "{NUMBER}" .'),
        ("a.nt", f'<http://a.example/1> <http://a.example/mynumber> "{NUMBER}" .'),
        ("a.json", json.dumps({"申請": {"個人番号": NUMBER}, "版": 1})),
        ("a.jsonld", json.dumps({"個人番号": [int(NUMBER)]})),
        ("a.ics", f"BEGIN:VCALENDAR\nSUMMARY:マイナンバー {NUMBER}\nEND:VCALENDAR"),
        ("a.zip", zipped(**{"a.txt": "\n".join(LETTER)})),
        ("a.zip", zipped(**{"a.csv": "施設名,定員\n公民館,3\n", "読.txt": "\n".join(LETTER)})),
        ("a.zip", zipped(**{"a.csv": "施設名,定員\n公民館,3\n", "b.docx": word(*LETTER)})),
    ],
)
def test_a_my_number_blocks_in_whatever_file_it_stands(found, filename, content):
    assert ("my_number", "block") in found(filename, content)


def test_the_columns_of_a_parquet_file_are_searched(found, tmp_path):
    assert found("a.parquet", parquet(tmp_path)) == [("my_number", "block")]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(ROWS),
        "氏名：佐藤 花子\n住所：栄町1-2",
        "患者名 佐藤花子 病名 結核",
    ],
)
def test_names_in_a_letter_wait_for_a_person(found, content):
    assert ("person", "review") in found("a.txt", content)


def test_what_a_letter_says_of_births_homes_and_telephones_waits(found):
    letter = "氏名: 佐藤 花子\n生年月日: 昭和32年4月24日\n現住所: 会津若松市栄町1-2\n090-1234-5678"

    kinds = {kind for kind, _ in found("a.txt", letter)}

    assert kinds == {"person", "birth_date", "home_address", "mobile"}


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.txt", "上野 公園 2024年4月1日 開園\n石川 県庁 2024年4月2日\n中山 駅前 2024年4月3日"),
        ("a.txt", "お問い合わせ 会津若松市役所 0242-39-1111 kanko@city.example.fukushima.jp"),
        ("a.txt", f"整理番号 {NUMBER}\n更新 202312010900"),
        ("a.txt", "発生年月日 2024年4月1日\n氏名欄に記入してください\n開設者 会津若松市"),
        ("a.docx", word("市長 室井 照平", "2024年4月1日")),
        ("a.json", json.dumps({"法人番号": f"7{NUMBER}", "更新日時": "202312010917"})),
        ("a.zip", zipped(**{"a.jpg": picture(), "b.txt": "写真の説明"})),
    ],
)
def test_letters_about_nobody_pass(found, filename, content):
    assert found(filename, content) == []


@pytest.mark.parametrize(
    "told", [located(), picture(xmp=XMP.encode()), located() + b"", picture(exif=b"")]
)
def test_pictures_in_a_zip_that_tell_their_place_wait(found, told):
    expected = [] if told == picture(exif=b"") else [("picture", "review")]

    assert found("a.zip", zipped(**{"a.jpg": told, "b.txt": "写真"})) == expected


def test_what_is_too_large_to_be_searched_waits(found, monkeypatch):
    monkeypatch.setattr("datasets.scanning.LARGEST_BYTES", 10)

    assert found("a.rtf", rtf("会津若松市")) == [("unread", "review")]


def locked(package: bytes) -> bytes:
    """The same with every member called enciphered."""
    changed = bytearray(package)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := changed.find(mark, at + 1)) >= 0:
            changed[at + place] |= 1
    return bytes(changed)


@pytest.mark.parametrize("spoil", [lambda d: d[: len(d) // 2], locked, lambda d: d + b"PK\x05\x06"])
def test_a_damaged_letter_in_a_zip_waits_and_stops_nothing(found, spoil):
    members = {"a.csv": "名称,数\n城,1\n橋,2\n", "b.docx": spoil(word("本文"))}

    assert found("a.zip", zipped(**members)) == [("unread", "review")]


def test_no_file_of_many_is_passed_over_without_a_word(found, monkeypatch):
    monkeypatch.setattr("datasets.inner_files.MOST_FILES", 3)
    files = {f"{number}.txt": "写真" for number in range(4)}

    assert found("a.zip", zipped(**files)) == [("unread", "review")]


def test_a_part_of_a_letter_that_is_too_large_waits(found, monkeypatch):
    monkeypatch.setattr("datasets.reading.told.office.LARGEST_BYTES", 10)

    assert found("a.zip", zipped(**{"a.docx": word("本文"), "b.txt": "写真"})) == [
        ("unread", "review")
    ]


def test_a_picture_by_itself_goes_out_made_anew_and_asks_nothing(found):
    assert found("a.jpg", located()) == []


def test_pictures_and_files_inside_a_workbook_are_searched(found):
    def fill(book, sheet):
        sheet.insert_image("D2", "a.jpg", {"image_data": io.BytesIO(located())})

    assert found("a.xlsx", workbook(fill)) == [("picture", "review")]
    carried = zipped_into(workbook(lambda *_: None), "xl/embeddings/a.docx", word(*LETTER))
    assert found("a.xlsx", carried) == [("my_number", "block"), ("embedded", "review")]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("docProps/custom.xml", f"<p><v>個人番号 {NUMBER}</v></p>"),
        ("xl/drawings/drawing9.xml", f"<a:p><a:t>個人番号 {SPACED}</a:t></a:p>"),
        ("xl/charts/chart9.xml", f"<c:v>個人番号</c:v><c:v>{NUMBER}</c:v>"),
        ("customXml/item1.xml", f"<a>マイナンバー</a><b>{NUMBER}</b>"),
        ("xl/connections.xml", f"<c><d>個人番号={NUMBER}</d></c>"),
        (
            "xl/pivotCache/pivotCacheRecords1.xml",
            "".join(f'<r><s v="{number}"/></r>' for number in MY_NUMBERS),
        ),
        (
            "xl/externalLinks/externalLink1.xml",
            "".join(f"<cell><v>{number}</v></cell>" for number in MY_NUMBERS),
        ),
    ],
)
def test_every_part_of_a_workbook_is_searched(found, part, content):
    carried = zipped_into(workbook(lambda *_: None), part, content)

    assert ("my_number", "block") in found("a.xlsx", carried)


def test_hidden_parts_of_a_workbook_in_a_zip_are_searched(found):
    def fill(book, _):
        hidden = book.add_worksheet("作業用")
        hidden.very_hidden()
        hidden.write_column(0, 0, ["個人番号", *MY_NUMBERS])

    assert ("my_number", "block") in found("a.zip", zipped(**{"a.xlsx": workbook(fill)}))


def zipped_into(package: bytes, name: str, content: bytes | str) -> bytes:
    """A package with one more part."""
    buffer = io.BytesIO(package)
    with zipfile.ZipFile(buffer, "a") as target:
        target.writestr(name, content)
    return buffer.getvalue()
