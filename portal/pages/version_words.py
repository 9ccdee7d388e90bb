"""What a page says of the versions of a file: when, how much, what changed, where to have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.models.change import VersionChange
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion
from datasets.vocabulary import FORMAT_BY_CODE
from portal.web.change_words import counts_words
from portal.web.jinja import number, size
from portal.web.language import words


@dataclass(frozen=True, slots=True)
class Event:
    """One version of one file, as the macro `timeline` takes it."""

    day: datetime
    title: str
    text: str
    url: str
    now: bool
    more_url: str = ""
    more: str = ""


def events_of(dataset: Dataset, told: Mapping[UUID, VersionChange]) -> list[Event]:
    """Every version that was ever public, the newest first.

    Args:
        dataset: Loaded whole.
        told: What its versions changed, by version.
    """
    versions = [
        (version, distribution)
        for distribution in dataset.distributions
        for version in distribution.versions
        if version.published_at
    ]
    several = len(dataset.distributions) > 1
    events = [
        _event(dataset, (one, version), told.get(version.id), several) for version, one in versions
    ]
    return sorted(events, key=lambda event: event.day, reverse=True)


def version_url(dataset: Dataset, file: Distribution, version: FileVersion) -> str:
    """Where a version of a table is had; empty for what is no table, or is erased."""
    if not version.table_key:
        return ""
    named: dict[str, Any] = {"slug": dataset.slug, "file": file.name, "number": version.number}
    return url_for("download.version", **named)


def change_url(
    dataset: Dataset, file: Distribution, version: FileVersion, change: VersionChange | None
) -> str:
    """Where a reader sees what a version changed; empty if that cannot be shown."""
    if change is None or not version.table_key:
        return ""
    before = next((v for v in file.versions if v.id == change.before_id), None)
    if before is None or not before.published_at or not before.table_key:
        return ""
    named: dict[str, Any] = {"slug": dataset.slug, "file": file.name}
    return url_for("history.changed", before=before.number, after=version.number, **named)


def _event(
    dataset: Dataset,
    of: tuple[Distribution, FileVersion],
    change: VersionChange | None,
    several: bool,
) -> Event:
    file, version = of
    title = str(_("Version %(number)s", number=version.number))
    if several:
        title = f"{words(file.title) or version.filename} {title}"
    label = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"]).label
    facts = [str(_(label)), size(version.size_bytes)]
    if version.rows is not None:
        count = number(version.rows)
        facts.insert(0, str(ngettext("%(count)s row", "%(count)s rows", version.rows, count=count)))
    if change is not None:
        facts.insert(0, counts_words(change.added, change.changed, change.removed))
    moment = version.published_at or version.received_at
    return Event(
        day=moment,
        title=title,
        text=" · ".join(facts),
        url=version_url(dataset, file, version),
        now=version.number == file.current_number,
        more_url=change_url(dataset, file, version, change),
        more=str(_("See what changed")),
    )
