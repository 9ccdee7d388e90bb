"""Words to begin with: what a file itself tells of its title, its summary and its topic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets import recognising
from datasets.describing import LONGEST_SUMMARY, LONGEST_TITLE
from datasets.models.distribution import Distribution, FileVersion
from portal.web.jinja import number

_SAID_BESIDE = re.compile(r"^\s*[（(※*＊注備]|単位|現在\s*[）)]?\s*$|^[\d\s年月日/.-]+$")
_DATED = re.compile(r"\s*[（(][^（）()]*現在[）)]\s*$")
_NAMED_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What may be written to begin with; each is empty where the files tell nothing."""

    title: str
    summary: str
    themes: tuple[str, ...]


def first_words(
    newest: Sequence[tuple[Distribution, FileVersion]],
    notes: Mapping[str, Sequence[str]],
) -> FirstWords:
    """What the files tell.

    Args:
        newest: Each file in its newest version.
        notes: What stood beside its table, by name of the file, in the order of the file.
    """
    if not newest:
        return FirstWords("", "", ())
    first, version = next((pair for pair in newest if pair[1].table_key is not None), newest[0])
    title = _title(notes.get(first.name, ())) or PurePath(version.filename).stem
    names = [str(column["name"]) for column in version.columns]
    return FirstWords(
        title=title[:LONGEST_TITLE],
        summary=_summary(title, version.rows, names),
        themes=recognising.themes_of([title, version.filename])[:2],
    )


def _title(notes: Sequence[str]) -> str:
    """The first line above a table that names it."""
    for note in notes[:2]:
        named = _DATED.sub("", note.strip())
        if len(named) >= 3 and not _SAID_BESIDE.search(named):
            return named
    return ""


def _summary(title: str, rows: int | None, names: Sequence[str]) -> str:
    """One sentence of what, how many and with which columns, as long as a summary may be."""
    if not rows or not names:
        return ""
    count = str(ngettext("%(count)s row", "%(count)s rows", rows, count=number(rows)))
    for shown in range(min(len(names), _NAMED_COLUMNS), 0, -1):
        text = str(
            _(
                "“%(title)s”: %(count)s with %(columns)s.",
                title=title,
                count=count,
                columns=_(", ").join(names[:shown]),
            )
        )
        if len(text) <= LONGEST_SUMMARY:
            return text
    return ""
