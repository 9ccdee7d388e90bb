"""Sources that are harvested: all of them, one of them, and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.unit_of_work import UnitOfWork
from harvesters import queries, schedule, sources
from harvesters.models import HarvestSource
from harvesters.queries import SourceStanding
from portal.staff import harvest_words
from portal.staff.frame import staff_blueprint
from portal.staff.harvest_records import RecordRow, record_row, records_page
from portal.staff.harvest_words import Mark
from portal.web.context import Page, actor, services
from portal.web.language import said, stored, words

SHOWN_RUNS = 10
SHOWN_TROUBLES = 20
AGAIN_S = 5

bp = staff_blueprint("staff_harvest", __name__, "/harvest")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source, and how it does.

    Attributes:
        result: What became of the records in its last run; empty before the first.
        reason: Why its last run failed or held back, or why it is paused; empty if neither.
        held: Datasets about which a person decides.
    """

    slug: str
    url: str
    address: str
    host: str
    organization: str
    kind: str
    mark: Mark
    result: str
    reason: str
    last_at: datetime | None
    next_at: datetime | None
    held: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the history of a source."""

    url: str
    started_at: datetime
    mark: Mark
    result: str


@dataclass(frozen=True, kw_only=True)
class HarvestPage(Page):
    """All sources.

    Attributes:
        tasks: Sentences about what waits for a person, each with where to do it.
    """

    rows: tuple[SourceRow, ...]
    tasks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SourcePage(Page):
    """One source.

    Attributes:
        progress: How far its run has come; empty if none is on.
        troubles: Records that failed or were left out; `trouble_total` counts all.
        held: What is no longer listed, for a person to decide about.
    """

    row: SourceRow
    paused: bool
    busy: bool
    progress: str
    rhythm: str
    publish: bool
    agreement: str
    options: tuple[tuple[str, str], ...]
    troubles: tuple[RecordRow, ...]
    trouble_total: int
    troubles_url: str
    held: tuple[RecordRow, ...]
    runs: tuple[RunRow, ...]


@bp.get("")
def index() -> ResponseReturnValue:
    """Every source this person looks after."""
    with services().reading() as session:
        rows = [_row(standing) for standing in queries.standings(session, actor())]
        tasks = tuple(
            (_host(task.source), said(task.reason), _url(task.source))
            for task in queries.attention(session, actor())
        )
    page = HarvestPage(
        title=_("Harvests"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("Harvests"), None)),
        rows=tuple(sorted(rows, key=_calm)),
        tasks=tasks,
    )
    return render_template("staff/harvest/index.html", page=page)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One source: how it does, what waits for a person, and its runs."""
    with services().reading() as session:
        source = sources.by_slug_of(session, slug, actor())
        standing = queries.standing(session, source)
        troubles = queries.records(session, source, outcomes=queries.TROUBLES, limit=SHOWN_TROUBLES)
        outcomes = queries.outcome_counts(session, source)
        held = queries.held_records(session, source)
        runs = queries.runs(session, source, SHOWN_RUNS)
    row = _row(standing)
    page = SourcePage(
        title=_("Source: %(name)s", name=row.organization),
        breadcrumbs=_trail(row.organization),
        row=row,
        paused=source.paused_at is not None,
        busy=standing.job is not None,
        progress=harvest_words.progress_words(standing.job),
        rhythm=harvest_words.rhythm_words(schedule.rhythm_of(source), source.cron),
        publish=source.publish,
        agreement=source.agreement,
        options=tuple(
            (field.label, source.options[field.name.removeprefix(harvest_words.OPTION_PREFIX)])
            for field in harvest_words.option_fields(source.kind)
            if field.name.removeprefix(harvest_words.OPTION_PREFIX) in source.options
        ),
        troubles=tuple(record_row(record, dataset) for record, dataset in troubles),
        trouble_total=sum(outcomes.get(outcome, 0) for outcome in queries.TROUBLES),
        troubles_url=url_for("staff_harvest.records", slug=slug, outcome="failed"),
        held=tuple(record_row(record, dataset) for record, dataset in held),
        runs=tuple(
            RunRow(
                url=url_for("staff_harvest.run", slug=slug, run_id=run.id),
                started_at=run.started_at,
                mark=harvest_words.run_mark(run),
                result=harvest_words.run_sentence(run),
            )
            for run in runs
        ),
    )
    headers = {"Refresh": str(AGAIN_S)} if page.busy else {}
    return render_template("staff/harvest/show.html", page=page), headers


@bp.get("/<slug>/records")
def records(slug: str) -> ResponseReturnValue:
    """Every record of a source, as it last came out."""
    with services().reading() as session:
        source = sources.by_slug_of(session, slug, actor())
        name = _row(queries.standing(session, source)).organization
        page = records_page(session, source, None, _trail(name, _url(source), _("Records")))
    return render_template("staff/harvest/records.html", page=page)


@bp.get("/<slug>/runs/<uuid:run_id>")
def run(slug: str, run_id: UUID) -> ResponseReturnValue:
    """One run: how it went, and every record that it met last."""
    with services().reading() as session:
        source = sources.by_slug_of(session, slug, actor())
        name = _row(queries.standing(session, source)).organization
        wanted = queries.run_of(session, source, run_id)
        page = records_page(session, source, wanted, _trail(name, _url(source), _("Run")))
    headers = {"Refresh": str(AGAIN_S)} if page.busy else {}
    return render_template("staff/harvest/run.html", page=page), headers


@bp.post("/<slug>/run")
def start(slug: str) -> ResponseReturnValue:
    """Harvest now."""
    return _done(slug, schedule.run_now, _("It will be harvested in a moment."))


@bp.post("/<slug>/retry")
def retry(slug: str) -> ResponseReturnValue:
    """Try one record again, and no other."""
    name = request.form.get("identifier", "")
    return _done(
        slug,
        lambda uow, source: schedule.retry(uow, source, name),
        _("“%(name)s” is tried again; the others are left alone.", name=name),
    )


@bp.post("/<slug>/pause")
def pause(slug: str) -> ResponseReturnValue:
    """Let it not run by itself, for a reason."""
    reason = request.form.get("reason", "")
    return _done(
        slug, lambda uow, source: schedule.pause(uow, source, reason), _("The source is paused.")
    )


@bp.post("/<slug>/resume")
def resume(slug: str) -> ResponseReturnValue:
    """Let it run by itself again."""
    return _done(slug, schedule.resume, _("The source runs again."))


@bp.post("/<slug>/agreement")
def agree(slug: str) -> ResponseReturnValue:
    """Note what was agreed about robots.txt."""
    text = request.form.get("agreement", "")
    return _done(
        slug, lambda uow, source: sources.agree(uow, source, text), _("The agreement is kept.")
    )


@bp.post("/<slug>/absence")
def agree_to_absence(slug: str) -> ResponseReturnValue:
    """Let what is no longer listed be withdrawn."""
    shown = request.form.get("shown", "")
    count = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else -1
    return _done(
        slug,
        lambda uow, source: sources.agree_to_absence(uow, source, count),
        _("Your decision is kept. The next run, which starts now, withdraws them."),
    )


def _done(
    slug: str, action: Callable[[UnitOfWork, HarvestSource], object], words_: str
) -> ResponseReturnValue:
    with services().begin(actor()) as uow:
        action(uow, sources.by_slug_of(uow.session, slug, actor()))
    flash(words_)
    return redirect(url_for("staff_harvest.show", slug=slug), 303)


def _row(standing: SourceStanding) -> SourceRow:
    source, run = standing.source, standing.last_run
    reason = stored(run.message) if run else ""
    return SourceRow(
        slug=source.slug,
        url=_url(source),
        address=source.url,
        host=_host(source),
        organization=words(standing.organization.title if standing.organization else {})
        or source.organization_slug,
        kind=harvest_words.kind_name(source.kind),
        mark=harvest_words.source_mark(source, run, standing.job),
        result=harvest_words.run_sentence(run) if run else "",
        reason=harvest_words.paused_words(source) or reason,
        last_at=run.started_at if run else None,
        next_at=schedule.next_run(source, services().clock.now()),
        held=standing.held,
    )


def _calm(row: SourceRow) -> bool:
    """Whether a source needs nobody; what does stands above it."""
    return not row.held and row.mark.tone in {"ok", "plain"}


def _host(source: HarvestSource) -> str:
    return urlsplit(source.url).hostname or source.slug


def _url(source: HarvestSource) -> str:
    return url_for("staff_harvest.show", slug=source.slug)


def _trail(name: str, url: str | None = None, here: str = "") -> tuple[tuple[str, str | None], ...]:
    above = (
        (str(_("Staff desk")), url_for("staff_desk.show")),
        (str(_("Harvests")), url_for("staff_harvest.index")),
        (name, url),
    )
    return (*above, (str(here), None)) if here else above
