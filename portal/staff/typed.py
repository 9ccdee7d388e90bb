"""What is typed into a step and not sent yet: kept quietly, offered back, thrown away."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import drafting, queries
from datasets.models.dataset import Dataset
from portal.staff.frame import staff_blueprint
from portal.web.context import actor, services

PAGES = {
    "describe": "staff_describe.show",
    "safety": "staff_safety.show",
    "files": "staff_files.show",
}
FIRST_PAGES = {"upload": "staff_upload.new"}
LISTS = frozenset({"themes", "unpinned"})
# the text that a browser writes in place of a file says nothing
_NOT_KEPT = frozenset({"csrf_token", "then", "file"})

bp = staff_blueprint("staff_typed", __name__, "/data")


@bp.post("/<slug>/typed/<any(describe, safety, files):page>")
def keep(slug: str, page: str) -> ResponseReturnValue:
    """Keep what a form holds now."""
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        drafting.keep(uow, page, _typed(), dataset)
    return "", 204


@bp.post("/new/typed/<any(upload):page>")
def keep_first(page: str) -> ResponseReturnValue:
    """Keep what a form of data that are not there yet holds now."""
    keep_of_new(page)
    return "", 204


@bp.post("/<slug>/typed/<any(describe, safety, files):page>/forget")
def forget(slug: str, page: str) -> ResponseReturnValue:
    """Throw it away, and show what is kept for everybody."""
    with services().begin(actor()) as uow:
        drafting.forget(uow, page, queries.staff_dataset(uow.session, slug, actor()))
    flash(_("What you had begun to write was thrown away."))
    return redirect(url_for(PAGES[page], slug=slug), 303)


@bp.post("/new/typed/<any(upload):page>/forget")
def forget_first(page: str) -> ResponseReturnValue:
    """Throw away what was typed of data that are not there yet."""
    with services().begin(actor()) as uow:
        drafting.forget(uow, page)
    flash(_("What you had begun to write was thrown away."))
    return redirect(url_for(FIRST_PAGES[page]), 303)


def keep_of_new(page: str) -> None:
    """Keep what this request typed into a form of data that are not there yet."""
    with services().begin(actor()) as uow:
        drafting.keep(uow, page, _typed())


def begun_words(dataset: Dataset | None, page: str) -> tuple[dict[str, Any], datetime | None]:
    """What whoever asks typed into a step before, and when; nothing if it was sent.

    Args:
        dataset: None for data that are not there yet.
        page: Name of the form.
    """
    with services().reading() as session:
        found = drafting.kept(session, actor(), page, dataset)
    if found is None:
        return {}, None
    lists: dict[str, Any] = {name: [] for name in LISTS}
    return {**lists, **found.typed}, found.at


def _typed() -> dict[str, Any]:
    return {
        name: request.form.getlist(name) if name in LISTS else value
        for name, value in request.form.items()
        if name not in _NOT_KEPT
    }
