"""Who did what, and when."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from apps_gallery.moderation import REASON_BY_CODE
from datasets import queries
from datasets.kernel import audit
from datasets.kernel.audit import AuditEntry, Wanted
from datasets.kernel.clock import CITY_TIME
from portal.accounts import oversight
from portal.accounts.models import Role
from portal.accounts.oversight import Subject
from portal.staff.audit_words import KINDS, SENTENCES
from portal.staff.frame import staff_blueprint
from portal.staff.people import role_word
from portal.web.context import Page, actor, services
from portal.web.forms import Option
from portal.web.language import words
from portal.web.paging import Pager, page_number, pager
from portal.web.who import who_words

PAGE_SIZE = 50
_BATCH = 1_000
_LONGEST_NAME = 100
_DETAILS = ("reason", "role", "organization", "url", "cron")
_NUMBERED = {"data-request": "staff_voice.wanted", "data-report": "staff_voice.show"}
_NAMED = {
    "dataset": "staff_dataset.show",
    "organization": "staff_organization.show",
    "harvest-source": "staff_harvest.show",
    "app": "staff_gallery.show",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

bp = staff_blueprint("staff_audit", __name__, "/audit")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody did.

    Attributes:
        about: Name of what it was done to; empty if it has none any more.
        url: Of its own page; empty if it has none.
        detail: The reason, or what else was written down.
    """

    at: datetime
    actor: str
    sentence: str
    about: str
    url: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class AuditPage(Page):
    """What the template shows.

    Attributes:
        chosen: What stands in the filter, by field.
        csv_url: The same entries as a file.
    """

    lines: tuple[Line, ...]
    total: int
    pager: Pager
    kinds: tuple[Option, ...]
    chosen: Mapping[str, str]
    csv_url: str

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return any(self.chosen.values())


@bp.get("")
def show() -> ResponseReturnValue:
    """The newest first, fifty a page."""
    chosen = _chosen()
    number = page_number(request.args.get("page"))
    with services().reading() as session:
        allowed = oversight.readable(session, actor())
        wanted = _narrowed(allowed, chosen)
        total = audit.entry_count(session, wanted)
        found = audit.entries(session, wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
        about = oversight.subjects(session, found)
        kinds = audit.subject_kinds(session, allowed)
    offices = _offices()
    asked: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    page = AuditPage(
        title=_("Who did what"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("Who did what"), None)),
        lines=tuple(_line(entry, about.get(entry.subject_id), offices) for entry in found),
        total=total,
        pager=pager(
            total,
            number,
            PAGE_SIZE,
            lambda page: url_for("staff_audit.show", page=page, **asked),
        ),
        kinds=(Option("", _("Anything")), *(Option(kind, _kind(kind)) for kind in kinds)),
        chosen=chosen,
        csv_url=url_for("staff_audit.table", **asked),
    )
    return render_template("staff/audit/show.html", page=page)


@bp.get("/entries.csv")
def table() -> ResponseReturnValue:
    """The same entries, all of them, for a spreadsheet."""
    with services().reading() as session:
        wanted = _narrowed(oversight.readable(session, actor()), _chosen())
    response = Response(stream_with_context(_csv(wanted)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _chosen() -> dict[str, str]:
    return {
        "actor": request.args.get("actor", "").strip()[:_LONGEST_NAME],
        "kind": request.args.get("kind", "") if request.args.get("kind") in KINDS else "",
        "since": _day_text(request.args.get("since")),
        "until": _day_text(request.args.get("until")),
    }


def _narrowed(allowed: Wanted, chosen: Mapping[str, str]) -> Wanted:
    since, until = (_day(chosen[name]) for name in ("since", "until"))
    return replace(
        allowed,
        actor=chosen["actor"],
        kind=chosen["kind"],
        since=since,
        until=until + timedelta(days=1) if until else None,
    )


def _day(text: str) -> datetime | None:
    """The beginning of a day of the city."""
    if not text:
        return None
    day = date.fromisoformat(text)
    return datetime(day.year, day.month, day.day, tzinfo=CITY_TIME).astimezone(UTC)


def _day_text(text: str | None) -> str:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return ""
    return day.isoformat() if day.year > date.min.year and day.year < date.max.year else ""


def _offices() -> dict[str, str]:
    """Every organization by its short name, as people call it."""
    with services().reading() as session:
        return {each.slug: words(each.title) for each in queries.every_organization(session)}


def _line(entry: AuditEntry, about: Subject | None, offices: Mapping[str, str]) -> Line:
    return Line(
        at=entry.at,
        actor=who_words(entry.actor),
        sentence=_sentence(entry),
        about=_about(entry, about),
        url=_url(entry, about),
        detail=_detail(entry.detail, offices),
    )


def _about(entry: AuditEntry, about: Subject | None) -> str:
    if about:
        return words(about.title) or about.slug
    if entry.subject_kind in _NUMBERED:
        return str(_("number %(number)s", number=entry.subject_id))
    return str(entry.detail.get("slug", ""))


def _sentence(entry: AuditEntry) -> str:
    sentence = SENTENCES.get((entry.subject_kind, entry.action))
    return str(_(sentence)) if sentence else f"{entry.subject_kind}: {entry.action}"


def _url(entry: AuditEntry, about: Subject | None) -> str:
    """Where the thing is; empty for what is gone, or has no page."""
    kind, identity = entry.subject_kind, entry.subject_id
    if kind in _NUMBERED and identity.isdecimal():
        return url_for(_NUMBERED[kind], number=int(identity))
    if about is None or not about.title:
        return ""
    if kind == "account":
        return url_for("staff_people.show", person=identity)
    return url_for(_NAMED[kind], slug=about.slug) if kind in _NAMED and about.slug else ""


def _detail(detail: Mapping[str, Any], offices: Mapping[str, str]) -> str:
    said = {name: str(detail.get(name) or "") for name in _DETAILS}
    if said["role"] in list(Role):
        said["role"] = role_word(Role(said["role"]))
    if said["reason"] in REASON_BY_CODE:
        said["reason"] = str(_(REASON_BY_CODE[said["reason"]].label))
    said["organization"] = offices.get(said["organization"], said["organization"])
    return " · ".join(filter(None, said.values()))


def _kind(kind: str) -> str:
    return str(_(KINDS[kind])) if kind in KINDS else kind


def _csv(wanted: Wanted) -> Iterator[str]:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    written.write("\ufeff")
    names = (_("When"), _("Who"), _("What"), _("About"), _("Detail"))
    writer.writerow([str(name) for name in names])
    offset, offices = 0, _offices()
    while True:
        with services().reading() as session:
            found = audit.entries(session, wanted, limit=_BATCH, offset=offset)
            about = oversight.subjects(session, found)
        for entry in found:
            line = _line(entry, about.get(entry.subject_id), offices)
            when = line.at.astimezone(CITY_TIME).isoformat(timespec="seconds")
            writer.writerow(map(_cell, (when, line.actor, line.sentence, line.about, line.detail)))
        yield written.getvalue()
        written.seek(0)
        written.truncate()
        if len(found) < _BATCH:
            return
        offset += _BATCH


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
