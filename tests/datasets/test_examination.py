import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from datasets.examination import prepare_file
from datasets.kernel.errors import DomainError

DCAT = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""
DTD = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def prepared(tmp_path: Path):
    folder = tmp_path / "made"
    folder.mkdir()

    def prepare(filename: str, content: bytes | str):
        path = tmp_path / "stored"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return prepare_file(str(path), filename, str(folder))

    return prepare


@pytest.fixture
def refused(prepared):
    """The code with which a file is refused."""

    def refuse(filename: str, content: bytes | str) -> str:
        with pytest.raises(DomainError) as refusal:
            prepared(filename, content)
        return str(refusal.value.message.places["detail_code"])

    return refuse


def picture(format_: str = "JPEG", size: tuple[int, int] = (40, 20), **saved: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, format_, **saved)
    return buffer.getvalue()


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "CAMERA-SERIAL"
    return picture(exif=exif)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def test_a_photo_goes_out_upright_and_without_what_it_tells(prepared) -> None:
    made = prepared("photo.jpg", photo())

    assert (made["format"], made["verdict"], made["codes"]) == ("jpg", "repair", ["R_EXIF"])
    copy = Path(made["copy_path"]).read_bytes()
    assert b"CAMERA" not in copy
    with Image.open(io.BytesIO(copy)) as seen:
        assert (seen.size, seen.format, len(seen.getexif())) == ((20, 40), "JPEG", 0)


@pytest.mark.parametrize(("format_", "kept"), [("PNG", "png"), ("WEBP", "webp"), ("JPEG", "jpg")])
def test_a_clean_picture_is_taken_as_it_is_seen(prepared, format_: str, kept: str) -> None:
    made = prepared(f"a.{kept}", picture(format_))

    assert (made["format"], made["codes"]) == (kept, ["OK"])


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_what_hangs_behind_a_picture_is_left_out(prepared, format_: str) -> None:
    made = prepared(f"a.{format_.lower()}", picture(format_) + b"<?php system('id') ?>")

    assert made["codes"] == ["R_REENCODED"]
    assert b"php" not in Path(made["copy_path"]).read_bytes()


def test_a_large_picture_is_made_smaller(prepared) -> None:
    made = prepared("a.jpg", picture(size=(5000, 20)))

    assert made["codes"] == ["R_REENCODED"]
    with Image.open(made["copy_path"]) as seen:
        assert max(seen.size) <= 4096


def test_a_picture_under_another_name_is_told(prepared) -> None:
    made = prepared("a.jpg", picture("PNG"))

    assert (made["format"], made["verdict"], made["codes"]) == ("png", "repair", ["E_TYPE"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", picture("PNG", (20_001, 1)), "E_PIXELS"),
        ("a.jpg", picture(size=(400, 400))[:300], "E_IMAGE"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "E_IMAGE"),
        ("a.png", b"<html><body>404</body></html>", "E_TYPE"),
        ("a.jpg", b"a,b\n1,2\n", "E_TYPE"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "E_TYPE"),
        ("a.pdf", b"a,b\n1,2\n", "E_TYPE"),
        ("a.zip", b"a,b\n1,2\n", "E_TYPE"),
        ("a.zip", b"<html></html>" + zipped(a=b""), "E_ZIP_PREFIX"),
        ("a.zip", zipped(**{"b.zip": zipped(a=b"")}), "E_NESTED_ARCHIVE"),
        ("a.csv.bz2", b"BZh91AY&SY", "E_TYPE"),
        ("a.tar", bytes(257) + b"ustar\x0000", "E_TYPE"),
        ("a.lzh", b"\x1f\x00-lh5-", "E_TYPE"),
        ("a.sh", b"#!/bin/sh\nid\n", "E_TYPE"),
        ("a.csv", pickle.dumps({"a": [1, 2]}, protocol=0), "E_TYPE"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--", "E_TYPE"),
        ("a.zip", zipped(**{"a.csv": b"MZ\x90\x00" + bytes(60)}), "E_TYPE"),
        ("a.zip", zipped(**{"a.csv:b": b"a"}), "E_ZIP_PATH"),
        ("a.zip", zipped(), "E_EMPTY"),
        ("a.pkl", b"cos\nsystem\n(S'id'\ntR.", "E_TYPE"),
    ],
)
def test_hostile_or_broken_files_are_refused(refused, name: str, content: bytes, code: str) -> None:
    assert refused(name, content) == code


def test_a_column_of_short_english_words_is_no_program(prepared) -> None:
    assert prepared("a.csv", b"city\nAizu\nKobe\n")["tables"][0]["rows"] == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"<?xml version='1.0'?>{DTD}<a>&b;</a>".encode(), "E_XML_DTD"),
        (f"<?xml version='1.0' encoding='UTF-16'?>{DTD}<a/>".encode("utf-16"), "E_XML_DTD"),
        (f"<?xml version='1.0'?>{DTD}<a/>".encode("utf-16-le"), "E_XML_DTD"),
        (b"<?xml version='1.0'?>" + b"<a>" * 300, "E_LIMIT"),
        (b"<a " + b" ".join(b"b%d='1'" % n for n in range(1100)) + b"/>", "E_LIMIT"),
        (b"<?xml version='1.0'?><a><b></a>", "E_XML"),
        (b"<?xml version='1.0'?><a>\xff</a>", "E_XML"),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", "E_XML"),
        (
            b"<r xmlns:x='http://www.w3.org/2001/XInclude'><x:include href='/etc/passwd'/></r>",
            "E_TYPE",
        ),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "E_TYPE"),
    ],
)
def test_xml_that_could_do_harm_is_refused(refused, content: bytes, code: str) -> None:
    assert refused("a.xml", content) == code


def test_xml_in_shift_jis_is_kept(prepared) -> None:
    made = prepared(
        "a.xml", "<?xml version='1.0' encoding='Shift_JIS'?><駅 名='髙①'/>".encode("cp932")
    )

    assert (made["format"], made["codes"]) == ("xml", ["OK"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xml", "<?xml version='1.0'?><?xml-stylesheet href='a'?><r/>", "W_ACTIVE_XML"),
        ("a.pdf", "%PDF-1.7\n<</OpenAction<</S/Java#53cript/J#53(x)>>>>", "W_ACTIVE_PDF"),
        (
            "a.ttl",
            DCAT + '<http://a.jp/1> a dcat:Dataset; dct:identifier "x". '
            '<http://a.jp/2> a dcat:Dataset; dct:identifier "x".',
            "E_DUP_ID",
        ),
        (
            "a.ttl",
            DCAT + "<http://a.jp/1> hydra:next <http://a.jp/2>. "
            "<http://a.jp/2> hydra:next <http://a.jp/1>.",
            "E_PAGE_LOOP",
        ),
        ("a.ttl", DCAT + "<http://a.jp/1> dcat:accessURL <http://0x7f000001/>.", "W_BAD_URL"),
        (
            "data.json",
            json.dumps({"dataset": [{"identifier": "a"}, {"identifier": "a"}]}),
            "E_DUP_ID",
        ),
    ],
)
def test_documents_are_kept_with_what_is_to_be_said_of_them(prepared, name, content, code) -> None:
    made = prepared(name, content)

    assert (made["verdict"], code in made["codes"]) == ("accept", True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", DCAT + "<http://a.jp/> a dcat:Catalog."),
        ("data.json", '{"conformsTo": "x", "dataset": []}'),
        ("a.json", '{"success": true, "result": {"count": 0, "results": []}}'),
        ("a.nt", "\n"),
    ],
)
def test_an_empty_catalogue_waits_for_a_person(prepared, name: str, content: str) -> None:
    made = prepared(name, content)

    assert (made["verdict"], made["codes"]) == ("quarantine", ["E_MASS_DELETE"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"@context": "file:///etc/passwd"}, "E_REMOTE_CONTEXT"),
        ({"@context": {"@import": "file:///etc/passwd"}}, "E_REMOTE_CONTEXT"),
        ({"@context": ["https://schema.org/", "http://127.0.0.1:9/x"]}, "E_REMOTE_CONTEXT"),
        ({"success": False, "error": {}}, "E_REMOTE"),
        ({"success": True, "result": {"count": 9, "results": []}}, "E_SHORT_PAGE"),
        ({"resources": [{"path": "../a.csv"}]}, "E_DESCRIPTOR"),
        ({"resources": [{"path": "http://localhost/a.csv"}]}, "E_DESCRIPTOR"),
        ({"resources": [{"path": "a.csv", "schema": "/etc/passwd"}]}, "E_DESCRIPTOR"),
        ({"resources": [{"data": [], "format": "sql"}]}, "E_DESCRIPTOR"),
        ({"resources": [{"data": [], "checklist": {"checks": []}}]}, "E_DESCRIPTOR"),
    ],
)
def test_json_that_sends_its_reader_elsewhere_is_refused(refused, content, code: str) -> None:
    assert refused("a.json", json.dumps(content)) == code


def test_a_plain_data_package_is_taken(prepared) -> None:
    resources = [{"name": "a", "path": "a.csv"}, {"path": "https://www.example.jp/b.csv"}]

    assert prepared("datapackage.json", json.dumps({"resources": resources}))["verdict"] == "accept"


def test_broken_turtle_is_refused_with_its_line(refused) -> None:
    assert refused("a.ttl", DCAT + "<http://a.jp/1> a dcat:Dataset") == "E_RDF"
