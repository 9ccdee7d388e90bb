import io
import struct
import zipfile
from pathlib import Path

import pytest

from datasets.kernel.errors import DomainError, TooLarge
from datasets.reading import archive
from datasets.reading.archive import members_of, unpacked

CSV = "名称,定員\n北,10\n".encode()


def packed(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in members:
            target.writestr(name, content)
    return buffer.getvalue()


def symlink(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


def encrypted() -> bytes:
    content = bytearray(packed(("a.csv", CSV)))
    for at in (6, content.find(b"PK\x01\x02") + 8):
        content[at] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Two entries of the directory that share bytes."""
    inner = packed(("a.csv", CSV), ("b.csv", CSV))
    at = inner.find(b"PK\x01\x02", inner.find(b"PK\x01\x02") + 4)
    start = struct.pack("<L", 10)
    return inner[: at + 42] + start + inner[at + 46 :]


def unnamed_member() -> bytes:
    """A member between two others that the directory does not know."""
    two, three = packed(("a.csv", CSV)), packed(("a.csv", CSV), ("b.csv", CSV))
    end = two.find(b"PK\x01\x02")
    cut = three.find(b"PK\x01\x02")
    directory = bytearray(three[cut:])
    second = directory.find(b"PK\x01\x02", 4)
    hidden = packed(("x.csv", CSV))[: two.find(b"PK\x01\x02")]
    shift = struct.unpack_from("<L", directory, second + 42)[0] + len(hidden)
    struct.pack_into("<L", directory, second + 42, shift)
    last = directory.find(b"PK\x05\x06")
    struct.pack_into("<L", directory, last + 16, cut + len(hidden))
    return three[:end] + hidden + three[end:cut] + bytes(directory)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(("../a.csv", CSV)), "E_ZIP_PATH"),
        (packed(("/etc/a.csv", CSV)), "E_ZIP_PATH"),
        (packed(("C:/a.csv", CSV)), "E_ZIP_PATH"),
        (packed(("b\\..\\..\\a.csv", CSV)), "E_ZIP_PATH"),
        (packed(("a\r\nX: y.csv", CSV)), "E_ZIP_PATH"),
        (packed(("\u202evsc.exe", CSV)), "E_ZIP_PATH"),
        (packed((symlink("a.csv"), b"/etc/passwd")), "E_ZIP_SYMLINK"),
        (packed(("a.csv", CSV), ("A.CSV", CSV)), "E_ZIP_AMBIGUOUS"),
        (packed(("a.csv", CSV)).replace(b"a.csv", b"b.csv", 1), "E_ZIP_AMBIGUOUS"),
        (packed(("a.csv", CSV)) + b"more", "E_ZIP_AMBIGUOUS"),
        (unnamed_member(), "E_ZIP_AMBIGUOUS"),
        (b"GIF89a;" + packed(("a.csv", CSV)), "E_ZIP_PREFIX"),
        (packed(("a.csv", CSV), method=zipfile.ZIP_BZIP2), "E_ZIP_METHOD"),
        (encrypted(), "E_ENCRYPTED"),
        (overlapping(), "E_ZIP_OVERLAP"),
        (packed(("a.csv", CSV))[:-30], "E_ZIP"),
        (b"PK\x03\x04", "E_ZIP"),
    ],
)
def test_a_zip_that_is_not_what_it_says_is_refused(
    tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(DomainError) as refused:
        members_of(tmp_path / "a.zip")

    assert refused.value.message.places["detail_code"] == code


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    (tmp_path / "a.zip").write_bytes(packed(*((f"{n}", b"") for n in range(4))))

    with pytest.raises(TooLarge) as refused:
        members_of(tmp_path / "a.zip")

    assert refused.value.message.places["detail_code"] == "E_TOO_MANY_MEMBERS"


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("a.csv", bytes(archive.BOMB_BYTES + 1))))

    with pytest.raises(TooLarge) as refused:
        members_of(tmp_path / "a.zip")

    assert refused.value.message.places["detail_code"] == "E_BOMB"


def test_a_member_that_is_larger_than_it_says_is_refused_while_it_is_unpacked(
    tmp_path: Path,
) -> None:
    content = bytearray(packed(("a.csv", CSV * 10)))
    for at in (22, content.find(b"PK\x01\x02") + 24):
        struct.pack_into("<L", content, at, len(CSV))
    (tmp_path / "a.zip").write_bytes(content)
    [member] = members_of(tmp_path / "a.zip")

    with pytest.raises(TooLarge) as refused:
        list(unpacked(tmp_path / "a.zip", member))

    assert refused.value.message.places["detail_code"] == "E_BOMB"


def test_a_member_whose_checksum_is_wrong_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed(("a.csv", CSV), method=zipfile.ZIP_STORED))
    content[content.find(CSV)] ^= 1
    (tmp_path / "a.zip").write_bytes(content)
    [member] = members_of(tmp_path / "a.zip")

    with pytest.raises(DomainError) as refused:
        list(unpacked(tmp_path / "a.zip", member))

    assert refused.value.message.places["detail_code"] == "E_ZIP"


def test_names_of_a_japanese_machine_are_read(tmp_path: Path) -> None:
    raw = packed(("HINANJO.csv", CSV))
    (tmp_path / "a.zip").write_bytes(
        raw.replace(b"HINANJO.csv", "避難所.csv".encode("cp932") + b" ")
    )

    [member] = members_of(tmp_path / "a.zip")

    assert (member.name.strip(), member.renamed) == ("避難所.csv", True)
    assert b"".join(unpacked(tmp_path / "a.zip", member)) == CSV


def test_a_streamed_zip_with_folders_is_taken(tmp_path: Path) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    buffer = Stream()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("表/", b"")
        target.writestr("表/a.csv", CSV)
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())

    [member] = members_of(tmp_path / "a.zip")

    assert (member.name, member.renamed) == ("表/a.csv", False)
