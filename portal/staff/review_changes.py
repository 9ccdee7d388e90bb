"""What a review is about: words before and after, rows before and after, what was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from datasets import proposing
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.staff.field_words import FIELD_WORDS
from portal.staff.standing import newest_files
from portal.web.jinja import number
from portal.web.language import listed
from portal.web.repairs import Change

_LANGUAGES = {"ja": N_("Japanese"), "en": N_("English")}
_SHOWN_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that changes.

    Attributes:
        id: Of its newest version, as text.
        is_new: Whether nothing of it was public before.
        changes: Rows, columns, size.
        columns: Names of all its columns, for a file that is new.
    """

    id: str
    name: str
    number: int
    is_new: bool
    changes: tuple[Change, ...]
    columns: tuple[str, ...]


def word_changes(dataset: Dataset) -> tuple[Change, ...]:
    """Field by field, what is said now and what shall be said; all of it before the first time."""
    return tuple(_word_changes(dataset, first=dataset.published_at is None))


def file_changes(dataset: Dataset) -> tuple[FileChange, ...]:
    """The files that shall become public, each against its public version."""
    return tuple(
        _file_change(part, _shown(part), version)
        for part, version in newest_files(dataset)
        if version.stage is Stage.PACKAGED and version.number != part.current_number
    )


def _word_changes(dataset: Dataset, *, first: bool) -> Iterator[Change]:
    for name, label in FIELD_WORDS.items():
        before, after = getattr(dataset, name), proposing.said(dataset, name)
        blank: Any = type(after)()
        told = (blank if first else before, after)
        for where, old, new in _said(name, str(_(label)), *told):
            if old != new:
                yield Change(where, old, new)
    for part in dataset.distributions:
        before_notes = {} if first else part.column_notes
        after_notes = proposing.notes_of(dataset, part)
        for column in dict.fromkeys([*before_notes, *after_notes]):
            pair = (before_notes.get(column, {}), after_notes.get(column, {}))
            where = str(_("Meaning of “%(column)s”", column=column))
            yield from (Change(w, old, new) for w, old, new in _worded(where, *pair) if old != new)


def _said(name: str, label: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(after, dict):
        yield from _worded(label, before, after)
    else:
        yield label, _plain(name, before), _plain(name, after)


def _worded(where: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    for code, language in _LANGUAGES.items():
        place = _("%(field)s (%(language)s)", field=where, language=_(language))
        yield str(place), before.get(code, ""), after.get(code, "")


def _plain(name: str, value: Any) -> str:
    """A list or a code in words."""
    if name == "themes":
        return listed(_(THEME_BY_CODE[code].label) for code in value)
    if name == "keywords":
        return listed(value)
    table: Any = LICENSE_BY_CODE if name == "license" else FREQUENCY_BY_CODE
    found = table.get(value)
    if found is None:
        return ""
    return str(_(found.title if name == "license" else found.label))


def _shown(part: Distribution) -> FileVersion | None:
    return next((v for v in part.versions if v.number == part.current_number), None)


def _file_change(part: Distribution, shown: FileVersion | None, new: FileVersion) -> FileChange:
    changes = []
    rows = (_count(shown), _count(new))
    if shown is not None or new.rows is not None:
        changes.append(Change(str(_("Rows")), *rows))
    old_names, new_names = _names(shown), _names(new)
    added = [name for name in new_names if name not in old_names]
    removed = [name for name in old_names if name not in new_names]
    if shown is not None and added:
        changes.append(Change(str(_("Columns added")), "", _listed(added)))
    if removed:
        changes.append(Change(str(_("Columns removed")), _listed(removed), ""))
    return FileChange(
        id=str(new.id),
        name=part.sheet or new.filename,
        number=new.number,
        is_new=shown is None,
        changes=tuple(changes),
        columns=tuple(new_names) if shown is None else (),
    )


def _count(version: FileVersion | None) -> str:
    return "" if version is None or version.rows is None else number(version.rows)


def _names(version: FileVersion | None) -> list[str]:
    return [] if version is None else [str(column["name"]) for column in version.columns]


def _listed(names: Sequence[str]) -> str:
    shown = listed(names[:_SHOWN_COLUMNS])
    more = len(names) - _SHOWN_COLUMNS
    return shown if more <= 0 else str(_("%(names)s and %(count)s more", names=shown, count=more))
