"""What else belongs to people: another person must decide on it, whatever file it comes in."""

from pathlib import Path

import pytest

from tests.datasets.leaking import (
    ADDRESSES,
    DAYS,
    ERAS,
    KANA,
    MOBILES,
    NAMES,
    PLACES,
    TOWNS,
    book,
    csv,
    features,
    kml,
    searched,
)

ASKED: dict[str, tuple[str, bytes | str, str]] = {
    "names and births": ("a.csv", csv({"氏名": NAMES[:6], "生年月日": ERAS}), "person"),
    "two names only": ("a.csv", csv({"氏名": NAMES[:2], "区分": ["a", "b"]}), "person"),
    "names of patients": ("a.csv", csv({"患者名": NAMES[:3], "区分": ["a", "b", "c"]}), "person"),
    "names without a header": (
        "a.csv",
        csv({"a": NAMES[:6], "b": ERAS, "c": TOWNS[:6]}, header=False),
        "person",
    ),
    "names called something else": ("a.csv", csv({"控え": NAMES, "町": TOWNS}), "person"),
    "names in two columns": (
        "a.csv",
        csv({"姓": [n.split()[0] for n in NAMES], "名": [n.split()[1] for n in NAMES]}),
        "person",
    ),
    "rare names": ("a.csv", csv({"氏名": ["鵜飼 蘭丸", "綾小路 清"], "区分": ["a"]}), "person"),
    "names and births of few": (
        "a.csv",
        csv({"a": ["1", "2"], "b": ERAS[:2], "c": ["佐藤花子", "鈴木一郎"]}, header=False),
        "person",
    ),
    "telephones that lost a nought": (
        "a.csv",
        csv({"電話番号": ["9012345678", "8023456789"], "区分": ["a"]}),
        "mobile",
    ),
    "telephones with dots": ("a.csv", csv({"電話": ["080.2345.6789"], "区分": ["a"]}), "mobile"),
    "names with ages in a remark": (
        "a.csv",
        csv({"件名": ["転倒"] * 3, "備考": ["佐藤花子（72歳）", "鈴木一郎(80歳)搬送", "なし"]}),
        "remark",
    ),
    "illnesses in a remark": (
        "a.csv",
        csv({"受付": ["1", "2"], "備考": ["佐藤花子 うつ病のため", "同居の母 認知症"]}),
        "illness",
    ),
    "names in kana": ("a.csv", csv({"フリガナ": KANA, "生年月日": ERAS}), "person"),
    "names in English": (
        "a.csv",
        csv({"Full Name": ["Hanako Sato", "Ichiro Suzuki"], "Birth Date": DAYS[:2]}),
        "person",
    ),
    "births by the era": ("a.csv", csv({"区分": ["a"] * 6, "生年月日(和暦)": ERAS}), "birth_date"),
    "births in digits": ("a.csv", csv({"区分": ["a"] * 6, "出生年月日": DAYS}), "birth_date"),
    "births in English": ("a.csv", csv({"kind": ["a"] * 6, "date_of_birth": DAYS}), "birth_date"),
    "telephones": ("a.csv", csv({"区分": ["a"] * 5, "連絡先": MOBILES}), "mobile"),
    "telephones in a remark": (
        "a.csv",
        csv({"施設名": ["公民館"] * 4, "備考": ["夜間は 090-1234-5678 へ", "", "なし", ""]}),
        "mobile",
    ),
    "free mail": (
        "a.csv",
        csv({"施設名": ["公民館"], "メール": ["hanako.sato@gmail.com"]}),
        "email",
    ),
    "names in a remark": (
        "a.csv",
        csv(
            {
                "件名": ["苦情"] * 4,
                "備考": ["佐藤様より入電", "鈴木さん来庁", "高橋 美咲様", "なし"],
            }
        ),
        "remark",
    ),
    "homes": ("a.csv", csv({"整理": ["1"] * 6, "住所": ADDRESSES}), "home_address"),
    "homes of owners": (
        "a.csv",
        csv({"店名": ["屋"] * 6, "代表者の住所": ADDRESSES}),
        "home_address",
    ),
    "kin": ("a.csv", csv({"氏名": NAMES[:3], "続柄": ["世帯主", "妻", "長男"]}), "family"),
    "illnesses": ("a.csv", csv({"氏名": NAMES[:2], "傷病名": ["結核", "骨折"]}), "illness"),
    "insured": (
        "a.csv",
        csv({"区": ["a"] * 2, "被保険者証番号": ["34720505", "48541693"]}),
        "insured_number",
    ),
    "pensions": ("a.csv", csv({"区": ["a"], "基礎年金番号": ["1234-567890"]}), "pension_number"),
    "accounts": (
        "a.csv",
        csv({"区": ["a"], "振込先": ["会津銀行 本店 普通 1239916"]}),
        "bank_account",
    ),
    "plates": ("a.csv", csv({"区": ["a"], "車両ナンバー": ["会津 300 さ 77-22"]}), "plate"),
    "passports": ("a.csv", csv({"区": ["a"], "備考": ["パスポート TK1234567"]}), "passport"),
    "residence cards": (
        "a.csv",
        csv({"区": ["a"], "在留カード番号": ["AB12345678CD"]}),
        "residence_card",
    ),
    "people one by one": (
        "a.csv",
        csv(
            {"No": ["1", "2"], "年齢": ["34", "71"], "性別": ["女", "男"], "町名": ["栄町", "中町"]}
        ),
        "one_by_one",
    ),
    "people of a survey": (
        "a.csv",
        csv(
            {
                "年代": ["30代", "70代"],
                "性別": ["女", "男"],
                "職業": ["学生", "医師"],
                "問1": ["はい"],
            }
        ),
        "one_by_one",
    ),
    "few who are ill": (
        "a.csv",
        csv(
            {"町名": ["栄町", "中町"], "年齢": ["0-4", "5-9"], "性別": ["男"], "患者数": ["1", "2"]}
        ),
        "small_cell",
    ),
    "hidden count": (
        "a.csv",
        "地区,男,女,計\r\n栄町,12,X,14\r\n中町,30,25,55\r\n計,42,27,69\r\n".encode(),
        "recovered_cell",
    ),
    "names in a hidden sheet": ("a.xlsx", book(一覧=PLACES, 隠し={"氏名": NAMES}), "person"),
    "names in GeoJSON": (
        "a.geojson",
        features(*({"所有者名": "店", "氏名": n} for n in NAMES)),
        "person",
    ),
    "telephones in KML": ("a.kml", kml("電話", MOBILES), "mobile"),
    "names in XML": (
        "a.xml",
        "<r>" + "".join(f"<p><氏名>{n}</氏名></p>" for n in NAMES) + "</r>",
        "person",
    ),
    "mail in Turtle": (
        "a.ttl",
        (
            '@prefix v: <http://www.w3.org/2006/vcard/ns#> .\n<http://a.example/1> v:fn "佐藤" ;'
            " v:hasEmail <mailto:hanako@gmail.com> ."
        ),
        "email",
    ),
}


@pytest.mark.parametrize("leak", list(ASKED))
def test_what_belongs_to_people_waits_for_a_person(tmp_path: Path, leak: str) -> None:
    filename, content, kind = ASKED[leak]

    made = searched(tmp_path, filename, content)

    assert (kind, "review") in {(f["kind"], f["severity"]) for f in made["privacy"]}
    assert "block" not in {f["severity"] for f in made["privacy"]}
