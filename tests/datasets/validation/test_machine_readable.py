"""The ministry's rules for files that machines can read, one by one."""

import pytest

from datasets.preparation import prepare_file
from datasets.validation.machine_readable import FileFacts, readability

CLEAN = "番号,名称,人数\n1,北,120\n2,南,80\n"


def broken(facts: FileFacts) -> dict[str, str]:
    return {rule.code: str(rule.reason) for rule in readability(facts) if not rule.ok}


@pytest.fixture
def rules_of(tmp_path):
    """Rules that a CSV of these words breaks, with their reasons."""

    def read(text: str) -> dict[str, str]:
        path = tmp_path / "table.csv"
        path.write_text(text)
        (folder := tmp_path / "made").mkdir()
        made = prepare_file(str(path), path.name, str(folder))
        table = made["tables"][0]
        codes = frozenset(defect["code"] for defect in made["defects"])
        row, repairs = table["header_row"], table["repairs"]
        return broken(FileFacts(header_row=row, repairs=repairs, defects=codes))

    return read


def test_a_plain_table_keeps_every_rule(rules_of):
    assert rules_of(CLEAN) == {}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("人口の表,,\n（単位：人）,,\n" + CLEAN, "header"),
        (CLEAN.replace("120", '"1,120"'), "numbers"),
        (CLEAN.replace("北", " 北 "), "spaces"),
        (CLEAN + ",,\n,,\n3,東,5\n", "rows"),
        ("番号,名称,名称\n1,北,2\n2,南,3\n", "names"),
    ],
)
def test_what_had_to_be_mended_breaks_its_rule_and_says_how(rules_of, text, rule):
    assert rule in rules_of(text)


def test_records_of_a_program_have_no_header_row_to_keep():
    facts = FileFacts(header_row=None, repairs=(), has_text=False)

    assert broken(facts) == {}


def test_the_rules_have_names_that_stay():
    codes = [rule.code for rule in readability(FileFacts(header_row=0, repairs=()))]

    assert len(codes) == len(set(codes)) == 14
