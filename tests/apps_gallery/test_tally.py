from uuid import uuid4

from sqlalchemy.exc import OperationalError

from apps_gallery.tally import Tally


def test_openings_are_written_together():
    written = []
    tally = Tally(written.append, every_s=3600)
    app = uuid4()

    tally.add(app)
    tally.add(app)
    assert written == []

    tally._every_s = 0
    tally.add(app)
    assert written == [{app: 3}]


def test_openings_that_could_not_be_written_are_kept():
    calls = []

    def write(counts):
        calls.append(dict(counts))
        if len(calls) == 1:
            raise OperationalError("busy", None, Exception())

    tally = Tally(write, every_s=0)
    app = uuid4()

    tally.add(app)
    tally.add(app)

    assert calls == [{app: 1}, {app: 2}]
