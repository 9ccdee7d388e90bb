"""Look at what waits for a second person: approve it, send it back, say something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import changes, publishing, queries, reviewing
from datasets.kernel.actors import Permission
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.review import ReviewAction, ReviewEvent
from portal.staff.frame import staff_blueprint
from portal.staff.preview import TablePreview, table_preview
from portal.staff.review_changes import FileChange, file_changes, word_changes
from portal.staff.review_checks import Check, check
from portal.staff.standing import newest_files
from portal.staff.update import words_of
from portal.web.change_words import ChangeWords
from portal.web.context import Page, actor, services
from portal.web.forms import Option
from portal.web.jinja import moment
from portal.web.language import listed, words, words_lang
from portal.web.repairs import Change
from portal.web.when import chosen_time
from portal.web.who import who_words

REASONS = {
    "description": N_("The description is not clear"),
    "values": N_("Values look wrong"),
    "gone": N_("Rows or columns are missing"),
    "personal": N_("It may tell of persons"),
    "terms": N_("The terms of use do not fit"),
    "other": N_("Another reason"),
}
"""Why something is sent back, by code."""

bp = staff_blueprint("staff_review", __name__, "/review")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue.

    Attributes:
        what: What changes, in a few words.
        own: Whether this person may not decide, for it is their own work.
    """

    title: str
    lang: str | None
    url: str
    organization: str
    submitted_by: str
    submitted_at: datetime
    what: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class QueuePage(Page):
    """What the template shows."""

    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One step of the review, as the macro `timeline` takes it."""

    day: date
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """What the template shows.

    Attributes:
        differences: What the files change, row by row, by `FileChange.id`.
        reasons: For which it may be sent back.
        revision: What the reviewer sees; a later one is not approved by this page.
        own: Whether this person may not decide, for it is their own work.
        may_edit: Whether this person may also open its own page.
    """

    slug: str
    lang: str | None
    organization: str
    submitted_by: str
    submitted_at: datetime
    revision: int
    first: bool
    changes: tuple[Change, ...]
    files: tuple[FileChange, ...]
    differences: Mapping[str, ChangeWords]
    previews: tuple[TablePreview, ...]
    checks: tuple[Check, ...]
    said: tuple[Said, ...]
    own: bool
    may_edit: bool
    reasons: tuple[Option, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes the change large."""
        return tuple(line for words in self.differences.values() for line in words.warnings)


@bp.get("")
def index() -> ResponseReturnValue:
    """What waits, the longest waiting first."""
    who = actor()
    if not who.may_somewhere(Permission.REVIEW):
        raise NotFound("There is no such page.")
    with services().reading() as session:
        found = reviewing.waiting(session, who)
    page = QueuePage(
        title=_("Reviews"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("Reviews"), None)),
        rows=tuple(waiting_row(dataset) for dataset in found),
    )
    return render_template("staff/review/index.html", page=page)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One of what waits: what changes, what was found, what was said."""
    with services().reading() as session:
        dataset = reviewing.waiting_dataset(session, slug, actor())
        newest = newest_files(dataset)
        asked = queries.questions(session, [version.id for _part, version in newest])
        reports = {v.id: queries.quality_report(session, v.id) for _part, v in newest}
        events = reviewing.events(session, dataset.id)
        told = changes.of_versions(session, [version.id for _part, version in newest])
    differences = {str(key): words_of(change) for key, change in told.items()}
    files = file_changes(dataset)
    changed = {file.id for file in files}
    title = words(dataset.title) or slug
    page = ReviewPage(
        title=title,
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (_("Reviews"), url_for("staff_review.index")),
            (title, None),
        ),
        slug=slug,
        lang=words_lang(dataset.title),
        organization=words(dataset.organization.title),
        submitted_by=who_words(dataset.submitted_by),
        submitted_at=dataset.submitted_at or dataset.updated_at,
        revision=dataset.revision,
        first=dataset.published_at is None,
        changes=word_changes(dataset),
        files=files,
        differences={key: words for key, words in differences.items() if key in changed and words},
        previews=tuple(
            table_preview(dataset, part, version)
            for part, version in newest
            if str(version.id) in changed and version.table_key
        ),
        checks=tuple(
            check(version.filename, kept.report if kept else None, _of(asked, version.id))
            for _part, version in newest
            if str(version.id) in changed
            for kept in [reports[version.id]]
        ),
        said=tuple(_said(event) for event in events),
        own=_is_own(dataset),
        may_edit=actor().may(Permission.EDIT, dataset.organization.slug),
        reasons=tuple(Option(code, str(_(text))) for code, text in REASONS.items()),
    )
    return render_template("staff/review/show.html", page=page)


@bp.post("/<slug>/approve")
def approve(slug: str) -> ResponseReturnValue:
    """Show everyone what was looked at."""
    seen = request.form.get("revision", "")
    at, agreed = chosen_time(request.form), bool(request.form.get("agreed"))
    with services().begin(actor()) as uow:
        dataset = reviewing.waiting_dataset(uow.session, slug, actor())
        revision = int(seen) if seen.isdecimal() else 0
        reviewing.approve(uow, dataset, revision, agreed=agreed, at=at)
    if at is None:
        flash(_("Approved. Everyone can see it now."))
    else:
        flash(_("Approved. It goes public on %(time)s.", time=moment(at)))
    return redirect(url_for("staff_review.index"), 303)


@bp.post("/<slug>/return")
def send_back(slug: str) -> ResponseReturnValue:
    """Return it to its publisher with a reason."""
    with services().begin(actor()) as uow:
        dataset = reviewing.waiting_dataset(uow.session, slug, actor())
        chosen = REASONS.get(request.form.get("why", ""), "")
        typed = request.form.get("reason", "").strip()
        reason = _("%(why)s: %(text)s", why=_(chosen), text=typed) if chosen and typed else typed
        reviewing.send_back(uow, dataset, reason or (str(_(chosen)) if chosen else ""))
    flash(_("Sent back. Its publisher reads your reason."))
    return redirect(url_for("staff_review.index"), 303)


@bp.post("/<slug>/comments")
def comment(slug: str) -> ResponseReturnValue:
    """Say something to whoever looks at it too."""
    with services().begin(actor()) as uow:
        dataset = reviewing.waiting_dataset(uow.session, slug, actor())
        reviewing.comment(uow, dataset, request.form.get("text", ""))
    flash(_("Your comment is kept."))
    return redirect(url_for("staff_review.show", slug=slug, _anchor="said"), 303)


def waiting_row(dataset: Dataset) -> Waiting:
    """One dataset that waits for a review, as lists show it."""
    return Waiting(
        title=words(dataset.title) or dataset.slug,
        lang=words_lang(dataset.title),
        url=url_for("staff_review.show", slug=dataset.slug),
        organization=words(dataset.organization.title),
        submitted_by=who_words(dataset.submitted_by),
        submitted_at=dataset.submitted_at or dataset.updated_at,
        what=_what(dataset),
        own=_is_own(dataset),
    )


def _is_own(dataset: Dataset) -> bool:
    return not publishing.may_release(actor(), dataset, dataset.organization.slug)


def _what(dataset: Dataset) -> str:
    if dataset.published_at is None:
        return str(_("New data"))
    files = len(file_changes(dataset))
    parts = []
    if files:
        parts.append(ngettext("%(num)s new file version", "%(num)s new file versions", files))
    if dataset.proposed:
        parts.append(_("a new description"))
    return listed(parts) or str(_("To be public again"))


def _of(asked: Sequence[DisclosureQuestion], version_id: object) -> list[DisclosureQuestion]:
    return [question for question in asked if question.version_id == version_id]


def _said(event: ReviewEvent) -> Said:
    titles = {
        ReviewAction.SUBMIT: _("%(who)s submitted it"),
        ReviewAction.COMMENT: _("%(who)s commented"),
        ReviewAction.APPROVE: _("%(who)s approved it"),
        ReviewAction.SEND_BACK: _("%(who)s sent it back"),
    }
    title = str(titles[ReviewAction(event.action)]) % {"who": who_words(event.actor)}
    return Said(event.at.astimezone(CITY_TIME).date(), title, event.text)
