"""Which standard a table follows: what is seen, what is only asked, what is left alone."""

import pytest

from datasets.validation.standards.kinds import check_digit, standard_form
from datasets.validation.standards.recognise import recognise
from datasets.validation.standards.schema import Field, Kind, edition, editions, standards
from datasets.vocabulary import THEME_BY_CODE
from tests.datasets.validation.standard_variants import CELLS, variants

FACILITY = ("名称", "住所", "緯度", "経度", "電話番号", "備考")


def headers(name: str) -> list[str]:
    return [field.name for field in edition(name).fields]


def test_thirty_one_standards_are_known_and_thirty_six_editions_have_columns():
    assert [one.number for one in standards()] == [f"{number:02}" for number in range(1, 32)]
    assert len(editions()) == 36
    assert all(one.theme in THEME_BY_CODE for one in standards())
    assert all(bool(one.editions) != bool(one.note) for one in standards())


@pytest.mark.parametrize("one", editions(), ids=lambda one: one.id)
def test_the_headers_of_an_edition_are_recognised_as_it_and_need_no_question(one):
    best = recognise([field.name for field in one.fields])[0]

    assert (best.standard, best.edition, best.acts_alone) == (one.standard, one.edition, True)
    assert (best.missing, best.wanting, best.extra, best.differing) == ((), (), (), ())


def test_sixty_variants_are_recognised_and_none_is_taken_for_another(capsys):
    found = [(one, recognise(one.names, one.sample)) for one in variants(60)]

    right = [bool(best) and best[0].standard == one.standard for one, best in found]
    alone = [bool(best) and best[0].acts_alone for _one, best in found]
    wrong = [one for (one, _best), ok, sure in zip(found, right, alone, strict=True) if sure > ok]
    with capsys.disabled():
        print(  # noqa: T201 - the figures
            f"\nvariants right {sum(right)} of 60, without asking {sum(alone)}, wrong {len(wrong)}"
        )
    assert sum(right) >= 57
    assert wrong == []
    assert sum(alone) >= 45


def in_groups(names: list[str]) -> list[str]:
    """Under the names of merged cells, as two header rows are joined."""
    groups = ("基本情報", "位置情報", "連絡先", "その他")
    return [f"{groups[place * 4 // len(names)]}_{name}" for place, name in enumerate(names)]


@pytest.mark.parametrize("one", editions(), ids=lambda one: one.id)
@pytest.mark.parametrize(
    "written",
    [
        lambda names: [f"{place}. {name}" for place, name in enumerate(names, 1)],
        lambda names: [f"{chr(0x2460 + place % 20)}{name}" for place, name in enumerate(names)],
        lambda names: [f"（{place}）{name}" for place, name in enumerate(names, 1)],
        in_groups,
    ],
)
def test_numbers_and_groups_before_headers_say_nothing(one, written):
    best = recognise(written([field.name for field in one.fields]))[0]

    assert (best.standard, best.acts_alone) == (one.standard, True)


def test_differing_missing_and_further_columns_are_named():
    names = ["都道府県コ―ド又は市区町村コ―ド", *headers("aed-2017")[1:], "ふるさと納税"]
    names.remove("設置位置")

    best = recognise(names)[0]

    assert best.differing == (
        ("都道府県コ―ド又は市区町村コ―ド", "都道府県コード又は市区町村コード"),
    )
    assert best.missing == ("設置位置",)
    assert best.extra == ("ふるさと納税",)
    assert best.to_json()["columns"][0] == [
        "都道府県コ―ド又は市区町村コ―ド",
        "都道府県コード又は市区町村コード",
        "normalised",
    ]


@pytest.mark.parametrize("sign", ["避難所名", "開設状況", "避難者数", "人数"])
def test_a_list_of_shelters_is_never_taken_for_the_sites_of_emergency_evacuation(sign):
    assert recognise(headers("03"))[0].acts_alone
    assert not any(one.acts_alone for one in recognise([*headers("03"), sign]))
    assert not any(one.acts_alone for one in recognise(headers("03"), title="会津市指定避難所一覧"))


@pytest.mark.parametrize(
    "names",
    [
        FACILITY,
        (*FACILITY, "公園名", "面積（㎡）", "遊具"),
        (
            "学区コード",
            "地方公共団体名",
            "調査年月日",
            "性別",
            "総数",
            *(f"{n}歳" for n in range(100)),
        ),
        ("日付", "曜日", "通行台数"),
        ("施設名", "令和4年度", "令和5年度", "令和6年度", "増減"),
        ("投票所名", "投票者数", "投票率", "当日有権者数"),
        ("年月", "総人口", "男", "女", "出生", "死亡", "転入", "転出"),
        ("点検日", "消火栓番号", "点検結果", "担当", "備考"),
        ("発生日時", "事故類型", "緯度", "経度", "死者数", "負傷者数"),
        ("カメラID", "設置場所", "緯度", "経度", "撮影方向", "設置年月日"),
        ("1. 樹種", "2. 高さ", "3. 幹周", "4. 緯度", "5. 経度"),
        ("id", "name", "address", "latitude", "longitude"),
        ("列1", "列2", "列3"),
        (),
    ],
)
def test_a_table_with_columns_of_every_standard_or_none_follows_no_standard(names):
    assert recognise(names) == ()


def test_cells_that_are_something_else_take_the_confidence_away():
    names = headers("aed-2017")
    kinds = {field.name: field.kind for field in edition("aed-2017").fields}
    right = {name: CELLS.get(kinds[name], ("会津",)) for name in names}
    shifted = {name: right[other] for name, other in zip(names, names[1:] + names[:1], strict=True)}

    assert recognise(names, right)[0].acts_alone
    assert not recognise(names, shifted)[0].acts_alone


@pytest.mark.parametrize(
    ("kind", "cell", "written"),
    [
        (Kind.DATE, "令和元年5月1日", "2019-05-01"),
        (Kind.DATE, "R6.4.1", "2024-04-01"),
        (Kind.DATE, "２０２４／４／１", "2024-04-01"),
        (Kind.DATE, "令和6年13月1日", "令和6年13月1日"),
        (Kind.DATE, "毎年4月", "毎年4月"),
        (Kind.TIME, "9時", "09:00"),
        (Kind.TIME, "９：３０", "09:30"),
        (Kind.TIME, "17:00:00", "17:00"),
        (Kind.TIME, "終日", "終日"),
        (Kind.FLAG, "○", "1"),
        (Kind.FLAG, "×", ""),
        (Kind.FLAG, "△", "△"),
        (Kind.YES_NO, "あり", "有"),
        (Kind.LIST, "内科、外科／歯科", "内科;外科;歯科"),
        (Kind.INTEGER, "１，２０４", "1204"),
        (Kind.INTEGER, "約500", "約500"),
        (Kind.AREA_CODE, "37201", "372013"),
        (Kind.PHONE, "０２４２−３９−１１１１", "0242-39-1111"),
        (Kind.KANA, "ハ―トリンクｶﾌｪ", "ハートリンクカフェ"),
        (Kind.TEXT, "㈱会津　１階", "㈱会津　１階"),
    ],
)
def test_a_cell_is_written_as_the_standard_wants_it_or_left_as_it_is(kind, cell, written):
    assert standard_form(Field(name="x", kind=kind), cell) == written


def test_the_check_digit_of_known_cities_is_right():
    codes = ("072028", "281000", "372013", "011002")

    assert [f"{code[:5]}{check_digit(code[:5])}" for code in codes] == list(codes)
