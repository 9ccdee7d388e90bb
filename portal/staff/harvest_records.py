"""Records of a source or of one run: filtered by what became of them, each with its reason."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from datasets.models.dataset import Dataset
from harvesters import queries
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome
from portal.staff import harvest_words
from portal.staff.harvest_words import Count, Mark
from portal.web.context import Page
from portal.web.language import stored, words, words_lang
from portal.web.paging import Pager, page_number, pager

PAGE_SIZE_RECORDS = 50
_ORDER = (
    Outcome.FAILED,
    Outcome.SKIPPED,
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.WITHDRAWN,
    Outcome.SAME,
)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record.

    Attributes:
        title: Of its dataset, else its name at the source; `lang` where it is not the page's.
        url: Of its dataset, for staff; empty while there is none.
        reason: Why it failed or was left out.
        may_retry: Whether it can be tried by itself.
    """

    identifier: str
    title: str
    lang: str | None
    url: str
    mark: Mark
    reason: str
    may_retry: bool


@dataclass(frozen=True, slots=True)
class OutcomeTab:
    """One choice of records, as the macro `tabs` takes it."""

    text: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class RecordsPage(Page):
    """Records of a source, or those that one run met last.

    Attributes:
        run: The run, if it is of one; `mark`, `counts`, `sentence` and `reason` tell of it.
    """

    slug: str
    run: HarvestRun | None
    busy: bool
    progress: str
    mark: Mark | None
    counts: tuple[Count, ...]
    reason: str
    tabs: tuple[OutcomeTab, ...]
    rows: tuple[RecordRow, ...]
    total: int
    pager: Pager


def record_row(record: HarvestRecord, dataset: Dataset | None) -> RecordRow:
    """One record as it is shown."""
    title = words(dataset.title) if dataset else ""
    return RecordRow(
        identifier=record.identifier,
        title=title or record.identifier,
        lang=words_lang(dataset.title) if dataset and title else None,
        url=url_for("staff_dataset.show", slug=dataset.slug) if dataset else "",
        mark=harvest_words.outcome_mark(record.outcome),
        reason=stored(record.message),
        may_retry=record.outcome in queries.TROUBLES,
    )


def records_page(
    session: Any,
    source: HarvestSource,
    run: HarvestRun | None,
    breadcrumbs: tuple[tuple[str, str | None], ...],
) -> RecordsPage:
    """The page of records that the request asks for."""
    counted = queries.outcome_counts(session, source, run)
    chosen = next((each for each in Outcome if each.value == request.args.get("outcome")), None)
    total = counted.get(chosen, 0) if chosen else sum(counted.values())
    number = page_number(request.args.get("page"))
    found = queries.records(
        session,
        source,
        outcomes=(chosen,) if chosen else (),
        run=run,
        offset=(number - 1) * PAGE_SIZE_RECORDS,
        limit=PAGE_SIZE_RECORDS,
    )
    running = run is not None and run.finished_at is None
    job = queries.live_job(session, source) if running else None
    return RecordsPage(
        title=_("How a harvest went") if run else _("Records of a source"),
        breadcrumbs=breadcrumbs,
        slug=source.slug,
        run=run,
        busy=running and job is not None,
        progress=harvest_words.progress_words(job),
        mark=harvest_words.run_mark(run) if run else None,
        counts=harvest_words.counts(run.counts) if run and not running else (),
        reason=stored(run.message) if run else "",
        tabs=_tabs(source, run, counted, chosen),
        rows=tuple(record_row(record, dataset) for record, dataset in found),
        total=total,
        pager=pager(
            total, number, PAGE_SIZE_RECORDS, lambda page: _address(source, run, chosen, page)
        ),
    )


def _tabs(
    source: HarvestSource,
    run: HarvestRun | None,
    counted: dict[Outcome, int],
    chosen: Outcome | None,
) -> tuple[OutcomeTab, ...]:
    whole = OutcomeTab(
        str(_("All")), _address(source, run, None, 1), sum(counted.values()), chosen is None
    )
    parts = (
        OutcomeTab(
            harvest_words.outcome_mark(outcome).text,
            _address(source, run, outcome, 1),
            counted.get(outcome, 0),
            chosen is outcome,
        )
        for outcome in _ORDER
        if counted.get(outcome) or chosen is outcome
    )
    return (whole, *parts)


def _address(
    source: HarvestSource, run: HarvestRun | None, outcome: Outcome | None, page: int
) -> str:
    asked: dict[str, Any] = {
        "slug": source.slug,
        "outcome": outcome.value if outcome else None,
        "page": page if page > 1 else None,
    }
    if run is None:
        return url_for("staff_harvest.records", **asked)
    return url_for("staff_harvest.run", run_id=run.id, **asked)
