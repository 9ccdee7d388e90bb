"""In which encoding is it written?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel.errors import UnreadableFile
from datasets.reading.encoding import encoding_grounds, encoding_of
from datasets.reading.read import read_file

_SENTENCE = "名称,住所\n鶴ヶ城体育館,会津若松市追手町\nコミュニティセンター,栄町\n"


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("euc_jp", "euc-jp"),
        ("iso2022_jp", "iso2022_jp"),
        ("utf-16", "utf-16-le"),
        ("ascii", "utf-8"),
    ],
)
def test_the_encoding_of_a_japanese_file_is_told(tmp_path: Path, codec: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((_SENTENCE if codec != "ascii" else "a,b\n1,2\n").encode(codec))

    encoding, _, _ = encoding_of(path)

    assert encoding == told


def test_half_width_kana_alone_are_cp932(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ﾅﾏｴ,ﾊﾞｼｮ\r\nｱｲﾂﾞ,ｼﾛ\r\n".encode("cp932"))

    assert encoding_of(path)[0] == "cp932"


def test_a_file_put_together_from_two_encodings_is_refused_at_its_seam(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名称,住所\n鶴ヶ城,追手町\n".encode() + "体育館,栄町\n".encode("cp932"))

    with pytest.raises(UnreadableFile) as refused:
        encoding_of(path)

    assert refused.value.message.places["detail_code"] == "E_ENCODING"
    assert refused.value.message.places["line"] == 3


@pytest.mark.parametrize("bad", [b"\xed\xa0\xbd\xed\xb8\x80", b"\xc0\xaf\xc0\xae\xc0\xae/"])
def test_ill_formed_utf8_is_not_taken_for_cp932(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\n1," + bad + b"\r\n")

    with pytest.raises(UnreadableFile) as refused:
        encoding_of(path)

    assert refused.value.message.places["line"] == 2


def test_two_byte_order_marks_are_both_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf\xef\xbb\xbfa,b\n")

    assert encoding_of(path) == ("utf-8-sig", 6, 2)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_what_is_written_in_utf8_is_never_told_otherwise(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("utf8") / "a.csv"
    path.write_bytes(text.encode())

    encoding = encoding_of(path)[0]

    assert encoding == "utf-8" or text.isascii()


def read_rows(path: Path) -> tuple[str | None, str | None, list[list[str]]]:
    found = read_file(path, "a.csv")
    table = found.tables[0]
    rows = [row for frame in table.frames() for row in frame.to_numpy().tolist()]
    return found.encoding, found.delimiter, [list(table.header), *rows]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read_with_its_tabs(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("No\t名称\t定員\r\n1\t鶴ヶ城\t10,5\r\n2\t駅\t20\r\n".encode(codec))

    encoding, delimiter, rows = read_rows(path)

    assert (encoding or "").startswith("utf-16")
    assert delimiter == "\t"
    assert rows == [["No", "名称", "定員"], ["1", "鶴ヶ城", "10,5"], ["2", "駅", "20"]]


@pytest.mark.parametrize("codec", ["iso2022_jp", "iso2022_jp_ext"])
def test_text_of_old_mail_is_read_with_its_half_width_kana(tmp_path: Path, codec: str) -> None:
    name = "鶴ヶ城" if codec == "iso2022_jp" else "ﾂﾙｶﾞ城"
    path = tmp_path / "a.csv"
    path.write_bytes(f"名称,定員\n{name},10\n飯盛山,20\n".encode(codec))

    encoding, _, rows = read_rows(path)

    assert encoding == codec
    assert rows == [["名称", "定員"], [name, "10"], ["飯盛山", "20"]]


@pytest.mark.parametrize(
    ("codec", "least"), [("utf-8", 0.99), ("utf-8-sig", 1.0), ("cp932", 0.6), ("euc_jp", 0.6)]
)
def test_how_sure_the_encoding_is_depends_on_what_speaks_for_it(
    tmp_path: Path, codec: str, least: float
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(_SENTENCE.encode(codec))

    grounds = encoding_grounds(path, encoding_of(path)[0])

    assert least <= grounds.confidence <= 1
    assert grounds.reasons


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_lines(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.csv"
    line = "会津若松市追手町一番一号鶴ヶ城体育館,会議室と体育室があります\n"
    path.write_bytes(("所在地と名称,備考\n" + line * 5).encode(codec))

    assert encoding_of(path)[0] == codec
