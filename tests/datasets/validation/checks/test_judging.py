import pandas as pd
import pytest

from datasets.validation.checks.personal_data import Scanner

NAMES = ["佐藤 花子", "鈴木 一郎", "高橋 美咲", "会津 太郎", "渡部 健", "星 真一", "小林 陽菜"]
MEN = ["佐藤一", "鈴木太郎", "高橋翔", "会津健一", "渡部健太"]
FLATS = [f"栄町{n}丁目1-{n} コーポ会津{n}0{n}号室" for n in range(1, 8)]
SHOPS = [f"会津屋{n}号店" for n in range(7)]


def found(**columns: list[str]) -> list[tuple[str, str | None]]:
    height = max(map(len, columns.values()))
    squared = {name: (cells * height)[:height] for name, cells in columns.items()}
    scanner = Scanner()
    scanner.feed(pd.DataFrame(squared, dtype="str"))
    return [(finding.kind.value, finding.column) for finding in scanner.findings()]


def licence(first_ten: str) -> str:
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(d) * w for d, w in zip(first_ten, weights, strict=True)) % 11
    return first_ten + str(0 if rest <= 1 else 11 - rest) + "0"


LICENCES = [licence(f"30{n:08d}") for n in range(11, 200, 13)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"世話役": NAMES}, ("person", "世話役")),
        ({"名簿": MEN}, ("person", "名簿")),
        ({"管理者": NAMES, "施設名": SHOPS, "自宅住所": FLATS}, ("person", "管理者")),
        ({"施設名": SHOPS, "代表者の住所": FLATS}, ("home_address", "代表者の住所")),
        ({"整理番号": ["1"], "住所": FLATS}, ("home_address", "住所")),
        ({"生年月日": ["S32.4.24", "平成元年1月8日"]}, ("birth_date", "生年月日")),
        ({"被保険者番号": ["34720505", "48541693"]}, ("insured_number", "被保険者番号")),
        ({"記号番号": ["12-345678", "12-345679"]}, ("insured_number", "記号番号")),
        ({"運転免許証番号": LICENCES[:2]}, ("licence_number", "運転免許証番号")),
        ({"控え": LICENCES}, ("licence_number", "控え")),
        ({"振込先口座": ["会津銀行 本店 1239916"]}, ("bank_account", "振込先口座")),
        ({"控え": [f"普通 123991{n}" for n in range(4)]}, ("bank_account", "控え")),
        ({"車両番号": ["会津 300 さ 77-22"]}, ("plate", "車両番号")),
        ({"車": [f"会津３００さ７７－２{n}" for n in range(6)]}, ("plate", "車")),
        ({"旅券番号": ["TK1234567"]}, ("passport", "旅券番号")),
        ({"備考": ["旅券 TK1234567 を確認"]}, ("passport", "備考")),
        ({"在留カード番号": ["AB12345678CD"]}, ("residence_card", "在留カード番号")),
        ({"基礎年金番号": ["1234-567890"]}, ("pension_number", "基礎年金番号")),
        ({"世帯主との続柄": ["妻", "長男"]}, ("family", "世帯主との続柄")),
        ({"氏名": NAMES, "病名": ["糖尿病"]}, ("illness", "病名")),
        ({"備考": ["佐藤様より電話", "鈴木 花子さん来庁", "なし", "高橋さん"]}, ("remark", "備考")),
        ({"メモ": ["taro@gmail.com"], "施設名": SHOPS}, ("email", "メモ")),
        ({"担当者": NAMES, "電話": ["090-1234-5678"], "施設名": SHOPS}, ("mobile", "電話")),
        (
            {"年代": ["70代"], "性別": ["男"], "居住地": ["会津若松市"], "確定日": ["2020-05-05"]},
            ("one_by_one", "年代"),
        ),
    ],
)
def test_what_belongs_to_a_person_waits_for_a_person(columns, expected):
    assert expected in found(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"施設名": SHOPS, "所在地": FLATS},
        {"町名": ["中島町", "上野", "高田", "石原", "本町", "川原町", "山田"]},
        {"校名": ["中島小学校", "小川中学校", "森田学園", "石川高校", "山口保育園"]},
        {"出生数": ["12", "13"], "出生年": ["2020", "2021"]},
        {"免許番号": ["東京都知事(1)第12345号", "福島県知事(3)第678号"]},
        {"商品番号": ["AB1234567", "CD7654321"], "登録番号": ["第12号", "第13号"]},
        {"内容": ["皆様のお越しをお待ちします", "お客様へ", "多様な仕様", "会津若松市民の皆様"]},
        {"解説": ["蘆名氏の城", "伊達氏が攻めた", "武田氏", "足利氏の墓", "佐竹氏"]},
        {"問い合わせ": ["kankou@city.example-machi.fukushima.jp", "info@pref.fukushima.lg.jp"]},
        {
            "年齢": ["0-4"],
            "性別": ["男"],
            "地区": ["栄町"],
            "基準日": ["2026-01-01"],
            "人口": ["9"],
        },
        {"施設名": SHOPS * 10, "電話番号": ["0242-39-0000"] * 69 + ["090-1234-5678"]},
        {"病名": ["結核", "麻しん"], "件数": ["120", "30"]},
    ],
)
def test_what_belongs_to_nobody_passes(columns):
    assert found(**columns) == []
