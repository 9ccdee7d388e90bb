"""Personal data in PDFs, wherever in them it stands."""

import base64
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from datasets.reading.told.pdf_text import told_by_pdf
from tests.datasets.leaking import BLANKS, NUMBERS, searched

LETTER = ["申請書", f"個人番号 {BLANKS[0]}", "以上"]
LIST = [
    "氏名|生年月日|住所",
    "佐藤 花子|昭和32年4月24日|栄町1-2",
    "鈴木 一郎|S40.1.2|中町3-4",
    "高橋 美咲|H3/5/6|本町5-6",
]
SHIFT_JIS = "<< /Type /Font /Subtype /Type0 /Encoding /90ms-RKSJ-H >>"
UNICODE = "<< /Type /Font /Subtype /Type0 /Encoding /UniJIS-UTF16-H >>"
MAPPED = "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 9 0 R >>"


def written(lines: list[str], codec: str = "cp932") -> bytes:
    """Operators that write lines below each other; | sets cells of a row apart."""
    made = [b"BT /F1 10 Tf"]
    for number, line in enumerate(lines):
        for place, cell in enumerate(line.split("|")):
            code = cell.encode(codec) if codec != "mapped" else mapped(cell)
            made.append(
                b"1 0 0 1 %d %d Tm <%s> Tj"
                % (50 + 150 * place, 800 - 20 * number, code.hex().encode())
            )
    return b"\n".join([*made, b"ET"])


def mapped(text: str) -> bytes:
    """Codes of a font of its own: the place of each letter, turned around."""
    return b"".join((0xFFFF - ord(letter)).to_bytes(2, "big") for letter in text)


def cmap(text: str) -> bytes:
    pairs = "".join(f"<{0xFFFF - ord(c):04x}> <{ord(c):04x}>\n" for c in sorted(set(text)))
    return (
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(set(text))} beginbfchar\n{pairs}endbfchar"
    ).encode()


def packed(content: bytes, said: str = "") -> bytes:
    made = zlib.compress(content)
    head = f"<< /Length {len(made)} /Filter /FlateDecode {said}>>".encode()
    return head + b"\nstream\n" + made + b"\nendstream"


def pdf(
    *objects: bytes | str, font: str = SHIFT_JIS, content: bytes = b"", said: str = ""
) -> bytes:
    """A PDF of one page, whose content is object 5 and whose font is object 4, and more objects."""
    whole: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 4 0 R >> >> >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 5 0 R {said} >>".encode(),
        font.encode(),
        packed(content),
        *(each if isinstance(each, bytes) else each.encode() for each in objects),
    ]
    made = b"%PDF-1.7\n"
    for number, each in enumerate(whole, 1):
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return made + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def utf16(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def located() -> bytes:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 29.0, 0.0), 3: "E", 4: (139.0, 55.0, 0.0)})
    Image.new("RGB", (8, 8), "green").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def in_an_object_stream() -> bytes:
    inner = f"6 0 << /Type /Annot /Contents {utf16('個人番号 ' + BLANKS[0])} >>"
    return packed(inner.encode(), said="/Type /ObjStm /N 1 /First 4 ")


def ascii85(content: bytes) -> bytes:
    made = base64.a85encode(zlib.compress(content)) + b"~>"
    head = b"<< /Length %d /Filter [/ASCII85Decode /FlateDecode] >>" % len(made)
    return head + b"\nstream\n" + made + b"\nendstream"


def replaced() -> bytes:
    """A file whose page was overwritten by a later save; the first is still in it."""
    return pdf(content=written(LETTER)) + b"5 0 obj\n" + packed(written(["公開用"])) + b"\nendobj\n"


ALL = "".join(LETTER)
BLOCKED = {
    "a page": pdf(content=written(LETTER)),
    "a page in Unicode": pdf(content=written(LETTER, "utf-16-be"), font=UNICODE),
    "a font of its own": pdf(
        "<< >>", "<< >>", "<< >>", packed(cmap(ALL)), content=written(LETTER, "mapped"), font=MAPPED
    ),
    "two filters": pdf(ascii85(written(LETTER)), said="/Contents 6 0 R"),
    "several streams": pdf(packed(written(LETTER)), said="/Contents [5 0 R 6 0 R]"),
    "a form on the page": pdf(
        packed(
            written(LETTER),
            said="/Type /XObject /Subtype /Form /Resources << /Font << /F1 4 0 R >> >> ",
        )
    ),
    "what was replaced": replaced(),
    "a note": pdf(f"<< /Type /Annot /Contents {utf16(LETTER[1])} >>"),
    "a field of a form": pdf(f"<< /FT /Tx /T (a) /TU {utf16('個人番号')} /V ({NUMBERS[0]}) >>"),
    "properties": pdf(f"<< /Title (a) /Keywords {utf16(LETTER[1])} >>"),
    "metadata": pdf(
        packed(f"<dc:description>{LETTER[1]}</dc:description>".encode(), said="/Type /Metadata ")
    ),
    "objects in a stream": pdf(in_an_object_stream()),
    "an attached table": pdf(
        packed(("個人番号\n" + "\n".join(NUMBERS)).encode(), said="/Type /EmbeddedFile ")
    ),
    "letter by letter": pdf(
        content=b"BT /F1 10 Tf 1 0 0 1 50 700 Tm "
        + b" ".join(b"<%s> Tj 10 0 Td" % c.encode("cp932").hex().encode() for c in LETTER[1])
        + b" ET"
    ),
    "spaced by numbers": pdf(
        content=b"BT /F1 10 Tf 50 700 Td ["
        + b" -20 ".join(b"<%s>" % c.encode("cp932").hex().encode() for c in LETTER[1])
        + b"] TJ ET"
    ),
}


def kinds(made: dict) -> set[tuple[str, str]]:
    return {(finding["kind"], finding["severity"]) for finding in made["privacy"]}


@pytest.mark.parametrize("name", list(BLOCKED))
def test_a_my_number_blocks_wherever_in_a_pdf_it_stands(tmp_path: Path, name: str) -> None:
    assert ("my_number", "block") in kinds(searched(tmp_path, "a.pdf", BLOCKED[name]))


def test_rows_of_a_table_are_lines_and_wait_for_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(content=written(LIST)))

    told, _ = told_by_pdf(path)

    assert told.prose == [line.replace("|", "\t") for line in LIST]
    assert kinds(searched(tmp_path, "a.pdf", path.read_bytes())) == {("person", "review")}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf(b"<< /Filter /DCTDecode >>\nstream\n" + located() + b"\nendstream"), "picture"),
        (pdf(content=b"junk").replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 8 0 R"), "locked"),
    ],
)
def test_photographs_with_a_place_and_locked_files_wait(tmp_path, content, expected) -> None:
    assert kinds(searched(tmp_path, "a.pdf", content)) == {(expected, "review")}


def test_a_notice_of_the_city_goes_out(tmp_path: Path) -> None:
    notice = [
        "防災訓練のお知らせ",
        "2024年4月1日 会津若松市役所",
        "電話 0242-39-1111",
        f"No. {NUMBERS[0]}",
    ]

    assert kinds(searched(tmp_path, "a.pdf", pdf(content=written(notice)))) == set()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(sorted(BLOCKED)), st.integers(0, 4000), st.binary(max_size=8))
def test_what_is_damaged_is_read_as_far_as_it_goes(tmp_path, name, at, noise) -> None:
    content = BLOCKED[name]
    path = tmp_path / "a.pdf"
    path.write_bytes(
        content[: at % len(content)] + noise + content[at % len(content) + len(noise) :]
    )

    assert len(list(told_by_pdf(path))) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        b"1 0 obj " + b"%" * 200 + b")",
        b"1 0 obj [[<<" * 20_000,
        b"1 0 obj << /Length 5 >> stream\n" * 20_000,
        b"1 0 obj << /Length " + b"9" * 400 + b" >> stream\nBT (a) Tj ET",
        b"1 0 obj << /Type /ObjStm /First 6000 >> stream\n" + b"9" * 5000 + b" 1\nendstream",
        b"1 0 obj << /Type /Page /Parent 1 0 R /Contents [1 0 R 1 0 R] >> (\\9)",
        b"1 0 obj << >> stream\n" + b"begincmap beginbfchar " * 20_000,
    ],
)
def test_what_never_closes_ends_soon(tmp_path, hostile):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + hostile)

    assert all(told.prose is not None for told in told_by_pdf(path))
