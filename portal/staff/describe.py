"""Say what data are: title, summary, terms, and the meaning of each column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from datasets import describing, drafting, mending, proposing, queries
from datasets.describing import Description
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.distribution import Stage
from datasets.models.quality import QualityReport
from datasets.vocabulary import FREQUENCIES, THEMES
from portal.staff.begun import Begun, StepPage, begun, step_words
from portal.staff.field_words import FIELD_WORDS
from portal.staff.first_words import FirstWords, first_words
from portal.staff.frame import staff_blueprint
from portal.staff.plain_words import LONGEST_SENTENCE, plain_hints
from portal.staff.standard_columns import Followed, choices, followed, meanings, renewed
from portal.staff.standing import newest_files
from portal.staff.steps import DESCRIPTION
from portal.staff.typed import begun_words
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said

_LANGUAGES = ("ja", "en")
_WORDS = ("title", "summary", "description")

bp = staff_blueprint("staff_describe", __name__, "/data")


@dataclass(frozen=True, slots=True)
class ColumnField:
    """One column to explain.

    Attributes:
        key: Of its fields, followed by `_ja` and `_en`.
        examples: A few values, in one line.
        field: Which of the standard's it is; empty if none.
    """

    key: str
    name: str
    examples: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """The columns of one file.

    Attributes:
        followed: The standard it follows; None if none.
        kept: What was found in it.
        may_choose: Whether another of the standard's columns may still be chosen.
    """

    file: str
    filename: str
    columns: tuple[ColumnField, ...]
    version: UUID
    followed: Followed | None = None
    kept: QualityReport | None = None
    may_choose: bool = False


@dataclass(frozen=True, kw_only=True)
class DescribePage(StepPage, FormPage):
    """What the template shows.

    Attributes:
        held: Whether what is written here is public only after a review.
        suggested: Whether words to begin with stand in the form that nobody has kept yet.
        typed_at: When this person began to write what stands in the form; None if not.
        hints: What would make the text easier to read.
        pinned: Fields that a harvest leaves alone.
    """

    held: bool
    suggested: bool
    typed_at: datetime | None
    hints: tuple[str, ...]
    pinned: tuple[Option, ...]
    themes: tuple[Option, ...]
    frequencies: tuple[Option, ...]
    tables: tuple[ColumnTable, ...]
    longest_title: int = describing.LONGEST_TITLE
    longest_summary: int = describing.LONGEST_SUMMARY
    longest_sentence: int = LONGEST_SENTENCE


@bp.get("/<slug>/describe")
def show(slug: str) -> ResponseReturnValue:
    """The form with what is kept."""
    opened = begun(slug)
    kept = _kept(opened.dataset)
    proposed = _first_words(opened) | _of_standards(opened.dataset, kept)
    typed, at = begun_words(opened.dataset, "describe")
    form = Form(kept | proposed | typed)
    return _page(opened, form, suggested=bool(proposed) and at is None, typed_at=at)


@bp.post("/<slug>/describe")
def save(slug: str) -> ResponseReturnValue:
    """Keep it, or show the form with what was typed and what to change."""
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        description = _description(dataset, request.form)
        found = describing.faults(description)
        if found:
            errors = tuple(FormError(fault.field, said(fault.message)) for fault in found)
            return _page(begun(slug), Form(_typed(request.form), errors)), 422
        describing.describe(uow, dataset, description)
        for table in _tables(dataset):
            _choose_fields(uow, table)
        drafting.forget(uow, "describe", dataset)
        held = dataset.submitted_at is not None and bool(dataset.proposed)
    if held:
        flash(_("The description is kept. It is shown when another person has approved it."))
    else:
        flash(_("The description is kept."))
    if request.form.get("then") == "next":
        return redirect(url_for("staff_safety.show", slug=slug), 303)
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


def _page(
    opened: Begun, form: Form, *, suggested: bool = False, typed_at: datetime | None = None
) -> str:
    dataset = opened.dataset
    page = DescribePage(
        title=_("Describe the data"),
        **step_words(opened, str(_("Describe")), DESCRIPTION),
        form=form,
        held=dataset.published_at is not None and dataset.organization.needs_review,
        suggested=suggested,
        typed_at=typed_at,
        hints=_hints(form),
        pinned=tuple(
            Option(name, str(_(FIELD_WORDS[name])))
            for name in dataset.pinned
            if name in FIELD_WORDS
        ),
        themes=tuple(Option(theme.code, _(theme.label)) for theme in THEMES),
        frequencies=tuple(Option(each.code, _(each.label)) for each in FREQUENCIES),
        tables=tuple(_tables(dataset)),
    )
    return render_template("staff/describe/show.html", page=page)


def _hints(form: Form) -> tuple[str, ...]:
    texts = (str(form.value(f"{name}_ja")) for name in ("summary", "description"))
    return tuple(dict.fromkeys(hint for text in texts for hint in plain_hints(text)))


def _first_words(opened: Begun) -> dict[str, Any]:
    """What may stand in the form where nobody has written anything yet."""
    dataset = opened.dataset
    if dataset.origin_source or any(proposing.said(dataset, "summary").values()):
        return {}
    with services().reading() as session:
        reports = {
            part.name: queries.quality_report(session, version.id)
            for part, version in opened.newest
        }
    notes = {name: report.notes for name, report in reports.items() if report}
    found: FirstWords = first_words(opened.newest, notes)
    values: dict[str, Any] = {"title_ja": found.title, "summary_ja": found.summary}
    if not proposing.said(dataset, "themes"):
        values["themes"] = list(found.themes)
    return {name: value for name, value in values.items() if value}


def _of_standards(dataset: Dataset, kept: Mapping[str, Any]) -> dict[str, str]:
    """What the standards say of columns of which nobody has said anything yet."""
    found: dict[str, str] = {}
    for table in _tables(dataset):
        said = meanings(table.followed) if table.followed else {}
        for column in table.columns:
            if not any(kept[f"{column.key}_{language}"] for language in _LANGUAGES):
                for language, text in said.get(column.name, {}).items():
                    found[f"{column.key}_{language}"] = text
    return found


def _tables(dataset: Dataset) -> Iterator[ColumnTable]:
    with services().reading() as session:
        files = [
            (part, version, queries.quality_report(session, version.id))
            for part, version in newest_files(dataset)
        ]
    for distribution, version, kept in files:
        one = followed(kept)
        columns = tuple(
            ColumnField(
                f"column-{distribution.name}-{place}",
                column["name"],
                "、".join(column.get("examples") or ()),
                one.fields.get(column["name"], "") if one else "",
            )
            for place, column in enumerate(version.columns)
        )
        if columns:
            yield ColumnTable(
                distribution.name,
                distribution.sheet or version.filename,
                columns,
                version.id,
                one,
                kept,
                version.published_at is None and version.stage is Stage.PACKAGED,
            )


def _wanted(table: ColumnTable, form: Mapping[str, str]) -> dict[str, str]:
    """Which of the standard's each column shall be, as chosen."""
    if not table.followed or not table.may_choose:
        return {}
    return {
        column.name: form[f"{column.key}_field"]
        for column in table.columns
        if f"{column.key}_field" in form
    }


def _choose_fields(uow: UnitOfWork, table: ColumnTable) -> None:
    """Let columns be other ones of the standard, if that was chosen."""
    if table.followed and table.kept:
        new = choices(table.followed, table.kept, _wanted(table, request.form))
        if new:
            mending.choose(uow, table.version, new)


def _kept(dataset: Dataset) -> dict[str, Any]:
    values: dict[str, Any] = {
        "themes": list(proposing.said(dataset, "themes")),
        "keywords": "、".join(proposing.said(dataset, "keywords")),
        "frequency": proposing.said(dataset, "frequency"),
        "unpinned": [],
    }
    for name in _WORDS:
        for language in _LANGUAGES:
            values[f"{name}_{language}"] = proposing.said(dataset, name).get(language, "")
    notes = {part.name: proposing.notes_of(dataset, part) for part in dataset.distributions}
    for table in _tables(dataset):
        for column in table.columns:
            for language in _LANGUAGES:
                note = notes[table.file].get(column.name, {}).get(language, "")
                values[f"{column.key}_{language}"] = note
    return values


def _typed(form: MultiDict[str, str]) -> dict[str, Any]:
    lists = {name: form.getlist(name) for name in ("themes", "unpinned")}
    return {**form.to_dict(), **lists}


def _description(dataset: Dataset, form: MultiDict[str, str]) -> Description:
    columns: dict[str, Mapping[str, Mapping[str, str]]] = {
        table.file: {
            column.name: {
                language: form.get(f"{column.key}_{language}", "") for language in _LANGUAGES
            }
            for column in table.columns
        }
        for table in _tables(dataset)
    }
    for table in _tables(dataset):
        if table.followed:
            wanted = _wanted(table, form)
            columns[table.file] = {
                **columns[table.file],
                **dict(renewed(table.followed, wanted, columns[table.file])),
            }
    text = {
        name: {language: form.get(f"{name}_{language}", "") for language in _LANGUAGES}
        for name in _WORDS
    }
    keywords = form.get("keywords", "").replace("、", ",").replace("\n", ",").replace("，", ",")
    return Description(
        title=text["title"],
        summary=text["summary"],
        description=text["description"],
        themes=form.getlist("themes"),
        keywords=keywords.split(","),
        license=proposing.said(dataset, "license"),
        frequency=form.get("frequency", ""),
        columns=columns,
        unpinned=form.getlist("unpinned"),
    )
