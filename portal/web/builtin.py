"""A built-in app as part of a page: its question, its answer, and where the data come from.

A template of `apps_gallery.builtin` is shown by one view here: a function from a `Showing` to the
body its HTML template takes. Links and forms of an app itself carry `target="_self"`, for in an
embed every other link opens outside the frame.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from apps_gallery.builtin import config as configs
from apps_gallery.builtin import registry
from apps_gallery.builtin.base import Answer, Asked, Config, Headline, Table, Template
from apps_gallery.builtin.tables import table_of
from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import InvalidApp
from datasets.vocabulary import LICENSE_BY_CODE
from portal.web import (
    builtin_board,
    builtin_calendar,
    builtin_compare,
    builtin_finder,
    builtin_graph,
    builtin_near,
)
from portal.web.builtin_part import ABSENT, AppPart, BuiltinApp, Known, Showing, SourceLine, told
from portal.web.context import services
from portal.web.jinja import number
from portal.web.language import said, words, words_lang
from portal.web.table_file import TableFile
from portal.web.urls import current_locale

log = logging.getLogger(__name__)

Hidden = Iterable[tuple[str, str]]

EMBED_HEIGHT_PX = 640


@dataclass(frozen=True, slots=True)
class View:
    """How a template is shown.

    Attributes:
        template_name: Of the HTML template.
        body: What it shows besides the frame.
        asked: Arguments of the address in the words of the template; as they came if None.
        gathered: Reads the tables of a template that gathers them itself.
        used: The tables its answer came from; those of the configuration if None.
    """

    template_name: str
    body: Callable[[Showing], Any]
    asked: Callable[[Config, Known, Asked], Asked] | None = None
    gathered: Callable[[Session, Config, Asked], Config] | None = None
    used: Callable[[Answer], Iterable[Table]] | None = None


VIEWS: Mapping[str, View] = {
    "graph": View("pages/app/builtin/graph.html", builtin_graph.body, builtin_graph.asked),
    "board": View("pages/app/builtin/board.html", builtin_board.body),
    "compare": View(
        "pages/app/builtin/compare.html",
        builtin_compare.body,
        gathered=builtin_compare.gathered,
        used=builtin_compare.used,
    ),
    "near": View("pages/app/builtin/near.html", builtin_near.body, builtin_near.asked),
    "calendar": View("pages/app/builtin/calendar.html", builtin_calendar.body),
    "finder": View("pages/app/builtin/finder.html", builtin_finder.body, builtin_finder.asked),
}


def part(app: BuiltinApp, args: Any, *, hidden: Hidden = ()) -> AppPart:
    """The working part of an app's page.

    Args:
        app: Of the gallery, or one that is being made.
        args: Of the request: a mapping of names to values, or a MultiDict.
        hidden: What forms of the app carry along.

    Returns:
        The answer; a word of what is missing where the data do not fit the app any more.

    Raises:
        NotFound: if the app has no template that is known here.
        InvalidQuery: if an argument cannot be read.
    """
    template = registry.template(app.template)
    try:
        return replace(shown(app, template, _lists(args)), hidden=tuple(hidden))
    except InvalidApp as refusal:
        log.warning("app not shown", extra={"app": app.slug, "reason": str(refusal.message)})
        return _absent(app, said(refusal.message))


def shown(app: BuiltinApp, template: Template, args: Asked) -> AppPart:
    """The same, refusing an app that does not fit its data.

    Raises:
        InvalidApp: if a table or a column is gone.
    """
    view = VIEWS[template.name]
    with services().reading() as session:
        known = _known(session, configs.addresses(app.config))
        config = configs.read_config(template, app.config, known.tables, city_today())
        if view.gathered:
            config = view.gathered(session, config, args)
    asked = view.asked(config, known, args) if view.asked else args
    answer = template.answer(services().tables, config, asked)
    used = view.used(answer) if view.used else [source.table for source in config.sources]
    showing = Showing(
        template=template,
        config=config,
        answer=answer,
        files=known.files,
        asked=asked,
        args=args,
        action=request.path,
    )
    return AppPart(
        template_name=view.template_name,
        name=template.name,
        question=words(dict(config.question)) or told(answer.question),
        figure=_figure(answer.headline),
        unit=answer.headline.unit,
        sentence=told(answer.headline.sentence),
        sources=source_lines(used),
        body=view.body(showing),
        **_frame(app, config.colour),
    )


def city_today() -> date:
    """The day it is in the city."""
    return services().clock.now().astimezone(CITY_TIME).date()


def source_lines(tables: Iterable[Table]) -> tuple[SourceLine, ...]:
    """Where numbers come from, each dataset once."""
    by_slug = {table.dataset: table for table in tables}
    return tuple(
        SourceLine(
            title=words(dict(table.title)) or table.dataset,
            lang=words_lang(dict(table.title)),
            url=url_for("dataset.show", slug=table.dataset),
            organization=words(dict(table.organization)),
            updated_at=table.modified_at or table.published_at,
            license=_license(table.license),
        )
        for table in by_slug.values()
    )


def _lists(args: Any) -> Asked:
    if hasattr(args, "lists"):
        return dict(args.lists())
    return {name: [value] if isinstance(value, str) else value for name, value in args.items()}


def _known(session: Session, wanted: Iterable[tuple[str, str]]) -> Known:
    addresses = list(wanted)
    tables: dict[tuple[str, str], Table] = {}
    files: dict[tuple[str, str], TableFile] = {}
    slugs = list(dict.fromkeys(slug for slug, _file in addresses))
    for dataset in queries.datasets_by_slug(session, slugs, ANYONE):
        for file in queries.public_files(dataset):
            address = dataset.slug, file.distribution.name
            if address in addresses and file.is_table and services().tables.has(_key(file)):
                tables[address] = table_of(dataset, file)
                files[address] = TableFile(dataset, file, tables[address].columns)
    return Known(tables=tables, files=files)


def _key(file: queries.PublicFile) -> str:
    return file.version.table_key or ""


def _figure(headline: Headline) -> str:
    if isinstance(headline.figure, str) or headline.figure is None:
        return headline.figure or ""
    return number(headline.figure)


def _license(code: str) -> str:
    license_ = LICENSE_BY_CODE.get(code)
    return str(_(license_.title)) if license_ else code


def _absent(app: BuiltinApp, why: str) -> AppPart:
    return AppPart(
        template_name=ABSENT,
        name=app.template,
        question=str(_("This app cannot be shown now")),
        figure="",
        unit="",
        sentence=why,
        sources=(),
        body=None,
        **_frame(app, "indigo"),
    )


def _frame(app: BuiltinApp, colour: str) -> dict[str, Any]:
    address = url_for("embed.show", slug=app.slug or "-", lang=current_locale())
    title = escape(words(app.title))
    whole = services().settings.base_url + address
    return {
        "colour": colour,
        "action": request.path,
        "embed_url": address,
        "embed_code": (
            f'<iframe src="{escape(whole)}" title="{title}" '
            f'width="100%" height="{EMBED_HEIGHT_PX}" loading="lazy"></iframe>'
        ),
        "foreign": None if current_locale() == "ja" else "ja",
    }
