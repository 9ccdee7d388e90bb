"""Job name to handler; the loop that runs them."""

from typing import Any
from uuid import UUID

from datasets import pipeline
from datasets.kernel.confinement import CellLimits
from datasets.kernel.cron import CronEntry
from datasets.kernel.fork_server import ForkServer
from datasets.kernel.job_runner import Handler, Runner
from datasets.kernel.job_work import ProgressReporter
from harvesters import runner as harvest_runner
from portal import logs
from portal.settings import environment, read_settings
from portal.wiring import Services, wire

PRELOAD = (
    "datasets.preparation",
    "duckdb",
    "frictionless.formats",
    "frictionless.resources",
    "pandas",
    "portal.commands.rehearsal",
    "portal.worker",
    "python_calamine",
)
"""What the fork server imports once, so that a job starts in milliseconds."""

HANDLERS = {
    "harvest": Handler("portal.worker:harvest"),
    "index": Handler("portal.worker:index"),
    "prepare": Handler("portal.worker:prepare"),
    "sweep": Handler("portal.worker:sweep"),
}
CRON = (CronEntry("sweep", "30 3 * * *", {}),)


def runner(services: Services, *, slots: int = 1) -> Runner:
    """The loop that runs jobs of this portal; nothing starts before it is told to run."""
    return Runner(
        sessions=services.sessions,
        clock=services.clock,
        handlers=HANDLERS,
        bootstrap="portal.worker:services_of_child",
        argument=environment(services.settings),
        server=ForkServer(PRELOAD),
        cron=CRON,
        slots=slots,
    )


def services_of_child(variables: dict[str, str]) -> Services:
    """The working parts of a job's process."""
    settings = read_settings(variables)
    logs.configure(settings.log_format)
    return wire(settings)


def harvest(services: Services, payload: dict[str, Any], _: ProgressReporter) -> None:
    """Run one harvest source, once."""
    with services.http() as http:
        tools = harvest_runner.Tools(
            sessions=services.sessions,
            clock=services.clock,
            files=services.files,
            http=http,
            max_file_bytes=services.settings.max_file_bytes,
        )
        harvest_runner.run(tools, UUID(payload["source"]))


def prepare(services: Services, payload: dict[str, Any], _: ProgressReporter) -> None:
    """Bring one file version from its bytes to a table, or to a refusal."""
    pipeline.prepare(_workshop(services), UUID(payload["version"]))


def index(services: Services, payload: dict[str, Any], _: ProgressReporter) -> None:
    """Let the search follow the catalogue."""
    pipeline.index(_workshop(services))


def sweep(services: Services, payload: dict[str, Any], _: ProgressReporter) -> None:
    """Remove what killed processes left half-written."""
    services.files.sweep()


def _workshop(services: Services) -> pipeline.Workshop:
    settings = services.settings
    return pipeline.Workshop(
        sessions=services.sessions,
        clock=services.clock,
        files=services.files,
        tables=services.tables,
        index=services.index,
        limits=CellLimits(
            memory_bytes=settings.job_memory_bytes,
            cpu_s=settings.job_time_s,
            wall_s=settings.job_time_s * 2,
        ),
    )
