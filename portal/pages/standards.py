"""The national standard datasets: what is published of each, and a blank form to begin with."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.packaging.template import csv_template, xlsx_template
from datasets.validation.standards.schema import (
    Field,
    Use,
    edition,
    is_edition,
    meaning,
    newest,
    standard,
    writing,
)
from datasets.vocabulary import FORMAT_BY_CODE, THEME_BY_CODE, THEMES, Theme
from portal.web.caching import public
from portal.web.context import Page
from portal.web.language import words
from portal.web.page_memory import kept_with_catalogue
from portal.web.results import counts
from portal.web.standards import StandardItem, standard_item, standard_items
from portal.web.urls import public_blueprint

FORM_AGE_S = 3600
_USES = {
    Use.MANDATORY: N_("Required"),
    Use.RECOMMENDED: N_("Recommended"),
    Use.OPTIONAL: N_("If you have it"),
}

bp = public_blueprint("standards", __name__, "/standards")
files = Blueprint("standard_files", __name__)


@dataclass(frozen=True, slots=True)
class ThemeStandards:
    """The standards of one topic, in the order of the official list."""

    theme: Theme
    items: tuple[StandardItem, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table of columns, as the macro `data_table` takes it."""

    label: str


@dataclass(frozen=True, kw_only=True)
class StandardsPage(Page):
    """All standards, by topic."""

    themes: tuple[ThemeStandards, ...]


@dataclass(frozen=True, kw_only=True)
class StandardPage(Page):
    """One standard and its columns.

    Attributes:
        columns, rows: Of the table of its columns; no rows if these are not known.
    """

    item: StandardItem
    theme: Theme
    columns: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]


@bp.get("/")
@kept_with_catalogue()
def index() -> str:
    """What is published of each standard, and what is not yet."""
    items = standard_items()
    page = StandardsPage(
        title=_("Standard data"),
        description=_("Lists that every town publishes in the same columns."),
        breadcrumbs=((_("Standard data"), None),),
        themes=tuple(
            ThemeStandards(theme, own)
            for theme in THEMES
            if (own := tuple(item for item in items if item.theme == theme.code))
        ),
    )
    return render_template("pages/standards/index.html", page=page)


@bp.get("/<slug>")
@kept_with_catalogue()
def show(slug: str) -> str:
    """What a table of a standard holds, column by column."""
    one = standard(slug)
    followed = newest(slug)
    page = StandardPage(
        title=words(one.title),
        description=_("A list that every town publishes in the same columns."),
        breadcrumbs=((_("Standard data"), url_for("standards.index")), (words(one.title), None)),
        item=standard_item(one, counts("std").get(slug, 0)),
        theme=THEME_BY_CODE[one.theme],
        columns=tuple(
            Heading(label) for label in (_("Column"), _("Need"), _("How to write it"), _("Meaning"))
        ),
        rows=tuple(_row(field) for field in followed.fields) if followed else (),
    )
    return render_template("pages/standards/show.html", page=page)


@files.get("/standards/<slug>.<any(csv, xlsx):ext>")
def form(slug: str, ext: str) -> ResponseReturnValue:
    """The blank form of a standard."""
    if not is_edition(slug):
        raise NotFound(N_("There is no standard “{name}” with columns."), name=slug)
    asked = edition(slug)
    body = csv_template(asked) if ext == "csv" else xlsx_template(asked)
    kind = FORMAT_BY_CODE[ext].media_type
    response = Response(body, content_type=f"{kind}; charset=utf-8" if ext == "csv" else kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.id}.{ext}"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return public(response, max_age_s=FORM_AGE_S)


def _row(field: Field) -> tuple[str, ...]:
    how = words(writing(field.kind))
    values = "、".join(field.values)
    return (
        field.name,
        str(_(_USES[field.use])),
        f"{how} {values}".strip(),
        words(meaning(field.name)) or "—",
    )
