"""What a new version changes, in words: counts, cells before and after, columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import braking
from datasets.kernel.messages import N_
from datasets.tables.column import ColumnType
from datasets.tables.difference import ChangeExample, Difference, Identity, RowExample
from portal.web.jinja import number
from portal.web.language import listed, said
from portal.web.repairs import Change

_TYPES = {
    ColumnType.TEXT: N_("Text"),
    ColumnType.INTEGER: N_("Whole number"),
    ColumnType.NUMBER: N_("Number"),
    ColumnType.BOOLEAN: N_("Yes or no"),
    ColumnType.DATE: N_("Date"),
    ColumnType.DATETIME: N_("Date and time"),
    ColumnType.TIME: N_("Time of day"),
}
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of one kind, as the macro `stat` takes it."""

    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the macro `data_table`."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The first few rows that are new, or gone."""

    caption: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What the macro `difference` shows.

    Attributes:
        counts: Added, changed, removed.
        sentence: The same in one line.
        notes: What else there is to know: columns, order, how rows were told apart.
        cells: By column, how many cells changed.
        changed: Cells before and after, of the first rows that changed.
        changed_caption: What `changed` is.
        added: None if there are none; likewise `removed`.
        warnings: What makes the change large.
    """

    counts: tuple[Count, ...]
    sentence: str
    notes: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]
    changed: tuple[Change, ...]
    changed_caption: str
    added: Rows | None
    removed: Rows | None
    warnings: tuple[str, ...]


def change_words(difference: Difference) -> ChangeWords:
    """Everything a page says of a change."""
    shown = len(difference.changed_rows)
    return ChangeWords(
        counts=tuple(
            Count(label, number(count), str(ngettext("row", "rows", count)))
            for label, count in (
                (str(_("Added")), difference.added),
                (str(_("Rows changed")), difference.changed),
                (str(_("Removed")), difference.removed),
            )
        ),
        sentence=counts_words(difference.added, difference.changed, difference.removed),
        notes=tuple(_notes(difference)),
        cells=tuple((cell.name, number(cell.count)) for cell in difference.changed_cells),
        changed=tuple(
            change for row in difference.changed_rows for change in _cells(row, difference.key)
        ),
        changed_caption=_first(_("Rows that changed"), shown, difference.changed),
        added=_rows(_("Rows that were added"), difference.added_rows, difference.added),
        removed=_rows(_("Rows that were removed"), difference.removed_rows, difference.removed),
        warnings=tuple(said(message) for message in braking.large(difference)),
    )


def counts_words(added: int, changed: int, removed: int) -> str:
    """How many rows were added, changed and removed, in one line."""
    return str(
        _(
            "%(added)s added, %(changed)s changed, %(removed)s removed",
            added=number(added),
            changed=number(changed),
            removed=number(removed),
        )
    )


def _notes(difference: Difference) -> list[str]:
    found = []
    if difference.columns_added:
        found.append(_("Columns added: %(names)s", names=_names(difference.columns_added)))
    if difference.columns_removed:
        found.append(_("Columns removed: %(names)s", names=_names(difference.columns_removed)))
    found += [
        _("The column “%(before)s” is called “%(after)s” now.", before=one.before, after=one.after)
        for one in difference.columns_renamed[:_MOST_NAMES]
    ]
    found += [
        _(
            "“%(name)s” was of the kind %(before)s and is %(after)s now.",
            name=one.name,
            before=_type(one.before),
            after=_type(one.after),
        )
        for one in difference.columns_retyped[:_MOST_NAMES]
    ]
    if difference.columns_moved:
        found.append(_("Columns stand in another order."))
    if difference.rows_moved:
        found.append(_("Rows stand in another order."))
    return [str(sentence) for sentence in [*found, _known_by(difference)]]


def _known_by(difference: Difference) -> str:
    if difference.identity is Identity.CONTENT:
        return str(
            _("Rows are told apart by all they hold: a changed row is one removed, one added.")
        )
    return str(_("Rows are known again by: %(names)s", names=_names(difference.key)))


def _type(code: str) -> str:
    return str(_(_TYPES[ColumnType(code)]))


def _names(names: Sequence[str]) -> str:
    shown, more = listed(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    if more <= 0:
        return shown
    return str(_("%(names)s and %(count)s more", names=shown, count=more))


def _first(title: str, shown: int, total: int) -> str:
    if shown >= total:
        return str(title)
    told = {"title": title, "shown": number(shown), "total": number(total)}
    return str(_("%(title)s: the first %(shown)s of %(total)s", **told))


def _cells(row: ChangeExample, key: Sequence[str]) -> list[Change]:
    label = "・".join(cell.text or "" for cell in row.label) if key else number(row.row)
    return [
        Change(f"{label} — {cell.column}", cell.before or "", cell.after or "")
        for cell in row.cells
    ]


def _rows(title: str, examples: Sequence[RowExample], total: int) -> Rows | None:
    if not examples:
        return None
    names = list(dict.fromkeys(cell.column for row in examples for cell in row.cells))
    filled: list[Mapping[str, str | None]] = [
        {cell.column: cell.text for cell in row.cells} for row in examples
    ]
    return Rows(
        _first(title, len(examples), total),
        tuple(Head(name) for name in names),
        tuple(tuple(cells.get(name) for name in names) for cells in filled),
    )
