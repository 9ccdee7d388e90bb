"""Add a source in three steps, with a look at what it gives before it is kept; change one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed
from harvesters import registry, schedule, sources, trial
from harvesters.models import HarvestSource
from harvesters.schedule import Rhythm
from harvesters.trial import Proposal, Trial
from portal.staff import harvest_words
from portal.staff.frame import staff_blueprint
from portal.staff.harvest_proposal import (
    DraftRow,
    default_values,
    draft_row,
    kept_values,
    proposal_of,
    unticked,
)
from portal.staff.harvest_twin import is_moved, known_twin, publisher, refuse_twin
from portal.staff.harvest_words import OPTION_PREFIX, OptionField
from portal.staff.office_options import office_options
from portal.staff.steps import Step
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said
from portal.web.rate_limit import limiter

TRIAL_RATE = "20 per minute"

bp = staff_blueprint("staff_harvest_form", __name__, "/harvest")


@dataclass(frozen=True, kw_only=True)
class SourceFormPage(FormPage):
    """A form about a source.

    Attributes:
        kind: Of the source; empty before it is chosen.
        may_add: Whether the reader may add a publisher that is not among the organizations.
        twin: Publisher and slug of the source that brings the same datasets already.
    """

    kind: str = ""
    kind_label: str = ""
    kinds: tuple[Option, ...] = ()
    organizations: tuple[Option, ...] = ()
    may_add: bool = False
    options: tuple[OptionField, ...] = ()
    rhythms: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    slug: str = ""
    twin: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class TrialPage(SourceFormPage):
    """What a source would give.

    Attributes:
        rows: The first datasets; `usable` of them can be taken.
        more: Whether there are more than these.
        doubt: Why the list did not end as it should; empty if it did.
        back_url: Where what was typed can be changed.
    """

    rows: tuple[DraftRow, ...]
    usable: int
    more: bool
    doubt: str
    unstated: int
    proposal: Proposal
    back_url: str

    @property
    def kept_options(self) -> tuple[tuple[str, str], ...]:
        """The options that were chosen, as fields; a box that is not ticked is left out."""
        options = self.proposal.options.items()
        return tuple((OPTION_PREFIX + name, text) for name, text in options if text != "false")


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Choose a kind; once it is chosen, say where the source is."""
    kind = request.args.get("kind", "")
    if kind not in registry.kinds():
        return _kind_page()
    return _place_page(kind, Form(_typed(kind) if "url" in request.args else default_values(kind)))


@bp.get("/new/trial")
@limiter.limit(TRIAL_RATE)
def look() -> ResponseReturnValue:
    """Read the first datasets of a source; nothing is kept."""
    kind = request.args.get("kind", "")
    if kind not in registry.kinds():
        return redirect(url_for("staff_harvest_form.new"))
    proposal = proposal_of(kind, request.args)
    allowed = {option.value for option in office_options(Permission.HARVEST)}
    errors = [] if proposal.organization in allowed else [_which_organization()]
    if errors:
        return _place_page(kind, Form(_typed(kind), errors)), 422
    refuse_twin(proposal)
    seen = trial.look(
        actor(),
        proposal,
        allow_loopback=services().settings.allow_loopback,
        user_agent=services().user_agent,
    )
    if seen.refusal is not None:
        errors = [FormError("url", said(seen.refusal))]
        return _place_page(kind, Form(_typed(kind), errors)), 422
    return render_template("staff/harvest_form/look.html", page=_trial_page(proposal, seen))


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Keep the source that was looked at, and harvest it if that is wished."""
    proposal = proposal_of(request.form.get("kind", ""), request.form)
    _require_harvesting()
    refuse_twin(proposal)
    with services().begin(actor()) as uow:
        source = sources.add(
            uow,
            kind=proposal.kind,
            url=proposal.url,
            organization=proposal.organization,
            options=proposal.options,
        )
        source.publish = bool(request.form.get("publish"))
        schedule.set_rhythm(uow, source, _rhythm())
        if proposal.agreement:
            sources.agree(uow, source, proposal.agreement)
        if request.form.get("now"):
            schedule.run_now(uow, source)
        slug = source.slug
    flash(_("The source is kept."))
    return redirect(url_for("staff_harvest.show", slug=slug), 303)


@bp.get("/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    """The form with what is kept."""
    with services().reading() as session:
        source = sources.by_slug_of(session, slug, actor())
    return _edit_page(source, Form(kept_values(source)))


@bp.post("/<slug>/edit")
def save(slug: str) -> ResponseReturnValue:
    """Keep the changes."""
    with services().begin(actor()) as uow:
        source = sources.by_slug_of(uow.session, slug, actor())
        given = proposal_of(source.kind, request.form)
        if is_moved(source, given):
            refuse_twin(given, slug)
        sources.change(
            uow,
            source,
            url=given.url,
            options=given.options,
            publish=bool(request.form.get("publish")),
        )
        schedule.set_rhythm(uow, source, _rhythm())
    flash(_("The source is kept."))
    return redirect(url_for("staff_harvest.show", slug=slug), 303)


@bp.errorhandler(InvalidDraft)
def refused(refusal: InvalidDraft) -> ResponseReturnValue:
    """The form again as it was filled in, with what to change."""
    form = Form(request.values.to_dict(), (FormError("url", said(refusal.message)),))
    if "slug" not in (request.view_args or {}):
        return _place_page(request.values.get("kind", ""), form), 422
    with services().reading() as session:
        source = sources.by_slug_of(session, (request.view_args or {})["slug"], actor())
    return _edit_page(source, form), 422


def _kind_page() -> str:
    _require_harvesting()
    page = SourceFormPage(
        title=_("Add a source"),
        breadcrumbs=_trail(_("Add a source")),
        form=Form({"kind": ""}),
        kinds=harvest_words.kind_options(),
        steps=_steps(0),
    )
    return render_template("staff/harvest_form/new.html", page=page)


def _place_page(kind: str, form: Form) -> str:
    _require_harvesting()
    title = _("Add a source")
    page = SourceFormPage(
        title=title,
        breadcrumbs=_trail(title),
        form=form,
        kind=kind,
        kind_label=harvest_words.kind_name(kind),
        organizations=office_options(Permission.HARVEST),
        may_add=actor().may(Permission.ADMINISTER),
        options=harvest_words.option_fields(kind),
        steps=_steps(1, kind),
        twin=known_twin(kind, form),
    )
    return render_template("staff/harvest_form/place.html", page=page)


def _edit_page(source: HarvestSource, form: Form) -> str:
    rhythm = schedule.rhythm_of(source)
    page = SourceFormPage(
        title=_("Change the source"),
        breadcrumbs=_trail(
            _("Change the source"),
            url_for("staff_harvest.show", slug=source.slug),
            publisher(source),
        ),
        form=form,
        kind=source.kind,
        kind_label=harvest_words.kind_name(source.kind),
        options=harvest_words.option_fields(source.kind),
        rhythms=harvest_words.rhythm_options(own=source.cron if rhythm is Rhythm.OWN else ""),
        slug=source.slug,
        twin=known_twin(source.kind, form, source.slug),
    )
    return render_template("staff/harvest_form/edit.html", page=page)


def _trial_page(proposal: Proposal, seen: Trial) -> TrialPage:
    rows = tuple(draft_row(draft) for draft in seen.drafts)
    return TrialPage(
        title=_("What the source gives"),
        breadcrumbs=_trail(_("What the source gives")),
        form=Form({"rhythm": str(Rhythm.DAILY), "publish": True, "now": True}),
        kind=proposal.kind,
        kind_label=harvest_words.kind_name(proposal.kind),
        rhythms=harvest_words.rhythm_options(),
        steps=_steps(2, proposal.kind),
        rows=rows,
        usable=sum(not row.problem for row in rows),
        more=seen.more,
        doubt=said(seen.doubt) if seen.doubt else "",
        unstated=sum(not row.problem and not row.is_open for row in rows),
        proposal=proposal,
        back_url=f"{url_for('staff_harvest_form.new')}?{urlencode(request.args.to_dict())}",
    )


def _require_harvesting() -> None:
    if not actor().may_somewhere(Permission.HARVEST):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def _which_organization() -> FormError:
    return FormError("organization", _("Choose whose data it brings."))


def _typed(kind: str) -> dict[str, object]:
    return {**unticked(kind), **request.args.to_dict()}


def _rhythm() -> Rhythm:
    wanted = request.form.get("rhythm", "")
    return next((rhythm for rhythm in Rhythm if rhythm.value == wanted), Rhythm.NEVER)


def _steps(at: int, kind: str = "") -> tuple[Step, ...]:
    texts = (_("Kind"), _("Address"), _("Try out"))
    urls = (url_for("staff_harvest_form.new"), url_for("staff_harvest_form.new", kind=kind), "")
    return tuple(
        Step(
            str(text),
            "now" if place == at else "done" if place < at else "later",
            urls[place] if place < at else "",
        )
        for place, text in enumerate(texts)
    )


def _trail(
    title: str, url: str | None = None, name: str = ""
) -> tuple[tuple[str, str | None], ...]:
    above = (
        (str(_("Staff desk")), url_for("staff_desk.show")),
        (str(_("Harvests")), url_for("staff_harvest.index")),
    )
    between = ((name, url),) if name else ()
    return (*above, *between, (str(title), None))
