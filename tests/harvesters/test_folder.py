import json

import pytest
from sqlalchemy import select

from datasets.kernel.errors import SourceUnavailable
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization
from harvesters.models import Outcome
from tests.harvesters.making import (
    TABLE,
    records,
    rewrite,
    run,
    source,
    states,
    web_folder,
    write,
)

SIDECAR = {
    "title": {"ja": "避難所", "en": "Shelters"},
    "slug": "shelters",
    "theme": "bousai",
    "keywords": ["防災"],
    "license": "CC-BY-4.0",
    "organization": {"slug": "kikikanri", "title": {"ja": "危機管理課"}},
    "files": {"list.csv": {"columns": {"定員": {"ja": "入れる人数"}}}},
}


def datasets(services):
    with services.reading() as session:
        return {dataset.slug: dataset for dataset in session.scalars(select(Dataset))}


def test_each_lone_file_becomes_a_dataset_named_after_it(services, tmp_path):
    folder = write(tmp_path / "city", {"公園.csv": TABLE, "aed.csv": TABLE, "deep/x.csv": TABLE})

    run(services, source(services, folder))

    assert states(services) == {"公園.csv": "published", "aed.csv": "published"}
    assert {d.title["ja"] for d in datasets(services).values()} == {"公園", "aed"}
    assert "aed" in datasets(services)


def test_folders_inside_are_read_when_asked_for(services, tmp_path):
    folder = write(tmp_path / "city", {"deep/er/x.csv": TABLE})

    run(services, source(services, folder, recursive="true"))

    assert states(services) == {"deep/er/x.csv": "published"}


def test_files_beside_a_sidecar_are_one_dataset_described_by_it(services, tmp_path):
    files = {"s/dataset.json": json.dumps(SIDECAR), "s/list.csv": TABLE, "s/map.csv": TABLE}
    folder = write(tmp_path / "city", files)

    run(services, source(services, folder, recursive="true"))

    shelters = datasets(services)["shelters"]
    assert states(services) == {"s": "published"}
    assert (shelters.title, shelters.themes) == (SIDECAR["title"], ["bousai"])
    assert (shelters.license, shelters.keywords) == ("CC-BY-4.0", ["防災"])
    with services.reading() as session:
        assert session.get_one(Organization, shelters.organization_id).slug == "kikikanri"


def test_a_sidecar_from_the_web_cannot_speak_for_another_organization(services, tmp_path):
    write(tmp_path / "city", {"dataset.json": json.dumps(SIDECAR), "list.csv": TABLE})

    with web_folder(tmp_path / "city") as web:
        run(services, source(services, web.url))

    with services.reading() as session:
        assert session.scalars(select(Organization.slug)).all() == ["machi"]


@pytest.mark.parametrize(
    "sidecar",
    ["{", "[1]", '{"slug": 5}', '{"keywords": "a"}', '{"files": []}', '{"organization": "x"}'],
)
def test_a_sidecar_that_cannot_be_used_skips_its_folder_alone(services, tmp_path, sidecar):
    files = {"bad/dataset.json": sidecar, "bad/a.csv": TABLE, "good.csv": TABLE}
    folder = write(tmp_path / "city", files)

    counts = run(services, source(services, folder, recursive="true"))

    assert counts == {Outcome.SKIPPED: 1, Outcome.NEW: 1}
    assert states(services) == {"good.csv": "published"}
    assert "dataset.json" in str(records(services)["bad"].message)


def test_a_sidecar_without_files_is_skipped(services, tmp_path):
    folder = write(tmp_path / "city", {"s/dataset.json": json.dumps(SIDECAR)})

    assert run(services, source(services, folder, recursive="true")) == {Outcome.SKIPPED: 1}


def test_hidden_files_and_links_are_left_alone(services, tmp_path):
    folder = write(tmp_path / "city", {"a.csv": TABLE, ".secret.csv": TABLE})
    outside = write(tmp_path, {"outside.csv": TABLE}) / "outside.csv"
    (folder / "link.csv").symlink_to(outside)

    run(services, source(services, folder))

    assert set(states(services)) == {"a.csv"}


def test_where_a_folder_lies_on_the_machine_is_not_told(services, tmp_path):
    folder = write(tmp_path / "city", {"aed.csv": TABLE})

    run(services, source(services, folder))

    assert datasets(services)["aed"].origin_uri == "aed.csv"


def test_a_folder_that_has_gone_fails_the_run_and_changes_nothing(services, tmp_path):
    folder = write(tmp_path / "city", {"a.csv": TABLE})
    harvested = source(services, folder)
    run(services, harvested)
    folder.rename(tmp_path / "elsewhere")

    with pytest.raises(SourceUnavailable):
        run(services, harvested)

    assert states(services) == {"a.csv": "published"}


def test_a_web_folder_is_read_through_its_index_page(services, tmp_path):
    write(tmp_path / "city", {"公園 一覧.csv": TABLE, "deep/aed.csv": TABLE})

    with web_folder(tmp_path / "city") as web:
        run(services, source(services, web.url, recursive="true"))

        assert states(services) == {"公園 一覧.csv": "published", "deep/aed.csv": "published"}
        assert datasets(services)["aed"].origin_uri == f"{web.url}/deep/aed.csv"


def test_an_unchanged_web_folder_is_not_fetched_again(services, tmp_path):
    write(tmp_path / "city", {"a.csv": TABLE, "b.csv": TABLE})
    with web_folder(tmp_path / "city") as web:
        harvested = source(services, web.url)
        run(services, harvested)

        counts = run(services, harvested)

        assert counts == {Outcome.SAME: 2}
        assert web.asked["GET", "/a.csv"] == web.asked["GET", "/b.csv"] == 1


def test_only_the_changed_file_of_a_web_folder_is_fetched(services, tmp_path):
    folder = write(tmp_path / "city", {"a.csv": TABLE, "b.csv": TABLE})
    with web_folder(folder) as web:
        harvested = source(services, web.url)
        run(services, harvested)
        rewrite(folder / "b.csv", TABLE + "3,南町中学校,450\n")

        counts = run(services, harvested)

        assert counts == {Outcome.SAME: 1, Outcome.CHANGED: 1}
        assert (web.asked["GET", "/a.csv"], web.asked["GET", "/b.csv"]) == (1, 2)


def test_a_web_folder_that_answers_404_fails_the_run(services, tmp_path):
    with web_folder(write(tmp_path / "city", {"a.csv": TABLE})) as web:
        harvested = source(services, f"{web.url}/nowhere")

        with pytest.raises(SourceUnavailable):
            run(services, harvested)
