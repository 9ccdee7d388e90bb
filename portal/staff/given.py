"""What a person hands in: files they chose, rows they pasted, or the address of a file."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from datasets import declaring, drafting, intake
from datasets.drafts import DatasetDraft, DistributionDraft
from portal.staff.fetched import fetched
from portal.staff.publisher import LAST_OFFICE
from portal.web.context import actor, services
from portal.web.uploads import filename, store

PASTED_NAME = "table.tsv"


@dataclass(frozen=True, slots=True)
class Given:
    """What one form handed in.

    Attributes:
        files: Chosen, made of what was pasted, or fetched.
        field: Which field `error` is about.
        error: What is to be done first; empty if nothing is.
        url: Where the last of the files was fetched from; empty if it was not.
    """

    files: Sequence[FileStorage]
    field: str = "file"
    error: str = ""
    url: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the files are called, each name once."""
        return _each_once([filename(file) for file in self.files])

    def stored(self) -> tuple[DistributionDraft, ...]:
        """Their bytes in the store.

        Raises:
            TooLarge: if one is larger than this portal takes.
        """
        kept = [store(file, name) for file, name in zip(self.files, self.names, strict=True)]
        if self.url:
            kept[-1] = replace(kept[-1], uri=self.url)
        return tuple(kept)


def given() -> Given:
    """What the form of this request handed in."""
    chosen = [file for file in request.files.getlist("file") if filename(file)]
    pasted = request.form.get("pasted", "").strip("\r\n")
    url = request.form.get("url", "").strip()
    if not chosen and not pasted.strip() and not url:
        message = _("Choose a file, paste rows from a spreadsheet, or write an address.")
        return Given((), error=str(message))
    if pasted.strip():
        table = _pasted(pasted.replace("\r\n", "\n").replace("\r", "\n"))
        if table is None:
            message = _("Paste at least two rows: the names of the columns, and what stands below.")
            return Given((), "pasted", str(message))
        chosen.append(table)
    if not url:
        return Given(chosen)
    file = fetched(url)
    return Given((), "url", file) if isinstance(file, str) else Given([*chosen, file], url=url)


def begin(draft: DatasetDraft, page: str) -> ResponseReturnValue:
    """Take new data in, forget what was typed on the page they come from, and go on to the check.

    Args:
        draft: With its files, for an office that whoever asks may publish for.
        page: Under which the words of its form were kept.
    """
    with services().begin(actor()) as uow:
        dataset = intake.receive(uow, draft)
        declaring.ask(dataset)
        drafting.forget(uow, page)
        slug = dataset.slug
    session[LAST_OFFICE] = draft.organization.slug
    return redirect(url_for("staff_check.show", slug=slug), 303)


def _pasted(rows: str) -> FileStorage | None:
    """Rows from a spreadsheet as a file; None if there is nothing below the names."""
    if "\n" not in rows:
        return None
    content = rows.replace("\n", "\r\n") + "\r\n"
    return FileStorage(io.BytesIO(content.encode("utf-8", "replace")), filename=PASTED_NAME)


def _each_once(names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        path, number, free = PurePath(name), 2, name
        while free in found:
            free, number = f"{path.stem}-{number}{path.suffix}", number + 1
        found.append(free)
    return tuple(found)
