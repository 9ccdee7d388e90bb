"""My Numbers, however they come: they are never published, and nobody can decide otherwise."""

import json
from pathlib import Path

import pytest

from tests.datasets.leaking import (
    BLANKS,
    NUMBERS,
    PARTED,
    PLACES,
    TOWNS,
    WIDE,
    ZERO_FIRST,
    book,
    commented,
    csv,
    features,
    headed,
    kml,
    packed,
    searched,
)

LONG = {"項目": ["氏名", "個人番号", "住所"], "値": ["佐藤 花子", NUMBERS[0], "栄町1-2"]}
BLOCKED: dict[str, tuple[str, bytes | str]] = {
    "plain": ("a.csv", csv({"マイナンバー": NUMBERS})),
    "another word": ("a.csv", csv({"個人No.": NUMBERS[:2], "区分": ["a", "b"]})),
    "English": ("a.csv", csv({"my_number": NUMBERS[:2], "kind": ["a", "b"]})),
    "parted by dots": ("a.csv", csv({"コード": [n.replace("-", "・") for n in PARTED]})),
    "parted by slashes": ("a.csv", csv({"コード": [n.replace("-", "/") for n in PARTED]})),
    "with the mark of a text": ("a.csv", csv({"コード": [f"'{n}" for n in NUMBERS]})),
    "between blank rows": (
        "a.csv",
        csv({"番号": [x for n in NUMBERS for x in (n, "")], "区": ["a"]}),
    ),
    "head of a printed page": ("a.xlsx", headed(f"&L個人番号 {BLANKS[0]}")),
    "name of a file": ("a.zip", packed(**{f"個人番号{NUMBERS[0]}.txt": "控え"})),
    "remark in XML": ("a.xml", f"<r><!-- 個人番号 {NUMBERS[0]} --><s><a>1</a></s></r>"),
    "remark in Turtle": (
        "a.ttl",
        f'@prefix v: <http://v.example/> .\n# 個人番号 {NUMBERS[0]}\nv:a v:b "c" .',
    ),
    "three columns": (
        "a.csv",
        csv({f"番号{n}": [number[4 * n :][:4] for number in NUMBERS] for n in range(3)}),
    ),
    "three columns of one": (
        "a.csv",
        csv({f"個人番号{n}": [NUMBERS[0][4 * n :][:4]] for n in range(3)} | {"区": ["a"]}),
    ),
    "half-width kana": ("a.csv", csv({"ﾏｲﾅﾝﾊﾞｰ": NUMBERS[:2], "区分": ["a", "b"]})),
    "one of many": ("a.csv", csv({"個人番号": ["", "未提出", NUMBERS[0], ""], "区分": ["a"]})),
    "full-width": ("a.csv", csv({"番号": [n.translate(WIDE) for n in PARTED]})),
    "parted by blanks": ("a.csv", csv({"コード": BLANKS})),
    "in no column of its own": ("a.csv", csv({"備考": [f"確認済 {n} 受付" for n in BLANKS]})),
    "called one in its cell": (
        "a.csv",
        csv({"備考": ["なし", f"マイナンバーは{PARTED[0]}です", "", "なし"], "区分": ["a"]}),
    ),
    "called one beside it": ("a.csv", csv(LONG)),
    "its nought lost": ("a.csv", csv({"個人番号": [str(int(ZERO_FIRST))], "区分": ["a"]})),
    "as a number of a workbook": (
        "a.xlsx",
        book(一覧={"個人番号": [int(n) for n in NUMBERS], "区分": ["a"] * 9}),
    ),
    "without a header": ("a.csv", csv({"n": NUMBERS, "t": TOWNS}, header=False)),
    "Shift_JIS": ("a.csv", csv({"個人番号": PARTED}, codec="cp932")),
    "UTF-16": ("a.csv", csv({"個人番号": PARTED}, codec="utf-16")),
    "tabs": ("a.tsv", csv({"個人番号": NUMBERS}).replace(b",", b"\t")),
    "second sheet": ("a.xlsx", book(一覧=PLACES, 名簿={"区分": ["a"] * 9, "個人番号": PARTED})),
    "hidden sheet": ("a.xlsx", book(一覧=PLACES, 隠し={"A": ["個人番号", *BLANKS]})),
    "hidden column": ("a.xlsx", book(一覧={**PLACES, "隠個人番号": NUMBERS[:6]})),
    "comment": ("a.xlsx", commented(f"個人番号 {BLANKS[0]}")),
    "JSON": ("a.json", json.dumps([{"id": n, "個人番号": v} for n, v in enumerate(NUMBERS)])),
    "deep in JSON": (
        "a.json",
        json.dumps([{"id": n, "本人": {"番号": {"個人番号": v}}} for n, v in enumerate(NUMBERS)]),
    ),
    "beside the rows of JSON": (
        "a.json",
        json.dumps({"作成": {"個人番号": NUMBERS[0]}, "rows": [{"a": 1}, {"a": 2}, {"a": 3}]}),
    ),
    "lines of JSON": (
        "a.ndjson",
        "\n".join(json.dumps({"id": n, "個人番号": v}) for n, v in enumerate(NUMBERS)),
    ),
    "GeoJSON": ("a.geojson", features(*({"個人番号": n} for n in NUMBERS))),
    "nested in GeoJSON": ("a.geojson", features(*({"持主": {"個人番号": n}} for n in NUMBERS))),
    "KML": ("a.kml", kml("個人番号", NUMBERS)),
    "XML": ("a.xml", "<r>" + "".join(f"<p><個人番号>{n}</個人番号></p>" for n in NUMBERS) + "</r>"),
    "XML attributes": ("a.xml", "<r>" + "".join(f'<p 個人番号="{n}"/>' for n in NUMBERS) + "</r>"),
    "Turtle": (
        "a.ttl",
        "@prefix v: <http://v.example/> .\n"
        + "\n".join(f'v:{n} v:個人番号 "{number}" .' for n, number in enumerate(NUMBERS)),
    ),
    "RDF/XML": (
        "a.rdf",
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:v="http://v.example/">'
            f'<rdf:Description rdf:about="http://v.example/1"><v:個人番号>{NUMBERS[0]}</v:個人番号>'
            "</rdf:Description></rdf:RDF>"
        ),
    ),
    "table in a zip": ("a.zip", packed(**{"名簿.csv": csv({"個人番号": NUMBERS})})),
    "text beside a table in a zip": (
        "a.zip",
        packed(**{"a.csv": csv(PLACES), "読んで.txt": f"個人番号 {BLANKS[0]}"}),
    ),
    "hidden in a zip": (
        "a.zip",
        packed(**{"a.xlsx": book(一覧=PLACES, 隠し={"A": ["個人番号", *NUMBERS]})}),
    ),
    "above the table": ("a.csv", f"作成者の個人番号 {NUMBERS[0]}\r\n".encode() + csv(PLACES)),
    "below the table": ("a.csv", csv(PLACES) + f"※個人番号 {PARTED[0]}\r\n".encode()),
}


@pytest.mark.parametrize("leak", list(BLOCKED))
def test_a_my_number_is_blocked_however_it_comes(tmp_path: Path, leak: str) -> None:
    made = searched(tmp_path, *BLOCKED[leak])

    assert made["verdict"] == "quarantine"
    assert ("my_number", "block") in {(f["kind"], f["severity"]) for f in made["privacy"]}
