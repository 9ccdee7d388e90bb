"""What everyone reads of the versions of a file."""

import pytest
from defusedxml import ElementTree

from portal.wiring import Services
from tests import factories
from tests.browser import Browser

HEAD = "ID,名称,定員\n"
ROWS = [f"A{n:02},第{n}小学校,{100 + n}\n" for n in range(20)]
HERE = "/ja/dataset/shelters/shelters"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def versions(services: Services) -> None:
    """Three public versions, and one that waits."""
    factories.published(services, csv=HEAD + "".join(ROWS))
    factories.published(services, csv=HEAD + "".join(ROWS[1:]).replace("105", "999"))
    factories.published(services, csv=HEAD + "".join(ROWS[1:]) + "A90,北公民館,40\n")
    factories.published(services, csv=HEAD + "A77,まだ秘密の施設,1\n")


def test_every_version_has_its_figures_its_file_and_what_it_changed(resident: Browser, versions):
    page = resident.get(f"{HERE}/history")

    assert page.texts("strong") == ["第3版", "第2版", "第1版"]
    assert "追加0 変更1 削除1" in page.text
    assert {f"{HERE}/changes/1/2", f"{HERE}/changes/2/3", "/d/shelters/shelters@1.csv"} <= set(
        page.links()
    )
    assert "まだ秘密" not in page.text
    data = resident.get("/ja/dataset/shelters")
    assert "追加0 変更1 削除1" in data.text
    assert {f"{HERE}/changes/2/3", f"{HERE}/history"} <= set(data.links())


def test_what_changed_is_shown_cell_by_cell(resident: Browser, versions):
    page = resident.get(f"{HERE}/changes/1/2")

    assert page.texts("p", class_="stat-value") == ["0件", "1件", "1件"]
    assert ("105", "999") in set(zip(page.texts("del"), page.texts("ins"), strict=True))
    assert "A00" in page.text


def test_versions_far_apart_are_compared_when_they_are_asked_for(resident: Browser, versions):
    page = resident.get(f"{HERE}/changes/1/3")

    assert page.texts("p", class_="stat-value") == ["1件", "0件", "1件"]
    assert resident.get(f"{HERE}/changes/3/1").status == 404
    assert resident.get(f"{HERE}/changes/3/4").status == 404
    assert resident.get("/en/dataset/shelters/shelters/changes/1/3").status == 200


def test_programs_and_feed_readers_get_the_same(resident: Browser, versions):
    answer = resident.client.get("/api/v1/datasets/shelters/files/shelters/versions")

    items = answer.json["items"]
    assert [item["version"] for item in items] == [3, 2, 1]
    assert items[1]["change"] == {"since_version": 1, "added": 0, "changed": 1, "removed": 1}
    assert items[2]["change"] is None
    spec = resident.client.get("/api/openapi.json").json
    assert "/api/v1/datasets/{slug}/files/{file}/versions" in spec["paths"]

    atom = resident.client.get(f"{HERE}/history.atom")

    feed = ElementTree.fromstring(atom.data)
    entries = feed.findall(f"{ATOM}entry")
    assert atom.content_type == "application/atom+xml; charset=utf-8"
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["第3版", "第2版", "第1版"]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert "まだ秘密" not in atom.text
