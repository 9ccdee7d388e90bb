"""What everyone will see, before they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import changes, describing, proposing, publishing, queries
from datasets.drafts import Words
from datasets.kernel.actors import Permission
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import Distribution, FileVersion
from datasets.scoring import columns_of
from datasets.tables.column import Column, ColumnType
from datasets.tables.query import RowQuery
from datasets.vocabulary import FORMAT_BY_CODE, THEME_BY_CODE
from portal.staff.frame import staff_blueprint
from portal.staff.standing import Stand, Standing, by_version, newest_files, standing
from portal.staff.steps import Step, steps
from portal.web.cards import BadgeItem, freshness, license_badge, quality_badge
from portal.web.context import Page, actor, services
from portal.web.jinja import number
from portal.web.language import said, words, words_lang

SHOWN_ROWS = 8
_STEP = 4
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)

bp = staff_blueprint("staff_preview", __name__, "/data")


@dataclass(frozen=True, slots=True)
class HeadCell:
    """The head of a column, as the macro `data_table` takes it."""

    label: str
    number: bool
    note: str


@dataclass(frozen=True, slots=True)
class TablePreview:
    """One file as it will appear; without columns it is no table."""

    id: str
    name: str
    caption: str
    format: str
    size_bytes: int
    columns: tuple[HeadCell, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    """What the template shows.

    Attributes:
        missing: What its readers would miss, as sentences.
        may_publish: Whether this person may publish it, and nothing stands in the way.
        needs_review: Whether it then waits for another person.
        warnings: What makes a change of what was public large.
    """

    slug: str
    shown_title: str
    title_lang: str | None
    summary: str
    organization: str
    themes: tuple[str, ...]
    badges: tuple[BadgeItem, ...]
    files: tuple[TablePreview, ...]
    standing: Standing
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    may_publish: bool
    needs_review: bool
    public: bool
    warnings: tuple[str, ...]


@bp.get("/<slug>/preview")
def show(slug: str) -> ResponseReturnValue:
    """The title, the badges and the first rows as everyone will see them."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
        newest = newest_files(dataset)
        asked = by_version(queries.questions(session, [version.id for _part, version in newest]))
        much = changes.large(session, newest)
    stands = standing(dataset, asked, services().clock.now())
    described = describing.is_described(dataset)
    public = dataset.state is State.PUBLISHED
    waits = stands.stand in {
        Stand.READY,
        Stand.UNDESCRIBED,
        Stand.WITHDRAWN,
        Stand.RETURNED,
        Stand.SCHEDULED,
        Stand.MISSED,
    }
    title = words(proposing.said(dataset, "title")) or slug
    allowed = actor().may(Permission.PUBLISH, dataset.organization.slug)
    page = PreviewPage(
        title=_("How “%(title)s” will appear", title=title),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (title, url_for("staff_dataset.show", slug=slug)),
            (_("Look and publish"), None),
        ),
        slug=slug,
        shown_title=title,
        title_lang=words_lang(proposing.said(dataset, "title")),
        summary=words(proposing.said(dataset, "summary")),
        organization=words(dataset.organization.title),
        themes=tuple(_(THEME_BY_CODE[code].label) for code in proposing.said(dataset, "themes")),
        badges=_badges(dataset),
        files=tuple(
            table_preview(dataset, part, version)
            for part, version in newest
            if version.erased_at is None
        ),
        standing=stands,
        steps=steps(slug, stands, described=described, public=public, at=_STEP),
        missing=_missing(dataset, newest),
        may_publish=allowed and (not public or stands.stand is Stand.RETURNED) and waits,
        needs_review=dataset.organization.needs_review
        and not publishing.may_release(actor(), dataset, dataset.organization.slug),
        public=public,
        warnings=tuple(said(line) for lines in much.values() for line in lines),
    )
    return render_template("staff/preview/show.html", page=page)


def _badges(dataset: Dataset) -> tuple[BadgeItem, ...]:
    found = (
        freshness(dataset, services().clock.now()),
        quality_badge(dataset.quality_score),
        license_badge(proposing.said(dataset, "license")),
    )
    return tuple(badge for badge in found if badge is not None)


def table_preview(
    dataset: Dataset, distribution: Distribution, version: FileVersion
) -> TablePreview:
    """The first rows of a file in one version."""
    notes = proposing.notes_of(dataset, distribution)
    columns = columns_of(version)
    rows: Sequence[tuple[str | None, ...]] = ()
    if version.table_key is not None:
        asked = RowQuery(size=SHOWN_ROWS)
        rows = services().tables.rows(version.table_key, columns, asked).rows
    return TablePreview(
        id=f"rows-{distribution.name}",
        name=distribution.sheet or version.filename,
        caption=_caption(version.rows or 0),
        format=str(_(FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"]).label)),
        size_bytes=version.size_bytes,
        columns=tuple(_head(column, notes) for column in columns),
        rows=tuple(tuple(row) for row in rows),
    )


def _head(column: Column, notes: Mapping[str, Words]) -> HeadCell:
    note = words(dict(notes.get(column.name, {}))) or column.description
    return HeadCell(column.name, column.type in _NUMBERS, note)


def _caption(rows: int) -> str:
    if rows <= SHOWN_ROWS:
        return str(ngettext("All of it: %(num)s row", "All of it: %(num)s rows", rows))
    return str(_("The first %(shown)s of %(count)s rows", shown=SHOWN_ROWS, count=number(rows)))


def _missing(
    dataset: Dataset, newest: Sequence[tuple[Distribution, FileVersion]]
) -> tuple[str, ...]:
    found = []
    if not any(proposing.said(dataset, "summary").values()):
        found.append(_("A summary is missing. In one sentence: what, where, how many."))
    if not proposing.said(dataset, "themes"):
        found.append(_("A topic is missing. Without one, nobody finds it by topic."))
    if proposing.said(dataset, "license") == "notspecified":
        found.append(_("The terms of use are missing. Without them, nobody may use it."))
    plain = sum(
        1
        for part, version in newest
        for column in version.columns
        if not any(proposing.notes_of(dataset, part).get(column["name"], {}).values())
    )
    if plain:
        found.append(
            ngettext(
                "%(num)s column has no explanation.", "%(num)s columns have no explanation.", plain
            )
        )
    return tuple(str(sentence) for sentence in found)
