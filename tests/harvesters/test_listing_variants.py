"""Lists as cities write them: each comes in whole, or says what is wrong with it."""

import io

import openpyxl
import pytest

from datasets.kernel.errors import DomainError
from datasets.models.dataset import Dataset
from harvesters.listed_columns import fields_of
from harvesters.listed_rows import rows_of
from harvesters.models import Outcome
from harvesters.written_addresses import addresses_in
from tests.harvesters.making import harvest, records, source
from tests.harvesters.serving import CkanCity, send, served
from tests.harvesters.test_listing import HEADER, ROWS, city, table, whole

__all__ = ["city"]

FULL = ["identifier", "title", "description", "download", "format"]


def harvested(services, city: CkanCity, path: str = "/list.csv") -> dict[Outcome, int]:
    return harvest(services, source(services, f"{city.address}{path}", "listing"))


def names(dataset: Dataset) -> list[str]:
    return sorted(file.filename for file in dataset.distributions)


@pytest.mark.parametrize(
    "header",
    [
        " データセット ID ,データセット　タイトル,データセット_概要,ファイル ダウンロード URL,形式",
        "データセット\n_ID,データセット_\nタイトル,概要,ファイル_\nダウンロードURL,ファイル_形式",
        "データセット_ID（必須）,◎データセット_タイトル,概要※,ダウンロードURL【任意】,形式(CSV等)",
        "①データセット_ID,2.データ名称,③概要,④ファイルURL,⑤ファイルの形式",
        "Dataset ID,Dataset Title,Description,Download URL,File Format",
    ],
)
def test_a_column_is_known_however_its_name_is_written(header):
    assert fields_of(header.split(",")) == FULL


def test_a_column_named_as_it_should_be_comes_before_one_with_remarks():
    assert fields_of(["URL（利用規約）", "URL"]) == ["", "access"]


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("files/a.csv", ["http://c.jp/d/files/a.csv"]),
        ("公園 一覧.csv", ["http://c.jp/d/公園 一覧.csv"]),
        ("/a.csv\n/b.csv", ["http://c.jp/a.csv", "http://c.jp/b.csv"]),
        ("http://c.jp/a,b.csv、http://c.jp/b.csv", ["http://c.jp/a,b.csv", "http://c.jp/b.csv"]),
        ("CSV：http://c.jp/a.csv", ["http://c.jp/a.csv"]),
        ("<http://c.jp/go?to=http://c.jp/a.csv>", ["http://c.jp/go?to=http://c.jp/a.csv"]),
        ("（http://c.jp/a.csv）", ["http://c.jp/a.csv"]),
        ("http://c.jp/a_(1)", ["http://c.jp/a_(1)"]),
        ("準備中", ["準備中"]),
        ("", []),
    ],
)
def test_addresses_are_found_among_words_and_each_other(cell, addresses):
    assert addresses_in(cell, "http://c.jp/d/list.csv") == addresses


def test_every_sheet_of_a_list_is_read_and_merged_cells_go_on(services, city):
    book = openpyxl.Workbook()
    for row in (HEADER, ROWS[0], ",,,/files/more.csv,CSV"):
        book.active.append(row.split(","))
    other = book.create_sheet("公園課")
    for row in (HEADER, ROWS[1]):
        other.append(row.split(","))
    book.save(kept := io.BytesIO())
    city.files["/list.xlsx"] = kept.getvalue()

    counts = harvested(services, city, "/list.xlsx")

    assert counts == {Outcome.NEW: 2}
    assert {key: names(dataset) for key, dataset in whole(services).items()} == {
        "1": ["aed.csv", "more.csv"],
        "2": ["park.csv"],
    }


def test_a_row_with_no_more_than_the_citys_code_before_its_file_goes_on():
    fields = ["", "identifier", "title", "download"]
    table = [["072028", "1", "AED", "a.csv"], ["072028", "", "", "b.csv"], ["9", "", "", "c.csv"]]

    assert [row.get("identifier") for row in rows_of(fields, table)] == ["1", "1", None]


@pytest.mark.parametrize(
    "remark", ["合計,2,,,", "【公園課】,,,,", "※毎月更新します,,,,", "（注）位置は概略です,,,,"]
)
def test_totals_notes_and_titles_between_rows_are_no_datasets(services, city, remark):
    city.files["/list.csv"] = table(ROWS[0], remark, ROWS[1])

    assert harvested(services, city) == {Outcome.NEW: 2}


@pytest.mark.parametrize(
    "said", ["", "準備中", "ftp://city.example.jp/a.csv", "javascript:alert(1)"]
)
def test_a_dataset_without_an_address_is_left_out_with_its_reason(services, city, said):
    city.files["/list.csv"] = table(ROWS[0], f"3,図書館,図書館です。,{said},CSV")

    assert harvested(services, city) == {Outcome.NEW: 1, Outcome.SKIPPED: 1}
    assert (said or "図書館") in records(services)["3"].message["places"].values()


def test_an_address_that_cannot_be_fetched_is_told_beside_those_that_can(services, city):
    city.files["/list.csv"] = table(*ROWS, "1,AED一覧,,ftp://city.example.jp/a.csv,CSV")

    assert harvested(services, city) == {Outcome.NEW: 2}
    assert "ftp://" in str(records(services)["1"].message)


def test_two_datasets_under_one_number_are_told_and_neither_hides_the_other(services, city):
    city.files["/list.csv"] = table(*ROWS, "1,消火栓,,/files/more.csv,CSV")

    assert harvested(services, city) == {Outcome.NEW: 1, Outcome.SKIPPED: 1}
    assert "「AED一覧」、「消火栓」" in records(services)["1"].message["places"]["titles"]


def test_a_file_whose_number_another_file_has_is_not_lost(services, city):
    rows = (f"{ROWS[0]},1", "1,AED一覧,,/files/more.csv,CSV,1")
    city.files["/list.csv"] = table(*rows, header=f"{HEADER},ファイル_ID")

    harvested(services, city)

    assert names(whole(services)["1"]) == ["aed.csv", "more.csv"]


def test_a_list_without_a_column_of_addresses_is_refused(services, city):
    city.files["/list.csv"] = table("1,AED一覧", header="データセット_ID,データセット_タイトル")

    with pytest.raises(DomainError, match="ダウンロードURL"):
        harvested(services, city)


def test_addresses_are_relative_to_where_a_list_has_moved(services, city):
    files = {"/new/list.csv": table("1,AED一覧,,a.csv,CSV"), "/new/a.csv": city.files["/list.csv"]}

    def answer(handler):
        if handler.path == "/list.csv":
            send(handler, b"", 301, Location="/new/list.csv")
        else:
            known = handler.path in files
            send(handler, files.get(handler.path, b""), 200 if known else 404, "text/csv")

    with served(answer) as address:
        counts = harvest(services, source(services, f"{address}/list.csv", "listing"))

    assert counts == {Outcome.NEW: 1}


def test_a_dataset_that_has_lost_its_address_keeps_its_files(services, city):
    where = source(services, f"{city.address}/list.csv", "listing")
    harvest(services, where)
    city.files["/list.csv"] = table(ROWS[0].replace("/files/aed.csv", ""), ROWS[1])

    assert harvest(services, where) == {Outcome.SAME: 1, Outcome.SKIPPED: 1}
    assert whole(services)["1"].distributions[0].missing_since is None


@pytest.mark.parametrize(("status", "said"), [(200, "A web folder"), (404, "There is nothing at")])
def test_a_page_in_place_of_a_list_is_told_with_what_to_do(services, status, said):
    def page(handler):
        known = 404 if handler.path == "/robots.txt" else status
        send(handler, b"<!DOCTYPE html><title>City</title>", known, "text/html")

    with served(page) as address, pytest.raises(DomainError, match=said):
        harvest(services, source(services, f"{address}/opendata/", "listing"))
