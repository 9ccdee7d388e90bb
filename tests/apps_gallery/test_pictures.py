import io
import struct
import zlib

import pytest
from PIL import Image

from apps_gallery import pictures
from apps_gallery.picture_cell import LARGEST_BYTES, LARGEST_SMALL_BYTES
from datasets.kernel.errors import DomainError, TooLarge, UnreadableFile
from datasets.storage.local import LocalFiles
from tests.apps_gallery.making import encoded, png

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path / "files")


def kept(files, content):
    return pictures.keep(files, io.BytesIO(content))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_comes_out_as_a_small_webp(files, form):
    noise = Image.effect_noise((1600, 1000), 90).convert("RGB")

    picture = kept(files, encoded(noise, form))

    for sha256, most in (
        (picture.sha256, LARGEST_BYTES),
        (picture.small_sha256, LARGEST_SMALL_BYTES),
    ):
        content = files.path(sha256).read_bytes()
        assert content[:4] == b"RIFF"
        assert content[8:12] == b"WEBP"
        assert len(content) <= most
    assert picture.width <= 640


def test_what_a_camera_wrote_into_a_picture_is_gone(files):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (37.0, 29.0, 0.0)
    turned = Image.new("RGB", (400, 200), "navy")
    exif[0x0112] = 6

    picture = kept(files, encoded(turned, "JPEG", exif=exif, comment=b"SecretComment"))

    content = files.path(picture.sha256).read_bytes()
    assert b"Secret" not in content
    assert b"EXIF" not in content
    assert picture.height > picture.width, "it is turned as the camera meant it"


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<html><script>alert(1)</script></html>",
        encoded(Image.new("P", (200, 200)), "GIF"),
        encoded(Image.new("RGB", (200, 200)), "BMP"),
        b"GIF89a" + SVG,
        b"%PDF-1.7 x",
        b"",
        png()[:300],
        png()[:8] + b"\0" * 500,
    ],
    ids=["svg", "html", "gif", "bmp", "gif-with-script", "pdf", "nothing", "cut-off", "broken"],
)
def test_what_is_no_picture_of_ours_is_refused_with_a_sentence(files, content):
    with pytest.raises(UnreadableFile, match="PNG, JPEG or WebP"):
        kept(files, content)


def test_a_script_behind_a_picture_does_not_come_through(files):
    picture = kept(files, png() + SVG)

    assert b"script" not in files.path(picture.sha256).read_bytes()


def test_a_moving_picture_is_refused(files):
    frames = [Image.new("RGB", (200, 200), color) for color in ("red", "blue")]

    with pytest.raises(UnreadableFile, match="moves"):
        kept(files, encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(files):
    side = 60_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)

    with pytest.raises(TooLarge):
        kept(files, _png_of(header, rows))
    with pytest.raises(TooLarge):
        kept(files, png(9000, 5000))


def test_too_many_bytes_are_refused(files):
    with pytest.raises(TooLarge, match="10 MB"):
        kept(files, b"\0" * (pictures.LARGEST_UPLOAD_BYTES + 1))


def test_a_dot_is_no_screen(files):
    with pytest.raises(UnreadableFile, match="too small"):
        kept(files, png(20, 20))


def test_nothing_is_kept_of_what_was_refused(files, tmp_path):
    with pytest.raises(DomainError):
        kept(files, SVG)

    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def _png_of(header, rows):
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
