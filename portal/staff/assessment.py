"""The impact assessment of a dataset: write it, and let another person decide on it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import assessing, panel, queries, threshold
from datasets.assessing import AssessmentDraft, AssessmentStand, Risk
from datasets.kernel.actors import Permission
from datasets.kernel.errors import DisclosureBlocked, InvalidDraft
from datasets.models.dataset import Dataset
from datasets.threshold import Level
from portal.staff.frame import staff_blueprint
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words, words_lang

bp = staff_blueprint("staff_assessment", __name__, "/assessment")

RISK_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class AssessmentPage(FormPage):
    """What the template shows.

    Attributes:
        level: none, light or full.
        found: Threshold questions that the files themselves answer with yes.
        questions: All eight, for the check boxes.
        decision: What was decided, in words; empty while nothing was.
        may_decide: This person may decide, and did not write it.
    """

    slug: str
    shown_title: str
    lang: str | None
    level: str
    level_words: str
    found: tuple[str, ...]
    questions: tuple[Option, ...]
    likelihoods: tuple[Option, ...]
    impacts: tuple[Option, ...]
    risk_numbers: tuple[int, ...]
    written_by: str
    written_at: datetime | None
    decision: str
    decision_reason: str
    panel_asked: bool
    may_write: bool
    may_decide: bool


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """What was written, and the form for it."""
    return _page(_dataset(slug))


@bp.post("/<slug>")
def write(slug: str) -> ResponseReturnValue:
    """Keep what was written; nobody has decided on it yet."""
    try:
        draft = _draft()
        with services().begin(actor()) as uow:
            assessing.write(uow, queries.staff_dataset(uow.session, slug, actor()), draft)
    except InvalidDraft as refusal:
        errors = (FormError(_field_of(refusal), said(refusal.message)),)
        return _page(_dataset(slug), Form(_typed(), errors)), 422
    flash(_("Kept. Another person decides on it."))
    return redirect(url_for("staff_assessment.show", slug=slug), 303)


@bp.post("/<slug>/decision")
def decide(slug: str) -> ResponseReturnValue:
    """Accept it or refuse it, with a reason."""
    try:
        with services().begin(actor()) as uow:
            assessing.decide(
                uow,
                queries.staff_dataset(uow.session, slug, actor()),
                accept=request.form.get("decision") == "accept",
                reason=request.form.get("reason", ""),
            )
    except DisclosureBlocked as refusal:
        form = Form(
            _kept(_standing(_dataset(slug))) | {"reason": request.form.get("reason", "")},
            (FormError("reason", said(refusal.message)),),
        )
        return _page(_dataset(slug), form), 422
    flash(_("Your decision is kept, with its reason."))
    return redirect(url_for("staff_assessment.show", slug=slug), 303)


def _dataset(slug: str) -> Dataset:
    with services().reading() as session:
        return queries.staff_dataset(session, slug, actor())


def _standing(dataset: Dataset) -> AssessmentStand:
    with services().reading() as session:
        return assessing.standing(session, dataset)


def _page(dataset: Dataset, form: Form | None = None) -> str:
    stand = _standing(dataset)
    written = stand.written
    with services().reading() as session:
        asked = panel.stand(session, dataset) is not None
    title = words(dataset.title) or dataset.slug
    office = dataset.organization.slug
    own = written is None or assessing.is_own_work(actor(), written, dataset)
    page = AssessmentPage(
        title=_("Impact assessment"),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (title, url_for("staff_dataset.show", slug=dataset.slug)),
            (_("Impact assessment"), None),
        ),
        slug=dataset.slug,
        shown_title=title,
        lang=words_lang(dataset.title),
        level=stand.level,
        level_words=_level_words(stand.level),
        found=tuple(name for name, yes in stand.answers.items() if yes),
        questions=tuple(Option(name, said_of_threshold(name)) for name in threshold.QUESTIONS),
        likelihoods=_grades(
            _("1 hardly ever"), _("2 seldom"), _("3 it may well happen"), _("4 almost surely")
        ),
        impacts=_grades(
            _("1 a nuisance"), _("2 some trouble"), _("3 real harm"), _("4 beyond repair")
        ),
        risk_numbers=tuple(range(1, RISK_ROWS + 1)),
        written_by=written.written_by if written else "",
        written_at=written.written_at if written else None,
        decision=_decision_words(stand),
        decision_reason=written.decision_reason if written else "",
        panel_asked=asked,
        may_write=actor().may(Permission.EDIT, office),
        may_decide=not own and actor().may(Permission.DISCLOSE, office),
        form=form or Form(_kept(stand)),
    )
    return render_template("staff/assessment/show.html", page=page)


def said_of_threshold(name: str) -> str:
    """One of the eight questions, in the page's language."""
    return str(_(threshold.QUESTIONS[name]))


def _level_words(level: Level) -> str:
    return {
        Level.NONE: str(_("No assessment is needed.")),
        Level.LIGHT: str(_("A short one is advised: a summary and a day to look again.")),
        Level.FULL: str(_("A whole one is needed before this can be published.")),
    }[level]


def _decision_words(stand: AssessmentStand) -> str:
    written = stand.written
    if written is None or written.accepted is None:
        return ""
    if written.accepted:
        return str(_("%(who)s accepted it", who=written.decided_by))
    return str(_("%(who)s did not accept it", who=written.decided_by))


def _grades(*labels: object) -> tuple[Option, ...]:
    return tuple(Option(str(number), str(label)) for number, label in enumerate(labels, 1))


def _kept(stand: AssessmentStand) -> dict[str, object]:
    """What stands in the form: what was written, and what the files say."""
    written = stand.written
    kept: dict[str, object] = {"answers": [name for name, yes in stand.answers.items() if yes]}
    if written is None:
        return kept
    for number, risk in enumerate(written.risks[:RISK_ROWS], 1):
        kept |= {f"{part}_{number}": str(value) for part, value in risk.items()}
    return kept | {
        "stakeholders": written.stakeholders,
        "data_flow": written.data_flow,
        "summary_ja": written.public_summary.get("ja", ""),
        "summary_en": written.public_summary.get("en", ""),
        "review_on": written.review_on.isoformat() if written.review_on else "",
    }


def _typed() -> dict[str, object]:
    return {**request.form.to_dict(), "answers": request.form.getlist("answers")}


def _draft() -> AssessmentDraft:
    chosen = set(request.form.getlist("answers"))
    return AssessmentDraft(
        answers={name: name in chosen for name in threshold.QUESTIONS},
        stakeholders=request.form.get("stakeholders", ""),
        data_flow=request.form.get("data_flow", ""),
        risks=[
            Risk(
                what=request.form[f"what_{number}"],
                likelihood=_grade(f"likelihood_{number}"),
                impact=_grade(f"impact_{number}"),
                treatment=request.form.get(f"treatment_{number}", ""),
            )
            for number in range(1, RISK_ROWS + 1)
            if request.form.get(f"what_{number}", "").strip()
        ],
        public_summary={
            language: request.form.get(f"summary_{language}", "") for language in ("ja", "en")
        },
        review_on=_day(request.form.get("review_on", "")),
    )


def _grade(field: str) -> int:
    typed = request.form.get(field, "")
    return int(typed) if typed in {"1", "2", "3", "4"} else 0


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise InvalidDraft(
            "Choose a day within the next three years for looking at it again."
        ) from None


def _field_of(refusal: InvalidDraft) -> str:
    return "review_on" if "day" in refusal.message.msgid else "what_1"
