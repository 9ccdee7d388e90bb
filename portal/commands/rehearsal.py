"""A small portal that lives for a moment when this is imported.

SQLAlchemy maps its classes, the thesaurus is cut into words and a dozen modules wait to be
imported until the first job needs them. The server that forks the jobs imports this once, so
that no job has to do it again. Nothing stays open: what is open must not be forked.
"""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datasets.validation.rehearsal  # noqa: F401 - the same for what parses files
from datasets import indexing, intake, pipeline, publishing
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import UnreadableFile
from datasets.models.distribution import FileVersion
from portal import schema
from portal.settings import Settings
from portal.wiring import Services, wire


def rehearse() -> None:
    """Receive, refuse and index one file."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        services = wire(Settings(home=Path(folder), secret_key="rehearsal"))  # noqa: S106 - signs nothing
        schema.METADATA.create_all(services.engine)
        version = _received(services)
        pipeline.prepare(_workshop(services), version.id, run=_refuse)
        indexing.follow(services.sessions, services.index)
        services.engine.dispose()


def _received(services: Services) -> FileVersion:
    stored = services.files.put(io.BytesIO(b"a\n1\n"), 100)
    file = DistributionDraft(filename="a.csv", sha256=stored.sha256, size_bytes=stored.size_bytes)
    draft = DatasetDraft(
        title={"ja": "a"},
        organization=OrganizationDraft(slug="rehearsal"),
        provenance=Provenance(kind="command"),
        files=(file,),
    )
    with services.begin(SYSTEM) as uow:
        dataset = intake.receive(uow, draft)
        return publishing.newest_versions(uow, dataset)[0][1]


def _workshop(services: Services) -> pipeline.Workshop:
    return pipeline.Workshop(
        sessions=services.sessions,
        clock=services.clock,
        files=services.files,
        tables=services.tables,
        index=services.index,
        limits=CellLimits(),
    )


def _refuse(path: str, filename: str, folder: str, options: Mapping[str, Any]) -> dict[str, object]:
    raise UnreadableFile("{filename}", filename=filename)


rehearse()
