"""Staff correct what the reader decided; the next file of the kind is read alike."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from datasets import mending, publishing, queries
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidMove, NotFound
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Hold
from portal.wiring import Services
from tests import factories

CODES = "区分,種別,名称\nA,B,中央公園\nA,C,北公園\nB,B,南公園\n"
ROW = {"sheet": None, "rows": [1], "first": 2}


def parts(services: Services):
    with services.reading() as session:
        dataset = queries.staff_dataset(session, "shelters", SYSTEM)
        return {
            part.sheet: part.versions[-1]
            for part in dataset.distributions
            if part.versions[-1].hold != Hold.ASIDE
        }


def report(services: Services, version):
    with services.reading() as session:
        return queries.quality_report(session, version.id)


def tell(services: Services, **told: object):
    with services.begin(SYSTEM) as uow:
        mending.tell(uow, parts(services)[""].id, told)
    factories.prepare_all(services, "shelters")
    return parts(services)[""]


def names(version) -> list[str]:
    return [column["name"] for column in version.columns]


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as made:
        for title, rows in sheets:
            sheet = made.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return kept.getvalue()


def test_another_row_names_the_columns_once_a_person_says_so(services: Services):
    factories.received(services, csv=CODES, publish=False)

    version = tell(services, names=ROW)

    assert names(version) == ["A", "B", "中央公園"]
    assert (version.rows, version.header_row) == (2, 1)
    assert report(services, version).notes == ["区分 種別 名称"]
    assert report(services, version).reading["told"]


def test_names_over_two_rows_and_no_names_at_all(services: Services):
    factories.received(services, csv=CODES, publish=False)

    two = tell(services, names={"sheet": None, "rows": [0, 1], "first": 2})
    none = tell(services, names={"sheet": None, "rows": [], "first": 1})

    assert names(two) == ["区分_A", "種別_B", "名称_中央公園"]
    assert (none.rows, none.header_row) == (3, None)


def test_the_reader_decides_again_when_what_was_told_is_taken_back(services: Services):
    factories.received(services, csv=CODES, publish=False)
    tell(services, names=ROW)

    version = tell(services, names={})

    assert names(version) == ["区分", "種別", "名称"]
    assert not report(services, version).reading["told"]


def test_next_months_file_is_read_alike_though_a_line_came_above(services: Services):
    factories.received(services, csv=CODES, publish=False)
    tell(services, names={"sheet": None, "rows": [0], "first": 1})

    factories.received(
        services, csv="施設,,\n注意,x,y\n" + CODES.replace("北公園", "東公園"), publish=False
    )
    factories.received(services, csv=CODES.replace("北公園", "西公園"), publish=False)
    version = parts(services)[""]

    assert version.number == 3
    assert names(version) == ["区分", "種別", "名称"]
    assert report(services, version).reading["told"]


def test_a_row_that_is_not_there_next_month_is_said_and_the_reader_decides(services: Services):
    factories.received(services, csv=CODES, publish=False)
    tell(services, names=ROW)

    factories.received(services, csv="番号,人口\n1,1000\n2,2000\n", publish=False)
    version = parts(services)[""]

    assert names(version) == ["番号", "人口"]
    assert "W_HEADER_MOVED" in {d["code"] for d in report(services, version).defects}


def test_a_sheet_that_is_no_data_is_left_and_taken_again(services: Services):
    halls = [["名称", "定員"], ["中央公園", 30], ["北公園", 40]]
    legend = [["記号", "数"], ["○", 1], ["×", 2]]
    content = book(("凡例", legend), ("一覧", halls))
    factories.received(services, content=content, filename="a.xlsx", publish=False)
    assert set(parts(services)) == {"", "一覧"}

    left = tell(services, sheets={"leave": ["凡例"]})
    alone = set(parts(services))
    again = tell(services, sheets={"leave": []})

    assert names(left) == ["名称", "定員"]
    assert alone == {""}
    assert names(again) == ["記号", "数"]
    assert set(parts(services)) == {"", "一覧"}


def test_a_sheet_that_was_thought_to_be_an_example_is_taken(services: Services):
    halls = [["名称", "定員"], ["中央公園", 30], ["北公園", 40]]
    content = book(("一覧", halls), ("記入例", [["名称", "定員"], ["○○公園", 1]]))
    factories.received(services, content=content, filename="a.xlsx", publish=False)
    assert set(parts(services)) == {""}

    tell(services, sheets={"take": ["記入例"]})

    assert set(parts(services)) == {"", "記入例"}


def test_at_least_one_sheet_stays(services: Services):
    content = book(("一覧", [["名称", "定員"], ["中央公園", 30], ["北公園", 40]]))
    factories.received(services, content=content, filename="a.xlsx", publish=False)

    with pytest.raises(InvalidMove):
        tell(services, sheets={"leave": ["一覧"]})


def test_what_is_public_and_what_has_no_rows_is_not_read_otherwise(services: Services):
    factories.published(services, csv=CODES)
    with pytest.raises(InvalidMove):
        tell(services, names=ROW)

    factories.received(services, slug="text", content=b"%PDF-1.4 x", filename="a.pdf")
    with services.reading() as session:
        (part,) = queries.staff_dataset(session, "text", SYSTEM).distributions
    with pytest.raises((NotFound, InvalidMove)), services.begin(SYSTEM) as uow:
        mending.tell(uow, part.versions[0].id, {"names": ROW})


def test_nobody_hides_people_by_telling_that_their_names_have_no_heading(services: Services):
    rows = "".join(f"佐藤 花{n},昭和{n + 30}年1月2日,090-1{n:03}-1234\n" for n in range(20))
    factories.received(services, csv="氏名,生年月日,携帯電話\n" + rows, publish=False)

    def kinds():
        with services.reading() as session:
            return set(session.scalars(select(DisclosureQuestion.kind)))

    before = kinds()
    tell(services, names={"sheet": None, "rows": [], "first": 1})
    factories.received(services, csv="氏名,生年月日,携帯電話\n" + rows * 2, publish=False)
    version = parts(services)[""]

    assert "birth_date" in before
    assert version.number == 2
    with services.begin(SYSTEM) as uow:
        asked = {
            question.kind
            for question in uow.session.scalars(
                select(DisclosureQuestion).where(DisclosureQuestion.version_id == version.id)
            )
        }
        assert before <= asked
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        assert publishing.newest_versions(uow, dataset)[0][1].number == 2
