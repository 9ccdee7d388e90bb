"""The copy that is made on the way is what the writer would have written."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.repair.plain_copy import PlainCopy

_CELLS = st.text(st.sampled_from(list("ab 1-'人\u3000\t;")), max_size=3)
_ODD_CELLS = st.text(st.sampled_from(list('a,"\n\r')), max_size=3)


def _copied(path: Path, names: list[str], *batches: list[list[str]]) -> str | None:
    with PlainCopy(path, names) as copy:
        for batch in batches:
            copy.add(batch)
    assert copy.complete == path.exists()
    if not copy.complete:
        return None
    assert copy.rows == sum(map(len, batches))
    return path.read_bytes().decode()


def _written(names: list[str], *batches: list[list[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for batch in batches:
        writer.writerows(batch)
    return stream.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.lists(_CELLS, min_size=2, max_size=2), max_size=4), max_size=3))
def test_plain_records_are_written_as_the_writer_would(tmp_path, batches):
    names = ["名前", 'a "b", c']

    assert _copied(tmp_path / "a.csv", names, *batches) == _written(names, *batches)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batch=st.lists(st.lists(_CELLS | _ODD_CELLS, min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_other_records_are_given_up_or_right(tmp_path, batch):
    copied = _copied(tmp_path / "a.csv", ["a", "b"], batch)

    assert copied in (None, _written(["a", "b"], batch))


@pytest.mark.parametrize("odd", ["a,b", 'a"b', "a\nb", "a\rb"])
def test_what_needs_quotes_is_given_up_for_good(tmp_path, odd):
    assert _copied(tmp_path / "a.csv", ["a", "b"], [["x", odd]], [["x", "y"]]) is None


def test_one_column_is_given_up(tmp_path):
    assert _copied(tmp_path / "a.csv", ["a"], [["x"], [""]]) is None
