from hypothesis import given
from hypothesis import strategies as st

from harvesters.compare import COMPLETE_RUNS_BEFORE_WITHDRAWAL, absent

NAMES = st.text("abcdef", min_size=1, max_size=3)
KNOWN = st.dictionaries(NAMES, st.integers(0, 5), max_size=40)


def test_a_record_that_is_missing_once_is_only_noted():
    absence = absent({"a": 0, "b": 0}, frozenset({"a"}))

    assert absence.missing_runs == {"b": 1}
    assert not absence.withdraw
    assert not absence.held


def test_a_record_that_three_complete_runs_left_out_may_be_withdrawn():
    absence = absent({"a": 0, "b": 2}, frozenset({"a"}))

    assert absence.withdraw == {"b"}


def test_many_missing_records_are_held_for_a_person():
    known = {f"record-{n}": 2 for n in range(20)}
    listed = frozenset(list(known)[:14])

    absence = absent(known, listed)

    assert not absence.withdraw
    assert len(absence.held) == 6


@given(KNOWN)
def test_an_empty_list_never_withdraws_anything(known):
    absence = absent(known, frozenset())

    assert not absence.withdraw


@given(KNOWN, st.frozensets(NAMES))
def test_only_what_is_known_absent_and_due_is_ever_withdrawn(known, listed):
    absence = absent(known, listed)

    assert absence.withdraw <= set(known) - listed
    assert not absence.withdraw & absence.held
    due = COMPLETE_RUNS_BEFORE_WITHDRAWAL - 1
    assert all(known[name] >= due for name in absence.withdraw | absence.held)
    assert set(absence.missing_runs) == set(known) - listed
