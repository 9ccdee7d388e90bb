"""A report laid out: the verdict, what does not fit, what was mended, what was promised."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from datasets.kernel.messages import N_
from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.validation.report import Report
from portal.web.jinja import number
from portal.web.repairs import Repair, repairs
from portal.web.report_words import (
    FindingGroup,
    basis_sentence,
    basis_url,
    checked_sentence,
    finding_groups,
    verdict_sentence,
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
        version: Of the file.
        published: When it became public; None if it never was.
        groups: What does not fit, by kind.
        mended: What repair put in order by itself before the check.
        promises: Of each column its name, its kind and what it promises.
    """

    tone: str
    verdict: str
    checked: str
    basis: str
    basis_url: str
    version: int
    published: datetime | None
    groups: tuple[FindingGroup, ...]
    mended: tuple[Repair, ...]
    promises: tuple[tuple[str, str, str], ...]


def report_view(version: FileVersion, kept: QualityReport) -> ReportView:
    """Lay out the report on a version; it has one."""
    report = Report.from_json(kept.report or {})
    fields = (kept.schema or {}).get("fields", [])[:_MOST_FIELDS]
    key = (kept.schema or {}).get("primaryKey", [])
    return ReportView(
        tone="ok" if report.valid else "plain" if report.sound else "warn",
        verdict=verdict_sentence(report),
        checked=checked_sentence(report),
        basis=basis_sentence(report),
        basis_url=basis_url(report),
        version=version.number,
        published=version.published_at,
        groups=finding_groups(report, version),
        mended=repairs(kept.repairs),
        promises=tuple(_promise(field, field["name"] in key) for field in fields),
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
    return field["name"], str(_(kind)) if kind else field["type"], str(_(", ")).join(limits)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return str(_(", ")).join(map(str, value))
    return number(value) if type(value) is int else str(value)
