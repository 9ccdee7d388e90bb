"""What waits for me."""

from dataclasses import dataclass
from datetime import datetime
from itertools import starmap

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import queries
from datasets.kernel.text import fold
from datasets.models.dataset import Dataset
from portal.staff.desk_tasks import Task, TaskCount, counts, tasks
from portal.staff.frame import staff_blueprint
from portal.staff.standing import Standing, by_version, standing, waiting_versions
from portal.web.context import Page, actor, services
from portal.web.language import words, words_lang
from portal.web.paging import Pager, page_number, pager

PAGE_SIZE_DATASETS = 25
SHOWN_TASKS = 10
LONGEST_WORDS = 100

bp = staff_blueprint("staff_desk", __name__)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One dataset on the desk.

    Attributes:
        lang: The language of its title where it is not the page's.
    """

    title: str
    lang: str | None
    url: str
    organization: str
    updated_at: datetime
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """What the template shows.

    Attributes:
        sentence: How much is to be done.
        counts: How many things of each kind.
        tasks: The first of what waits; `task_total` counts all.
        words: What is looked for among the data; `found` counts the data that have it.
    """

    sentence: str
    counts: tuple[TaskCount, ...]
    tasks: tuple[Task, ...]
    task_total: int
    rows: tuple[DeskRow, ...]
    total: int
    words: str
    found: int
    pager: Pager


@bp.get("/")
def show() -> ResponseReturnValue:
    """What waits for me, and the data of my organizations in their states."""
    with services().reading() as session:
        mine = queries.staff_datasets(session, actor())
        asked = by_version(queries.questions(session, waiting_versions(mine)))
    now = services().clock.now()
    stands = [(dataset, standing(dataset, asked, now)) for dataset in mine]
    waiting = tasks(actor(), stands)
    looked_for = request.args.get("q", "").strip()[:LONGEST_WORDS]
    rows = [row for row in starmap(_row, stands) if _has(row, looked_for)]
    number = page_number(request.args.get("page"))
    start = (number - 1) * PAGE_SIZE_DATASETS
    page = DeskPage(
        title=_("Staff desk"),
        sentence=_sentence(len(waiting)),
        counts=counts(waiting),
        tasks=waiting[:SHOWN_TASKS],
        task_total=len(waiting),
        rows=tuple(rows[start : start + PAGE_SIZE_DATASETS]),
        total=len(stands),
        words=looked_for,
        found=len(rows),
        pager=pager(
            len(rows),
            number,
            PAGE_SIZE_DATASETS,
            lambda page: url_for(
                "staff_desk.show", q=looked_for or None, page=page, _anchor="data"
            ),
        ),
    )
    return render_template("staff/desk/show.html", page=page)


def _row(dataset: Dataset, stands: Standing) -> DeskRow:
    return DeskRow(
        title=words(dataset.title) or dataset.slug,
        lang=words_lang(dataset.title),
        url=url_for("staff_dataset.show", slug=dataset.slug),
        organization=words(dataset.organization.title),
        updated_at=dataset.updated_at,
        standing=stands,
    )


def _has(row: DeskRow, looked_for: str) -> bool:
    """Whether every word stands in the title, the publisher or the state of a dataset."""
    text = fold(f"{row.title} {row.organization} {row.standing.text}")
    return all(fold(word) in text for word in looked_for.split())


def _sentence(count: int) -> str:
    if not count:
        return str(_("Nothing waits for you today."))
    return str(ngettext("%(num)s thing to do today", "%(num)s things to do today", count))
