from datetime import timedelta

import pytest

from datasets import queries, scoring
from tests import factories


@pytest.fixture
def shelters(services):
    factories.received(services)
    with services.reading() as session:
        return queries.public_dataset(session, "shelters")


def test_a_public_table_has_a_figure_between_0_and_100(shelters):
    assert 0 < shelters.quality_score <= 100


def test_a_dataset_without_a_public_table_has_no_figure(services):
    draft = factories.received(services, publish=False)
    kept = factories.received(services, slug="plan", content=b"%PDF-1.7", filename="plan.pdf")

    assert draft.quality_score is None
    assert kept.quality_score is None


def test_described_columns_raise_the_figure(services, shelters):
    notes = {name: {"ja": "説明"} for name in ("名称", "地区", "定員")}

    described = factories.received(services, slug="described", columns=notes)

    assert described.quality_score > shelters.quality_score


@pytest.mark.parametrize(("days", "late"), [(0, 0), (30, 0), (33, 0), (36, 6), (90, 60)])
def test_a_monthly_dataset_is_late_after_its_grace(shelters, days, late):
    now = shelters.modified_at + timedelta(days=days)

    counted = scoring.late_days(shelters, now)

    assert (counted > 0) == (late > 0)
    assert abs(counted - late) <= 1


def test_a_dataset_that_promises_nothing_is_never_late(services):
    dataset = factories.received(services, frequency="unknown")

    assert scoring.late_days(dataset, dataset.modified_at + timedelta(days=9_999)) == 0


def test_lateness_lowers_the_figure(services, shelters):
    with services.reading() as session:
        now = scoring.dataset_score(session, shelters, shelters.modified_at)
        later = shelters.modified_at + timedelta(days=400)
        late = scoring.dataset_score(session, shelters, later)

    assert late < now
