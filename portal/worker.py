"""Job name to handler; the loop that runs them.

The loop itself only watches: what a handler needs is imported in the job's own process.
"""

import shutil
from typing import TYPE_CHECKING, Any
from uuid import UUID

from datasets.kernel.cron import CronEntry
from datasets.kernel.fork_server import ForkServer
from datasets.kernel.job_runner import Handler, Runner
from datasets.kernel.job_work import ProgressReporter
from portal import logs
from portal.records import Records
from portal.settings import environment, read_settings

if TYPE_CHECKING:
    from datasets.pipeline import Workshop
    from portal.wiring import Services

PRELOAD = (
    "datasets.preparation",
    "duckdb",
    "frictionless.formats",
    "frictionless.resources",
    "harvesters.runner",
    "pandas",
    "portal.commands.rehearsal",
    "portal.worker",
    "python_calamine",
)
"""What the fork server imports once, so that a job starts in milliseconds."""

POLITE_PAUSE_S = 1.0
"""Between two requests to one host; none where only this machine's own servers are asked."""

HANDLERS = {
    "assessments-due": Handler("portal.worker:assessments_due"),
    "check-apps": Handler("portal.worker:check_apps"),
    "erase": Handler("portal.worker:erase"),
    "harvest": Handler("portal.worker:harvest"),
    "harvest-due": Handler("portal.worker:harvest_due"),
    "index": Handler("portal.worker:index"),
    "mail": Handler("portal.worker:mail"),
    "prepare": Handler("portal.worker:prepare"),
    "publish-due": Handler("portal.worker:publish_due"),
    "rescan": Handler("portal.worker:rescan"),
    "rescan-old": Handler("portal.worker:rescan_old"),
    "sweep": Handler("portal.worker:sweep"),
    "validate": Handler("portal.worker:validate"),
}
CRON = (
    CronEntry("assessments-due", "5 * * * *", {}),
    CronEntry("check-apps", "10 4 * * *", {}),
    CronEntry("harvest-due", "*/5 * * * *", {}),
    CronEntry("publish-due", "*/5 * * * *", {}),
    CronEntry("erase", "20 * * * *", {}),
    CronEntry("rescan-old", "40 * * * *", {}),
    CronEntry("sweep", "30 3 * * *", {}),
)


def runner(records: Records, *, slots: int = 1) -> Runner:
    """The loop that runs jobs of this portal; nothing starts before it is told to run."""
    return Runner(
        sessions=records.sessions,
        clock=records.clock,
        handlers=HANDLERS,
        bootstrap="portal.worker:services_of_child",
        argument=environment(records.settings),
        server=ForkServer(PRELOAD),
        cron=CRON,
        slots=slots,
    )


def services_of_child(variables: dict[str, str]) -> "Services":
    """The working parts of a job's process."""
    from portal.wiring import wire

    settings = read_settings(variables)
    logs.configure(settings.log_format)
    return wire(settings)


def harvest(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Run one harvest source, once."""
    from harvesters import runner as harvest_runner

    with services.http() as http:
        tools = harvest_runner.Tools(
            sessions=services.sessions,
            clock=services.clock,
            files=services.files,
            http=http,
            max_file_bytes=services.settings.max_file_bytes,
            pause_s=0.0 if services.settings.allow_loopback else POLITE_PAUSE_S,
        )
        harvest_runner.run(tools, UUID(payload["source"]), payload.get("only"))


def harvest_due(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Queue the sources that are due, and tell administrators of those that keep failing."""
    from datasets.kernel.actors import SYSTEM
    from harvesters import schedule
    from portal import alerts

    with services.begin(SYSTEM) as uow:
        for source in schedule.queue_due(uow).paused:
            alerts.source_paused(uow, services.settings, source)


def assessments_due(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Tell of impact assessments that are to be looked at again."""
    from datasets import assessing
    from datasets.kernel.actors import SYSTEM
    from datasets.kernel.clock import CITY_TIME
    from portal import alerts

    with services.begin(SYSTEM) as uow:
        for dataset in assessing.note_overdue(uow, uow.now.astimezone(CITY_TIME).date()):
            alerts.assessment_overdue(uow, services.settings, dataset)


def prepare(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Bring one file version from its bytes to a table, or to a refusal."""
    from datasets import pipeline

    pipeline.prepare(_workshop(services), UUID(payload["version"]))


def publish_due(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Show everyone what was to go public by now."""
    from datasets import scheduling

    scheduling.publish_due(services.sessions, services.clock)


def rescan(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Search one public file again for personal data."""
    from datasets import rescanning

    rescanning.rescan(_workshop(services), UUID(payload["version"]))


def rescan_old(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Queue what was searched by older rules for personal data."""
    from datasets import rescanning
    from datasets.kernel.actors import SYSTEM

    with services.begin(SYSTEM) as uow:
        rescanning.queue_old(uow)


def validate(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Let Frictionless report on a large table."""
    from datasets import checking

    checking.check(_workshop(services), UUID(payload["version"]))


def erase(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Destroy what was erased, and what of it has come in again since and was refused."""
    from datasets.destruction import Furnace, destroy

    charts = services.settings.home.absolute() / "charts"
    destroy(
        Furnace(
            sessions=services.sessions,
            clock=services.clock,
            files=services.files,
            tables=services.tables,
            index=services.index,
            forget=lambda: shutil.rmtree(charts, ignore_errors=True),
        )
    )


def index(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Let the search follow the catalogue."""
    from datasets import pipeline

    pipeline.index(_workshop(services))


def mail(services: "Services", payload: dict[str, Any], reporter: ProgressReporter) -> None:
    """Send one letter; a job that was run again after it had gone out has nothing left to send."""
    from datasets.kernel import mail as letters
    from portal.mail import carrier

    if payload:
        letter = letters.Letter.from_json(payload)
        carrier(services.settings, services.clock).carry(letter)
        letters.forget(services.sessions, reporter.held.job_id)


def check_apps(services: "Services", payload: dict[str, Any], reporter: ProgressReporter) -> None:
    """Look whether every app in the gallery still opens, and forget what nobody confirmed."""
    from apps_gallery import health
    from datasets.kernel.actors import SYSTEM
    from portal.mail import GalleryPost

    with services.begin(SYSTEM) as uow:
        health.forget_drafts(uow)
    with services.http() as http:
        rounds = health.Rounds(
            sessions=services.sessions,
            clock=services.clock,
            http=http,
            post=GalleryPost(services.settings),
        )
        health.check_all(rounds, reporter.progress)


def sweep(services: "Services", payload: dict[str, Any], _: ProgressReporter) -> None:
    """Remove what killed processes left half-written, and what was typed and never sent."""
    from datasets import drafting
    from datasets.kernel.actors import SYSTEM

    services.files.sweep()
    with services.begin(SYSTEM) as uow:
        drafting.forget_old(uow)


def _workshop(services: "Services") -> "Workshop":
    from datasets.kernel.confinement import CellLimits
    from datasets.pipeline import Workshop

    settings = services.settings
    return Workshop(
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
