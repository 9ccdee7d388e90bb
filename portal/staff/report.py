"""What became of a file, in plain words: what was mended, what is left to put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from datasets.kernel.jobs import Job, JobState
from datasets.kernel.messages import Message
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Stage
from datasets.models.quality import QualityReport
from datasets.reading.encoding import encoding_name
from datasets.validation.report import Report
from datasets.vocabulary import FORMAT_BY_CODE
from portal.staff.offered import Offered, offered, others
from portal.staff.read_as import ReadAs, read_as
from portal.web.jinja import number
from portal.web.language import said, stored
from portal.web.readable import RuleLine, kept_count, rule_lines
from portal.web.repairs import Repair, repairs
from portal.web.report_words import FindingGroup, finding_groups
from portal.web.standards import Standing, standing


@dataclass(frozen=True, slots=True)
class OldVersion:
    """One version of a file, as a line of its history."""

    number: int
    received_at: datetime
    size_bytes: int
    is_public: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One file in its newest version.

    Attributes:
        state: working, refused, table or kept.
        reason: Why it was refused; empty if it was not.
        encoding: Of a text, as people call it; empty for a workbook.
        header_row: In which row of the file the names of the columns end, from 1.
        broken: Whether the check itself failed, which is our fault.
        checked: Rows that were checked; None before that, or if it is no table.
        quickly: Whether that was the quick check and the thorough one is still to come.
        failure: Why the thorough one will not come by itself; empty if it may.
        left: Places that are left to put right.
        sound: Rows without one of these; exact while every place is listed, else at least that.
        offers: What a person may switch on and off; `mended` is what nobody can.
        may_choose: Whether it may: nobody has seen this version yet, and its check is done.
        remarks: What is there but is nobody's mistake.
        read_as: How it was read, and what of that may be corrected; None if nothing is told.
        standing: Which national standard it follows or may follow; None if none.
        rules: The ministry's, for files that machines can read; `rules_kept` of them held.
    """

    id: UUID
    name: str
    filename: str
    sheet: str
    number: int
    size_bytes: int
    received_at: datetime
    format: str
    rows: int | None
    columns: int
    encoding: str
    header_row: int | None
    state: str
    is_public: bool
    reason: str = ""
    progress: str = ""
    broken: bool = False
    report_url: str = ""
    checked: int | None = None
    quickly: bool = False
    failure: str = ""
    left: int = 0
    sound: int = 0
    findings: tuple[FindingGroup, ...] = ()
    mended: tuple[Repair, ...] = ()
    offers: tuple[Offered, ...] = ()
    may_choose: bool = False
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: ReadAs | None = None
    standing: Standing | None = None
    rules: tuple[RuleLine, ...] = ()
    rules_kept: int = 0
    versions: tuple[OldVersion, ...] = ()


def file_report(
    slug: str,
    file: tuple[Distribution, FileVersion],
    kept: QualityReport | None,
    job: Job | None,
    failure: Message | None,
) -> FileReport:
    """What became of one file.

    Args:
        slug: Of its dataset.
        file: In its newest version; all versions are loaded.
        kept: What was found in it; None while it is being checked.
        job: That checks it, or checked it last; None if nothing is known of one.
        failure: Why its thorough check failed for good; None if it did not.
    """
    distribution, version = file
    checked = Report.from_json(kept.report) if kept and kept.report else None
    rules = rule_lines(version, kept)
    format_ = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"])
    return FileReport(
        id=version.id,
        name=distribution.name,
        filename=version.filename,
        sheet=distribution.sheet,
        number=version.number,
        size_bytes=version.size_bytes,
        received_at=version.received_at,
        format=str(_(format_.label)),
        rows=version.rows,
        columns=len(version.columns),
        encoding=encoding_name(version.encoding),
        header_row=version.header_row + 1 if version.header_row is not None else None,
        state=_state(version),
        is_public=version.number == distribution.current_number,
        reason=stored(version.refusal),
        progress=_progress(job),
        broken=job is not None and job.state == JobState.FAILED.value,
        report_url=url_for("staff_report.show", slug=slug, version_id=version.id)
        if checked
        else "",
        checked=checked.row_count if checked else None,
        quickly=version.stage is Stage.TABULATED,
        failure=said(failure) if failure else "",
        left=sum(checked.counts.values()) if checked else 0,
        sound=_sound(checked) if checked else 0,
        findings=finding_groups(checked, version) if checked else (),
        mended=repairs(others(kept)) if kept else (),
        offers=offered(kept),
        may_choose=version.published_at is None and version.stage is Stage.PACKAGED,
        remarks=_remarks(kept.defects) if kept else (),
        notes=tuple(kept.notes) if kept else (),
        read_as=read_as(version, kept),
        standing=standing(kept),
        rules=rules,
        rules_kept=kept_count(rules),
        versions=tuple(_old(slug, distribution, old) for old in reversed(distribution.versions)),
    )


def job_of(jobs: Sequence[Job], version: FileVersion) -> Job | None:
    """The newest job that prepares a version, unless it is done."""
    if version.stage in FINAL_STAGES:
        return None
    return next((job for job in jobs if job.payload.get("version") == str(version.id)), None)


def _sound(report: Report) -> int:
    told = {finding.row for finding in report.findings if finding.row is not None}
    untold = sum(report.counts.values()) - len(report.findings)
    return max(report.row_count - len(told) - untold, 0)


def _state(version: FileVersion) -> str:
    if version.stage is Stage.REFUSED:
        return "refused"
    if version.stage not in {*FINAL_STAGES, Stage.TABULATED}:
        return "working"
    return "table" if version.table_key else "kept"


def _progress(job: Job | None) -> str:
    if job is None or job.progress_text is None:
        return ""
    sentence = stored(job.progress_text)
    if not job.progress_total:
        return sentence
    done, total = number(job.progress_done), number(job.progress_total)
    return str(_("%(sentence)s (%(done)s of %(total)s)", sentence=sentence, done=done, total=total))


def _remarks(defects: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    # what is marked R_ was mended and is told there
    left = [defect for defect in defects if not str(defect["code"]).startswith("R_")]
    return tuple(dict.fromkeys(stored(dict(defect["where"])) for defect in left))


def _old(slug: str, distribution: Distribution, version: FileVersion) -> OldVersion:
    return OldVersion(
        number=version.number,
        received_at=version.received_at,
        size_bytes=version.size_bytes,
        is_public=version.number == distribution.current_number,
        url=url_for("staff_dataset.original", slug=slug, version_id=version.id),
    )
