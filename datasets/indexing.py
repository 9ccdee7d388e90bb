"""The search index follows the catalogue: what changed, and all of it anew."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from datasets import queries
from datasets.kernel.db import Sessions, transaction, wait_for_turn
from datasets.models.dataset import Dataset, State
from datasets.search.document import SearchDocument
from datasets.search.index import SearchIndex
from datasets.vocabulary import THEME_BY_CODE

BATCH = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def follow(sessions: Sessions, index: SearchIndex) -> int:
    """Bring the index to the catalogue's present revision; returns how many datasets changed.

    Killed at any point it starts over: a dataset counts as indexed only after the index has it.
    """
    if not index.healthy():
        return rebuild(sessions, index)
    changed = 0
    while batch := _behind(sessions):
        revisions = {dataset.id: dataset.revision for dataset in batch}
        public = [dataset for dataset in batch if dataset.state is State.PUBLISHED]
        index.apply(
            [document(dataset) for dataset in public],
            [str(d.id) for d in batch if d.state is not State.PUBLISHED],
        )
        _note(sessions, revisions)
        changed += len(batch)
    return changed


def rebuild(sessions: Sessions, index: SearchIndex) -> int:
    """Replace the whole index by the published catalogue; returns how many datasets it holds."""
    with sessions() as session:
        now = select(Dataset.id, Dataset.revision)
        revisions = {id_: revision for id_, revision in session.execute(now)}  # noqa: C416 - rows, not pairs
        public = list(_published(session))
        index.rebuild(document(dataset) for dataset in public)
    _note(sessions, revisions)
    return len(public)


def document(dataset: Dataset) -> SearchDocument:
    """A dataset, loaded whole, as the search sees it."""
    files = queries.public_files(dataset)
    names = (column["name"] for file in files for column in file.version.columns)
    titles = " ".join(
        words for file in files for words in file.distribution.title.values() if words
    )
    summary = " ".join([*dataset.summary.values(), *dataset.description.values(), titles]).strip()
    themes = [THEME_BY_CODE[code] for code in dataset.themes if code in THEME_BY_CODE]
    return SearchDocument(
        id=str(dataset.id),
        slug=dataset.slug,
        title=dataset.title.get("ja") or next(iter(dataset.title.values())),
        title_en=dataset.title.get("en", ""),
        summary=summary,
        organization=dataset.organization.slug,
        organization_title=" ".join(dataset.organization.title.values()),
        themes=tuple(theme.code for theme in themes),
        theme_labels=tuple(f"{theme.label} {theme.native}" for theme in themes),
        keywords=tuple(dataset.keywords),
        formats=tuple(dict.fromkeys(file.version.format.upper() for file in files)),
        license=dataset.license,
        standards=tuple(dict.fromkeys(f.version.standard for f in files if f.version.standard)),
        area_code=dataset.organization.area_code,
        columns=tuple(dict.fromkeys(names)),
        row_count=sum(file.version.rows or 0 for file in files),
        modified=dataset.modified_at or dataset.published_at or _NEVER,
    )


def _note(sessions: Sessions, revisions: Mapping[UUID, int]) -> None:
    """What the index holds now; what has changed since stays behind."""
    if not revisions:
        return
    rows = [{"id": id_, "indexed_revision": revision} for id_, revision in revisions.items()]
    with transaction(sessions) as session:
        wait_for_turn(session)
        session.execute(update(Dataset), rows)


def _behind(sessions: Sessions) -> list[Dataset]:
    with sessions() as session:
        return list(
            session.scalars(
                queries.whole().where(Dataset.indexed_revision < Dataset.revision).limit(BATCH)
            )
        )


def _published(session: Session) -> Iterator[Dataset]:
    yield from session.scalars(queries.whole().where(Dataset.state == State.PUBLISHED))
