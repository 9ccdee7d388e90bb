"""What only looks like data of people, as every city has it: it goes out without a question."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.datasets.leaking import NUMBERS, book, csv, features, headed, kml, packed, searched

FACILITIES = {
    "施設名": [f"第{n}公民館" for n in range(1, 7)],
    "所在地": [f"会津若松市栄町{n}番{n}号" for n in range(1, 7)],
    "電話番号": [f"0242-39-12{n}{n}" for n in range(1, 7)],
}
CORPORATE = [f"{n % 9 + 1}{number}" for n, number in enumerate(NUMBERS)]
STAMPS = [f"202404{day:02d}{hour:02d}15" for day in range(1, 29) for hour in (8, 12, 17)]
LOTS = [f"49012345{n * 7919 % 10_000:04d}" for n in range(60)]
SHOPS = {"店名": [f"会津屋{n}号店" for n in range(40)]}


def photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, "JPEG")
    return buffer.getvalue()


HARMLESS: dict[str, tuple[str, bytes | str]] = {
    "facilities": ("a.csv", csv(FACILITIES)),
    "facilities in Shift_JIS": ("a.csv", csv(FACILITIES, codec="cp932")),
    "facilities and who runs them": (
        "a.csv",
        csv(
            {
                **FACILITIES,
                "管理者": ["佐藤 一郎", "鈴木 花子", "星 学", "渡部 健", "高橋 修", "林 誠"],
            }
        ),
    ),
    "kindergartens and their heads": (
        "a.csv",
        csv({"園名": ["あおば園", "ひばり園"], "園長名": ["佐藤 花子", "鈴木 一郎"]}),
    ),
    "corporate numbers": ("a.csv", csv({"法人名": ["会津商店"] * 9, "法人番号": CORPORATE})),
    "corporate numbers of another name": ("a.csv", csv({"事業者": ["店"] * 9, "番号": CORPORATE})),
    "days of accidents": (
        "a.csv",
        csv({"地点": ["栄町"] * 3, "発生年月日": ["2023-01-11", "2023/2/3"]}),
    ),
    "days of outbreaks": ("a.csv", csv({"病名": ["麻しん"] * 2, "発生日": ["H30.4.1", "R1.5.2"]})),
    "days of founding": (
        "a.csv",
        csv({"学校名": ["北小学校"] * 2, "創立年月日": ["明治6年4月1日"]}),
    ),
    "births counted": ("a.csv", csv({"年": ["2020", "2021"], "出生数": ["812", "790"]})),
    "years beside each other": (
        "a.csv",
        csv({"開始年": ["2001", "2005", "2009"], "終了年": ["2004"], "改定年": ["2020", "2021"]}),
    ),
    "births by month": ("a.csv", csv({"出生年月": ["2020-01", "2020-02"], "出生数": ["81", "79"]})),
    "time stamps": ("a.csv", csv({"更新日時": STAMPS, "値": ["1", "2"]})),
    "time stamps without a name": ("a.csv", csv({"コード": STAMPS, "値": ["1", "2"]})),
    "lot numbers": ("a.csv", csv({"ロット番号": LOTS, "品名": ["ワクチン"]})),
    "codes with a check digit of their own": ("a.csv", csv({"JAN": LOTS, "品名": ["米"]})),
    "long fractions": ("a.csv", csv({"緯度": [f"37.{n}" for n in NUMBERS], "名称": ["地点"]})),
    "cards that were issued": (
        "a.csv",
        csv({"年度": ["2023", "2024"], "マイナンバーカード交付枚数": ["81234", "90123"]}),
    ),
    "talk of the card": (
        "a.csv",
        csv({"手続": ["転入届"] * 9, "持ち物": ["マイナンバーカード"], "手続ID": LOTS[:9]}),
    ),
    "parks that are called as people are": (
        "a.csv",
        csv({"公園名": ["中山公園", "石川公園", "小林公園", "高橋公園", "鈴木公園", "佐藤公園"]}),
    ),
    "towns that are called as people are": (
        "a.csv",
        csv(
            {"町名": ["中島町", "上野", "高田", "石原", "本町", "川原町", "山田"], "世帯数": ["12"]}
        ),
    ),
    "stations": ("a.csv", csv({"駅名": ["中野", "上野", "大塚", "目黒", "渋谷", "品川", "大崎"]})),
    "schools": (
        "a.csv",
        csv({"校名": ["小川小学校", "森田中学校", "石川高等学校"], "児童数": ["120"]}),
    ),
    "mayors": (
        "a.csv",
        csv({"代": ["1", "2"], "市長名": ["佐藤 太郎", "鈴木 一郎"], "就任": ["1923"]}),
    ),
    "councillors": ("a.csv", csv({"議席": ["1", "2"], "議員名": ["佐藤 花子", "鈴木 一郎"]})),
    "candidates": ("a.csv", csv({"候補者名": ["佐藤 花子", "鈴木 一郎"], "得票数": ["1234"]})),
    "writers": ("a.csv", csv({"書名": ["こころ"], "著者": ["夏目 漱石", "森 鴎外", "中島 敦"]})),
    "teachers of courses": (
        "a.csv",
        csv({"講座名": ["陶芸"], "講師": ["佐藤 花子", "鈴木 一郎"], "会場": ["公民館"]}),
    ),
    "mothers and children": (
        "a.csv",
        csv({"施設": ["サロン"], "備考": ["お母さんと子ども", "皆さんどうぞ", "お子さん連れ可"]}),
    ),
    "a place to ask": ("a.csv", csv({"名称": ["館"], "備考": ["0242-39-1111（佐藤）まで"]})),
    "a printed page with a head": ("a.xlsx", headed("&C公民館一覧")),
    "rivers and bridges": (
        "a.csv",
        csv({"橋名": ["高橋", "石橋", "大橋", "中橋", "小橋"], "河川": ["小川"]}),
    ),
    "clans of long ago": (
        "a.csv",
        csv({"解説": ["蘆名氏の城", "伊達氏が攻めた", "武田氏", "足利氏", "佐竹氏"]}),
    ),
    "thanks to customers": (
        "a.csv",
        csv({"内容": ["お客様へ", "皆様のお越しを", "多様な催し", "市民の皆様"]}),
    ),
    "mail of offices": (
        "a.csv",
        csv({"担当課": ["防災課"], "メール": ["bousai@city.aizu.fukushima.jp"]}),
    ),
    "mail of facilities": ("a.csv", csv({**FACILITIES, "メール": ["info@kominkan.example.or.jp"]})),
    "one shop with a mobile telephone": (
        "a.csv",
        csv({**SHOPS, "電話番号": ["0242-39-0000"] * 39 + ["090-1234-5678"]}),
    ),
    "free telephones": (
        "a.csv",
        csv({"窓口": ["相談"] * 2, "電話": ["0120-090-123", "0570-070-810"]}),
    ),
    "people by block, age and sex": (
        "a.csv",
        csv({"町名": ["栄町"], "年齢": ["0-4", "5-9"], "性別": ["男"], "人口": ["1", "2"]}),
    ),
    "ill people of a whole city": (
        "a.csv",
        csv({"病名": ["結核", "麻しん"], "患者数": ["120", "3"]}),
    ),
    "means by age and sex": (
        "a.csv",
        csv(
            {
                "年齢": [f"{n}歳" for n in (5, 5, 6, 6, 7, 7)],
                "性別": ["男", "女"],
                "平均身長": ["110.4", "109.6", "116.9", "115.8", "122.6", "121.8"],
            }
        ),
    ),
    "whom an examination is for": (
        "a.csv",
        csv(
            {
                "健診": ["1歳半"],
                "対象年齢": ["1歳6か月"],
                "性別": ["男女"],
                "地区": ["栄町"],
                "日程": ["4/1"],
            }
        ),
    ),
    "licences of trade": (
        "a.csv",
        csv({"免許番号": ["東京都知事(1)第12345号", "福島県知事(3)第678号"]}),
    ),
    "numbers of goods": (
        "a.csv",
        csv({"商品番号": ["AB1234567", "CD7654321"], "登録番号": ["第12号"]}),
    ),
    "accounts of the city": (
        "a.csv",
        csv({"会計科目": ["普通建設事業費"], "金額": ["1234567", "7654321"]}),
    ),
    "bus vehicles": ("a.csv", csv({"路線": ["あかべぇ"], "車両番号": ["301", "302"]})),
    "statistics with hidden cells": (
        "a.csv",
        "地区,0-14,15-64,65-,計\r\nA,X,X,9,25\r\nB,X,X,11,28\r\nC,20,30,5,55\r\n"
        "計,34,49,25,108\r\n".encode(),
    ),
    "a workbook": ("a.xlsx", book(一覧=FACILITIES, 凡例={"項目": ["a"], "説明": ["公民館"]})),
    "GeoJSON": ("a.geojson", features({"名称": "中央公園", "更新": STAMPS[0]}, {"名称": "北公園"})),
    "KML": ("a.kml", kml("電話", ["0242-39-1111", "0242-39-2222"])),
    "JSON": (
        "a.json",
        json.dumps([{"施設名": "公民館", "電話": "0242-39-1111", "法人番号": CORPORATE[0]}]),
    ),
    "XML": ("a.xml", "<r><s><名称>公民館</名称></s><s><名称>図書館</名称></s></r>"),
    "Turtle": (
        "a.ttl",
        (
            '@prefix v: <http://www.w3.org/2006/vcard/ns#> .\n<http://a.example/1> v:fn "防災課" ;'
            " v:hasEmail <mailto:bousai@city.aizu.fukushima.jp> ."
        ),
    ),
    "a letter": (
        "a.txt",
        "防災訓練のお知らせ\n2024年4月1日 会津若松市役所 0242-39-1111\n市長 室井 照平",
    ),
    "pictures in a zip": ("a.zip", packed(**{"a.jpg": photo(), "説明.txt": "中央公園の写真です"})),
}


@pytest.mark.parametrize("name", list(HARMLESS))
def test_what_belongs_to_nobody_goes_out(tmp_path: Path, name: str) -> None:
    made = searched(tmp_path, *HARMLESS[name])

    assert [(f["kind"], f["column"]) for f in made["privacy"]] == []
