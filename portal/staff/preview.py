"""What everyone will see, before they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import changes, proposing, publishing
from datasets.drafts import Words
from datasets.kernel.actors import Permission
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion
from datasets.scoring import columns_of
from datasets.tables.column import Column, ColumnType
from datasets.tables.query import RowQuery
from datasets.vocabulary import FORMAT_BY_CODE
from portal.staff.begun import StepPage, begun, step_words
from portal.staff.frame import staff_blueprint
from portal.staff.standing import Stand
from portal.staff.steps import PREVIEW
from portal.web.context import actor, services
from portal.web.jinja import number
from portal.web.language import said, words

SHOWN_ROWS = 8
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)

_PUBLISHABLE = frozenset(
    {
        Stand.READY,
        Stand.UNDESCRIBED,
        Stand.UNDECLARED,
        Stand.WITHDRAWN,
        Stand.RETURNED,
        Stand.SCHEDULED,
        Stand.MISSED,
    }
)

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
class PreviewPage(StepPage):
    """What the template shows.

    Attributes:
        missing: What its readers would miss, as sentences.
        may_publish: Whether this person may publish it, and nothing stands in the way.
        needs_review: Whether it then waits for another person.
        warnings: What makes a change of what was public large.
    """

    missing: tuple[str, ...]
    may_publish: bool
    needs_review: bool
    warnings: tuple[str, ...]


@bp.get("/<slug>/preview")
def show(slug: str) -> ResponseReturnValue:
    """The public page as everyone will see it, on a phone and on a desk; then the last button."""
    opened = begun(slug)
    dataset, stands = opened.dataset, opened.standing
    with services().reading() as session:
        much = changes.large(session, opened.newest)
    waits = stands.stand in _PUBLISHABLE and dataset.may_be_open
    allowed = actor().may(Permission.PUBLISH, dataset.organization.slug)
    again = not opened.is_public or stands.stand is Stand.RETURNED
    page = PreviewPage(
        title=_("How it will appear"),
        **step_words(opened, str(_("Preview")), PREVIEW),
        missing=_missing(dataset, opened.newest),
        may_publish=allowed and again and waits,
        needs_review=dataset.organization.needs_review
        and not publishing.may_release(actor(), dataset, dataset.organization.slug),
        warnings=tuple(said(line) for lines in much.values() for line in lines),
    )
    return render_template("staff/preview/show.html", page=page)


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
