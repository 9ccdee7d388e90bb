from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from datasets.validation.quality import WEIGHTS, QualityCheck, QualityFacts, quality

WHOLE = QualityFacts(
    valid=True,
    column_count=4,
    described_count=4,
    key_column="番号",
    standard="避難所",
    license_open=True,
    has_places=True,
    contact="危機管理課",
)


def reason(facts: QualityFacts, check: QualityCheck) -> str:
    return next(str(result.reason) for result in quality(facts).checks if result.check is check)


def test_the_eight_weights_are_a_hundred():
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(QualityCheck)


def test_a_dataset_with_nothing_to_mend_has_a_hundred():
    result = quality(WHOLE)

    assert result.score == 100
    assert all(check.ok for check in result.checks)


def test_a_dataset_of_which_nothing_is_known_still_is_on_time_at_most():
    assert quality(QualityFacts(valid=False)).score == WEIGHTS[QualityCheck.ON_TIME]


def test_described_columns_count_by_their_share():
    half = replace(WHOLE, described_count=2)

    assert quality(half).score == 92
    assert reason(half, QualityCheck.DESCRIBED) == "2 of 4 columns have no description."


def test_a_late_dataset_says_how_late_it_is():
    late = replace(WHOLE, late_days=12)

    assert quality(late).score == 85
    assert reason(late, QualityCheck.ON_TIME) == "The update is 12 days late."


def test_blanks_in_a_key_are_said_with_their_column():
    blank = replace(WHOLE, key_blank_count=3)

    assert quality(blank).score == 90
    assert reason(blank, QualityCheck.KEYS) == "“番号” is empty in 3 rows."


@given(
    st.builds(
        QualityFacts,
        valid=st.booleans(),
        column_count=st.integers(5, 9),
        described_count=st.integers(0, 5),
        key_column=st.sampled_from(["", "番号"]),
        key_blank_count=st.integers(0, 2),
        standard=st.sampled_from(["", "AED"]),
        standard_missing_count=st.integers(0, 2),
        late_days=st.integers(-5, 5),
        license_open=st.booleans(),
        has_places=st.booleans(),
        contact=st.sampled_from(["", "市民課"]),
    )
)
def test_the_score_is_the_sum_of_the_points_and_full_points_are_ok(facts):
    result = quality(facts)

    assert 0 <= result.score <= 100
    assert result.score == sum(check.points for check in result.checks)
    assert all(check.ok == (check.points == check.weight) for check in result.checks)
    assert all(str(check.reason) for check in result.checks)
