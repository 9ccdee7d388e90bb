from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.validation.checks.differencing import recovered
from datasets.validation.checks.small_cells import scan_counts


def kinds(names, rows, **told):
    return [(f.kind.value, f.column, f.count) for f in scan_counts(names, rows, **told)]


def test_small_counts_of_ill_or_helped_people_are_found_below_ten_where_one_could_tell_who():
    rows = [["栄町", "0-14", "12", "2"], ["栄町", "15-64", "0", "11"]]

    found = kinds(["町丁", "年齢階級", "生活保護受給世帯数", "難病患者数"], rows)

    assert found == [("small_cell", "難病患者数", 1)]


def test_the_same_counts_of_a_whole_city_pass():
    assert kinds(["年度", "難病患者数"], [["2025", "4"], ["2026", "5"]]) == []


def test_other_people_are_few_below_three_and_only_where_two_things_tell_who():
    names = ["地区", "性別", "利用者数"]

    assert kinds(names, [["栄町", "男", "2"], ["栄町", "女", "3"]]) == [
        ("small_cell", "利用者数", 1)
    ]
    assert kinds(["地区", "利用者数"], [["栄町", "2"]]) == []


def test_residents_by_block_age_and_sex_are_printed_everywhere_and_pass():
    names = ["町丁", "年齢", "男", "女", "人口", "死亡者数"]

    assert kinds(names, [["栄町", "100歳以上", "1", "2", "3", "1"]], title="住民基本台帳人口") == []


def test_facilities_places_and_money_are_no_people():
    names = ["地区", "性別", "福祉施設数", "定員", "障害者支援費", "医師数"]

    assert kinds(names, [["栄町", "男", "1", "2", "3", "4"]]) == []


def test_a_title_may_say_that_those_counted_are_ill():
    rows = [["栄町", "男", "3"]]

    assert kinds(["地区", "性別", "人数"], rows, title="新型コロナウイルス感染者") == [
        ("small_cell", "人数", 1)
    ]


def test_what_was_hidden_and_follows_from_a_total_is_named_with_its_row():
    rows = [["A", "12", "X", "14"], ["B", "30", "25", "55"], ["計", "42", "27", "69"]]

    [finding] = scan_counts(["地区", "男", "女", "計"], rows)

    assert (finding.kind, finding.column, finding.rows) == ("recovered_cell", "女", (2,))
    assert "2" not in str(finding.message.places)


def test_what_was_hidden_twice_in_rows_and_columns_stays_hidden():
    rows = [
        ["A", "X", "X", "9", "25"],
        ["B", "X", "X", "11", "28"],
        ["C", "20", "30", "5", "55"],
        ["計", "34", "49", "25", "108"],
    ]

    assert kinds(["地区", "0-14", "15-64", "65-", "計"], rows) == []


def test_two_hidden_ones_that_add_up_to_two_are_one_each():
    numbers = [[None, None, 2], [3, 4, 7]]

    assert recovered(numbers, [], [2]) == {(0, 0), (0, 1)}


def test_a_column_called_total_that_adds_up_nothing_says_nothing():
    assert kinds(["地区", "男", "計"], [["A", "X", "70"], ["B", "3", "80"]]) == []


def test_marks_for_nothing_are_nought_and_no_secret():
    rows = [["A", "3", "-", "3"], ["B", "4", "5", "9"]]

    assert kinds(["地区", "甲", "乙", "計"], rows) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=3, max_size=4),
    st.data(),
)
def test_one_hidden_cell_beside_a_total_is_always_recovered(counts, data):
    numbers: list[list[int | None]] = [[*row, sum(row)] for row in counts]
    row = data.draw(st.integers(0, len(counts) - 1))
    column = data.draw(st.integers(0, 2))
    numbers[row][column] = None

    assert recovered(numbers, [], [3]) == {(row, column)}
