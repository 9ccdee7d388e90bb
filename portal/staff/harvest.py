"""Sources that are harvested, and how their last run went."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.actors import Permission
from harvesters import queries, sources
from harvesters.models import HarvestRun, Outcome, RunState
from portal.staff.frame import staff_blueprint
from portal.web.context import Page, actor, services
from portal.web.jinja import number
from portal.web.language import said, stored

SHOWN_FAILURES = 20

bp = staff_blueprint("staff_harvest", __name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be taken, and why."""

    identifier: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source and its last run."""

    slug: str
    kind: str
    url: str
    organization: str
    state: str
    tone: str
    result: str
    reason: str
    started_at: datetime | None
    failures: tuple[Failure, ...]
    failure_total: int


@dataclass(frozen=True, kw_only=True)
class HarvestPage(Page):
    """What the template shows."""

    rows: tuple[SourceRow, ...]


@bp.get("/harvest")
def index() -> ResponseReturnValue:
    """Every source this person looks after."""
    who = actor()
    rows = []
    with services().reading() as session:
        for source in sources.everything(session):
            if not who.may(Permission.HARVEST, source.organization_slug):
                continue
            run = queries.last_run(session, source)
            failed = queries.records_that_failed(session, source)
            state, tone = _state(run)
            rows.append(
                SourceRow(
                    slug=source.slug,
                    kind=source.kind,
                    url=source.url,
                    organization=source.organization_slug,
                    state=state,
                    tone=tone,
                    result=_counts(run),
                    reason=stored(run.message) if run else "",
                    started_at=run.started_at if run else None,
                    failures=tuple(
                        Failure(record.identifier, said(reason))
                        for record, reason in failed[:SHOWN_FAILURES]
                    ),
                    failure_total=len(failed),
                )
            )
    page = HarvestPage(
        title=_("Harvests"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("Harvests"), None)),
        rows=tuple(rows),
    )
    return render_template("staff/harvest/index.html", page=page)


def _state(run: HarvestRun | None) -> tuple[str, str]:
    if run is None:
        return str(_("Not harvested yet")), "plain"
    text, tone = {
        RunState.RUNNING: (_("Being harvested"), "plain"),
        RunState.COMPLETE: (_("Harvested"), "ok"),
        RunState.FAILED: (_("It did not work"), "bad"),
    }[run.state]
    return str(text), tone


def _counts(run: HarvestRun | None) -> str:
    if run is None:
        return ""
    labels = {
        Outcome.NEW: _("%(count)s new"),
        Outcome.CHANGED: _("%(count)s changed"),
        Outcome.SAME: _("%(count)s as before"),
        Outcome.WITHDRAWN: _("%(count)s withdrawn"),
        Outcome.SKIPPED: _("%(count)s left out"),
        Outcome.FAILED: _("%(count)s failed"),
    }
    told = [
        label % {"count": number(run.counts.get(outcome.value, 0))}
        for outcome, label in labels.items()
        if run.counts.get(outcome.value)
    ]
    return "、".join(told)
