"""The ministry's rules for files that machines can read, in words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.validation.machine_readable import FileFacts, readability
from portal.web.language import said

_RECORDS = frozenset({"json", "geojson", "ndjson", "flatgeobuf", "parquet"})


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule, as the macro `quality_list` takes it."""

    name: str
    passed: bool
    reason: str


def rule_lines(version: FileVersion, report: QualityReport | None) -> tuple[RuleLine, ...]:
    """Every rule for the file that a table was made of; none if it is no table."""
    if report is None or report.report is None:
        return ()
    facts = FileFacts(
        header_row=version.header_row,
        repairs=report.repairs,
        defects=frozenset(defect["code"] for defect in report.defects),
        has_text=version.format not in _RECORDS,
    )
    return tuple(
        RuleLine(str(_(rule.title)), rule.ok, said(rule.reason)) for rule in readability(facts)
    )


def kept_count(lines: tuple[RuleLine, ...]) -> int:
    """How many of the rules the file kept."""
    return sum(line.passed for line in lines)
