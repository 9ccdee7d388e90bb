"""Make a built-in app: data, then a template that suits them, then a look, then the gallery."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from apps_gallery import gallery
from apps_gallery.builtin import registry
from apps_gallery.builtin.base import Fit, Table, Template
from apps_gallery.builtin.tables import table_of
from datasets import queries
from datasets.kernel.actors import ANYONE, Permission
from datasets.kernel.errors import InvalidApp, NotAllowed
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.search.index import SearchQuery
from portal.staff import builtin_form
from portal.staff.frame import staff_blueprint
from portal.web.builtin import part, shown
from portal.web.builtin_part import AppPart
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormPage, Option
from portal.web.language import words, words_lang
from portal.web.table_file import public_table

MOST_FOUND = 20

bp = staff_blueprint("staff_builtin", __name__, "/apps/new")


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table to make an app of; `lang` is that of its title where it is not the page's."""

    title: str
    lang: str | None
    filename: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ChooseDataPage(Page):
    """The first step."""

    words: str
    tables: tuple[TableChoice, ...]


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template; `why_not` says what the table lacks, `url` is empty then."""

    title: str
    promise: str
    url: str
    why_not: str


@dataclass(frozen=True, kw_only=True)
class ChooseTemplatePage(Page):
    """The second step: what suits the data, and what does not."""

    data: str
    lang: str | None
    fitting: tuple[TemplateChoice, ...]
    others: tuple[TemplateChoice, ...]


@dataclass(frozen=True, kw_only=True)
class MakePage(FormPage):
    """The third step: choose, look, publish.

    Attributes:
        hidden: What was chosen, for the form that publishes it; none before one has looked.
        app_part: The preview; None before one has looked, or where something is to be mended.
    """

    data: str
    lang: str | None
    promise: str
    questions: tuple[builtin_form.Question, ...]
    colours: tuple[Option, ...]
    themes: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]
    app_part: AppPart | None
    longest_title: int = builtin_form.LONGEST_TITLE
    longest_line: int = builtin_form.LONGEST_LINE


@bp.get("/")
def choose_data() -> ResponseReturnValue:
    """Data to make an app of: what was looked for, else the newest."""
    _require_moderator()
    asked = request.args.get("q", "").strip()
    found = services().index.search(SearchQuery(text=asked, size=MOST_FOUND))
    with services().reading() as session:
        slugs = [hit.slug for hit in found.hits]
        datasets = queries.datasets_by_slug(session, slugs, ANYONE)
    page = ChooseDataPage(
        title=_("Make an app of data"),
        breadcrumbs=(*_way(), (_("Make an app of data"), None)),
        words=asked,
        tables=tuple(choice for dataset in datasets for choice in _tables(dataset)),
    )
    return render_template("staff/builtin/choose_data.html", page=page)


@bp.get("/<slug>/<file>")
def choose_template(slug: str, file: str) -> ResponseReturnValue:
    """The templates that suit a table; of the others, why not."""
    _require_moderator()
    table, _dataset = _table(slug, file)
    fits = {template.name: fit for template, fit in registry.fitting(table)}
    choices = [_template(one, slug, file, one.name in fits) for one in registry.templates()]
    title = words(dict(table.title)) or slug
    page = ChooseTemplatePage(
        title=_("What should the app do?"),
        breadcrumbs=(*_way(), _here(), (title, None)),
        data=title,
        lang=words_lang(dict(table.title)),
        fitting=tuple(one for one in choices if one.url),
        others=tuple(one for one in choices if not one.url),
    )
    return render_template("staff/builtin/choose_template.html", page=page)


@bp.get("/<slug>/<file>/<template>")
def make(slug: str, file: str, template: str) -> ResponseReturnValue:
    """The form as suggested; with an answer in the address, what was chosen and how it looks."""
    _require_moderator()
    table, dataset = _table(slug, file)
    kind, fit = _fitting(table, template)
    if "title_ja" not in request.args:
        values = builtin_form.suggested(kind, table, fit, dataset.themes)
        return _page(table, kind, Form(values))
    values = builtin_form.typed(kind, request.args)
    wrong = builtin_form.errors(kind, values)
    if wrong:
        return _page(table, kind, Form(values, wrong)), 422
    seen = part(
        builtin_form.making(kind, table, values), request.args, hidden=builtin_form.pairs(values)
    )
    return _page(table, kind, Form(values), seen)


@bp.post("/<slug>/<file>/<template>")
def publish(slug: str, file: str, template: str) -> ResponseReturnValue:
    """Put what was looked at into the gallery."""
    table, _dataset = _table(slug, file)
    kind, _fit = _fitting(table, template)
    values = builtin_form.typed(kind, request.form)
    wrong = builtin_form.errors(kind, values)
    if wrong:
        return _page(table, kind, Form(values, wrong)), 422
    made = builtin_form.making(kind, table, values)
    shown(made, kind, {})
    text: Mapping[str, Mapping[str, str]] = {"title": made.title, "line": made.line}
    with services().begin(actor()) as uow:
        app = gallery.add_builtin(uow, kind.name, made.config, text, [slug], themes=made.themes)
        address = app.slug
    flash(_("The app is in the gallery now."))
    return redirect(url_for("staff_gallery.show", slug=address), 303)


def _require_moderator() -> None:
    if not actor().may(Permission.MODERATE):
        raise NotAllowed(N_("Only those who look after the app gallery can make apps."))


def _table(slug: str, file: str) -> tuple[Table, Dataset]:
    with services().reading() as session:
        found = public_table(session, slug, file)
        return table_of(found.dataset, found.file), found.dataset


def _fitting(table: Table, name: str) -> tuple[Template, Fit]:
    kind = registry.template(name)
    fit = kind.fits(table.columns, table.rows)
    if fit is None:
        raise InvalidApp(kind.why_not)
    return kind, fit


def _page(table: Table, kind: Template, filled: Form, seen: AppPart | None = None) -> str:
    title = words(dict(table.title)) or table.dataset
    address = url_for("staff_builtin.choose_template", slug=table.dataset, file=table.file)
    page = MakePage(
        title=_(kind.title),
        breadcrumbs=(*_way(), _here(), (title, address), (_(kind.title), None)),
        data=title,
        lang=words_lang(dict(table.title)),
        promise=_(kind.promise),
        form=filled,
        questions=builtin_form.questions(kind, table),
        colours=builtin_form.colours(),
        themes=builtin_form.themes(),
        hidden=builtin_form.pairs(filled.values) if seen and not seen.is_absent else (),
        app_part=seen,
    )
    return render_template("staff/builtin/make.html", page=page, app_part=seen)


def _tables(dataset: Dataset) -> list[TableChoice]:
    return [
        TableChoice(
            words(dataset.title) or dataset.slug,
            words_lang(dataset.title),
            file.version.filename,
            url_for(
                "staff_builtin.choose_template", slug=dataset.slug, file=file.distribution.name
            ),
        )
        for file in queries.public_files(dataset)
        if file.is_table
    ]


def _template(one: Template, slug: str, file: str, fits: bool) -> TemplateChoice:
    names: dict[str, Any] = {"slug": slug, "file": file, "template": one.name}
    url = url_for("staff_builtin.make", **names) if fits else ""
    return TemplateChoice(str(_(one.title)), str(_(one.promise)), url, str(_(one.why_not)))


def _way() -> tuple[tuple[str, str], ...]:
    return (
        (_("Staff desk"), url_for("staff_desk.show")),
        (_("Apps"), url_for("staff_gallery.index")),
    )


def _here() -> tuple[str, str]:
    return _("Make an app of data"), url_for("staff_builtin.choose_data")
