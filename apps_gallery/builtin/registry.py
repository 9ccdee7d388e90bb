"""The built-in templates, by name."""

from collections.abc import Iterator

from apps_gallery.builtin.base import Fit, Table, Template
from apps_gallery.builtin.board import Board
from apps_gallery.builtin.calendar import CalendarTemplate
from apps_gallery.builtin.compare import Compare
from apps_gallery.builtin.finder import FinderTemplate
from apps_gallery.builtin.graph import Graph
from apps_gallery.builtin.near import NearTemplate
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_

_TEMPLATES: tuple[Template, ...] = (
    Graph(),
    Board(),
    Compare(),
    NearTemplate(),
    CalendarTemplate(),
    FinderTemplate(),
)
_BY_NAME = {template.name: template for template in _TEMPLATES}


def templates() -> tuple[Template, ...]:
    """Every template, in the order in which they are offered."""
    return _TEMPLATES


def template(name: str) -> Template:
    """One template.

    Raises:
        NotFound: if there is none of that name.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise NotFound(N_("There is no app template “{name}”."), name=name[:40])
    return found


def fitting(table: Table) -> Iterator[tuple[Template, Fit]]:
    """The templates that suit a table, each with the columns it would take."""
    for one in _TEMPLATES:
        fit = one.fits(table.columns, table.rows)
        if fit is not None:
            yield one, fit
