"""How the files of strangers go out: to be saved, of a type of ours, and pictures made anew."""

import io
import json
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests import factories

PDF = b"%PDF-1.7\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF\n"
XML = b"<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='a'?><r/>"


def photo(format_: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-SERIAL"
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(buffer, format_, exif=exif)
    return buffer.getvalue() + b"<script>window.__xss=1</script>"


@pytest.mark.parametrize(
    ("filename", "content", "media_type"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("list.xml", XML, "application/xml"),
        ("photo.jpg", photo(), "image/jpeg"),
        ("photo.png", photo("PNG"), "image/png"),
        ("readme.md", b"# a\n<script>window.__xss=1</script>\n", "application/octet-stream"),
        ("about.json", b'{"class": "dataset", "dimension": {}, "value": [1]}', "application/json"),
    ],
)
def test_a_strangers_file_is_only_ever_saved(services, client, filename, content, media_type):
    factories.published(services, filename=filename, content=content)
    package = client.get("/dataset/shelters/datapackage.json").json

    [described] = package["resources"]
    answer = client.get(urlsplit(described["path"]).path)

    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_a_picture_goes_out_made_anew(services, client, format_):
    filename = f"photo.{format_.lower()}"
    factories.published(services, filename=filename, content=photo(format_))

    [described] = client.get("/dataset/shelters/datapackage.json").json["resources"]
    body = client.get(urlsplit(described["path"]).path).get_data()

    assert b"CAMERA" not in body
    assert b"script" not in body
    assert described["bytes"] == len(body)
    with Image.open(io.BytesIO(body)) as seen:
        assert (seen.format, seen.size) == (format_, (60, 40))
    told = json.dumps(client.get("/api/v1/datasets/shelters").json)
    assert described["hash"].rpartition(":")[2] in told
