"""A table of a national standard on its way: what departs from it is told and stops nothing."""

import pytest

from datasets import checking, intake, mending, pipeline, queries, scoring
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import NotFound
from datasets.models.dataset import State
from datasets.validation import verdict
from datasets.validation.deciding import FOLLOWS, REQUIRED, decision_key
from datasets.validation.quality import QualityCheck
from datasets.validation.report import Basis, Report
from datasets.validation.standards.schema import edition
from datasets.validation.verdict import check_table
from tests import factories

ROW = {
    "都道府県コード又は市区町村コード": "072020",
    "NO": "1",
    "名称": "市役所",
    "住所": "東栄町3-46",
    "緯度": "37.4",
    "経度": "139.9",
    "開始時間": "朝",
    "設置位置": "1階",
}
NAMES = [field.name for field in edition("aed-2017").fields]


def departing(count: int = 3) -> str:
    """A list of AEDs: in every row a wrong code and no time, and a column that holds nothing."""
    rows = [",".join((ROW | {"NO": str(n)}).get(name, "") for name in NAMES) for n in range(count)]
    return "\n".join([",".join(NAMES), *rows]) + "\n"


def newest(services, slug="shelters"):
    with services.reading() as session:
        dataset = queries.staff_dataset(session, slug, SYSTEM)
        version = dataset.distributions[0].versions[-1]
        return dataset, version, queries.quality_report(session, version.id)


def report_of(kept):
    return Report.from_json(kept.report)


def test_it_is_public_and_its_report_names_the_standard_and_what_departs(services):
    factories.received(services, csv=departing())

    dataset, version, kept = newest(services)

    assert (dataset.state, version.standard) == (State.PUBLISHED, "aed")
    report = report_of(kept)
    assert (report.basis, report.standard, report.sound) == (Basis.STANDARD, "aed-2017", True)
    assert (report.valid, report.deviation_count) == (False, 7)
    assert "constraints" in str(kept.schema)


def test_what_departs_costs_points_for_the_standard_and_none_for_faults(services):
    factories.received(services, csv=departing())
    dataset, version, kept = newest(services)

    told = scoring.score(dataset, version, kept, contact="", notes={}, now=services.clock.now())

    points = {check.check: check.points for check in told.checks}
    assert (points[QualityCheck.VALID], points[QualityCheck.STANDARD]) == (25, 7)


def test_a_large_one_has_the_sieves_words_first_and_then_the_same_of_frictionless(
    services, monkeypatch
):
    monkeypatch.setattr(verdict, "AT_ONCE_CELLS", 0)
    with services.begin(SYSTEM) as uow:
        intake.receive(uow, factories.draft(services, csv=departing()))
    version_id = newest(services)[1].id
    pipeline.prepare(factories.workshop(services), version_id, run=prepare_file)
    quick = report_of(newest(services)[2])

    checking.check(factories.workshop(services), version_id, run=check_table)

    dataset, _, kept = newest(services)
    report = report_of(kept)
    assert (quick.frictionless_version, quick.basis) == ("", Basis.STANDARD)
    assert report.frictionless_version.startswith("5.")
    assert (report.counts, report.deviation_count) == (quick.counts, quick.deviation_count)
    assert {str(f.message) for f in report.findings} == {str(f.message) for f in quick.findings}
    assert dataset.state is State.PUBLISHED


@pytest.fixture
def draft(services):
    return factories.received(services, csv=departing(), publish=False)


def choose(services, choices):
    with services.begin(SYSTEM) as uow:
        mending.choose(uow, newest(services)[1].id, choices)
    factories.prepare_all(services, "shelters")
    return newest(services)


def test_staff_who_say_it_is_another_matter_are_believed_until_they_say_otherwise(services, draft):
    _, version, kept = choose(services, {decision_key(FOLLOWS, "aed-2017"): False})
    assert (version.standard, report_of(kept).basis) == ("", Basis.INFERRED)

    _, version, kept = choose(services, {decision_key(FOLLOWS, "aed-2017"): True})

    assert (version.standard, report_of(kept).basis) == ("aed", Basis.STANDARD)


def test_staff_can_decide_only_on_standards_and_columns_that_there_are(services, draft):
    for key in (decision_key(FOLLOWS, "nope"), decision_key(REQUIRED, "気温"), "[1]", "x"):
        with pytest.raises(NotFound):
            choose(services, {key: True})
