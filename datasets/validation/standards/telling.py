"""A report on a table that follows a standard, in the standard's words.

What departs from the standard is a deviation with its remedy, and no fault of the table.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from datasets.kernel.messages import N_, Message
from datasets.validation.report import Basis, Finding, Report
from datasets.validation.standards.kinds import BOUNDS, EXAMPLES, MARKS
from datasets.validation.standards.schema import Field, Kind, edition

_PRIVATE = frozenset({Kind.PHONE, Kind.EMAIL})
_PROMISES = frozenset({"type-error", "constraint-error"})


def as_standard(report: Report, standing: Mapping[str, Any] | None) -> Report:
    """A report whose findings say what the standard asks; any other report as it is.

    Args:
        report: On the table, against the schema of `promised` if it follows a standard.
        standing: As `PreparedTable.standard`.
    """
    if standing is None or not standing.get("followed"):
        return report
    followed = edition(f"{standing['standard']}-{standing['edition']}")
    named = {field.name: field for field in followed.fields}
    fields = {column: named[name] for column, name, _how in standing["columns"]}
    beside = [Finding.from_json(one) for one in standing["beside"]]
    counts = Counter(dict(report.counts))
    groups = {(one.code, one.column): one.count for one in beside}
    for (code, _column), count in groups.items():
        counts[code] += count
    return replace(
        report,
        valid=report.valid and not beside,
        findings=(*beside, *(_told(finding, fields) for finding in report.findings)),
        counts=dict(counts),
        basis=Basis.STANDARD,
        standard=followed.id,
    )


def _told(finding: Finding, fields: Mapping[str, Field]) -> Finding:
    if finding.code == "primary-key":
        return replace(finding, deviation=True)
    field = fields.get(finding.column or "")
    if field is None or finding.code not in _PROMISES:
        return finding
    if finding.code == "type-error":
        return replace(finding, deviation=True)
    return _empty(finding) if not finding.value else _unfit(finding, field)


def _empty(finding: Finding) -> Finding:
    return replace(
        finding,
        message=Message(
            N_("Row {row}: “{column}” is empty, but the standard needs it."),
            {"row": finding.row or 0, "column": finding.column or ""},
        ),
        remedy=Message(N_("Fill in the cell.")),
        deviation=True,
    )


def _unfit(finding: Finding, field: Field) -> Finding:
    sentence = N_("Row {row}, “{column}”: “{value}” is not written as the standard asks.")
    places: dict[str, Any] = {"row": finding.row, "column": finding.column, "value": finding.value}
    if field.kind in _PRIVATE:
        sentence = N_("Row {row}: “{column}” is not written as the standard asks.")
        del places["value"]
    return replace(
        finding,
        message=Message(sentence, places),
        remedy=_remedy(field),
        value=places.get("value"),
        deviation=True,
    )


def _remedy(field: Field) -> Message:
    values = field.values or MARKS.get(field.kind, ())
    if values:
        return Message(N_("Use one of these: {values}"), {"values": "、".join(values)})
    if field.kind in BOUNDS:
        return Message(
            N_("Look whether latitude and longitude are swapped, or a digit is missing.")
        )
    return Message(N_("Write it like this: {example}"), {"example": EXAMPLES[field.kind]})
