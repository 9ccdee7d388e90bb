"""Every public table of the catalogue, and a mark that changes when one does."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from apps_gallery.builtin.base import Table
from apps_gallery.builtin.tables import tables_of
from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import Dataset, State

MOST_DATASETS = 20_000


def published_tables(session: Session) -> list[Table]:
    """Every public table, those of the newest datasets first."""
    found = queries.newest_datasets(session, ANYONE, MOST_DATASETS)
    return [table for dataset in found for table in tables_of(dataset)]


def catalogue_mark(session: Session) -> str:
    """The same while no public dataset was added, changed or withdrawn."""
    figures = select(
        func.count(Dataset.id), func.max(Dataset.updated_at), func.sum(Dataset.revision)
    ).where(Dataset.state == State.PUBLISHED)
    return "/".join(str(figure) for figure in session.execute(figures).one())
