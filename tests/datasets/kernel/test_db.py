from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from datasets.kernel.actors import ANYONE, SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry, record
from datasets.kernel.db import (
    Base,
    JsonType,
    UtcDateTime,
    create_engine,
    session_factory,
    transaction,
)
from datasets.kernel.errors import NotAllowed
from datasets.kernel.unit_of_work import UnitOfWork, begin
from tests import databases

NOW = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


class FixedClock:
    def now(self):
        return NOW


class Own(DeclarativeBase):
    """A catalogue apart, so that no model of these tests is in the real one."""


class Thing(Own):
    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[dict | None] = mapped_column(JsonType)
    parent: Mapped[int | None] = mapped_column(ForeignKey("thing.id"))


@pytest.fixture
def sessions(database_url):
    engine = create_engine(database_url)
    Own.metadata.create_all(engine)
    Base.metadata.create_all(engine)
    yield session_factory(engine)
    Own.metadata.drop_all(engine)
    engine.dispose()


def kept(sessions, **values):
    with transaction(sessions) as session:
        session.add(Thing(id=1, **values))
    with sessions() as session:
        return session.get_one(Thing, 1)


def test_an_instant_comes_back_aware_and_in_utc(sessions):
    japan = timezone(timedelta(hours=9))

    thing = kept(sessions, at=datetime(2026, 4, 1, 12, 0, tzinfo=japan))

    assert thing.at == NOW
    assert thing.at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_a_mistake(sessions):
    with pytest.raises(Exception, match="no time zone"):
        kept(sessions, at=datetime(2026, 4, 1))  # noqa: DTZ001 - the mistake that is meant


def test_json_keeps_japanese_readable_and_none_is_null(sessions):
    kept(sessions, value={"市": "会津若松"})

    with sessions() as session:
        kept_text = session.scalar(text("SELECT CAST(value AS TEXT) FROM thing"))
        assert kept_text.replace(" ", "") == '{"市":"会津若松"}'
    with transaction(sessions) as session:
        session.add(Thing(id=2))
    with sessions() as session:
        assert session.scalar(text("SELECT value IS NULL FROM thing WHERE id = 2"))


def test_a_reference_to_nothing_is_refused(sessions):
    with pytest.raises(IntegrityError):
        kept(sessions, parent=99)


@pytest.mark.skipif(databases.on_postgresql(), reason="a pragma of SQLite")
def test_an_answered_commit_is_on_the_disk(sessions):
    with sessions() as session:
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"


def test_every_table_can_be_made_on_postgresql():
    for table in Base.metadata.tables.values():
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_unit_of_work_keeps_all_or_nothing(sessions):
    called = []

    def fail():
        with begin(sessions, SYSTEM, FixedClock()) as uow:
            record(uow, "publish", "dataset", "aed")
            uow.after_commit(lambda: called.append("failed"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with begin(sessions, SYSTEM, FixedClock()) as uow:
        record(uow, "withdraw", "dataset", "aed", reason="古い")
        uow.after_commit(lambda: called.append("kept"))

    with sessions() as session:
        [entry] = session.query(AuditEntry).all()
    assert (entry.at, entry.actor, entry.action) == (NOW, "system", "withdraw")
    assert entry.detail == {"reason": "古い"}
    assert called == ["kept"]


def test_what_a_unit_of_work_has_read_is_not_overtaken_before_it_is_kept(sessions):
    kept(sessions, value={"count": 0})

    def count(_):
        with begin(sessions, SYSTEM, FixedClock()) as uow:
            thing = uow.session.get_one(Thing, 1)
            thing.value = {"count": thing.value["count"] + 1}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(40)))

    with sessions() as session:
        assert session.get_one(Thing, 1).value == {"count": 40}


def test_what_an_actor_may_not_do_is_refused():
    editor = Actor("a@example.org", frozenset({Permission.EDIT}), frozenset({"aizu"}))

    UnitOfWork(None, editor, NOW).require(Permission.EDIT, "aizu")

    for actor, organization in [(editor, "kobe"), (ANYONE, None)]:
        with pytest.raises(NotAllowed):
            UnitOfWork(None, actor, NOW).require(Permission.EDIT, organization)
