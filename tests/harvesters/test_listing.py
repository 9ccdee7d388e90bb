import io
from collections.abc import Iterator

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from datasets.kernel.errors import DomainError
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from harvesters.models import Outcome, RunState
from harvesters.queries import last_run
from tests.harvesters.making import TABLE, harvest, run, source, states
from tests.harvesters.serving import CkanCity, served

HEADER = (
    "データセット_ID,データセット_タイトル,データセット_概要,ファイル_ダウンロードURL,ファイル_形式"
)
ROWS = (
    "1,AED一覧,AEDの場所。,/files/aed.csv,CSV",
    "2,公園一覧,公園の場所。,/files/park.csv,CSV",
)


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *rows, ""]).encode("cp932")


@pytest.fixture
def city() -> Iterator[CkanCity]:
    city = CkanCity(files={"/list.csv": table(*ROWS)})
    for name in ("aed", "park", "more"):
        city.files[f"/files/{name}.csv"] = TABLE.encode()
    with served(city) as city.address:
        yield city


def whole(services) -> dict[str, Dataset]:
    with services.reading() as session:
        found = session.scalars(
            select(Dataset).options(
                selectinload(Dataset.distributions).selectinload(Distribution.versions)
            )
        )
        return {dataset.origin_identifier: dataset for dataset in found}


def test_each_dataset_of_a_list_comes_in_with_its_file(services, city):
    run(services, source(services, f"{city.address}/list.csv", "listing"))

    datasets = whole(services)
    assert {name: dataset.title["ja"] for name, dataset in datasets.items()} == {
        "1": "AED一覧",
        "2": "公園一覧",
    }
    assert datasets["1"].distributions[0].versions[0].rows == 2
    assert set(states(services).values()) == {"published"}


def test_rows_of_the_same_dataset_are_its_files(services, city):
    city.files["/list.csv"] = table(*ROWS, "1,AED一覧,AEDの場所。,/files/more.csv,CSV")

    run(services, source(services, f"{city.address}/list.csv", "listing"))

    files = whole(services)["1"].distributions
    assert [file.filename for file in files] == ["aed.csv", "more.csv"]


def test_a_list_in_excel_reads_the_same(services, city):
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row.split(","))
    book.save(kept := io.BytesIO())
    city.files["/list.xlsx"] = kept.getvalue()

    counts = harvest(services, source(services, f"{city.address}/list.xlsx", "listing"))

    assert counts == {Outcome.NEW: 2}


def test_columns_are_known_in_any_order_and_width(services, city):
    header = "ﾌｧｲﾙ_形式,ダウンロードＵＲＬ,データ名称,謎の列"
    city.files["/list.csv"] = table("CSV,/files/aed.csv,AED一覧,x", header=header)

    run(services, source(services, f"{city.address}/list.csv", "listing"))

    assert whole(services)["AED一覧"].distributions[0].filename == "aed.csv"


def test_only_the_dataset_whose_rows_changed_is_read_again(services, city):
    harvested = source(services, f"{city.address}/list.csv", "listing")
    run(services, harvested)
    city.files["/list.csv"] = table(ROWS[0], ROWS[1].replace("公園の場所", "公園の位置"))
    city.asked.clear()

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 1, Outcome.CHANGED: 1}
    assert city.unchanged == ["/files/park.csv"]


def test_a_table_that_is_no_list_is_refused_with_what_is_missing(services, city):
    harvested = source(services, f"{city.address}/files/aed.csv", "listing")

    with pytest.raises(DomainError, match="データ名称"):
        harvest(services, harvested)


def test_a_row_without_a_name_makes_the_list_doubtful(services, city):
    city.files["/list.csv"] = table(*ROWS, ",,名無し,/files/more.csv,CSV")
    harvested = source(services, f"{city.address}/list.csv", "listing")

    counts = harvest(services, harvested)

    assert counts == {Outcome.NEW: 2}
    with services.reading() as session:
        ended = last_run(session, harvested)
    assert (ended.state, ended.message["places"]) == (RunState.FAILED, {"count": 1})


def test_a_broken_workbook_is_refused_in_words(services, city):
    city.files["/list.xlsx"] = b"PK\x03\x04" + b"\x00" * 500

    with pytest.raises(DomainError):
        harvest(services, source(services, f"{city.address}/list.xlsx", "listing"))

    assert states(services) == {}
