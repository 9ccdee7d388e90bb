"""Whether the parts that a portal cannot work without are reachable now."""

import os
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from datasets import queries
from datasets.kernel import jobs
from datasets.kernel.actors import ANYONE
from portal.wiring import Services


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is reachable."""

    database: bool
    files: bool
    index: bool

    @property
    def ready(self) -> bool:
        """Whether all of it is."""
        return self.database and self.files and self.index


def look(services: Services) -> Readiness:
    """Ask each part something small; nothing is raised."""
    try:
        with services.reading() as session:
            jobs.job_counts(session)
            anything = bool(queries.newest_datasets(session, ANYONE, 1))
        database = True
    except SQLAlchemyError:
        database = anything = False
    files = services.settings.home.absolute() / "files"
    return Readiness(
        database=database,
        files=os.access(files, os.R_OK | os.W_OK | os.X_OK),
        # before anything is published there may be no index to read
        index=services.index.healthy() or (database and not anything),
    )
