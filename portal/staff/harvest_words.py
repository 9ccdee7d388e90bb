"""How sources, runs and records are put in words."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.kernel.jobs import Job, JobState
from datasets.kernel.messages import N_
from harvesters import registry
from harvesters.models import HarvestRun, HarvestSource, Outcome, RunState
from harvesters.schedule import Rhythm
from portal.web.forms import Option
from portal.web.jinja import number
from portal.web.language import listed, stored

OPTION_PREFIX = "option-"
_KINDS = {
    "ckan": (
        N_("A CKAN portal"),
        N_("The open data site of another city or prefecture that runs CKAN, such as BODIK ODCS."),
    ),
    "dcat": (N_("A DCAT catalogue"), N_("A catalogue file such as data.json or catalog.jsonld.")),
    "listing": (
        N_("A list of open data"),
        N_("The municipal list of open data in CSV or Excel, with the address of each file."),
    ),
    "folder": (
        N_("A web folder"),
        N_("A page with links to files; each file becomes data of its own."),
    ),
}
_OPTIONS = {
    "recursive": (N_("Read the folders inside too"), ""),
    "publish_originals": (
        N_("Make the original workbooks public too"),
        N_("Leave this off where a workbook may hold hidden sheets or notes."),
    ),
    "license": (
        N_("Terms of use where the source states none"),
        N_("Such as CC BY 4.0. Ask the publisher first."),
    ),
    "organization": (
        N_("Only this organization of the source"),
        N_("Its short name at the source, such as machi-city. Empty: all."),
    ),
    "keep_organizations": (
        N_("Make each organization of the source a publisher here"),
        N_("Leave this off where everything is of one publisher."),
    ),
    "page_size_rows": (N_("How many datasets are asked for at once"), ""),
    "query": (N_("Only what matches these words"), N_("In the language of the source's search.")),
    "encoding": (N_("Text encoding of the list"), N_("Empty: it is found out.")),
    "sheet": (N_("Name of the sheet"), N_("Empty: the first.")),
}
_RUN_STATES = {
    RunState.RUNNING: (N_("Being harvested"), "plain", "refresh-cw"),
    RunState.COMPLETE: (N_("Harvested"), "ok", ""),
    RunState.FAILED: (N_("It did not work"), "bad", ""),
}
_RHYTHMS = {
    Rhythm.DAILY: N_("Every day"),
    Rhythm.WEEKLY: N_("Every week"),
    Rhythm.MONTHLY: N_("Every month"),
    Rhythm.NEVER: N_("Only when somebody starts it"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or two for a badge.

    Attributes:
        tone: plain, ok, warn or bad.
        icon: Empty for the tone's own.
    """

    text: str
    tone: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Number of records that came out in one way."""

    outcome: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class OptionField:
    """One option of a kind, as the form shows it."""

    name: str
    label: str
    hint: str
    kind: str
    default: Any


def kind_name(kind: str) -> str:
    """What people call a kind of source."""
    return str(_(_KINDS[kind][0])) if kind in _KINDS else kind


def kind_options() -> tuple[Option, ...]:
    """Every kind there is, the best known first."""
    known = registry.kinds()
    names = [*(kind for kind in _KINDS if kind in known), *sorted(set(known) - set(_KINDS))]
    return tuple(
        Option(kind, kind_name(kind), str(_(_KINDS[kind][1])) if kind in _KINDS else "")
        for kind in names
    )


def option_fields(kind: str) -> tuple[OptionField, ...]:
    """What may be set on a kind of source."""
    return tuple(
        OptionField(
            name=OPTION_PREFIX + field.name,
            label=str(_(_OPTIONS[field.name][0])) if field.name in _OPTIONS else field.name,
            hint=_hint(field.name),
            kind={bool: "checkbox", int: "number"}.get(field.type, "text"),  # type: ignore[arg-type]  # a type, not its name
            default="" if field.default in (MISSING, None) else field.default,
        )
        for field in fields(registry.kind(kind).options_type)
    )


def rhythm_options(*, own: str = "") -> tuple[Option, ...]:
    """How often a source may run by itself; `own` is an expression that was written by hand."""
    offered = [Option(str(rhythm), str(_(label))) for rhythm, label in _RHYTHMS.items()]
    if own:
        offered.append(Option(str(Rhythm.OWN), str(_("At times of its own: %(cron)s", cron=own))))
    return tuple(offered)


def rhythm_words(rhythm: Rhythm, cron: str) -> str:
    """How often a source runs by itself."""
    return str(_(_RHYTHMS[rhythm])) if rhythm in _RHYTHMS else cron


def source_mark(source: HarvestSource, run: HarvestRun | None, job: Job | None) -> Mark:
    """How a source stands."""
    if job is not None:
        running = job.state == JobState.RUNNING.value
        text = _("Being harvested") if running else _("Waits for its turn")
        return Mark(str(text), "plain", "refresh-cw" if running else "clock")
    if source.paused_at is not None:
        if source.failures:
            return Mark(str(_("Paused because it failed")), "bad")
        return Mark(str(_("Paused")), "warn", "clock")
    if run is None:
        return Mark(str(_("Not harvested yet")), "plain")
    return run_mark(run)


def run_mark(run: HarvestRun) -> Mark:
    """How a run stands or ended."""
    if run.state is RunState.COMPLETE and run.counts.get(Outcome.FAILED.value):
        return Mark(str(_("Harvested, with failures")), "warn")
    text, tone, icon = _RUN_STATES[run.state]
    return Mark(str(_(text)), tone, icon)


def counts(found: Mapping[str, int]) -> tuple[Count, ...]:
    """What became of the records of a run; new, changed, withdrawn and failed always."""
    told = {
        Outcome.NEW: (_("%(count)s new"), True),
        Outcome.CHANGED: (_("%(count)s changed"), True),
        Outcome.WITHDRAWN: (_("%(count)s withdrawn"), True),
        Outcome.FAILED: (_("%(count)s failed"), True),
        Outcome.SKIPPED: (_("%(count)s left out"), False),
        Outcome.SAME: (_("%(count)s as before"), False),
    }
    return tuple(
        Count(outcome.value, n, text % {"count": number(n)})
        for outcome, (text, always) in told.items()
        if (n := found.get(outcome.value, 0)) or always
    )


def run_sentence(run: HarvestRun) -> str:
    """How a run went in one line; empty while it is on."""
    if run.state is RunState.FAILED and not run.counts:
        return stored(run.message)
    told = [count.text for count in counts(run.counts) if count.number]
    nothing = str(_("Nothing was listed")) if run.finished_at else ""
    return listed(told) or nothing


def outcome_mark(outcome: Outcome) -> Mark:
    """What became of a record."""
    text, tone, icon = {
        Outcome.NEW: (_("New"), "ok", "plus"),
        Outcome.CHANGED: (_("Changed"), "ok", "pencil"),
        Outcome.SAME: (_("As before"), "plain", "check"),
        Outcome.SKIPPED: (_("Left out"), "warn", ""),
        Outcome.FAILED: (_("Failed"), "bad", ""),
        Outcome.WITHDRAWN: (_("Withdrawn"), "plain", "minus"),
    }[outcome]
    return Mark(str(text), tone, icon)


def paused_words(source: HarvestSource) -> str:
    """Why a source is paused; empty if it is not."""
    return stored(source.paused_reason) if source.paused_at is not None else ""


def progress_words(job: Job | None) -> str:
    """How far a job has come; empty if nothing is known of it."""
    if job is None or job.progress_total is None:
        return ""
    return str(
        ngettext(
            "%(done)s of %(total)s record",
            "%(done)s of %(total)s records",
            job.progress_total,
            done=number(job.progress_done),
            total=number(job.progress_total),
        )
    )


def _hint(name: str) -> str:
    hint = _OPTIONS[name][1] if name in _OPTIONS else ""
    return str(_(hint)) if hint else ""
