from dataclasses import replace

import pytest
from sqlalchemy import text

from portal import schema
from portal.wiring import wire
from tests import databases


@pytest.fixture
def engine(settings):
    """A database without a table."""
    home = settings.home / "new"
    services = wire(replace(settings, home=home, database_url=databases.url(home)))
    yield services.engine
    services.engine.dispose()
    databases.drop(home)


def test_the_migrations_make_what_the_models_say(engine):
    schema.upgrade(engine)

    assert schema.differences(engine) == []


def test_upgrading_twice_changes_nothing(engine):
    schema.upgrade(engine)

    schema.upgrade(engine)

    assert schema.differences(engine) == []


def test_what_the_first_release_kept_is_there_after_an_upgrade(engine):
    schema.upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organization (id, slug, title, description, contact, created_at)"
                " VALUES ('3f0c3d5e0e5b4a4f9d0f0d6b5a3c2b1a', 'office', '{}', '{}', '',"
                " '2026-11-01')"
            )
        )

    schema.upgrade(engine)

    with engine.connect() as connection:
        kept = connection.execute(text("SELECT slug, kind, needs_review FROM organization")).one()
    assert tuple(kept) == ("office", "CITY", False)
