"""Asking a built-in app about a table that was published the ordinary way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from apps_gallery.builtin.base import Config, Table, Template
from apps_gallery.builtin.config import read_config, stored_config
from apps_gallery.builtin.tables import public_tables
from portal.wiring import Services
from tests import factories

TODAY = date(2026, 11, 23)


def published_table(services: Services, slug: str, csv: str, **given: object) -> Table:
    """A table of its own dataset, public."""
    factories.published(services, slug=slug, csv=csv, filename=f"{slug}.csv", **given)
    with services.reading() as session:
        return public_tables(session, [(slug, slug)])[slug, slug]


def config_of(template: Template, table: Table, today: date = TODAY, **settings: str) -> Config:
    """The configuration that the template would choose itself."""
    fit = template.fits(table.columns, table.rows)
    assert fit is not None, f"{template.name} does not fit {table.address}"
    stored = stored_config(template, table, fit) | {"settings": settings}
    return read_config(template, stored, {table.address: table}, today)


def answer(
    services: Services, template: Template, table: Table, asked: Mapping[str, Sequence[str]]
) -> Any:
    """What the app answers to an address."""
    return template.answer(services.tables, config_of(template, table), asked)
