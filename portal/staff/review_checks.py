"""What was found in a file that waits for a review, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from datasets.models.disclosure import Basis, Decision, DisclosureQuestion
from datasets.validation.advice import title as advice_title
from datasets.validation.report import Report
from portal.web.jinja import number
from portal.web.language import said, stored


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in one file, in words.

    Attributes:
        findings: Kind and number of what is left to put right.
        answers: What was asked about personal data, and who answered what and why.
    """

    filename: str
    sentence: str
    is_clean: bool
    findings: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


def check(
    filename: str, stored_report: dict[str, object] | None, asked: Sequence[DisclosureQuestion]
) -> Check:
    """What the check of one file says, and what was asked about it."""
    report = Report.from_json(stored_report) if stored_report else None
    left = sum(report.counts.values()) if report else 0
    if report is None:
        sentence = _("It is no table, so its content was not checked.")
    elif left:
        sentence = _(
            "%(rows)s rows were checked. %(left)s places are left to put right.",
            rows=number(report.row_count),
            left=number(left),
        )
    else:
        sentence = _(
            "%(rows)s rows were checked. Nothing is left to put right.",
            rows=number(report.row_count),
        )
    return Check(
        filename=filename,
        sentence=str(sentence),
        is_clean=not left,
        findings=tuple(
            str(_("%(title)s: %(count)s", title=said(advice_title(code)), count=number(count)))
            for code, count in (report.counts.items() if report else ())
        ),
        answers=tuple((stored(question.message), _answer(question)) for question in asked),
    )


def _answer(question: DisclosureQuestion) -> str:
    if question.decision is Decision.PENDING:
        return str(_("Waits for a decision"))
    if question.basis == Basis.LEFT_OUT:
        return str(_("Left out by %(who)s", who=question.decided_by))
    return str(_("%(who)s: “%(reason)s”", who=question.decided_by, reason=question.reason))
