"""A report laid out: the verdict, what does not fit, what was mended, what was promised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from datasets.kernel.messages import N_, Message
from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.validation.report import Report
from portal.web.jinja import number
from portal.web.language import said
from portal.web.remarks import RemarkGroup, remark_groups
from portal.web.repairs import Making, making
from portal.web.report_words import (
    FindingGroup,
    basis_sentence,
    basis_url,
    checked_sentence,
    finding_groups,
    verdict_sentence,
    what_next,
)

_MOST_FIELDS = 300
_TYPES = {
    "string": N_("text"),
    "integer": N_("whole number"),
    "number": N_("number"),
    "boolean": N_("true or false"),
    "year": N_("year"),
    "date": N_("date"),
    "datetime": N_("date with a time"),
    "time": N_("time"),
}
_CONSTRAINTS = {
    "required": N_("never empty"),
    "unique": N_("never twice"),
    "minimum": N_("at least %(value)s"),
    "maximum": N_("at most %(value)s"),
    "exclusiveMinimum": N_("more than %(value)s"),
    "exclusiveMaximum": N_("less than %(value)s"),
    "minLength": N_("at least %(value)s characters"),
    "maxLength": N_("at most %(value)s characters"),
    "pattern": N_("written as %(value)s"),
    "enum": N_("one of: %(value)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What a report says, as its templates take it.

    Attributes:
        tone: Of the verdict: `ok`, `plain` if it only departs from a standard, or `warn`.
        basis: Whose promise the table was checked against; `basis_url` explains a standard.
        failure: Why the thorough check was given up, and `what_next`; empty if it was not.
        version: Of the file.
        published: When it became public; None if it never was.
        groups: What does not fit, by kind.
        remarks: What reading remarked, by kind, the most important first.
        making: How the table was made of its file.
        promises: Of each column its name, its kind and what it promises.
    """

    tone: str
    verdict: str
    checked: str
    basis: str
    basis_url: str
    failure: str
    what_next: str
    version: int
    published: datetime | None
    groups: tuple[FindingGroup, ...]
    remarks: tuple[RemarkGroup, ...]
    making: Making
    promises: tuple[tuple[str, str, str], ...]


def report_view(
    version: FileVersion,
    kept: QualityReport,
    failure: Message | None = None,
    address: tuple[str, str] | None = None,
) -> ReportView:
    """Lay out the report on a version.

    Args:
        version: That was checked.
        kept: With a report.
        failure: Why the thorough check was given up; None if it was not.
        address: Names of the dataset and the file, if this is what the public sees now.
    """
    report = Report.from_json(kept.report or {})
    fields = (kept.schema or {}).get("fields", [])[:_MOST_FIELDS]
    key = (kept.schema or {}).get("primaryKey", [])
    return ReportView(
        tone="ok" if report.valid else "plain" if report.sound else "warn",
        verdict=verdict_sentence(report),
        checked=checked_sentence(report, failed=failure is not None),
        basis=basis_sentence(report),
        basis_url=basis_url(report),
        failure=said(failure) if failure else "",
        what_next=what_next() if failure else "",
        version=version.number,
        published=version.published_at,
        groups=finding_groups(report, version, kept.offers),
        remarks=remark_groups(kept.defects),
        making=making(kept, address),
        promises=tuple(_promise(field, field["name"] in key) for field in fields),
    )


def report_downloads(
    url_of: Callable[[str], str], own: bool = False
) -> tuple[tuple[str, str], ...]:
    """Words and address of each form of a report.

    Args:
        url_of: The address of a form, by its ending.
        own: Whether Frictionless's own report is among them.
    """
    return tuple(
        (text, url_of(ext))
        for text, ext in (
            (str(_("As a table (CSV)")), "csv"),
            (str(_("For programs (JSON)")), "json"),
            (str(_("Frictionless's own report (JSON)")), "frictionless.json"),
        )
        if own or ext != "frictionless.json"
    )


def _promise(field: dict[str, Any], is_key: bool) -> tuple[str, str, str]:
    limits = [
        str(_(_CONSTRAINTS[name])) % {"value": _shown(value)}
        for name, value in field.get("constraints", {}).items()
        if name in _CONSTRAINTS and value is not False
    ]
    if is_key:
        limits.insert(0, str(_("tells the rows apart")))
    kind = _TYPES.get(field.get("type", "string"))
    told = str(_(", ")).join(limits) or str(_("no further limit"))
    return field["name"], str(_(kind)) if kind else field["type"], told


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return str(_(", ")).join(map(str, value))
    return number(value) if type(value) is int else str(value)
