"""The report as staff read it: what failed, what could be mended, what is to be checked."""

import pytest

from datasets import intake, pipeline, queries
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import TooLarge
from datasets.kernel.jobs import Job, JobState
from datasets.models.distribution import Stage
from datasets.models.quality import QualityReport
from datasets.repair.offers import offer_key
from datasets.validation import verdict
from datasets.validation.report import Basis, Report
from datasets.validation.standards.schema import edition
from tests import factories

AED = {
    "都道府県コード又は市区町村コード": "072028",
    "NO": "1",
    "名称": "市役所",
    "住所": "東栄町3-46",
    "緯度": "37.4",
    "経度": "139.9",
    "設置位置": "1階",
}
NAMES = [field.name for field in edition("aed-2017").fields]
LIST = "\n".join([",".join(NAMES), ",".join(AED.get(name, "") for name in NAMES)]) + "\n"


def newest(services, slug="shelters"):
    with services.reading() as session:
        dataset = queries.staff_dataset(session, slug, SYSTEM)
        version = dataset.distributions[0].versions[-1]
        return version, queries.quality_report(session, version.id)


def address(version, tail=""):
    return f"/staff/data/shelters/checked/{version.id}{tail}"


def failed_job(session):
    return session.query(Job).filter_by(name="validate").one()


@pytest.fixture
def given_up(services, monkeypatch):
    """A version whose thorough check has failed for good."""
    monkeypatch.setattr(verdict, "AT_ONCE_CELLS", 0)
    with services.begin(SYSTEM) as uow:
        intake.receive(uow, factories.draft(services, publish=False))
    version = newest(services)[0]
    pipeline.prepare(factories.workshop(services), version.id, run=prepare_file)
    with services.begin(SYSTEM) as uow:
        job = failed_job(uow.session)
        job.state, job.tries = JobState.FAILED.value, 3
    return newest(services)[0]


def test_a_check_that_was_given_up_is_told_with_what_happens_next(given_up, staff):
    page = staff.get(address(given_up))
    told = staff.client.get(address(given_up, ".json")).get_json()

    for words in (
        "くわしい検査に失敗しました",
        "検査が3回途中で止まりました。",
        "この版は公開されません。データの担当者が検査をやり直す必要があります。",
        "くわしい検査は失敗しました。",
    ):
        assert words in page.text
    assert "進めています" not in page.text
    assert told["checked_by"] == "sieve"
    assert told["thorough_check"]["state"] == "failed"
    assert "3" in told["thorough_check"]["reason"]


def test_the_step_of_the_check_tells_it_too_and_leads_there(given_up, staff):
    page = staff.get("/staff/data/shelters/check")

    assert "くわしい検査に失敗しました" in page.text
    assert "進めています" not in page.text
    assert address(given_up) in page.links()


def test_a_check_that_was_refused_tells_that_reason(services, given_up, staff):
    refusal = TooLarge("The file needs more than {limit} bytes of memory", limit=5)
    with services.begin(SYSTEM) as uow:
        failed_job(uow.session).refusal = refusal.message.to_json()

    told = staff.client.get(address(given_up, ".json")).get_json()

    assert "5" in told["thorough_check"]["reason"]


def test_somebody_starts_it_again_once(services, given_up, staff):
    page = staff.get(address(given_up))
    answer = staff.submit(page, address(given_up, "/again"))

    with services.reading() as session:
        job = failed_job(session)
    assert (job.state, job.tries) == (JobState.QUEUED.value, 0)
    assert "くわしい検査をやり直しています。" in answer.text
    assert "くわしい検査に失敗しました" not in answer.text
    assert newest(services)[0].stage is Stage.TABULATED


def test_the_newest_report_has_a_short_address(services, staff):
    factories.received(services, publish=False)

    answer = staff.client.get("/staff/data/shelters/checked")

    assert answer.location.endswith(address(newest(services)[0]))


def test_what_did_not_fail_is_not_started_again(services, staff):
    factories.received(services, publish=False)
    version = newest(services)[0]

    page = staff.get(address(version))
    answer = staff.client.post(
        address(version, "/again"), data={"csrf_token": page.field("csrf_token")}
    )

    assert answer.status_code == 409


def test_a_finding_names_the_repair_that_was_offered_and_leads_to_it(services, staff):
    factories.received(services, csv="番号,開始日\nA-1,2026-04-01\nA-2,4/5\n", publish=False)
    version, _ = newest(services)
    offer = {
        "key": offer_key("us_dates", ["開始日"]),
        "step": "us_dates",
        "title": "Dates",
        "sentence": {"msgid": "{count} places could be mended.", "places": {"count": 1}},
        "columns": ["開始日"],
        "cell_count": 1,
        "examples": [],
        "doubtful": True,
        "taken": False,
    }
    with services.begin(SYSTEM) as uow:
        kept = uow.session.get_one(QualityReport, version.id)
        kept.offers = [offer]
        kept.report = {
            **kept.report,
            "valid": False,
            "counts": {"type-error": 1},
            "findings": [
                {
                    "code": "type-error",
                    "message": {"msgid": "Row {row} is empty.", "places": {"row": 3}},
                    "remedy": {"msgid": "Fill in the cell.", "places": {}},
                    "row": 3,
                    "column": "開始日",
                    "value": "4/5",
                    "count": 1,
                }
            ],
        }

    page = staff.get(address(version))
    told = staff.client.get(address(version, ".json")).get_json()

    assert "直せます：" in page.text
    assert "/staff/data/shelters/check" in page.links()
    assert told["findings"][0]["mends"] == ["us_dates"]


def test_remarks_are_sorted_by_kind_and_folded(services, staff):
    factories.received(services, csv="番号,備考\n1,ｶﾅ\n2,㎡\n合計,3\n", publish=False)
    version, kept = newest(services)
    assert {defect["code"] for defect in kept.defects} >= {"W_HALF_KANA", "W_COMPAT_SIGN"}

    page = staff.get(address(version))

    folds = ["".join(fold.itertext()) for fold in page.all("details", class_="fold-box")]
    cells = next(text for text in folds if "セル" in text and "種類" in text)
    assert "半角" in cells
    assert any("表の行" in text for text in folds) == any(
        defect["code"] == "W_TOTAL" for defect in kept.defects
    )


def test_staff_say_which_standard_it_is_and_which_it_is_not(services, staff):
    factories.received(services, csv=LIST, publish=False)
    version, kept = newest(services)
    assert Report.from_json(kept.report).standard == "aed-2017"
    page = staff.get(address(version))
    assert "AED設置箇所一覧" in page.text

    staff.submit(page, address(version, "/promises"), standard="")
    factories.prepare_all(services, "shelters")

    version, kept = newest(services)
    assert (version.standard, Report.from_json(kept.report).basis) == ("", Basis.INFERRED)

    staff.submit(staff.get(address(version)), address(version, "/promises"), standard="aed-2017")
    factories.prepare_all(services, "shelters")

    assert newest(services)[0].standard == "aed"


def test_staff_promise_what_a_column_holds_and_it_is_checked(services, staff):
    factories.received(services, csv="番号,名称\n1,北原\n2,\n2,南町\n", publish=False)
    version, _ = newest(services)

    page = staff.get(address(version))
    staff.submit(page, address(version, "/promises"), standard="", required="名称", unique="番号")
    factories.prepare_all(services, "shelters")

    version, kept = newest(services)
    report = Report.from_json(kept.report)
    assert (report.basis, report.fault_count) == (Basis.STAFF, 2)
    page = staff.get(address(version))
    assert "提供元が決めた項目の約束に照らして調べました。" in page.text
    assert "「名称」が空欄です" in page.text
