"""What waits for a person today, one thing each, with the one place to do it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from apps_gallery import queries as gallery_queries
from datasets import assessing, listening, panel, reviewing
from datasets.kernel.actors import Actor
from datasets.kernel.clock import CITY_TIME
from datasets.models.dataset import Dataset
from datasets.models.voice import VoiceKind
from harvesters import queries as harvest_queries
from portal.staff.review import waiting_row
from portal.staff.standing import Stand, Standing
from portal.web.context import services
from portal.web.language import said, words, words_lang


class TaskKind(StrEnum):
    """Kinds of tasks, the most urgent first."""

    PRIVACY = "privacy"
    MISSED = "missed"
    HELD = "held"
    RETURNED = "returned"
    REVIEW = "review"
    REFUSED = "refused"
    REPORT = "report"
    HARVEST = "harvest"
    APP = "app"
    LATE = "late"
    DRAFT = "draft"
    SCHEDULED = "scheduled"


_OF_STAND = {
    Stand.BLOCKED: TaskKind.PRIVACY,
    Stand.ASKED: TaskKind.PRIVACY,
    Stand.MISSED: TaskKind.MISSED,
    Stand.HELD: TaskKind.HELD,
    Stand.SCHEDULED: TaskKind.SCHEDULED,
    Stand.RETURNED: TaskKind.RETURNED,
    Stand.REFUSED: TaskKind.REFUSED,
    Stand.LATE: TaskKind.LATE,
    Stand.UNDESCRIBED: TaskKind.DRAFT,
    Stand.UNDECLARED: TaskKind.DRAFT,
    Stand.READY: TaskKind.DRAFT,
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        badge: What kind of thing, in a word or two; with `tone` and `icon`.
        lang: The language of the title where it is not the page's.
        todo: What to do, as a sentence.
        meta: Whose it is, or who handed it in; may be empty.
        since: Since when it waits; None where that says nothing.
    """

    kind: TaskKind
    badge: str
    tone: str
    icon: str
    title: str
    lang: str | None
    todo: str
    url: str
    meta: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many things of one kind there are to do."""

    label: str
    icon: str
    count: int


def tasks(who: Actor, mine: Iterable[tuple[Dataset, Standing]]) -> tuple[Task, ...]:
    """Everything that waits for a person, the most urgent kind first.

    Args:
        who: For whom.
        mine: Data they may edit, each with where it stands.
    """
    order = list(TaskKind)
    found: list[Task] = [
        *(_own(dataset, stands) for dataset, stands in mine if stands.is_task),
        *_advice(who),
        *_looks(who),
        *_reviews(who),
        *_voices(who),
        *_harvests(who),
        *_apps(who),
    ]
    return tuple(sorted(found, key=lambda task: order.index(task.kind)))


def counts(found: Iterable[Task]) -> tuple[TaskCount, ...]:
    """How many of each kind, in the order of the tasks."""
    kinds = [task.kind for task in found]
    labels = {
        TaskKind.PRIVACY: (_("Personal data"), "shield-alert"),
        TaskKind.MISSED: (_("Times that were missed"), "circle-alert"),
        TaskKind.HELD: (_("Updates"), "eye"),
        TaskKind.SCHEDULED: (_("Publishing at a time"), "clock"),
        TaskKind.RETURNED: (_("Sent back to you"), "undo-2"),
        TaskKind.REVIEW: (_("Reviews"), "list-checks"),
        TaskKind.REFUSED: (_("Files not taken"), "circle-alert"),
        TaskKind.REPORT: (_("Reports and requests"), "message-circle"),
        TaskKind.HARVEST: (_("Harvests"), "refresh-cw"),
        TaskKind.APP: (_("Apps"), "layout-grid"),
        TaskKind.LATE: (_("Late updates"), "calendar"),
        TaskKind.DRAFT: (_("Not published yet"), "pencil"),
    }
    return tuple(
        TaskCount(str(labels[kind][0]), labels[kind][1], kinds.count(kind))
        for kind in TaskKind
        if kind in kinds
    )


def _own(dataset: Dataset, stands: Standing) -> Task:
    return Task(
        kind=_OF_STAND[stands.stand],
        badge=stands.text,
        tone=stands.tone,
        icon=stands.icon,
        title=words(dataset.title) or dataset.slug,
        lang=words_lang(dataset.title),
        todo=stands.todo,
        url=stands.url,
        meta=words(dataset.organization.title),
        since=dataset.updated_at,
    )


def _advice(who: Actor) -> Iterator[Task]:
    with services().reading() as session:
        found = panel.waiting(session, who) if panel.is_member(session, who) else []
    for dataset in found:
        yield _of_people(
            dataset,
            str(_("Review panel")),
            str(_("Read what was found, then give your advice.")),
            url_for("staff_panel.show", slug=dataset.slug),
        )


def _looks(who: Actor) -> Iterator[Task]:
    now = services().clock.now()
    with services().reading() as session:
        found = assessing.overdue(session, who, now.astimezone(CITY_TIME).date())
    for dataset in found:
        yield _of_people(
            dataset,
            str(_("Impact assessment")),
            str(_("The day of the next look has come. Read the assessment again.")),
            url_for("staff_assessment.show", slug=dataset.slug),
        )


def _of_people(dataset: Dataset, badge: str, todo: str, url: str) -> Task:
    return Task(
        kind=TaskKind.PRIVACY,
        badge=badge,
        tone="warn",
        icon="shield-alert",
        title=words(dataset.title) or dataset.slug,
        lang=words_lang(dataset.title),
        todo=todo,
        url=url,
        meta=words(dataset.organization.title),
    )


def _reviews(who: Actor) -> Iterator[Task]:
    with services().reading() as session:
        found = reviewing.waiting(session, who)
    for dataset in found:
        row = waiting_row(dataset)
        if not row.own:
            yield Task(
                kind=TaskKind.REVIEW,
                badge=str(_("Review")),
                tone="warn",
                icon="list-checks",
                title=row.title,
                lang=row.lang,
                todo=str(_("Look at it, then approve it or send it back: %(what)s", what=row.what)),
                url=row.url,
                meta=f"{row.organization} · {row.submitted_by}",
                since=row.submitted_at,
            )


def _voices(who: Actor) -> Iterator[Task]:
    with services().reading() as session:
        found = listening.waiting(session, who)
    for each in found:
        is_request = each.kind is VoiceKind.REQUEST
        endpoint = "staff_voice.wanted" if is_request else "staff_voice.show"
        yield Task(
            kind=TaskKind.REPORT,
            badge=str(_("Request") if is_request else _("Report of an error")),
            tone="warn",
            icon="message-circle",
            title=each.title,
            lang=None,
            todo=str(_("Read it, then answer. Whoever wrote it can see your answer.")),
            url=url_for(endpoint, number=each.id),
            since=each.since,
        )


def _harvests(who: Actor) -> Iterator[Task]:
    with services().reading() as session:
        found = harvest_queries.attention(session, who)
    for each in found:
        yield Task(
            kind=TaskKind.HARVEST,
            badge=str(_("Harvest")),
            tone="warn",
            icon="refresh-cw",
            title=each.source.slug,
            lang=None,
            todo=said(each.reason),
            url=url_for("staff_harvest.show", slug=each.source.slug),
        )


def _apps(who: Actor) -> Iterator[Task]:
    with services().reading() as session:
        waiting = gallery_queries.waiting(session, who)
    if waiting:
        count = len(waiting)
        yield Task(
            kind=TaskKind.APP,
            badge=str(_("App")),
            tone="warn",
            icon="layout-grid",
            title=str(ngettext("%(num)s app waits", "%(num)s apps wait", count)),
            lang=None,
            todo=str(_("Open it, try it, then approve it or return it with a reason.")),
            url=url_for("staff_gallery.index"),
            since=waiting[0].submitted_at,
        )
