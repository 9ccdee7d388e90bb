"""The files a city office really has: a workbook made to be printed, and a CSV saved from Excel."""

import io

import xlsxwriter

SHIFT_JIS = (
    "令和8年度 公衆電話の一覧\r\n"
    "2026年11月1日現在\r\n"
    "施設名,地区,台数\r\n"
    "中央公民館,中央,２\r\n"
    "北原駅前,北原,1\r\n"
    "杉の湯温泉,杉,3\r\n"
)
PHONES = [
    ["施設名", "地区", "台数"],
    ["中央公民館", "中央", "2"],
    ["北原駅前", "北原", "1"],
    ["杉の湯温泉", "杉", "3"],
]
_ROWS = (
    ("中央小学校", "中央", "１，２００", "1,180", "令和2年4月1日"),
    ("北原　体育館", "北原", "９８０", "310", "平成31年3月5日"),
    ("南町中学校", "南町", "450", "450", "R1.5.1"),
    ("杉の湯会館", "杉", "８５", "90", "昭和63年10月12日"),
)


def workbook() -> bytes:
    """Titles, a header of two merged rows, full-width digits, eras, a total, notes."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("避難所")
        sheet.merge_range("A1:E1", "令和8年度 避難所の一覧")
        sheet.write("E2", "2026年11月1日現在")
        sheet.merge_range("A4:A5", "施設名")
        sheet.merge_range("B4:B5", "地区")
        sheet.merge_range("C4:D4", "定員")
        sheet.write("C5", "地震")
        sheet.write("D5", "洪水")
        sheet.merge_range("E4:E5", "指定日")
        for at, row in enumerate(_ROWS, 5):
            sheet.write_row(at, 0, row)
        end = 5 + len(_ROWS)
        sheet.write_row(end, 0, ("合計", "", "2,715", "2,030", ""))
        sheet.write(end + 1, 0, "※ 定員は目安です。")
        sheet.write(end + 2, 0, "※ 洪水のときは2階より上を使います。")
    return kept.getvalue()


def misread_workbook() -> bytes:
    """Two rows as full as the header stand above it; a sheet of signs is hidden."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一覧")
        rows = (
            ("A", "B", "C", "D", "E", "F", "G"),
            ("文字", "文字", "番号", "文字", "数", "数", "時刻"),
            ("名称", "設置位置", "電話番号", "住所", "緯度", "経度", "開始時間"),
            ("市役所", "1階", "0242-00-1111", "松木市1", "37.5", "139.9", "8:30"),
            ("図書館", "入口", "0242-00-2222", "松木市2", "37.6", "139.8", "9:00"),
        )
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        signs = book.add_worksheet("記号")
        signs.hide()
        signs.write_row(0, 0, ("記号", "意味"))
        signs.write_row(1, 0, ("○", "使える"))
    return kept.getvalue()


GOLDEN = [
    ["施設名", "地区", "定員_地震", "定員_洪水", "指定日"],
    ["中央小学校", "中央", "1200", "1180", "2020-04-01"],
    ["北原　体育館", "北原", "980", "310", "2019-03-05"],
    ["南町中学校", "南町", "450", "450", "2019-05-01"],
    ["杉の湯会館", "杉", "85", "90", "1988-10-12"],
]
