"""The report on a table: read on a page, and taken away by programs."""

import csv
import io

import pytest

from datasets import queries
from datasets.kernel.actors import SYSTEM
from datasets.models.quality import QualityReport
from datasets.validation.schema import SchemaField, TableSchema
from datasets.validation.validate import validate_schema
from tests import factories

CSV = "番号,名称,定員\nA-1,北原体育館,500\nA-2,南町小学校,約300\nA-2,,90\n"
SCHEMA = TableSchema(
    fields=(
        SchemaField(name="番号"),
        SchemaField(name="名称", constraints={"required": True}),
        SchemaField(name="定員", type="integer", constraints={"minimum": 100}),
    ),
    primary_key=("番号",),
)


@pytest.fixture
def faulty(services, tmp_path):
    """A public table that was checked against more than what its columns are."""
    dataset = factories.published(services, csv=CSV)
    version = dataset.distributions[0].versions[0]
    table = tmp_path / "table.csv"
    table.write_text(CSV, encoding="utf-8")
    report, descriptor = validate_schema(table, SCHEMA)
    with services.begin(SYSTEM) as uow:
        kept = uow.session.get_one(QualityReport, version.id)
        kept.report, kept.descriptor = report.to_json(), descriptor
        kept.schema = SCHEMA.descriptor()
    return dataset


def test_the_page_says_where_what_and_how_with_the_neighbours_in_the_row(faulty, resident):
    page = resident.get("/ja/dataset/shelters/shelters/report")

    assert page.status == 200
    said = page.text
    for words in (
        "3行目「定員」の「約300」は整数として読めません。",
        "4行目「名称」が空欄です。",
        "A-2",
        "番号「A-2」が 3行目と 4行目にあります。",
        "名称: 南町小学校",
        "空欄にしない",
    ):
        assert words in said


def test_an_older_report_says_so_and_leads_to_the_newest(services, resident):
    factories.published(services)
    factories.published(services, csv=f"{factories.CSV}西公民館,西,90\n")
    newest = "/ja/dataset/shelters/shelters/report"

    older = resident.get(f"{newest}/1")

    assert "これは前の版です" in older.text
    assert newest in older.links()
    assert "これは前の版です" not in resident.get(newest).text


def test_every_form_of_a_version_is_found_at_its_address(faulty, client):
    told = client.get("/d/shelters/shelters@1.report.json?_lang=ja").get_json()
    own = client.get("/d/shelters/shelters.report.frictionless.json").get_json()
    text = client.get("/d/shelters/shelters.report.csv?_lang=en").get_data()

    assert (told["valid"], told["rows"], told["version"]) == (False, 3, 1)
    assert told["checked_by"].startswith("Frictionless 5.")
    assert told["findings"][0]["neighbours"] == {"番号": "A-2", "名称": "南町小学校"}
    assert {error["type"] for error in own["tasks"][0]["errors"]} == set(told["counts"])
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert (rows[0]["row"], rows[0]["column"], rows[0]["value"]) == ("3", "定員", "約300")
    assert rows[0]["message"] == "Row 3, “定員”: “約300” is not a whole number."


def test_a_draft_has_a_report_for_staff_and_none_for_residents(services, resident, staff):
    dataset = factories.received(services, publish=False)
    version = dataset.distributions[0].versions[0]

    assert resident.get("/ja/dataset/shelters/shelters/report").status == 404
    page = staff.get(f"/staff/data/shelters/checked/{version.id}")
    taken = staff.client.get(f"/staff/data/shelters/checked/{version.id}.json")

    assert (page.status, taken.get_json()["valid"]) == (200, True)


def test_the_page_of_the_data_leads_to_the_report(faulty, resident):
    page = resident.get("/ja/dataset/shelters")

    assert "/ja/dataset/shelters/shelters/report" in page.links()


def test_a_file_that_is_no_table_has_no_report(services, resident):
    factories.published(services, content=b"%PDF-1.4\n%%EOF\n", filename="plan.pdf")

    assert resident.get("/ja/dataset/shelters/plan/report").status == 404
    with services.reading() as session:
        dataset = queries.public_dataset(session, "shelters")
        version = dataset.distributions[0].versions[0]
        assert queries.frictionless_report(session, version.id) is None
