"""The questions about people's data of one dataset, as the step "safety" shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from datasets import assessing, gate, panel, queries, threshold
from datasets.assessing import AssessmentStand
from datasets.kernel.actors import Actor, Permission
from datasets.models.dataset import Dataset
from datasets.models.disclosure import Basis, Decision, DisclosureQuestion
from datasets.models.distribution import FINAL_STAGES
from datasets.panel import PanelStand
from datasets.threshold import Level
from portal.staff.standing import asked_versions, newest_files
from portal.web.context import services
from portal.web.forms import Option
from portal.web.language import stored


@dataclass(frozen=True, slots=True)
class Question:
    """A privacy question.

    Attributes:
        answer: What was decided, in words; empty while it is open.
        basis: Value of `Basis`; empty while nobody named one. `ground` is the same in words.
        explanation: Why it may be public, in the words of `explained_by`.
        own: This person handed it in or explained it, so that another must allow it.
        personal: A ground must be named.
        alone: It is left out with the form of the step; no other person is needed for that.
    """

    id: UUID
    filename: str
    sentence: str
    blocking: bool
    answer: str
    allowed: bool
    reason: str
    decided_by: str
    basis: str
    ground: str
    explanation: str
    explained_by: str
    own: bool
    personal: bool
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyStep:
    """What the macro `privacy_questions` takes.

    Attributes:
        back: Where an answer leads back to.
        may_decide: This person may answer; `may_explain`: may say why.
        working: A file is being checked now.
        assessment: What is to be done about the impact assessment, or was; empty if nothing is.
        due: The assessment stands in the way.
        panel: Where the review panel stands; empty if none is asked.
    """

    slug: str
    questions: tuple[Question, ...]
    bases: tuple[Option, ...]
    back: str
    may_decide: bool
    may_explain: bool
    working: bool
    assessment: str
    due: bool
    panel: str

    @property
    def left_out(self) -> bool:
        """Whether somebody is asked to leave hidden sheets out, who needs nobody else for it."""
        return any(question.alone for question in self.questions) and self.may_explain


def privacy_step(dataset: Dataset, who: Actor, back: str = "") -> PrivacyStep:
    """The questions about the newest files of a dataset.

    Args:
        dataset: Loaded whole.
        who: For whom.
        back: Path of the page that shows them; that of the dataset if empty.
    """
    versions = asked_versions(dataset)
    newest = {version.id for _part, version in newest_files(dataset)}
    with services().reading() as session:
        asked = [
            question
            for question in queries.questions(session, [version.id for version in versions])
            if question.version_id in newest or gate.stands_in_the_way(question)
        ]
        written = assessing.standing(session, dataset)
        advised = panel.stand(session, dataset)
    office = dataset.organization.slug
    return PrivacyStep(
        slug=dataset.slug,
        questions=_questions(dataset, asked, who),
        bases=basis_options(),
        back=back or url_for("staff_dataset.show", slug=dataset.slug, _anchor="questions"),
        may_decide=who.may(Permission.DISCLOSE, office),
        may_explain=who.may(Permission.EDIT, office),
        working=any(version.stage not in FINAL_STAGES for version in versions),
        assessment=_assessment_words(written),
        due=written.due,
        panel=_panel_words(advised) if asked else "",
    )


def basis_options() -> tuple[Option, ...]:
    """The grounds on which people's data may be public."""
    said = {
        Basis.LAW: (
            _("A law or ordinance says so"),
            _("Such as registers that the law opens to everyone."),
        ),
        Basis.CONSENT: (
            _("The people agreed"),
            _("They chose it themselves, and know that everyone can see it."),
        ),
        Basis.OFFICIAL: (
            _("People in public office"),
            _("Such as members of the council, in what they do for the public."),
        ),
        Basis.BUSINESS: (
            _("A business’s own number or address"),
            _("Shops and offices that publish it themselves."),
        ),
        Basis.ANONYMISED: (
            _("Nobody can be recognised any more"),
            _("Names were removed, groups made larger."),
        ),
        Basis.NOT_PERSONAL: (_("It is not about people"), _("The check was mistaken.")),
    }
    return tuple(Option(basis, str(label), str(hint)) for basis, (label, hint) in said.items())


def _questions(
    dataset: Dataset, asked: Sequence[DisclosureQuestion], who: Actor
) -> tuple[Question, ...]:
    versions = {version.id: version for version in asked_versions(dataset)}
    grounds = {option.value: option.label for option in basis_options()}
    answers = {
        Decision.PENDING: "",
        Decision.ALLOWED: _("May be published"),
        Decision.REFUSED: _("Stays inside"),
    }
    return tuple(
        Question(
            id=question.id,
            filename=versions[question.version_id].filename,
            sentence=stored(question.message),
            blocking=question.blocking,
            answer=str(
                _("Left out of what is published")
                if question.basis == Basis.LEFT_OUT
                else answers[question.decision]
            ),
            allowed=question.decision is Decision.ALLOWED,
            reason=question.reason,
            decided_by=question.decided_by,
            basis=question.basis,
            ground=grounds.get(question.basis, ""),
            explanation=question.explanation,
            explained_by=question.explained_by,
            own=who.name
            in {
                versions[question.version_id].handed_in_by,
                question.explained_by,
                dataset.changed_by,
                dataset.submitted_by,
            },
            personal=question.kind in threshold.PERSONAL,
            alone=question.alone and question.decision is Decision.PENDING,
        )
        for question in asked
    )


def _assessment_words(stand: AssessmentStand) -> str:
    written = stand.written
    if stand.level is Level.NONE:
        return ""
    if not stand.due:
        if written is not None and written.accepted:
            said = _("The impact assessment was accepted by %(who)s.", who=written.decided_by)
        else:
            said = _("A short impact assessment is advised. It may be left out.")
    elif written is None:
        said = _("An impact assessment is due: write what may happen to people.")
    elif written.accepted is False:
        said = _("The impact assessment was not accepted: %(why)s", why=written.decision_reason)
    else:
        said = _("The impact assessment waits for another person’s decision.")
    return str(said)


def _panel_words(found: PanelStand | None) -> str:
    if found is None:
        return ""
    if found.agrees:
        return str(_("The review panel has agreed."))
    return str(
        _(
            "The review panel is asked: %(yes)s of %(quorum)s said yes, %(no)s said no.",
            yes=found.yes,
            quorum=found.quorum,
            no=found.no,
        )
    )
