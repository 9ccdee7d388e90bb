"""Public tables of the catalogue, as built-in apps see them."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from apps_gallery.builtin.base import Address, Table
from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import Dataset
from datasets.queries import PublicFile
from datasets.scoring import columns_of


def public_tables(session: Session, wanted: Iterable[Address]) -> dict[Address, Table]:
    """The tables of these addresses; those the public may not know of are left out."""
    addresses = list(wanted)
    slugs = list(dict.fromkeys(slug for slug, _file in addresses))
    found = {
        table.address: table
        for dataset in queries.datasets_by_slug(session, slugs, ANYONE)
        for table in tables_of(dataset)
    }
    return {address: found[address] for address in addresses if address in found}


def tables_of(dataset: Dataset) -> Iterator[Table]:
    """Every public table of a dataset that was loaded whole, in the order of its files."""
    for file in queries.public_files(dataset):
        if file.is_table:
            yield table_of(dataset, file)


def table_of(dataset: Dataset, file: PublicFile) -> Table:
    """One public table of a dataset that was loaded whole."""
    return Table(
        dataset=dataset.slug,
        file=file.distribution.name,
        title=dataset.title,
        key=file.version.table_key or "",
        columns=columns_of(file.version),
        rows=file.version.rows or 0,
        published_at=file.version.published_at,
        modified_at=dataset.modified_at,
        license=dataset.license,
        organization=dataset.organization.title,
        area_code=dataset.organization.area_code,
    )
