"""Say what data are: title, summary, terms, and the meaning of each column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from datasets import describing, proposing, queries
from datasets.describing import Description
from datasets.models.dataset import Dataset, State
from datasets.vocabulary import FREQUENCIES, LICENSES, THEMES
from portal.staff.field_words import FIELD_WORDS
from portal.staff.frame import staff_blueprint
from portal.staff.standing import by_version, newest_files, standing
from portal.staff.steps import Step, steps
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words

_LANGUAGES = ("ja", "en")
_WORDS = ("title", "summary", "description")
_STEP = 3

bp = staff_blueprint("staff_describe", __name__, "/data")


@dataclass(frozen=True, slots=True)
class ColumnField:
    """One column to explain.

    Attributes:
        key: Of its fields, followed by `_ja` and `_en`.
        examples: A few values, in one line.
    """

    key: str
    name: str
    examples: str


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """The columns of one file."""

    file: str
    filename: str
    columns: tuple[ColumnField, ...]


@dataclass(frozen=True, kw_only=True)
class DescribePage(FormPage):
    """What the template shows.

    Attributes:
        held: Whether what is written here is public only after a review.
        pinned: Fields that a harvest leaves alone.
    """

    slug: str
    steps: tuple[Step, ...]
    harvested: bool
    held: bool
    pinned: tuple[Option, ...]
    themes: tuple[Option, ...]
    licenses: tuple[Option, ...]
    frequencies: tuple[Option, ...]
    tables: tuple[ColumnTable, ...]
    longest_summary: int = describing.LONGEST_SUMMARY


@bp.get("/<slug>/describe")
def show(slug: str) -> ResponseReturnValue:
    """The form with what is kept."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
        return _page(dataset, Form(_kept(dataset)))


@bp.post("/<slug>/describe")
def save(slug: str) -> ResponseReturnValue:
    """Keep it, or show the form with what was typed and what to change."""
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        description = _description(dataset, request.form)
        found = describing.faults(description)
        if found:
            errors = tuple(FormError(fault.field, said(fault.message)) for fault in found)
            return _page(dataset, Form(_typed(request.form), errors)), 422
        describing.describe(uow, dataset, description)
        held = dataset.submitted_at is not None and bool(dataset.proposed)
    if held:
        flash(_("The description is kept. It is shown when another person has approved it."))
    else:
        flash(_("The description is kept."))
    if request.form.get("then") == "preview":
        return redirect(url_for("staff_preview.show", slug=slug), 303)
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


def _page(dataset: Dataset, form: Form) -> str:
    slug = dataset.slug
    title = words(proposing.said(dataset, "title")) or slug
    with services().reading() as session:
        versions = [version.id for _part, version in newest_files(dataset)]
        asked = by_version(queries.questions(session, versions))
    page = DescribePage(
        title=_("Describe “%(title)s”", title=title),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (title, url_for("staff_dataset.show", slug=slug)),
            (_("Description"), None),
        ),
        slug=slug,
        form=form,
        steps=steps(
            slug,
            standing(dataset, asked, services().clock.now()),
            described=describing.is_described(dataset),
            public=dataset.state is State.PUBLISHED,
            at=_STEP,
        ),
        harvested=bool(dataset.origin_source),
        held=dataset.published_at is not None and dataset.organization.needs_review,
        pinned=tuple(
            Option(name, str(_(FIELD_WORDS[name])))
            for name in dataset.pinned
            if name in FIELD_WORDS
        ),
        themes=tuple(Option(theme.code, _(theme.label)) for theme in THEMES),
        licenses=tuple(
            Option(license_.code, f"{_(license_.title)} — {_(license_.summary)}")
            for license_ in LICENSES
        ),
        frequencies=tuple(Option(each.code, _(each.label)) for each in FREQUENCIES),
        tables=tuple(_tables(dataset)),
    )
    return render_template("staff/describe/show.html", page=page)


def _tables(dataset: Dataset) -> Iterator[ColumnTable]:
    for distribution, version in newest_files(dataset):
        columns = tuple(
            ColumnField(
                f"column-{distribution.name}-{place}",
                column["name"],
                "、".join(column.get("examples") or ()),
            )
            for place, column in enumerate(version.columns)
        )
        if columns:
            yield ColumnTable(distribution.name, distribution.sheet or version.filename, columns)


def _kept(dataset: Dataset) -> dict[str, Any]:
    values: dict[str, Any] = {
        "themes": list(proposing.said(dataset, "themes")),
        "keywords": "、".join(proposing.said(dataset, "keywords")),
        "license": proposing.said(dataset, "license"),
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
        license=form.get("license", ""),
        frequency=form.get("frequency", ""),
        columns=columns,
        unpinned=form.getlist("unpinned"),
    )
