"""The report on a table, as a person reads it and as a program takes it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.kernel.errors import NotFound
from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.scoring import columns_of
from datasets.tables.column import Column, ColumnRole
from datasets.validation.advice import title as advice_title
from datasets.validation.report import Finding, Report
from portal.web.context import services
from portal.web.jinja import number
from portal.web.language import said
from portal.web.repairs import place

MOST_SHOWN = 20
_NEIGHBOURS = 3
_LONGEST_CELL = 40
_FIELDS = ("row", "column", "value", "code", "title", "message", "remedy", "count")


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind.

    Attributes:
        count: All of them; `rows` are the first.
        rows: Place, what is there, what to do, and the first cells of the row.
    """

    title: str
    count: int
    rows: tuple[tuple[str, str, str, str], ...]


def finding_groups(report: Report, version: FileVersion) -> tuple[FindingGroup, ...]:
    """What does not fit, grouped by kind, each with its neighbours in the row."""
    columns = columns_of(version)
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_code.setdefault(finding.code, []).append(finding)
    return tuple(
        FindingGroup(
            title=said(advice_title(code)),
            count=report.counts.get(code, len(found)),
            rows=tuple(
                (
                    place(one.row, one.column),
                    said(one.message),
                    said(one.remedy),
                    _row_words(neighbours(version, columns, one)),
                )
                for one in found[:MOST_SHOWN]
            ),
        )
        for code, found in by_code.items()
    )


def neighbours(
    version: FileVersion, columns: tuple[Column, ...], finding: Finding
) -> dict[str, str]:
    """The cells of a row that say which row it is: its key and its first columns."""
    if finding.row is None or version.table_key is None:
        return {}
    try:
        cells = services().tables.row(version.table_key, finding.row - 2)
    except NotFound:
        return {}
    naming = [at for at, one in enumerate(columns) if one.role in (ColumnRole.ID, ColumnRole.NAME)]
    shown = list(dict.fromkeys([*naming[:2], *range(len(columns))]))
    told = {columns[at].name: (cells[at] or "")[:_LONGEST_CELL] for at in shown}
    kept = [name for name, cell in told.items() if cell and name != finding.column]
    return {name: told[name] for name in kept[:_NEIGHBOURS]}


def checked_sentence(report: Report) -> str:
    """How many rows were read, and by whom."""
    rows = number(report.row_count)
    if not report.frictionless_version:
        return str(
            ngettext(
                "%(rows)s row was read by the quick check; the thorough one is under way.",
                "%(rows)s rows were read by the quick check; the thorough one is under way.",
                report.row_count,
                rows=rows,
            )
        )
    return str(
        ngettext(
            "%(rows)s row was read by Frictionless %(version)s.",
            "%(rows)s rows were read by Frictionless %(version)s.",
            report.row_count,
            rows=rows,
            version=report.frictionless_version,
        )
    )


def verdict_sentence(report: Report) -> str:
    """What came of it, in one sentence."""
    left = sum(report.counts.values())
    if report.valid:
        return str(_("Every value fits its column."))
    if not report.complete:
        return str(_("More than %(count)s places do not fit their column.", count=number(left)))
    return str(
        ngettext(
            "%(count)s place does not fit its column.",
            "%(count)s places do not fit their column.",
            left,
            count=number(left),
        )
    )


def report_json(version: FileVersion, kept: QualityReport, **about: str) -> dict[str, Any]:
    """The report for programs: words in the language that was asked for, codes beside them.

    Args:
        version: That was checked.
        kept: With a report.
        about: Names of the dataset and the file.
    """
    report = Report.from_json(kept.report or {})
    columns = columns_of(version)
    return {
        **about,
        "version": version.number,
        "valid": report.valid,
        "complete": report.complete,
        "checked_by": f"Frictionless {report.frictionless_version}".rstrip()
        if report.frictionless_version
        else "sieve",
        "rows": report.row_count,
        "counts": dict(report.counts),
        "findings": [
            {**_told(one), "neighbours": neighbours(version, columns, one)}
            for one in report.findings
        ],
        "schema": kept.schema,
    }


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
        "title": said(advice_title(finding.code)),
        "message": said(finding.message),
        "remedy": said(finding.remedy),
        "count": finding.count,
    }


def _row_words(cells: Mapping[str, str]) -> str:
    return " · ".join(f"{name}: {cell}" for name, cell in cells.items())
