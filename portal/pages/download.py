"""Rows and files to take away, at addresses without a language that last."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.http import is_resource_modified

from datasets import queries
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.packaging.convert import Download
from datasets.queries import PublicFile
from datasets.tables.grammar import parse
from datasets.tables.query import RowQuery
from datasets.validation.standards.conform import CONFORM_VERSION, file_name, to_standard
from portal.pages.download_forms import (
    BODIES,
    TABLE,
    FileName,
    original_name,
    style_name,
    titled,
)
from portal.web.caching import public, tag
from portal.web.context import services
from portal.web.file_card import original_is_public
from portal.web.package import package_bytes
from portal.web.security import FOREIGN_CSP
from portal.web.table_file import TableFile, opened, public_table
from portal.web.urls import LOCALES

EXPOSED = "ETag, Last-Modified, Link, Content-Disposition, Content-Length"
_CHUNK_BYTES = 256 * 1024
_FORMS = "<any(csv, json, ndjson, xlsx, geojson, parquet):ext>"

bp = Blueprint("download", __name__)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read it, and keep it out of search engines."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get(f"/d/<slug>/<file>.{_FORMS}")
def file(slug: str, file: str, ext: str) -> ResponseReturnValue:
    """The rows of a table that a question leaves, in one of six forms."""
    with services().reading() as session:
        table = public_table(session, slug, file)
    return _rows(table, ext)


@bp.get(f"/d/<slug>.{_FORMS}")
def first(slug: str, ext: str) -> ResponseReturnValue:
    """The same of a dataset's first table."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    table = queries.first_table(dataset)
    if table is None:
        raise NotFound(N_("“{slug}” holds no table."), slug=slug)
    return _rows(opened(dataset, table), ext)


@bp.get("/d/<slug>/<file>@<int:number>.csv")
def version(slug: str, file: str, number: int) -> ResponseReturnValue:
    """A table as it was in an older version."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
        old = queries.public_file(dataset, file, number)
    return _rows(opened(dataset, old), "csv")


@bp.get("/d/<slug>/<file>.standard.csv")
def conforming(slug: str, file: str) -> ResponseReturnValue:
    """The rows of a table in the columns of the national standard that it follows."""
    with services().reading() as session:
        table = public_table(session, slug, file)
        kept = queries.quality_report(session, table.file.version.id)
    standard = table.file.version.standard
    if not standard:
        raise NotFound(N_("“{name}” follows none of the standards."), name=file)
    names = [column.name for column in table.columns]
    download = Download(services().tables, table.key, table.columns, RowQuery())
    code = table.dataset.organization.area_code
    response = Response(content_type=TABLE.media_type)
    told = (kept.standard or {}).get("told") if kept else None
    response.set_etag(tag("standard", table.key, standard, code, CONFORM_VERSION))
    _describe(response, table.dataset, table.file)
    named = file_name(standard, code)
    response.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    if _is_wanted(response):
        rows = (row for batch in download.batches() for row in batch)
        response.response = to_standard(names, rows, standard, told)
    return response


@bp.get("/d/<slug>/<file>/original")
def original(slug: str, file: str) -> ResponseReturnValue:
    """A file byte for byte as it came."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    found = queries.public_file(dataset, file)
    if not original_is_public(dataset, found):
        raise NotFound(N_("There is no file “{name}” in this dataset."), name=file)
    return _stored(dataset, found, found.version.outgoing_sha256, original_name(found))


@bp.get("/d/<slug>.datapackage.json", endpoint="package")
@bp.get("/dataset/<slug>/datapackage.json")
def datapackage(slug: str) -> ResponseReturnValue:
    """The dataset described for programs, as a Data Package v2."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    settings = services().settings
    etag = tag("package", dataset.slug, dataset.revision, settings.base_url)
    body = package_bytes(dataset, settings.default_locale)
    response = Response(body, content_type="application/json; charset=utf-8")
    response.set_etag(etag, weak=True)
    return public(response)


@bp.get("/dataset/<slug>")
def ckan_dataset(slug: str) -> ResponseReturnValue:
    """The page of a dataset at the address that CKAN would give it."""
    with services().reading() as session:
        found = queries.public_dataset(session, slug)
    return redirect(url_for("dataset.show", slug=found.slug, locale=_locale()))


@bp.get("/dataset/<slug>/resource/<uuid:number>/download/<filename>")
def ckan_file(slug: str, number: UUID, filename: str) -> ResponseReturnValue:
    """A file at the address that CKAN would give it."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    for found in queries.public_files(dataset):
        if found.distribution.id == number:
            named: dict[str, Any] = {"slug": slug, "file": found.distribution.name}
            if original_is_public(dataset, found):
                return redirect(url_for("download.original", **named))
            return redirect(url_for("download.file", ext="csv", **named))
    raise NotFound(N_("There is no file “{name}” in this dataset."), name=filename)


def _locale() -> str:
    best = request.cookies.get("locale", "")
    return best if best in LOCALES else str(current_app.config["DEFAULT_LOCALE"])


def _rows(table: TableFile, ext: str) -> Response:
    """An answer whose body is made while it is sent."""
    query = parse(request.args.items(multi=True), table.columns).all_rows()
    style = style_name(request.args.get("_enc"))
    clean = table.file.version.clean_sha256
    if clean and ext == "csv" and not style and query == RowQuery():
        return _stored(table.dataset, table.file, clean, TABLE)
    form = BODIES[ext]
    asked = sorted(query.to_args(table.columns))
    response = Response(content_type=form.name(style).media_type)
    response.set_etag(tag("rows", table.key, ext, style, asked))
    _describe(response, table.dataset, table.file)
    titled(response, table.dataset, table.file, form.name(style))
    if not _is_wanted(response):
        return response
    response.response = form.body(table, query, style)
    return response


def _stored(dataset: Dataset, found: PublicFile, sha256: str, name: FileName) -> Response:
    """Bytes that are kept as they go out: their digest is the one that is published."""
    response = Response(content_type=name.media_type)
    response.set_etag(sha256)
    _describe(response, dataset, found)
    titled(response, dataset, found, name)
    path = services().files.path(sha256)
    wanted = _is_wanted(response)
    if response.status_code == 200:
        response.content_length = path.stat().st_size
    if not wanted:
        return response
    stored = services().files.open(sha256)
    response.call_on_close(stored.close)
    response.response = _chunks(stored)
    return response


def _chunks(stored: BinaryIO) -> Iterator[bytes]:
    with stored:
        while chunk := stored.read(_CHUNK_BYTES):
            yield chunk


def _is_wanted(response: Response) -> bool:
    """Whether a body is asked for; if the reader holds it already, the answer becomes a 304."""
    headers = response.headers
    held = (headers.get("ETag"), None, headers.get("Last-Modified"))
    if not is_resource_modified(request.environ, *held):
        response.status_code = 304
        return False
    response.response = iter(())  # of HEAD no length is known: an empty list would say 0
    return request.method == "GET"


def _describe(response: Response, dataset: Dataset, found: PublicFile) -> None:
    base = services().settings.base_url
    package = base + url_for("download.datapackage", slug=dataset.slug)
    page = base + url_for("dataset.show", slug=dataset.slug, locale=_locale())
    response.headers["Link"] = (
        f'<{package}>; rel="describedby"; type="application/json", <{page}>; rel="about"'
    )
    response.headers["Content-Security-Policy"] = FOREIGN_CSP
    response.last_modified = found.version.published_at
    public(response)
