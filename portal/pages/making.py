"""How a table was made of its file, to take away: the recipe, and a script that follows it."""

from typing import Any

import orjson
from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from datasets import queries
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.queries import PublicFile
from datasets.repair.script import script
from datasets.repair.script_reading import why_not
from portal.web.caching import public, tag
from portal.web.context import services

bp = Blueprint("making", __name__)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read it, and keep it out of search engines."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/dataset/<slug>/<file>/recipe.json")
def recipe(slug: str, file: str) -> ResponseReturnValue:
    """The steps that made the public table of the file that was received."""
    found, told = _recipe(slug, file)
    body = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return _answer(found, Response(body, content_type="application/json; charset=utf-8"))


@bp.get("/dataset/<slug>/<file>/recipe.py")
def program(slug: str, file: str) -> ResponseReturnValue:
    """The same as a script for pandas, which makes the table of the original."""
    found, told = _recipe(slug, file)
    text = script(told, found.version.filename)
    if text is None:
        reason = why_not(told.get("source", {}))
        raise NotFound(reason.msgid, **reason.places)
    response = Response(text, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={slug}-{file}.py"
    return _answer(found, response)


def _recipe(slug: str, file: str) -> tuple[PublicFile, dict[str, Any]]:
    with services().reading() as session:
        found = queries.public_file(queries.public_dataset(session, slug), file)
        report = queries.quality_report(session, found.version.id)
    if report is None or not report.recipe:
        raise NotFound(N_("There is no file “{name}” in this dataset."), name=file)
    return found, report.recipe


def _answer(found: PublicFile, response: Response) -> Response:
    response.set_etag(tag("recipe", found.version.table_key, response.content_type), weak=True)
    return public(response)
