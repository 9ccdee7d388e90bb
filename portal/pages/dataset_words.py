"""What a dataset's page says in words: quality, history, how to cite it, schema.org."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from babel.dates import format_date
from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from datasets import queries, scoring
from datasets.kernel.clock import CITY_TIME
from datasets.models.dataset import Dataset
from datasets.models.quality import QualityReport
from datasets.queries import PublicFile
from datasets.validation.quality import QualityCheck
from datasets.validation.report import Report
from datasets.vocabulary import LICENSE_BY_CODE, UNSTATED_LICENSE
from portal.web.context import services
from portal.web.file_card import followed
from portal.web.language import said, words
from portal.web.quality_words import CheckLine, check_lines
from portal.web.readable import RuleLine, kept_count, rule_lines
from portal.web.repairs import Making, making
from portal.web.report_words import basis_sentence, checked_sentence

MOST_FINDINGS = 12
_CITATIONS = {
    "ja": "{organization}「{title}」（{day}版）、{license}、{url}",
    "en": "{organization}, “{title}”, version of {day}, {license}, {url}",
}
_ANCHORS = {
    QualityCheck.DESCRIBED: "#columns",
    QualityCheck.KEYS: "#columns",
    QualityCheck.STABLE: "#columns",
    QualityCheck.STANDARD: "#columns",
    QualityCheck.LICENSE: "#about",
    QualityCheck.CONTACT: "#about",
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One place that does not fit, and what would mend it."""

    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPart:
    """Quality of the first table, in words.

    Attributes:
        score: 0..100.
        findings: Faults of the table, at most MOST_FINDINGS; `finding_count` are all. What
            departs from a standard is told beside the standard.
        checked: What was read, by whom; empty if nothing was.
        rules: Those of the ministry for files that machines can read; `rules_kept` of them held.
        report_url: Where all that was found is told.
    """

    score: int
    checks: tuple[CheckLine, ...]
    findings: tuple[FindingLine, ...]
    finding_count: int
    checked: str
    rules: tuple[RuleLine, ...]
    rules_kept: int
    report_url: str
    making: Making


def quality_part(dataset: Dataset, file: PublicFile, report: QualityReport | None) -> QualityPart:
    """The figure, its eight checks, what does not fit, and how the table was made."""
    quality = scoring.score(
        dataset,
        file.version,
        report,
        contact=dataset.organization.contact,
        notes=file.distribution.column_notes,
        now=services().clock.now(),
    )
    rules = rule_lines(file.version, report)
    read = Report.from_json(report.report) if report and report.report else None
    return QualityPart(
        score=quality.score,
        checks=check_lines(quality, _check_urls(dataset, file)),
        findings=_findings(read),
        finding_count=read.fault_count if read else 0,
        rules=rules,
        rules_kept=kept_count(rules),
        checked=f"{checked_sentence(read)} {basis_sentence(read)}" if read else "",
        report_url=_report_url(dataset, file),
        making=making(report, (dataset.slug, file.distribution.name)),
    )


def citation(dataset: Dataset, locale: str) -> str:
    """How to name the data in a text of a language."""
    changed = dataset.modified_at or dataset.published_at or dataset.created_at
    day = format_date(changed.astimezone(CITY_TIME).date(), "long", locale=locale)
    return _CITATIONS[locale].format(
        organization=words(dataset.organization.title, locale),
        title=words(dataset.title, locale),
        day=day,
        license=_license_title(dataset),
        url=page_url(dataset, locale),
    )


def bibtex(dataset: Dataset, locale: str) -> str:
    """The same for a bibliography."""
    changed = dataset.modified_at or dataset.published_at or dataset.created_at
    fields = {
        "author": words(dataset.organization.title, locale),
        "title": words(dataset.title, locale),
        "year": str(changed.astimezone(CITY_TIME).year),
        "url": page_url(dataset, locale),
        "note": _license_title(dataset),
    }
    safe = {name: text.translate({123: 40, 125: 41, 92: 47}) for name, text in fields.items()}
    lines = [f"  {name} = {{{{{text}}}}}," for name, text in safe.items()]
    return "\n".join([f"@misc{{{dataset.slug},", *lines, "}"])


def page_url(dataset: Dataset, locale: str) -> str:
    """The whole address of a dataset's page."""
    path = url_for("dataset.show", slug=dataset.slug, locale=locale)
    return f"{services().settings.base_url}{path}"


def schema_org(dataset: Dataset, files: Sequence[PublicFile], locale: str) -> Markup:
    """The dataset for search engines, safe inside of a script element.

    Source: schema.org Dataset; Google's structured data for datasets.
    """
    base = services().settings.base_url
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words(dataset.title, locale),
        "description": words(dataset.description, locale) or words(dataset.summary, locale),
        "url": page_url(dataset, locale),
        "identifier": str(dataset.id),
        "keywords": dataset.keywords,
        "license": _license(dataset).url,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": words(dataset.organization.title, locale)},
        "datePublished": _stamp(dataset.published_at),
        "dateModified": _stamp(dataset.modified_at),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": base
                + url_for(
                    "download.file", slug=dataset.slug, file=file.distribution.name, ext="csv"
                ),
            }
            for file in files
            if file.is_table
        ]
        + [
            {
                "@type": "DataDownload",
                "name": words(link.title, locale),
                "encodingFormat": link.format_text,
                "contentUrl": link.uri,
            }
            for link in queries.public_links(dataset)
            if followed(link.uri)
        ],
    }
    filled = {name: value for name, value in told.items() if value}
    text = orjson.dumps(filled, option=orjson.OPT_INDENT_2).decode()
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin in it


def _license(dataset: Dataset) -> Any:
    return LICENSE_BY_CODE.get(dataset.license, UNSTATED_LICENSE)


def _license_title(dataset: Dataset) -> str:
    return str(_(_license(dataset).title))


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _findings(report: Report | None) -> tuple[FindingLine, ...]:
    faults = [one for one in report.findings if not one.deviation] if report else []
    return tuple(FindingLine(said(one.message), said(one.remedy)) for one in faults[:MOST_FINDINGS])


def _check_urls(dataset: Dataset, file: PublicFile) -> dict[QualityCheck, str]:
    """Where a reader sees what a check is about; staff are led to where it is mended."""
    return {
        **_ANCHORS,
        QualityCheck.VALID: _report_url(dataset, file),
        QualityCheck.ON_TIME: url_for("dataset.history", slug=dataset.slug),
    }


def _report_url(dataset: Dataset, file: PublicFile) -> str:
    return url_for("report.show", slug=dataset.slug, file=file.distribution.name)


def command(dataset: Dataset) -> str:
    """A line that fetches the first table."""
    address = url_for("download.first", slug=dataset.slug, ext="csv")
    return f'curl -O "{services().settings.base_url}{address}"'
