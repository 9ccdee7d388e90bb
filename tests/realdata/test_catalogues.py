"""Real catalogues of Tokyo, Kobe and Takamatsu, harvested from servers on the loopback address."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from harvesters.models import Outcome
from harvesters.queries import last_run
from portal.wiring import Services
from tests.harvesters.making import harvest, records, source, states
from tests.harvesters.serving import CkanCity, send, served

SMALL = {
    "csv": "番号,名称\n1,港の見える丘\n".encode(),
    "json": b'[{"name": "a", "value": 1}]',
    "xlsx": b"PK\x03\x04small",
    "pdf": b"%PDF-1.7\n%%EOF\n",
}
STANDARD = "standards/06_open_data_list.json"
OLD_STANDARD = "standards/legacy_06_open_data_list.json"


def ckan(packages: list[dict[str, Any]]) -> CkanCity:
    """A CKAN of real packages, whose files lie on the same server and are small."""
    city = CkanCity([])
    for package in packages:
        resources = [dict(resource) for resource in package["resources"]]
        for resource in resources:
            path = PurePosixPath(unquote(urlsplit(resource["url"]).path))
            ending = path.suffix[1:].lower()
            place = f"/files/{resource['id']}/{path.name or 'file'}"
            city.files[quote(place)] = SMALL.get(ending, b"small")
            resource["url"] = f"{{here}}{quote(place)}"
        city.packages.append(package | {"resources": resources})
    return city


@contextmanager
def lists(body: bytes, name: str) -> Iterator[str]:
    """A server with one list."""
    with served(lambda handler: send(handler, body, media_type="text/csv")) as address:
        yield f"{address}/{name}"


def marked(services: Services) -> set[str]:
    """Datasets that their source no longer lists."""
    with services.reading() as session:
        found = session.scalars(select(Dataset).where(Dataset.missing_since.is_not(None)))
        return {dataset.origin_identifier for dataset in found}


def whole(services: Services) -> list[Dataset]:
    with services.reading() as session:
        return list(
            session.scalars(
                select(Dataset)
                .order_by(Dataset.created_at, Dataset.slug)
                .options(selectinload(Dataset.distributions))
            )
        )


@pytest.fixture
def tokyo(test_data) -> CkanCity:
    text = (test_data / "data/open/catalog/ckan_tokyo_package_search.json").read_text()
    return ckan(json.loads(text)["result"]["results"])


def test_tokyos_catalogue_comes_without_a_failure_and_a_second_time_without_a_file(services, tokyo):
    with served(tokyo) as address:
        harvested = source(services, address, "ckan")
        first = harvest(services, harvested)
        fetched = len(tokyo.fetched)
        second = harvest(services, harvested)

    assert first == {Outcome.NEW: 2}
    assert second == {Outcome.SAME: 2}
    assert fetched == len(tokyo.fetched) == len(set(tokyo.fetched)) == 8
    minato = whole(services)[0]
    assert (minato.license, minato.frequency, minato.themes) == ("CC-BY-4.0", "monthly", ["kankou"])


def test_tokyos_catalogue_served_empty_withdraws_nothing_and_says_why(services, tokyo):
    with served(tokyo) as address:
        harvested = source(services, address, "ckan")
        harvest(services, harvested)
        tokyo.packages.clear()
        for _ in range(4):
            counts = harvest(services, harvested)

    assert counts == {}
    assert set(states(services).values()) == {"draft"}  # nobody has prepared its files
    with services.reading() as session:
        message = last_run(session, harvested).message
    assert message["msgid"].startswith("The source lists nothing")
    assert message["places"] == {"count": 2}


def test_three_years_of_kobe_give_the_changes_that_are_known(services, test_data):
    folder = test_data / "data/open/catalog"
    years = [
        json.loads((folder / f"ckan_kobe_{day}.json").read_text())["result"]
        for day in ("2017-05-01", "2017-09-17", "2018-01-10")
    ]
    city = CkanCity([])
    seen, before = [], dict[str, str]()
    with served(city) as address:
        harvested = source(services, address, "ckan")
        for packages in years:
            city.packages, city.files = (served_now := ckan(packages)).packages, served_now.files
            counts = harvest(services, harvested)
            assert Outcome.FAILED not in counts
            versions = {name: record.version for name, record in records(services).items()}
            changed = sum(versions[name] != version for name, version in before.items())
            seen.append((len(versions) - len(before), len(marked(services)), changed))
            before = versions

    assert seen == [(146, 0, 0), (0, 0, 2), (2, 1, 3)]
    assert len(states(services)) == 148
    assert marked(services) == {
        package["id"] for package in years[1] if package["name"] == "dataset-00000053"
    }


def test_takamatsus_list_gives_every_dataset_with_a_link(services, test_data):
    path = test_data / "data/open/csv/takamatsu_open_data_list_linkdata.csv"
    with lists(path.read_bytes(), "0099.csv") as address:
        harvested = source(services, address, "listing")
        first = harvest(services, harvested)
        second = harvest(services, harvested)

    datasets = whole(services)
    assert first == {Outcome.NEW: len(datasets)}
    assert second == {Outcome.SAME: len(datasets)}
    assert len(datasets) >= 95
    assert all(file.is_link for dataset in datasets for file in dataset.distributions)
    by_title = {dataset.title["ja"]: dataset for dataset in datasets}
    aed = by_title["高松市　AED設置場所"]
    assert aed.distributions[0].uri.endswith("/ckan/dataset/aed_location")
    assert (aed.license, aed.license_text) == ("notspecified", "CCライセンス")
    assert {dataset.state for dataset in datasets} == {"published"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_official_list_of_45_columns_gives_its_datasets_and_files(
    services, test_data, encoding
):
    fields = json.loads((test_data / STANDARD).read_text())["fields"]
    columns = [field["name"] for field in fields]
    rows = [_row(n, file) for n in (1, 2) for file in (1, 2)]
    with lists(_table(columns, rows, encoding), "062014_open_data_list.csv") as address:
        rows_of = _table(columns, rows, encoding)
        assert rows_of
        counts = harvest(services, source(services, address, "listing"))

    assert counts == {Outcome.NEW: 2}
    first = whole(services)[0]
    assert first.title == {"ja": "公共施設一覧1"}
    assert first.description == {"ja": "市の施設です。"}
    assert (first.license, first.frequency) == ("CC-BY-4.0", "annual")
    assert first.themes == ["shisetsu"]
    assert first.keywords == ["施設", "図書館"]
    assert [file.filename for file in first.distributions] == ["s11.csv", "s12.csv"]


def test_the_older_official_list_of_15_columns_harvests_too(services, test_data):
    fields = json.loads((test_data / OLD_STANDARD).read_text())["fields"]
    columns = [field["name"] for field in fields]
    row = {
        "NO": "1",
        "データ名称": "AED設置箇所一覧",
        "データ形式": "CSV",
        "分類": "健康・福祉",
        "更新頻度": "随時",
        "URL": "/aed.csv",
        "ライセンス": "CC BY 4.0",
        "最終更新日": "2022-04-01",
    }
    with lists(_table(columns, [row], "cp932"), "list.csv") as address:
        counts = harvest(services, source(services, address, "listing"))

    assert counts == {Outcome.NEW: 1}
    [aed] = whole(services)
    assert (aed.themes, aed.license, aed.frequency) == (["kenkou"], "CC-BY-4.0", "irregular")
    with services.reading() as session:
        assert session.scalar(select(func.count(Distribution.id))) == 1


def _row(number: int, file: int) -> dict[str, str]:
    return {
        "データセット_ID": f"{number:04}",
        "データセット_タイトル": f"公共施設一覧{number}",
        "データセット_概要": "市の施設です。",
        "データセット_キーワード": "施設;図書館",
        "データセット_分類": "公共施設",
        "データセット_更新頻度": "年次",
        "ファイル_ダウンロードURL": f"/files/s{number}{file}.csv",
        "ファイル_形式": "CSV",
        "ファイル_ライセンス": "CC BY 4.0",
        "ファイル_最終更新日": "2026-04-01",
    }


def _table(columns: list[str], rows: list[dict[str, str]], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
