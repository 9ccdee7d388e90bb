"""The review panel: what waits for its advice, giving it, and setting the panel up."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import assessing, panel, queries
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed
from datasets.models.dataset import Dataset
from datasets.models.panel import ReviewPanel
from portal.staff.frame import staff_blueprint
from portal.staff.privacy_questions import PrivacyStep, privacy_step
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words, words_lang

bp = staff_blueprint("staff_panel", __name__, "/panel")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits, or one panel that can be set up."""

    title: str
    lang: str | None
    url: str
    meta: str
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PanelPage(Page):
    """What the template of the list shows.

    Attributes:
        member: This person sits on a panel.
        named: Panels this person may set up, of which somebody is a member.
        unasked: Organizations for which this person may set one up.
    """

    rows: tuple[Row, ...]
    member: bool
    named: tuple[Row, ...]
    unasked: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member advised, in words."""

    who: str
    said: str
    advice: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AdvicePage(FormPage):
    """What the template of one dataset shows."""

    slug: str
    shown_title: str
    lang: str | None
    organization: str
    step: PrivacyStep
    summary: str
    stakeholders: str
    data_flow: str
    votes: tuple[Vote, ...]
    choices: tuple[Option, ...]
    own: bool


@dataclass(frozen=True, kw_only=True)
class SettingsPage(FormPage):
    """What the template of the settings shows; `slug` is empty for the whole site."""

    slug: str
    shown_title: str


@bp.get("")
def index() -> ResponseReturnValue:
    """What waits for this member's advice, and the panels this person may set up."""
    who = actor()
    with services().reading() as session:
        member = panel.is_member(session, who)
        waiting = panel.waiting(session, who) if member else []
    panels = _panels()
    page = PanelPage(
        title=_("Review panel"),
        breadcrumbs=_steps(),
        rows=tuple(
            Row(
                title=words(dataset.title) or dataset.slug,
                lang=words_lang(dataset.title),
                url=url_for("staff_panel.show", slug=dataset.slug),
                meta=words(dataset.organization.title),
                since=dataset.updated_at,
            )
            for dataset in waiting
        ),
        member=member,
        named=tuple(row for asked, row in panels if asked),
        unasked=tuple(row for asked, row in panels if not asked),
    )
    return render_template("staff/panel/index.html", page=page)


@bp.get("/data/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """What was found in one dataset, and what the panel advised."""
    return _advice_page(_dataset(slug), Form({}))


@bp.post("/data/<slug>")
def advise(slug: str) -> ResponseReturnValue:
    """Advise on one dataset."""
    try:
        with services().begin(actor()) as uow:
            dataset = panel.dataset_for(uow.session, slug, actor())
            panel.vote(uow, dataset, request.form.get("vote", ""), request.form.get("advice", ""))
    except InvalidDraft as refusal:
        field = "advice" if "why" in refusal.message.msgid else "vote"
        form = Form(request.form.to_dict(), (FormError(field, said(refusal.message)),))
        return _advice_page(_dataset(slug), form), 422
    flash(_("Your advice is kept with your name."))
    return redirect(url_for("staff_panel.index"), 303)


@bp.get("/settings", defaults={"slug": ""})
@bp.get("/settings/<slug>")
def settings(slug: str) -> ResponseReturnValue:
    """Who sits on a panel, and how many must agree."""
    _require(slug)
    with services().reading() as session:
        kept = panel.own_panel(session, slug or None)
    form = Form(
        {
            "members": "\n".join(kept.members) if kept else "",
            "quorum": str(kept.quorum) if kept and kept.quorum else "2",
        }
    )
    return _settings_page(slug, form)


@bp.post("/settings", defaults={"slug": ""})
@bp.post("/settings/<slug>")
def set_up(slug: str) -> ResponseReturnValue:
    """Keep who sits on a panel."""
    typed = request.form.get("quorum", "")
    try:
        with services().begin(actor()) as uow:
            panel.set_up(
                uow,
                slug or None,
                request.form.get("members", "").split(),
                int(typed) if typed.isdecimal() and len(typed) < 4 else 0,
            )
    except InvalidDraft as refusal:
        field = "members" if "at most" in refusal.message.msgid else "quorum"
        form = Form(request.form.to_dict(), (FormError(field, said(refusal.message)),))
        return _settings_page(slug, form), 422
    flash(_("Kept."))
    return redirect(url_for("staff_panel.index"), 303)


def _require(slug: str) -> None:
    if not actor().may(Permission.ADMINISTER, slug or None):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def _dataset(slug: str) -> Dataset:
    with services().reading() as session:
        return panel.dataset_for(session, slug, actor())


def _advice_page(dataset: Dataset, form: Form) -> str:
    with services().reading() as session:
        written = assessing.standing(session, dataset).written
        stand = panel.stand(session, dataset)
    title = words(dataset.title) or dataset.slug
    page = AdvicePage(
        title=_("Advice on “%(title)s”", title=title),
        breadcrumbs=_steps((title, None)),
        slug=dataset.slug,
        shown_title=title,
        lang=words_lang(dataset.title),
        organization=words(dataset.organization.title),
        step=privacy_step(dataset, actor()),
        summary=words(written.public_summary) if written else "",
        stakeholders=written.stakeholders if written else "",
        data_flow=written.data_flow if written else "",
        votes=tuple(
            Vote(vote.actor, _vote_words(vote.vote), vote.advice, vote.at)
            for vote in (stand.votes if stand else ())
        ),
        choices=tuple(Option(vote, _vote_words(vote)) for vote in panel.VOTES),
        own=actor().name in {dataset.changed_by, dataset.submitted_by},
        form=form,
    )
    return render_template("staff/panel/show.html", page=page)


def _settings_page(slug: str, form: Form) -> str:
    title = str(_("The whole site"))
    if slug:
        with services().reading() as session:
            title = words(queries.organization(session, slug).title) or slug
    page = SettingsPage(
        title=_("Set up a review panel"),
        breadcrumbs=_steps((_("Set up a review panel"), None)),
        slug=slug,
        shown_title=title,
        form=form,
    )
    return render_template("staff/panel/settings.html", page=page)


def _panels() -> list[tuple[bool, Row]]:
    """Every panel the reader may set up, and whether somebody sits on it."""
    found = []
    with services().reading() as session:
        kept = panel.every_panel(session)
        if actor().may(Permission.ADMINISTER):
            found.append(_panel_row(str(_("The whole site")), None, "", kept.get(None)))
        found += [
            _panel_row(
                words(office.title) or office.slug,
                words_lang(office.title),
                office.slug,
                kept.get(office.id),
            )
            for office in queries.every_organization(session)
            if actor().may(Permission.ADMINISTER, office.slug)
        ]
    return found


def _panel_row(
    title: str, lang: str | None, slug: str, kept: ReviewPanel | None
) -> tuple[bool, Row]:
    url = url_for("staff_panel.settings", slug=slug or None)
    return bool(kept and kept.members), Row(title, lang, url, _asked(kept))


def _asked(kept: ReviewPanel | None) -> str:
    """How many are asked; empty where nobody is."""
    if not (kept and kept.members):
        return ""
    count = len(kept.members)
    return str(_("Members: %(count)s. Must agree: %(quorum)s", count=count, quorum=kept.quorum))


def _vote_words(vote: str) -> str:
    return {
        panel.YES: str(_("Yes, it may be public")),
        panel.NO: str(_("No, it should stay inside")),
        panel.ABSTAIN: str(_("I abstain")),
    }[vote]


def _steps(*more: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    here = url_for("staff_panel.index") if more else None
    return (
        (_("Staff desk"), url_for("staff_desk.show")),
        (_("Review panel"), here),
        *more,
    )
