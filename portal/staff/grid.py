"""Step 1 without a file: rows typed into the columns of a national standard."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from datasets import drafting
from datasets.drafts import DatasetDraft, Provenance
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.validation.standards.schema import Edition, Use, hint, newest, standard
from portal.staff.frame import staff_blueprint
from portal.staff.given import begin
from portal.staff.publisher import (
    LAST_OFFICE,
    chosen_publisher,
    may_add,
    may_be_kept,
    publisher_errors,
    publishers,
    to_choose,
)
from portal.staff.steps import Step, first_steps
from portal.staff.typed import begun_words
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import words
from portal.web.standards import StandardItem, standard_items
from portal.web.uploads import store

ROWS_AT_ONCE = 10
MOST_ROWS = 100
MOST_CELLS = 900
"""A form of more fields is refused before anything looks into it."""
_FEW_COLUMNS = 16

bp = staff_blueprint("staff_grid", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """The standards whose columns are known."""

    steps: tuple[Step, ...]
    items: tuple[StandardItem, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column to fill in.

    Attributes:
        key: Of its field, once a row.
        hint: How it is written.
    """

    key: str
    name: str
    required: bool
    hint: str


@dataclass(frozen=True, kw_only=True)
class GridPage(FormPage):
    """What the template shows.

    Attributes:
        columns: Those that are shown; `further` may be shown too.
        rows: Cells as typed, each row as long as `columns`.
        full: Whether no more rows fit into one form.
    """

    steps: tuple[Step, ...]
    standard: str
    columns: tuple[GridColumn, ...]
    further: tuple[Option, ...]
    rows: tuple[tuple[str, ...], ...]
    full: bool
    typed_at: datetime | None
    organizations: tuple[Option, ...]
    may_add: bool


@bp.get("/new/grid")
def choose() -> ResponseReturnValue:
    """Choose what to fill in."""
    page = ChoosePage(
        title=_("Fill in a standard form"),
        breadcrumbs=_breadcrumbs(_("Fill in a standard form")),
        steps=first_steps(),
        items=tuple(item for item in standard_items() if item.form_urls),
    )
    return render_template("staff/grid/choose.html", page=page)


@bp.get("/new/grid/<name>")
def show(name: str) -> ResponseReturnValue:
    """The grid, with what was typed before."""
    one = _edition(name)
    typed, at = begun_words(None, _page_name(one))
    return _page(one, Form({"organization": session.get(LAST_OFFICE, "")} | typed), at)


@bp.post("/new/grid/<name>")
def send(name: str) -> ResponseReturnValue:
    """Show more rows or columns, or take what was typed and go on to its check."""
    one = _edition(name)
    if request.form.get("then") != "send":
        _keep(one, more=request.form.get("then") == "rows")
        return redirect(url_for("staff_grid.show", name=name, _anchor="rows"), 303)
    options = publishers()
    rows = _rows(one, _typed())
    errors = publisher_errors(options)
    if not rows:
        errors = (FormError("rows", _("Fill in at least one row.")), *errors)
    if errors:
        if rows and may_be_kept(options):
            _keep(one)
        return _page(one, Form(_typed(), errors)), 422
    title = standard(one.standard)
    file = FileStorage(io.BytesIO(_csv(one, rows)), filename=f"{one.standard}.csv")
    draft = DatasetDraft(
        title=title.title,
        organization=chosen_publisher(),
        provenance=Provenance(kind="upload", identifier=f"{one.standard}.csv"),
        themes=(title.theme,),
        files=(store(file),),
    )
    return begin(draft, _page_name(one))


@bp.post("/new/grid/<name>/typed")
def keep(name: str) -> ResponseReturnValue:
    """Keep what the grid holds now."""
    _keep(_edition(name))
    return "", 204


@bp.post("/new/grid/<name>/typed/forget")
def forget(name: str) -> ResponseReturnValue:
    """Throw it away."""
    with services().begin(actor()) as uow:
        drafting.forget(uow, _page_name(_edition(name)))
    flash(_("What you had begun to write was thrown away."))
    return redirect(url_for("staff_grid.show", name=name), 303)


def _edition(name: str) -> Edition:
    found = newest(name)
    if found is None:
        raise NotFound(N_("There is no standard “{name}” with columns."), name=name)
    return found


def _page_name(one: Edition) -> str:
    return f"grid-{one.standard}"


def _typed() -> dict[str, Any]:
    """What this request holds: of each column its cells, from the top."""
    told: dict[str, Any] = {
        name: request.form.get(name, "")
        for name in ("organization", "organization_title", "organization_slug")
    }
    columns = (name for name in request.form if name.startswith("c-"))
    return {
        **told,
        "more": request.form.getlist("more"),
        **{name: request.form.getlist(name) for name in columns},
    }


def _keep(one: Edition, *, more: bool = False) -> None:
    typed = _typed()
    if more:
        blank = [""] * ROWS_AT_ONCE
        typed |= {name: [*cells, *blank] for name, cells in typed.items() if name[:2] == "c-"}
    with services().begin(actor()) as uow:
        drafting.keep(uow, _page_name(one), typed)


def _page(one: Edition, form: Form, typed_at: datetime | None = None) -> str:
    title = words(standard(one.standard).title)
    columns, further = _columns(one, form.values)
    most = min(MOST_ROWS, MOST_CELLS // len(columns))
    typed = max((len(form.value(column.key)) for column in columns), default=0)
    count = min(most, typed or ROWS_AT_ONCE)
    cells = [[*form.value(column.key), *[""] * count][:count] for column in columns]
    page = GridPage(
        title=title,
        breadcrumbs=_breadcrumbs(title),
        form=form,
        steps=first_steps(),
        standard=one.standard,
        columns=columns,
        further=further,
        rows=tuple(zip(*cells, strict=True)),
        full=count >= most,
        typed_at=typed_at,
        organizations=to_choose(publishers(), form.value("organization")),
        may_add=may_add(),
    )
    return render_template("staff/grid/show.html", page=page)


def _columns(
    one: Edition, typed: Mapping[str, Any]
) -> tuple[tuple[GridColumn, ...], tuple[Option, ...]]:
    """The columns to show, and those that may be shown besides."""
    shown, further = [], []
    wanted = set(typed.get("more", ()))
    usual = any(field.use is Use.RECOMMENDED for field in one.fields)
    few = len(one.fields) <= _FEW_COLUMNS or not usual
    for place, field in enumerate(one.fields):
        key = f"c-{place}"
        if few or field.use is not Use.OPTIONAL or key in wanted or any(typed.get(key, ())):
            how = words(hint(field.kind))
            shown.append(GridColumn(key, field.name, field.use is Use.MANDATORY, how))
        else:
            further.append(Option(key, field.name))
    return tuple(shown), tuple(further)


def _rows(one: Edition, typed: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The rows that hold something, in the columns of the standard."""
    columns = [typed.get(f"c-{place}", ()) for place in range(len(one.fields))]
    height = min(MOST_ROWS, max(map(len, columns), default=0))
    rows = [
        [column[row].strip() if row < len(column) else "" for column in columns]
        for row in range(height)
    ]
    return [row for row in rows if any(row)]


def _csv(one: Edition, rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([field.name for field in one.fields])
    writer.writerows(rows)
    return written.getvalue().encode()


def _breadcrumbs(title: str) -> tuple[tuple[str, str | None], ...]:
    return (
        (_("Staff desk"), url_for("staff_desk.show")),
        (_("Publish new data"), url_for("staff_upload.new")),
        (title, None),
    )
