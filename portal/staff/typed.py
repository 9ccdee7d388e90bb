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

PAGES = {"describe": "staff_describe.show", "safety": "staff_safety.show"}
LISTS = frozenset({"themes", "unpinned"})
_NOT_KEPT = frozenset({"csrf_token", "then"})

bp = staff_blueprint("staff_typed", __name__, "/data")


@bp.post("/<slug>/typed/<any(describe, safety):page>")
def keep(slug: str, page: str) -> ResponseReturnValue:
    """Keep what a form holds now."""
    typed: dict[str, Any] = {
        name: request.form.getlist(name) if name in LISTS else value
        for name, value in request.form.items()
        if name not in _NOT_KEPT
    }
    with services().begin(actor()) as uow:
        drafting.keep(uow, page, typed, queries.staff_dataset(uow.session, slug, actor()))
    return "", 204


@bp.post("/<slug>/typed/<any(describe, safety):page>/forget")
def forget(slug: str, page: str) -> ResponseReturnValue:
    """Throw it away, and show what is kept for everybody."""
    with services().begin(actor()) as uow:
        drafting.forget(uow, page, queries.staff_dataset(uow.session, slug, actor()))
    flash(_("What you had begun to write was thrown away."))
    return redirect(url_for(PAGES[page], slug=slug), 303)


def begun_words(dataset: Dataset, page: str) -> tuple[dict[str, Any], datetime | None]:
    """What whoever asks typed into a step before, and when; nothing if it was sent."""
    with services().reading() as session:
        found = drafting.kept(session, actor(), page, dataset)
    if found is None:
        return {}, None
    lists: dict[str, Any] = {name: [] for name in LISTS}
    return {**lists, **found.typed}, found.at
