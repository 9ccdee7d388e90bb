"""The whole database: every model, and the way from an older one to this."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData

import apps_gallery.models
import harvesters.models
import portal.accounts.models
from datasets.kernel.db import wait_for_turn
from datasets.models import Base

MODELS = (apps_gallery.models, harvesters.models, portal.accounts.models)
METADATA: MetaData = Base.metadata

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database to this version's schema, or to an older one's; what it has is left alone.

    Args:
        engine: Of the database.
        to: Name of a migration.
    """
    with engine.begin() as connection:
        wait_for_turn(connection, timeout_ms=0)  # several processes may start at once
        command.upgrade(_config(connection), to)


def differences(engine: Engine) -> list[object]:
    """What the models say and the database does not; empty when they agree."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def new_migration(engine: Engine, message: str) -> None:
    """Write a migration for what the models say and the database does not."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
