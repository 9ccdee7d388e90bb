"""The report on a table in words: verdict, whose promise was checked, what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.kernel.errors import NotFound
from datasets.models.distribution import FileVersion
from datasets.scoring import columns_of
from datasets.tables.column import Column, ColumnRole
from datasets.validation.advice import deviation_title
from datasets.validation.advice import title as advice_title
from datasets.validation.report import Basis, Finding, Report
from datasets.validation.standards.schema import edition, standard
from portal.web.context import services
from portal.web.jinja import number
from portal.web.language import said, words
from portal.web.mends import mends
from portal.web.repairs import place

MOST_SHOWN = 20
_NEIGHBOURS = 3
_LONGEST_CELL = 40


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind.

    Attributes:
        count: All of them; `rows` are the first.
        rows: Place, what is there, what to do, and the first cells of the row.
        deviation: Whether they only depart from a national standard.
        mends: Headings of what could be switched on for some of them.
    """

    title: str
    count: int
    rows: tuple[tuple[str, str, str, str], ...]
    deviation: bool = False
    mends: tuple[str, ...] = ()


def finding_groups(
    report: Report, version: FileVersion, offers: Sequence[Mapping[str, Any]] = ()
) -> tuple[FindingGroup, ...]:
    """What does not fit, grouped by kind, faults first, each with its neighbours in the row.

    Args:
        report: On the version.
        version: With its table.
        offers: Of the repair, as JSON; what could mend a finding is said beside it.
    """
    columns = columns_of(version)
    by_title: dict[tuple[bool, str], list[Finding]] = {}
    for finding in report.findings:
        by_title.setdefault((finding.deviation, finding_title(finding)), []).append(finding)
    faults_first = sorted(by_title.items(), key=lambda group: group[0][0])
    return tuple(
        FindingGroup(
            title=title,
            count=_count(found),
            deviation=deviation,
            mends=tuple(dict.fromkeys(m.title for one in found for m in mends(one, offers))),
            rows=tuple(
                (
                    place(one.row, one.column),
                    said(one.message),
                    _remedy(one, offers),
                    _row_words(neighbours(version, columns, one)),
                )
                for one in found[:MOST_SHOWN]
            ),
        )
        for (deviation, title), found in faults_first
    )


def finding_title(finding: Finding) -> str:
    """The heading it stands under."""
    titled = deviation_title if finding.deviation else advice_title
    return said(titled(finding.code))


def _remedy(finding: Finding, offers: Sequence[Mapping[str, Any]]) -> str:
    titles = str(_(", ")).join(mend.title for mend in mends(finding, offers))
    could = str(_("It can be mended: %(titles)s.", titles=titles)) if titles else ""
    return f"{said(finding.remedy)} {could}".strip()


def _count(found: list[Finding]) -> int:
    """All places of some findings, of which only the first are kept."""
    groups = {(one.code, one.column): one.count for one in found}
    return sum(groups.values())


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


def checked_sentence(report: Report, *, failed: bool = False) -> str:
    """How many rows were read, and by whom.

    Args:
        report: On a table.
        failed: Whether the thorough check was given up.
    """
    rows = number(report.row_count)
    if failed:
        return str(
            ngettext(
                "%(rows)s row was read by the quick check only; the thorough one failed.",
                "%(rows)s rows were read by the quick check only; the thorough one failed.",
                report.row_count,
                rows=rows,
            )
        )
    if report.stopped_at:
        return str(
            _(
                "Frictionless %(version)s had found enough after %(read)s rows;"
                " the quick check read all of %(rows)s rows and counted the rest.",
                version=report.frictionless_version,
                read=number(report.stopped_at),
                rows=rows,
            )
        )
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
    left = report.fault_count
    if report.valid:
        return str(_("Every value fits its column."))
    if report.sound:
        return str(
            ngettext(
                "Nothing is wrong in the table. %(count)s place is not as its standard asks.",
                "Nothing is wrong in the table. %(count)s places are not as its standard asks.",
                report.deviation_count,
                count=number(report.deviation_count),
            )
        )
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


def basis_sentence(report: Report) -> str:
    """Whose promise the table was checked against."""
    if report.basis is Basis.STANDARD:
        followed = edition(report.standard)
        title = words(standard(followed.standard).title)
        return str(
            _(
                "Checked against the national standard “%(title)s” (edition of %(edition)s).",
                title=title,
                edition=followed.edition,
            )
        )
    if report.basis is Basis.STAFF:
        return str(_("Checked against what its publisher promises of the columns."))
    return str(_("No standard fits: checked against what the columns themselves were found to be."))


def basis_url(report: Report) -> str:
    """Where the standard is explained that a table was checked against; empty if none was."""
    if report.basis is not Basis.STANDARD:
        return ""
    return url_for("standards.show", slug=edition(report.standard).standard)


def what_next() -> str:
    """What happens after a thorough check was given up."""
    return str(
        _(
            "Nothing of this version becomes public before the thorough check has succeeded."
            " Somebody who works on the data must start it again."
        )
    )


def _row_words(cells: Mapping[str, str]) -> str:
    return " · ".join(f"{name}: {cell}" for name, cell in cells.items())
