"""The versions of one file, and what changed between two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import changes, queries
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.models.change import VersionChange
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion
from datasets.queries import PublicFile
from datasets.scoring import columns_of
from datasets.tables.difference import Difference
from portal.pages.dataset import way
from portal.pages.version_words import change_url, version_url
from portal.web.caching import public
from portal.web.change_words import ChangeWords, change_words, counts_words
from portal.web.context import Page, services
from portal.web.jinja import day
from portal.web.language import words, words_lang
from portal.web.urls import current_locale, public_blueprint

bp = public_blueprint("history", __name__, "/dataset")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version of a file that was public.

    Attributes:
        change: How many rows were added, changed and removed; empty if that is not known.
        change_url: Where that is shown; empty if it cannot be.
        url: Its CSV; empty for what is no table.
    """

    number: int
    day: str
    moment: str
    rows: int | None
    size_bytes: int
    now: bool
    change: str
    change_url: str
    url: str


@dataclass(frozen=True, kw_only=True)
class FilePage(Page):
    """Every version of one file."""

    lang: str | None
    slug: str
    file: str
    filename: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """What changed between two versions; `change` None if they are too large to be compared."""

    lang: str | None
    slug: str
    file: str
    before: VersionLine
    after: VersionLine
    change: ChangeWords | None


@bp.get("/<slug>/<file>/history")
def show(slug: str, file: str) -> ResponseReturnValue:
    """Every version of a file that was ever public, the newest first."""
    dataset, part, lines = _lines(slug, file)
    page = FilePage(
        title=str(_("Versions of “%(name)s”", name=_name(part))),
        description=words(dataset.summary),
        breadcrumbs=(*way(dataset), (str(_("History")), None)),
        lang=words_lang(dataset.title),
        slug=slug,
        file=file,
        filename=part.filename,
        versions=tuple(lines.values()),
    )
    return render_template("pages/history/show.html", page=page)


@bp.get("/<slug>/<file>/history.atom")
def feed(slug: str, file: str) -> ResponseReturnValue:
    """The same for feed readers. Source: RFC 4287."""
    dataset, part, lines = _lines(slug, file)
    base = services().settings.base_url
    body = render_template(
        "feeds/versions.xml",
        title=f"{words(dataset.title)} — {_name(part)}",
        id=f"urn:uuid:{part.id}",
        author=words(dataset.organization.title) or dataset.organization.slug,
        page_url=base + url_for("history.show", slug=slug, file=file),
        self_url=base + url_for("history.feed", slug=slug, file=file),
        base=base,
        lines=tuple(lines.values()),
        updated=next((line.moment for line in lines.values()), ""),
        lang=current_locale(),
    )
    return public(Response(body, content_type="application/atom+xml; charset=utf-8"))


@bp.get("/<slug>/<file>/changes/<int(max=999999999):before>/<int(max=999999999):after>")
def changed(slug: str, file: str, before: int, after: int) -> ResponseReturnValue:
    """What the later of two versions changed against the earlier one."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
        older = queries.public_file(dataset, file, before)
        newer = queries.public_file(dataset, file, after)
        told = changes.of_versions(session, [newer.version.id])
    if before >= after or not (older.is_table and newer.is_table):
        raise NotFound(N_("These two versions cannot be compared."))
    difference = _difference(older, newer, told.get(newer.version.id))
    part = newer.distribution
    page = ChangesPage(
        title=str(
            _(
                "What changed in “%(name)s” from version %(before)s to %(after)s",
                name=_name(part),
                before=before,
                after=after,
            )
        ),
        breadcrumbs=(
            *way(dataset),
            (str(_("History")), url_for("history.show", slug=slug, file=file)),
            (str(_("What changed")), None),
        ),
        lang=words_lang(dataset.title),
        slug=slug,
        file=file,
        before=_line(dataset, part, older.version, None),
        after=_line(dataset, part, newer.version, None),
        change=change_words(difference) if difference is not None else None,
    )
    return render_template("pages/history/changed.html", page=page)


def _lines(slug: str, file: str) -> tuple[Dataset, Distribution, dict[int, VersionLine]]:
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
        part = queries.public_file(dataset, file).distribution
        told = changes.of_versions(session, [version.id for version in part.versions])
    return dataset, part, dict(_numbered(dataset, part, told))


def _numbered(
    dataset: Dataset, part: Distribution, told: Mapping[UUID, VersionChange]
) -> Iterator[tuple[int, VersionLine]]:
    for version in reversed(part.versions):
        if version.published_at:
            yield version.number, _line(dataset, part, version, told.get(version.id))


def _line(
    dataset: Dataset, part: Distribution, version: FileVersion, change: VersionChange | None
) -> VersionLine:
    at = version.published_at or version.received_at
    return VersionLine(
        number=version.number,
        day=day(at),
        moment=at.isoformat(timespec="seconds"),
        rows=version.rows,
        size_bytes=version.clean_size_bytes or version.size_bytes,
        now=version.number == part.current_number,
        change=counts_words(change.added, change.changed, change.removed) if change else "",
        change_url=change_url(dataset, part, version, change),
        url=version_url(dataset, part, version),
    )


def _difference(
    older: PublicFile, newer: PublicFile, known: VersionChange | None
) -> Difference | None:
    """As it was written down, else found now if both are small enough."""
    if known is not None and known.before_id == older.version.id:
        return Difference.from_json(known.detail)
    rows = (older.version.rows or 0) + (newer.version.rows or 0)
    if rows > changes.MOST_ROWS_AT_ONCE:
        return None
    key, columns = newer.version.table_key or "", columns_of(newer.version)
    with TemporaryDirectory(prefix="portal-") as folder:
        return changes.found(services().tables, older.version, key, columns, Path(folder))


def _name(part: Distribution) -> str:
    return words(part.title) or part.sheet or part.filename
