"""The report on a table as programs take it: JSON, and a list for spreadsheets."""

import csv
import io
from typing import Any

from datasets.kernel.messages import Message
from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.scoring import columns_of
from datasets.validation.report import Finding, Report
from portal.web.language import said
from portal.web.mends import mends
from portal.web.report_words import finding_title, neighbours, what_next

_FIELDS = ("row", "column", "value", "code", "title", "message", "remedy", "count", "deviation")


def report_json(
    version: FileVersion, kept: QualityReport, failure: Message | None = None, **about: str
) -> dict[str, Any]:
    """The report for programs: words in the language that was asked for, codes beside them.

    Args:
        version: That was checked.
        kept: With a report.
        failure: Why the thorough check was given up; None if it was not.
        about: Names of the dataset and the file.
    """
    report = Report.from_json(kept.report or {})
    columns = columns_of(version)
    return {
        **about,
        "version": version.number,
        "valid": report.valid,
        "sound": report.sound,
        "complete": report.complete,
        "checked_by": f"Frictionless {report.frictionless_version}".rstrip()
        if report.frictionless_version
        else "sieve",
        "thorough_check": _thorough(report, failure),
        "rows": report.row_count,
        "counts": dict(report.counts),
        "findings": [
            {
                **_told(one),
                "neighbours": neighbours(version, columns, one),
                "mends": [mend.step for mend in mends(one, kept.offers)],
            }
            for one in report.findings
        ],
        "schema": kept.schema,
        "schema_basis": report.basis.value,
        "standard": report.standard or None,
    }


def _thorough(report: Report, failure: Message | None) -> dict[str, str]:
    if failure is not None:
        return {"state": "failed", "reason": said(failure), "next": what_next()}
    return {"state": "done" if report.frictionless_version else "under-way"}


def report_csv(kept: QualityReport) -> bytes:
    """The findings as RFC 4180 text, UTF-8 with a mark so that spreadsheets open it right."""
    written = io.StringIO()
    writer = csv.DictWriter(written, _FIELDS, lineterminator="\r\n")
    writer.writeheader()
    report = Report.from_json(kept.report or {})
    writer.writerows(_told(finding) for finding in report.findings)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "code": finding.code,
        "title": finding_title(finding),
        "message": said(finding.message),
        "remedy": said(finding.remedy),
        "count": finding.count,
        "deviation": finding.deviation,
    }
