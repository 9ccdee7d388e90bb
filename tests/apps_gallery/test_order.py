from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps_gallery.order import Merits, rank, score

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def merits(**given_merits):
    whole = {"featured": False, "opens": 10, "alive": True, "fresh_at": NOW, "approved_at": NOW}
    return Merits(**(whole | given_merits))


def test_what_the_city_recommends_comes_first_while_it_opens():
    dull = merits(featured=True, opens=0, fresh_at=None, approved_at=None)
    loved = merits(opens=1000)

    assert rank(dull, TODAY) < rank(loved, TODAY)
    assert rank(merits(featured=True, alive=False, opens=0), TODAY) > rank(loved, TODAY)


def test_the_best_and_the_worst_are_the_ends_of_the_scale():
    assert score(merits(opens=10**9), TODAY) == 100
    assert score(merits(opens=0, alive=False, fresh_at=None, approved_at=None), TODAY) == 0


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_opens_never_rank_lower(few, more):
    few, more = sorted((few, more))

    assert score(merits(opens=few), TODAY) <= score(merits(opens=more), TODAY)


@given(st.integers(-5, 2000), st.integers(-5, 2000), st.booleans())
def test_every_score_is_between_0_and_100(fresh_days, new_days, alive):
    given_merits = merits(
        alive=alive,
        fresh_at=NOW - timedelta(days=fresh_days),
        approved_at=NOW - timedelta(days=new_days),
    )

    assert 0 <= score(given_merits, TODAY) <= 100
