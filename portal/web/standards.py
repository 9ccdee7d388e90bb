"""The national standards in words: which there are, and how a table stands to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from datasets.models.quality import QualityReport
from datasets.validation.deciding import decided
from datasets.validation.report import Report
from datasets.validation.standards.recognise import is_followed
from datasets.validation.standards.schema import Standard, edition, standard, standards
from portal.web.language import said, words
from portal.web.results import counts

_SHOWN_FINDINGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardItem:
    """A standard in a list.

    Attributes:
        count: Published datasets that follow it; None while that is unknown.
        found_url: Where these are listed.
        ask_url: Where to ask for it.
        form_urls: Excel and CSV of its blank form; empty if its columns are not known.
        note: Why there is no form; empty if there is one.
    """

    id: str
    number: str
    title: str
    theme: str
    url: str
    count: int | None
    found_url: str
    ask_url: str
    form_urls: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPart:
    """How the first table of a dataset stands to the standard it follows.

    Attributes:
        title: Number and title.
        missing: Columns that it must have.
        wanting: Columns that are recommended.
        differing: Headers, and what the standard calls them.
        findings: At most a dozen sentences; `finding_count` are all.
        csv_url: The same rows in the standard's columns.
    """

    title: str
    url: str
    edition: str
    missing: tuple[str, ...]
    wanting: tuple[str, ...]
    differing: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]
    findings: tuple[str, ...]
    finding_count: int
    csv_url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff read about a file and the standards.

    Attributes:
        title: Number and title of the standard; `url` leads to it.
        id: Of the edition, by which it is accepted or refused.
        sure: Whether it surely follows it, or somebody said so.
        said: Whether somebody said whether it does.
        missing: Columns that it would have to have.
    """

    sentence: str
    title: str
    url: str
    id: str
    sure: bool
    said: bool
    missing: tuple[str, ...]


def standard_title(id_: str) -> str:
    """The title of a standard in the reader's language; empty if there is none with this id."""
    return next((words(one.title) for one in standards() if one.id == id_), "")


def standard_items(theme: str = "") -> tuple[StandardItem, ...]:
    """All standards, or those of a topic, with what is published of each."""
    found = counts("std")
    known = bool(counts("org")) or bool(found)
    return tuple(
        standard_item(one, found.get(one.id, 0) if known else None)
        for one in standards()
        if theme in ("", one.theme)
    )


def standard_item(one: Standard, count: int | None) -> StandardItem:
    """One standard, of which so many datasets are published."""
    forms = ("xlsx", "csv") if one.editions else ()
    return StandardItem(
        id=one.id,
        number=one.number,
        title=words(one.title),
        theme=one.theme,
        url=url_for("standards.show", slug=one.id),
        count=count,
        found_url=url_for("search.show", std=one.id),
        ask_url=url_for("requests.new", title=words(one.title)),
        form_urls=tuple(url_for("standard_files.form", slug=one.id, ext=ext) for ext in forms),
        note=words(one.note),
    )


def standard_part(report: QualityReport | None, address: Mapping[str, Any]) -> StandardPart | None:
    """What is told of a table that surely follows a standard; None of any other.

    Args:
        report: Of the table.
        address: Its `slug` and `file`.
    """
    told: dict[str, Any] | None = report.standard if report else None
    if not told or not is_followed(told):
        return None
    one = standard(told["standard"])
    checked = Report.from_json(report.report) if report and report.report else None
    findings = [
        finding
        for finding in (checked.findings if checked else ())
        if finding.deviation and finding.code != "missing-label"
    ]
    return StandardPart(
        title=f"{one.number} {words(one.title)}",
        url=url_for("standards.show", slug=one.id),
        edition=told["edition"],
        missing=tuple(told["missing"]),
        wanting=tuple(told["wanting"]),
        differing=tuple((had, name) for had, name, _how in told["columns"] if had != name),
        extra=tuple(told["extra"]),
        findings=tuple(f"{said(f.message)} {said(f.remedy)}" for f in findings[:_SHOWN_FINDINGS]),
        finding_count=checked.deviation_count - len(told["missing"]) if checked else 0,
        csv_url=url_for("download.conforming", **address),
    )


def standing(report: QualityReport | None) -> Standing | None:
    """Which standard a file follows or may follow; None if it is like none."""
    told: dict[str, Any] | None = report.standard if report else None
    if not told:
        return None
    one = standard(told["standard"])
    sure = is_followed(told)
    id_ = edition(f"{told['standard']}-{told['edition']}").id
    choices = decided((report.recipe or {}).get("choices") if report else None)
    if sure:
        sentence = _("This file has the columns of a national standard:")
    elif id_ in choices.declined:
        sentence = _("You said that this file does not follow this standard:")
    else:
        sentence = _("This file looks like a national standard, but it is not sure:")
    return Standing(
        str(sentence),
        f"{one.number} {words(one.title)}",
        url_for("standards.show", slug=one.id),
        id_,
        sure,
        id_ in {*choices.declined, choices.follows},
        tuple(told["missing"]),
    )
